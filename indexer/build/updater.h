/* Changes one shard through Xapian's own writer: replaces and removes articles, and adds a few.
 * Slow for many, but the only way into a shard that is there already. Changes are private until
 * commit, which makes them durable and visible at once; free drops what was not committed. */
#ifndef MG_UPDATER_H
#define MG_UPDATER_H

#include "archive/buffer.h"
#include "indexer/entry.h"
#include "morgue.h"

typedef struct mg_updater mg_updater;

/* Opens the shard at `path`, and makes its files its own, see unshare.h: of an archive's shard,
 * while no copy of the archive is being made, see mg_store_begin(). Errors: LOCKED, CORRUPT,
 * BAD_VERSION, IO, NO_MEMORY. */
morgue_status mg_updater_open(const char *path, mg_updater **ret, morgue_error *err);

/* Makes an empty shard at `path`, where nothing may be. Errors: IO, NO_MEMORY. */
morgue_status mg_updater_create(const char *path, mg_updater **ret, morgue_error *err);
void mg_updater_free(mg_updater *updater);

/* Adds the article, in the place of document `replaced` where that is not 0. After a failure only
 * free is allowed. Errors: IO, NO_MEMORY. */
morgue_status mg_updater_put(mg_updater *updater, const mg_entry *entry, uint32_t replaced,
                             uint32_t *ret_docid, morgue_error *err);
morgue_status mg_updater_remove(mg_updater *updater, uint32_t docid, morgue_error *err);

/* Metadata of the shard; nothing is appended for a key that is not set. */
morgue_status mg_updater_get_meta(mg_updater *updater, const char *key, mg_buffer *ret,
                                  morgue_error *err);
morgue_status mg_updater_set_meta(mg_updater *updater, const char *key, morgue_text value,
                                  morgue_error *err);
morgue_status mg_updater_get_number(mg_updater *updater, const char *key, uint64_t *ret,
                                    morgue_error *err);
morgue_status mg_updater_set_number(mg_updater *updater, const char *key, uint64_t number,
                                    morgue_error *err);

/* Bytes of memory that the changes take until they are committed, about. */
uint64_t mg_updater_memory(const mg_updater *updater);

morgue_status mg_updater_commit(mg_updater *updater, morgue_error *err);

#endif
