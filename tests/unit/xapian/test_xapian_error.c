/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Exceptions become statuses; statuses have texts; buffers keep what they promise.
 */
#include "fixture.h"
#include "throw.h"

#include <string.h>

START_TEST(every_exception_becomes_its_status)
{
    const char *name;
    const char *message;
    xap_status expected;
    unsigned rows = 0;

    for (; throw_expected(rows, &name, &expected, &message); rows++) {
        xap_error err = {XAP_OK, ""};
        xap_status status = throw_through_guard(rows, &err);

        ck_assert_msg(status == expected, "%s gives %s", name, xap_status_text(status));
        ck_assert_int_eq(err.status, expected);
        ck_assert_str_eq(err.message, message);
        ck_assert_int_eq(throw_through_guard(rows, NULL), expected);
    }
    ck_assert_uint_eq(rows, 29);
}
END_TEST

START_TEST(long_message_is_cut_between_characters)
{
    char text[601];
    xap_error err;

    for (int i = 0; i < 300; i++)
        memcpy(text + 2 * i, "\xC3\xA9", 3);
    for (int shift = 0; shift < 2; shift++) {
        ck_assert_int_eq(throw_message(text + 2 * shift, &err), XAP_DATABASE);
        size_t len = strlen(err.message);
        ck_assert_uint_le(len, 255);
        ck_assert_uint_ge(len, 253);
        ck_assert_mem_eq(err.message + len - 2, "\xC3\xA9", 2);
        text[2] = 'x';
        text[3] = 'x';
        text[1] = 'y';
    }
}
END_TEST

START_TEST(control_bytes_do_not_reach_the_terminal)
{
    xap_error err;

    ck_assert_int_eq(throw_message("a\033[2Jb\n", &err), XAP_DATABASE);
    ck_assert_str_eq(err.message, "DatabaseError: a?[2Jb?");
}
END_TEST

START_TEST(every_status_has_its_text)
{
    for (int i = 0; i < XAP_STATUS_COUNT; i++) {
        const char *text = xap_status_text((xap_status)i);
        ck_assert_str_ne(text, "");
        ck_assert_str_ne(text, "unknown status");
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(text, xap_status_text((xap_status)j));
    }
    ck_assert_str_eq(xap_status_text(XAP_STATUS_COUNT), "unknown status");
    ck_assert_str_eq(xap_status_text((xap_status)-1), "unknown status");
}
END_TEST

START_TEST(failure_leaves_outputs_alone)
{
    const char *nowhere = scratch("nowhere");
    xap_database *db = NULL;
    xap_string text = {0};
    uint32_t number = 77;

    FAILS(XAP_NOT_FOUND, xap_database_open(&nowhere, 1, &db, &why));
    ck_assert_ptr_null(db);
    OK(xap_database_open(NULL, 0, &db, &why));
    FAILS(XAP_NOT_FOUND, xap_database_find(db, "x", 1, &number, &why));
    ck_assert_uint_eq(number, 77);
    FAILS(XAP_NOT_FOUND, xap_database_data(db, 5, &text, &why));
    ck_assert_ptr_null(text.data);
    xap_database_free(db);
}
END_TEST

START_TEST(success_leaves_the_error_alone)
{
    xap_error err = {XAP_OTHER, "before"};
    xap_query *q = NULL;

    ck_assert_int_eq(xap_query_all(&q, &err), XAP_OK);
    ck_assert_int_eq(err.status, XAP_OTHER);
    ck_assert_str_eq(err.message, "before");
    xap_query_free(q);
}
END_TEST

START_TEST(null_is_invalid)
{
    uint32_t number;
    xap_query *q = NULL;
    xap_writer *w = NULL;
    xap_database *db = NULL;
    const char *paths[] = {NULL};
    bool more;

    FAILS(XAP_INVALID, xap_database_doccount(NULL, &number, &why));
    FAILS(XAP_INVALID, xap_database_open(NULL, 1, &db, &why));
    FAILS(XAP_INVALID, xap_database_open(paths, 1, &db, &why));
    FAILS(XAP_INVALID, xap_database_open(NULL, 0, NULL, &why));
    FAILS(XAP_INVALID, xap_query_term(NULL, 3, 1, &q, &why));
    FAILS(XAP_INVALID, xap_query_all(NULL, &why));
    FAILS(XAP_INVALID, xap_writer_open(NULL, 0, 0, &w, &why));
    FAILS(XAP_INVALID, xap_writer_commit(NULL, &why));
    FAILS(XAP_INVALID, xap_terms_next(NULL, NULL, NULL, &more, &why));
    ck_assert_int_eq(xap_database_doccount(NULL, &number, NULL), XAP_INVALID);
    ck_assert_ptr_null(xap_writer_database(NULL));
    ck_assert_uint_eq(xap_mset_size(NULL), 0);
    ck_assert_uint_eq(xap_mset_docid(NULL, 0), 0);
}
END_TEST

START_TEST(destructors_take_null)
{
    xap_database_free(NULL);
    xap_terms_free(NULL);
    xap_termlist_free(NULL);
    xap_postings_free(NULL);
    xap_positions_free(NULL);
    xap_document_free(NULL);
    xap_writer_free(NULL);
    xap_query_free(NULL);
    xap_enquire_free(NULL);
    xap_mset_free(NULL);
    xap_stem_free(NULL);
    xap_string_free(NULL);
}
END_TEST

START_TEST(string_is_reused_and_ended)
{
    xap_query *q = word("ship");
    xap_string text = {0};

    OK(xap_stem_languages(&text, &why));
    size_t cap = text.cap;
    OK(xap_query_describe(q, &text, &why));
    ck_assert_uint_eq(text.cap, cap);
    ck_assert_str_eq(text.data, "Query(ship)");
    ck_assert_uint_eq(text.len, strlen(text.data));
    xap_string_free(&text);
    ck_assert_ptr_null(text.data);
    ck_assert_uint_eq(text.cap, 0);
    xap_query_free(q);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, every_exception_becomes_its_status);
    tcase_add_test(tc, long_message_is_cut_between_characters);
    tcase_add_test(tc, control_bytes_do_not_reach_the_terminal);
    tcase_add_test(tc, every_status_has_its_text);
    tcase_add_test(tc, failure_leaves_outputs_alone);
    tcase_add_test(tc, success_leaves_the_error_alone);
    tcase_add_test(tc, null_is_invalid);
    tcase_add_test(tc, destructors_take_null);
    tcase_add_test(tc, string_is_reused_and_ended);
}

int main(void)
{
    return run_tests("xapian error", add_tests);
}
