/* Archives that are one part of several: what each takes, and what it stays. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "archive/part.h"
#include "tests/unit/scratch.h"

enum { PARTS = 3, ARTICLES = 60 };

static scratch s;
static morgue_article *article;
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
    article = morgue_article_new();
}

static void teardown(void)
{
    morgue_article_free(article);
    scratch_close(&s);
}

static const char *path_of(uint64_t part)
{
    char name[32];
    snprintf(name, sizeof name, "part-%u", (unsigned)part);
    return scratch_path(&s, name);
}

static morgue_writer *open_part(uint64_t part, uint64_t parts, const char *path)
{
    morgue_writer *writer;
    const morgue_writer_options options = {.part = part, .parts = parts};
    OK(morgue_writer_open(path, &options, &writer, &err));
    return writer;
}

static void name_id(unsigned number, char ret[32])
{
    snprintf(ret, 32, "made-%u", number);
}

static morgue_outcome add(morgue_writer *writer, unsigned number, const char *title)
{
    char id[32];
    morgue_outcome outcome;
    name_id(number, id);
    morgue_article_clear(article);
    OK(morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_TITLE, title, MORGUE_NUL, &err));
    OK(morgue_writer_add(writer, article, &outcome, &err));
    return outcome;
}

static uint64_t add_all(morgue_writer *writer, const char *title, morgue_outcome expected)
{
    uint64_t taken = 0;
    for (unsigned i = 0; i < ARTICLES; i++) {
        morgue_outcome outcome = add(writer, i, title);
        ck_assert(outcome == expected || outcome == MORGUE_ELSEWHERE);
        taken += outcome == expected;
    }
    return taken;
}

static morgue_stats stats_of(const char *path)
{
    morgue_archive *archive;
    morgue_stats stats;
    OK(morgue_archive_open(path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    morgue_archive_free(archive);
    return stats;
}

/* All are taken, each once; replacing and deleting find the one that has it, also when the run does
 * not name the part. */
START_TEST(test_each_once)
{
    uint64_t added = 0, replaced = 0, deleted = 0;
    char id[32];
    for (uint64_t part = 1; part <= PARTS; part++) {
        morgue_writer *writer = open_part(part, PARTS, path_of(part));
        added += add_all(writer, "one", MORGUE_ADDED);
        OK(morgue_writer_commit(writer, &err));
        morgue_writer_free(writer);
        writer = open_part(0, 0, path_of(part));
        replaced += add_all(writer, "two", MORGUE_REPLACED);
        for (unsigned i = 0; i < ARTICLES; i += 2) {
            name_id(i, id);
            deleted += morgue_writer_delete(writer, id, MORGUE_NUL, &err) == MORGUE_OK;
        }
        OK(morgue_writer_commit(writer, &err));
        morgue_writer_free(writer);
        morgue_stats stats = stats_of(path_of(part));
        ck_assert(stats.part == part && stats.parts == PARTS);
    }
    ck_assert_uint_eq(added, ARTICLES);
    ck_assert_uint_eq(replaced, ARTICLES);
    ck_assert_uint_eq(deleted, ARTICLES / 2);
}
END_TEST

/* An article without an id gets the same one everywhere, and one part takes it. */
START_TEST(test_without_id)
{
    unsigned taken = 0;
    char first[64] = "";
    for (uint64_t part = 1; part <= PARTS; part++) {
        morgue_outcome outcome;
        morgue_writer *writer = open_part(part, PARTS, path_of(part));
        morgue_article_clear(article);
        OK(morgue_article_set(article, MORGUE_TITLE, "No id", MORGUE_NUL, &err));
        OK(morgue_writer_add(writer, article, &outcome, &err));
        morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
        ck_assert(part == 1 || strcmp(first, id.data) == 0);
        snprintf(first, sizeof first, "%s", id.data);
        ck_assert_int_eq(outcome == MORGUE_ADDED, mg_part_of(id.data, id.len, PARTS) == part);
        taken += outcome == MORGUE_ADDED;
        morgue_writer_free(writer);
    }
    ck_assert_uint_eq(taken, 1);
}
END_TEST

static void refused(uint64_t part, uint64_t parts, const char *path, const char *says)
{
    morgue_writer *writer;
    const morgue_writer_options options = {.part = part, .parts = parts};
    FAILS(MORGUE_INVALID, morgue_writer_open(path, &options, &writer, &err));
    ck_assert_msg(strstr(err.message, says) != NULL, "%s", err.message);
}

/* An archive is made as a part, or becomes one while it is empty; then it is that for ever. */
START_TEST(test_mixing)
{
    const char *path = scratch_path(&s, "archive");
    morgue_writer_free(open_part(0, 0, path));
    ck_assert_uint_eq(stats_of(path).parts, 0);
    morgue_writer_free(open_part(2, PARTS, path));
    ck_assert(stats_of(path).part == 2 && stats_of(path).parts == PARTS);
    refused(1, PARTS, path, "archive: is part 2/3, not 1/3: leave --part out");
    refused(2, 2 * PARTS, path, "is part 2/3, not 2/6");
    refused(0, PARTS, path, "there is no part 0/3");
    refused(4, PARTS, path, "there is no part 4/3");
    morgue_writer_free(open_part(2, PARTS, path));
    ck_assert(stats_of(path).part == 2 && stats_of(path).parts == PARTS);
}
END_TEST

START_TEST(test_whole_stays_whole)
{
    const char *path = scratch_path(&s, "archive");
    morgue_writer *writer = open_part(0, 0, path);
    ck_assert_uint_eq(add_all(writer, "one", MORGUE_ADDED), ARTICLES);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    refused(1, 1, path, "archive: has articles of all parts, and cannot become part 1/1");
    ck_assert_uint_eq(stats_of(path).parts, 0);
    morgue_writer_free(open_part(0, 0, path));
}
END_TEST

/* What copies, merges and makes an archive anew leaves it the part that it is. */
START_TEST(test_stays)
{
    const char *path = scratch_path(&s, "archive");
    char copy[128];
    uint64_t changed;
    morgue_snapshot_facts facts;
    morgue_rebuilt rebuilt;
    snprintf(copy, sizeof copy, "%s/copy", s.path);
    morgue_writer *writer = open_part(3, PARTS, path);
    add_all(writer, "one", MORGUE_ADDED);
    OK(morgue_writer_commit(writer, &err));
    add(writer, 1000, "another");
    OK(morgue_writer_compact(writer, NULL, NULL, &err));
    OK(morgue_writer_retag(writer, NULL, NULL, &changed, &err));
    morgue_writer_free(writer);
    OK(morgue_rebuild(path, NULL, &rebuilt, &err));
    OK(morgue_snapshot(path, copy, &facts, &err));
    ck_assert(stats_of(path).part == 3 && stats_of(path).parts == PARTS);
    ck_assert(stats_of(copy).part == 3 && stats_of(copy).parts == PARTS);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("parts");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_each_once);
    tcase_add_test(tests, test_without_id);
    tcase_add_test(tests, test_mixing);
    tcase_add_test(tests, test_whole_stays_whole);
    tcase_add_test(tests, test_stays);
    return run_tests("parts", tests);
}
