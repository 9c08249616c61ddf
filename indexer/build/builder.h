/* Builds a whole shard: directly, or through Xapian's own writer. */
#ifndef MG_BUILDER_H
#define MG_BUILDER_H

#include "indexer/build/direct/direct.h"
#include "indexer/build/plain.h"

typedef struct mg_builder {
    mg_direct *direct; /* one of the two, or none: closed */
    mg_plain *plain;
} mg_builder;

/* Begins the shard in `folder`, which is made; see mg_direct_open() and mg_plain_open(). */
morgue_status mg_builder_open(const char *folder, bool direct, unsigned jobs,
                              const mg_packing *packing, mg_builder *ret, morgue_error *err);

/* Drops an unfinished shard; the folder stays for the caller to remove. */
void mg_builder_close(mg_builder *builder);

bool mg_builder_is_open(const mg_builder *builder);

/* What goes into the shard's metadata as its builder. */
const char *mg_builder_name(const mg_builder *builder);

/* As the functions of the two. */
morgue_status mg_builder_add(mg_builder *builder, const mg_task *task, morgue_error *err);
size_t mg_builder_memory(const mg_builder *builder);
morgue_status mg_builder_finish(mg_builder *builder, const mg_meta_entry *metadata, size_t n,
                                morgue_error *err);

#endif
