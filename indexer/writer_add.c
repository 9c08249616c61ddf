/* Articles on their way into an archive: each is checked, given an id, encoded and compared with
 * what is there. New ones go to the intake, which makes a shard of them; changed ones are replaced
 * in the shard that has them. */
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "archive/tokenizer.h"
#include "indexer/writer.h"
#include "indexer/writer_state.h"

/* ---- Changing shards that are there ------------------------------------------------------- */

/* Tags the entry, of whose article another is made: the caller's stays as it is. */
static morgue_status tag(morgue_writer *w, mg_entry *entry, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (!mg_tagging_is_on(w->tagging))
        return MORGUE_OK;
    if (!w->tagged && !(w->tagged = morgue_article_new()))
        return mg_fail_memory(err);
    if (!w->tags)
        status = mg_tag_hand_new(w->tagging, &w->tags, err);
    if (status == MORGUE_OK)
        status = mg_record_decode(entry->record.data, entry->record.len, w->tagged, err);
    if (status == MORGUE_OK)
        status = mg_tag_hand_do(w->tags, w->tagged, &entry->record, err);
    entry->article = w->tagged;
    return status;
}

/* Puts the article into a shard, in the place of what `touch` says is there. */
static morgue_status put_in_shard(morgue_writer *w, mg_entry *entry, mg_touch *touch,
                                  morgue_error *err)
{
    morgue_status status = tag(w, entry, err);
    if (status == MORGUE_OK)
        status = mg_pack(w->packer, entry->record.data, entry->record.len, &w->packed, err);
    if (status != MORGUE_OK)
        return status;
    entry->packed = (morgue_text){w->packed.data, w->packed.len};
    touch->place = MG_PLACE_SHARD;
    return mg_shards_put(&w->shards, touch->shard, entry, touch->docid, touch->size, &touch->docid,
                         err);
}

/* ---- Adding ------------------------------------------------------------------------------- */

static morgue_status commit_when_full(morgue_writer *w, morgue_error *err)
{
    uint64_t memory = mg_intake_memory(w->intake) + mg_shards_memory(&w->shards) +
                      mg_touched_memory(&w->touched) + mg_versions_memory(&w->versions) +
                      mg_sources_memory(&w->sources);
    bool full = memory > w->memory && w->pending >= MG_INTAKE_LEAST;
    return full ? morgue_writer_commit(w, err) : MORGUE_OK;
}

/* What is known of the article with this id: touched since the commit, or committed. */
static morgue_status find(morgue_writer *w, morgue_text id_term, mg_touch *ret, morgue_error *err)
{
    mg_known known;
    const mg_touch *touch = mg_touched_find(&w->touched, id_term.data, id_term.len);
    *ret = touch ? *touch : (mg_touch){.place = MG_PLACE_NONE};
    if (touch)
        return MORGUE_OK;
    morgue_status status = mg_shards_find(&w->shards, id_term, &known, err);
    if (status == MORGUE_NOT_FOUND)
        return MORGUE_OK;
    if (status == MORGUE_OK) {
        ret->place = MG_PLACE_SHARD;
        ret->docid = known.docid;
        ret->shard = (uint16_t)known.shard;
        ret->size = known.size;
        ret->source = known.source;
        memcpy(&ret->hash, known.hash, sizeof ret->hash);
    }
    return status;
}

/* The version of the article as the last commit has it; none of one that is damaged. */
static morgue_status read_version(morgue_writer *w, const morgue_article *article, mg_version *ret,
                                  morgue_error *err)
{
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    morgue_status status = MORGUE_OK;
    if (!w->earlier && !(w->earlier = morgue_article_new()))
        return mg_fail_memory(err);
    if (!w->stored)
        status = morgue_archive_open(w->store.path, &w->stored, err);
    if (status == MORGUE_OK)
        status = morgue_archive_article(w->stored, id.data, id.len, w->earlier, err);
    if (status == MORGUE_CORRUPT) /* then one that is whole takes its place */
        return MORGUE_OK;
    if (status == MORGUE_OK)
        *ret = mg_version_of(w->earlier);
    return status;
}

/* Is the article an earlier version of the one that is there? */
static morgue_status is_older(morgue_writer *w, const mg_entry *entry, const mg_touch *known,
                              bool *ret, morgue_error *err)
{
    bool touched = known->key[0] || known->key[1];
    mg_version there = {0, 0};
    morgue_status status = MORGUE_OK;
    if (!mg_version_is_told(&entry->version))
        return MORGUE_OK;
    if (touched)
        there = mg_versions_find(&w->versions, known->key);
    else
        status = read_version(w, entry->article, &there, err);
    if (status == MORGUE_OK)
        *ret = mg_version_is_older(&entry->version, &there);
    return status;
}

/* Writes the article where it belongs and remembers where that is. */
static morgue_status put(morgue_writer *w, mg_entry *entry, mg_touch *known, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    w->changed = true;
    w->pending += entry->record.len;
    entry->revision = w->revision + 1;
    if (known->place == MG_PLACE_NEW)
        status = mg_intake_take_back(w->intake, known->docid, known->size, err);
    bool in_shard = known->place == MG_PLACE_SHARD || known->place == MG_PLACE_DELETED;
    if (status == MORGUE_OK && in_shard) {
        status = put_in_shard(w, entry, known, err);
    } else if (status == MORGUE_OK) {
        known->place = MG_PLACE_NEW;
        status = mg_intake_add(w->intake, entry, &known->docid, err);
    }
    mg_touch *touch = NULL;
    if (status == MORGUE_OK)
        touch = mg_touched_add(&w->touched, entry->id_term.data, entry->id_term.len);
    if (status == MORGUE_OK &&
        (!touch || !mg_versions_set(&w->versions, touch->key, entry->version)))
        status = mg_fail_memory(err);
    if (status != MORGUE_OK)
        return mg_writer_break_off(w, status, err);
    memcpy(known->key, touch->key, sizeof known->key);
    memcpy(&known->hash, entry->hash, sizeof known->hash);
    mg_sources_change(&w->sources, known->source, entry->source, entry->size);
    known->size = entry->size;
    known->source = entry->source;
    *touch = *known;
    return MORGUE_OK;
}

morgue_status morgue_writer_add(morgue_writer *w, morgue_article *article, morgue_outcome *ret,
                                morgue_error *err)
{
    return mg_writer_add(w, article, 0, ret, err);
}

uint64_t mg_writer_tagged(const morgue_writer *w)
{
    return mg_tagging_tagged(w->tagging);
}

uint64_t mg_writer_revision(const morgue_writer *w)
{
    return w->revision;
}

bool mg_writer_knows(morgue_writer *w, uint64_t source, uint64_t *ret_size)
{
    if (w->replace)
        return false;
    if (!w->sources.loaded && w->changed) /* the shards do not show yet what was changed */
        return false;
    if (!w->sources.loaded)
        mg_sources_load(&w->sources, &w->shards, w->memory / 4);
    return mg_sources_find(&w->sources, source, ret_size);
}

/* Adds an article that has an id, and is one of the archive's part. */
static morgue_status add_own(morgue_writer *w, morgue_article *article, uint64_t source,
                             morgue_outcome *ret, morgue_error *err)
{
    mg_entry entry;
    mg_touch known;
    morgue_status status =
        mg_entry_make(article, mg_tagging_is_on(w->tagging), &w->room, &entry, err);
    if (status == MORGUE_OK)
        status = find(w, entry.id_term, &known, err);
    if (status != MORGUE_OK)
        return status;
    entry.source = source;
    bool there = known.place == MG_PLACE_NEW || known.place == MG_PLACE_SHARD;
    bool compare = there && !w->replace;
    bool same = compare && memcmp(&known.hash, entry.hash, sizeof known.hash) == 0;
    bool older = false;
    if (compare && !same)
        status = is_older(w, &entry, &known, &older, err);
    if (status == MORGUE_OK && !same && !older)
        status = put(w, &entry, &known, err);
    if (status != MORGUE_OK)
        return status;
    *ret = older ? MORGUE_OLDER : same ? MORGUE_UNCHANGED : there ? MORGUE_REPLACED : MORGUE_ADDED;
    return commit_when_full(w, err);
}

/* What other parts are for goes no further than to its id: it is not encoded, looked for, tagged or
 * cut into words. */
morgue_status mg_writer_add(morgue_writer *w, morgue_article *article, uint64_t source,
                            morgue_outcome *ret, morgue_error *err)
{
    morgue_outcome outcome = MORGUE_ELSEWHERE;
    if (w->broken)
        return mg_writer_refuse(w, err);
    morgue_status status = mg_entry_check(article, w->memory, err);
    if (status == MORGUE_OK)
        status = mg_entry_ensure_id(article, err);
    if (status != MORGUE_OK)
        return status;
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    if (mg_part_takes(&w->store.manifest.part, id.data, id.len))
        status = add_own(w, article, source, &outcome, err);
    if (status == MORGUE_OK && ret)
        *ret = outcome;
    return status;
}

/* ---- Deleting ----------------------------------------------------------------------------- */

/* What is deleted in a shard keeps its place there: if the article comes back before the commit, it
 * is one change of one shard, and no crash can part the two. */
static morgue_status remove_known(morgue_writer *w, morgue_text id, morgue_text id_term,
                                  mg_touch *known, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    mg_touch *touch = mg_touched_add(&w->touched, id_term.data, id_term.len);
    if (!touch)
        return mg_fail_memory(err);
    w->changed = true;
    w->pending += known->size;
    mg_sources_change(&w->sources, known->source, 0, 0);
    if (known->place == MG_PLACE_NEW) {
        status = mg_intake_take_back(w->intake, known->docid, known->size, err);
        known->place = MG_PLACE_NONE;
    } else {
        status = mg_shards_remove(&w->shards, known->shard, known->docid, known->size, err);
        if (status == MORGUE_OK)
            status = mg_shards_bury(&w->shards, known->shard, id, w->revision + 1, err);
        known->place = MG_PLACE_DELETED;
    }
    known->size = known->source = 0;
    memcpy(known->key, touch->key, sizeof known->key);
    *touch = *known;
    return status;
}

morgue_status morgue_writer_delete(morgue_writer *w, const char *id, size_t len, morgue_error *err)
{
    char term[MG_EXACT_MAX];
    mg_touch known;
    if (w->broken)
        return mg_writer_refuse(w, err);
    if (len == MORGUE_NUL)
        len = strlen(id);
    morgue_text id_term = {term, mg_exact_term(MORGUE_ID, id, len, term)};
    morgue_status status = find(w, id_term, &known, err);
    if (status != MORGUE_OK)
        return status;
    if (known.place != MG_PLACE_NEW && known.place != MG_PLACE_SHARD)
        return mg_fail(err, MORGUE_NOT_FOUND, "there is no article with the id '%.*s'", (int)len,
                       id);
    status = remove_known(w, (morgue_text){id, len}, id_term, &known, err);
    return status == MORGUE_OK ? status : mg_writer_break_off(w, status, err);
}

morgue_status mg_writer_delete(morgue_writer *w, const char *id, size_t len, morgue_error *err)
{
    morgue_status status = morgue_writer_delete(w, id, len, err);
    return status == MORGUE_OK ? commit_when_full(w, err) : status;
}
