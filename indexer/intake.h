/* New articles, until a commit makes them a shard of their own, however few they are: that is
 * always cheaper than to change a shard that is there. The first of them wait, for a dictionary to
 * be made of them; then the shard is built while they come: directly, unless the Xapian at hand has
 * another format. */
#ifndef MG_INTAKE_H
#define MG_INTAKE_H

#include "archive/store.h"
#include "indexer/build/builder.h"
#include "indexer/engine.h"
#include "indexer/entry.h"

typedef struct mg_intake mg_intake;

/* Bytes of records from which on a shard is worth finishing, however little memory there is. */
#define MG_INTAKE_LEAST ((uint64_t)1 << 20)

/* The engine and the tagging (NULL: none) must outlive the intake. `dictionary` is the archive's,
 * or empty: then one is made of the first articles. */
morgue_status mg_intake_new(mg_store *store, unsigned jobs, const mg_engine *engine,
                            mg_tagging *tagging, morgue_text dictionary, mg_intake **ret,
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

/* What articles are packed with; empty where none was made yet. Lives until the intake is freed. */
morgue_text mg_intake_dictionary(const mg_intake *intake);

/* Bytes of memory in use, about. */
uint64_t mg_intake_memory(const mg_intake *intake);

/* Is a shard being built? If not, those that came wait. */
bool mg_intake_is_building(const mg_intake *intake);

/* Finishes the shard and adds it to the store's manifest, which is yet to be published; where no
 * new articles are left there is none. Starts anew. Errors: IO, NO_MEMORY; only free is allowed
 * afterwards. */
morgue_status mg_intake_finish(mg_intake *intake, uint64_t revision, morgue_error *err);

#endif
