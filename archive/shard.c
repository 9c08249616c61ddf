#include "archive/shard.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/index_kind.h"
#include "archive/path.h"
#include "archive/revision.h"

void mg_meta_dictionary_key(uint32_t adler, char ret[MG_META_KEY_MAX])
{
    snprintf(ret, MG_META_KEY_MAX, "%s.%08" PRIx32, MG_META_DICTIONARY, adler);
}

morgue_status mg_meta_number_of(const xap_database *db, const char *key, uint64_t *ret,
                                morgue_error *err)
{
    xap_string value = {0};
    xap_error cause;
    if (xap_database_metadata(db, key, &value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    *ret = value.len ? strtoull(value.data, NULL, 10) : 0;
    xap_string_free(&value);
    return MORGUE_OK;
}

morgue_status mg_meta_number(mg_index *shard, const char *key, uint64_t *ret, morgue_error *err)
{
    mg_buffer value = {0};
    morgue_status status = mg_index_metadata(shard, key, &value, err);
    if (status == MORGUE_OK)
        *ret = value.len ? strtoull(value.data, NULL, 10) : 0;
    mg_buffer_free(&value);
    return status;
}

morgue_status mg_meta_direct(mg_index *shard, bool *ret, morgue_error *err)
{
    mg_buffer value = {0};
    morgue_status status = mg_index_metadata(shard, MG_META_BUILDER, &value, err);
    if (status == MORGUE_OK)
        *ret = value.len == strlen(MG_BUILDER_DIRECT) &&
               memcmp(value.data, MG_BUILDER_DIRECT, value.len) == 0;
    mg_buffer_free(&value);
    return status;
}

morgue_status mg_meta_revision(mg_index *shard, uint64_t *ret, morgue_error *err)
{
    mg_buffer digits = {0};
    morgue_status status = mg_index_metadata(shard, MG_META_REVISION, &digits, err);
    if (status == MORGUE_OK && !mg_revision_parse(digits.data, digits.len, ret))
        status = mg_fail(err, MORGUE_CORRUPT, "a shard has no revision that can be right");
    mg_buffer_free(&digits);
    return status;
}

morgue_status mg_open_shard(const char *archive, const char *name, mg_index **ret,
                            morgue_error *err)
{
    morgue_error cause;
    char *path = mg_path_join(archive, name);
    if (!path)
        return mg_fail_memory(err);
    morgue_status status = mg_index_open(path, ret, &cause);
    free(path);
    if (status == MORGUE_OK)
        return status;
    return mg_fail(err, status == MORGUE_NOT_FOUND ? MORGUE_CORRUPT : status,
                   "%s: cannot open a shard: %s", archive, cause.message);
}

static morgue_status fail_open(const char *archive, const xap_error *cause, morgue_error *err)
{
    xap_error told = *cause;
    if (told.status == XAP_NOT_FOUND)
        told.status = XAP_CORRUPT;
    morgue_status status = mg_fail_xap(NULL, &told);
    return mg_fail(err, status, "%s: cannot open a shard: %s", archive, told.message);
}

/* Xapian does not stand every damage: what we can see ourselves is looked for first. */
static morgue_status look_at(const char *path, morgue_error *err)
{
    mg_index *index = NULL;
    morgue_status status = mg_glass_open(path, &index, err);
    mg_index_free(index);
    return status;
}

morgue_status mg_open_shards(const char *archive, const mg_manifest *manifest, size_t first,
                             size_t n, xap_database **ret, morgue_error *err)
{
    xap_error cause;
    morgue_status status = MORGUE_OK;
    char **paths = calloc(n + 1, sizeof *paths);
    if (!paths)
        return mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < n; i++) {
        paths[i] = mg_path_join(archive, manifest->shards[first + i]);
        status = paths[i] ? look_at(paths[i], err) : mg_fail_memory(err);
    }
    const char *const *names = (const char *const *)paths;
    if (status == MORGUE_OK && xap_database_open(names, n, ret, &cause) != XAP_OK)
        status = fail_open(archive, &cause, err);
    for (size_t i = 0; i < n; i++)
        free(paths[i]);
    free(paths);
    return status;
}

morgue_status mg_fail_xap(morgue_error *err, const xap_error *cause)
{
    static const morgue_status statuses[XAP_STATUS_COUNT] = {
        [XAP_OK] = MORGUE_INTERNAL,         [XAP_NOT_FOUND] = MORGUE_NOT_FOUND,
        [XAP_EXISTS] = MORGUE_IO,           [XAP_CANNOT_OPEN] = MORGUE_CORRUPT,
        [XAP_VERSION] = MORGUE_BAD_VERSION, [XAP_LOCKED] = MORGUE_LOCKED,
        [XAP_MODIFIED] = MORGUE_STALE,      [XAP_CORRUPT] = MORGUE_CORRUPT,
        [XAP_CLOSED] = MORGUE_INTERNAL,     [XAP_DATABASE] = MORGUE_IO,
        [XAP_BAD_QUERY] = MORGUE_BAD_QUERY, [XAP_INVALID] = MORGUE_INVALID,
        [XAP_UNSUPPORTED] = MORGUE_INVALID, [XAP_NETWORK] = MORGUE_NETWORK,
        [XAP_NO_MEMORY] = MORGUE_NO_MEMORY, [XAP_OTHER] = MORGUE_INTERNAL,
    };
    unsigned row = (unsigned)cause->status;
    return mg_fail(err, row < XAP_STATUS_COUNT ? statuses[row] : MORGUE_INTERNAL, "%s",
                   cause->message);
}
