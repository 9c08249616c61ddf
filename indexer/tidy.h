/* Keeps the shards of an archive few, by merging them.
 *
 * Shards are put into classes by the bytes of text in them: class 0 has less than half a megabyte,
 * each further class eight times as much as the one before. Eight of a class become one, which then
 * belongs to a higher class; if it would be the eighth there, those seven go into the same merge.
 * So an archive has at most seven shards in each class, seven times the logarithm of its size to
 * the base of eight, and an article is written anew at most once for each class.
 *
 * A merge makes a finished shard aside, switches the manifest and removes the old folders: a crash
 * leaves the archive before or after it. Within the new shard articles are in the order of the
 * manifest; it takes the place of the last of the old ones. */
#ifndef MG_TIDY_H
#define MG_TIDY_H

#include "archive/store.h"
#include "indexer/compaction.h"
#include "morgue.h"

enum { MG_TIDY_FACTOR = 8 };
#define MG_TIDY_LEAST ((uint64_t)512 << 10) /* bytes of text from which on class 0 ends */

/* The class of a shard with so much text. */
unsigned mg_tidy_class(uint64_t text_bytes);

/* Merges what has become too much. No writer may have the shards open, readers may. After a failure
 * the archive is as it was before. Errors: CORRUPT, IO, NO_MEMORY. */
morgue_status mg_tidy(mg_store *store, morgue_error *err);

/* Merges all shards into one, and packs it; nothing is done where that is the case already. Errors:
 * CANCELLED; as above. */
morgue_status mg_tidy_all(mg_store *store, const mg_watcher *watcher, morgue_error *err);

#endif
