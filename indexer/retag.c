#include "indexer/retag.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/place.h"
#include "archive/reader.h"
#include "archive/record.h"
#include "archive/revision.h"
#include "indexer/renewal.h"

/* A pass over all articles. */
typedef struct pass {
    const mg_retag *retag;
    mg_renewal renewal;
    size_t n_shards; /* that there were */
    morgue_archive *archive;
    morgue_article *article;
    mg_buffer packed;
    mg_buffer record;
} pass;

/* ---- Articles ----------------------------------------------------------------------------- */

/* Reads an article and hands it to the intake, with all that the archive keeps about it. */
static morgue_status take(pass *p, mg_place place, morgue_error *err)
{
    mg_known known;
    uint64_t written;
    uint32_t number = (uint32_t)mg_place_number(p->archive, place);
    mg_buffer_clear(&p->record);
    morgue_status status =
        mg_index_record(p->archive->indexes[place.shard], place.docid, &p->packed, err);
    if (status == MORGUE_OK)
        status = mg_archive_unpack(p->archive, p->packed.data, p->packed.len, p->article, err);
    if (status == MORGUE_OK)
        status = mg_record_encode(p->article, &p->record, err);
    if (status == MORGUE_OK)
        status = mg_shards_known(p->retag->shards, number, &known, err);
    if (status == MORGUE_OK)
        status = mg_shards_written(p->retag->shards, number, &written, err);
    if (status != MORGUE_OK)
        return status;
    mg_entry entry = {.article = p->article,
                      .record = {p->record.data, p->record.len},
                      .size = known.size,
                      .source = known.source,
                      .revision = written,
                      .retagged = p->retag->revision};
    memcpy(entry.hash, known.hash, sizeof entry.hash);
    return mg_renewal_add(&p->renewal, &entry, err);
}

static morgue_status take_window(pass *p, uint32_t shard, uint32_t window, morgue_error *err)
{
    const mg_lengths *page = mg_index_lengths(p->archive->indexes[shard], window);
    if (!page)
        return mg_fail_memory(err);
    for (uint32_t i = 0; (i = mg_lengths_next(page, i)) < MG_WINDOW; i++) {
        morgue_status status = take(p, (mg_place){shard, window * MG_WINDOW + i}, err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* Where the list of documents is damaged it seems to end, which is told afterwards. */
static morgue_status read_shard(pass *p, uint32_t shard, morgue_error *err)
{
    mg_index *index = p->archive->indexes[shard];
    morgue_status status = MORGUE_OK;
    for (uint32_t w = 0; status == MORGUE_OK && w <= mg_index_last(index) / MG_WINDOW; w++)
        status = take_window(p, shard, w, err);
    return status == MORGUE_OK ? mg_index_check(index, err) : status;
}

/* ---- Tombstones --------------------------------------------------------------------------- */

/* What the old shards tell of articles that were deleted goes into the last of the new ones. */
typedef struct burial {
    const mg_store *store;
    mg_updater *updater; /* opened for the first tombstone */
    morgue_status status;
    morgue_error *err;
} burial;

static morgue_status open_last(burial *b)
{
    const mg_manifest *manifest = &b->store->manifest;
    char *path = mg_store_shard_path(b->store, manifest->shards[manifest->count - 1]);
    morgue_status status =
        path ? mg_updater_open(path, &b->updater, b->err) : mg_fail_memory(b->err);
    free(path);
    return status;
}

static bool copy_tombstone(void *user, morgue_text key, morgue_text id)
{
    burial *b = user;
    char name[MG_TOMBSTONE_MAX];
    uint64_t revision;
    if (!mg_tombstone_revision(key.data, key.len, id, &revision)) {
        b->status = mg_fail(b->err, MORGUE_CORRUPT, "what tells of a deleted article is damaged");
        return false;
    }
    mg_tombstone_key(revision, id.data, id.len, name);
    b->status = b->updater ? MORGUE_OK : open_last(b);
    if (b->status == MORGUE_OK)
        b->status = mg_updater_set_meta(b->updater, name, id, b->err);
    return b->status == MORGUE_OK;
}

static morgue_status copy_tombstones(const pass *p, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    burial b = {.store = p->retag->store, .err = err};
    bool made = b.store->manifest.count > p->n_shards;
    for (size_t i = 0; made && status == MORGUE_OK && i < p->n_shards; i++) {
        morgue_error met;
        status = mg_index_each_metadata(p->archive->indexes[i], MG_TOMBSTONE,
                                        sizeof MG_TOMBSTONE - 1, copy_tombstone, &b, &met);
        if (status != MORGUE_OK && b.status != MORGUE_OK)
            status = b.status;
        else if (status != MORGUE_OK)
            mg_fail(err, status, "%s", met.message);
    }
    if (status == MORGUE_OK && b.updater)
        status = mg_updater_commit(b.updater, err);
    mg_updater_free(b.updater);
    return status;
}

/* ---- Shards ------------------------------------------------------------------------------- */

static morgue_status make_shards(pass *p, morgue_error *err)
{
    p->article = morgue_article_new();
    morgue_status status = p->article ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = morgue_archive_open(p->retag->store->path, &p->archive, err);
    for (size_t i = 0; status == MORGUE_OK && i < p->n_shards; i++)
        p->renewal.total += mg_index_articles(p->archive->indexes[i]);
    for (uint32_t i = 0; status == MORGUE_OK && i < p->n_shards; i++)
        status = read_shard(p, i, err);
    if (status == MORGUE_OK)
        status = mg_renewal_finish(&p->renewal, err);
    if (status == MORGUE_OK)
        status = copy_tombstones(p, err);
    mg_buffer_free(&p->packed);
    mg_buffer_free(&p->record);
    morgue_article_free(p->article);
    morgue_archive_free(p->archive);
    return status;
}

/* ---- All of it ---------------------------------------------------------------------------- */

static morgue_status fail_retag(const mg_retag *retag, morgue_status status, morgue_error *err)
{
    if (!err || status == MORGUE_NO_MEMORY || status == MORGUE_CANCELLED)
        return status;
    const morgue_error cause = *err;
    return mg_fail(err, status,
                   "%s: cannot tag the articles anew: %.250s: the archive is as it was; mend it "
                   "and run again",
                   retag->store->path, cause.message);
}

morgue_status mg_retag_all(const mg_retag *retag, uint64_t *ret_changed, morgue_error *err)
{
    pass p = {.retag = retag, .n_shards = retag->store->manifest.count};
    p.renewal = (mg_renewal){.store = retag->store,
                             .intake = retag->intake,
                             .memory = retag->memory,
                             .revision = retag->revision,
                             .progress = retag->progress,
                             .user = retag->user,
                             .n_old = p.n_shards};
    uint64_t before = mg_tagging_changed(retag->tagging);
    morgue_status status = make_shards(&p, err);
    uint64_t changed = mg_tagging_changed(retag->tagging) - before;
    if (status == MORGUE_OK && changed)
        status = mg_renewal_switch(&p.renewal, err);
    else
        mg_renewal_drop(&p.renewal);
    if (status != MORGUE_OK)
        return fail_retag(retag, status, err);
    *ret_changed = changed;
    return MORGUE_OK;
}
