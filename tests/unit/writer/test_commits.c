/* Readers beside a writer: what they see, and that no commit disturbs them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/place.h"
#include "archive/reader.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
}

static void teardown(void)
{
    scratch_close(&s);
}

/* Adds article `number`: about `words` words. */
static morgue_status add(morgue_writer *writer, int number, unsigned words)
{
    char id[24];
    uint64_t seed = (uint64_t)number;
    mg_buffer text = {0};
    morgue_article *article = morgue_article_new();
    snprintf(id, sizeof id, "id%d", number);
    roll_words(&seed, words, &text);
    put(&text, " everywhere");
    morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, NULL);
    morgue_article_set(article, MORGUE_TITLE, id, MORGUE_NUL, NULL);
    morgue_article_set(article, MORGUE_TEXT, text.data, text.len, NULL);
    morgue_status status = morgue_writer_add(writer, article, NULL, &err);
    mg_buffer_free(&text);
    morgue_article_free(article);
    return status;
}

/* The article reads as it was written. */
static void check_article(morgue_archive *archive, int number, unsigned words)
{
    char id[24];
    uint64_t seed = (uint64_t)number;
    mg_buffer text = {0};
    morgue_article *article = morgue_article_new();
    snprintf(id, sizeof id, "id%d", number);
    roll_words(&seed, words, &text);
    put(&text, " everywhere");
    OK(morgue_archive_article(archive, id, MORGUE_NUL, article, &err));
    ck_assert_str_eq(morgue_article_get(article, MORGUE_TEXT, 0).data, text.data);
    mg_buffer_free(&text);
    morgue_article_free(article);
}

/* Does the packed record of the article name a dictionary? */
static bool has_dictionary(const morgue_archive *archive, int number)
{
    char term[24];
    mg_place place;
    mg_buffer packed = {0};
    int len = snprintf(term, sizeof term, "Qid%d", number);
    OK(mg_place_of_id(archive, term, (size_t)len, &place, &err));
    OK(mg_index_record(archive->indexes[place.shard], place.docid, &packed, &err));
    bool named = packed.data[1] & 0x20;
    mg_buffer_free(&packed);
    return named;
}

/* A commit of the articles [from, to) by a writer of its own; the archive has so many shards then.
 */
static void commit_some(int from, int to, unsigned shards)
{
    morgue_writer *writer;
    morgue_archive *archive;
    morgue_stats stats;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = from; i < to; i++)
        OK(add(writer, i, 1200));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    ck_assert_uint_eq(stats.shards, shards);
    ck_assert_uint_eq(stats.articles, (unsigned)to);
    morgue_archive_free(archive);
}

/* A few articles make a shard without a dictionary, and a few more another. The first half megabyte
 * of many makes a dictionary, which serves these too, and later shards, however small. A reader
 * reads all. */
START_TEST(test_dictionary)
{
    enum { FEW = 5, MORE = 10, FIRST = 110, AFTER = 115, ALL = 220 };
    morgue_archive *archive;
    commit_some(0, FEW, 1);
    commit_some(FEW, MORE, 2);
    commit_some(MORE, FIRST, 3);
    commit_some(FIRST, AFTER, 4);
    commit_some(AFTER, ALL, 5);
    OK(morgue_archive_open(s.path, &archive, &err));
    for (int i = 0; i < ALL; i++) {
        check_article(archive, i, 1200);
        ck_assert(has_dictionary(archive, i) == (i >= MORE));
    }
    morgue_archive_free(archive);
}
END_TEST

/* Little memory: commits come by themselves. */
START_TEST(test_memory)
{
    const morgue_writer_options options = {.memory = 1};
    morgue_writer *writer;
    morgue_archive *archive;
    morgue_stats stats;
    OK(morgue_writer_open(s.path, &options, &writer, &err));
    for (int i = 0; i < 120; i++)
        OK(add(writer, i, 4000));
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    ck_assert(stats.revision >= 2 && stats.articles > 60 && stats.articles < 120);
    check_article(archive, 0, 4000);
    morgue_writer_free(writer);
    morgue_archive_free(archive);
}
END_TEST

static uint64_t count(morgue_archive *archive)
{
    morgue_results *results;
    const morgue_search_options options = {.count_only = true};
    OK(morgue_search(archive, "everywhere", &options, &results, &err));
    uint64_t total = morgue_results_total(results);
    morgue_results_free(results);
    return total;
}

START_TEST(test_reopen)
{
    bool changed = true;
    morgue_writer *writer;
    morgue_archive *archive;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    OK(morgue_archive_open(s.path, &archive, &err)); /* no shard yet */
    OK(morgue_archive_reopen(archive, &changed, &err));
    for (int i = 0; i < 5; i++) {
        OK(add(writer, i, 10));
        OK(morgue_archive_reopen(archive, &changed, &err));
        ck_assert(i == 0 || !changed);
        ck_assert_uint_eq(count(archive), (unsigned)i);
        OK(morgue_writer_commit(writer, &err));
        OK(morgue_archive_reopen(archive, &changed, &err));
        ck_assert(changed);
        ck_assert_uint_eq(count(archive), (unsigned)i + 1);
        OK(morgue_archive_reopen(archive, NULL, &err));
    }
    morgue_archive_free(archive);
    morgue_writer_free(writer);
}
END_TEST

enum { COMMITS = 30, EACH = 40 };

/* Commits again and again: new articles, and old ones replaced. */
static void write_on(void)
{
    morgue_writer *writer;
    if (morgue_writer_open(s.path, NULL, &writer, NULL) != MORGUE_OK)
        _exit(1);
    for (int round = 0; round < COMMITS; round++) {
        for (int i = 0; i < EACH; i++)
            if (add(writer, round * EACH + i, 200) != MORGUE_OK)
                _exit(2);
        morgue_writer_delete(writer, "id5", MORGUE_NUL, NULL);
        if (add(writer, 5, 200) != MORGUE_OK || morgue_writer_commit(writer, NULL) != MORGUE_OK)
            _exit(3);
    }
    morgue_writer_free(writer);
    _exit(0);
}

static void read_once(morgue_archive *archive, uint64_t *last)
{
    morgue_results *results;
    morgue_hit hit;
    morgue_stats stats;
    OK(morgue_search(archive, "everywhere", NULL, &results, &err));
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        CHECK(hit.n_passages && hit.passages[0].n_marks);
    }
    morgue_results_free(results);
    uint64_t total = count(archive);
    CHECK(total >= *last && total % EACH == 0); /* never half of a commit */
    *last = total;
    if (total)
        check_article(archive, 5, 200);
    OK(morgue_archive_stats(archive, &stats, &err));
}

static void walk_once(morgue_archive *archive)
{
    morgue_walk *walk;
    morgue_article *article = NULL;
    size_t n = 0;
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    do {
        OK(morgue_walk_next(walk, &article, &err));
        n += article != NULL;
    } while (article);
    CHECK(n <= COMMITS * (EACH + 1));
    morgue_walk_free(walk);
}

START_TEST(test_beside_writer)
{
    int result = 0;
    uint64_t last = 0;
    morgue_writer *writer;
    morgue_archive *archive;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
    pid_t child = fork();
    if (child == 0)
        write_on();
    while (waitpid(child, &result, WNOHANG) == 0) {
        read_once(archive, &last);
        walk_once(archive);
    }
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 0);
    OK(morgue_archive_reopen(archive, NULL, &err));
    read_once(archive, &last);
    ck_assert_uint_eq(last, COMMITS * EACH);
    morgue_archive_free(archive);
}
END_TEST

/* A reader that stayed behind takes up the newest state by itself. */
START_TEST(test_stale)
{
    morgue_writer *writer;
    morgue_archive *archive;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < 50; i++)
        OK(add(writer, i, 300));
    OK(morgue_writer_commit(writer, &err));
    OK(morgue_archive_open(s.path, &archive, &err));
    for (int round = 1; round <= 4; round++) {
        for (int i = 0; i < 50; i++)
            OK(add(writer, i + round * 50, 300));
        OK(morgue_writer_commit(writer, &err));
    }
    for (int i = 0; i < 50; i++)
        check_article(archive, i, 300);
    ck_assert(count(archive) % 50 == 0);
    morgue_archive_free(archive);
    morgue_writer_free(writer);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("commits");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_dictionary);
    tcase_add_test(tests, test_memory);
    tcase_add_test(tests, test_reopen);
    tcase_add_test(tests, test_beside_writer);
    tcase_add_test(tests, test_stale);
    return run_tests("commits", tests);
}
