/* Where spans stand, compared with what the words of docs/query-language.md say, pair by pair. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "search/match/spans.h"
#include "tests/unit/scratch.h"

enum { GROUPS = 5, SPANS = 40, PLACES = 60, RUNS = 4000 };

/* A document: positions of each group, beginnings of its sentences. */
typedef struct document {
    uint32_t at[GROUPS][PLACES];
    size_t n[GROUPS];
    uint32_t bounds[PLACES];
    size_t n_bounds;
} document;

static document doc;
static mg_group groups[GROUPS];
static mg_span spans[SPANS];
static size_t n_spans;

static bool copy(const uint32_t *from, size_t n, mg_places *ret)
{
    ret->at = realloc(ret->at, (n + 1) * sizeof *ret->at);
    memcpy(ret->at, from, n * sizeof *from);
    ret->n = n;
    ret->cap = n + 1;
    return true;
}

static bool positions(void *user, const mg_group *group, mg_places *ret)
{
    const document *d = user;
    return copy(d->at[group->number], d->n[group->number], ret);
}

static bool bounds(void *user, const char *prefix, mg_reach reach, mg_places *ret)
{
    const document *d = user;
    (void)prefix;
    (void)reach;
    return copy(d->bounds, d->n_bounds, ret);
}

/* ---- The reference ------------------------------------------------------------------------ */

typedef struct list {
    mg_run at[RUNS];
    size_t n;
} list;

static void add(list *to, uint32_t start, uint32_t end)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->at[i].start == start && to->at[i].end == end)
            return;
    ck_assert_uint_lt(to->n, RUNS);
    to->at[to->n++] = (mg_run){start, end};
}

static bool stands_at(const mg_group *group, uint32_t position)
{
    for (size_t i = 0; i < doc.n[group->number]; i++)
        if (doc.at[group->number][i] == position)
            return true;
    return false;
}

static size_t sentence_of(uint32_t position)
{
    size_t n = 0;
    while (n < doc.n_bounds && doc.bounds[n] <= position)
        n++;
    return n;
}

static bool is_near(const mg_near *near, const mg_run *x, const mg_run *y)
{
    bool behind = y->start > x->end, before = y->end < x->start;
    if (!(behind || (before && !near->ordered)))
        return false;
    if (near->reach == MG_REACH_WORDS)
        return (behind ? y->start - x->end : x->start - y->end) <= near->words;
    size_t sentence = sentence_of(x->start);
    return sentence_of(x->end) == sentence && sentence_of(y->start) == sentence &&
           sentence_of(y->end) == sentence;
}

static list *find(const mg_span *span);

static void find_near(const mg_span *span, list *ret)
{
    list *left = find(span->child), *right = find(span->child->next);
    for (size_t i = 0; i < left->n; i++) {
        const mg_run *x = &left->at[i];
        bool found = false;
        for (size_t k = 0; k < right->n; k++) {
            const mg_run *y = &right->at[k];
            if (!is_near(&span->near, x, y))
                continue;
            found = true;
            if (!span->near.negated)
                add(ret, x->start < y->start ? x->start : y->start,
                    x->end > y->end ? x->end : y->end);
        }
        if (span->near.negated && !found)
            add(ret, x->start, x->end);
    }
    free(left);
    free(right);
}

static void find_phrase(const mg_span *span, list *ret)
{
    for (uint32_t start = 0; start < 2 * PLACES; start++) {
        bool all = true;
        for (const mg_span *child = span->child; child; child = child->next)
            all = all && stands_at(child->group, start + child->offset);
        if (all)
            add(ret, start, start + span->length - 1);
    }
}

static list *find(const mg_span *span)
{
    list *ret = calloc(1, sizeof *ret);
    ck_assert_ptr_nonnull(ret);
    if (span->kind == MG_SPAN_GROUP)
        for (size_t i = 0; i < doc.n[span->group->number]; i++)
            add(ret, doc.at[span->group->number][i], doc.at[span->group->number][i]);
    if (span->kind == MG_SPAN_PHRASE)
        find_phrase(span, ret);
    if (span->kind == MG_SPAN_NEAR)
        find_near(span, ret);
    for (const mg_span *child = span->child; child && span->kind == MG_SPAN_OR;
         child = child->next) {
        list *part = find(child);
        for (size_t i = 0; i < part->n; i++)
            add(ret, part->at[i].start, part->at[i].end);
        free(part);
    }
    return ret;
}

/* ---- Made by chance ----------------------------------------------------------------------- */

static uint32_t below(uint32_t n)
{
    return (uint32_t)rand() % n;
}

static void make_document(void)
{
    const uint32_t one_in = 1 + below(12);
    memset(&doc, 0, sizeof doc);
    for (uint32_t p = 1; p < PLACES; p++) {
        for (size_t g = 0; g < GROUPS; g++)
            if (!below(one_in))
                doc.at[g][doc.n[g]++] = p;
        if (!below(8))
            doc.bounds[doc.n_bounds++] = p;
    }
}

static mg_span *new_span(mg_span_kind kind)
{
    mg_span *span = &spans[n_spans];
    *span = (mg_span){.kind = kind, .number = n_spans++};
    return span;
}

static mg_span *make_group(void)
{
    mg_span *span = new_span(MG_SPAN_GROUP);
    span->group = &groups[below(GROUPS)];
    return span;
}

static mg_span *make_phrase(void)
{
    mg_span *span = new_span(MG_SPAN_PHRASE);
    uint32_t gap = below(2);
    span->child = make_group();
    span->child->next = make_group();
    span->child->next->offset = 1 + gap;
    span->length = 2 + gap;
    return span;
}

static mg_span *make_span(unsigned depth)
{
    if (depth == 0 || !below(4))
        return below(3) ? make_group() : make_phrase();
    mg_span *span = new_span(below(3) ? MG_SPAN_NEAR : MG_SPAN_OR);
    span->near = (mg_near){.reach = below(3) ? MG_REACH_WORDS : MG_REACH_SENTENCE,
                           .words = 1 + below(6),
                           .ordered = below(2),
                           .negated = !below(4)};
    span->child = make_span(depth - 1);
    span->child->next = make_span(depth - 1);
    return span;
}

static int by_start(const void *a, const void *b)
{
    const mg_run *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/* What is asked first must not matter to what is asked then. */
static void compare(mg_span_work *work, const mg_span *span, bool first_only)
{
    const mg_span_source source = {&doc, positions, bounds};
    list *wanted = find(span);
    qsort(wanted->at, wanted->n, sizeof *wanted->at, by_start);
    mg_span_work_next(work);
    if (first_only)
        ck_assert_int_eq(mg_spans_find(work, span, &source, false)->n > 0, wanted->n > 0);
    const mg_runs *runs = mg_spans_find(work, span, &source, true);
    ck_assert_uint_eq(runs->n, wanted->n);
    for (size_t i = 0; i < runs->n; i++)
        ck_assert_int_eq(by_start(&runs->at[i], &wanted->at[i]), 0);
    free(wanted);
}

START_TEST(test_generated)
{
    srand((unsigned)_i);
    for (int n = 0; n < 300; n++) {
        uint64_t rarity[GROUPS];
        n_spans = 0;
        const mg_span *span = make_span(1 + below(3));
        mg_span_work *work = mg_span_work_new(n_spans, GROUPS, below(2) ? rarity : NULL);
        ck_assert_ptr_nonnull(work);
        for (int d = 0; d < 4; d++) {
            make_document();
            for (size_t g = 0; g < GROUPS; g++)
                rarity[g] = below(3);
            compare(work, span, below(2));
        }
        mg_span_work_free(work);
    }
}
END_TEST

/* ---- Made by hand ------------------------------------------------------------------------- */

START_TEST(test_last_positions)
{
    memset(&doc, 0, sizeof doc);
    for (size_t g = 0; g < 2; g++) {
        doc.n[g] = 3;
        for (uint32_t i = 0; i < 3; i++)
            doc.at[g][i] = UINT32_MAX - 2 + i;
    }
    mg_span b = {.kind = MG_SPAN_GROUP, .number = 2, .group = &groups[1], .offset = 1};
    mg_span a = {.kind = MG_SPAN_GROUP, .number = 1, .group = &groups[0], .next = &b};
    const mg_span phrase = {.kind = MG_SPAN_PHRASE, .number = 0, .length = 2, .child = &a};
    const mg_span_source source = {&doc, positions, bounds};
    mg_span_work *work = mg_span_work_new(3, GROUPS, NULL);
    const mg_runs *runs = mg_spans_find(work, &phrase, &source, true);
    for (size_t i = 0; i < runs->n; i++)
        ck_assert_uint_eq(runs->at[i].end, runs->at[i].start + 1);
    ck_assert_uint_eq(runs->n, 2);
    mg_span_work_free(work);
}
END_TEST

START_TEST(test_sifts)
{
    mg_span b = {.kind = MG_SPAN_GROUP}, a = {.kind = MG_SPAN_GROUP, .next = &b};
    mg_span pair = {.kind = MG_SPAN_PHRASE, .child = &a}, word = {.kind = MG_SPAN_GROUP};
    mg_span either = {.kind = MG_SPAN_OR, .child = &pair};
    ck_assert(!mg_span_sifts(&word));
    ck_assert(mg_span_sifts(&pair));
    ck_assert(mg_span_sifts(&either));
    pair.next = &word;
    ck_assert(!mg_span_sifts(&either));
    either.kind = MG_SPAN_NEAR;
    ck_assert(mg_span_sifts(&either));
    either.near.negated = true;
    ck_assert(!mg_span_sifts(&either));
}
END_TEST

int main(void)
{
    for (size_t g = 0; g < GROUPS; g++)
        groups[g] = (mg_group){.number = g, .prefix = ""};
    TCase *tests = tcase_create("spans");
    tcase_add_loop_test(tests, test_generated, 0, 8);
    tcase_add_test(tests, test_last_positions);
    tcase_add_test(tests, test_sifts);
    return run_tests("spans", tests);
}
