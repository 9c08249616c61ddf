#include "indexer/facts.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/shard.h"

static morgue_status read_from(mg_index *shard, mg_facts *ret, morgue_error *err)
{
    mg_facts facts = {0};
    morgue_status status = mg_meta_number(shard, MG_META_TEXT_BYTES, &facts.text_bytes, err);
    if (status == MORGUE_OK)
        status = mg_meta_number(shard, MG_META_REVISION, &facts.revision, err);
    if (status == MORGUE_OK)
        status = mg_meta_number(shard, MG_META_PACKED, &facts.packed, err);
    if (status == MORGUE_OK)
        status = mg_meta_direct(shard, &facts.direct, err);
    if (status == MORGUE_OK)
        *ret = facts;
    return status;
}

morgue_status mg_facts_read(const mg_store *store, size_t i, mg_facts *ret, morgue_error *err)
{
    mg_index *shard = NULL;
    morgue_status status = mg_open_shard(store->path, store->manifest.shards[i], &shard, err);
    if (status == MORGUE_OK)
        status = read_from(shard, ret, err);
    mg_index_free(shard);
    return status;
}

morgue_status mg_facts_read_all(const mg_store *store, mg_facts **ret, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    mg_facts *facts = calloc(store->manifest.count + 1, sizeof *facts);
    if (!facts)
        return mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < store->manifest.count; i++)
        status = mg_facts_read(store, i, &facts[i], err);
    if (status == MORGUE_OK)
        *ret = facts;
    else
        free(facts);
    return status;
}
