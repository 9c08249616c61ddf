/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What goes wrong outside of the program: locks, other writers, damaged files, a full disk.
 */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(second_writer_is_locked_out)
{
    xap_writer *first = open_writer("db");
    xap_writer *second = NULL;

    FAILS(XAP_LOCKED, xap_writer_open(scratch("db"), XAP_OPEN, 0, &second, &why));
    ck_assert_ptr_null(second);
    OK(xap_writer_close(first, &why));
    OK(xap_writer_open(scratch("db"), XAP_OPEN, 0, &second, &why));
    xap_writer_free(second);
    xap_writer_free(first);
}
END_TEST

START_TEST(writer_in_another_process_is_locked_out)
{
    xap_writer *first = open_writer("db");
    const char *path = scratch("db");
    pid_t child = fork();

    if (child == 0) {
        xap_writer *second = NULL;
        _exit((int)xap_writer_open(path, XAP_OPEN, 0, &second, NULL));
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), XAP_LOCKED);
    add_article(first, "a", "1", "still mine");
    OK(xap_writer_commit(first, &why));
    xap_writer_free(first);
}
END_TEST

/* Reads every document; the status of the first that cannot be read. */
static xap_status read_all(const xap_database *db, uint32_t last)
{
    xap_string text = {0};
    xap_status status = XAP_OK;

    for (uint32_t i = 1; i <= last && status == XAP_OK; i++)
        status = xap_database_data(db, i, &text, &why);
    xap_string_free(&text);
    return status;
}

/* Xapian keeps the blocks of the state before the last commit only. */
START_TEST(reader_left_behind_is_modified)
{
    xap_writer *w = open_writer("db");
    char text[] = "version 0 of an article";

    for (int i = 0; i < 400; i++)
        add_article(w, "a", "1", text);
    OK(xap_writer_commit(w, &why));
    xap_database *db = open_reader("db");
    for (int round = 1; round < 5; round++) {
        text[8] = (char)('0' + round);
        xap_document *doc = article("a", "1", text);
        for (uint32_t i = 1; i <= 400; i++)
            OK(xap_writer_replace(w, i, doc, &why));
        OK(xap_writer_commit(w, &why));
        xap_document_free(doc);
    }
    ck_assert_int_eq(read_all(db, 400), XAP_MODIFIED);
    ck_assert_int_eq(why.status, XAP_MODIFIED);
    bool changed = false;
    OK(xap_database_reopen(db, &changed, &why));
    ck_assert(changed);
    ck_assert_int_eq(read_all(db, 400), XAP_OK);
    xap_database_free(db);
    xap_writer_free(w);
}
END_TEST

START_TEST(not_a_database)
{
    const char *path = scratch("folder");
    xap_database *db = NULL;

    ck_assert_int_eq(mkdir(path, 0755), 0);
    FAILS(XAP_NOT_FOUND, xap_database_open(&path, 1, &db, &why));
    path = "/dev/null";
    FAILS(XAP_CANNOT_OPEN, xap_database_open(&path, 1, &db, &why));
    ck_assert_ptr_null(db);
}
END_TEST

START_TEST(missing_version_file)
{
    const char *path = scratch("news");
    xap_database *db = NULL;

    write_news();
    ck_assert_int_eq(unlink(scratch("news/iamglass")), 0);
    FAILS(XAP_NOT_FOUND, xap_database_open(&path, 1, &db, &why));
}
END_TEST

START_TEST(damaged_version_file)
{
    const char *path = scratch("news");
    xap_database *db = NULL;

    write_news();
    ck_assert_int_eq(truncate(scratch("news/iamglass"), 20), 0);
    FAILS(XAP_CORRUPT, xap_database_open(&path, 1, &db, &why));
    ck_assert_int_eq(truncate(scratch("news/iamglass"), 0), 0);
    FAILS(XAP_CORRUPT, xap_database_open(&path, 1, &db, &why));
    ck_assert_ptr_null(db);
}
END_TEST

START_TEST(other_format_version)
{
    const char *path = scratch("news");
    xap_database *db = NULL;
    int fd;

    write_news();
    fd = open(scratch("news/iamglass"), O_WRONLY);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, "\xFF\xFF", 2, 14), 2);
    close(fd);
    FAILS(XAP_VERSION, xap_database_open(&path, 1, &db, &why));
    ck_assert_ptr_null(db);
}
END_TEST

/* Opens and reads; the first status that is not XAP_OK. */
static xap_status open_and_read(const char *path, uint32_t last)
{
    xap_database *db = NULL;
    uint32_t docid;
    xap_status status = xap_database_open(&path, 1, &db, &why);

    if (status == XAP_OK)
        status = read_all(db, last);
    if (status == XAP_OK)
        status = xap_database_find(db, "Qa", 2, &docid, &why);
    xap_database_free(db);
    return status;
}

START_TEST(truncated_tables_are_corrupt)
{
    const char *const tables[] = {"db/docdata.glass", "db/postlist.glass"};
    xap_writer *w = open_writer("db");
    size_t errors = 0;

    for (int i = 0; i < 2000; i++)
        add_article(w, "a", "1", "words enough for more than one block of the tables");
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
    ck_assert_int_eq(open_and_read(scratch("db"), 2000), XAP_OK);
    for (int i = 0; i < 2; i++) {
        const char *table = scratch(tables[i]);
        ck_assert_int_eq(truncate(table, file_size(table) / 2), 0);
        xap_status status = open_and_read(scratch("db"), 2000);
        ck_assert_msg(status == XAP_CORRUPT || status == XAP_DATABASE, "%s: %s: %s", tables[i],
                      xap_status_text(status), why.message);
    }
    xap_status status = xap_check(scratch("db"), NULL, &errors, &why);
    ck_assert_msg(status != XAP_OK || errors > 0, "a damaged database passed");
    ck_assert_int_eq(unlink(scratch("db/postlist.glass")), 0);
    ck_assert_int_eq(open_and_read(scratch("db"), 1), XAP_CANNOT_OPEN);
}
END_TEST

/* A limit on the size of files stands for a full disk. */
static void limit_files(rlim_t size)
{
    struct rlimit limit = {size, RLIM_INFINITY};

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(failed_change_blocks_until_cancelled)
{
    xap_writer *w = NULL;
    xap_document *doc = article("a", "1", "a line of words to fill the block of a table");
    xap_status status = XAP_OK;

    write_news();
    OK(xap_writer_open(scratch("news"), XAP_OPEN, 2, &w, &why));
    limit_files(8192);
    for (int i = 0; i < 5000 && status == XAP_OK; i++)
        status = xap_writer_add(w, doc, NULL, &why);
    ck_assert_int_eq(status, XAP_DATABASE);
    ck_assert_ptr_nonnull(strstr(why.message, "too large"));
    FAILS(XAP_INVALID, xap_writer_add(w, doc, NULL, &why));
    FAILS(XAP_INVALID, xap_writer_commit(w, &why));
    FAILS(XAP_INVALID, xap_writer_begin(w, &why));
    limit_files(RLIM_INFINITY);
    FAILS(XAP_INVALID, xap_writer_commit(w, &why));
    OK(xap_writer_cancel(w, &why));
    OK(xap_writer_add(w, doc, NULL, &why));
    OK(xap_writer_commit(w, &why));
    ck_assert_uint_eq(doccount(xap_writer_database(w)), 5);
    xap_writer_free(w);
    xap_document_free(doc);
}
END_TEST

START_TEST(failed_commit_drops_the_batch)
{
    xap_writer *w = NULL;

    write_news();
    OK(xap_writer_open(scratch("news"), XAP_OPEN, 0, &w, &why));
    for (int i = 0; i < 3000; i++)
        add_article(w, "a", "1", "a line of words");
    limit_files(8192);
    FAILS(XAP_DATABASE, xap_writer_commit(w, &why));
    limit_files(RLIM_INFINITY);
    xap_writer_free(w);
    xap_database *db = open_reader("news");
    ck_assert_uint_eq(doccount(db), 4);
    xap_database_free(db);
    w = open_writer("news");
    add_article(w, "e", "1", "works again");
    OK(xap_writer_commit(w, &why));
    ck_assert_uint_eq(doccount(xap_writer_database(w)), 5);
    xap_writer_free(w);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, second_writer_is_locked_out);
    tcase_add_test(tc, writer_in_another_process_is_locked_out);
    tcase_add_test(tc, reader_left_behind_is_modified);
    tcase_add_test(tc, not_a_database);
    tcase_add_test(tc, missing_version_file);
    tcase_add_test(tc, damaged_version_file);
    tcase_add_test(tc, other_format_version);
    tcase_add_test(tc, truncated_tables_are_corrupt);
    tcase_add_test(tc, failed_change_blocks_until_cancelled);
    tcase_add_test(tc, failed_commit_drops_the_batch);
}

int main(void)
{
    return run_tests("xapian failure", add_tests);
}
