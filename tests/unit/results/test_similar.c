/* Articles like another. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

enum { THEMES = 5, EACH = 12 };

/* An article says some words of its theme, and much that all say. */
static const char *const themes[THEMES][8] = {
    {"earthquake", "rubble", "aftershock", "epicenter", "rescuers", "magnitude", "seismic",
     "quake"},
    {"tennis", "wimbledon", "racket", "serve", "volley", "umpire", "baseline", "tiebreak"},
    {"parliament", "coalition", "ballot", "premier", "cabinet", "minister", "vote", "candidate"},
    {"vaccine", "virus", "outbreak", "hospital", "infection", "quarantine", "epidemic", "dose"},
    {"barrel", "crude", "refinery", "pipeline", "opec", "drilling", "petrol", "tanker"}};
static const char *const places[THEMES] = {"Marenne", "Port Ostra", "Kelmar", "Vell", "Torrin Bay"};

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static int theme_of(int i)
{
    return i % THEMES;
}

static void add(morgue_writer *writer, uint64_t *seed, int i)
{
    mg_buffer text = {0};
    char id[16];
    const char *const *words = themes[theme_of(i)];
    snprintf(id, sizeof id, "id%02d", i);
    for (int w = 0; w < 40; w++) {
        put(&text, roll(seed, 3) ? "the said of and " : words[roll(seed, 8)]);
        put(&text, " ");
    }
    morgue_article *a = make_article((const field_text[]){{MORGUE_ID, id},
                                                          {MORGUE_TITLE, words[roll(seed, 8)]},
                                                          {MORGUE_TEXT, text.data},
                                                          {MORGUE_LOCATION, places[theme_of(i)]},
                                                          {MORGUE_DATE, i % 2 ? "2020" : "2021"},
                                                          {0}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
    mg_buffer_free(&text);
}

static void setup(void)
{
    uint64_t seed = 3;
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < THEMES * EACH; i++)
        add(writer, &seed, i);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

static int number_of(morgue_results *results, size_t i)
{
    morgue_hit hit;
    int number;
    OK(morgue_results_hit(results, i, &hit, &err));
    ck_assert_int_eq(sscanf(morgue_article_get(hit.article, MORGUE_ID, 0).data, "id%d", &number),
                     1);
    return number;
}

/* The others of its theme come first, and itself never. */
START_TEST(test_theme)
{
    for (int i = 0; i < THEMES * EACH; i++) {
        char id[16];
        snprintf(id, sizeof id, "id%02d", i);
        morgue_results *results;
        const morgue_search_options options = {.similar = id, .limit = 100, .exact = true};
        OK(morgue_search(archive, _i ? "" : NULL, &options, &results, &err));
        ck_assert_uint_ge(morgue_results_count(results), EACH - 1);
        for (size_t k = 0; k < morgue_results_count(results); k++) {
            int other = number_of(results, k);
            ck_assert_int_ne(other, i);
            ck_assert(k >= EACH - 1 || theme_of(other) == theme_of(i));
        }
        ck_assert_ptr_null(morgue_results_suggestion(results));
        morgue_results_free(results);
    }
}
END_TEST

/* A query only filters: the scores stay what they are. */
START_TEST(test_filter)
{
    morgue_results *all, *some;
    morgue_hit a, b;
    const morgue_search_options options = {.similar = "id07", .limit = 100, .exact = true};
    OK(morgue_search(archive, NULL, &options, &all, &err));
    OK(morgue_search(archive, "date:2021 -location:vell (said OR vote)", &options, &some, &err));
    size_t n = 0;
    for (size_t i = 0; i < morgue_results_count(all); i++) {
        if (number_of(all, i) % 2)
            continue;
        ck_assert_uint_lt(n, morgue_results_count(some));
        OK(morgue_results_hit(all, i, &a, &err));
        OK(morgue_results_hit(some, n, &b, &err));
        ck_assert_int_eq(number_of(all, i), number_of(some, n++));
        ck_assert(a.score == b.score);
    }
    ck_assert_uint_eq(n, morgue_results_count(some));
    ck_assert_uint_gt(n, 3);
    morgue_results_free(all);
    morgue_results_free(some);
}
END_TEST

START_TEST(test_facets)
{
    morgue_results *results;
    morgue_bucket bucket;
    morgue_facet facet;
    const morgue_search_options options = {
        .similar = "id00", .timeline = MORGUE_BY_YEAR, .facets = {MORGUE_LOCATION}, .n_facets = 1};
    OK(morgue_search(archive, "location:marenne", &options, &results, &err));
    ck_assert_uint_eq(morgue_results_total(results), EACH - 1);
    ck_assert(morgue_results_facet(results, 0, 0, &facet) && facet.count == EACH - 1);
    ck_assert(morgue_results_bucket(results, 0, &bucket));
    ck_assert_str_eq(bucket.from, "2020");
    ck_assert_uint_eq(bucket.of, EACH / 2);
    morgue_results_free(results);
    OK(morgue_search(archive, NULL, &options, &results, &err));
    ck_assert(morgue_results_bucket(results, 0, &bucket));
    ck_assert_uint_eq(bucket.of, THEMES * EACH / 2);
    morgue_results_free(results);
}
END_TEST

START_TEST(test_bad)
{
    morgue_results *results = NULL;
    const morgue_search_options missing = {.similar = "id99"}, there = {.similar = "id01"};
    FAILS(MORGUE_NOT_FOUND, morgue_search(archive, NULL, &missing, &results, &err));
    ck_assert_str_eq(err.message, "there is no article with the id 'id99'");
    FAILS(MORGUE_BAD_QUERY, morgue_search(archive, "a \"b", &there, &results, &err));
    ck_assert_ptr_null(results);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("similar");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_theme, 0, 2);
    tcase_add_test(tests, test_filter);
    tcase_add_test(tests, test_facets);
    tcase_add_test(tests, test_bad);
    return run_tests("similar", tests);
}
