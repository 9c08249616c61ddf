/* Writes all articles of an archive anew: into new shards, which take the place of all old ones in
 * one manifest, at the end. A crash leaves the archive before or after it. */
#ifndef MG_RENEWAL_H
#define MG_RENEWAL_H

#include "indexer/intake.h"

typedef struct mg_renewal {
    mg_store *store;
    mg_intake *intake; /* with nothing in it */
    uint64_t memory;   /* a shard is finished when the intake takes more */
    uint64_t revision; /* of the new shards */
    bool (*progress)(void *user, uint64_t done, uint64_t total); /* or NULL */
    void *user;
    uint64_t total; /* articles, for the progress */

    size_t n_old;     /* shards that there were: the first of the manifest */
    uint64_t done;    /* articles */
    uint64_t pending; /* bytes of records since a shard was finished */
} mg_renewal;

/* Adds an article. Errors: CANCELLED, IO, NO_MEMORY; as after a failure of the others, only
 * mg_renewal_drop() is allowed afterwards. */
morgue_status mg_renewal_add(mg_renewal *renewal, const mg_entry *entry, morgue_error *err);

/* Tells the progress now and then, of articles that may have come to nothing. Errors: CANCELLED. */
morgue_status mg_renewal_go_on(mg_renewal *renewal, morgue_error *err);

/* Finishes the last shard. Errors: IO, NO_MEMORY. */
morgue_status mg_renewal_finish(mg_renewal *renewal, morgue_error *err);

/* The new shards take the place of the old ones, which are removed; but those that mg_store_keep()
 * was called for stay beside, as damaged. Errors: IO, NO_MEMORY. */
morgue_status mg_renewal_switch(mg_renewal *renewal, morgue_error *err);

/* Removes the new shards: the archive is as it was. */
void mg_renewal_drop(mg_renewal *renewal);

#endif
