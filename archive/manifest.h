/* The manifest: a small text file that lists what belongs to the archive. It is only ever replaced,
 * by renaming a finished file over it.
 *
 *     morgue archive
 *     schema 4
 *     next 3
 *     shard shard-000001
 *     shard shard-000002
 *     end
 *
 * `schema` is the version of the terms, slots and records (MG_SCHEMA); `next` numbers the next
 * shard, so that no name is ever used twice; without `end` the file was cut off. */
#ifndef MG_MANIFEST_H
#define MG_MANIFEST_H

#include "morgue.h"

#define MG_MANIFEST_NAME "morgue.manifest"
enum { MG_SCHEMA = 4, MG_SHARD_NAME_MAX = 32, MG_SHARDS_MAX = 1000 };

typedef struct mg_manifest {
    uint32_t next;
    size_t count;
    char (*shards)[MG_SHARD_NAME_MAX]; /* names of folders in the archive's folder */
} mg_manifest;

void mg_manifest_free(mg_manifest *manifest);

/* Reads the manifest of the archive folder `path`.
 * Errors: NOT_FOUND (no such folder), FOREIGN (a folder without a manifest), BAD_VERSION, CORRUPT,
 * IO, NO_MEMORY. */
morgue_status mg_manifest_read(const char *path, mg_manifest *ret, morgue_error *err);

/* Replaces the manifest of the archive folder: on return it is on the disk. Errors: IO, NO_MEMORY.
 */
morgue_status mg_manifest_write(const char *path, const mg_manifest *manifest, morgue_error *err);

/* The name that the next shard added will have. */
void mg_manifest_next_name(const mg_manifest *manifest, char ret[MG_SHARD_NAME_MAX]);

/* Adds a shard with the next name, which is returned and lives until the manifest changes; NULL
 * when memory is out, there are MG_SHARDS_MAX, or 999999999 names were used up. */
const char *mg_manifest_add(mg_manifest *manifest);

/* Replaces the shards that are marked in `merged`, at least one, by one with the next name, where
 * the last of them was. The name is returned as above. */
const char *mg_manifest_merge(mg_manifest *manifest, const bool *merged);

/* Copies it; false when memory is out. */
bool mg_manifest_copy(const mg_manifest *manifest, mg_manifest *ret);

/* Do both list the same shards? */
bool mg_manifest_same(const mg_manifest *one, const mg_manifest *other);

bool mg_manifest_has(const mg_manifest *manifest, const char *shard);

#endif
