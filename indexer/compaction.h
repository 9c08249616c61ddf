/* Merging shards into one, by Xapian, with somebody who watches. */
#ifndef MG_COMPACTION_H
#define MG_COMPACTION_H

#include "morgue.h"

/* Who wants to know how far it is; `progress` may be NULL. */
typedef struct mg_watcher {
    bool (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;
} mg_watcher;

/* Makes `target` of the shards, NULL behind the last of which there are `n`. What it has made when
 * it fails stays there. The watcher is told of `articles`, by the bytes that are there, about every
 * tenth of a second, and stops it at the next table of the shard. Errors: CANCELLED, those of
 * Xapian. */
morgue_status mg_compaction(char *const *shards, size_t n, const char *target, uint64_t articles,
                            const mg_watcher *watcher, morgue_error *err);

#endif
