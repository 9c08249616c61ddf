#include "indexer/tidy.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/items.h"
#include "archive/path.h"
#include "archive/shard.h"
#include "indexer/build/updater.h"
#include "indexer/facts.h"

/* ---- Choosing ----------------------------------------------------------------------------- */

unsigned mg_tidy_class(uint64_t text_bytes)
{
    unsigned number = 0;
    for (uint64_t rest = text_bytes / MG_TIDY_LEAST; rest; rest /= MG_TIDY_FACTOR)
        number++;
    return number;
}

/* Marks the shards of a class; their number and their text are added up. */
static void choose_class(const mg_facts *facts, size_t n, unsigned number, bool *chosen,
                         size_t *ret_count, uint64_t *ret_bytes)
{
    for (size_t i = 0; i < n; i++) {
        if (chosen[i] || mg_tidy_class(facts[i].text_bytes) != number)
            continue;
        chosen[i] = true;
        ++*ret_count;
        *ret_bytes += facts[i].text_bytes;
    }
}

static size_t count_class(const mg_facts *facts, size_t n, unsigned number, const bool *chosen)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !chosen[i] && mg_tidy_class(facts[i].text_bytes) == number;
    return count;
}

/* Marks what is to be merged, from the lowest class that is full; how many that are. The one that
 * comes out may fill its class: then that goes along. */
static size_t choose(const mg_facts *facts, size_t n, bool *chosen)
{
    unsigned number = 0, greatest = 0;
    size_t count = 0;
    uint64_t bytes = 0;
    memset(chosen, 0, n * sizeof *chosen);
    for (size_t i = 0; i < n; i++)
        if (mg_tidy_class(facts[i].text_bytes) > greatest)
            greatest = mg_tidy_class(facts[i].text_bytes);
    while (number <= greatest && count_class(facts, n, number, chosen) < MG_TIDY_FACTOR)
        number++;
    if (number > greatest)
        return 0;
    choose_class(facts, n, number, chosen, &count, &bytes);
    while (count_class(facts, n, mg_tidy_class(bytes), chosen) + 1 >= MG_TIDY_FACTOR)
        choose_class(facts, n, mg_tidy_class(bytes), chosen, &count, &bytes);
    return count;
}

/* ---- Making the new shard ----------------------------------------------------------------- */

/* What is merged: shards of the store that are marked. */
typedef struct merge {
    mg_store *store;
    const mg_facts *facts;
    const bool *chosen;
    size_t count;
    char *target;
    const mg_watcher *watcher;
} merge;

static morgue_status fail_merge(const merge *m, morgue_status status, morgue_error *err)
{
    if (!err || status == MORGUE_NO_MEMORY || status == MORGUE_CANCELLED)
        return status;
    const morgue_error cause = *err;
    return mg_fail(err, status,
                   "%s: cannot merge shards: %.250s: the archive is as it was; mend it and run "
                   "morgue-index --compact",
                   m->store->path, cause.message);
}

static void free_paths(char **paths)
{
    for (size_t i = 0; paths && paths[i]; i++)
        free(paths[i]);
    free(paths);
}

/* The folders of what is merged, a NULL behind them; NULL when memory is out. */
static char **chosen_paths(const merge *m)
{
    size_t n = 0;
    char **paths = calloc(m->count + 1, sizeof *paths);
    for (size_t i = 0; paths && i < m->store->manifest.count; i++) {
        if (!m->chosen[i])
            continue;
        paths[n] = mg_store_shard_path(m->store, m->store->manifest.shards[i]);
        if (!paths[n++]) {
            free_paths(paths);
            return NULL;
        }
    }
    return paths;
}

/* A merge that cannot fit is not begun: it would take the room that others need until it fails. */
static morgue_status check_room(const merge *m, char *const *paths, morgue_error *err)
{
    uint64_t need = 0;
    for (size_t i = 0; paths[i]; i++)
        need += mg_path_size(paths[i]);
    return mg_path_check_room(m->store->path, need, err);
}

static morgue_status count_items(char *const *paths, mg_items *ret, morgue_error *err)
{
    mg_items one;
    *ret = (mg_items){.known = true};
    for (size_t i = 0; paths[i]; i++) {
        morgue_status status = mg_items_read(paths[i], &one, err);
        if (status != MORGUE_OK)
            return status;
        mg_items_add(ret, &one);
    }
    return MORGUE_OK;
}

/* Xapian takes a table that it cannot open, for whatever reason, for one without items, and merges
 * the rest: what comes out has to have what went in. */
static morgue_status check_merged(const merge *m, const mg_items *before, morgue_error *err)
{
    mg_items after;
    morgue_status status = mg_items_read(m->target, &after, err);
    if (status != MORGUE_OK || mg_items_same(before, &after))
        return status;
    return mg_fail(err, MORGUE_IO, "a file of a shard could not be opened");
}

static morgue_status compact(const merge *m, morgue_error *err)
{
    mg_items before;
    char **paths = chosen_paths(m);
    if (!paths)
        return mg_fail_memory(err);
    morgue_status status = check_room(m, paths, err);
    if (status == MORGUE_OK)
        status = count_items(paths, &before, err);
    if (status == MORGUE_OK)
        status = mg_compaction(paths, m->count, m->target, before.records, m->watcher, err);
    if (status == MORGUE_OK)
        status = check_merged(m, &before, err);
    free_paths(paths);
    return status;
}

/* Where the shards differ, the merge has kept what the first one says. */
static morgue_status set_metadata(const merge *m, morgue_error *err)
{
    mg_facts sum = {0};
    mg_updater *updater = NULL;
    for (size_t i = 0; i < m->store->manifest.count; i++) {
        if (!m->chosen[i])
            continue;
        sum.text_bytes += m->facts[i].text_bytes;
        sum.direct = sum.direct || m->facts[i].direct;
        if (m->facts[i].revision > sum.revision)
            sum.revision = m->facts[i].revision;
    }
    const char *builder = sum.direct ? MG_BUILDER_DIRECT : MG_BUILDER_XAPIAN;
    const morgue_text name = {builder, strlen(builder)};
    morgue_status status = mg_updater_open(m->target, &updater, err);
    if (status == MORGUE_OK)
        status = mg_updater_set_meta(updater, MG_META_BUILDER, name, err);
    if (status == MORGUE_OK)
        status = mg_updater_set_number(updater, MG_META_REVISION, sum.revision, err);
    if (status == MORGUE_OK)
        status = mg_updater_set_number(updater, MG_META_PACKED, sum.revision, err);
    if (status == MORGUE_OK)
        status = mg_updater_set_number(updater, MG_META_TEXT_BYTES, sum.text_bytes, err);
    if (status == MORGUE_OK)
        status = mg_updater_commit(updater, err);
    mg_updater_free(updater);
    return status;
}

/* ---- Switching ---------------------------------------------------------------------------- */

static morgue_status switch_to_merged(const merge *m, morgue_error *err)
{
    mg_manifest old;
    if (!mg_manifest_copy(&m->store->manifest, &old)) {
        mg_path_remove(m->target);
        return mg_fail_memory(err);
    }
    morgue_status status;
    if (mg_manifest_merge(&m->store->manifest, m->chosen)) {
        status = mg_store_switch(m->store, &old, err);
    } else {
        mg_path_remove(m->target);
        status = mg_fail(err, MORGUE_IO, "no name is left for another shard");
    }
    mg_manifest_free(&old);
    return status;
}

static morgue_status merge_chosen(mg_store *store, const mg_facts *facts, const bool *chosen,
                                  size_t count, const mg_watcher *watcher, morgue_error *err)
{
    char name[MG_SHARD_NAME_MAX];
    merge m = {
        .store = store, .facts = facts, .chosen = chosen, .count = count, .watcher = watcher};
    mg_manifest_next_name(&store->manifest, name);
    m.target = mg_store_shard_path(store, name);
    if (!m.target)
        return mg_fail_memory(err);
    mg_path_remove(m.target); /* what a merge that failed could not remove */
    morgue_status status = compact(&m, err);
    if (status == MORGUE_OK)
        status = set_metadata(&m, err);
    if (status == MORGUE_OK)
        status = mg_path_sync(m.target, err);
    if (status != MORGUE_OK)
        mg_path_remove(m.target);
    else
        status = switch_to_merged(&m, err);
    if (status != MORGUE_OK)
        status = fail_merge(&m, status, err);
    free(m.target);
    return status;
}

/* ---- Tidying ------------------------------------------------------------------------------ */

/* One merge at most; *ret tells whether there was one. */
static morgue_status tidy_once(mg_store *store, bool all, const mg_watcher *watcher, bool *ret,
                               morgue_error *err)
{
    mg_facts *facts = NULL;
    size_t n = store->manifest.count;
    *ret = false;
    if (!n || (!all && n < MG_TIDY_FACTOR))
        return MORGUE_OK;
    bool *chosen = malloc(n * sizeof *chosen);
    morgue_status status = chosen ? mg_facts_read_all(store, &facts, err) : mg_fail_memory(err);
    if (status == MORGUE_OK) {
        bool packed = n == 1 && facts[0].packed && facts[0].packed == facts[0].revision;
        size_t count = all ? (packed ? 0 : n) : choose(facts, n, chosen);
        if (all)
            memset(chosen, true, n * sizeof *chosen);
        *ret = count > 0;
        if (count)
            status = merge_chosen(store, facts, chosen, count, watcher, err);
    }
    free(facts);
    free(chosen);
    return status;
}

morgue_status mg_tidy(mg_store *store, morgue_error *err)
{
    const mg_watcher nobody = {0};
    bool merged = true;
    morgue_status status = MORGUE_OK;
    while (status == MORGUE_OK && merged)
        status = tidy_once(store, false, &nobody, &merged, err);
    return status;
}

morgue_status mg_tidy_all(mg_store *store, const mg_watcher *watcher, morgue_error *err)
{
    bool merged;
    return tidy_once(store, true, watcher, &merged, err);
}
