/* What an archive is known by from one moment to the next. */
#include <inttypes.h>
#include <stdio.h>

#include <xxhash.h>

#include "archive/shard.h"
#include "search/results/desk.h"

/* The number of the last commit that the archive has taken up; of a spread one what tells its
 * states from each other. */
static morgue_status find_revision(const morgue_archive *archive, uint64_t *ret, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    *ret = 0;
    if (archive->cluster)
        return mg_cluster_state(archive->cluster, ret, err);
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++) {
        uint64_t revision = 0;
        status = mg_meta_revision(archive->indexes[i], &revision, err);
        *ret = revision > *ret ? revision : *ret;
    }
    return status;
}

static uint64_t stamp_hash(const mg_desk_stamp *stamp, uint64_t seed)
{
    const int64_t parts[] = {stamp->there, stamp->size, stamp->seconds, stamp->nanoseconds};
    return XXH3_64bits_withSeed(parts, sizeof parts, seed);
}

/* A merge makes no revision, but takes the next name for its shard. */
morgue_status morgue_archive_state(morgue_archive *archive, char *ret, morgue_error *err)
{
    static const mg_desk_stamp none;
    mg_archive_meet(archive);
    const mg_desk *desk = mg_desk_of(archive);
    uint64_t revision = 0;
    morgue_status status = find_revision(archive, &revision, err);
    if (status != MORGUE_OK)
        return mg_archive_doubt(archive, status, err);
    uint64_t files = stamp_hash(desk ? &desk->blocklist_stamp : &none,
                                stamp_hash(desk ? &desk->aliases_stamp : &none, 0));
    snprintf(ret, MORGUE_STATE_MAX, "%" PRIu64 "-%08" PRIx32 "-%" PRIx32 "-%08" PRIx32, revision,
             archive->manifest.lineage, archive->manifest.next, (uint32_t)files);
    return MORGUE_OK;
}
