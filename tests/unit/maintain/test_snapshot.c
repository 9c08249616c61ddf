/* Copies of an archive beside a writer and readers, and copies that fail. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archive/index.h"
#include "archive/lock.h"
#include "archive/path.h"
#include "indexer/build/unshare.h"
#include "tests/unit/maintain/faults.h"
#include "tests/unit/tidy/news.h"

enum { FEW = 30, WORDS = 60 };

static news n;
static news copy; /* only its path */
static morgue_error err;
static morgue_snapshot_facts facts;

/* Two shards. */
static void setup(void)
{
    faults = (fault_plan){.full = false};
    news_open(&n);
    news_commit(&n, 0, FEW, WORDS);
    news_commit(&n, FEW, FEW, WORDS);
    snprintf(copy.path, sizeof copy.path, "%.60s/copy", n.s.path);
}

static void teardown(void)
{
    news_close(&n);
}

static void check_answers(const news *archive, const mg_buffer *expected)
{
    mg_buffer now = {0};
    news_answers(archive, &now);
    if (now.len != expected->len || memcmp(now.data, expected->data, now.len) != 0)
        ck_abort_msg("it answers %s\nand not %s", now.data, expected->data);
    mg_buffer_free(&now);
}

/* The shards that are open for a change are copied, without the change. */
START_TEST(test_writer_at_work)
{
    mg_buffer before = {0}, after = {0};
    news_answers(&n, &before);
    for (int i = 0; i < 10; i++)
        OK(news_add(&n, i, 1, WORDS * 100, &err)); /* enough to write blocks */
    news_delete(&n, 20);
    OK(news_add(&n, 3 * FEW, 0, WORDS, &err));
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    ck_assert_uint_eq(facts.shards, 2);
    ck_assert_uint_eq(facts.bytes, facts.bytes_copied + facts.bytes_cloned + facts.bytes_linked);
    ck_assert_uint_gt(facts.bytes_linked + facts.bytes_cloned, 0);
    if (!facts.bytes_cloned)
        ck_assert_uint_gt(facts.bytes_copied, facts.bytes / 3);
    check_answers(&copy, &before);
    news_check(&copy);
    OK(morgue_writer_commit(n.writer, &err));
    check_answers(&copy, &before);
    news_check(&copy);
    news_check(&n);
    news_answers(&n, &after);
    ck_assert_uint_ne(after.len, before.len);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}
END_TEST

/* Commits, merges and deletions of the original, step by step. */
START_TEST(test_stays)
{
    mg_buffer before = {0};
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    news_answers(&copy, &before);
    for (int i = 0; i < 2 * FEW; i += 7) {
        OK(news_add(&n, i, 2, WORDS, &err));
        OK(morgue_writer_commit(n.writer, &err));
        check_answers(&copy, &before);
    }
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    news_delete(&n, 1);
    OK(morgue_writer_commit(n.writer, &err));
    check_answers(&copy, &before);
    news_check(&copy);
    mg_buffer_free(&before);
}
END_TEST

static uint64_t count(morgue_archive *archive, const char *query)
{
    morgue_results *results;
    OK(morgue_search(archive, query, NULL, &results, &err));
    uint64_t total = morgue_results_total(results);
    morgue_results_free(results);
    return total;
}

/* Who reads does not see that files are exchanged under him. */
START_TEST(test_readers)
{
    morgue_archive *original, *snapshot;
    OK(morgue_archive_open(n.path, &original, &err));
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    OK(morgue_archive_open(copy.path, &snapshot, &err));
    for (int round = 1; round < 5; round++) {
        ck_assert_uint_eq(count(original, "everywhere"), 2 * FEW);
        for (int i = 0; i < 2 * FEW; i++)
            OK(news_add(&n, i, round, WORDS, &err));
        ck_assert_uint_eq(count(original, "everywhere"), 2 * FEW); /* the files are others now */
        OK(morgue_writer_commit(n.writer, &err));
        ck_assert_uint_eq(count(snapshot, "title:0"), FEW * 2);
    }
    ck_assert_uint_eq(count(original, "title:\"version 4\""), 2 * FEW);
    ck_assert_uint_eq(count(snapshot, "title:\"version 0\""), 2 * FEW);
    morgue_archive_free(original);
    morgue_archive_free(snapshot);
}
END_TEST

/* ---- A reader that comes while files are exchanged ---------------------------------------- */

static const char *exchange_at; /* the table at whose opening that happens */
static char *exchanged;         /* the shard */

/* In the place of libc's. */
int openat(int folder, const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (exchange_at && strcmp(path, exchange_at) == 0) {
        exchange_at = NULL;
        OK(mg_unshare(exchanged, &err));
    }
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

/* Has it seen that its tables were written to, when they are merged away? */
START_TEST(test_opened_meanwhile)
{
    static const char *const moments[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                          "position.glass"};
    mg_index *index;
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    exchanged = mg_path_join(n.path, "shard-000003");
    exchange_at = moments[_i];
    OK(mg_index_open(exchanged, &index, &err));
    ck_assert_ptr_null(exchange_at);
    for (int i = 0; i < 2 * FEW; i++)
        OK(news_add(&n, i, 1, WORDS, &err));
    OK(mg_index_check(index, &err));
    OK(morgue_writer_commit(n.writer, &err));
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    ck_assert_int_ne(access(exchanged, F_OK), 0);
    FAILS(MORGUE_STALE, mg_index_check(index, &err));
    mg_index_free(index);
    free(exchanged);
}
END_TEST

/* An archive of before there was this lock, which may also be read-only. */
START_TEST(test_without_lock)
{
    uid_t user = geteuid();
    mg_buffer before = {0};
    news_answers(&n, &before);
    morgue_writer_free(n.writer);
    n.writer = NULL;
    ck_assert_int_eq(unlink(scratch_path(&n.s, "archive/" MG_COMMIT_NAME)), 0);
    ck_assert_int_eq(chmod(n.path, 0555), 0);
    ck_assert_int_eq(chmod(n.s.path, 0777), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(n.path, 0755), 0);
    ck_assert(!scratch_has(&n.s, "archive/" MG_COMMIT_NAME));
    check_answers(&copy, &before);
    mg_buffer_free(&before);
}
END_TEST

static int give_away(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)place;
    if (geteuid() == 0 && lchown(path, 65534, (gid_t)-1) != 0)
        return -1;
    return type == FTW_F ? chmod(path, info->st_mode & 0555) : 0;
}

/* Files that are read-only, as on a disc: what is copied from there can be written to. */
START_TEST(test_from_disc)
{
    uid_t user = geteuid();
    morgue_error failed = {.status = MORGUE_OK};
    morgue_writer_free(n.writer);
    n.writer = NULL;
    faults.no_clones = _i & 1;
    faults.no_links = _i & 2;
    ck_assert_int_eq(chmod(n.s.path, 0777), 0);
    ck_assert_int_eq(nftw(n.path, give_away, 8, FTW_PHYS), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    bool done = morgue_snapshot(n.path, copy.path, &facts, &failed) == MORGUE_OK &&
                morgue_writer_open(copy.path, NULL, &copy.writer, &failed) == MORGUE_OK &&
                news_add(&copy, 1, 2, WORDS, &failed) == MORGUE_OK &&
                morgue_writer_commit(copy.writer, &failed) == MORGUE_OK;
    morgue_writer_free(copy.writer);
    copy.writer = NULL;
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_msg(done, "%s", failed.message);
    ck_assert_uint_eq(facts.bytes_linked, 0);
}
END_TEST

/* ---- Copies byte by byte, and failures ---------------------------------------------------- */

START_TEST(test_other_file_system)
{
    mg_buffer before = {0};
    news_answers(&n, &before);
    faults = (fault_plan){.no_clones = true, .no_links = true, .no_kernel_copy = true};
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    ck_assert_uint_eq(facts.bytes, facts.bytes_copied);
    check_answers(&copy, &before);
    news_check(&copy);
    mg_buffer_free(&before);
}
END_TEST

static size_t entries(const char *path)
{
    size_t found = 0;
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        found += entry->d_name[0] != '.';
    if (folder)
        closedir(folder);
    return found;
}

/* Nothing is left, nor is a folder removed that was there. */
static void check_failure(const char *word)
{
    FAILS(MORGUE_IO, morgue_snapshot(n.path, copy.path, &facts, &err));
    ck_assert_msg(strstr(err.message, word) != NULL, "%s", err.message);
    ck_assert(!scratch_has(&n.s, "copy"));
    ck_assert_int_eq(mkdir(copy.path, 0777), 0);
    faults.writes = 0;
    FAILS(MORGUE_IO, morgue_snapshot(n.path, copy.path, &facts, &err));
    ck_assert(scratch_has(&n.s, "copy"));
    ck_assert_uint_eq(entries(copy.path), 0);
    ck_assert_int_eq(rmdir(copy.path), 0);
}

START_TEST(test_failures)
{
    faults = (fault_plan){.no_clones = true, .no_links = true, .no_kernel_copy = true};
    OK(morgue_snapshot(n.path, scratch_path(&n.s, "try"), &facts, &err));
    unsigned writes = faults.writes;
    ck_assert_uint_gt(writes, 0);
    for (unsigned i = 1; i <= writes; i++) {
        faults.failing_write = i;
        faults.writes = 0;
        check_failure("No space left");
    }
    faults.failing_write = 0;
    faults.full = true;
    check_failure("no room");
    faults = (fault_plan){.no_rename = true};
    check_failure("XAPIANDB");
    faults = (fault_plan){.full = false};
    OK(morgue_snapshot(n.path, copy.path, &facts, &err));
    news_check(&copy);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("snapshot");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_writer_at_work);
    tcase_add_test(tests, test_stays);
    tcase_add_test(tests, test_readers);
    tcase_add_loop_test(tests, test_opened_meanwhile, 0, 4);
    tcase_add_test(tests, test_without_lock);
    tcase_add_loop_test(tests, test_from_disc, 0, 4);
    tcase_add_test(tests, test_other_file_system);
    tcase_add_test(tests, test_failures);
    return run_tests("snapshot", tests);
}
