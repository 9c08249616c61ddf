/* Articles whose text is an array of typed blocks, as in the Washington Post's dumps ("contents")
 * and in Arc Publishing's ("content_elements"). */
#ifndef MG_JSON_BLOCKS_H
#define MG_JSON_BLOCKS_H

#include <jansson.h>

#include "indexer/formats/put.h"

/* Is it an array of objects with a "type" and a "content"? NULL is none. */
bool mg_json_is_blocks(const json_t *value);

/* Puts the text of the blocks, and what they tell beside it (kicker, title, byline, date) where the
 * article has nothing of the kind. Blocks of other types are kept as an extra called `key`.
 * Errors: NO_MEMORY. */
morgue_status mg_json_put_blocks(mg_sink *put, morgue_text key, const json_t *blocks);

#endif
