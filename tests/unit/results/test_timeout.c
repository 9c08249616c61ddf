/* Searches that would take long end in time, with hits that are hits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/match/clock.h"
#include "search/results/results.h"
#include "tests/unit/scratch.h"

enum { ARTICLES = 60, WORDS = 3000, ALLOWED_MS = 3000 };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static void setup(void)
{
    static const char *const words[] = {"the ", "of ", "and ", "to ", "in ", "rare. The "};
    uint64_t seed = 3;
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < ARTICLES; i++) {
        char id[16];
        mg_buffer text = {0};
        snprintf(id, sizeof id, "id%03d", i);
        for (int w = 0; w < WORDS; w++)
            put(&text, words[roll(&seed, 100) ? roll(&seed, 5) : 5]);
        morgue_article *a = make_article((const field_text[]){{MORGUE_ID, id},
                                                              {MORGUE_TEXT, text.data},
                                                              {MORGUE_PERSON, "Ada Lovelace"},
                                                              {MORGUE_DATE, "2022-01-21"},
                                                              {0}});
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
        mg_buffer_free(&text);
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

#define NEST2(a, b)    "(" a " W/1000 " b ")"
#define NEST4(a, b)    NEST2(NEST2(a, b), NEST2(b, a))
#define NEST8(a, b)    NEST2(NEST4(a, b), NEST4(b, a))
#define NEST16(a, b)   NEST2(NEST8(a, b), NEST8(b, a))
#define HARD           NEST16("the", "of")
#define HARD_WITH_CASE NEST16("cs:The", "of")

static const char *const hard[] = {HARD,
                                   HARD_WITH_CASE,
                                   "* NOT " HARD,
                                   "rare NOT " HARD_WITH_CASE,
                                   "* NOT (the NOT " HARD ")",
                                   HARD " OR in",
                                   "title:nothing OR (" HARD " OR " HARD ")"};

/* Each in the several ways of being looked for. */
START_TEST(test_hard)
{
    for (int way = 0; way < 4; way++) {
        const morgue_search_options options = {.timeout_ms = 60,
                                               .exact = way & 1,
                                               .explain = way & 2,
                                               .n_facets = way & 2 ? 1 : 0,
                                               .facets = {MORGUE_PERSON},
                                               .timeline = way & 2 ? MORGUE_BY_DAY : 0};
        morgue_results *results;
        morgue_hit hit;
        double start = mg_now_ms();
        OK(morgue_search(archive, hard[_i], &options, &results, &err));
        CHECK(morgue_results_partial(results));
        CHECK(!morgue_results_total_is_exact(results));
        ck_assert_ptr_nonnull(morgue_results_notice(results, 0));
        CHECK(morgue_results_total(results) <= ARTICLES);
        for (size_t i = 0; i < morgue_results_count(results) && i < 2; i++)
            OK(morgue_results_hit(results, i, &hit, &err));
        double took = mg_now_ms() - start;
        if (took > ALLOWED_MS)
            ck_abort_msg("way %d of %s: %f ms", way, hard[_i], took);
        morgue_results_free(results);
    }
}
END_TEST

/* Whatever the time at which it ends: hits of a search that is ended are hits of the whole. */
START_TEST(test_no_false_hits)
{
    static const char *const none[] = {"the NOT (of W/3 and)",
                                       "* NOT (rare W/S The)",
                                       "the NOT cs:The",
                                       "* NOT \"the of\"",
                                       "rare NOT (the NOT W/1 (of OR in))",
                                       "* NOT (the NOT W/2 the)"};
    for (uint32_t timeout = 1; timeout < 40; timeout += 1 + timeout / 8)
        for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
            const morgue_search_options options = {.timeout_ms = timeout, .exact = timeout % 2};
            morgue_results *results;
            OK(morgue_search(archive, none[i], &options, &results, &err));
            if (morgue_results_total(results))
                ck_abort_msg("%s finds something in %u ms", none[i], timeout);
            morgue_results_free(results);
        }
}
END_TEST

/* A deadline that has passed leaves nothing half planned behind. */
START_TEST(test_late_plan)
{
    static const char *const queries[] = {"rare", "ra*", "~rare"};
    for (size_t i = 0; i < 3; i++)
        for (int late = 1; late >= 0; late--) {
            mg_plan *plan = NULL;
            mg_page page;
            const mg_finding how = {.deadline = {.at = late}, .exact = true};
            OK(mg_plan_for(archive, queries[i], NULL, false, (mg_deadline){.at = late}, &plan,
                           &err));
            OK(mg_find(archive, plan, &how, &page, &err));
            CHECK(page.partial == late);
            CHECK(page.total == (late ? 0 : ARTICLES));
            mg_page_free(&page);
            mg_plan_free(plan);
        }
}
END_TEST

/* ---- Stopped by the caller ---------------------------------------------------------------- */

/* Says no when it is asked the `most`th time. */
typedef struct patience {
    unsigned asked;
    unsigned most; /* 0: never */
    double last;   /* CPU time, ms */
    double longest;
} patience;

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool go_on(void *user)
{
    patience *p = user;
    double now = cpu_ms();
    p->longest = p->asked && now - p->last > p->longest ? now - p->last : p->longest;
    p->last = now;
    return ++p->asked != p->most;
}

/* Wherever it is stopped; the archive can be asked as before. */
START_TEST(test_stopped)
{
    enum { LONGEST_MS = 500 }; /* with sanitizers; else it is about 5 */
    static const unsigned most[] = {1, 2, 3, 5, 8, 13};
    for (int way = 0; way < 4; way++)
        for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
            patience p = {.most = most[i]};
            const morgue_search_options options = {.go_on = go_on,
                                                   .user = &p,
                                                   .exact = way & 1,
                                                   .explain = way & 2,
                                                   .n_facets = way & 2 ? 1 : 0,
                                                   .facets = {MORGUE_PERSON},
                                                   .timeline = way & 2 ? MORGUE_BY_DAY : 0};
            morgue_results *results = NULL;
            FAILS(MORGUE_CANCELLED, morgue_search(archive, hard[_i], &options, &results, &err));
            ck_assert_ptr_null(results);
            ck_assert_uint_eq(p.asked, p.most); /* and not again */
            CHECK(p.longest < LONGEST_MS);
            OK(morgue_search(archive, "rare ra* NOT (rare W/1 rare)", NULL, &results, &err));
            morgue_results_free(results);
        }
}
END_TEST

/* Asking changes nothing; also a search of no time asks. Planning is stopped, too. */
START_TEST(test_not_stopped)
{
    static const char *const queries[] = {"*", "ra*", "~rere", "the W/2 of", "nothing OR nixhts"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        patience p = {0};
        morgue_results *with, *without;
        morgue_search_options options = {.exact = true};
        OK(morgue_search(archive, queries[i], &options, &without, &err));
        options.go_on = go_on;
        options.user = &p;
        OK(morgue_search(archive, queries[i], &options, &with, &err));
        ck_assert_uint_ge(p.asked, 1);
        ck_assert_uint_eq(morgue_results_total(with), morgue_results_total(without));
        ck_assert(!morgue_results_partial(with) && !morgue_results_notice(with, 0));
        morgue_results_free(with);
        p = (patience){.most = 1};
        FAILS(MORGUE_CANCELLED, morgue_search(archive, queries[i], &options, &with, &err));
        ck_assert_str_eq(err.message, "the search was stopped on request");
        morgue_results_free(without);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("timeout");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_hard, 0, sizeof hard / sizeof *hard);
    tcase_add_test(tests, test_no_false_hits);
    tcase_add_test(tests, test_late_plan);
    tcase_add_loop_test(tests, test_stopped, 0, sizeof hard / sizeof *hard);
    tcase_add_test(tests, test_not_stopped);
    return run_tests("timeout", tests);
}
