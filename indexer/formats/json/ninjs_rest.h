/* What of an item of ninjs is in no field. */
#ifndef MG_NINJS_REST_H
#define MG_NINJS_REST_H

#include "indexer/formats/json/ninjs_keys.h"

/* An item on its way into the article. */
typedef struct mg_ninjs_reading {
    mg_sink *put;
    json_t *item;
    mg_buffer *scratch;
} mg_ninjs_reading;

/* Keeps as extras what the fields that were put do not tell. Errors: NO_MEMORY. */
morgue_status mg_ninjs_put_rest(const mg_ninjs_reading *reading);

#endif
