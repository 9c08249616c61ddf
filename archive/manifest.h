/* The manifest: a small text file that lists what belongs to the archive. It is only ever replaced,
 * by renaming a finished file over it.
 *
 *     morgue archive
 *     schema 7
 *     next 3
 *     changes 12 9f3c21aa
 *     part 2/4
 *     feature record-2
 *     shard shard-000001
 *     shard shard-000002
 *     checksum 8d5fa0c1
 *     end
 *
 * `schema` is the version of this form (MG_SCHEMA); `next` numbers the next shard, so that no name
 * is ever used twice; `changes` says since which revision changes are told, and what the archive is
 * known by, and "copy" behind that in a copy that was not changed yet; `part` which part of all
 * articles it takes, see part.h; features name what its records and its index have
 * (MG_FEATURE_TABLE); `checksum` is the CRC-32 of all before it; without `end` the file was cut
 * off. Only an archive with a part has schema 7, so that earlier versions, which would write all
 * articles into it, refuse it; any other is written with schema 6, and they go on with it. Schemas
 * before 6 had no `changes`; those before 5 had no features, each stood for a set of them, and no
 * checksum. */
#ifndef MG_MANIFEST_H
#define MG_MANIFEST_H

#include "archive/part.h"
#include "morgue.h"

#define MG_MANIFEST_NAME "morgue.manifest"
enum { MG_SCHEMA = 7, MG_SHARD_NAME_MAX = 32, MG_SHARDS_MAX = 1000 };
enum { MG_SCHEMA_WHOLE = 6 }; /* of an archive that is no part */

/* What an archive needs to be understood: X(name in C, name in the manifest, the schema from which
 * on all archives have it). This version knows all of these and wants all of them. What changes in
 * records, terms or slots is a new row here, with MG_SCHEMA in the third column; the schema itself
 * is raised only when the form of the manifest changes. */
#define MG_FEATURE_TABLE(X)                                                                        \
    X(DATELINE, "dateline", 2)             /* fields 14 to 16; any other key is field 17 */        \
    X(SENTENCE_MARKS, "sentence-marks", 3) /* XYS, XYP, XH; words of titles have no weight */      \
    X(RECORD_2, "record-2", 4)             /* tags have confidence, flags and mentions */          \
    X(ABOUT_TERMS, "about-terms", 4)       /* XB, XG */

enum {
#define MG_FEATURE_NUMBER(name, text, schema) MG_FEATURE_NUMBER_##name,
    MG_FEATURE_TABLE(MG_FEATURE_NUMBER)
#undef MG_FEATURE_NUMBER
        MG_FEATURES /* so many there are */
};

enum {
#define MG_FEATURE_BIT(name, text, schema) MG_FEATURE_##name = 1 << MG_FEATURE_NUMBER_##name,
    MG_FEATURE_TABLE(MG_FEATURE_BIT)
#undef MG_FEATURE_BIT
        MG_FEATURES_ALL = (1 << MG_FEATURES) - 1
};

typedef struct mg_manifest {
    uint32_t next;
    uint32_t lineage; /* made by dice when the history of changes began; 0: none is told */
    uint64_t since;   /* revision from which on it is told, where there is a lineage */
    bool copied; /* not changed since it was copied, and who does begins a history of its own */
    mg_part part;
    uint32_t features; /* as read, MG_FEATURE_ bits; what is written always has all */
    size_t count;
    char (*shards)[MG_SHARD_NAME_MAX]; /* names of folders in the archive's folder */
} mg_manifest;

void mg_manifest_free(mg_manifest *manifest);

/* Reads the manifest of the archive folder `path`.
 * Errors: NOT_FOUND (no such folder), FOREIGN (a folder without a manifest), BAD_VERSION, CORRUPT,
 * IO, NO_MEMORY. */
morgue_status mg_manifest_read(const char *path, mg_manifest *ret, morgue_error *err);

/* The same, also where the archive lacks features that this version wants: only to make another of
 * it. */
morgue_status mg_manifest_read_earlier(const char *path, mg_manifest *ret, morgue_error *err);

/* Replaces the manifest of the archive folder: on return it is on the disk. Errors: IO, NO_MEMORY.
 */
morgue_status mg_manifest_write(const char *path, const mg_manifest *manifest, morgue_error *err);

/* The name that the next shard added will have. */
void mg_manifest_next_name(const mg_manifest *manifest, char ret[MG_SHARD_NAME_MAX]);

/* Adds a shard with the next name, which is returned and lives until the manifest changes; NULL
 * when memory is out, there are MG_SHARDS_MAX, or 999999999 names were used up. */
const char *mg_manifest_add(mg_manifest *manifest);

/* Adds a shard that there is. Errors: CORRUPT (no name for one, or there are MG_SHARDS_MAX),
 * NO_MEMORY. */
morgue_status mg_manifest_put(mg_manifest *manifest, const char *shard, morgue_error *err);

/* Replaces the shards that are marked in `merged`, at least one, by one with the next name, where
 * the last of them was. The name is returned as above. */
const char *mg_manifest_merge(mg_manifest *manifest, const bool *merged);

/* Begins a history of changes: those after the revision `since` are told from the next manifest on
 * that is written. Marks of an earlier history are void. Errors: IO (no dice). */
morgue_status mg_manifest_begin_changes(mg_manifest *manifest, uint64_t since, morgue_error *err);

/* Copies it; false when memory is out. */
bool mg_manifest_copy(const mg_manifest *manifest, mg_manifest *ret);

/* Do both list the same shards? */
bool mg_manifest_same(const mg_manifest *one, const mg_manifest *other);

bool mg_manifest_has(const mg_manifest *manifest, const char *shard);

#endif
