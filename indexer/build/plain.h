/* Builds a whole shard from articles through Xapian's own writer: slow, but right with any Xapian.
 */
#ifndef MG_PLAIN_H
#define MG_PLAIN_H

#include "indexer/build/direct/worker.h"

typedef struct mg_plain mg_plain;

/* Begins the shard in `folder`, which is made. The termlist_level of `packing` means nothing here.
 * Errors: IO, NO_MEMORY. */
morgue_status mg_plain_open(const char *folder, const mg_packing *packing, mg_plain **ret,
                            morgue_error *err);

/* Drops an unfinished shard; the folder stays for the caller to remove. */
void mg_plain_free(mg_plain *plain);

/* Adds an article; its docid is one above the last, from 1; task->docid is not looked at. After a
 * failure only free is allowed. Errors: IO, CORRUPT, NO_MEMORY. */
morgue_status mg_plain_add(mg_plain *plain, const mg_task *task, morgue_error *err);

/* Bytes of memory in use, about. */
size_t mg_plain_memory(const mg_plain *plain);

/* Sets the metadata; on return the shard is whole and on the disk. Errors: IO, NO_MEMORY. */
morgue_status mg_plain_finish(mg_plain *plain, const mg_meta_entry *metadata, size_t n,
                              morgue_error *err);

#endif
