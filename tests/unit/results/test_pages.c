/* Pages of hits, totals and walks, compared with sorting everything by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/reader.h"
#include "indexer/engine.h"
#include "tests/unit/scratch.h"

enum { ARTICLES = 330 };

/* What article `i` is: some have no date, every third says "rare", all say "common". */
typedef struct fact {
    char id[16];
    char date[16];
    bool rare;
} fact;

static scratch s;
static morgue_archive *archive;
static morgue_error err;
static fact facts[ARTICLES];

static void add(morgue_writer *writer, const fact *f)
{
    char text[64];
    snprintf(text, sizeof text, "common %s", f->rare ? "rare" : "");
    morgue_article *a = make_article(
        (const field_text[]){{MORGUE_ID, f->id}, {MORGUE_TEXT, text}, {MORGUE_DATE, f->date}, {0}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
}

static void setup(void)
{
    uint64_t seed = 5;
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < ARTICLES; i++) {
        fact *f = &facts[i];
        snprintf(f->id, sizeof f->id, "id%03d", i);
        snprintf(f->date, sizeof f->date, "20%02u-%02u-%02u", roll(&seed, 20), 1 + roll(&seed, 12),
                 1 + roll(&seed, 28));
        f->date[roll(&seed, 3) ? 10 : roll(&seed, 2) ? 7 : 4] = '\0';
        if (roll(&seed, 3) == 0)
            f->date[0] = '\0';
        f->rare = i % 3 == 0;
        add(writer, f);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

/* Undated articles last, whichever way. Equal ones as they were added. */
static int by_date(const void *a, const void *b, int sign)
{
    const fact *x = *(const fact *const *)a, *y = *(const fact *const *)b;
    if (!*x->date != !*y->date)
        return *x->date ? -1 : 1;
    int order = strcmp(x->date, y->date);
    return order ? sign * order : strcmp(x->id, y->id);
}

static int by_oldest(const void *a, const void *b)
{
    return by_date(a, b, 1);
}

static int by_newest(const void *a, const void *b)
{
    return by_date(a, b, -1);
}

/* All hits in the order they should have. */
static size_t expect(bool rare, bool oldest, const fact *ret[ARTICLES])
{
    size_t n = 0;
    for (int i = 0; i < ARTICLES; i++)
        if (!rare || facts[i].rare)
            ret[n++] = &facts[i];
    qsort(ret, n, sizeof *ret, oldest ? by_oldest : by_newest);
    return n;
}

static void check_page(const char *query, const morgue_search_options *options,
                       const fact *const *all, size_t n)
{
    morgue_results *results;
    morgue_hit hit;
    OK(morgue_search(archive, query, options, &results, &err));
    size_t first = options->offset < n ? options->offset : n;
    size_t count = n - first < options->limit ? n - first : options->limit;
    if (morgue_results_count(results) != count)
        ck_abort_msg("%s: offset %u limit %u: %zu hits, not %zu", query, options->offset,
                     options->limit, morgue_results_count(results), count);
    for (size_t i = 0; i < count; i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        const char *id = morgue_article_get(hit.article, MORGUE_ID, 0).data;
        if (strcmp(id, all[first + i]->id) != 0)
            ck_abort_msg("%s: offset %u limit %u: hit %zu is %s, not %s", query, options->offset,
                         options->limit, i, id, all[first + i]->id);
    }
    CHECK(morgue_results_hit(results, count, &hit, NULL) == MORGUE_INVALID);
    if (options->exact)
        CHECK(morgue_results_total_is_exact(results));
    if (morgue_results_total_is_exact(results))
        CHECK(morgue_results_total(results) == n);
    morgue_results_free(results);
}

/* Every part of the list, also over the border between dated and undated articles. */
START_TEST(test_pages)
{
    static const uint32_t limits[] = {1, 2, 7, 50, 400};
    const fact *all[ARTICLES];
    for (int rare = 0; rare < 2; rare++) {
        size_t n = expect(rare, _i & 1, all);
        for (size_t l = 0; l < 5; l++)
            for (uint32_t offset = 0; offset <= n + 3; offset += limits[l] > 2 ? 1 + l : 3) {
                const morgue_search_options options = {.offset = offset,
                                                       .limit = limits[l],
                                                       .sort = _i & 1 ? MORGUE_OLDEST_FIRST
                                                                      : MORGUE_NEWEST_FIRST,
                                                       .exact = _i & 2};
                check_page(rare ? "rare" : "*", &options, all, n);
            }
        const morgue_search_options beyond = {
            .offset = UINT32_MAX, .limit = UINT32_MAX, .sort = (morgue_sort)(1 + (_i & 1))};
        check_page(rare ? "rare" : "*", &beyond, all, n);
    }
}
END_TEST

/* Where nothing ranks, relevance is the order of time, newest first. */
START_TEST(test_nothing_ranks)
{
    const fact *all[ARTICLES];
    size_t n = expect(false, false, all);
    const morgue_search_options options = {.limit = 100};
    check_page("*", &options, all, n);
    while (n && !*all[n - 1]->date)
        n--;
    check_page("after:1999", &options, all, n);
}
END_TEST

START_TEST(test_relevance)
{
    morgue_results *results;
    morgue_hit hit;
    double last = 1e9;
    const morgue_search_options options = {.limit = 400, .exact = true};
    OK(morgue_search(archive, "rare OR common", &options, &results, &err));
    ck_assert_uint_eq(morgue_results_count(results), ARTICLES);
    for (size_t i = 0; i < ARTICLES; i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        CHECK(hit.score <= last && hit.score >= 0);
        bool rare = strstr(morgue_article_get(hit.article, MORGUE_TEXT, 0).data, "rare");
        CHECK(rare == (i < ARTICLES / 3));
        last = hit.score;
    }
    ck_assert(morgue_results_took_ms(results) >= 0);
    morgue_results_free(results);
}
END_TEST

START_TEST(test_count_only)
{
    static const struct {
        const char *query;
        uint64_t n;
    } rows[] = {{"*", ARTICLES},
                {"rare", ARTICLES / 3},
                {"common NOT rare", ARTICLES / 3 * 2},
                {"missing", 0},
                {"common rare", ARTICLES / 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int sort = 0; sort < 3; sort++) {
            morgue_results *results;
            const morgue_search_options options = {
                .count_only = true, .limit = 7, .offset = 3, .sort = (morgue_sort)sort};
            OK(morgue_search(archive, rows[i].query, &options, &results, &err));
            ck_assert_uint_eq(morgue_results_count(results), 0);
            ck_assert_uint_eq(morgue_results_total(results), rows[i].n);
            ck_assert(morgue_results_total_is_exact(results));
            morgue_results_free(results);
        }
}
END_TEST

/* Without passages hits are the same ones, and concordances are made when they are asked for. */
START_TEST(test_no_snippets)
{
    morgue_results *with, *without;
    const morgue_search_options whole = {.limit = ARTICLES};
    const morgue_search_options bare = {.limit = ARTICLES, .snippets = MORGUE_NO_SNIPPETS};
    OK(morgue_search(archive, "rare", &whole, &with, &err));
    OK(morgue_search(archive, "rare", &bare, &without, &err));
    ck_assert_uint_eq(morgue_results_count(with), ARTICLES / 3);
    ck_assert_uint_eq(morgue_results_count(without), ARTICLES / 3);
    for (size_t i = 0; i < morgue_results_count(with); i++) {
        morgue_hit one, other;
        size_t n;
        const morgue_line *lines;
        OK(morgue_results_hit(with, i, &one, &err));
        OK(morgue_results_hit(without, i, &other, &err));
        ck_assert_str_eq(morgue_article_get(one.article, MORGUE_ID, 0).data,
                         morgue_article_get(other.article, MORGUE_ID, 0).data);
        ck_assert(one.score == other.score);
        ck_assert_uint_eq(one.n_passages, 1);
        ck_assert_uint_eq(other.n_passages, 0);
        OK(morgue_results_lines(without, i, 0, &lines, &n, &err));
        ck_assert_uint_eq(n, 1);
        ck_assert_str_eq(lines[0].node.data, "rare");
    }
    morgue_results_free(with);
    morgue_results_free(without);
}
END_TEST

START_TEST(test_bad_query)
{
    morgue_results *results = NULL;
    morgue_walk *walk = NULL;
    FAILS(MORGUE_BAD_QUERY, morgue_search(archive, "", NULL, &results, &err));
    FAILS(MORGUE_BAD_QUERY, morgue_search(archive, "a \"b", NULL, &results, &err));
    ck_assert_int_eq(err.offset, 2);
    FAILS(MORGUE_BAD_QUERY, morgue_walk_open(archive, "(", &walk, &err));
    ck_assert(!results && !walk);
}
END_TEST

/* ---- Walks -------------------------------------------------------------------------------- */

/* Walks and compares with the articles that should come, in the order in which they were added. */
static void check_walk(const char *query)
{
    morgue_walk *walk;
    morgue_article *article;
    OK(morgue_walk_open(archive, query, &walk, &err));
    for (int i = 0; i < ARTICLES; i++) {
        if (query && strcmp(query, "rare") == 0 && !facts[i].rare)
            continue;
        OK(morgue_walk_next(walk, &article, &err));
        ck_assert_ptr_nonnull(article);
        CHECK(is_text(morgue_article_get(article, MORGUE_ID, 0), facts[i].id));
    }
    for (int i = 0; i < 2; i++) {
        OK(morgue_walk_next(walk, &article, &err));
        ck_assert_ptr_null(article);
    }
    morgue_walk_free(walk);
}

START_TEST(test_walk)
{
    check_walk(NULL);
    check_walk("*");
    check_walk("common");
    check_walk("rare");
}
END_TEST

/* Commits that replace, delete and add, while the walk goes on: every article that stays comes
 * once, in order. */
START_TEST(test_walk_beside_writer)
{
    const mg_engine untidy = {.untidy = true}; /* a shard merged away may be STALE */
    morgue_writer *writer;
    morgue_walk *walk;
    morgue_article *article;
    int last = -1, n = 0;
    fact fresh = {.rare = true};
    OK(mg_writer_open(s.path, NULL, &untidy, &writer, &err));
    OK(morgue_walk_open(archive, _i ? "common" : NULL, &walk, &err));
    for (;;) {
        OK(morgue_walk_next(walk, &article, &err));
        if (!article)
            break;
        int number = atoi(morgue_article_get(article, MORGUE_ID, 0).data + 2);
        CHECK(number > last);
        for (last++; last < number; last++)
            CHECK(last % 50 == 49 || last >= ARTICLES); /* deleted */
        if (n++ % 5)
            continue;
        fresh.rare = !fresh.rare;
        snprintf(fresh.id, sizeof fresh.id, "id%03d", (n * 7) % ARTICLES);
        add(writer, &fresh); /* in its old place */
        snprintf(fresh.id, sizeof fresh.id, "id%d", 1000 + n);
        add(writer, &fresh);
        for (int i = 49; n == 11 && i < ARTICLES; i += 50)
            OK(morgue_writer_delete(writer, facts[i].id, MORGUE_NUL, &err));
        OK(morgue_writer_commit(writer, &err));
    }
    ck_assert_int_ge(n, ARTICLES - ARTICLES / 50 - 1);
    morgue_walk_free(walk);
    morgue_writer_free(writer);
}
END_TEST

/* The archive may be asked, and taken up anew, in the middle of a walk. */
START_TEST(test_walk_and_reopen)
{
    morgue_writer *writer;
    morgue_walk *walk;
    morgue_article *article, *other = morgue_article_new();
    int n = 0;
    fact fresh = {.rare = true};
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    OK(morgue_walk_open(archive, _i ? "rare" : NULL, &walk, &err));
    OK(morgue_walk_next(walk, &article, &err));
    for (; article && n < 2 * ARTICLES; n++) {
        snprintf(fresh.id, sizeof fresh.id, "id%d", 1000 + n / 10);
        add(writer, &fresh);
        OK(morgue_writer_commit(writer, &err));
        OK(morgue_archive_reopen(archive, NULL, &err));
        OK(morgue_archive_article(archive, fresh.id, MORGUE_NUL, other, &err));
        OK(morgue_walk_next(walk, &article, &err));
    }
    ck_assert_int_ge(n, _i ? ARTICLES / 3 : ARTICLES);
    morgue_walk_free(walk);
    morgue_writer_free(writer);
    morgue_article_free(other);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("pages");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_pages, 0, 4);
    tcase_add_test(tests, test_nothing_ranks);
    tcase_add_test(tests, test_relevance);
    tcase_add_test(tests, test_count_only);
    tcase_add_test(tests, test_no_snippets);
    tcase_add_test(tests, test_bad_query);
    tcase_add_test(tests, test_walk);
    tcase_add_loop_test(tests, test_walk_beside_writer, 0, 2);
    tcase_add_loop_test(tests, test_walk_and_reopen, 0, 2);
    return run_tests("pages", tests);
}
