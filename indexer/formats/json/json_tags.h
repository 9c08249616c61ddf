/* What an article is about, in lists that say of each entry what kind of thing it is. */
#ifndef MG_JSON_TAGS_H
#define MG_JSON_TAGS_H

#include <jansson.h>

#include "indexer/formats/put.h"

/* Sets what an entry of our own dumps says of a tag beside its name, {"name":"NATO","by":"tagger",
 * "confidence":0.93,"mentions":4,"main":true}; nothing where it is not from there. */
void mg_json_tag_read(const json_t *entry, morgue_tag *ret);

/* Is it a list such as [{"name": "persons", "value": "Ann Lee"}], [{"type": "keyword", "webTitle":
 * "Ferries"}], [{"text": "Ann Lee", "label": "PERSON"}]? */
bool mg_json_is_tags(const json_t *value);

/* Puts the entries of such a list into the fields of their kinds, those of other kinds among the
 * topics. Errors: NO_MEMORY. */
morgue_status mg_json_put_tags(mg_sink *put, const json_t *value);

/* Puts what a program has found: such a list, or an object of lists, {"persons": [...],
 * "organizations": [...]}. Kinds that are no field (dates, numbers) are passed over. Errors:
 * NO_MEMORY. */
morgue_status mg_json_put_entities(mg_sink *put, json_t *value);

#endif
