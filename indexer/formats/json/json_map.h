/* From a JSON object to an article. */
#ifndef MG_JSON_MAP_H
#define MG_JSON_MAP_H

#include "indexer/formats/json/json_value.h"
#include "indexer/formats/keys.h"

/* A member on its way into the article. */
typedef struct mg_json_item {
    mg_json_value key;
    mg_json_value value;
    mg_claim claim;
    morgue_field_id field; /* unless CLAIM_NONE */
} mg_json_item;

/* Memory that is kept from one object to the next. Zero-initialise it. */
typedef struct mg_json_map {
    mg_json_item *items;
    size_t count;
    size_t cap;
    bool plain;                 /* all is meant as it stands, and no HTML */
    const mg_json_item *blocks; /* the text comes in typed blocks */
    mg_buffer arena;            /* of unescaped strings */
    mg_buffer scratch;
} mg_json_map;

/* Reads the object `text` (clean UTF-8) into the article. BAD_INPUT: it is not an object, not JSON
 * (*ret_problem has the place), or has neither title nor text; NO_MEMORY. */
morgue_status mg_json_map_read(mg_json_map *map, mg_sink *put, morgue_text text,
                               mg_json_problem *ret_problem);
void mg_json_map_free(mg_json_map *map);

#endif
