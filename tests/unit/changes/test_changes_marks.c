/* Where the feed of changes begins: marks that are not this archive's; archives that were rebuilt,
 * or are of earlier versions, or damaged. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/lock.h"
#include "archive/manifest.h"
#include "archive/revision.h"
#include "archive/shard.h"
#include "tests/unit/changes/feed.h"

START_TEST(test_rebuilt)
{
    morgue_rebuilt facts;
    commit("a=one b=two");
    commit("-a");
    ck_assert_str_eq(told("1"), "2:-a");
    OK(morgue_rebuild(archive, NULL, &facts, &err));
    refuse(MORGUE_STALE, mark, "of this one before it was rebuilt");
    refuse(MORGUE_STALE, "2", "it was rebuilt");
    ck_assert_str_eq(told("3"), "");
    ck_assert_str_eq(told(""), "3:b=two");
    commit("c=three -b");
    ck_assert_str_eq(told(mark), "4:-b 4:c=three");
}
END_TEST

/* An archive without articles can be rebuilt, too, and goes on. */
START_TEST(test_empty)
{
    morgue_rebuilt facts;
    morgue_writer_free(open_writer());
    ck_assert_str_eq(told(""), "");
    ck_assert_int_eq(strncmp(mark, "0-", 2), 0);
    ck_assert_str_eq(told(mark), "");
    commit("a=one");
    commit("-a");
    ck_assert_str_eq(told(mark), "2:-a");
    ck_assert_str_eq(told(mark), "");
    OK(morgue_rebuild(archive, NULL, &facts, &err));
    refuse(MORGUE_STALE, mark, "rebuilt");
    ck_assert_str_eq(told("0"), "");
    commit("b=two");
    ck_assert_str_eq(told(mark), "1:b=two");
}
END_TEST

START_TEST(test_other_marks)
{
    char first[MORGUE_MARK_MAX], other[100];
    commit("a=one");
    told("");
    snprintf(first, sizeof first, "%s", mark);
    snprintf(other, sizeof other, "%.2s%08x", mark, (unsigned)strtoul(mark + 2, NULL, 16) ^ 1);
    refuse(MORGUE_STALE, other, "that is a mark of another archive");
    snprintf(other, sizeof other, "2%s", mark + 1);
    refuse(MORGUE_STALE, other, "it has not come so far");
    refuse(MORGUE_STALE, "4294967295", "it has not come so far");
    static const char *const odd[] = {
        "x",          " 1",         "1 ",           "-1",  "1-",  "1-9f3c21a",   "1-9f3c21aab",
        "1-9F3C21AA", "4294967296", "1-9f3c21aa\n", "0x1", "1.0", "99999999999", "-9f3c21aa"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        refuse(MORGUE_INVALID, odd[i], "is no mark of changes");
    ck_assert_str_eq(told(first), "");
}
END_TEST

/* A copy goes on with the marks of what it is one of, until it is changed itself: then they lead
 * into another history, which may have come as far. */
START_TEST(test_snapshot)
{
    char copy[90];
    morgue_snapshot_facts facts;
    commit("a=one b=two c=three");
    told("");
    commit("-b a=four");
    snprintf(copy, sizeof copy, "%s/copy", s.path);
    OK(morgue_snapshot(archive, copy, &facts, &err));
    strcpy(archive, copy);
    ck_assert_str_eq(told(mark), "2:-b 2:a=four");
    ck_assert_str_eq(told(mark), "");
    commit("a=four"); /* it is there */
    ck_assert_str_eq(told(mark), "");
    commit("d=five");
    refuse(MORGUE_STALE, mark, "put back from a copy");
    ck_assert_str_eq(told("2"), "3:d=five");
    refuse(MORGUE_STALE, "1", "");
    commit("-c");
    ck_assert_str_eq(told(mark), "4:-c");
}
END_TEST

START_TEST(test_missing)
{
    refuse(MORGUE_NOT_FOUND, "", "there is no such archive");
    ck_assert_int_eq(mkdir(archive, 0777), 0);
    refuse(MORGUE_FOREIGN, "1", "not a Morgue archive");
}
END_TEST

/* ---- Archives of earlier versions --------------------------------------------------------- */

/* Makes the archive one that has no history of changes. */
static void forget(void)
{
    mg_manifest manifest;
    OK(mg_manifest_read(archive, &manifest, &err));
    ck_assert_uint_ne(manifest.lineage, 0);
    manifest.lineage = 0;
    OK(mg_manifest_write(archive, &manifest, &err));
    mg_manifest_free(&manifest);
}

/* The history begins with the next commit, whatever that is. */
START_TEST(test_earlier)
{
    static const char *const commits[] = {"c=three", "-a", "a=four"};
    static const char *const changes[] = {"3:c=three", "3:-a", "3:a=four"};
    commit("a=one");
    commit("b=two");
    forget();
    ck_assert_str_eq(told(""), "1:a=one 2:b=two");
    ck_assert_str_eq(mark, "2");
    ck_assert_str_eq(told(mark), "");
    refuse(MORGUE_STALE, "1", "written by a version before 0.2");
    commit("a=one"); /* it is there */
    refuse(MORGUE_STALE, "1", "written by a version before 0.2");
    commit(commits[_i]);
    ck_assert_str_eq(told("2"), changes[_i]);
    ck_assert_str_eq(told(mark), "");
    forget();
    refuse(MORGUE_STALE, mark, "written by a version before 0.2");
    commit("d=five");
    refuse(MORGUE_STALE, mark, "of another archive");
    refuse(MORGUE_STALE, "2", "written by a version before 0.2, since");
    ck_assert_str_eq(told("3"), "4:d=five");
}
END_TEST

/* Merging alone lets it begin, too. */
START_TEST(test_earlier_compacted)
{
    commit("a=one");
    commit("b=two");
    forget();
    compact();
    ck_assert_str_eq(told("2"), "");
    refuse(MORGUE_STALE, "1", "since");
    commit("-a");
    ck_assert_str_eq(told("2"), "3:-a");
}
END_TEST

/* ---- Damage ------------------------------------------------------------------------------- */

static void set_metadata(const char *key, const char *value)
{
    char path[160];
    xap_error cause;
    xap_writer *writer;
    snprintf(path, sizeof path, "%s/shard-000001", archive);
    ck_assert_int_eq(xap_writer_open(path, XAP_OPEN, 0, &writer, &cause), XAP_OK);
    ck_assert_int_eq(xap_writer_set_metadata(writer, key, value, strlen(value), &cause), XAP_OK);
    ck_assert_int_eq(xap_writer_commit(writer, &cause), XAP_OK);
    xap_writer_free(writer);
}

/* How much is damaged, as verifying finds it. */
static uint64_t damages(void)
{
    morgue_verdict verdict;
    OK(morgue_verify(archive, NULL, &verdict, &err));
    return verdict.damages;
}

START_TEST(test_damaged)
{
    commit("a=one b=two");
    commit("-a");
    ck_assert_uint_eq(damages(), 0);
    set_metadata(MG_TOMBSTONE "0000000000000002.0123456789abcdef", "c");
    ck_assert_uint_eq(damages(), 1);
    refuse(MORGUE_CORRUPT, "1", "what tells of a deleted article is damaged");
    ck_assert_str_eq(told("2"), ""); /* it is not looked at */
    refuse(MORGUE_CORRUPT, "0", "what tells of a deleted article is damaged");
    morgue_writer *writer = open_writer();
    uint64_t changed = 7;
    FAILS(MORGUE_CORRUPT, morgue_writer_retag(writer, NULL, NULL, &changed, &err));
    ck_assert_msg(strstr(err.message, "what tells of a deleted article is damaged") != NULL, "%s",
                  err.message);
    ck_assert_uint_eq(changed, 7);
    morgue_writer_free(writer);
    set_metadata(MG_META_REVISION, "0"); /* before all that it has */
    ck_assert_uint_eq(damages(), 3);
    set_metadata(MG_META_REVISION, "12345678901");
    ck_assert_uint_eq(damages(), 1);
    refuse(MORGUE_CORRUPT, "0", "has no revision that can be right");
    writer = NULL;
    set_metadata(MG_META_REVISION, "4294967295");
    FAILS(MORGUE_CORRUPT, morgue_writer_open(archive, NULL, &writer, &err));
    morgue_rebuilt facts;
    OK(morgue_rebuild(archive, NULL, &facts, &err));
    ck_assert_str_eq(told(""), "1:b=two");
}
END_TEST

/* Changes a byte in the middle of the second article, as it lies in the shard. */
static void damage_second(void)
{
    char block[8192], path[140];
    xap_error cause;
    xap_database *db;
    xap_string packed = {0};
    const char *const shard = scratch_path(&s, "archive/shard-000001");
    ck_assert_int_eq(xap_database_open(&shard, 1, &db, &cause), XAP_OK);
    ck_assert_int_eq(xap_database_data(db, 2, &packed, &cause), XAP_OK);
    xap_database_free(db);
    snprintf(path, sizeof path, "%s/docdata.glass", shard);
    int fd = open(path, O_RDWR);
    ck_assert_int_eq(pread(fd, block, sizeof block, 0), sizeof block);
    char *at = memmem(block, sizeof block, packed.data, packed.len);
    ck_assert_ptr_nonnull(at);
    at[packed.len / 2] ^= 0x55;
    ck_assert_int_eq(pwrite(fd, block, sizeof block, 0), sizeof block);
    close(fd);
    xap_string_free(&packed);
}

/* What is damaged of an article is told with its id, and the rest goes on. */
START_TEST(test_damaged_article)
{
    morgue_changes *changes;
    morgue_change change;
    commit("a=one b=two c=three");
    damage_second();
    OK(morgue_changes_open(archive, "", &changes, &err));
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            FAILS(MORGUE_CORRUPT, morgue_changes_next(changes, &change, &err));
        else
            OK(morgue_changes_next(changes, &change, &err));
        ck_assert(change.revision == 1 && !change.article == (i == 1));
        ck_assert(is_text(change.id, (char[]){(char)('a' + i), '\0'}));
    }
    OK(morgue_changes_next(changes, &change, &err));
    ck_assert(!change.id.len);
    morgue_changes_free(changes);
    /* One that says which version it is, for which it is compared, takes its place. */
    morgue_outcome outcome;
    morgue_writer *writer = open_writer();
    morgue_article *article = make_article(
        (field_text[]){{MORGUE_ID, "b"}, {MORGUE_TEXT, "two"}, {MORGUE_REVISION, "1"}, {0, NULL}});
    OK(morgue_writer_add(writer, article, &outcome, &err));
    ck_assert_int_eq(outcome, MORGUE_REPLACED);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    morgue_article_free(article);
    ck_assert_str_eq(told("1"), "2:b=two");
}
END_TEST

/* Where a file is that cannot be locked, as one that may not be read or on a file system without
 * locks: that is told, and not tried for ever. */
START_TEST(test_no_lock)
{
    commit("a=one");
    const char *file = scratch_path(&s, "archive/" MG_COMMIT_NAME);
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(mknod(file, S_IFSOCK | 0600, 0), 0);
    refuse(MORGUE_IO, "", "its lock");
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_str_eq(told(""), "1:a=one");
    morgue_changes *changes = NULL;
    FAILS(MORGUE_FOREIGN,
          morgue_changes_open(scratch_path(&s, "archive/" MG_MANIFEST_NAME), "", &changes, &err));
    ck_assert_msg(strstr(err.message, "is a file") != NULL, "%s", err.message);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("changes_marks");
    tcase_add_checked_fixture(tests, feed_setup, feed_teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_rebuilt);
    tcase_add_test(tests, test_empty);
    tcase_add_test(tests, test_other_marks);
    tcase_add_test(tests, test_snapshot);
    tcase_add_test(tests, test_missing);
    tcase_add_loop_test(tests, test_earlier, 0, 3);
    tcase_add_test(tests, test_earlier_compacted);
    tcase_add_test(tests, test_damaged);
    tcase_add_test(tests, test_damaged_article);
    tcase_add_test(tests, test_no_lock);
    return run_tests("changes_marks", tests);
}
