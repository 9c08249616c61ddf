/* From a JSON object to an article. */
#ifndef MG_JSON_MAP_H
#define MG_JSON_MAP_H

#include "indexer/formats/json/json_piece.h"
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
    bool deletes;               /* the article is one to be deleted */
    const mg_json_item *blocks; /* the text comes in typed blocks */
    mg_buffer arena;            /* of unescaped strings */
    mg_buffer scratch;
} mg_json_map;

/* Reads the object `piece` into the article, as mg_format.next() does. DELETED: it has neither
 * title nor text, but "deleted": true and an id. */
mg_reading mg_json_map_read(mg_json_map *map, mg_sink *put, const mg_json_piece *piece);
void mg_json_map_free(mg_json_map *map);

#endif
