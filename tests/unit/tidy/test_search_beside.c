/* Searches of every kind beside a writer that adds, replaces, deletes and merges: in processes of
 * their own, and in threads of one. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/tidy/news.h"

/* BESIDE_SECONDS in the environment makes it longer. */
enum { SECONDS = 4, READERS = 4, ANCHORS = 20, LIVE = 60, PADDING = 30 };

static news n;
static _Thread_local morgue_error err;
static time_t end;

/* ---- Writing ------------------------------------------------------------------------------ */

/* Anchors stay as they are; of what churns, two are added, replaced or deleted by each commit. */
static void add(const char *kind, int number, int version)
{
    char id[40], text[200];
    uint64_t seed = (uint64_t)number * 1000 + (uint64_t)version;
    mg_buffer all = {0};
    snprintf(id, sizeof id, "%s%06d", kind, number);
    snprintf(text, sizeof text, "It began early. The %s holds, and %s stands fast. Version %d. ",
             kind, kind, version);
    put(&all, text);
    roll_words(&seed, PADDING + (unsigned)version % 7 * PADDING, &all);
    morgue_article *article = make_article((const field_text[]){{MORGUE_ID, id},
                                                                {MORGUE_TITLE, kind},
                                                                {MORGUE_TEXT, all.data},
                                                                {MORGUE_PERSON, kind},
                                                                {MORGUE_DATE, "2022-01-21"},
                                                                {0}});
    OK(morgue_writer_add(n.writer, article, NULL, &err));
    morgue_article_free(article);
    mg_buffer_free(&all);
}

static void erase(int number)
{
    char id[40];
    snprintf(id, sizeof id, "Churn%06d", number);
    OK(morgue_writer_delete(n.writer, id, MORGUE_NUL, &err));
}

static void setup(void)
{
    news_open(&n);
    for (int i = 0; i < ANCHORS; i++)
        add("Anchor", i, 0);
    OK(morgue_writer_commit(n.writer, &err));
}

static void teardown(void)
{
    news_close(&n);
}

static void write_on(void)
{
    news_again(&n);
    for (int i = 0; time(NULL) < end; i++) {
        int first = 2 * (i % LIVE);
        for (int k = 0; k < 2; k++)
            if (i % 7 == 6 && i > LIVE)
                erase(first + k);
            else
                add("Churn", first + k, i);
        OK(morgue_writer_commit(n.writer, &err));
        if (i % 16 == 15)
            OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    }
    morgue_writer_free(n.writer);
    n.writer = NULL;
}

/* ---- Reading ------------------------------------------------------------------------------ */

static const char *const queries[] = {
    "%s",
    "\"the %s holds\"",
    "%s W/S fast",
    "(the PRE/2 holds) W/P %s",
    "cs:%s",
    "cs:%s NOT W/S began",
    "title:%s has:person after:2021",
    "person:%s \"stands fast\"",
    "%s NOT W/3 early",
};

/* All hits, with whatever is shown of them; the facet, the timeline and the hits agree. */
static uint64_t count(morgue_archive *archive, const char *form, const char *kind, bool full)
{
    char query[80];
    const morgue_search_options options = {.limit = full ? 5 : 1,
                                           .exact = true,
                                           .facets = {MORGUE_PERSON, MORGUE_ID},
                                           .n_facets = full ? 2 : 1,
                                           .facet_values = 3,
                                           .timeline = MORGUE_BY_DAY};
    morgue_results *results;
    morgue_facet facet = {0};
    morgue_bucket bucket = {0};
    snprintf(query, sizeof query, form, kind);
    OK(morgue_search(archive, query, &options, &results, &err));
    uint64_t total = morgue_results_total(results);
    CHECK(morgue_results_total_is_exact(results));
    CHECK(morgue_results_facet(results, 0, 0, &facet) == (total > 0));
    CHECK(facet.count == total && morgue_results_facet_without(results, 0) == 0);
    CHECK(morgue_results_bucket(results, 0, &bucket) == (total > 0) && bucket.count == total);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        OK(morgue_results_hit(results, i, &hit, &err));
        CHECK(is_text(morgue_article_get(hit.article, MORGUE_PERSON, 0), kind));
        CHECK(hit.n_passages);
    }
    morgue_results_free(results);
    return total;
}

static void read_on(int reader)
{
    for (unsigned round = 0; time(NULL) < end; round++) {
        morgue_archive *archive;
        OK(morgue_archive_open(n.path, &archive, &err));
        for (size_t i = 0; i < 2 * sizeof queries / sizeof *queries; i++) {
            const char *form = queries[i / 2];
            bool full = (round + i) % 3 == 0;
            if (count(archive, form, "Anchor", full) != ANCHORS)
                ck_abort_msg("reader %d: %s: not all anchors are found", reader, form);
            uint64_t churning = count(archive, form, "Churn", full);
            if (churning % 2 || churning > 2 * LIVE)
                ck_abort_msg("reader %d: %s: half a commit is found", reader, form);
            if (i % 4 == 3)
                OK(morgue_archive_reopen(archive, NULL, &err));
        }
        morgue_archive_free(archive);
    }
}

static void begin(void)
{
    const char *seconds = getenv("BESIDE_SECONDS");
    end = time(NULL) + (seconds ? atoi(seconds) : SECONDS);
    morgue_writer_free(n.writer);
    n.writer = NULL;
}

START_TEST(test_processes)
{
    pid_t readers[READERS];
    int status;
    begin();
    for (int i = 0; i < READERS; i++) {
        readers[i] = fork();
        if (readers[i] == 0) {
            read_on(i);
            _exit(0);
        }
    }
    write_on();
    for (int i = 0; i < READERS; i++) {
        ck_assert_int_eq(waitpid(readers[i], &status, 0), readers[i]);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    news_check(&n);
}
END_TEST

static void *run_reader(void *number)
{
    read_on(*(const int *)number);
    return NULL;
}

START_TEST(test_threads)
{
    pthread_t readers[READERS];
    int numbers[READERS];
    begin();
    for (int i = 0; i < READERS; i++) {
        numbers[i] = i;
        ck_assert_int_eq(pthread_create(&readers[i], NULL, run_reader, &numbers[i]), 0);
    }
    write_on();
    for (int i = 0; i < READERS; i++)
        ck_assert_int_eq(pthread_join(readers[i], NULL), 0);
    news_check(&n);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("search-beside");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, test_processes);
    tcase_add_test(tests, test_threads);
    return run_tests("search-beside", tests);
}
