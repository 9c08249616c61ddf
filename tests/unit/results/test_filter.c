/* A filter narrows a search and does nothing else: for generated queries and filters. Whole texts
 * have the marks of passages. The name of a state changes when what is found does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

enum { ARTICLES = 300, ROUNDS = 400, QUERY_MAX = 200 };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

/* ---- The archive -------------------------------------------------------------------------- */

static void add(morgue_writer *writer, uint64_t *seed, unsigned number)
{
    static const char *const words[] = {"storm", "ferry", "harbour", "strike", "wind", "Ferry\n\n"};
    static const char *const persons[] = {"Ada Quill", "Ben \"Bo\" Quill", "Quill"};
    char id[16], text[256] = "", date[16];
    snprintf(id, sizeof id, "id-%u", number);
    snprintf(date, sizeof date, "201%u-0%u-11", roll(seed, 4), 1 + roll(seed, 3));
    for (uint32_t n = 2 + roll(seed, 12); n; n--) {
        strcat(text, words[roll(seed, 6)]);
        strcat(text, " ");
    }
    strcat(text, number % 20 == 7 ? "walrus" : "");
    morgue_article *a = make_article((const field_text[]){{MORGUE_ID, id},
                                                          {MORGUE_TITLE, words[roll(seed, 5)]},
                                                          {MORGUE_TEXT, text},
                                                          {MORGUE_DATE, date},
                                                          {MORGUE_PERSON, persons[roll(seed, 3)]},
                                                          {0, NULL}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
}

static void add_more(unsigned from, unsigned to)
{
    morgue_writer *writer;
    uint64_t seed = from + 1;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (unsigned i = from; i < to; i++)
        add(writer, &seed, i);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

static void setup(void)
{
    scratch_open(&s);
    add_more(0, ARTICLES / 2);
    add_more(ARTICLES / 2, ARTICLES);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

/* ---- Against the query that says both ----------------------------------------------------- */

static const char *const parts[] = {"storm",
                                    "ferry OR wind",
                                    "\"storm ferry\"",
                                    "st*",
                                    "storm W/2 harbour",
                                    "-strike",
                                    "title:wind",
                                    "person:quill",
                                    "person:=\"ada quill\"",
                                    "person:=“ben \"bo\" quill”",
                                    "date:2011..2012",
                                    "after:2012 OR wind",
                                    "*",
                                    "-(person:quill -storm)"};
enum { PARTS = sizeof parts / sizeof *parts };

static morgue_results *search(const char *query, const char *filter)
{
    const morgue_search_options options = {.limit = 2 * ARTICLES,
                                           .exact = true,
                                           .facets = {MORGUE_PERSON},
                                           .n_facets = 1,
                                           .timeline = MORGUE_BY_YEAR,
                                           .filter = filter};
    morgue_results *results;
    OK(morgue_search(archive, query, &options, &results, &err));
    return results;
}

static morgue_hit hit_at(morgue_results *results, size_t i)
{
    morgue_hit hit;
    OK(morgue_results_hit(results, i, &hit, &err));
    return hit;
}

static const char *id_at(morgue_results *results, size_t i)
{
    return morgue_article_get(hit_at(results, i).article, MORGUE_ID, 0).data;
}

static bool has(morgue_results *results, const char *id)
{
    for (size_t i = 0; i < morgue_results_count(results); i++)
        if (strcmp(id_at(results, i), id) == 0)
            return true;
    return false;
}

static bool same_passage(const morgue_passage *a, const morgue_passage *b)
{
    return a->text.len == b->text.len && memcmp(a->text.data, b->text.data, a->text.len) == 0 &&
           a->n_marks == b->n_marks &&
           memcmp(a->marks, b->marks, a->n_marks * sizeof *a->marks) == 0;
}

/* The hits are those of the query alone that the filter alone has, too, in the same order. */
static void check_hits(morgue_results *alone, morgue_results *both, morgue_results *filter)
{
    size_t n = 0;
    for (size_t i = 0; i < morgue_results_count(alone); i++) {
        if (!has(filter, id_at(alone, i)))
            continue;
        ck_assert_uint_lt(n, morgue_results_count(both));
        morgue_hit a = hit_at(alone, i), b = hit_at(both, n++);
        ck_assert_str_eq(id_at(alone, i), id_at(both, n - 1));
        ck_assert_double_eq_tol(a.score, b.score, 1e-9);
        CHECK(same_passage(&a.title, &b.title));
        ck_assert_uint_eq(a.n_passages, b.n_passages);
        CHECK(!a.n_passages || same_passage(a.passages, b.passages));
    }
    ck_assert_uint_eq(n, morgue_results_count(both));
    ck_assert_uint_eq(n, morgue_results_total(both));
}

/* Counts are those of the query that says both; in what periods there are articles at all is
 * narrowed by the words of the filter, too. */
static void check_counts(morgue_results *both, morgue_results *joined, bool filter_has_words)
{
    morgue_facet a, b;
    morgue_bucket x, y;
    for (size_t i = 0; morgue_results_facet(joined, 0, i, &a); i++) {
        CHECK(morgue_results_facet(both, 0, i, &b));
        ck_assert_str_eq(a.value.data, b.value.data);
        ck_assert_uint_eq(a.count, b.count);
    }
    for (size_t i = 0, j = 0; morgue_results_bucket(joined, i, &x); i++) {
        if (!morgue_results_bucket(both, j, &y) || strcmp(x.from, y.from) != 0) {
            CHECK(filter_has_words && x.count == 0);
            continue;
        }
        j++;
        ck_assert_uint_eq(x.count, y.count);
        CHECK(filter_has_words ? y.of <= x.of : y.of == x.of);
    }
}

START_TEST(test_narrows)
{
    uint64_t seed = 5;
    for (int round = 0; round < ROUNDS; round++) {
        char query[QUERY_MAX];
        const char *q = parts[roll(&seed, PARTS)], *f = parts[roll(&seed, PARTS)];
        snprintf(query, sizeof query, "(%s) (%s)", q, f);
        morgue_results *alone = search(q, NULL), *filter = search(f, ""), *both = search(q, f),
                       *joined = search(query, NULL);
        check_hits(alone, both, filter);
        check_counts(both, joined, strstr(f, "person:") != f && strstr(f, "date:") != f);
        morgue_results_free(alone);
        morgue_results_free(filter);
        morgue_results_free(both);
        morgue_results_free(joined);
    }
}
END_TEST

START_TEST(test_similar)
{
    morgue_search_options options = {.similar = "id-7", .limit = 20, .exact = true};
    morgue_results *by_query, *by_filter;
    OK(morgue_search(archive, "date:2011", &options, &by_query, &err));
    options.filter = "date:2011";
    OK(morgue_search(archive, NULL, &options, &by_filter, &err));
    ck_assert_uint_gt(morgue_results_count(by_query), 0);
    ck_assert_uint_eq(morgue_results_total(by_query), morgue_results_total(by_filter));
    for (size_t i = 0; i < morgue_results_count(by_query); i++)
        ck_assert_str_eq(id_at(by_query, i), id_at(by_filter, i));
    morgue_results_free(by_query);
    morgue_results_free(by_filter);
}
END_TEST

/* Whose mistake it is. */
START_TEST(test_mistakes)
{
    morgue_search_options options = {.filter = "date:2011 ("};
    morgue_results *results = NULL;
    FAILS(MORGUE_INVALID, morgue_search(archive, "storm", &options, &results, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "filter"));
    options.filter = ") OR (storm";
    FAILS(MORGUE_INVALID, morgue_search(archive, "storm", &options, &results, &err));
    options.filter = "date:2011";
    FAILS(MORGUE_BAD_QUERY, morgue_search(archive, "storm )", &options, &results, &err));
    ck_assert_int_eq(err.offset, 6);
    FAILS(MORGUE_BAD_QUERY, morgue_search(archive, "", &options, &results, &err));
    ck_assert_ptr_null(results);
}
END_TEST

START_TEST(test_suggestion)
{
    const morgue_search_options options = {.filter = "date:2011"};
    morgue_results *results;
    OK(morgue_search(archive, "harbuor", &options, &results, &err));
    ck_assert_str_eq(morgue_results_suggestion(results), "harbour");
    morgue_results_free(results);
}
END_TEST

/* ---- Whole texts -------------------------------------------------------------------------- */

/* The marks say the same as those of a passage that has all of the text, in which line breaks are
 * spaces and runs of them are one. */
START_TEST(test_whole)
{
    static const morgue_search_options options = {.limit = ARTICLES, .snippet = 1 << 20};
    morgue_results *results;
    OK(morgue_search(archive, "ferry OR \"storm wind\" OR title:strike", &options, &results, &err));
    ck_assert_uint_gt(morgue_results_count(results), 100);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit = hit_at(results, i);
        morgue_passage whole;
        OK(morgue_results_whole(results, i, &whole, &err));
        OK(morgue_results_whole(results, i, &whole, &err));
        CHECK(is_text(whole.text, morgue_article_get(hit.article, MORGUE_TEXT, 0).data));
        ck_assert_uint_eq(whole.n_marks, hit.n_passages ? hit.passages->n_marks : 0);
        for (size_t m = 0; m < whole.n_marks; m++) {
            morgue_mark a = whole.marks[m], b = hit.passages->marks[m];
            CHECK(m == 0 || a.start >= whole.marks[m - 1].start + whole.marks[m - 1].len);
            ck_assert_uint_eq(a.len, b.len);
            CHECK(memcmp(whole.text.data + a.start, hit.passages->text.data + b.start, a.len) == 0);
        }
    }
    morgue_passage none;
    FAILS(MORGUE_INVALID, morgue_results_whole(results, ARTICLES, &none, &err));
    morgue_results_free(results);
}
END_TEST

/* ---- States ------------------------------------------------------------------------------- */

/* Takes up what there is; is the state another than it was? */
static bool has_changed(char state[MORGUE_STATE_MAX])
{
    char now[MORGUE_STATE_MAX];
    OK(morgue_archive_reopen(archive, NULL, &err));
    OK(morgue_archive_state(archive, now, &err));
    bool changed = strcmp(now, state) != 0;
    memcpy(state, now, sizeof now);
    return changed;
}

START_TEST(test_state)
{
    char state[MORGUE_STATE_MAX] = "";
    morgue_writer *writer;
    CHECK(has_changed(state));
    CHECK(!has_changed(state));
    add_more(ARTICLES, ARTICLES + 1);
    CHECK(has_changed(state));
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    OK(morgue_writer_delete(writer, "id-3", 4, &err));
    CHECK(!has_changed(state));
    OK(morgue_writer_commit(writer, &err));
    CHECK(has_changed(state));
    OK(morgue_writer_compact(writer, NULL, NULL, &err));
    CHECK(has_changed(state));
    morgue_writer_free(writer);
    CHECK(!has_changed(state));
    scratch_write(&s, "aliases.txt", "a = b\n", 6);
    CHECK(has_changed(state));
    scratch_write(&s, "blocklist.txt", "a\n", 2);
    CHECK(has_changed(state));
    CHECK(!has_changed(state));
    ck_assert_uint_eq(strspn(state, "0123456789abcdefghijklmnopqrstuvwxyz-"), strlen(state));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("filter");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_narrows);
    tcase_add_test(tests, test_similar);
    tcase_add_test(tests, test_mistakes);
    tcase_add_test(tests, test_suggestion);
    tcase_add_test(tests, test_whole);
    tcase_add_test(tests, test_state);
    return run_tests("filter", tests);
}
