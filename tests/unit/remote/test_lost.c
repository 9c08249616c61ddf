/* A spread archive of which a node goes away while it is read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/remote/node.h"
#include "tests/unit/results/odd_news.h"
#include "tests/unit/scratch.h"

enum { NODES = 2 };

static scratch s;
static node nodes[NODES];
static morgue_error err;

static const char *shard(void)
{
    return scratch_path(&s, "news/shard-000001");
}

/* Two nodes with the same articles, which does not matter here, and their list. */
static void setup(void)
{
    char list[128] = "";
    scratch_open(&s);
    if (!node_can_be())
        exit(EXIT_SUCCESS);
    OK(odd_news_write(scratch_path(&s, "news"), 1, &err));
    for (size_t i = 0; i < NODES; i++) {
        nodes[i] = node_start(shard());
        sprintf(list + strlen(list), "tcp 127.0.0.1:%u\n", nodes[i].port);
    }
    scratch_write(&s, "list", list, strlen(list));
}

static void teardown(void)
{
    for (size_t i = 0; i < NODES; i++)
        node_kill(&nodes[i]);
    scratch_close(&s);
}

static morgue_archive *open_list(void)
{
    morgue_archive *archive = NULL;
    OK(morgue_archive_open(scratch_path(&s, "list"), &archive, &err));
    return archive;
}

/* It is told once, and the walk goes on with what the other has. */
static void walk(const char *query)
{
    enum { BEFORE = 10, MOST = 4 * ODD_NEWS };
    morgue_walk *at = NULL;
    morgue_archive *archive = open_list();
    size_t articles = 0, failures = 0;
    OK(morgue_walk_open(archive, query, &at, &err));
    for (size_t calls = 0; calls < MOST; calls++) {
        morgue_article *article = NULL;
        morgue_status status = morgue_walk_next(at, &article, &err);
        if (status == MORGUE_OK && !article)
            break;
        articles += status == MORGUE_OK;
        failures += status == MORGUE_NETWORK;
        ck_assert(status == MORGUE_OK || status == MORGUE_NETWORK);
        if (calls == BEFORE)
            node_kill(&nodes[1]);
    }
    ck_assert_uint_eq(failures, 1);
    ck_assert_uint_ge(articles, ODD_NEWS);
    ck_assert_uint_lt(articles, NODES * ODD_NEWS);
    morgue_walk_free(at);
    morgue_archive_free(archive);
    node_restart(&nodes[1], shard());
}

START_TEST(walks_end)
{
    walk(NULL);
    walk("*");
}
END_TEST

/* Hits that were found are there, whatever happens to their nodes. */
START_TEST(hits_stay)
{
    morgue_results *results = NULL;
    morgue_archive *archive = open_list();
    const morgue_search_options options = {.limit = ODD_NEWS, .timeout_ms = 5000};
    OK(morgue_search(archive, "*", &options, &results, &err));
    ck_assert(!morgue_results_partial(results));
    ck_assert_uint_eq(morgue_results_total(results), NODES * ODD_NEWS);
    for (size_t i = 0; i < NODES; i++)
        node_kill(&nodes[i]);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        OK(morgue_results_hit(results, i, &hit, &err));
    }
    morgue_results_free(results);
    FAILS(MORGUE_NETWORK, morgue_search(archive, "news", &options, &results, &err));
    for (size_t i = 0; i < NODES; i++)
        node_restart(&nodes[i], shard());
    OK(morgue_search(archive, "*", &options, &results, &err)); /* at once whole again */
    ck_assert(!morgue_results_partial(results));
    ck_assert_uint_eq(morgue_results_total(results), NODES * ODD_NEWS);
    morgue_results_free(results);
    morgue_archive_free(archive);
}
END_TEST

/* Articles that say much, so that they are packed with a dictionary. */
static void write_packed(const char *path)
{
    enum { MANY = 400, WORDS = 300 };
    uint64_t seed = 7;
    morgue_writer *writer;
    morgue_article *article = morgue_article_new();
    OK(morgue_writer_open(path, NULL, &writer, &err));
    for (unsigned i = 0; i < MANY; i++) {
        char id[16];
        mg_buffer text = {0};
        snprintf(id, sizeof id, "%u", i);
        roll_words(&seed, WORDS, &text);
        morgue_article_clear(article);
        OK(morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, &err));
        OK(morgue_article_set(article, MORGUE_TEXT, text.data, text.len, &err));
        OK(morgue_writer_add(writer, article, NULL, &err));
        mg_buffer_free(&text);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    morgue_article_free(article);
}

/* What they were packed with, too. */
START_TEST(packed_hits_stay)
{
    morgue_hit hit;
    morgue_results *results = NULL;
    write_packed(scratch_path(&s, "packed"));
    for (size_t i = 0; i < NODES; i++)
        node_kill(&nodes[i]);
    node_restart(&nodes[0], scratch_path(&s, "packed"));
    morgue_archive *archive = open_list();
    OK(morgue_search(archive, "*", NULL, &results, &err));
    ck_assert(morgue_results_partial(results));
    ck_assert_uint_gt(morgue_results_count(results), 1);
    node_kill(&nodes[0]);
    OK(morgue_results_hit(results, 0, &hit, &err));
    OK(morgue_results_hit(results, 1, &hit, &err));
    morgue_results_free(results);
    morgue_archive_free(archive);
    for (size_t i = 0; i < NODES; i++)
        node_restart(&nodes[i], shard());
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("lost");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, walks_end);
    tcase_add_test(tests, hits_stay);
    tcase_add_test(tests, packed_hits_stay);
    return run_tests("lost", tests);
}
