/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading: numbers, documents, metadata, shards and the four iterators.
 */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

START_TEST(numbers_of_a_database)
{
    write_news();
    xap_database *db = open_reader("news");
    uint32_t n = 0;
    uint64_t total = 0;
    bool has = false;
    xap_string uuid = {0};

    ck_assert_uint_eq(doccount(db), 4);
    OK(xap_database_lastdocid(db, &n, &why));
    ck_assert_uint_eq(n, 4);
    OK(xap_database_total_length(db, &total, &why));
    ck_assert_uint_eq(total, 5 + 5 + 4 + 7);
    OK(xap_database_termfreq(db, "ship", 4, &n, &why));
    ck_assert_uint_eq(n, 3);
    OK(xap_database_collfreq(db, "ship", 4, &n, &why));
    ck_assert_uint_eq(n, 5);
    OK(xap_database_termfreq(db, "", 0, &n, &why));
    ck_assert_uint_eq(n, 4);
    OK(xap_database_termfreq(db, "absent", 6, &n, &why));
    ck_assert_uint_eq(n, 0);
    OK(xap_database_has_positions(db, &has, &why));
    ck_assert(has);
    OK(xap_database_uuid(db, &uuid, &why));
    ck_assert_uint_eq(uuid.len, 36);
    xap_string_free(&uuid);
    xap_database_free(db);
}
END_TEST

static bool gather(void *data, xap_bytes key, xap_bytes value)
{
    char *all = data;
    size_t len = strlen(all);
    snprintf(all + len, 200 - len, "%.*s=%.*s ", (int)key.len, key.data, (int)value.len,
             value.data);
    return strlen(all) < 20;
}

START_TEST(metadata_by_keys)
{
    xap_writer *w = open_writer("listed");
    char all[200] = "";
    OK(xap_writer_set_metadata(w, "b1", "x", 1, &why));
    OK(xap_writer_set_metadata(w, "a", "y", 1, &why));
    OK(xap_writer_set_metadata(w, "b3", "long enough", 11, &why));
    OK(xap_writer_set_metadata(w, "b2", "z", 1, &why));
    OK(xap_writer_set_metadata(w, "b4", "never told", 10, &why));
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
    xap_database *db = open_reader("listed");
    OK(xap_database_each_metadata(db, "b", 1, gather, all, &why));
    ck_assert_str_eq(all, "b1=x b2=z b3=long enough ");
    *all = '\0';
    OK(xap_database_each_metadata(db, "b11", 1, gather, all, &why));
    ck_assert_str_eq(all, "b2=z b3=long enough ");
    *all = '\0';
    OK(xap_database_each_metadata(db, "b9", 1, gather, all, &why));
    OK(xap_database_each_metadata(db, "c", 1, gather, all, &why));
    ck_assert_str_eq(all, "");
    FAILS(XAP_INVALID, xap_database_each_metadata(db, "b", 2, gather, all, &why));
    FAILS(XAP_INVALID, xap_database_each_metadata(db, "b", 1, NULL, all, &why));
    FAILS(XAP_INVALID, xap_database_each_metadata(NULL, "b", 1, gather, all, &why));
    xap_database_free(db);
}
END_TEST

START_TEST(documents_and_metadata)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_string text = {0};
    uint32_t docid = 0;

    OK(xap_database_find(db, "Qc", 2, &docid, &why));
    ck_assert_uint_eq(docid, 3);
    OK(xap_database_find(db, "ship", 4, &docid, &why));
    ck_assert_uint_eq(docid, 1);
    FAILS(XAP_NOT_FOUND, xap_database_find(db, "Qz", 2, &docid, &why));
    OK(xap_database_data(db, 3, &text, &why));
    ck_assert_str_eq(text.data, "archduke shot in sarajevo");
    OK(xap_database_value(db, 3, 0, &text, &why));
    ck_assert_str_eq(text.data, "19140628");
    OK(xap_database_value(db, 3, 9, &text, &why));
    ck_assert_uint_eq(text.len, 0);
    FAILS(XAP_NOT_FOUND, xap_database_data(db, 99, &text, &why));
    FAILS(XAP_NOT_FOUND, xap_database_value(db, 99, 0, &text, &why));
    FAILS(XAP_INVALID, xap_database_data(db, 0, &text, &why));
    uint32_t length = 0;
    OK(xap_database_doclength(db, 3, &length, &why));
    ck_assert_uint_eq(length, 4); /* and "Qc", which counts nothing */
    FAILS(XAP_NOT_FOUND, xap_database_doclength(db, 99, &length, &why));
    FAILS(XAP_INVALID, xap_database_doclength(db, 0, &length, &why));
    OK(xap_database_metadata(db, "schema", &text, &why));
    ck_assert_str_eq(text.data, "1");
    OK(xap_database_metadata(db, "absent", &text, &why));
    ck_assert_str_eq(text.data, "");
    FAILS(XAP_INVALID, xap_database_metadata(db, "", &text, &why));
    xap_string_free(&text);
    xap_database_free(db);
}
END_TEST

START_TEST(no_shard_is_an_empty_database)
{
    xap_database *db = NULL;
    xap_terms *it = NULL;
    bool more = true;

    OK(xap_database_open(NULL, 0, &db, &why));
    ck_assert_uint_eq(doccount(db), 0);
    OK(xap_terms_open(db, "", 0, &it, &why));
    OK(xap_terms_next(it, NULL, NULL, &more, &why));
    ck_assert(!more);
    xap_terms_free(it);
    xap_database_free(db);
}
END_TEST

START_TEST(shards_interleave)
{
    const char *paths[] = {scratch("news"), scratch("more")};
    xap_database *db = NULL;
    xap_string text = {0};
    uint32_t docid = 0;

    write_news();
    xap_writer *w = open_writer("more");
    add_article(w, "e", "19180911", "peace at last");
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
    paths[0] = scratch("news");
    paths[1] = scratch("more");
    OK(xap_database_open(paths, 2, &db, &why));
    ck_assert_uint_eq(doccount(db), 5);
    OK(xap_database_find(db, "Qe", 2, &docid, &why));
    ck_assert_uint_eq(docid, 0 * 2 + 1 + 1);
    OK(xap_database_find(db, "Qc", 2, &docid, &why));
    ck_assert_uint_eq(docid, 2 * 2 + 0 + 1);
    OK(xap_database_uuid(db, &text, &why));
    ck_assert_uint_eq(text.len, 36 + 1 + 36);
    OK(xap_database_metadata(db, "schema", &text, &why));
    ck_assert_str_eq(text.data, "1");
    xap_string_free(&text);
    xap_database_free(db);
}
END_TEST

START_TEST(terms_with_prefix_in_order)
{
    write_news();
    xap_database *db = open_reader("news");
    const char *const expected[] = {"said", "sarajevo", "says", "ship", "shot", "sinks"};
    xap_terms *it = NULL;
    xap_bytes term;
    uint32_t freq = 0;
    bool more = false;

    OK(xap_terms_open(db, "s", 1, &it, &why));
    for (int i = 1; i < 6; i++) {
        OK(xap_terms_next(it, &term, &freq, &more, &why));
        ck_assert(more);
        ck_assert_uint_eq(term.len, strlen(expected[i]));
        ck_assert_mem_eq(term.data, expected[i], term.len);
        ck_assert_uint_eq(freq, strcmp(expected[i], "ship") == 0 ? 3 : 1);
    }
    for (int i = 0; i < 3; i++) {
        OK(xap_terms_next(it, &term, &freq, &more, &why));
        ck_assert(!more);
    }
    xap_terms_free(it);
    xap_database_free(db);
}
END_TEST

/* Takes the next term and compares it; NULL means the end. */
static void next_is(xap_terms *it, const char *expected)
{
    xap_bytes term = {NULL, 0};
    bool more = false;

    OK(xap_terms_next(it, &term, NULL, &more, &why));
    ck_assert_int_eq(more, expected != NULL);
    if (expected != NULL)
        ck_assert_msg(term.len == strlen(expected) && memcmp(term.data, expected, term.len) == 0,
                      "%.*s is not %s", (int)term.len, term.data, expected);
}

START_TEST(terms_skip)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_terms *it = NULL;

    OK(xap_terms_open(db, "s", 1, &it, &why));
    OK(xap_terms_skip_to(it, "sb", 2, &why));
    next_is(it, "ship");
    OK(xap_terms_skip_to(it, "ship", 4, &why));
    next_is(it, "shot");
    OK(xap_terms_skip_to(it, "sarajevo", 8, &why));
    next_is(it, "sinks");
    OK(xap_terms_skip_to(it, "zebra", 5, &why));
    next_is(it, NULL);
    OK(xap_terms_skip_to(it, "zebra", 5, &why));
    next_is(it, NULL);
    xap_terms_free(it);
    xap_database_free(db);
}
END_TEST

START_TEST(termlist_of_a_document)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_termlist *it = NULL;
    xap_bytes term;
    char seen[128] = "";
    uint32_t wdf;
    uint32_t freq;
    bool more;

    OK(xap_termlist_open(db, 4, &it, &why));
    for (;;) {
        OK(xap_termlist_next(it, &term, &wdf, &freq, &more, &why));
        if (!more)
            break;
        char one[40];
        snprintf(one, sizeof one, "%.*s:%u:%u ", (int)term.len, term.data, wdf, freq);
        strcat(seen, one);
    }
    ck_assert_str_eq(seen, "Qd:0:1 and:2:1 awaits:1:1 harbour:1:1 ship:3:3 ");
    OK(xap_termlist_next(it, NULL, NULL, NULL, &more, &why));
    ck_assert(!more);
    xap_termlist_free(it);
    it = NULL;
    FAILS(XAP_NOT_FOUND, xap_termlist_open(db, 99, &it, &why));
    FAILS(XAP_INVALID, xap_termlist_open(db, 0, &it, &why));
    ck_assert_ptr_null(it);
    xap_database_free(db);
}
END_TEST

/* The postings of a term from a document on, as "1x1 4x3". */
static void postings_are(const xap_database *db, const char *term, uint32_t from,
                         const char *expected)
{
    xap_postings *it = NULL;
    char seen[128] = "";
    uint32_t docid;
    uint32_t wdf;
    bool more;

    OK(xap_postings_open(db, term, strlen(term), &it, &why));
    if (from != 0)
        OK(xap_postings_skip_to(it, from, &why));
    for (;;) {
        OK(xap_postings_next(it, &docid, &wdf, &more, &why));
        if (!more)
            break;
        size_t len = strlen(seen);
        snprintf(seen + len, sizeof seen - len, "%s%ux%u", len == 0 ? "" : " ", docid, wdf);
    }
    ck_assert_str_eq(seen, expected);
    xap_postings_free(it);
}

START_TEST(postings_of_a_term)
{
    write_news();
    xap_database *db = open_reader("news");

    postings_are(db, "ship", 0, "1x1 2x1 4x3");
    postings_are(db, "ship", 2, "2x1 4x3");
    postings_are(db, "ship", 3, "4x3");
    postings_are(db, "ship", 5, "");
    postings_are(db, "", 0, "1x1 2x1 3x1 4x1");
    postings_are(db, "", 4, "4x1");
    postings_are(db, "absent", 0, "");
    postings_are(db, "absent", 2, "");
    xap_database_free(db);
}
END_TEST

START_TEST(positions_in_a_document)
{
    write_news();
    xap_database *db = open_reader("news");
    const uint32_t expected[] = {3, 5, 7};
    xap_positions *it = NULL;
    uint32_t position = 0;
    bool more = true;

    OK(xap_positions_open(db, 4, "ship", 4, &it, &why));
    for (int i = 0; i < 3; i++) {
        OK(xap_positions_next(it, &position, &more, &why));
        ck_assert(more);
        ck_assert_uint_eq(position, expected[i]);
    }
    OK(xap_positions_next(it, &position, &more, &why));
    ck_assert(!more);
    ck_assert_uint_eq(position, 7);
    xap_positions_free(it);
    OK(xap_positions_open(db, 3, "ship", 4, &it, &why));
    OK(xap_positions_next(it, NULL, &more, &why));
    ck_assert(!more);
    xap_positions_free(it);
    xap_database_free(db);
}
END_TEST

START_TEST(bytes_may_be_zero)
{
    xap_writer *w = open_writer("bytes");
    const xap_database *db = xap_writer_database(w);
    xap_document *doc = article("a", "1", "x");
    xap_string text = {0};
    uint32_t docid = 0;

    OK(xap_document_set_data(doc, "a\0b", 3, &why));
    OK(xap_document_add_term(doc, "t\0u", 3, 1, &why));
    OK(xap_document_add_value(doc, 1, "\0", 1, &why));
    OK(xap_writer_add(w, doc, NULL, &why));
    OK(xap_writer_commit(w, &why));
    OK(xap_database_find(db, "t\0u", 3, &docid, &why));
    OK(xap_database_data(db, docid, &text, &why));
    ck_assert_uint_eq(text.len, 3);
    ck_assert_mem_eq(text.data, "a\0b", 4);
    OK(xap_database_value(db, docid, 1, &text, &why));
    ck_assert_uint_eq(text.len, 1);
    xap_string_free(&text);
    xap_document_free(doc);
    xap_writer_free(w);
}
END_TEST

START_TEST(values_skip)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_values *it = NULL;
    xap_bytes value;
    uint32_t docid = 0;
    bool more = false;

    OK(xap_values_open(db, 0, &it, &why));
    OK(xap_values_skip_to(it, 3, &why));
    OK(xap_values_next(it, &docid, &value, &more, &why));
    ck_assert(more);
    ck_assert_uint_eq(docid, 3);
    ck_assert_int_eq(memcmp(value.data, "19140628", value.len), 0);
    OK(xap_values_skip_to(it, 1, &why));
    OK(xap_values_next(it, &docid, NULL, &more, &why));
    ck_assert_uint_eq(docid, 4);
    OK(xap_values_skip_to(it, 9, &why));
    OK(xap_values_next(it, &docid, NULL, &more, &why));
    ck_assert(!more);
    FAILS(XAP_INVALID, xap_values_skip_to(NULL, 1, &why));
    xap_values_free(it);
    xap_database_free(db);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, numbers_of_a_database);
    tcase_add_test(tc, documents_and_metadata);
    tcase_add_test(tc, metadata_by_keys);
    tcase_add_test(tc, no_shard_is_an_empty_database);
    tcase_add_test(tc, shards_interleave);
    tcase_add_test(tc, terms_with_prefix_in_order);
    tcase_add_test(tc, terms_skip);
    tcase_add_test(tc, termlist_of_a_document);
    tcase_add_test(tc, postings_of_a_term);
    tcase_add_test(tc, positions_in_a_document);
    tcase_add_test(tc, bytes_may_be_zero);
    tcase_add_test(tc, values_skip);
}

int main(void)
{
    return run_tests("xapian read", add_tests);
}
