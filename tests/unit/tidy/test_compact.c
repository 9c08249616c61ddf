/* morgue_writer_compact(): one shard, the same answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/reader.h"
#include "archive/shard.h"
#include "indexer/build/updater.h"
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

/* Compacts and compares what the archive answers before and after. */
static void compact_and_compare(void)
{
    mg_buffer before = {0}, after = {0};
    OK(morgue_writer_commit(n.writer, &err));
    news_answers(&n, &before);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    news_answers(&n, &after);
    ck_assert_str_eq(before.data, after.data);
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    news_check(&n);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}

START_TEST(test_compact)
{
    n.engine.untidy = true;
    news_again(&n);
    for (int i = 0; i < 12; i++) {
        news_commit(&n, i * 10, 10, 100);
        if (i) {
            OK(news_add(&n, i, 1, 50, &err)); /* of the first shard */
            OK(news_add(&n, i * 10 - 1, 1, 50, &err));
            news_delete(&n, i * 10 - 2);
        }
    }
    compact_and_compare();
    OK(news_add(&n, 3, 2, 70, &err)); /* the writer goes on */
    news_delete(&n, 40);
    OK(news_add(&n, 500, 0, 70, &err));
    compact_and_compare();
}
END_TEST

static char *only_shard(void)
{
    mg_manifest manifest;
    OK(mg_manifest_read(n.path, &manifest, &err));
    ck_assert_uint_eq(manifest.count, 1);
    char *name = strdup(manifest.shards[0]);
    mg_manifest_free(&manifest);
    return name;
}

/* A shard is packed once, and again when it has changed. */
START_TEST(test_once)
{
    news_commit(&n, 0, 30, 50);
    char *made = only_shard();
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    char *same = only_shard();
    ck_assert_str_eq(made, same); /* a new shard is as packed as can be */
    OK(news_add(&n, 3, 1, 50, &err));
    news_delete(&n, 4);
    OK(morgue_writer_commit(n.writer, &err));
    OK(news_add(&n, 50, 0, 50, &err));
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err)); /* commits, too */
    char *merged = only_shard();
    ck_assert_str_ne(made, merged);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    char *still = only_shard();
    ck_assert_str_eq(merged, still);
    news_delete(&n, 5);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    char *again = only_shard();
    ck_assert_str_ne(merged, again);
    ck_assert_uint_eq(news_stats(&n).articles, 29);
    free(made);
    free(same);
    free(merged);
    free(still);
    free(again);
}
END_TEST

START_TEST(test_nothing)
{
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    ck_assert_uint_eq(news_stats(&n).shards, 0);
    news_commit(&n, 0, 1, 20);
    news_delete(&n, 0);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    ck_assert_uint_eq(news_stats(&n).articles, 0);
    news_commit(&n, 0, 1, 20);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    ck_assert_uint_eq(news_stats(&n).articles, 1);
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    news_check(&n);
}
END_TEST

static size_t metadata_len(const char *key)
{
    mg_buffer value = {0};
    morgue_archive *archive;
    OK(morgue_archive_open(n.path, &archive, &err));
    OK(mg_index_metadata(archive->indexes[0], key, &value, &err));
    size_t len = value.len;
    mg_buffer_free(&value);
    morgue_archive_free(archive);
    return len;
}

/* Gives a shard another dictionary, as if it came from elsewhere. */
static void add_dictionary(const char *shard, const char *key, size_t len)
{
    static const char zeros[1000];
    mg_updater *updater;
    char path[128];
    snprintf(path, sizeof path, "%s/%s", n.path, shard);
    OK(mg_updater_open(path, &updater, &err));
    OK(mg_updater_set_meta(updater, key, (morgue_text){zeros, len}, &err));
    OK(mg_updater_commit(updater, &err));
    mg_updater_free(updater);
}

/* Shards with different dictionaries, and one without: all are kept, and the one in use is named.
 */
START_TEST(test_dictionaries)
{
    n.engine.untidy = true;
    news_again(&n);
    news_commit(&n, 0, 3, 50); /* too little to make one of */
    news_commit(&n, 10, 3, 40000);
    news_commit(&n, 20, 3, 100);
    add_dictionary("shard-000001", MG_META_DICTIONARY ".00000001", 100);
    add_dictionary("shard-000003", MG_META_DICTIONARY ".00000003", 300);
    news_again(&n);
    compact_and_compare();
    ck_assert_uint_eq(metadata_len(MG_META_DICTIONARY), 8);
    ck_assert_uint_eq(metadata_len(MG_META_DICTIONARY ".00000001"), 100);
    ck_assert_uint_eq(metadata_len(MG_META_DICTIONARY ".00000003"), 300);
    OK(news_add(&n, 1, 1, 300, &err));
    compact_and_compare();
    ck_assert_uint_eq(metadata_len(MG_META_DICTIONARY ".00000003"), 300);
}
END_TEST

/* ---- Watched ------------------------------------------------------------------------------ */

/* What it was told, and when it says no. */
typedef struct watch {
    unsigned calls;
    unsigned most; /* 0: it never does */
    uint64_t last;
    uint64_t total;
} watch;

static bool watching(void *user, uint64_t done, uint64_t total)
{
    watch *w = user;
    CHECK(done >= w->last && done <= total);
    CHECK(!w->total || w->total == total);
    w->last = done;
    w->total = total;
    return ++w->calls != w->most;
}

/* Stopped at the beginning, in between, at the end: the archive is as it was, and the writer goes
 * on. */
START_TEST(test_stopped)
{
    mg_buffer before = {0}, after = {0};
    n.engine.untidy = true;
    news_again(&n);
    news_commit(&n, 0, 30, 30000);
    news_commit(&n, 100, 30, 30000);
    news_delete(&n, 7);
    OK(morgue_writer_commit(n.writer, &err));
    news_answers(&n, &before);
    for (unsigned most = 1; most <= 2; most++) {
        watch w = {.most = most};
        FAILS(MORGUE_CANCELLED, morgue_writer_compact(n.writer, watching, &w, &err));
        ck_assert_str_eq(err.message, "stopped on request");
        ck_assert_uint_eq(w.calls, most);
        ck_assert_uint_eq(w.total, 59);
        ck_assert_uint_eq(news_stats(&n).shards, 2);
        mg_buffer_clear(&after);
        news_answers(&n, &after);
        ck_assert_str_eq(before.data, after.data);
        news_check(&n); /* also that nothing lies about */
    }
    watch patient = {0};
    OK(news_add(&n, 300, 0, 50, &err));
    OK(morgue_writer_compact(n.writer, watching, &patient, &err));
    ck_assert_uint_eq(patient.total, 60);
    ck_assert_uint_eq(patient.last, 60);
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    news_check(&n);
    watch idle = {.most = 1};
    OK(morgue_writer_compact(n.writer, watching, &idle, &err)); /* nothing to do */
    ck_assert_uint_eq(idle.calls, 0);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("compact");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_compact);
    tcase_add_test(tests, test_once);
    tcase_add_test(tests, test_nothing);
    tcase_add_test(tests, test_dictionaries);
    tcase_add_test(tests, test_stopped);
    return run_tests("compact", tests);
}
