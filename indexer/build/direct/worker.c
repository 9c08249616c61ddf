#include "indexer/build/direct/worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "archive/revision.h"

struct mg_worker {
    mg_tag_hand *tags;
    mg_packer *packer;
    mg_inverter *inverter;
    mg_glass_deflate *deflate; /* NULL: lists of terms stay as they are */
    morgue_article *article;
    mg_buffer packed;
    mg_buffer terms;
    mg_buffer *out; /* of the article at hand */
    mg_made *made;
};

morgue_status mg_worker_new(const mg_packing *packing, mg_worker **ret, morgue_error *err)
{
    mg_worker *w = calloc(1, sizeof *w);
    if (!w)
        return mg_fail_memory(err);
    w->article = morgue_article_new();
    morgue_status status = w->article ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = mg_tag_hand_new(packing->tagging, &w->tags, err);
    if (status == MORGUE_OK)
        status = mg_packer_new(packing->level, packing->dictionary.data, packing->dictionary.len,
                               &w->packer, err);
    if (status == MORGUE_OK)
        status = mg_inverter_new(&w->inverter, err);
    if (status == MORGUE_OK && packing->termlist_level)
        status = mg_glass_deflate_new(packing->termlist_level, &w->deflate, err);
    if (status == MORGUE_OK)
        *ret = w;
    else
        mg_worker_free(w);
    return status;
}

void mg_worker_free(mg_worker *w)
{
    if (!w)
        return;
    mg_tag_hand_free(w->tags);
    mg_packer_free(w->packer);
    mg_inverter_free(w->inverter);
    mg_glass_deflate_free(w->deflate);
    morgue_article_free(w->article);
    mg_buffer_free(&w->packed);
    mg_buffer_free(&w->terms);
    free(w);
}

mg_inverter *mg_worker_inverter(mg_worker *w)
{
    return w->inverter;
}

static bool put_span(mg_buffer *out, const void *data, size_t len, mg_span *ret)
{
    *ret = (mg_span){out->len, len};
    return mg_buffer_append(out, data, len);
}

static bool take_value(void *user, uint32_t slot, const char *data, size_t len)
{
    mg_worker *w = user;
    mg_made *made = w->made;
    if (made->n_values == MG_VALUES_MAX ||
        (made->n_values && made->slots[made->n_values - 1] >= slot))
        return false;
    made->slots[made->n_values] = slot;
    return put_span(w->out, data, len, &made->values[made->n_values++]);
}

static bool put_source(mg_worker *w, uint64_t source)
{
    char bytes[MG_SOURCE_SIZE];
    mg_source_put(source, bytes);
    return !source || take_value(w, MG_SLOT_SOURCE, bytes, sizeof bytes);
}

static bool put_revision(mg_worker *w, uint64_t revision)
{
    char bytes[MG_REVISION_SIZE];
    size_t len = mg_revision_put(revision, bytes);
    return !len || take_value(w, MG_SLOT_REVISION, bytes, len);
}

/* The article's terms and values. */
static morgue_status invert(mg_worker *w, const mg_task *task, uint64_t revision, morgue_error *err)
{
    char size[24];
    mg_inverted inverted;
    const mg_term_sink sink = {.value = take_value, .user = w};
    const char *hash = (const char *)task->hash;
    morgue_status status =
        mg_inverter_add(w->inverter, task->docid, w->article, &sink, &inverted, err);
    if (status == MORGUE_INVALID) /* for want of memory alone does our sink stop it */
        return mg_fail_memory(err);
    if (status != MORGUE_OK)
        return status;
    w->made->length = inverted.length;
    w->made->wdf_max = inverted.wdf_max;
    mg_buffer_clear(&w->terms);
    int digits = snprintf(size, sizeof size, "%" PRIu64, task->size);
    if (!mg_glass_termlist_encode(inverted.terms, inverted.n_terms, inverted.length, &w->terms) ||
        !take_value(w, MG_SLOT_HASH, hash, MG_HASH_SIZE) ||
        !take_value(w, MG_SLOT_SIZE, size, (size_t)digits) || !put_source(w, task->source) ||
        !put_revision(w, revision))
        return mg_fail_memory(err);
    return MORGUE_OK;
}

static morgue_status put_terms(mg_worker *w, morgue_error *err)
{
    mg_glass_tag tag = {.data = w->terms.data, .len = w->terms.len};
    if (w->deflate) {
        morgue_status status =
            mg_glass_deflate_tag(w->deflate, w->terms.data, w->terms.len, &tag, err);
        if (status != MORGUE_OK)
            return status;
    }
    w->made->terms_compressed = tag.compressed;
    return put_span(w->out, tag.data, tag.len, &w->made->terms) ? MORGUE_OK : mg_fail_memory(err);
}

uint64_t mg_task_revision(const mg_task *task, morgue_text record)
{
    bool same = record.data == task->record.data;
    return same || !task->retagged ? task->revision : task->retagged;
}

morgue_status mg_worker_do(mg_worker *w, const mg_task *task, mg_buffer *out, mg_made *ret,
                           morgue_error *err)
{
    *ret = (mg_made){0};
    w->out = out;
    w->made = ret;
    morgue_text record = task->record;
    morgue_status status = mg_record_decode(record.data, record.len, w->article, err);
    if (status == MORGUE_OK)
        status = mg_tag_hand_do(w->tags, w->article, &record, err);
    if (status == MORGUE_OK)
        status = mg_pack(w->packer, record.data, record.len, &w->packed, err);
    if (status == MORGUE_OK && !put_span(out, w->packed.data, w->packed.len, &ret->data))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = invert(w, task, mg_task_revision(task, record), err);
    return status == MORGUE_OK ? put_terms(w, err) : status;
}

mg_ready mg_made_ready(const mg_made *made, const mg_buffer *out)
{
    mg_ready ready = {.length = made->length,
                      .wdf_max = made->wdf_max,
                      .data = {out->data + made->data.start, made->data.len},
                      .terms = {.data = out->data + made->terms.start,
                                .len = made->terms.len,
                                .compressed = made->terms_compressed},
                      .n_values = made->n_values};
    for (size_t i = 0; i < made->n_values; i++) {
        ready.slots[i] = made->slots[i];
        ready.values[i] = (morgue_text){out->data + made->values[i].start, made->values[i].len};
    }
    return ready;
}
