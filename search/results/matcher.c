#include "search/results/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/registry/blocklist.h"
#include "archive/sentence.h"
#include "archive/tokenizer.h"
#include "search/match/spans.h"
#include "search/query/expand.h"
#include "search/results/lookup.h"

/* Where a term of a group stands. */
typedef struct occurrence {
    uint32_t position;
    uint32_t start; /* bytes [start, end) of the field's text */
    uint32_t end;
} occurrence;

/* The occurrences of a group in the current article, by position. */
typedef struct occurrences {
    occurrence *at;
    size_t n;
    size_t cap;
} occurrences;

enum {
    /* What is to be marked is not looked for any longer, in one article: about ten milliseconds. */
    MARK_STEPS = 1 << 20,
    /* Nor is where words stand, of all groups together: some hundred words that mean the same would
     * take gigabytes in a long text that consists of them. */
    OCCURRENCES_MAX = 1 << 20
};

struct mg_matcher {
    const mg_plan *plan;
    mg_lookup *lookup;
    mg_span_work *work;
    occurrences *groups;  /* by group */
    size_t n_occurrences; /* in all of them */
    mg_places bounds[MG_REACH_PARAGRAPH + 1];
    bool cased;          /* some group minds letter case */
    uint32_t text_first; /* position of the first word of the text */
    mg_starts sentences;
    mg_marks marks;
};

/* ---- A matcher ---------------------------------------------------------------------------- */

morgue_status mg_matcher_new(const mg_plan *plan, mg_matcher **ret, morgue_error *err)
{
    mg_matcher *m = calloc(1, sizeof *m);
    if (!m)
        return mg_fail_memory(err);
    size_t n = mg_plan_group_count(plan);
    m->plan = plan;
    m->lookup = mg_lookup_new(plan);
    m->work = mg_span_work_new(mg_plan_span_count(plan), n, NULL);
    m->groups = calloc(n + 1, sizeof *m->groups);
    if (!m->lookup || !m->work || !m->groups) {
        mg_matcher_free(m);
        return mg_fail_memory(err);
    }
    for (size_t i = 0; i < n; i++)
        m->cased = m->cased || mg_plan_group(plan, i)->cased.len;
    *ret = m;
    return MORGUE_OK;
}

void mg_matcher_limit(mg_matcher *m, mg_deadline deadline)
{
    mg_span_work_limit(m->work, 0, deadline);
}

void mg_matcher_free(mg_matcher *m)
{
    if (!m)
        return;
    for (size_t i = 0; m->groups && i < mg_plan_group_count(m->plan); i++)
        free(m->groups[i].at);
    for (size_t i = 0; i <= MG_REACH_PARAGRAPH; i++)
        free(m->bounds[i].at);
    mg_lookup_free(m->lookup);
    mg_span_work_free(m->work);
    free(m->groups);
    free(m->sentences.at);
    mg_marks_free(&m->marks);
    free(m);
}

/* ---- Reading words ------------------------------------------------------------------------ */

static bool add_occurrence(mg_matcher *m, occurrences *list, uint32_t position,
                           const mg_token *token)
{
    if (list->n && list->at[list->n - 1].position == position)
        return true;
    if (!MG_GROW(list->at, list->cap, list->n + 1))
        return false;
    m->n_occurrences++;
    list->at[list->n++] = (occurrence){position, (uint32_t)token->start, (uint32_t)token->end};
    return true;
}

/* Is the word spelled as the group wants it? `cased` has its capitals. */
static bool is_spelled(const mg_group *group, const mg_token *cased)
{
    return !group->cased.len ||
           mg_pattern_matches(group->cased, (morgue_text){cased->term, cased->len});
}

/* A joined form stands at both its parts. The first position may come late, behind that of the
 * second part: then the order is mended when all is read. */
static bool take_token(mg_matcher *m, const char *prefix, const mg_token *token,
                       const mg_token *cased)
{
    const mg_group *const *groups = mg_lookup_term(m->lookup, token->term, token->len);
    for (; groups && *groups && m->n_occurrences < OCCURRENCES_MAX; groups++) {
        occurrences *list = &m->groups[(*groups)->number];
        if (strcmp((*groups)->prefix, prefix) != 0 || !is_spelled(*groups, cased))
            continue;
        if (!add_occurrence(m, list, token->position, token) ||
            (token->kind == MG_JOINED && !add_occurrence(m, list, token->position + 1, token)))
            return false;
    }
    return true;
}

static bool add_bound(mg_matcher *m, mg_reach reach, uint32_t position)
{
    mg_places *places = &m->bounds[reach];
    if (!MG_GROW(places->at, places->cap, places->n + 1))
        return false;
    places->at[places->n++] = position;
    return true;
}

static bool add_start(mg_matcher *m, size_t start)
{
    mg_starts *starts = &m->sentences;
    if (!MG_GROW(starts->at, starts->cap, starts->n + 1))
        return false;
    starts->at[starts->n++] = start;
    return true;
}

static bool take_break(mg_matcher *m, mg_break what, const mg_token *token)
{
    return what == MG_BREAK_NONE ||
           (add_start(m, token->start) && add_bound(m, MG_REACH_SENTENCE, token->position) &&
            (what != MG_BREAK_PARAGRAPH || add_bound(m, MG_REACH_PARAGRAPH, token->position)));
}

/* A run of text with its words. */
typedef struct stream {
    const char *prefix;
    bool breaks; /* sentences and paragraphs are wanted */
} stream;

/* Moves *position behind words that do not count, and a gap. */
static void pass_words(morgue_text text, uint32_t *position)
{
    mg_tokenizer tokenizer;
    mg_token token;
    mg_tokenizer_init(&tokenizer, text.data, text.len, *position);
    while (mg_tokenizer_next(&tokenizer, &token))
        continue;
    *position = mg_tokenizer_position(&tokenizer) + MG_FIELD_GAP;
}

/* Reads the words from *position on, and moves *position behind them and a gap. */
static bool read_words(mg_matcher *m, const stream *s, morgue_text text, uint32_t *position)
{
    mg_tokenizer tokenizer, keeper;
    mg_token token, cased, last;
    bool any = false;
    mg_tokenizer_init(&tokenizer, text.data, text.len, *position);
    mg_tokenizer_init(&keeper, text.data, text.len, *position);
    mg_tokenizer_keep_case(&keeper);
    while (mg_tokenizer_next(&tokenizer, &token)) {
        if (m->cased && !mg_tokenizer_next(&keeper, &cased))
            break;
        if (!take_token(m, s->prefix, &token, &cased))
            return false;
        if (!s->breaks || token.kind == MG_JOINED)
            continue;
        if (!take_break(m, mg_break_before(text.data, any ? &last : NULL, &token), &token))
            return false;
        last = token;
        any = true;
    }
    *position = mg_tokenizer_position(&tokenizer) + MG_FIELD_GAP;
    return true;
}

static bool read_body(mg_matcher *m, const morgue_article *article)
{
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    const stream heading = {mg_field_at(MORGUE_TITLE)->words, false};
    const stream top = {"", false}, body = {"", true};
    uint32_t position = 1, title_position = 1;
    if (!read_words(m, &heading, title, &title_position) || !read_words(m, &top, title, &position))
        return false;
    m->text_first = position;
    return read_words(m, &body, text, &position);
}

/* Are words of this field asked for? */
static bool is_asked(const mg_matcher *m, const mg_field *field)
{
    for (size_t i = 0; i < mg_plan_group_count(m->plan); i++)
        if (strcmp(mg_plan_group(m->plan, i)->prefix, field->words) == 0)
            return true;
    return false;
}

/* The article's values of a field, or those of them that it is about, as words of `names`. */
static bool read_values(mg_matcher *m, const stream *names, const morgue_article *article,
                        morgue_field_id field, bool main, uint32_t *position)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        morgue_text text = mg_value_text(article, value);
        if (value->field != field || (main && !value->main))
            continue;
        if (mg_blocklist_blocks(mg_plan_blocklist(m->plan), field, text))
            pass_words(text, position);
        else if (!read_words(m, names, text, position))
            return false;
    }
    return true;
}

static bool read_names(mg_matcher *m, const morgue_article *article)
{
    bool fits = true;
    for (size_t id = 0; fits && id < MORGUE_FIELD_COUNT; id++) {
        const mg_field *field = mg_field_at((morgue_field_id)id);
        const stream names = {field->words, false};
        uint32_t position = 1;
        if (field->kind != FIELD_NAMES || !is_asked(m, field))
            continue;
        if (id != MORGUE_ABOUT)
            fits = read_values(m, &names, article, field->face.id, false, &position);
        for (size_t f = 0; fits && id == MORGUE_ABOUT && f < MG_TAG_FIELD_COUNT; f++)
            fits = read_values(m, &names, article, mg_tag_fields[f], true, &position);
    }
    return fits;
}

/* ---- Spans -------------------------------------------------------------------------------- */

static int by_position(const void *a, const void *b)
{
    const occurrence *x = a, *y = b;
    return (x->position > y->position) - (x->position < y->position);
}

/* Joined forms come behind their second part, with the position of the first. */
static void mend_order(mg_matcher *m)
{
    for (size_t i = 0; i < mg_plan_group_count(m->plan); i++) {
        occurrences *list = &m->groups[i];
        bool sorted = true;
        for (size_t k = 1; sorted && k < list->n; k++)
            sorted = list->at[k - 1].position < list->at[k].position;
        if (!sorted)
            qsort(list->at, list->n, sizeof *list->at, by_position);
    }
}

static bool positions(void *user, const mg_group *group, mg_places *ret)
{
    const mg_matcher *m = user;
    const occurrences *list = &m->groups[group->number];
    for (size_t i = 0; i < list->n; i++) {
        if (ret->n && ret->at[ret->n - 1] == list->at[i].position)
            continue;
        if (!MG_GROW(ret->at, ret->cap, ret->n + 1))
            return false;
        ret->at[ret->n++] = list->at[i].position;
    }
    return true;
}

static bool bounds(void *user, const char *prefix, mg_reach reach, mg_places *ret)
{
    const mg_matcher *m = user;
    const mg_places *known = &m->bounds[reach];
    for (size_t i = 0; !*prefix && i < known->n; i++) {
        if (!MG_GROW(ret->at, ret->cap, ret->n + 1))
            return false;
        ret->at[ret->n++] = known->at[i];
    }
    return true;
}

static const mg_runs *find_runs(mg_matcher *m, const mg_span *span, bool all)
{
    const mg_span_source source = {m, positions, bounds};
    return mg_spans_find(m->work, span, &source, all);
}

morgue_status mg_matcher_stands(mg_matcher *m, const mg_span *span, bool *ret, morgue_error *err)
{
    const mg_runs *runs = find_runs(m, span, false);
    if (!runs)
        return mg_fail_memory(err);
    *ret = runs->n > 0;
    return MORGUE_OK;
}

/* ---- Marks -------------------------------------------------------------------------------- */

static const mg_runs *all_runs(void *user, const mg_span *span)
{
    return find_runs(user, span, true);
}

static bool bytes(void *user, const mg_group *group, uint32_t position, size_t *ret_start,
                  size_t *ret_end)
{
    const mg_matcher *m = user;
    const occurrences *list = &m->groups[group->number];
    const occurrence wanted = {.position = position};
    const occurrence *found =
        list->n ? bsearch(&wanted, list->at, list->n, sizeof wanted, by_position) : NULL;
    if (!found)
        return false;
    *ret_start = found->start;
    *ret_end = found->end;
    return true;
}

morgue_status mg_matcher_mark(mg_matcher *m, morgue_error *err)
{
    const mg_mark_source source = {m, m->text_first, all_runs, bytes};
    mg_span_work_limit(m->work, MARK_STEPS, MG_NO_DEADLINE);
    return mg_marks_find(&m->marks, m->plan, &source) ? MORGUE_OK : mg_fail_memory(err);
}

const mg_marks *mg_matcher_marks(const mg_matcher *m)
{
    return &m->marks;
}

const mg_starts *mg_matcher_sentences(const mg_matcher *m)
{
    return &m->sentences;
}

/* ---- Articles ----------------------------------------------------------------------------- */

morgue_status mg_matcher_read(mg_matcher *m, const morgue_article *article, morgue_error *err)
{
    for (size_t i = 0; i < mg_plan_group_count(m->plan); i++)
        m->groups[i].n = 0;
    for (size_t i = 0; i <= MG_REACH_PARAGRAPH; i++)
        m->bounds[i].n = 0;
    m->sentences.n = 0;
    m->n_occurrences = 0;
    mg_span_work_next(m->work);
    if (!read_body(m, article) || !read_names(m, article))
        return mg_fail_memory(err);
    mend_order(m);
    return MORGUE_OK;
}
