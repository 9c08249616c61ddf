/* How many items the tables of a shard have. */
#ifndef MG_ITEMS_H
#define MG_ITEMS_H

#include "morgue.h"

typedef struct mg_items {
    bool known; /* else it is not a glass database, and the rest is 0 */
    uint64_t records;
    uint64_t terms; /* lists of them, and of the slots that documents use */
    uint64_t positions;
} mg_items;

/* As the shard's version file has them. Errors: IO, NO_MEMORY. */
morgue_status mg_items_read(const char *shard, mg_items *ret, morgue_error *err);

/* Does a merge of shards with `before` in all have what they had, `after`? */
bool mg_items_same(const mg_items *before, const mg_items *after);

/* Adds those of another shard. */
void mg_items_add(mg_items *sum, const mg_items *more);

#endif
