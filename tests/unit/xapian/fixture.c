/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

xap_error why;

static char folder[64];

void scratch_setup(void)
{
    const char *parent = getenv("TMPDIR");
    int len = snprintf(folder, sizeof folder, "%s/test-xapian-XXXXXX", parent ? parent : "/tmp");
    ck_assert(len > 0 && (size_t)len < sizeof folder);
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

void scratch_teardown(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch(const char *name)
{
    static char paths[16][160];
    static unsigned turn;
    char *path = paths[turn++ % 16];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

long file_size(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? (long)status.st_size : 0;
}

xap_document *article(const char *id, const char *date, const char *text)
{
    xap_document *doc = NULL;
    char key[64];
    uint32_t position = 1;

    OK(xap_document_new(&doc, &why));
    OK(xap_document_set_data(doc, text, strlen(text), &why));
    OK(xap_document_add_value(doc, 0, date, strlen(date), &why));
    snprintf(key, sizeof key, "Q%s", id);
    OK(xap_document_add_boolean_term(doc, key, strlen(key), &why));
    for (const char *at = text; *at != '\0'; position++) {
        size_t len = strcspn(at, " ");
        OK(xap_document_add_posting(doc, at, len, position, 1, &why));
        at += len + (at[len] == ' ');
    }
    return doc;
}

uint32_t add_article(xap_writer *w, const char *id, const char *date, const char *text)
{
    xap_document *doc = article(id, date, text);
    uint32_t docid = 0;

    OK(xap_writer_add(w, doc, &docid, &why));
    xap_document_free(doc);
    return docid;
}

xap_writer *open_writer(const char *name)
{
    xap_writer *w = NULL;

    OK(xap_writer_open(scratch(name), XAP_CREATE_OR_OPEN | XAP_NO_SYNC, 0, &w, &why));
    return w;
}

xap_database *open_reader(const char *name)
{
    const char *path = scratch(name);
    xap_database *db = NULL;

    OK(xap_database_open(&path, 1, &db, &why));
    return db;
}

uint32_t doccount(const xap_database *db)
{
    uint32_t count = 0;

    OK(xap_database_doccount(db, &count, &why));
    return count;
}

void write_news(void)
{
    xap_writer *w = open_writer("news");

    add_article(w, "a", "19120415", "great ship sinks off newfoundland");
    add_article(w, "b", "19120416", "ship owner says great loss");
    add_article(w, "c", "19140628", "archduke shot in sarajevo");
    add_article(w, "d", "19120417", "harbour awaits ship and ship and ship");
    OK(xap_writer_set_metadata(w, "schema", "1", 1, &why));
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
}

xap_query *word(const char *text)
{
    xap_query *q = NULL;

    OK(xap_query_term(text, strlen(text), 1, &q, &why));
    return q;
}

const char *hits(xap_enquire *e)
{
    static char text[128];
    xap_mset *m = NULL;
    size_t len = 0;

    OK(xap_enquire_mset(e, 0, 10, 0, &m, &why));
    text[0] = '\0';
    for (uint32_t i = 0; i < xap_mset_size(m); i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%u", i == 0 ? "" : " ",
                                xap_mset_docid(m, i));
    xap_mset_free(m);
    return text;
}

int run_tests(const char *name, void (*add)(TCase *tc))
{
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, scratch_setup, scratch_teardown);
    tcase_set_timeout(tc, 60);
    add(tc);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
