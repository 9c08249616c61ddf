/* New articles, until a commit makes them a shard of their own. The first of them wait, so that a
 * few are added to a shard that is there already, where that is cheaper; when there are more, a new
 * shard is built directly, while they come. */
#ifndef MG_INTAKE_H
#define MG_INTAKE_H

#include "archive/store.h"
#include "indexer/build/direct/direct.h"
#include "indexer/entry.h"

typedef struct mg_intake mg_intake;

/* `dictionary` is the archive's, or empty: then one is made of the first articles. */
morgue_status mg_intake_new(mg_store *store, unsigned jobs, morgue_text dictionary, mg_intake **ret,
                            morgue_error *err);

/* Drops what was not committed, and its files. */
void mg_intake_free(mg_intake *intake);

/* Adds an article that the archive does not have. *ret is its number among the new ones, from 1.
 * Errors: IO, NO_MEMORY; only free is allowed afterwards. */
morgue_status mg_intake_add(mg_intake *intake, const mg_entry *entry, uint32_t *ret,
                            morgue_error *err);

/* Takes back article `number`. Errors: NO_MEMORY. */
morgue_status mg_intake_take_back(mg_intake *intake, uint32_t number, uint64_t size,
                                  morgue_error *err);

/* Bytes of memory in use, about. */
uint64_t mg_intake_memory(const mg_intake *intake);

/* Is a shard being built? If not, those that wait are few: mg_intake_waiting() hands them out. */
bool mg_intake_is_building(const mg_intake *intake);

/* Waiting article `i`, from 0; its record and hash live until the intake changes. False behind the
 * last; articles taken back are handed out with an empty record. */
bool mg_intake_waiting(const mg_intake *intake, size_t i, mg_task *ret);

/* Finishes the shard and adds it to the store's manifest, which is yet to be published; where no
 * new articles are left there is none. Starts anew. Errors: IO, NO_MEMORY; only free is allowed
 * afterwards. */
morgue_status mg_intake_finish(mg_intake *intake, uint64_t revision, morgue_error *err);

/* Forgets those that wait: they have been added elsewhere. */
void mg_intake_forget(mg_intake *intake);

#endif
