/* What the caller's tagger gets is a copy of the article, of which only the tags that were asked
 * for are taken: so it does not matter what else becomes of it. */
#include "indexer/tagging_foreign.h"

#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/tokenizer.h"
#include "indexer/tagger/tags.h"

/* The work of one thread. */
typedef struct foreign {
    const morgue_tagger *tagger;
    const mg_registry *registry;
    morgue_article *copy;
    void *memory; /* the tagger's */
    bool begun;
} foreign;

/* ---- Calling ------------------------------------------------------------------------------ */

/* Takes over what a callback has failed with: any number, and perhaps no message. */
static morgue_status fail(morgue_error *err, morgue_status status, morgue_error *cause)
{
    if ((unsigned)status >= MORGUE_STATUS_COUNT)
        status = MORGUE_INTERNAL;
    return mg_fail(err, status, "the tagger has failed: %s",
                   mg_error_said(cause, morgue_status_text(status)));
}

static void end(void *memory)
{
    foreign *f = memory;
    if (f->begun && f->tagger->end)
        f->tagger->end(f->tagger->user, f->memory);
    morgue_article_free(f->copy);
    free(f);
}

static morgue_status begin(void *user, const mg_registry *registry, void **ret, morgue_error *err)
{
    morgue_error cause = {.offset = -1};
    foreign *f = calloc(1, sizeof *f);
    if (!f)
        return mg_fail_memory(err);
    f->tagger = user;
    f->registry = registry;
    f->copy = morgue_article_new();
    morgue_status status = f->copy ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK && f->tagger->begin) {
        status = f->tagger->begin(f->tagger->user, &f->memory, &cause);
        if (status != MORGUE_OK)
            status = fail(err, status, &cause);
    }
    f->begun = status == MORGUE_OK;
    if (status == MORGUE_OK)
        *ret = f;
    else
        end(f);
    return status;
}

/* ---- Taking the tags over ----------------------------------------------------------------- */

static morgue_text usual_name(const foreign *f, morgue_text name)
{
    morgue_text first = mg_registry_canonical(f->registry, name);
    return first.data ? first : name;
}

static bool is_same_name(morgue_text a, morgue_text b)
{
    char x[MG_VALUE_MAX], y[MG_VALUE_MAX];
    size_t n = mg_fold_value(a.data, a.len, x);
    return n == mg_fold_value(b.data, b.len, y) && memcmp(x, y, n) == 0;
}

/* The article's own spelling of the name, where it has it already. */
static morgue_text known_name(const foreign *f, const morgue_article *article,
                              morgue_field_id field, morgue_text name)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        morgue_text text = mg_value_text(article, value);
        if (value->field == field && is_same_name(usual_name(f, text), name))
            return text;
    }
    return name;
}

static morgue_status take_tag(const foreign *f, const mg_value *value, morgue_article *article,
                              morgue_error *err)
{
    morgue_field_id field = (morgue_field_id)value->field;
    morgue_text name = usual_name(f, mg_value_text(f->copy, value));
    const morgue_tag tag = {.name = known_name(f, article, field, name),
                            .origin = MORGUE_TAGGER,
                            .confidence = value->confidence,
                            .mentions = value->mentions,
                            .main = value->main};
    if (mg_registry_blocks(f->registry, field, name) ||
        mg_registry_blocks(f->registry, field, mg_value_text(f->copy, value)))
        return MORGUE_OK;
    return morgue_article_add_tag(article, field, &tag, err);
}

/* Had the article the tag, just so, before the tagger got its copy? */
static bool was_there(const morgue_article *article, const mg_value *value, morgue_text text)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *old = &article->values[i];
        if (old->field == value->field && old->mentions == value->mentions &&
            old->main == value->main && old->len == text.len &&
            memcmp(mg_value_text(article, old).data, text.data, text.len) == 0)
            return true;
    }
    return false;
}

static morgue_status take_tags(const foreign *f, unsigned fields, morgue_article *article,
                               morgue_error *err)
{
    size_t taken = 0;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < f->copy->count && taken < MG_TAGS_MAX; i++) {
        const mg_value *value = &f->copy->values[i];
        if (!(fields >> value->field & 1) ||
            was_there(article, value, mg_value_text(f->copy, value)))
            continue;
        status = take_tag(f, value, article, err);
        taken++;
    }
    return status;
}

static morgue_status tag(void *memory, morgue_article *article, unsigned fields, morgue_error *err)
{
    foreign *f = memory;
    morgue_error cause = {.offset = -1};
    morgue_status status = morgue_article_copy(f->copy, article, err);
    if (status != MORGUE_OK)
        return status;
    status = f->tagger->tag(f->tagger->user, f->memory, f->copy, fields, &cause);
    if (status == MORGUE_BAD_INPUT)
        return MORGUE_OK;
    return status == MORGUE_OK ? take_tags(f, fields, article, err) : fail(err, status, &cause);
}

morgue_status mg_foreign_finder(morgue_tagger *tagger, mg_tag_finder *ret, morgue_error *err)
{
    if (!tagger->tag)
        return mg_fail(err, MORGUE_INVALID, "the tagger has no tag(): set it, or no tagger");
    *ret = (mg_tag_finder){begin, tag, end, tagger};
    return MORGUE_OK;
}
