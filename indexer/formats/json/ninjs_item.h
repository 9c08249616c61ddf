/* From an item of ninjs to an article. */
#ifndef MG_NINJS_ITEM_H
#define MG_NINJS_ITEM_H

#include "indexer/formats/json/ninjs_keys.h"

/* Reads the object into the article; `scratch` is emptied and used. BAD_INPUT: it holds no text (a
 * picture, a package), NO_MEMORY. */
morgue_status mg_ninjs_item_read(mg_sink *put, json_t *item, mg_buffer *scratch);

#endif
