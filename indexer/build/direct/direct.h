/* Builds a whole shard from articles, with as many threads as wanted. The shard is the same
 * whatever their number: articles have the docids in whose order they were added.
 *
 * Articles are gathered into batches; workers take batches in order, and what they have made is
 * written in order by whichever of them makes the next one ready. */
#ifndef MG_DIRECT_H
#define MG_DIRECT_H

#include "indexer/build/direct/worker.h"

typedef struct mg_direct mg_direct;

/* Begins the shard in `folder`, which is made. jobs: threads that work, 1 to MG_INVERTERS_MAX; 1
 * works in the caller's. Errors: IO, NO_MEMORY. */
morgue_status mg_direct_open(const char *folder, unsigned jobs, const mg_packing *packing,
                             mg_direct **ret, morgue_error *err);

/* Drops an unfinished shard; the folder stays for the caller to remove. */
void mg_direct_free(mg_direct *direct);

/* Adds an article; its docid is one above the last, from 1; task->docid is not looked at, the
 * record is copied. A failure may be that of an earlier article; only free is allowed afterwards.
 * Errors: IO, CORRUPT, NO_MEMORY. */
morgue_status mg_direct_add(mg_direct *direct, const mg_task *task, morgue_error *err);

/* Articles so far; bytes of memory in use, about. */
uint32_t mg_direct_documents(const mg_direct *direct);
size_t mg_direct_memory(const mg_direct *direct);

/* Waits for the workers and writes the rest: on return the shard is whole and on the disk.
 * Metadata by rising names. Errors: as _add. */
morgue_status mg_direct_finish(mg_direct *direct, const mg_meta_entry *metadata, size_t n,
                               morgue_error *err);

#endif
