/* Tags all articles of an archive anew. They are read in their order, and go into new shards; the
 * manifest is replaced once, at the end: a crash leaves the archive before or after it. */
#ifndef MG_RETAG_H
#define MG_RETAG_H

#include "indexer/intake.h"
#include "indexer/shards.h"

typedef struct mg_retag {
    mg_store *store;
    mg_shards *shards;   /* the store's, with nothing changed since the commit */
    mg_intake *intake;   /* with nothing in it */
    mg_tagging *tagging; /* the intake's; it renews tags */
    uint64_t memory;     /* a shard is finished when the intake takes more */
    uint64_t revision;   /* of the new shards */
    bool (*progress)(void *user, uint64_t done, uint64_t total); /* or NULL */
    void *user;
} mg_retag;

/* Sets *ret_changed to the number of articles whose tags came out otherwise; where there are none
 * the archive keeps the shards it has. After a failure it is as it was, and the intake may only be
 * freed. Errors: CANCELLED, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_retag_all(const mg_retag *retag, uint64_t *ret_changed, morgue_error *err);

#endif
