#include "indexer/tagging.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/record.h"
#include "indexer/tagger/tagger.h"
#include "indexer/tagging_foreign.h"
#include "indexer/tags.h"

struct mg_tagging {
    morgue_tagging which;
    bool renew;
    mg_tag_finder finder;
    morgue_tagger own;      /* the caller's, where that is the finder */
    mg_tagger_model *model; /* of the tagger, where that is the finder */
    mg_registry *registry;
    _Atomic uint64_t tagged;
    _Atomic uint64_t changed;
};

/* ---- The tagger --------------------------------------------------------------------------- */

static morgue_status begin_tagger(void *user, const mg_registry *registry, void **ret,
                                  morgue_error *err)
{
    mg_tagger *tagger = NULL;
    morgue_status status = mg_tagger_new(user, registry, &tagger, err);
    if (status == MORGUE_OK)
        *ret = tagger;
    return status;
}

static morgue_status tag_by_tagger(void *memory, morgue_article *article, unsigned fields,
                                   morgue_error *err)
{
    return mg_tagger_tag(memory, article, fields, err);
}

static void end_tagger(void *memory)
{
    mg_tagger_free(memory);
}

static morgue_status open_tagger(mg_tagging *t, const char *path, morgue_error *err)
{
    morgue_status status = mg_tagger_model_open(path, &t->model, err);
    t->finder = (mg_tag_finder){begin_tagger, tag_by_tagger, end_tagger, t->model};
    return status;
}

morgue_status morgue_tagger_check(const char *model, morgue_error *err)
{
    mg_tagger_model *opened = NULL;
    morgue_status status = mg_tagger_model_open(model, &opened, err);
    mg_tagger_model_free(opened);
    return status;
}

/* ---- For all threads ---------------------------------------------------------------------- */

morgue_status mg_tagging_open(const morgue_writer_options *options, const mg_tag_finder *finder,
                              mg_tagging **ret, morgue_error *err)
{
    mg_tagging *t = calloc(1, sizeof *t);
    if (!t)
        return mg_fail_memory(err);
    t->which = options->tag;
    morgue_status status = MORGUE_OK;
    if (finder) {
        t->finder = *finder;
    } else if (options->tagger) {
        t->own = *options->tagger;
        status = mg_foreign_finder(&t->own, &t->finder, err);
    } else if (t->which != MORGUE_TAG_NONE) {
        status = open_tagger(t, options->tagger_model, err);
    }
    if (status == MORGUE_OK)
        *ret = t;
    else
        mg_tagging_free(t);
    return status;
}

void mg_tagging_free(mg_tagging *t)
{
    if (!t)
        return;
    mg_registry_free(t->registry);
    mg_tagger_model_free(t->model);
    free(t);
}

morgue_status mg_tagging_read_names(mg_tagging *t, const char *archive, morgue_error *err)
{
    mg_registry *registry = NULL;
    if (!mg_tagging_is_on(t))
        return MORGUE_OK;
    morgue_status status = mg_registry_read_folder(archive, &registry, err);
    if (status != MORGUE_OK)
        return status;
    mg_registry_free(t->registry);
    t->registry = registry;
    return MORGUE_OK;
}

const char *mg_tagging_notice(const mg_tagging *t, size_t i)
{
    return t->registry ? mg_registry_notice(t->registry, i) : NULL;
}

bool mg_tagging_is_on(const mg_tagging *t)
{
    return t->which != MORGUE_TAG_NONE;
}

void mg_tagging_renew(mg_tagging *t, bool renew)
{
    t->renew = renew;
}

uint64_t mg_tagging_tagged(const mg_tagging *t)
{
    return atomic_load(&t->tagged);
}

uint64_t mg_tagging_changed(const mg_tagging *t)
{
    return atomic_load(&t->changed);
}

/* ---- For one thread ----------------------------------------------------------------------- */

struct mg_tag_hand {
    mg_tagging *tagging; /* NULL: all stays as it is */
    void *memory;        /* of the finder; NULL: tags are not looked for */
    mg_buffer record;
};

morgue_status mg_tag_hand_new(mg_tagging *tagging, mg_tag_hand **ret, morgue_error *err)
{
    mg_tag_hand *hand = calloc(1, sizeof *hand);
    if (!hand)
        return mg_fail_memory(err);
    morgue_status status = MORGUE_OK;
    bool finds = tagging && mg_tagging_is_on(tagging);
    hand->tagging = finds || (tagging && tagging->renew) ? tagging : NULL;
    if (finds)
        status = tagging->finder.begin(tagging->finder.user, tagging->registry, &hand->memory, err);
    if (status == MORGUE_OK)
        *ret = hand;
    else
        mg_tag_hand_free(hand);
    return status;
}

void mg_tag_hand_free(mg_tag_hand *hand)
{
    if (!hand)
        return;
    if (hand->memory)
        hand->tagging->finder.end(hand->memory);
    mg_buffer_free(&hand->record);
    free(hand);
}

static morgue_status find_tags(mg_tag_hand *hand, morgue_article *article, morgue_error *err)
{
    bool all = hand->tagging->which == MORGUE_TAG_ALL;
    unsigned fields = all ? MG_TAG_FIELDS : mg_tags_lacking(article);
    size_t before = article->count;
    morgue_status status = hand->tagging->finder.tag(hand->memory, article, fields, err);
    if (status == MORGUE_OK && article->count > before)
        atomic_fetch_add(&hand->tagging->tagged, 1);
    return status;
}

morgue_status mg_tag_hand_do(mg_tag_hand *hand, morgue_article *article, morgue_text *record,
                             morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (!hand->tagging)
        return MORGUE_OK;
    mg_tags_strip(article);
    if (hand->memory)
        status = find_tags(hand, article, err);
    mg_buffer_clear(&hand->record);
    if (status == MORGUE_OK)
        status = mg_record_encode(article, &hand->record, err);
    if (status != MORGUE_OK)
        return status;
    if (hand->record.len == record->len &&
        memcmp(hand->record.data, record->data, record->len) == 0)
        return MORGUE_OK;
    atomic_fetch_add(&hand->tagging->changed, 1);
    *record = (morgue_text){hand->record.data, hand->record.len};
    return MORGUE_OK;
}
