/* The inverter beside a naive list of what it was given, and the merge of several beside a list of
 * all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/build/direct/merge.h"
#include "indexer/build/glass/position.h"
#include "indexer/build/terms.h"
#include "tests/unit/direct/articles.h"

enum { MOST = 5, TERM = 250 };

/* One call of a sink. */
typedef struct event {
    char term[TERM];
    size_t len;
    uint32_t docid;
    uint32_t position; /* 0: none */
    uint32_t wdf;
    uint32_t number; /* of the event: keeps the order of equal ones */
} event;

typedef struct events {
    event *list;
    size_t n, cap;
    uint32_t docid;
} events;

static bool note(events *all, const char *term, size_t len, uint32_t position, uint32_t wdf)
{
    if (all->n == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 1024;
        all->list = realloc(all->list, all->cap * sizeof *all->list);
        CHECK(all->list);
    }
    event *e = &all->list[all->n];
    *e = (event){.len = len,
                 .docid = all->docid,
                 .position = position,
                 .wdf = wdf,
                 .number = (uint32_t)all->n++};
    memcpy(e->term, term, len);
    return true;
}

static bool note_posting(void *user, const char *term, size_t len, uint32_t position, uint32_t wdf)
{
    return note(user, term, len, position, wdf);
}

static bool note_boolean(void *user, const char *term, size_t len)
{
    return note(user, term, len, 0, 0);
}

static bool note_value(void *user, uint32_t slot, const char *data, size_t len)
{
    (void)user;
    (void)data;
    return slot == 0 && len >= 4;
}

static int compare_terms(const event *a, const event *b)
{
    int order = memcmp(a->term, b->term, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

static int by_term(const void *a, const void *b)
{
    const event *x = a, *y = b;
    int order = compare_terms(x, y);
    if (order)
        return order;
    if (x->docid != y->docid)
        return x->docid < y->docid ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static int by_document(const void *a, const void *b)
{
    const event *x = a, *y = b;
    if (x->docid != y->docid)
        return x->docid < y->docid ? -1 : 1;
    return by_term(a, b);
}

/* ---- What is expected --------------------------------------------------------------------- */

/* The events [from, end) that are of the same term and document. */
static size_t run_end(const events *all, size_t from)
{
    size_t end = from + 1;
    while (end < all->n && all->list[end].docid == all->list[from].docid &&
           compare_terms(&all->list[end], &all->list[from]) == 0)
        end++;
    return end;
}

static uint32_t run_wdf(const events *all, size_t from, size_t end)
{
    uint32_t wdf = 0;
    for (size_t i = from; i < end; i++)
        wdf += all->list[i].wdf;
    return wdf;
}

/* What the inverter says of the last document is what the events of it say. */
static void check_inverted(events *all, const mg_inverted *got)
{
    uint32_t length = 0, wdf_max = 0;
    size_t n = 0;
    if (all->n)
        qsort(all->list, all->n, sizeof *all->list, by_document);
    for (size_t from = 0, end; from < all->n; from = end) {
        const event *e = &all->list[from];
        end = run_end(all, from);
        uint32_t wdf = run_wdf(all, from, end);
        if (e->docid != all->docid)
            continue;
        CHECK(n < got->n_terms && got->terms[n].len == e->len && got->terms[n].wdf == wdf);
        CHECK(memcmp(got->terms[n].data, e->term, e->len) == 0);
        length += wdf;
        wdf_max = wdf > wdf_max ? wdf : wdf_max;
        n++;
    }
    CHECK(n == got->n_terms && length == got->length && wdf_max == got->wdf_max);
}

/* The tag of the positions of a run of events; empty where there are none. */
static void expect_tag(const events *all, size_t from, size_t end, mg_buffer *ret)
{
    uint32_t *positions = malloc((end - from) * sizeof *positions);
    size_t n = 0;
    mg_buffer_clear(ret);
    for (size_t i = from; i < end; i++)
        if (all->list[i].position)
            positions[n++] = all->list[i].position;
    for (size_t i = 1; i < n; i++)
        CHECK(positions[i - 1] < positions[i]);
    CHECK(!n || mg_glass_positions_encode(positions, n, ret));
    free(positions);
}

/* The merge stands at the run's document; moves on. */
static void check_run(mg_merge *merge, const events *all, size_t from, size_t end)
{
    mg_buffer expected = {0};
    mg_postings *d = mg_merge_document(merge);
    expect_tag(all, from, end, &expected);
    CHECK(d && d->docid == all->list[from].docid && d->wdf == run_wdf(all, from, end));
    CHECK(d->tag_len == expected.len);
    char *tag = malloc(d->tag_len + 1);
    bool look = d->docid % 7; /* some are passed over without a look */
    mg_postings_next(d, look ? (uint8_t *)tag : NULL);
    CHECK(!look || !expected.len || memcmp(tag, expected.data, expected.len) == 0);
    free(tag);
    mg_buffer_free(&expected);
}

static void check_merge(mg_merge *merge, events *all)
{
    uint64_t termfreq = 0, collfreq = 0;
    if (all->n)
        qsort(all->list, all->n, sizeof *all->list, by_term);
    for (size_t from = 0, end; from < all->n; from = end) {
        end = run_end(all, from);
        if (from == 0 || compare_terms(&all->list[from - 1], &all->list[from]) != 0) {
            CHECK(from == 0 || !mg_merge_document(merge));
            CHECK(mg_merge_next(merge) && merge->term->len == all->list[from].len);
            CHECK(memcmp(merge->term->term, all->list[from].term, all->list[from].len) == 0);
            termfreq = merge->termfreq;
            collfreq = merge->collfreq;
        }
        termfreq--;
        collfreq -= run_wdf(all, from, end);
        check_run(merge, all, from, end);
        CHECK(mg_merge_document(merge) || (!termfreq && !collfreq));
    }
    CHECK(!mg_merge_next(merge) && !mg_merge_document(merge));
}

/* ---- Tests -------------------------------------------------------------------------------- */

/* The same articles to the list and, dealt by dice, to so many inverters. */
static void check_inverters(uint64_t seed, size_t n, unsigned articles, unsigned words)
{
    mg_inverter *inverters[MOST];
    mg_order *orders[MOST];
    size_t counts[MOST];
    events all = {0};
    morgue_error err;
    morgue_article *article = morgue_article_new();
    const mg_term_sink sink = {note_posting, note_boolean, note_value, &all};
    for (size_t i = 0; i < n; i++)
        OK(mg_inverter_new(&inverters[i], &err));
    for (unsigned i = 0; i < articles; i++) {
        mg_inverted inverted;
        all.docid += 1 + (roll(&seed, 10) ? 0 : roll(&seed, 100000));
        roll_article(&seed, words, article);
        CHECK(mg_terms_emit(article, &sink));
        OK(mg_inverter_add(inverters[roll(&seed, (uint32_t)n)], all.docid, article, &sink,
                           &inverted, &err));
        if (i % 8 == 0)
            check_inverted(&all, &inverted);
    }
    for (size_t i = 0; i < n; i++) {
        orders[i] = mg_inverter_terms(inverters[i], &counts[i]);
        CHECK(orders[i] && mg_inverter_memory(inverters[i]) > counts[i] * sizeof(mg_order));
    }
    mg_merge merge;
    mg_merge_init(&merge, inverters, orders, counts, n);
    check_merge(&merge, &all);
    for (size_t i = 0; i < n; i++) {
        mg_inverter_free(inverters[i]);
        free(orders[i]);
    }
    free(all.list);
    morgue_article_free(article);
}

START_TEST(test_inverter)
{
    for (size_t n = 1; n <= MOST; n++) {
        check_inverters(n, n, 0, 0);
        check_inverters(n, n, 1, 40);
        check_inverters(n, n, 40, 60);
    }
    check_inverters(9, 1, 12, 3000); /* streams over many slices */
}
END_TEST

/* More terms than the first table has room for. */
START_TEST(test_inverter_grows)
{
    enum { TERMS = 60000, MARKS = 3 /* a sentence, a paragraph, a text */ };
    morgue_error err;
    mg_inverter *inverter;
    mg_inverted inverted;
    size_t count;
    mg_buffer text = {0};
    char word[24];
    for (int i = 0; i < TERMS; i++) {
        snprintf(word, sizeof word, "w%d ", i);
        put(&text, word);
    }
    morgue_article *article = make_article((const field_text[]){{MORGUE_TEXT, text.data}, {0}});
    OK(mg_inverter_new(&inverter, &err));
    for (uint32_t docid = 1; docid <= 3; docid++) {
        OK(mg_inverter_add(inverter, docid * 1000000, article, NULL, &inverted, &err));
        ck_assert_uint_eq(inverted.length, TERMS);
    }
    mg_order *orders = mg_inverter_terms(inverter, &count);
    ck_assert_uint_eq(count, TERMS + MARKS);
    for (size_t i = 0; i < count; i++) {
        mg_postings postings;
        uint32_t wdf = orders[i].term[0] == 'w';
        mg_postings_open(inverter, orders[i].index, &postings);
        CHECK(postings.termfreq == 3 && postings.collfreq == 3 * wdf);
        for (uint32_t docid = 1; docid <= 3; docid++) {
            CHECK(postings.docid == docid * 1000000 && postings.wdf == wdf);
            mg_postings_next(&postings, NULL);
        }
        CHECK(postings.docid == 0);
    }
    free(orders);
    mg_inverter_free(inverter);
    morgue_article_free(article);
    mg_buffer_free(&text);
}
END_TEST

static bool refuse_value(void *user, uint32_t slot, const char *data, size_t len)
{
    (void)user;
    (void)slot;
    (void)data;
    return len == 0;
}

START_TEST(test_inverter_refused)
{
    morgue_error err;
    mg_inverter *inverter;
    mg_inverted inverted;
    const mg_term_sink sink = {.value = refuse_value};
    morgue_article *article =
        make_article((const field_text[]){{MORGUE_TEXT, "a"}, {MORGUE_DATE, "2022"}, {0}});
    OK(mg_inverter_new(&inverter, &err));
    FAILS(MORGUE_INVALID, mg_inverter_add(inverter, 1, article, &sink, &inverted, &err));
    mg_inverter_free(inverter);
    mg_inverter_free(NULL);
    morgue_article_free(article);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("inverter");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_inverter);
    tcase_add_test(tests, test_inverter_grows);
    tcase_add_test(tests, test_inverter_refused);
    return run_tests("inverter", tests);
}
