/* The dictionary of packed articles: the first shard has it, whose metadata are those of all shards
 * as one, and so has each shard that was changed since there is one. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "archive/manifest.h"
#include "archive/shard.h"
#include "archive/stub.h"
#include "indexer/build/updater.h"
#include "indexer/engine.h"
#include "indexer/writer.h"
#include "tests/unit/scratch.h"

enum { MANY = 400, WORDS = 300 };

static scratch s;
static morgue_article *article;
static morgue_error err;
static uint64_t seed;

static void setup(void)
{
    scratch_open(&s);
    article = morgue_article_new();
    seed = 7;
}

static void teardown(void)
{
    morgue_article_free(article);
    scratch_close(&s);
}

static void add(morgue_writer *writer, unsigned number)
{
    char id[32];
    mg_buffer text = {0};
    snprintf(id, sizeof id, "made-%u", number);
    roll_words(&seed, WORDS, &text);
    morgue_article_clear(article);
    OK(morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_TEXT, text.data, text.len, &err));
    OK(morgue_writer_add(writer, article, NULL, &err));
    mg_buffer_free(&text);
}

/* Adds articles `first` and on in a commit of their own. */
static void commit(unsigned first, unsigned n)
{
    const mg_engine untidy = {.untidy = true};
    morgue_writer *writer;
    OK(mg_writer_open(s.path, NULL, &untidy, &writer, &err));
    for (unsigned i = 0; i < n; i++)
        add(writer, first + i);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

/* The name of the dictionary that a shard, or the archive as one database, has; "" where none. */
static void find_dictionary(const char *name, char ret[MG_META_KEY_MAX])
{
    xap_error cause;
    xap_database *db = NULL;
    xap_string value = {0};
    const char *path = scratch_path(&s, name);
    ck_assert_int_eq(xap_database_open(&path, 1, &db, &cause), XAP_OK);
    ck_assert_int_eq(xap_database_metadata(db, MG_META_DICTIONARY, &value, &cause), XAP_OK);
    ret[0] = '\0';
    if (value.len) {
        snprintf(ret, MG_META_KEY_MAX, "%s.%.*s", MG_META_DICTIONARY, (int)value.len, value.data);
        ck_assert_int_eq(xap_database_metadata(db, ret, &value, &cause), XAP_OK);
        ck_assert_uint_gt(value.len, 1000);
    }
    xap_string_free(&value);
    xap_database_free(db);
}

static bool has_dictionary(const char *name)
{
    char key[MG_META_KEY_MAX];
    find_dictionary(name, key);
    return *key;
}

static void check_articles(unsigned n)
{
    morgue_archive *archive;
    char id[32];
    OK(morgue_archive_open(s.path, &archive, &err));
    for (unsigned i = 0; i < n; i++) {
        snprintf(id, sizeof id, "made-%u", i);
        OK(morgue_archive_article(archive, id, MORGUE_NUL, article, &err));
    }
    morgue_archive_free(archive);
}

/* The archive begins too small for one; that which is made later goes into the first shard with the
 * commit that it is made in. */
START_TEST(test_first)
{
    commit(0, 1);
    commit(1, 1);
    ck_assert(!has_dictionary("") && !has_dictionary("shard-000001"));
    commit(2, MANY);
    ck_assert(has_dictionary("") && has_dictionary("shard-000001"));
    ck_assert(has_dictionary("shard-000003"));
    ck_assert(!has_dictionary("shard-000002"));
    commit(1, 1); /* changed where it is, and packed with the dictionary now */
    ck_assert(has_dictionary("shard-000002"));
    check_articles(2 + MANY);
}
END_TEST

/* Takes it out of a shard, as earlier versions have left it. */
static void take_out(const char *shard)
{
    char key[MG_META_KEY_MAX];
    mg_updater *updater;
    find_dictionary(shard, key);
    OK(mg_updater_open(scratch_path(&s, shard), &updater, &err));
    OK(mg_updater_set_meta(updater, key, (morgue_text){"", 0}, &err));
    OK(mg_updater_set_meta(updater, MG_META_DICTIONARY, (morgue_text){"", 0}, &err));
    OK(mg_updater_commit(updater, &err));
    mg_updater_free(updater);
}

/* Who opens an archive whose first shard lacks it for writing puts it there, whatever he does then;
 * it is no change that anybody is told of. */
START_TEST(test_earlier)
{
    morgue_writer *writer;
    morgue_archive *archive;
    morgue_stats before, after;
    commit(0, 1);
    commit(1, MANY);
    take_out("shard-000001");
    ck_assert(!has_dictionary(""));
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_archive_stats(archive, &before, &err));
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    ck_assert(has_dictionary(""));
    add(writer, 0);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_reopen(archive, NULL, &err));
    OK(morgue_archive_stats(archive, &after, &err));
    ck_assert_uint_eq(after.revision, before.revision + 1);
    ck_assert_uint_eq(after.articles, before.articles);
    morgue_archive_free(archive);
    check_articles(1 + MANY);
}
END_TEST

/* Also where a merge has made another one the first. */
START_TEST(test_merged)
{
    commit(0, 1);
    commit(1, 1);
    commit(2, MANY);
    mg_manifest manifest;
    OK(mg_manifest_read(s.path, &manifest, &err));
    const bool merged[] = {true, false, true};
    const char *paths[] = {scratch_path(&s, "shard-000001"), scratch_path(&s, "shard-000003")};
    char target[128];
    xap_error cause;
    snprintf(target, sizeof target, "%s/shard-000004", s.path);
    ck_assert_int_eq(xap_compact(paths, 2, target, 0, 0, &cause), XAP_OK);
    ck_assert_str_eq(mg_manifest_merge(&manifest, merged), "shard-000004");
    ck_assert_str_eq(manifest.shards[0], "shard-000002");
    OK(mg_manifest_write(s.path, &manifest, &err));
    OK(mg_stub_keep(s.path, &manifest, &err));
    mg_manifest_free(&manifest);
    ck_assert(!has_dictionary("") && has_dictionary("shard-000004"));
    morgue_writer *writer;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    morgue_writer_free(writer);
    ck_assert(has_dictionary("") && has_dictionary("shard-000002"));
    check_articles(2 + MANY);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("dictionary");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_first);
    tcase_add_test(tests, test_earlier);
    tcase_add_test(tests, test_merged);
    return run_tests("dictionary", tests);
}
