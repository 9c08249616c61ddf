#include "indexer/build/builder.h"

#include "archive/shard.h"

morgue_status mg_builder_open(const char *folder, bool direct, unsigned jobs,
                              const mg_packing *packing, mg_builder *ret, morgue_error *err)
{
    return direct ? mg_direct_open(folder, jobs, packing, &ret->direct, err)
                  : mg_plain_open(folder, packing, &ret->plain, err);
}

void mg_builder_close(mg_builder *builder)
{
    mg_direct_free(builder->direct);
    mg_plain_free(builder->plain);
    *builder = (mg_builder){0};
}

bool mg_builder_is_open(const mg_builder *builder)
{
    return builder->direct || builder->plain;
}

const char *mg_builder_name(const mg_builder *builder)
{
    return builder->direct ? MG_BUILDER_DIRECT : MG_BUILDER_XAPIAN;
}

morgue_status mg_builder_add(mg_builder *builder, const mg_task *task, morgue_error *err)
{
    return builder->direct ? mg_direct_add(builder->direct, task, err)
                           : mg_plain_add(builder->plain, task, err);
}

size_t mg_builder_memory(const mg_builder *builder)
{
    if (builder->direct)
        return mg_direct_memory(builder->direct);
    return builder->plain ? mg_plain_memory(builder->plain) : 0;
}

morgue_status mg_builder_finish(mg_builder *builder, const mg_meta_entry *metadata, size_t n,
                                morgue_error *err)
{
    return builder->direct ? mg_direct_finish(builder->direct, metadata, n, err)
                           : mg_plain_finish(builder->plain, metadata, n, err);
}
