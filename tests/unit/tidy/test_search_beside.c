/* Searches of every kind, pages, walks and reading of articles beside a writer that adds, replaces,
 * deletes and merges: in processes of their own, and in threads of one, each with an archive of its
 * own. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/tidy/news.h"

/* BESIDE_SECONDS in the environment makes it longer. */
enum { SECONDS = 4, READERS = 4, THREADS = 8, ANCHORS = 20, LIVE = 60, PADDING = 30 };

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

static bool never_stop(void *user, uint64_t done, uint64_t total)
{
    CHECK(!user && done <= total);
    return true;
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
            OK(morgue_writer_compact(n.writer, i % 32 == 31 ? never_stop : NULL, NULL, &err));
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

/* Which of the anchors there are; numbers of others are passed over. */
static void note(bool found[ANCHORS], const morgue_article *article)
{
    int number = -1;
    sscanf(morgue_article_get(article, MORGUE_ID, 0).data, "Anchor%d", &number);
    if (number >= 0 && number < ANCHORS)
        found[number] = true;
}

static void check_all(const bool found[ANCHORS], int reader, const char *how)
{
    for (int i = 0; i < ANCHORS; i++)
        if (!found[i])
            ck_abort_msg("reader %d: %s: anchor %d is missed", reader, how, i);
}

static bool go_on(void *user)
{
    ++*(unsigned *)user;
    return true;
}

/* Page after page, with commits and merges between them. All have the same date. */
static void turn_pages(morgue_archive *archive, int reader, uint32_t limit)
{
    bool found[ANCHORS] = {false};
    char cursor[4096] = "";
    unsigned asked = 0;
    morgue_search_options options = {.limit = limit,
                                     .sort = MORGUE_NEWEST_FIRST,
                                     .after = cursor,
                                     .go_on = go_on,
                                     .user = &asked};
    do {
        morgue_results *results;
        morgue_hit hit;
        OK(morgue_search(archive, "holds", &options, &results, &err));
        for (size_t i = 0; i < morgue_results_count(results); i++) {
            OK(morgue_results_hit(results, i, &hit, &err));
            note(found, hit.article);
        }
        const char *next = morgue_results_cursor(results);
        snprintf(cursor, sizeof cursor, "%s", next ? next : "");
        morgue_results_free(results);
        if (asked % 3 == 0)
            OK(morgue_archive_reopen(archive, NULL, &err));
    } while (*cursor);
    CHECK(asked);
    check_all(found, reader, "pages");
}

/* All of the archive, or what is found; begun anew where a merge has taken what it stood on. */
static void walk_over(morgue_archive *archive, int reader, const char *query)
{
    morgue_status status = MORGUE_STALE;
    while (status == MORGUE_STALE) {
        bool found[ANCHORS] = {false};
        morgue_walk *walk;
        morgue_article *article;
        OK(morgue_walk_open(archive, query, &walk, &err));
        while ((status = morgue_walk_next(walk, &article, &err)) == MORGUE_OK && article)
            note(found, article);
        morgue_walk_free(walk);
        if (status == MORGUE_OK)
            check_all(found, reader, "walk");
    }
    if (status != MORGUE_OK)
        ck_abort_msg("reader %d: walk: %s", reader, err.message);
}

static void read_articles(morgue_archive *archive)
{
    char id[40];
    morgue_article *article = morgue_article_new();
    for (int i = 0; i < ANCHORS; i++) {
        snprintf(id, sizeof id, "Anchor%06d", i);
        OK(morgue_archive_article(archive, id, MORGUE_NUL, article, &err));
        CHECK(is_text(morgue_article_get(article, MORGUE_TITLE, 0), "Anchor"));
        snprintf(id, sizeof id, "Churn%06d", i);
        morgue_status status = morgue_archive_article(archive, id, MORGUE_NUL, article, &err);
        CHECK(status == MORGUE_OK || status == MORGUE_NOT_FOUND);
    }
    morgue_article_free(article);
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
        turn_pages(archive, reader, 3 + round % 7);
        walk_over(archive, reader, round % 2 ? NULL : "holds");
        read_articles(archive);
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
    pthread_t readers[THREADS];
    int numbers[THREADS];
    begin();
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        ck_assert_int_eq(pthread_create(&readers[i], NULL, run_reader, &numbers[i]), 0);
    }
    write_on();
    for (int i = 0; i < THREADS; i++)
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
