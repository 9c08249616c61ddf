/* Versions: their order, and that an archive keeps the latest one. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "indexer/versions.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_writer *writer;
static morgue_article *article;
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    article = morgue_article_new();
}

static void teardown(void)
{
    morgue_article_free(article);
    morgue_writer_free(writer);
    scratch_close(&s);
}

static void make(const char *version, const char *modified)
{
    morgue_article_clear(article);
    OK(morgue_article_set(article, MORGUE_ID, "a", MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_TITLE, "T", MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_REVISION, version, MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_MODIFIED, modified, MORGUE_NUL, &err));
}

static mg_version version_of(const char *version, const char *modified)
{
    make(version, modified);
    return mg_version_of(article);
}

/* Of two versions: is the first one older? */
static const struct {
    const char *number[2];
    const char *modified[2];
    bool older;
} rows[] = {
    {{"2", "10"}, {"", ""}, true},
    {{"10", "2"}, {"", ""}, false},
    {{"2", "2"}, {"", ""}, false},
    {{"0", "1"}, {"", ""}, true},
    {{"v2", "V3"}, {"", ""}, true},
    {{"1.9", "1.10"}, {"", ""}, true},
    {{"1.10", "2"}, {"", ""}, true},
    {{"007", "8"}, {"", ""}, true},
    {{"", "2"}, {"", ""}, false},
    {{"1", ""}, {"", ""}, false},
    {{"final", "2"}, {"", ""}, false},
    {{"99999999999", "1"}, {"", ""}, false},
    {{"1", "99999999999"}, {"", ""}, false},
    {{"2", "1"}, {"2022-01-01", "2022-01-02"}, false},
    {{"2", "2"}, {"2022-01-01", "2022-01-02"}, false},
    {{"", "2"}, {"2022-01-01", "2022-01-02"}, true},
    {{"", ""}, {"2022-01-01", "2022-01-02"}, true},
    {{"", ""}, {"2022-01-02", "2022-01-01"}, false},
    {{"", ""}, {"2022-01-01", "2022-01-01T14:00:00Z"}, false},
    {{"", ""}, {"2022-01-01T14:00:00Z", "2022-01-01"}, false},
    {{"", ""}, {"2022-01-01T14:00:00Z", "2022-01-01T14:00:01Z"}, true},
    {{"", ""}, {"2022", "2022-01-01"}, false},
    {{"", ""}, {"2021", "2022-01-01"}, true},
    {{"", ""}, {"", "2022-01-01"}, false},
    {{"", ""}, {"yesterday", "2022-01-01"}, false},
    {{"", ""}, {"1 May 2021", "2022-01-01"}, false},
};

START_TEST(order)
{
    mg_version a = version_of(rows[_i].number[0], rows[_i].modified[0]);
    mg_version b = version_of(rows[_i].number[1], rows[_i].modified[1]);
    ck_assert_int_eq(mg_version_is_older(&a, &b), rows[_i].older);
    ck_assert(!mg_version_is_older(&a, &b) || !mg_version_is_older(&b, &a));
}
END_TEST

static morgue_outcome add(const char *version, const char *text)
{
    morgue_outcome outcome = MORGUE_ADDED;
    make(version, "");
    OK(morgue_article_set(article, MORGUE_TEXT, text, MORGUE_NUL, &err));
    OK(morgue_writer_add(writer, article, &outcome, &err));
    return outcome;
}

static void expect_stored(const char *text)
{
    morgue_archive *archive;
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_archive_article(archive, "a", MORGUE_NUL, article, &err));
    ck_assert_str_eq(morgue_article_get(article, MORGUE_TEXT, 0).data, text);
    morgue_archive_free(archive);
}

/* Before and after a commit, and of an article that was put back. */
START_TEST(the_latest_is_kept)
{
    for (int commits = 0; commits < 2; commits++) {
        char two[32], three[32];
        snprintf(two, sizeof two, "two %d", commits);
        snprintf(three, sizeof three, "three %d", commits);
        ck_assert_int_eq(add("2", two), commits ? MORGUE_OLDER : MORGUE_ADDED);
        ck_assert_int_eq(add("3", three), MORGUE_REPLACED);
        ck_assert_int_eq(add("3", three), MORGUE_UNCHANGED);
        ck_assert_int_eq(add("1", "one"), MORGUE_OLDER);
        OK(morgue_writer_commit(writer, &err));
        expect_stored(three);
        ck_assert_int_eq(add("2", two), MORGUE_OLDER);
    }
    ck_assert_int_eq(add("", "no version"), MORGUE_REPLACED);
    ck_assert_int_eq(add("1", "one"), MORGUE_REPLACED);
    OK(morgue_writer_commit(writer, &err));
    expect_stored("one");
    OK(morgue_writer_delete(writer, "a", MORGUE_NUL, &err));
    ck_assert_int_eq(add("0", "nought"), MORGUE_ADDED);
    OK(morgue_writer_commit(writer, &err));
    expect_stored("nought");
}
END_TEST

/* As a copy is written: whatever comes last is there, before and after a commit. */
START_TEST(replacing)
{
    ck_assert_int_eq(add("2", "two"), MORGUE_ADDED);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_writer_open(s.path, &(morgue_writer_options){.replace = true}, &writer, &err));
    ck_assert_int_eq(add("1", "one"), MORGUE_REPLACED);
    ck_assert_int_eq(add("1", "one"), MORGUE_REPLACED);
    OK(morgue_writer_commit(writer, &err));
    expect_stored("one");
    const morgue_tag tag = {{"Ann Roe", MORGUE_NUL}, MORGUE_TAGGER, 90, 1, true};
    for (size_t tags = 2; tags-- > 0;) { /* that differ in tags only */
        OK(morgue_article_add_tag(article, MORGUE_PERSON, &tag, &err));
        if (!tags)
            morgue_article_remove(article, MORGUE_PERSON);
        OK(morgue_writer_add(writer, article, NULL, &err));
        OK(morgue_writer_commit(writer, &err));
        expect_stored("one");
        ck_assert_uint_eq(morgue_article_count(article, MORGUE_PERSON), tags);
    }
}
END_TEST

START_TEST(table)
{
    mg_versions versions = {0};
    for (uint64_t i = 1; i <= 10000; i++)
        ck_assert(mg_versions_set(&versions, (uint64_t[]){i * 64, i}, (mg_version){i, i + 1}));
    for (uint64_t i = 1; i <= 10000; i++)
        ck_assert_uint_eq(mg_versions_find(&versions, (uint64_t[]){i * 64, i}).number, i);
    ck_assert(mg_versions_set(&versions, (uint64_t[]){64, 1}, (mg_version){0, 0}));
    ck_assert_uint_eq(mg_versions_find(&versions, (uint64_t[]){64, 1}).number, 0);
    ck_assert(mg_versions_set(&versions, (uint64_t[]){7, 1}, (mg_version){0, 0}));
    ck_assert_uint_eq(versions.count, 10000);
    mg_versions_clear(&versions);
    ck_assert_uint_eq(mg_versions_find(&versions, (uint64_t[]){128, 2}).number, 0);
    mg_versions_free(&versions);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("versions");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, order, 0, sizeof rows / sizeof *rows);
    tcase_add_test(tests, the_latest_is_kept);
    tcase_add_test(tests, replacing);
    tcase_add_test(tests, table);
    return run_tests("versions", tests);
}
