/* morgue_writer: an archive held for writing, its commits, and what is done to all of it. What
 * comes into it is in writer_add.c. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/pack.h"
#include "indexer/means.h"
#include "indexer/retag.h"
#include "indexer/tidy.h"
#include "indexer/writer.h"
#include "indexer/writer_state.h"

/* ---- Opening ------------------------------------------------------------------------------ */

/* Lets go of all that hangs on the committed state. */
static void close_state(morgue_writer *w)
{
    mg_shards_close(&w->shards);
    mg_intake_free(w->intake);
    w->intake = NULL;
    mg_packer_free(w->packer);
    w->packer = NULL;
    mg_touched_clear(&w->touched);
    mg_versions_clear(&w->versions);
    morgue_archive_free(w->stored);
    w->stored = NULL;
    w->pending = 0;
    w->changed = false;
}

/* Where the first shard lacks the dictionary, as in archives of earlier versions, and where the one
 * that had it was merged, it is given that: without a revision, since no article changes. */
static morgue_status carry_dictionary(morgue_writer *w, morgue_text dictionary, morgue_error *err)
{
    bool carried;
    morgue_status status = mg_shards_carries(&w->shards, dictionary, &carried, err);
    if (status != MORGUE_OK || carried)
        return status;
    status = mg_shards_carry(&w->shards, dictionary, err);
    if (status == MORGUE_OK)
        status = mg_store_begin(&w->store, err);
    if (status == MORGUE_OK)
        status = mg_shards_commit(&w->shards, w->revision, err);
    mg_store_end(&w->store);
    if (status != MORGUE_OK)
        return status;
    mg_shards_close(&w->shards);
    return mg_shards_open(&w->store, &w->shards, err);
}

/* Begins on the state that is committed now. */
static morgue_status open_state(morgue_writer *w, morgue_error *err)
{
    mg_buffer dictionary = {0};
    morgue_status status = mg_shards_open(&w->store, &w->shards, err);
    if (status == MORGUE_OK)
        status = mg_shards_revision(&w->shards, &w->revision, err);
    if (status == MORGUE_OK)
        status = mg_store_begin_changes(&w->store, w->revision, err);
    if (status == MORGUE_OK)
        status = mg_shards_dictionary(&w->shards, &dictionary, err);
    morgue_text text = {dictionary.data, dictionary.len};
    if (status == MORGUE_OK)
        status = carry_dictionary(w, text, err);
    if (status == MORGUE_OK)
        status = mg_packer_new(MG_PACK_LEVEL, text.data, text.len, &w->packer, err);
    if (status == MORGUE_OK)
        status = mg_intake_new(&w->store, w->jobs, &w->engine, w->tagging, text, &w->intake, err);
    mg_buffer_free(&dictionary);
    return status;
}

/* An archive becomes a part before it has anything, and is remembered as one at once. */
static morgue_status become_part(mg_store *store, mg_part part, morgue_error *err)
{
    store->manifest.part = part;
    morgue_status status = mg_store_begin(store, err);
    if (status == MORGUE_OK)
        status = mg_store_publish(store, err);
    mg_store_end(store);
    return status;
}

static morgue_status take_part(mg_store *store, const morgue_writer_options *options,
                               morgue_error *err)
{
    const mg_part *is = &store->manifest.part;
    const mg_part part = {(uint32_t)options->part, (uint32_t)options->parts};
    if (!options->parts || (part.part == is->part && part.parts == is->parts))
        return MORGUE_OK;
    if (is->parts)
        return mg_fail(err, MORGUE_INVALID,
                       "%s: is part %u/%u, not %u/%u: leave --part out, or name another archive",
                       store->path, is->part, is->parts, part.part, part.parts);
    if (store->manifest.count)
        return mg_fail(err, MORGUE_INVALID,
                       "%s: has articles of all parts, and cannot become part %u/%u: leave --part "
                       "out, or name a new archive",
                       store->path, part.part, part.parts);
    return become_part(store, part, err);
}

morgue_status mg_writer_open(const char *path, const morgue_writer_options *options,
                             const mg_engine *engine, morgue_writer **ret, morgue_error *err)
{
    const morgue_writer_options defaults = {0};
    if (!options)
        options = &defaults;
    morgue_writer *w = calloc(1, sizeof *w);
    if (!w)
        return mg_fail_memory(err);
    w->store.lock = -1;
    w->engine = *engine;
    w->memory = mg_means_memory(options->memory);
    w->jobs = mg_means_jobs(options->jobs);
    w->replace = options->replace;
    morgue_status status = mg_part_check(options->part, options->parts, err);
    if (status == MORGUE_OK)
        status = mg_tagging_open(options, engine->finder, &w->tagging, err);
    if (status == MORGUE_OK)
        status = mg_store_open(path, options->must_exist, &w->store, err);
    if (status == MORGUE_OK)
        status = take_part(&w->store, options, err);
    if (status == MORGUE_OK)
        status = mg_tagging_read_names(w->tagging, path, err);
    if (status == MORGUE_OK)
        status = open_state(w, err);
    if (status == MORGUE_OK)
        *ret = w;
    else
        morgue_writer_free(w);
    return status;
}

morgue_status morgue_writer_open(const char *path, const morgue_writer_options *options,
                                 morgue_writer **ret, morgue_error *err)
{
    const mg_engine engine = {0};
    return mg_writer_open(path, options, &engine, ret, err);
}

void morgue_writer_free(morgue_writer *w)
{
    if (!w)
        return;
    close_state(w);
    mg_touched_free(&w->touched);
    mg_versions_free(&w->versions);
    morgue_article_free(w->earlier);
    morgue_article_free(w->tagged);
    mg_tag_hand_free(w->tags);
    mg_tagging_free(w->tagging);
    mg_sources_free(&w->sources);
    mg_entry_room_free(&w->room);
    mg_buffer_free(&w->packed);
    mg_store_close(&w->store);
    free(w);
}

/* ---- Failing ------------------------------------------------------------------------------ */

morgue_status mg_writer_break_off(morgue_writer *w, morgue_status status, morgue_error *err)
{
    w->broken = true;
    if (!err || status == MORGUE_NO_MEMORY)
        return status;
    const morgue_error cause = *err;
    return mg_fail(err, status,
                   "%s: cannot write: %.250s: what was committed before is safe; mend it and run "
                   "again",
                   w->store.path, cause.message);
}

morgue_status mg_writer_refuse(const morgue_writer *w, morgue_error *err)
{
    return mg_fail(err, MORGUE_IO,
                   "%s: an earlier write failed; what was committed before is safe: open the "
                   "archive again",
                   w->store.path);
}

/* ---- Committing --------------------------------------------------------------------------- */

/* What becomes visible does so while no copy of the archive is made, so that a copy has all of it
 * or nothing. The manifest comes last, so that a new shard is never seen without the changes that
 * its articles go with. */
static morgue_status commit(morgue_writer *w, morgue_error *err)
{
    size_t before = w->store.manifest.count;
    morgue_status status = mg_intake_finish(w->intake, w->revision + 1, err);
    bool grown = w->store.manifest.count != before;
    if (status != MORGUE_OK)
        return status;
    status = mg_shards_carry(&w->shards, mg_intake_dictionary(w->intake), err);
    if (status == MORGUE_OK)
        status = mg_store_begin(&w->store, err);
    if (status == MORGUE_OK)
        status = mg_shards_commit(&w->shards, w->revision + 1, err);
    if (status != MORGUE_OK && grown)
        mg_store_drop_newest(&w->store);
    else if (status == MORGUE_OK && (grown || w->store.silent))
        status = mg_store_publish(&w->store, err);
    mg_store_end(&w->store);
    return status;
}

/* The articles are safe already: where shards cannot be merged, as on a full disk, that is put off
 * until another writer tries. */
static void tidy(morgue_writer *w)
{
    if (w->engine.untidy || w->notice.status != MORGUE_OK)
        return;
    if (mg_tidy(&w->store, &w->notice) == MORGUE_OK)
        w->notice.status = MORGUE_OK;
}

morgue_status morgue_writer_commit(morgue_writer *w, morgue_error *err)
{
    if (w->broken)
        return mg_writer_refuse(w, err);
    if (!w->changed)
        return MORGUE_OK;
    morgue_status status = commit(w, err);
    if (status == MORGUE_OK) {
        close_state(w);
        tidy(w);
        status = open_state(w, err);
    }
    return status == MORGUE_OK ? status : mg_writer_break_off(w, status, err);
}

morgue_status morgue_writer_compact(morgue_writer *w,
                                    bool (*progress)(void *user, uint64_t done, uint64_t total),
                                    void *user, morgue_error *err)
{
    const mg_watcher watcher = {progress, user};
    morgue_status status = w->changed || w->broken ? morgue_writer_commit(w, err) : MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    close_state(w);
    status = mg_tidy_all(&w->store, &watcher, err);
    morgue_status opened = open_state(w, status == MORGUE_OK ? err : NULL);
    w->broken = opened != MORGUE_OK;
    return status == MORGUE_OK ? opened : status;
}

/* Whatever comes of it, the writer goes on with what the manifest lists then. */
morgue_status morgue_writer_retag(morgue_writer *w,
                                  bool (*progress)(void *user, uint64_t done, uint64_t total),
                                  void *user, uint64_t *ret_changed, morgue_error *err)
{
    morgue_status status = w->changed || w->broken ? morgue_writer_commit(w, err) : MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    const mg_retag how = {&w->store, &w->shards,      w->intake, w->tagging,
                          w->memory, w->revision + 1, progress,  user};
    mg_tagging_renew(w->tagging, true);
    status = mg_retag_all(&how, ret_changed, err);
    mg_tagging_renew(w->tagging, false);
    close_state(w);
    if (status == MORGUE_OK)
        tidy(w);
    morgue_status opened = open_state(w, status == MORGUE_OK ? err : NULL);
    w->broken = opened != MORGUE_OK;
    return status == MORGUE_OK ? opened : status;
}

const char *morgue_writer_notice(const morgue_writer *w)
{
    return w->notice.status == MORGUE_OK ? NULL : w->notice.message;
}

const char *morgue_writer_names_notice(const morgue_writer *w, size_t i)
{
    return mg_tagging_notice(w->tagging, i);
}
