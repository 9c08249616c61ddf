/* Merging after commits: how many shards there are, and that nothing is lost. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/tidy.h"
#include "tests/unit/tidy/news.h"

static news n;
static morgue_error err;

static void setup(void)
{
    news_open(&n);
}

static void teardown(void)
{
    news_close(&n);
}

START_TEST(test_classes)
{
    ck_assert_uint_eq(mg_tidy_class(0), 0);
    ck_assert_uint_eq(mg_tidy_class(MG_TIDY_LEAST - 1), 0);
    for (unsigned i = 1; i < 15; i++) {
        uint64_t least = MG_TIDY_LEAST << (3 * (i - 1));
        ck_assert_uint_eq(mg_tidy_class(least), i);
        ck_assert_uint_eq(mg_tidy_class(least * 8 - 1), i);
    }
    ck_assert_uint_lt(mg_tidy_class(UINT64_MAX), 16);
}
END_TEST

/* Small commits one after the other: the eighth makes one of them all. */
START_TEST(test_eight)
{
    for (int i = 0; i < 30; i++) {
        news_commit(&n, i * 3, 3, 20);
        ck_assert_uint_eq(news_stats(&n).shards, (unsigned)i % 7 + 1);
        ck_assert_uint_eq(news_stats(&n).articles, (unsigned)i * 3 + 3);
    }
    ck_assert_ptr_null(morgue_writer_notice(n.writer));
    news_check(&n);
}
END_TEST

/* How many words the next commit has: few mostly, now and then so many that classes fill. */
static unsigned roll_size(uint64_t *seed)
{
    unsigned size = 10u << roll(seed, 8);
    return roll(seed, 10) ? size : 60000u << roll(seed, 3);
}

START_TEST(test_bound)
{
    uint64_t seed = (uint64_t)_i + 7, greatest = 0;
    for (int i = 0; i < 100; i++) {
        news_commit(&n, i * 2, 1 + i % 2, roll_size(&seed));
        if (i > 10 && i % 4 == 0) {
            news_delete(&n, (i / 2 - 4) * 2);
            OK(news_add(&n, (i / 2 - 1) * 2, i, 30, &err));
        }
        const morgue_stats stats = news_stats(&n);
        unsigned classes = mg_tidy_class(stats.bytes_text) + 1;
        ck_assert_uint_le(stats.shards, (MG_TIDY_FACTOR - 1) * classes);
        greatest = stats.shards > greatest ? stats.shards : greatest;
    }
    ck_assert_uint_gt(greatest, 7); /* there were several classes */
    OK(morgue_writer_commit(n.writer, &err));
    news_check(&n);
}
END_TEST

/* The same commits, with merging and without, give the same answers. */
static void write_all(void)
{
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 5; k++)
            OK(news_add(&n, i * 5 + k, 0, 40, &err));
        OK(news_add(&n, i * 2, i, 25, &err)); /* of an earlier shard, mostly */
        if (i % 3 == 2)
            news_delete(&n, i * 3);
        OK(morgue_writer_commit(n.writer, &err));
        if (i % 7 == 0)
            news_again(&n);
    }
}

START_TEST(test_same_answers)
{
    mg_buffer merged = {0}, unmerged = {0};
    write_all();
    news_check(&n);
    ck_assert_uint_lt(news_stats(&n).shards, 8);
    news_answers(&n, &merged);
    news_close(&n);
    news_open(&n);
    n.engine.untidy = true;
    news_again(&n);
    write_all();
    ck_assert_uint_eq(news_stats(&n).shards, 40);
    news_answers(&n, &unmerged);
    ck_assert_str_eq(merged.data, unmerged.data);
    mg_buffer_free(&merged);
    mg_buffer_free(&unmerged);
}
END_TEST

/* Articles stay in the order in which they were added. */
START_TEST(test_order)
{
    char id[24];
    morgue_walk *walk;
    morgue_archive *archive;
    morgue_article *article;
    for (int i = 0; i < 8; i++)
        news_commit(&n, i * 4, 4, 20);
    OK(morgue_archive_open(n.path, &archive, &err));
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (int i = 0; i < 32; i++) {
        OK(morgue_walk_next(walk, &article, &err));
        snprintf(id, sizeof id, "id%06d", i);
        ck_assert_ptr_nonnull(article);
        ck_assert(is_text(morgue_article_get(article, MORGUE_ID, 0), id));
    }
    morgue_walk_free(walk);
    morgue_archive_free(archive);
}
END_TEST

/* Shards that lost all their articles go with the others. */
START_TEST(test_emptied)
{
    for (int i = 0; i < 7; i++)
        news_commit(&n, i, 1, 20);
    for (int i = 0; i < 7; i++)
        news_delete(&n, i);
    OK(morgue_writer_commit(n.writer, &err));
    ck_assert_uint_eq(news_stats(&n).articles, 0);
    news_commit(&n, 100, 2, 20);
    const morgue_stats stats = news_stats(&n);
    ck_assert_uint_eq(stats.articles, 2);
    ck_assert_uint_eq(stats.shards, 1);
    ck_assert_uint_eq(stats.revision, 9);
    news_check(&n);
}
END_TEST

/* With a format that is not known, Xapian's writer makes the shards; the answers are the same. */
START_TEST(test_foreign)
{
    mg_buffer direct = {0}, foreign = {0};
    write_all();
    OK(news_add(&n, 9000, 0, 100000, &err)); /* enough for a dictionary */
    OK(morgue_writer_commit(n.writer, &err));
    news_answers(&n, &direct);
    ck_assert_ptr_nonnull(strstr(news_stats(&n).engine, "written directly"));
    ck_assert_ptr_null(strstr(news_stats(&n).engine, "by Xapian"));
    news_close(&n);
    news_open(&n);
    n.engine.foreign = true;
    news_again(&n);
    write_all();
    OK(news_add(&n, 9000, 1, 90000, &err));
    OK(news_add(&n, 9000, 0, 100000, &err)); /* the first is taken back */
    OK(morgue_writer_commit(n.writer, &err));
    news_answers(&n, &foreign);
    ck_assert_str_eq(direct.data, foreign.data);
    ck_assert_ptr_nonnull(strstr(news_stats(&n).engine, "written by Xapian"));
    n.engine.foreign = false;
    news_again(&n);
    news_commit(&n, 9001, 3, 20);
    ck_assert_ptr_nonnull(strstr(news_stats(&n).engine, "; 1 shard written directly, "));
    news_check(&n);
    mg_buffer_free(&direct);
    mg_buffer_free(&foreign);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("tidy");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, test_classes);
    tcase_add_test(tests, test_eight);
    tcase_add_loop_test(tests, test_bound, 0, 2);
    tcase_add_test(tests, test_same_answers);
    tcase_add_test(tests, test_order);
    tcase_add_test(tests, test_emptied);
    tcase_add_test(tests, test_foreign);
    return run_tests("tidy", tests);
}
