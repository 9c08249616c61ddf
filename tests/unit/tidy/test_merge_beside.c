/* Readers beside a writer that merges all the time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tidy/news.h"

enum { FIRST = 20, ROUNDS = 80, READERS = 3, WORDS = 40 };

static news n;
static morgue_error err;

static void setup(void)
{
    news_open(&n);
    news_commit(&n, 0, FIRST, WORDS);
}

static void teardown(void)
{
    news_close(&n);
}

/* Two articles a commit; every other commit is followed by a merge of all. */
static void write_on(void)
{
    news_again(&n);
    for (int i = 0; i < ROUNDS; i++) {
        news_commit(&n, FIRST + i * 2, 2, WORDS);
        if (i % 2)
            OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    }
    morgue_writer_free(n.writer);
    n.writer = NULL;
}

static uint64_t count(morgue_archive *archive, const char *query)
{
    morgue_results *results;
    const morgue_search_options options = {.exact = true};
    OK(morgue_search(archive, query, &options, &results, &err));
    uint64_t total = morgue_results_total(results);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        OK(morgue_results_hit(results, i, &hit, &err));
        CHECK(hit.n_passages);
    }
    morgue_results_free(results);
    return total;
}

/* All that was committed when the archive was opened is there: words, phrases, records. */
static void read_all(morgue_archive *archive, uint64_t *last)
{
    char id[24];
    morgue_walk *walk;
    morgue_stats stats;
    morgue_article *article = morgue_article_new(), *next;
    uint64_t all = count(archive, "everywhere"), walked = 0;
    CHECK(all >= *last && all % 2 == 0);
    CHECK(count(archive, "\"everywhere odd\"") >= all / 2);
    snprintf(id, sizeof id, "id%06d", (int)(all % FIRST));
    OK(morgue_archive_article(archive, id, MORGUE_NUL, article, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    CHECK(stats.articles >= all);
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    do {
        OK(morgue_walk_next(walk, &next, &err));
        walked += next != NULL;
    } while (next);
    CHECK(walked >= all);
    morgue_walk_free(walk);
    morgue_article_free(article);
    *last = all;
}

/* Opens, reads, reopens, reads, until all is written. */
static void read_on(void)
{
    uint64_t last = FIRST;
    while (last < FIRST + ROUNDS * 2) {
        morgue_archive *archive;
        OK(morgue_archive_open(n.path, &archive, &err));
        for (int i = 0; i < 5; i++) {
            read_all(archive, &last);
            OK(morgue_archive_reopen(archive, NULL, &err));
        }
        morgue_archive_free(archive);
    }
}

START_TEST(test_beside)
{
    pid_t readers[READERS];
    int status;
    morgue_writer_free(n.writer);
    n.writer = NULL;
    for (int i = 0; i < READERS; i++) {
        readers[i] = fork();
        if (readers[i] == 0) {
            read_on();
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

/* An archive opened before a merge goes on with what it has, until it is opened again. */
START_TEST(test_stays_open)
{
    bool changed = false;
    morgue_archive *archive;
    news_commit(&n, 100, 4, WORDS);
    OK(morgue_archive_open(n.path, &archive, &err));
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    news_commit(&n, 200, 2, WORDS);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    ck_assert_uint_eq(count(archive, "everywhere"), FIRST + 4);
    OK(morgue_archive_reopen(archive, &changed, &err));
    ck_assert(changed);
    ck_assert_uint_eq(count(archive, "everywhere"), FIRST + 6);
    OK(morgue_archive_reopen(archive, &changed, &err));
    ck_assert(!changed);
    morgue_archive_free(archive);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("merge-beside");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_beside);
    tcase_add_test(tests, test_stays_open);
    return run_tests("merge-beside", tests);
}
