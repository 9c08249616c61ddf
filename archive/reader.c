#include "archive/reader.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/shard.h"

enum { TRIES = 20 };

/* ---- Opening ------------------------------------------------------------------------------ */

static void forget(morgue_archive *archive)
{
    if (archive->memo)
        archive->free_memo(archive->memo);
    archive->memo = NULL;
}

static void renew_stems(morgue_archive *archive)
{
    mg_stems_close(archive->stems, archive->n_stems);
    archive->n_stems = mg_stems_open(archive->indexes, archive->manifest.count, archive->stems);
}

/* What is open: all of it is of one moment. */
static void close_shards(morgue_archive *archive)
{
    mg_folder folder = {archive->manifest, archive->indexes};
    if (archive->cluster)
        mg_cluster_close(archive->cluster);
    else
        mg_folder_close(&folder);
}

static void take_up(morgue_archive *archive, const mg_folder *now, mg_cluster *cluster)
{
    forget(archive);
    close_shards(archive);
    archive->indexes = now->indexes;
    archive->manifest = now->manifest;
    archive->cluster = cluster;
    renew_stems(archive);
}

static morgue_status open_folder(morgue_archive *archive, morgue_error *err)
{
    mg_folder now;
    morgue_status status = mg_folder_open(archive->path, &now, err);
    if (status == MORGUE_OK)
        take_up(archive, &now, NULL);
    return status;
}

/* Where nothing has changed, what was worked out stays. */
static morgue_status open_cluster(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    mg_cluster *cluster = NULL;
    bool changed = false;
    morgue_status status =
        mg_cluster_open(archive->path, archive->cluster, &cluster, &changed, err);
    if (status != MORGUE_OK)
        return status;
    void *memo = archive->memo;
    const mg_folder now = {cluster->all, cluster->indexes};
    if (!changed)
        archive->memo = NULL;
    take_up(archive, &now, cluster);
    if (!changed)
        archive->memo = memo;
    *ret_changed = changed;
    return cluster->pending ? MORGUE_OK : mg_cluster_check(cluster, archive->path, err);
}

/* Where what belongs to the archive besides its shards is. */
static char *folder_of(const char *path, bool list)
{
    const char *slash = list ? strrchr(path, '/') : NULL;
    if (!list)
        return strdup(path);
    return slash ? strndup(path, (size_t)(slash - path) + (slash == path)) : strdup(".");
}

morgue_status morgue_archive_open(const char *path, morgue_archive **ret, morgue_error *err)
{
    morgue_archive *archive = calloc(1, sizeof *archive);
    bool list = mg_spread_is_at(path), changed;
    if (!archive)
        return mg_fail_memory(err);
    archive->path = strdup(path);
    archive->folder = folder_of(path, list);
    morgue_status status = MORGUE_OK;
    if (!archive->path || !archive->folder)
        status = mg_fail_memory(err);
    else
        status = list ? open_cluster(archive, &changed, err) : open_folder(archive, err);
    if (status == MORGUE_OK)
        *ret = archive;
    else
        morgue_archive_free(archive);
    return status;
}

void morgue_archive_free(morgue_archive *archive)
{
    if (!archive)
        return;
    mg_stems_close(archive->stems, archive->n_stems);
    mg_archive_free_dictionaries(archive);
    forget(archive);
    close_shards(archive);
    free(archive->path);
    free(archive->folder);
    free(archive);
}

/* ---- Newer states ------------------------------------------------------------------------- */

/* Opens anew what was committed to, or was found damaged, of the shards that are open; the others
 * stay NULL in ret->indexes. Nothing is opened where nothing has changed. */
static morgue_status open_changed(const morgue_archive *archive, mg_folder *ret, bool *ret_changed,
                                  morgue_error *err)
{
    const mg_manifest *manifest = &archive->manifest;
    ret->indexes = calloc(manifest->count + 1, sizeof *ret->indexes);
    morgue_status status = ret->indexes ? MORGUE_OK : mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < manifest->count; i++) {
        if (mg_index_check(archive->indexes[i], NULL) == MORGUE_OK)
            continue;
        *ret_changed = true;
        status = mg_open_shard(archive->path, manifest->shards[i], &ret->indexes[i], err);
    }
    return status;
}

/* Puts what was opened into the archive, and what it takes the place of into `now`. */
static void exchange(morgue_archive *archive, mg_folder *now)
{
    for (size_t i = 0; i < archive->manifest.count; i++) {
        mg_index *index = archive->indexes[i];
        if (!now->indexes[i])
            continue;
        archive->indexes[i] = now->indexes[i];
        now->indexes[i] = index;
    }
}

static bool is_stale(const morgue_archive *archive)
{
    const mg_folder open = {archive->manifest, archive->indexes};
    return mg_folder_is_stale(&open);
}

/* Takes up what was committed to the shards that are open. A failure leaves the archive as it was.
 * Errors: those of opening; STALE when more was committed in between. */
static morgue_status renew(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    mg_folder now = {.manifest = {.count = archive->manifest.count}};
    bool changed = false;
    morgue_status status = open_changed(archive, &now, &changed, err);
    if (status == MORGUE_OK && changed) {
        forget(archive);
        exchange(archive, &now);
        *ret_changed = true;
    }
    mg_folder_close(&now);
    if (status == MORGUE_OK && is_stale(archive))
        status = mg_fail(err, MORGUE_STALE, "%s: changed while it was opened", archive->path);
    return status;
}

/* Reopening reads files by their names: it counts only if the shards are still in the manifest. */
static morgue_status reopen_folder(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    mg_manifest manifest = {0};
    bool changed = false;
    morgue_status status = mg_manifest_read(archive->path, &manifest, err);
    if (status != MORGUE_OK)
        return status;
    bool same = mg_manifest_same(&manifest, &archive->manifest);
    mg_manifest_free(&manifest);
    if (same && renew(archive, &changed, NULL) == MORGUE_OK &&
        !mg_folder_is_past(archive->path, &archive->manifest)) {
        renew_stems(archive);
    } else {
        changed = true;
        status = open_folder(archive, err);
    }
    *ret_changed = changed;
    return status;
}

morgue_status morgue_archive_reopen(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    bool changed = false;
    morgue_status status = archive->cluster ? open_cluster(archive, &changed, err)
                                            : reopen_folder(archive, &changed, err);
    if (status == MORGUE_OK && ret_changed)
        *ret_changed = changed;
    return status;
}

/* ---- Shards that are missing -------------------------------------------------------------- */

/* Part of the answers has gone, or come back. */
static void forget_answers(morgue_archive *archive)
{
    forget(archive);
    renew_stems(archive);
}

morgue_status mg_archive_begin(morgue_archive *archive, uint32_t timeout_ms, morgue_error *err)
{
    bool reopen = false;
    mg_cluster *cluster = archive->cluster;
    if (!cluster)
        return MORGUE_OK;
    mg_cluster_be_patient(cluster, timeout_ms * 0.4, timeout_ms * 0.8);
    bool doubtful = mg_cluster_tidy(cluster);
    if (mg_cluster_try_again(cluster, &reopen) || doubtful)
        forget_answers(archive);
    return reopen ? morgue_archive_reopen(archive, NULL, err)
                  : mg_cluster_check(cluster, archive->path, err);
}

void mg_archive_meet(morgue_archive *archive)
{
    if (archive->cluster && mg_cluster_hear(archive->cluster))
        forget_answers(archive);
}

static bool leave_out(morgue_archive *archive)
{
    if (!archive->cluster || !mg_cluster_leave_out(archive->cluster))
        return false;
    forget_answers(archive);
    return mg_cluster_check(archive->cluster, archive->path, NULL) == MORGUE_OK;
}

bool mg_archive_missing(const morgue_archive *archive, size_t i, const char **ret_shard,
                        const char **ret_reason)
{
    return archive->cluster && mg_cluster_missing(archive->cluster, i, ret_shard, ret_reason);
}

size_t mg_archive_shards(const morgue_archive *archive)
{
    return archive->cluster ? archive->cluster->list.n : archive->manifest.count;
}

bool morgue_archive_shard(morgue_archive *archive, size_t i, morgue_shard *ret)
{
    if (archive->cluster) {
        if (i == 0 && mg_cluster_ask(archive->cluster))
            forget_answers(archive);
        return mg_cluster_shard(archive->cluster, i, ret);
    }
    if (i >= archive->manifest.count)
        return false;
    *ret = (morgue_shard){.name = archive->manifest.shards[i],
                          .articles = mg_index_articles(archive->indexes[i])};
    return true;
}

void mg_archive_expect(const morgue_archive *archive, mg_ahead what, const char *text, size_t len)
{
    for (size_t i = 0; i < archive->manifest.count; i++)
        mg_index_expect(archive->indexes[i], what, 0, text, len);
}

/* ---- Does it count? ----------------------------------------------------------------------- */

/* What the checks of the shards come to: that one has changed goes before damage, which may be no
 * more than that, and before that one does not answer. */
static morgue_status check_shards(const morgue_archive *archive, morgue_error *err)
{
    morgue_status seen = MORGUE_OK;
    for (size_t i = 0; seen != MORGUE_STALE && i < archive->manifest.count; i++) {
        morgue_error cause;
        morgue_status status = mg_index_check(archive->indexes[i], &cause);
        if (status != MORGUE_STALE && (status == MORGUE_OK || seen != MORGUE_OK))
            continue;
        seen = status;
        *err = cause;
    }
    return seen;
}

/* Whatever else there is to say may be no more than that. */
static bool comes_first(morgue_status seen)
{
    return seen == MORGUE_STALE || seen == MORGUE_NETWORK;
}

morgue_status mg_archive_settle(const morgue_archive *archive, morgue_status status,
                                morgue_error *err)
{
    morgue_error cause;
    morgue_status seen = check_shards(archive, &cause);
    if (seen == MORGUE_OK || (status != MORGUE_OK && !comes_first(seen)))
        return status;
    if (err)
        *err = cause;
    return seen;
}

morgue_status mg_archive_doubt(const morgue_archive *archive, morgue_status status,
                               morgue_error *err)
{
    morgue_error cause;
    morgue_status seen = check_shards(archive, &cause);
    if (!comes_first(seen))
        return status;
    if (err)
        *err = cause;
    return seen;
}

morgue_status mg_archive_overlook(morgue_archive *archive, morgue_status status)
{
    if (status != MORGUE_OK && status != MORGUE_NETWORK)
        return status;
    if (archive->cluster)
        mg_cluster_pardon(archive->cluster);
    return MORGUE_OK;
}

static bool wait_a_bit(unsigned *tries)
{
    if (*tries && *tries < TRIES)
        usleep(1000u << (*tries < 8 ? *tries : 8));
    return *tries < TRIES && ++*tries;
}

bool mg_archive_again(morgue_archive *archive, morgue_status status, unsigned *tries)
{
    if (status == MORGUE_NETWORK)
        return leave_out(archive);
    return status == MORGUE_STALE && wait_a_bit(tries) &&
           morgue_archive_reopen(archive, NULL, NULL) == MORGUE_OK;
}

static bool has_all(const mg_manifest *now, const mg_manifest *open)
{
    for (size_t i = 0; i < open->count; i++)
        if (!mg_manifest_has(now, open->shards[i]))
            return false;
    return true;
}

bool mg_archive_has_lost(const morgue_archive *archive)
{
    mg_manifest now;
    if (archive->cluster)
        return false;
    if (mg_manifest_read(archive->path, &now, NULL) != MORGUE_OK)
        return false;
    bool lost = !has_all(&now, &archive->manifest);
    mg_manifest_free(&now);
    return lost;
}

bool mg_archive_refresh(morgue_archive *archive, unsigned *tries)
{
    mg_manifest now;
    bool changed = false;
    if (archive->cluster || !wait_a_bit(tries))
        return false;
    morgue_status status = renew(archive, &changed, NULL);
    if (mg_manifest_read(archive->path, &now, NULL) != MORGUE_OK)
        return false;
    bool there = has_all(&now, &archive->manifest);
    mg_manifest_free(&now);
    return there && (status == MORGUE_OK || status == MORGUE_STALE);
}
