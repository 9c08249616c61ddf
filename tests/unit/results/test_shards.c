/* The same articles in one shard, three and eight answer the same. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/results/odd_news.h"
#include "tests/unit/scratch.h"

enum { WAYS = 3, FACETS = 5 };

static const unsigned shards[WAYS] = {1, 3, 8};
static scratch s;
static morgue_archive *archives[WAYS];
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
    for (size_t i = 0; i < WAYS; i++) {
        char name[16];
        morgue_stats stats;
        snprintf(name, sizeof name, "%u", shards[i]);
        OK(odd_news_write(scratch_path(&s, name), shards[i], &err));
        OK(morgue_archive_open(scratch_path(&s, name), &archives[i], &err));
        OK(morgue_archive_stats(archives[i], &stats, &err));
        ck_assert_uint_eq(stats.articles, ODD_NEWS);
        ck_assert_uint_eq(stats.shards, shards[i]);
    }
}

static void teardown(void)
{
    for (size_t i = 0; i < WAYS; i++)
        morgue_archive_free(archives[i]);
    scratch_close(&s);
}

/* ---- Hits --------------------------------------------------------------------------------- */

/* A hit with all that is shown of it, as text. */
typedef struct shown {
    double score;
    const char *id;
    mg_buffer text;
} shown;

static void put_passage(mg_buffer *to, const morgue_passage *p)
{
    char mark[40];
    ck_assert(mg_buffer_append(to, p->text.data, p->text.len));
    for (size_t i = 0; i < p->n_marks; i++) {
        snprintf(mark, sizeof mark, " %u+%u", p->marks[i].start, p->marks[i].len);
        put(to, mark);
    }
    put(to, p->starts_late ? "<" : "|");
    put(to, p->ends_early ? ">\n" : "|\n");
}

static void show(morgue_results *results, size_t i, shown *ret)
{
    morgue_hit hit;
    const morgue_line *lines;
    size_t n;
    OK(morgue_results_hit(results, i, &hit, &err));
    ret->score = hit.score;
    ret->id = morgue_article_get(hit.article, MORGUE_ID, 0).data;
    put_passage(&ret->text, &hit.title);
    for (size_t k = 0; k < hit.n_passages; k++)
        put_passage(&ret->text, &hit.passages[k]);
    OK(morgue_results_lines(results, i, 30, &lines, &n, &err));
    for (size_t k = 0; k < n; k++) {
        ck_assert(mg_buffer_append(&ret->text, lines[k].left.data, lines[k].left.len));
        put(&ret->text, "[");
        ck_assert(mg_buffer_append(&ret->text, lines[k].node.data, lines[k].node.len));
        put(&ret->text, "]");
        ck_assert(mg_buffer_append(&ret->text, lines[k].right.data, lines[k].right.len));
    }
}

/* Articles of the same score may come in any order. */
static int by_id(const void *a, const void *b)
{
    const shown *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static void compare_hits(const char *query, morgue_results *one, morgue_results *other)
{
    shown all[2][ODD_NEWS] = {{{0}}};
    size_t n = morgue_results_count(one);
    ck_assert_uint_eq(n, morgue_results_total(one));
    ck_assert_uint_eq(n, morgue_results_count(other));
    ck_assert_uint_eq(n, morgue_results_total(other));
    for (size_t i = 0; i < n; i++) {
        show(one, i, &all[0][i]);
        show(other, i, &all[1][i]);
        if (fabs(all[0][i].score - all[1][i].score) > 1e-9)
            ck_abort_msg("%s: hit %zu scores otherwise", query, i);
    }
    for (size_t k = 0; n && k < 2; k++)
        qsort(all[k], n, sizeof all[k][0], by_id);
    for (size_t i = 0; i < n; i++) {
        const shown *x = &all[0][i], *y = &all[1][i];
        if (strcmp(x->id, y->id) != 0 || fabs(x->score - y->score) > 1e-9)
            ck_abort_msg("%s: %s and %s", query, x->id, y->id);
        if (x->text.len != y->text.len || memcmp(x->text.data, y->text.data, x->text.len) != 0)
            ck_abort_msg("%s: %s is shown otherwise", query, x->id);
    }
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < n; i++)
            mg_buffer_free(&all[k][i].text);
}

/* ---- Counts ------------------------------------------------------------------------------- */

static void compare_facets(const char *query, const morgue_results *one,
                           const morgue_results *other)
{
    morgue_facet a, b;
    for (size_t f = 0; f < FACETS; f++) {
        size_t i = 0;
        CHECK(morgue_results_facet_values(one, f) == morgue_results_facet_values(other, f));
        CHECK(morgue_results_facet_without(one, f) == morgue_results_facet_without(other, f));
        for (; morgue_results_facet(one, f, i, &a); i++)
            if (!morgue_results_facet(other, f, i, &b) || a.count != b.count ||
                a.value.len != b.value.len || memcmp(a.value.data, b.value.data, a.value.len) != 0)
                ck_abort_msg("%s: facet %zu differs at %zu, %s", query, f, i, a.value.data);
        CHECK(!morgue_results_facet(other, f, i, &b));
    }
}

static void compare_timelines(const char *query, const morgue_results *one,
                              const morgue_results *other)
{
    morgue_bucket a, b;
    size_t i = 0;
    CHECK(morgue_results_undated(one) == morgue_results_undated(other));
    for (; morgue_results_bucket(one, i, &a); i++)
        if (!morgue_results_bucket(other, i, &b) || strcmp(a.from, b.from) != 0 ||
            a.count != b.count || a.of != b.of)
            ck_abort_msg("%s: the timeline differs at %s", query, a.from);
    CHECK(!morgue_results_bucket(other, i, &b));
}

static void compare_suggestions(const char *query, const morgue_results *one,
                                const morgue_results *other)
{
    const char *a = morgue_results_suggestion(one), *b = morgue_results_suggestion(other);
    if (!a != !b || (a && strcmp(a, b) != 0))
        ck_abort_msg("%s: %s, and %s", query, a ? a : "no", b ? b : "no");
}

/* ---- Queries ------------------------------------------------------------------------------ */

static const char *const queries[] = {
    "*",
    "storm",
    "storm OR ferry",
    "the of and",
    "the -of",
    "* -storm -ferry",
    "\"of the\"",
    "\"the * of\"",
    "\"s* f*\"",
    "the W/3 of",
    "the W/3 (of W/5 (storm OR \"cease fire\"))",
    "the NOT W/2 of",
    "buffalo W/1000 buffalo",
    "storm W/S ferry",
    "the PRE/P (US OR F-16)",
    "cs:US",
    "cs:(US OR Ferry) NOT cs:The",
    "cs:\"The storm\" OR title:cs:The",
    "sto* OR *m",
    "?he f?rry",
    "~storm ~ferri",
    "~minster",
    "cease-fire",
    "北約 OR 北",
    "Łódź l'homme",
    "title:storm",
    "person:(ada W/2 lovelace)",
    "actor:nato",
    "org:=\"nato\" OR location:=\"kyiv\"",
    "date:2022",
    "before:2021 storm",
    "has:person -has:date",
    "lang:fr the",
    "id:odd-00*",
    "stomr",
    "stormm ferrry",
    "nothing",
};

static void compare(const char *query, morgue_search_options options)
{
    morgue_results *results[WAYS];
    options.limit = 2 * ODD_NEWS;
    options.exact = true;
    options.snippets = 2;
    options.snippet = 80;
    for (size_t i = 0; i < WAYS; i++)
        if (morgue_search(archives[i], query, &options, &results[i], &err) != MORGUE_OK)
            ck_abort_msg("%s: %s", query, err.message);
    for (size_t i = 1; i < WAYS; i++) {
        compare_hits(query, results[0], results[i]);
        compare_facets(query, results[0], results[i]);
        compare_timelines(query, results[0], results[i]);
        compare_suggestions(query, results[0], results[i]);
    }
    for (size_t i = 0; i < WAYS; i++)
        morgue_results_free(results[i]);
}

START_TEST(test_queries)
{
    const morgue_search_options options = {
        .sort = (morgue_sort)(_i % 3),
        .timeline = (morgue_period)(1 + _i % 3),
        .facets = {MORGUE_PERSON, MORGUE_ACTOR, MORGUE_LOCATION, MORGUE_SOURCE, MORGUE_ID},
        .n_facets = FACETS,
        .facet_values = 100};
    compare(queries[_i], options);
}
END_TEST

START_TEST(test_similar)
{
    for (int i = 0; i < ODD_NEWS; i += 5) {
        char id[16];
        snprintf(id, sizeof id, "odd-%03d", i);
        compare(i % 2 ? "storm" : "", (morgue_search_options){.similar = id});
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("shards");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_queries, 0, sizeof queries / sizeof *queries);
    tcase_add_test(tests, test_similar);
    return run_tests("shards", tests);
}
