/* Merges that fail, or are killed: the archive is as it was before, or as it would be after. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tidy/news.h"

static news n;
static morgue_error err;

/* Seven shards, of which one more will make one; articles are large enough for files to matter. */
static void setup(void)
{
    news_open(&n);
    n.engine.untidy = true;
    news_again(&n);
    for (int i = 0; i < 7; i++)
        news_commit(&n, i * 5, 5, 500);
}

static void teardown(void)
{
    news_close(&n);
}

/* No file may grow over `bytes`: as a full disk, but for the signal. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static rlim_t largest_file(void)
{
    rlim_t largest = 0;
    char path[160];
    struct stat info;
    static const char *const names[] = {"postlist", "position", "termlist", "docdata"};
    for (int i = 1; i <= 7; i++)
        for (size_t k = 0; k < 4; k++) {
            snprintf(path, sizeof path, "%s/shard-%06d/%s.glass", n.path, i, names[k]);
            if (stat(path, &info) == 0 && (rlim_t)info.st_size > largest)
                largest = (rlim_t)info.st_size;
        }
    return largest;
}

START_TEST(test_compact_full)
{
    mg_buffer before = {0}, after = {0};
    rlim_t limit = (rlim_t)_i * largest_file() / 8;
    news_answers(&n, &before);
    limit_files(limit);
    morgue_status status = morgue_writer_compact(n.writer, NULL, NULL, &err);
    limit_files(RLIM_INFINITY);
    ck_assert_int_eq(status, MORGUE_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot merge shards: "));
    ck_assert_ptr_nonnull(strstr(err.message, "the archive is as it was"));
    ck_assert_uint_eq(news_stats(&n).shards, 7);
    news_check(&n); /* nothing is left over */
    news_answers(&n, &after);
    ck_assert_str_eq(before.data, after.data);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err)); /* there is room again */
    mg_buffer_clear(&after);
    news_answers(&n, &after);
    ck_assert_str_eq(before.data, after.data);
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    news_check(&n);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}
END_TEST

/* Xapian takes a table whose file it cannot open for an empty one. */
START_TEST(test_table_gone)
{
    static const char *const names[] = {"docdata", "termlist", "position"};
    mg_buffer before = {0}, after = {0};
    char there[160], away[180];
    news_answers(&n, &before);
    snprintf(there, sizeof there, "%s/shard-000003/%s.glass", n.path, names[_i]);
    snprintf(away, sizeof away, "%s/away", n.path);
    ck_assert_int_eq(rename(there, away), 0);
    ck_assert_int_eq(morgue_writer_compact(n.writer, NULL, NULL, &err), MORGUE_CORRUPT);
    ck_assert_ptr_nonnull(strstr(err.message, "' is missing"));
    ck_assert_int_eq(rename(away, there), 0);
    news_again(&n);
    ck_assert_uint_eq(news_stats(&n).shards, 7);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    news_answers(&n, &after);
    ck_assert_str_eq(before.data, after.data);
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    news_check(&n);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}
END_TEST

/* The commit stands, its merge is put off, and that is said. */
START_TEST(test_commit_full)
{
    n.engine.untidy = false;
    news_again(&n);
    rlim_t limit = largest_file() + largest_file() / 2;
    for (int i = 0; i < 2; i++) {
        OK(news_add(&n, 100 + i, 0, 20, &err));
        limit_files(limit);
        morgue_status status = morgue_writer_commit(n.writer, &err);
        limit_files(RLIM_INFINITY);
        ck_assert_msg(status == MORGUE_OK, "%s", err.message);
        ck_assert_ptr_nonnull(morgue_writer_notice(n.writer));
        ck_assert_ptr_nonnull(strstr(morgue_writer_notice(n.writer), "cannot merge shards: "));
        ck_assert_uint_eq(news_stats(&n).shards, 8u + (unsigned)i);
        ck_assert_uint_eq(news_stats(&n).articles, 36u + (unsigned)i);
        news_check(&n);
    }
    news_again(&n);
    ck_assert_ptr_null(morgue_writer_notice(n.writer));
    news_commit(&n, 200, 1, 20);
    ck_assert_ptr_null(morgue_writer_notice(n.writer));
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    ck_assert_uint_eq(news_stats(&n).articles, 38);
    news_check(&n);
}
END_TEST

/* Killed somewhere in a merge: the same answers, and the next writer removes what is left. */
START_TEST(test_killed)
{
    mg_buffer before = {0}, after = {0};
    int status;
    news_answers(&n, &before);
    morgue_writer_free(n.writer);
    n.writer = NULL;
    pid_t child = fork();
    if (child == 0) {
        news_again(&n);
        morgue_writer_compact(n.writer, NULL, NULL, &err);
        _exit(0);
    }
    usleep((useconds_t)_i * 700);
    kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    news_answers(&n, &after);
    ck_assert_str_eq(before.data, after.data);
    news_again(&n);
    news_check(&n);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    mg_buffer_clear(&after);
    news_answers(&n, &after);
    ck_assert_str_eq(before.data, after.data);
    news_check(&n);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("merge-failure");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_compact_full, 1, 16);
    tcase_add_loop_test(tests, test_table_gone, 0, 3);
    tcase_add_test(tests, test_commit_full);
    tcase_add_loop_test(tests, test_killed, 1, 40);
    return run_tests("merge-failure", tests);
}
