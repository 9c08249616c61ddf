#include "archive/folder.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/shard.h"

enum { OPEN_TRIES = 1000 };

static void free_indexes(mg_index **indexes, size_t n)
{
    for (size_t i = 0; indexes && i < n; i++)
        mg_index_free(indexes[i]);
    free(indexes);
}

void mg_folder_close(mg_folder *folder)
{
    free_indexes(folder->indexes, folder->manifest.count);
    mg_manifest_free(&folder->manifest);
    *folder = (mg_folder){.indexes = NULL};
}

/* Opens the shards of the manifest one by one. */
static morgue_status open_indexes(const char *path, const mg_manifest *manifest, mg_index ***ret,
                                  morgue_error *err)
{
    mg_index **indexes = calloc(manifest->count + 1, sizeof *indexes);
    morgue_status status = indexes ? MORGUE_OK : mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < manifest->count; i++)
        status = mg_open_shard(path, manifest->shards[i], &indexes[i], err);
    if (status != MORGUE_OK)
        free_indexes(indexes, manifest->count);
    else
        *ret = indexes;
    return status;
}

bool mg_folder_is_stale(const mg_folder *folder)
{
    for (size_t i = 0; i < folder->manifest.count; i++)
        if (mg_index_check(folder->indexes[i], NULL) == MORGUE_STALE)
            return true;
    return false;
}

bool mg_folder_is_past(const char *path, const mg_manifest *manifest)
{
    mg_manifest now;
    if (mg_manifest_read(path, &now, NULL) != MORGUE_OK)
        return false;
    bool past = !mg_manifest_same(manifest, &now);
    mg_manifest_free(&now);
    return past;
}

/* Reads the manifest and opens what it lists. A writer may replace shards between the two, and
 * remove the old ones: Xapian takes a table whose file is gone for an empty one. So what was opened
 * counts only if the manifest is still the same; and it is of one moment only if no shard has been
 * committed to since it was opened. */
morgue_status mg_folder_open(const char *path, mg_folder *ret, morgue_error *err)
{
    for (unsigned tries = 0, failures = 0;; tries++) {
        mg_folder now = {.indexes = NULL};
        morgue_status status = mg_manifest_read(path, &now.manifest, err);
        if (status != MORGUE_OK)
            return status;
        status = open_indexes(path, &now.manifest, &now.indexes, err);
        bool past = mg_folder_is_past(path, &now.manifest) ||
                    (status == MORGUE_OK && mg_folder_is_stale(&now));
        if (status == MORGUE_OK && !past) {
            *ret = now;
            return MORGUE_OK;
        }
        mg_folder_close(&now);
        failures += !past;
        if (failures == 3 || status == MORGUE_NO_MEMORY)
            return status;
        if (tries == OPEN_TRIES)
            return mg_fail(err, MORGUE_STALE, "%s: the archive changes all the time: try again",
                           path);
    }
}
