/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each allocation in turn fails. The program goes on, no call claims an unknown success, and the
 * next try works.
 */
#include "fixture.h"
#include "scarce.h"

#include <string.h>

/* Runs `body` with the first, the second ... allocation failing until it runs through without. */
static unsigned starve(xap_status (*body)(void))
{
    unsigned failures = 0;
    xap_status status;

    do {
        scarce_fail_after((long)failures);
        status = body();
        bool failed = scarce_failed();
        scarce_fail_after(-1);
        if (!failed)
            break;
        failures++;
        ck_assert_msg(status == XAP_NO_MEMORY || status == XAP_OK, "%u: %s: %s", failures,
                      xap_status_text(status), why.message);
    } while (failures < 5000);
    ck_assert_msg(status == XAP_OK, "%s", why.message);
    return failures;
}

static xap_status build_a_query(void)
{
    xap_query *parts[2] = {NULL, NULL};
    xap_query *both = NULL;
    xap_string text = {0};
    xap_status status = xap_query_term("harbour", 7, 1, &parts[0], &why);

    if (status == XAP_OK)
        status = xap_query_wildcard("shi", 3, 10, XAP_LIMIT_FIRST, XAP_OP_OR, &parts[1], &why);
    if (status == XAP_OK)
        status = xap_query_combine(XAP_OP_AND, (const xap_query *const *)parts, 2, 0, &both, &why);
    if (status == XAP_OK)
        status = xap_query_describe(both, &text, &why);
    xap_string_free(&text);
    xap_query_free(both);
    xap_query_free(parts[1]);
    xap_query_free(parts[0]);
    return status;
}

static xap_status open_and_search(void)
{
    const char *path = scratch("news");
    xap_database *db = NULL;
    xap_query *q = NULL;
    xap_enquire *e = NULL;
    xap_mset *m = NULL;
    xap_status status = xap_database_open(&path, 1, &db, &why);

    if (status == XAP_OK)
        status = xap_query_term("ship", 4, 1, &q, &why);
    if (status == XAP_OK)
        status = xap_enquire_new(db, q, &e, &why);
    if (status == XAP_OK)
        status = xap_enquire_mset(e, 0, 10, 0, &m, &why);
    if (status == XAP_OK)
        ck_assert_uint_eq(xap_mset_size(m), 3);
    xap_mset_free(m);
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
    return status;
}

static xap_status walk(void)
{
    const char *path = scratch("news");
    xap_database *db = NULL;
    xap_terms *it = NULL;
    xap_bytes term;
    bool more = true;
    unsigned terms = 0;
    xap_status status = xap_database_open(&path, 1, &db, &why);

    if (status == XAP_OK)
        status = xap_terms_open(db, "s", 1, &it, &why);
    for (; status == XAP_OK && more; terms++)
        status = xap_terms_next(it, &term, NULL, &more, &why);
    if (status == XAP_OK)
        ck_assert_uint_eq(terms, 6);
    xap_terms_free(it);
    xap_database_free(db);
    return status;
}

START_TEST(queries)
{
    ck_assert_uint_gt(starve(build_a_query), 5);
}
END_TEST

START_TEST(searching)
{
    write_news();
    ck_assert_uint_gt(starve(open_and_search), 20);
}
END_TEST

START_TEST(walking)
{
    write_news();
    ck_assert_uint_gt(starve(walk), 20);
}
END_TEST

static xap_status write_one(void)
{
    xap_writer *w = NULL;
    xap_document *doc = NULL;
    xap_status status = xap_writer_open(scratch("news"), XAP_OPEN | XAP_NO_SYNC, 0, &w, &why);

    if (status == XAP_OK)
        status = xap_document_new(&doc, &why);
    if (status == XAP_OK)
        status = xap_document_add_posting(doc, "new", 3, 1, 1, &why);
    if (status == XAP_OK)
        status = xap_writer_replace(w, 5, doc, &why);
    if (status == XAP_OK)
        status = xap_writer_commit(w, &why);
    xap_document_free(doc);
    xap_writer_free(w);
    return status;
}

START_TEST(writing)
{
    size_t errors = 99;

    write_news();
    ck_assert_uint_gt(starve(write_one), 20);
    xap_database *db = open_reader("news");
    ck_assert_uint_eq(doccount(db), 5);
    xap_database_free(db);
    OK(xap_check(scratch("news"), NULL, &errors, &why));
    ck_assert_uint_eq(errors, 0);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, queries);
    tcase_add_test(tc, searching);
    tcase_add_test(tc, walking);
    tcase_add_test(tc, writing);
}

int main(void)
{
    return run_tests("xapian memory", add_tests);
}
