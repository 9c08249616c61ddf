#include "archive/remote/cluster.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/clock.h"
#include "archive/error.h"
#include "archive/remote/link.h"
#include "archive/shard.h"

enum {
    FIRST_PATIENCE_MS = 5000, /* for opening, when no search has said how long it likes */
    KEEP_MAX = 256 << 20,     /* bytes that were fetched, of each shard, */
    KEEP_ALL = 16             /* and of all of them together as of so many */
};

static bool is_local(const mg_cluster *m, size_t line)
{
    return m->list.shards[line].at[0].kind == MG_ADDRESS_LOCAL;
}

void mg_cluster_close(mg_cluster *m)
{
    if (!m)
        return;
    for (size_t i = 0; m->at && i < m->list.n; i++)
        mg_folder_close(&m->at[i].folder);
    free(m->at);
    free(m->indexes);
    mg_manifest_free(&m->all);
    mg_spread_free(&m->list);
    free(m);
}

/* ---- One line ----------------------------------------------------------------------------- */

static void open_local(mg_cluster *m, size_t line)
{
    mg_cluster_line *member = &m->at[line];
    morgue_error cause;
    member->trouble[0] = '\0';
    const char *path = m->list.shards[line].at[0].path;
    if (mg_folder_open(path, &member->folder, &cause) == MORGUE_OK)
        return;
    if (mg_spread_is_at(path))
        snprintf(member->trouble, sizeof member->trouble,
                 "is a file: name the folder of an archive; lists do not stand in lists");
    else
        snprintf(member->trouble, sizeof member->trouble, "%.255s", cause.message);
}

/* As a folder with one shard. */
static morgue_status open_remote(mg_cluster *m, size_t line, morgue_error *err)
{
    mg_folder *folder = &m->at[line].folder;
    folder->indexes = calloc(1, sizeof *folder->indexes);
    if (!folder->indexes)
        return mg_fail_memory(err);
    morgue_status status =
        mg_remote_open(&m->list.shards[line], &m->patience, &folder->indexes[0], err);
    return status == MORGUE_OK ? mg_manifest_put(&folder->manifest, "remote", err) : status;
}

static bool same_place(const mg_spread_shard *a, const mg_spread_shard *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = strcmp(a->at[i].name, b->at[i].name) == 0;
    return same;
}

/* The line of another list for the same shard, if it has what can be taken over; NULL: none. */
static mg_cluster_line *find_before(const mg_cluster *m, size_t line, const mg_cluster *before)
{
    for (size_t i = 0; before && i < before->list.n; i++) {
        mg_cluster_line *old = &before->at[i];
        if (!old->folder.indexes || !same_place(&before->list.shards[i], &m->list.shards[line]))
            continue;
        bool stale = is_local(m, line) &&
                     (mg_folder_is_stale(&old->folder) ||
                      mg_folder_is_past(m->list.shards[line].at[0].path, &old->folder.manifest));
        return stale ? NULL : old;
    }
    return NULL;
}

/* ---- All of them -------------------------------------------------------------------------- */

/* Names a shard by its line and what it is called there. */
static morgue_status add_shard(mg_cluster *m, size_t line, size_t i, morgue_error *err)
{
    const mg_folder *folder = &m->at[line].folder;
    const char *place = m->list.shards[line].at[0].name, *shard = folder->manifest.shards[i];
    char name[MG_SHARD_NAME_MAX];
    snprintf(
        name, sizeof name, "%016" PRIx64,
        (uint64_t)XXH3_64bits_withSeed(shard, strlen(shard), XXH3_64bits(place, strlen(place))));
    m->indexes[m->all.count] = folder->indexes[i];
    return mg_manifest_put(&m->all, name, err);
}

static morgue_status put_together(mg_cluster *m, morgue_error *err)
{
    size_t n = 0;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < m->list.n; i++)
        n += m->at[i].folder.manifest.count;
    m->indexes = calloc(n + 1, sizeof *m->indexes);
    if (!m->indexes)
        return mg_fail_memory(err);
    for (size_t line = 0; line < m->list.n; line++)
        for (size_t i = 0; status == MORGUE_OK && i < m->at[line].folder.manifest.count; i++)
            status = add_shard(m, line, i, err);
    return status;
}

/* What is there already waits to be moved, so that a failure can leave it where it is. */
static morgue_status open_lines(mg_cluster *m, mg_cluster *before, bool *ret_changed,
                                morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < m->list.n; i++) {
        const mg_cluster_line *old = find_before(m, i, before);
        *ret_changed = *ret_changed || !old;
        if (old)
            m->at[i] = *old;
        else if (is_local(m, i))
            open_local(m, i);
        else
            status = open_remote(m, i, err);
    }
    return status;
}

/* Forgets in one what the other has too. */
static void let_go_of(mg_cluster *m, const mg_cluster *other)
{
    for (size_t i = 0; i < m->list.n; i++)
        for (size_t k = 0; k < other->list.n; k++)
            if (m->at[i].folder.indexes && m->at[i].folder.indexes == other->at[k].folder.indexes)
                m->at[i].folder = (mg_folder){.indexes = NULL};
}

static void be_patient_with(mg_cluster *m)
{
    for (size_t i = 0; i < m->list.n; i++)
        if (!is_local(m, i) && m->at[i].folder.indexes)
            mg_remote_set_patience(m->at[i].folder.indexes[0], &m->patience);
}

static size_t count_missing(const mg_cluster *m)
{
    const char *name, *reason;
    size_t n = 0;
    while (mg_cluster_missing(m, n, &name, &reason))
        n++;
    return n;
}

static morgue_status open_all(const char *path, mg_cluster *m, mg_cluster *before,
                              bool *ret_changed, morgue_error *err)
{
    morgue_status status = mg_spread_read(path, &m->list, err);
    if (status == MORGUE_OK && !(m->at = calloc(m->list.n + 1, sizeof *m->at)))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = open_lines(m, before, ret_changed, err);
    if (status == MORGUE_OK)
        status = put_together(m, err);
    return status;
}

static void ask_all(const mg_cluster *m)
{
    for (size_t i = 0; i < m->all.count; i++)
        mg_remote_ask(m->indexes[i]);
}

static bool hear_all(mg_cluster *m)
{
    bool changed = false;
    for (size_t i = 0; i < m->all.count; i++)
        changed = mg_remote_hear(m->indexes[i]) || changed;
    return changed;
}

morgue_status mg_cluster_open(const char *path, mg_cluster *before, mg_cluster **ret,
                              bool *ret_changed, morgue_error *err)
{
    bool changed = !before;
    mg_cluster *m = calloc(1, sizeof *m);
    if (!m)
        return mg_fail_memory(err);
    m->patience.each_ms = before ? before->patience.each_ms : FIRST_PATIENCE_MS;
    morgue_status status = open_all(path, m, before, &changed, err);
    if (status != MORGUE_OK) {
        if (before && m->at)
            let_go_of(m, before);
        mg_cluster_close(m);
        return status;
    }
    if (before) {
        changed = changed || m->list.n != before->list.n;
        let_go_of(before, m);
    }
    be_patient_with(m);
    m->pending = !before || before->pending;
    if (before)
        changed = mg_cluster_ask(m) || changed;
    else
        ask_all(m);
    if (ret_changed)
        *ret_changed = changed;
    *ret = m;
    return MORGUE_OK;
}

morgue_status mg_cluster_check(const mg_cluster *m, const char *path, morgue_error *err)
{
    const char *name = "", *reason = "";
    if (count_missing(m) < m->list.n)
        return MORGUE_OK;
    mg_cluster_missing(m, 0, &name, &reason);
    return mg_fail(err, MORGUE_NETWORK, "%s: none of its shards answers: %s: %s", path, name,
                   reason);
}

/* ---- Waiting ----------------------------------------------------------------------------- */

void mg_cluster_be_patient(mg_cluster *m, double each_ms, double all_ms)
{
    m->patience.each_ms = each_ms > 0 ? each_ms : FIRST_PATIENCE_MS;
    m->patience.began = mg_now_ms();
    m->patience.until = all_ms > 0 ? mg_now_ms() + all_ms : 0;
}

bool mg_cluster_hear(mg_cluster *m)
{
    bool pending = m->pending;
    if (pending)
        hear_all(m);
    m->pending = false;
    return pending;
}

bool mg_cluster_try_again(mg_cluster *m, bool *ret_reopen)
{
    *ret_reopen = false;
    if (mg_cluster_hear(m))
        return true;
    for (size_t i = 0; i < m->list.n; i++) {
        mg_manifest now;
        if (m->at[i].trouble[0] &&
            mg_manifest_read(m->list.shards[i].at[0].path, &now, NULL) == MORGUE_OK) {
            mg_manifest_free(&now);
            *ret_reopen = true;
        }
    }
    for (size_t i = 0; i < m->all.count; i++)
        if (mg_remote_trouble(m->indexes[i]) || mg_remote_has_failed(m->indexes[i]))
            mg_remote_ask(m->indexes[i]);
    return hear_all(m);
}

bool mg_cluster_ask(mg_cluster *m)
{
    m->pending = false;
    ask_all(m);
    return hear_all(m);
}

bool mg_cluster_leave_out(mg_cluster *m)
{
    bool any = false;
    for (size_t i = 0; i < m->all.count; i++)
        any = mg_remote_leave_out(m->indexes[i]) || any;
    return any;
}

void mg_cluster_pardon(mg_cluster *m)
{
    for (size_t i = 0; i < m->all.count; i++)
        mg_remote_pardon(m->indexes[i]);
}

bool mg_cluster_tidy(mg_cluster *m)
{
    bool any = false;
    size_t n = m->all.count, keep = n > KEEP_ALL ? KEEP_MAX / n * KEEP_ALL : KEEP_MAX;
    for (size_t i = 0; i < n; i++)
        any = mg_remote_tidy(m->indexes[i], keep) || any;
    return any;
}

bool mg_cluster_shard(const mg_cluster *m, size_t i, morgue_shard *ret)
{
    if (i >= m->list.n)
        return false;
    const mg_folder *folder = &m->at[i].folder;
    *ret = (morgue_shard){.name = m->list.shards[i].at[0].name};
    if (!is_local(m, i)) {
        ret->name = mg_remote_place(folder->indexes[0]);
        ret->trouble = mg_remote_trouble(folder->indexes[0]);
        ret->articles = mg_remote_articles(folder->indexes[0]);
        ret->answer_ms = mg_remote_took(folder->indexes[0]);
        return true;
    }
    ret->trouble = m->at[i].trouble[0] ? m->at[i].trouble : NULL;
    for (size_t k = 0; k < folder->manifest.count; k++)
        ret->articles += mg_index_articles(folder->indexes[k]);
    return true;
}

morgue_status mg_cluster_state(const mg_cluster *m, uint64_t *ret, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    *ret = 0;
    for (size_t i = 0; status == MORGUE_OK && i < m->all.count; i++) {
        uint64_t here = 0;
        *ret = XXH3_64bits_withSeed(m->all.shards[i], strlen(m->all.shards[i]) + 1, *ret);
        if (mg_remote_is(m->indexes[i]))
            here = mg_remote_state(m->indexes[i]);
        else
            status = mg_meta_revision(m->indexes[i], &here, err);
        *ret = XXH3_64bits_withSeed(&here, sizeof here, *ret);
    }
    return status;
}

bool mg_cluster_missing(const mg_cluster *m, size_t i, const char **ret_name,
                        const char **ret_reason)
{
    for (size_t line = 0; line < m->list.n; line++) {
        const mg_cluster_line *member = &m->at[line];
        const mg_index *index = is_local(m, line) ? NULL : member->folder.indexes[0];
        const char *trouble = index ? mg_remote_trouble(index) : NULL;
        if (!index && member->trouble[0])
            trouble = member->trouble;
        if (!trouble || i--)
            continue;
        *ret_name = index ? mg_remote_place(index) : m->list.shards[line].at[0].name;
        *ret_reason = trouble;
        return true;
    }
    return false;
}

/* What tells a line's articles from those of others; 0: it is local, or has none that answer. */
static uint64_t state_of(const mg_cluster *m, size_t line)
{
    const mg_index *index = is_local(m, line) ? NULL : m->at[line].folder.indexes[0];
    return index && mg_index_articles(index) ? mg_remote_state(index) : 0;
}

bool mg_cluster_twins(const mg_cluster *m, size_t i, const char **ret_one, const char **ret_other)
{
    for (size_t line = 1; line < m->list.n; line++) {
        uint64_t state = state_of(m, line);
        size_t other = 0;
        while (state && other < line && state_of(m, other) != state)
            other++;
        if (!state || other == line || i--)
            continue;
        *ret_one = m->list.shards[other].at[0].name;
        *ret_other = m->list.shards[line].at[0].name;
        return true;
    }
    return false;
}
