/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries and searching, over the four articles of write_news().
 */
#include "fixture.h"

#include <math.h>
#include <string.h>

/* The hits of a query, by document id; frees the query. */
static const char *found(xap_query *q)
{
    xap_database *db = open_reader("news");
    xap_enquire *e = NULL;
    const char *text;

    OK(xap_enquire_new(db, q, &e, &why));
    OK(xap_enquire_set_boolean_weight(e, &why));
    text = hits(e);
    xap_enquire_free(e);
    xap_database_free(db);
    xap_query_free(q);
    return text;
}

/* Words joined by an operator. */
static xap_query *joined(xap_op op, unsigned window, const char *a, const char *b)
{
    xap_query *parts[] = {word(a), word(b)};
    const xap_query *const subs[] = {parts[0], parts[1]};
    xap_query *q = NULL;

    OK(xap_query_combine(op, subs, 2, window, &q, &why));
    xap_query_free(parts[0]);
    xap_query_free(parts[1]);
    return q;
}

START_TEST(operators)
{
    xap_query *q = NULL;

    write_news();
    ck_assert_str_eq(found(word("ship")), "1 2 4");
    ck_assert_str_eq(found(joined(XAP_OP_AND, 0, "ship", "great")), "1 2");
    ck_assert_str_eq(found(joined(XAP_OP_OR, 0, "loss", "shot")), "2 3");
    ck_assert_str_eq(found(joined(XAP_OP_AND_NOT, 0, "ship", "great")), "4");
    ck_assert_str_eq(found(joined(XAP_OP_XOR, 0, "ship", "great")), "4");
    ck_assert_str_eq(found(joined(XAP_OP_AND_MAYBE, 0, "great", "loss")), "1 2");
    ck_assert_str_eq(found(joined(XAP_OP_FILTER, 0, "ship", "Qd")), "4");
    ck_assert_str_eq(found(joined(XAP_OP_SYNONYM, 0, "loss", "shot")), "2 3");
    ck_assert_str_eq(found(joined(XAP_OP_MAX, 0, "loss", "shot")), "2 3");
    ck_assert_str_eq(found(joined(XAP_OP_ELITE_SET, 1, "ship", "loss")), "1 2 4");
    ck_assert_str_eq(found(joined(XAP_OP_ELITE_SET, 0, "loss", "shot")), "2 3");
    OK(xap_query_all(&q, &why));
    ck_assert_str_eq(found(q), "1 2 3 4");
    OK(xap_query_none(&q, &why));
    ck_assert_str_eq(found(q), "");
    OK(xap_query_combine(XAP_OP_AND, NULL, 0, 0, &q, &why));
    ck_assert_str_eq(found(q), "");
    FAILS(XAP_INVALID, xap_query_combine((xap_op)99, NULL, 0, 0, &q, &why));
}
END_TEST

START_TEST(phrase_and_near)
{
    write_news();
    ck_assert_str_eq(found(joined(XAP_OP_PHRASE, 0, "great", "ship")), "1");
    ck_assert_str_eq(found(joined(XAP_OP_PHRASE, 0, "ship", "great")), "");
    ck_assert_str_eq(found(joined(XAP_OP_PHRASE, 4, "ship", "great")), "2");
    ck_assert_str_eq(found(joined(XAP_OP_NEAR, 4, "great", "ship")), "1 2");
    ck_assert_str_eq(found(joined(XAP_OP_NEAR, 2, "ship", "great")), "1");
}
END_TEST

START_TEST(phrase_of_a_query_is_unsupported)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_query *inner = joined(XAP_OP_AND, 0, "great", "ship");
    xap_query *leaf = word("ship");
    const xap_query *const subs[] = {inner, leaf};
    xap_query *q = NULL;
    xap_enquire *e = NULL;
    xap_mset *m = NULL;

    if (xap_query_combine(XAP_OP_PHRASE, subs, 2, 0, &q, &why) == XAP_OK) {
        OK(xap_enquire_new(db, q, &e, &why));
        FAILS(XAP_UNSUPPORTED, xap_enquire_mset(e, 0, 10, 0, &m, &why));
    }
    ck_assert_int_eq(why.status, XAP_UNSUPPORTED);
    xap_enquire_free(e);
    xap_query_free(q);
    xap_query_free(leaf);
    xap_query_free(inner);
    xap_database_free(db);
}
END_TEST

START_TEST(value_ranges)
{
    xap_query *q = NULL;

    write_news();
    OK(xap_query_value_range(0, "19120416", 8, "19120430", 8, &q, &why));
    ck_assert_str_eq(found(q), "2 4");
    OK(xap_query_value_range(0, "2", 1, "1", 1, &q, &why));
    ck_assert_str_eq(found(q), "");
    OK(xap_query_value_ge(0, "19120417", 8, &q, &why));
    ck_assert_str_eq(found(q), "3 4");
    OK(xap_query_value_le(0, "19120415", 8, &q, &why));
    ck_assert_str_eq(found(q), "1");
}
END_TEST

START_TEST(wildcards)
{
    xap_query *q = NULL;
    xap_enquire *e = NULL;
    xap_mset *m = NULL;

    write_news();
    OK(xap_query_wildcard("sh", 2, 0, XAP_LIMIT_ERROR, XAP_OP_SYNONYM, &q, &why));
    ck_assert_str_eq(found(q), "1 2 3 4");
    OK(xap_query_wildcard("sh", 2, 1, XAP_LIMIT_FIRST, XAP_OP_OR, &q, &why));
    ck_assert_str_eq(found(q), "1 2 4");
    OK(xap_query_wildcard("s", 1, 1, XAP_LIMIT_MOST_FREQUENT, XAP_OP_MAX, &q, &why));
    ck_assert_str_eq(found(q), "1 2 4");
    FAILS(XAP_INVALID, xap_query_wildcard("s", 1, 1, XAP_LIMIT_FIRST, XAP_OP_AND, &q, &why));
    FAILS(XAP_INVALID, xap_query_wildcard("s", 1, 1, (xap_limit)9, XAP_OP_OR, &q, &why));
    OK(xap_query_wildcard("s", 1, 2, XAP_LIMIT_ERROR, XAP_OP_OR, &q, &why));
    xap_database *db = open_reader("news");
    OK(xap_enquire_new(db, q, &e, &why));
    FAILS(XAP_BAD_QUERY, xap_enquire_mset(e, 0, 10, 0, &m, &why));
    ck_assert_ptr_null(m);
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
}
END_TEST

START_TEST(parts_may_go_before_the_whole)
{
    xap_query *a = word("ship");
    xap_query *b = NULL;
    xap_query *scaled = NULL;
    xap_string text = {0};

    OK(xap_query_copy(a, &b, &why));
    OK(xap_query_scale(b, 2.5, &scaled, &why));
    FAILS(XAP_INVALID, xap_query_scale(b, -1, &a, &why));
    FAILS(XAP_INVALID, xap_query_scale(b, (double)NAN, &a, &why));
    xap_query_free(a);
    xap_query_free(b);
    OK(xap_query_describe(scaled, &text, &why));
    ck_assert_str_eq(text.data, "Query(2.5 * ship)");
    xap_query_free(scaled);
    xap_string_free(&text);
}
END_TEST

START_TEST(orders)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_query *q = word("ship");
    xap_enquire *e = NULL;

    OK(xap_enquire_new(db, q, &e, &why));
    ck_assert_str_eq(hits(e), "4 1 2");
    OK(xap_enquire_set_docid_order(e, XAP_DOCID_DESCENDING, &why));
    ck_assert_str_eq(hits(e), "4 2 1");
    OK(xap_enquire_sort_value(e, 0, false, &why));
    ck_assert_str_eq(hits(e), "1 2 4");
    OK(xap_enquire_sort_value(e, 0, true, &why));
    ck_assert_str_eq(hits(e), "4 2 1");
    OK(xap_enquire_sort_relevance(e, &why));
    OK(xap_enquire_set_boolean_weight(e, &why));
    ck_assert_str_eq(hits(e), "4 2 1");
    OK(xap_enquire_set_docid_order(e, XAP_DOCID_ASCENDING, &why));
    ck_assert_str_eq(hits(e), "1 2 4");
    OK(xap_enquire_set_bm25(e, 1, 0, 1, 0.5, 0.5, &why));
    ck_assert_str_eq(hits(e), "4 1 2");
    FAILS(XAP_INVALID, xap_enquire_sort_value(e, XAP_NO_SLOT, true, &why));
    FAILS(XAP_INVALID, xap_enquire_set_docid_order(e, (xap_docid_order)7, &why));
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
}
END_TEST

START_TEST(hits_in_numbers)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_query *q = word("ship");
    xap_enquire *e = NULL;
    xap_mset *m = NULL;
    uint32_t freq = 0;

    OK(xap_enquire_new(db, q, &e, &why));
    OK(xap_enquire_set_time_limit(e, 10, &why));
    OK(xap_enquire_mset(e, 1, 2, 10, &m, &why));
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
    ck_assert_uint_eq(xap_mset_size(m), 2);
    ck_assert_uint_eq(xap_mset_estimated(m), 3);
    ck_assert_uint_eq(xap_mset_lower(m), 3);
    ck_assert_uint_eq(xap_mset_upper(m), 3);
    ck_assert_uint_eq(xap_mset_docid(m, 0), 1);
    ck_assert_uint_eq(xap_mset_docid(m, 1), 2);
    ck_assert_uint_eq(xap_mset_docid(m, 2), 0);
    ck_assert(xap_mset_weight(m, 0) > 0);
    ck_assert(xap_mset_weight(m, 9) == 0);
    ck_assert(xap_mset_max_possible(m) >= xap_mset_weight(m, 0));
    ck_assert_uint_eq(xap_mset_collapsed(m, 0), 0);
    OK(xap_mset_termfreq(m, "ship", 4, &freq, &why));
    ck_assert_uint_eq(freq, 3);
    OK(xap_mset_termfreq(m, "great", 5, &freq, &why));
    ck_assert_uint_eq(freq, 2);
    xap_mset_free(m);
}
END_TEST

START_TEST(collapse)
{
    write_news();
    xap_writer *w = open_writer("news");
    add_article(w, "e", "19120417", "ship");
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
    xap_database *db = open_reader("news");
    xap_query *q = word("ship");
    xap_enquire *e = NULL;
    xap_mset *m = NULL;

    OK(xap_enquire_new(db, q, &e, &why));
    OK(xap_enquire_set_boolean_weight(e, &why));
    OK(xap_enquire_set_collapse(e, 0, 1, &why));
    ck_assert_str_eq(hits(e), "1 2 4");
    OK(xap_enquire_mset(e, 0, 10, 10, &m, &why));
    ck_assert_uint_eq(xap_mset_collapsed(m, 2), 1);
    xap_mset_free(m);
    OK(xap_enquire_set_collapse(e, XAP_NO_SLOT, 1, &why));
    ck_assert_str_eq(hits(e), "1 2 4 5");
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
}
END_TEST

static bool collect(void *data, const char *term, size_t len)
{
    char *seen = data;

    strncat(strcat(seen, " "), term, len);
    return strlen(seen) < 12;
}

START_TEST(matching_terms)
{
    write_news();
    xap_database *db = open_reader("news");
    xap_query *q = joined(XAP_OP_OR, 0, "ship", "great");
    xap_enquire *e = NULL;
    char seen[64] = "";

    OK(xap_enquire_new(db, q, &e, &why));
    OK(xap_enquire_matching_terms(e, 4, collect, seen, &why));
    ck_assert_str_eq(seen, " ship");
    seen[0] = '\0';
    OK(xap_enquire_matching_terms(e, 1, collect, seen, &why));
    ck_assert_str_eq(seen, " great ship");
    strcpy(seen, "012345678901");
    OK(xap_enquire_matching_terms(e, 1, collect, seen, &why));
    ck_assert_str_eq(seen, "012345678901 great");
    FAILS(XAP_NOT_FOUND, xap_enquire_matching_terms(e, 99, collect, seen, &why));
    FAILS(XAP_INVALID, xap_enquire_matching_terms(e, 1, NULL, seen, &why));
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
}
END_TEST

START_TEST(empty_database_has_no_hits)
{
    xap_database *db = NULL;
    xap_query *q = word("ship");
    xap_enquire *e = NULL;

    OK(xap_database_open(NULL, 0, &db, &why));
    OK(xap_enquire_new(db, q, &e, &why));
    ck_assert_str_eq(hits(e), "");
    xap_enquire_free(e);
    xap_query_free(q);
    xap_database_free(db);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, operators);
    tcase_add_test(tc, phrase_and_near);
    tcase_add_test(tc, phrase_of_a_query_is_unsupported);
    tcase_add_test(tc, value_ranges);
    tcase_add_test(tc, wildcards);
    tcase_add_test(tc, parts_may_go_before_the_whole);
    tcase_add_test(tc, orders);
    tcase_add_test(tc, hits_in_numbers);
    tcase_add_test(tc, collapse);
    tcase_add_test(tc, matching_terms);
    tcase_add_test(tc, empty_database_has_no_hits);
}

int main(void)
{
    return run_tests("xapian search", add_tests);
}
