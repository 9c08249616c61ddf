/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing: replace and delete, what a commit makes visible, and what closing drops.
 */
#include "fixture.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(flags_of_open)
{
    xap_writer *w = NULL;

    FAILS(XAP_NOT_FOUND, xap_writer_open(scratch("db"), XAP_OPEN, 0, &w, &why));
    FAILS(XAP_INVALID, xap_writer_open(scratch("db"), 0x400, 0, &w, &why));
    OK(xap_writer_open(scratch("db"), XAP_CREATE | XAP_NO_SYNC, 0, &w, &why));
    xap_writer_free(w);
    w = NULL;
    FAILS(XAP_EXISTS, xap_writer_open(scratch("db"), XAP_CREATE, 0, &w, &why));
    ck_assert_ptr_null(w);
    OK(xap_writer_open(scratch("db"), XAP_OPEN | XAP_NO_SYNC, 0, &w, &why));
    xap_writer_free(w);
    OK(xap_writer_open(scratch("db"), XAP_CREATE_OR_OPEN, 0, &w, &why));
    xap_writer_free(w);
    w = NULL;
    FAILS(XAP_EXISTS, xap_writer_open(scratch("no/such/parent"), XAP_CREATE, 0, &w, &why));
}
END_TEST

START_TEST(replace_and_delete)
{
    xap_writer *w = open_writer("db");
    const xap_database *db = xap_writer_database(w);
    xap_document *doc = article("b", "2", "new text");
    xap_string text = {0};
    uint32_t docid = 0;

    for (int i = 0; i < 3; i++)
        add_article(w, "b", "1", "old text");
    OK(xap_writer_replace(w, 3, doc, &why));
    OK(xap_database_data(db, 3, &text, &why));
    ck_assert_str_eq(text.data, "new text");
    OK(xap_writer_replace_term(w, "Qb", 2, doc, &docid, &why));
    ck_assert_uint_eq(docid, 1);
    ck_assert_uint_eq(doccount(db), 1);
    OK(xap_writer_replace(w, 10, doc, &why));
    ck_assert_uint_eq(doccount(db), 2);
    OK(xap_writer_delete(w, 10, &why));
    FAILS(XAP_NOT_FOUND, xap_writer_delete(w, 10, &why));
    OK(xap_writer_replace_term(w, "Qc", 2, doc, &docid, &why));
    ck_assert_uint_eq(docid, 11);
    OK(xap_writer_delete_term(w, "Qb", 2, &why));
    OK(xap_writer_delete_term(w, "Qb", 2, &why));
    ck_assert_uint_eq(doccount(db), 0);
    OK(xap_writer_commit(w, &why));
    xap_string_free(&text);
    xap_document_free(doc);
    xap_writer_free(w);
}
END_TEST

START_TEST(document_is_reused)
{
    xap_writer *w = open_writer("db");
    xap_document *doc = article("a", "1", "first words");
    xap_string text = {0};
    uint32_t n = 0;

    OK(xap_writer_add(w, doc, NULL, &why));
    OK(xap_document_clear(doc, &why));
    OK(xap_document_add_term(doc, "second", 6, 2, &why));
    OK(xap_document_add_term(doc, "second", 6, 3, &why));
    OK(xap_writer_add(w, doc, NULL, &why));
    OK(xap_writer_commit(w, &why));
    OK(xap_database_termfreq(xap_writer_database(w), "first", 5, &n, &why));
    ck_assert_uint_eq(n, 1);
    OK(xap_database_collfreq(xap_writer_database(w), "second", 6, &n, &why));
    ck_assert_uint_eq(n, 5);
    OK(xap_database_data(xap_writer_database(w), 2, &text, &why));
    ck_assert_str_eq(text.data, "");
    xap_string_free(&text);
    xap_document_free(doc);
    xap_writer_free(w);
}
END_TEST

START_TEST(commit_makes_visible)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_writer *w = open_writer("news");
    bool changed = true;

    add_article(w, "e", "19180911", "peace at last");
    ck_assert_uint_eq(doccount(xap_writer_database(w)), 5);
    OK(xap_database_reopen(db, &changed, &why));
    ck_assert(!changed);
    ck_assert_uint_eq(doccount(db), 4);
    OK(xap_writer_commit(w, &why));
    OK(xap_writer_commit(w, &why));
    ck_assert_uint_eq(doccount(db), 4);
    OK(xap_database_reopen(db, &changed, &why));
    ck_assert(changed);
    ck_assert_uint_eq(doccount(db), 5);
    xap_writer_free(w);
    xap_database_free(db);
}
END_TEST

START_TEST(close_and_free_drop_what_is_pending)
{
    write_news();
    xap_writer *w = open_writer("news");
    uint32_t n;

    add_article(w, "e", "1", "dropped");
    OK(xap_writer_set_metadata(w, "schema", "2", 1, &why));
    OK(xap_writer_close(w, &why));
    OK(xap_writer_close(w, &why));
    FAILS(XAP_CLOSED, xap_database_termfreq(xap_writer_database(w), "ship", 4, &n, &why));
    FAILS(XAP_CLOSED, xap_writer_delete(w, 1, &why));
    xap_writer_free(w);
    w = open_writer("news");
    add_article(w, "e", "1", "dropped");
    xap_writer_free(w);

    xap_database *db = open_reader("news");
    xap_string text = {0};
    ck_assert_uint_eq(doccount(db), 4);
    OK(xap_database_metadata(db, "schema", &text, &why));
    ck_assert_str_eq(text.data, "1");
    xap_string_free(&text);
    xap_database_free(db);
}
END_TEST

START_TEST(group_ends_or_is_cancelled)
{
    write_news();
    xap_writer *w = open_writer("news");
    xap_database *db = open_reader("news");
    uint32_t docid = 0;

    FAILS(XAP_INVALID, xap_writer_end(w, &why));
    add_article(w, "e", "1", "before the group");
    FAILS(XAP_INVALID, xap_writer_end(w, &why));
    OK(xap_writer_begin(w, &why));
    OK(xap_database_reopen(db, NULL, &why));
    ck_assert_uint_eq(doccount(db), 5);
    FAILS(XAP_INVALID, xap_writer_begin(w, &why));
    FAILS(XAP_INVALID, xap_writer_commit(w, &why));
    add_article(w, "f", "1", "in the group");
    OK(xap_writer_cancel(w, &why));
    ck_assert_uint_eq(doccount(xap_writer_database(w)), 5);
    OK(xap_writer_begin(w, &why));
    docid = add_article(w, "g", "1", "in the next");
    ck_assert_uint_eq(docid, 6);
    OK(xap_writer_end(w, &why));
    add_article(w, "h", "1", "cancelled outside of a group");
    OK(xap_writer_cancel(w, &why));
    OK(xap_writer_cancel(w, &why));
    OK(xap_writer_commit(w, &why));
    OK(xap_database_reopen(db, NULL, &why));
    ck_assert_uint_eq(doccount(db), 6);
    xap_database_free(db);
    xap_writer_free(w);
}
END_TEST

START_TEST(metadata)
{
    xap_writer *w = open_writer("db");
    char key[251];
    xap_string text = {0};

    memset(key, 'k', sizeof key);
    key[250] = '\0';
    OK(xap_writer_set_metadata(w, "a", "1\0", 2, &why));
    OK(xap_writer_set_metadata(w, "b", "2", 1, &why));
    OK(xap_writer_set_metadata(w, "b", NULL, 0, &why));
    FAILS(XAP_INVALID, xap_writer_set_metadata(w, "", "3", 1, &why));
    FAILS(XAP_INVALID, xap_writer_set_metadata(w, key, "3", 1, &why));
    OK(xap_writer_set_metadata(w, key + 5, "3", 1, &why));
    OK(xap_writer_commit(w, &why));
    OK(xap_database_metadata(xap_writer_database(w), "a", &text, &why));
    ck_assert_uint_eq(text.len, 2);
    OK(xap_database_metadata(xap_writer_database(w), "b", &text, &why));
    ck_assert_uint_eq(text.len, 0);
    OK(xap_database_metadata(xap_writer_database(w), key + 5, &text, &why));
    ck_assert_str_eq(text.data, "3");
    xap_string_free(&text);
    xap_writer_free(w);
}
END_TEST

START_TEST(bad_argument_keeps_the_batch)
{
    xap_writer *w = open_writer("db");
    xap_document *doc = article("a", "1", "kept");
    char term[300];

    memset(term, 't', sizeof term);
    OK(xap_writer_add(w, doc, NULL, &why));
    FAILS(XAP_INVALID, xap_document_add_term(doc, term, 246, 1, &why));
    FAILS(XAP_INVALID, xap_document_add_posting(doc, "", 0, 1, 1, &why));
    FAILS(XAP_INVALID, xap_document_add_value(doc, XAP_NO_SLOT, "v", 1, &why));
    OK(xap_document_add_boolean_term(doc, term, 245, &why));
    term[7] = '\0';
    FAILS(XAP_INVALID, xap_document_add_boolean_term(doc, term, 245, &why));
    OK(xap_document_add_boolean_term(doc, term, 244, &why));
    memset(term, 0, sizeof term);
    OK(xap_document_add_boolean_term(doc, term, 122, &why));
    FAILS(XAP_INVALID, xap_writer_replace(w, 0, doc, &why));
    FAILS(XAP_INVALID, xap_writer_delete(w, 0, &why));
    FAILS(XAP_INVALID, xap_writer_delete_term(w, "", 0, &why));
    FAILS(XAP_INVALID, xap_writer_delete_term(w, term, 300, &why));
    FAILS(XAP_INVALID, xap_writer_replace_term(w, "", 0, doc, NULL, &why));
    FAILS(XAP_NOT_FOUND, xap_writer_delete(w, 7, &why));
    OK(xap_writer_add(w, doc, NULL, &why));
    OK(xap_writer_commit(w, &why));
    ck_assert_uint_eq(doccount(xap_writer_database(w)), 2);
    xap_document_free(doc);
    xap_writer_free(w);
}
END_TEST

/* Adds articles to a new database that spills every `threshold` documents, says what a reader
 * then sees and how large the postings have become, and drops all. */
static long spill(const char *name, unsigned threshold, unsigned articles)
{
    const char *path = scratch(name);
    xap_writer *w = NULL;

    OK(xap_writer_open(path, XAP_NO_SYNC, threshold, &w, &why));
    for (unsigned i = 0; i < articles; i++)
        add_article(w, "a", "1", "the same words over and over again with more to say");
    xap_database *db = open_reader(name);
    ck_assert_uint_eq(doccount(db), 0);
    xap_database_free(db);
    char table[200];
    strcat(strcpy(table, path), "/position.glass");
    long size = file_size(table);
    xap_writer_free(w);
    db = open_reader(name);
    ck_assert_uint_eq(doccount(db), 0);
    xap_database_free(db);
    return size;
}

START_TEST(threshold_spills_but_never_commits)
{
    unsetenv("XAPIAN_FLUSH_THRESHOLD");
    long spilled = spill("spilled", 10, 2000);
    ck_assert_ptr_null(getenv("XAPIAN_FLUSH_THRESHOLD"));
    setenv("XAPIAN_FLUSH_THRESHOLD", "3", 1);
    long kept = spill("kept", 5000, 2000);
    ck_assert_str_eq(getenv("XAPIAN_FLUSH_THRESHOLD"), "3");
    ck_assert_int_gt(spilled, kept);
    ck_assert_int_le(kept, 8192);
    ck_assert_int_gt(spill("environment", 0, 2000), kept);
}
END_TEST

/* More documents than Xapian's own threshold of 10000: plain Xapian would have committed. */
START_TEST(no_commit_behind_the_callers_back)
{
    xap_writer *w = open_writer("db");
    xap_document *doc = article("a", "1", "word");

    unsetenv("XAPIAN_FLUSH_THRESHOLD");
    for (int i = 0; i < 10500; i++)
        OK(xap_writer_add(w, doc, NULL, &why));
    xap_database *db = open_reader("db");
    ck_assert_uint_eq(doccount(db), 0);
    OK(xap_writer_commit(w, &why));
    OK(xap_database_reopen(db, NULL, &why));
    ck_assert_uint_eq(doccount(db), 10500);
    xap_database_free(db);
    xap_document_free(doc);
    xap_writer_free(w);
}
END_TEST

START_TEST(killed_writer_leaves_the_last_commit)
{
    write_news();
    pid_t child = fork();

    if (child == 0) {
        xap_writer *w = NULL;
        OK(xap_writer_open(scratch("news"), XAP_OPEN, 2, &w, &why));
        for (int i = 0; i < 99; i++)
            add_article(w, "e", "1", "never to be seen");
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    xap_database *db = open_reader("news");
    ck_assert_uint_eq(doccount(db), 4);
    xap_database_free(db);
    xap_writer *w = open_writer("news");
    ck_assert_uint_eq(add_article(w, "e", "1", "seen"), 5);
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
    size_t errors = 99;
    OK(xap_check(scratch("news"), NULL, &errors, &why));
    ck_assert_uint_eq(errors, 0);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, flags_of_open);
    tcase_add_test(tc, replace_and_delete);
    tcase_add_test(tc, document_is_reused);
    tcase_add_test(tc, commit_makes_visible);
    tcase_add_test(tc, close_and_free_drop_what_is_pending);
    tcase_add_test(tc, group_ends_or_is_cancelled);
    tcase_add_test(tc, metadata);
    tcase_add_test(tc, bad_argument_keeps_the_batch);
    tcase_add_test(tc, threshold_spills_but_never_commits);
    tcase_add_test(tc, no_commit_behind_the_callers_back);
    tcase_add_test(tc, killed_writer_leaves_the_last_commit);
}

int main(void)
{
    return run_tests("xapian write", add_tests);
}
