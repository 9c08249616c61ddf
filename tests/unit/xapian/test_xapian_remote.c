/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading much at once, of databases here and behind xapian-progsrv: the same as the iterators say.
 */
#include "fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ARTICLES = 300, WORDS = 12, SLOT = 0 };

static const char server[] = "/usr/bin/xapian-progsrv";

static unsigned dice(unsigned *seed, unsigned n)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % n;
}

/* Articles of few words, so that each word stands in many and often; some are deleted, some have no
 * date, one nothing at all. */
static void write_many(unsigned seed)
{
    xap_writer *w = open_writer("many");
    for (unsigned i = 0; i < ARTICLES; i++) {
        char id[16], date[16] = "", text[400] = "";
        unsigned words = i == 7 ? 0 : dice(&seed, 40);
        for (unsigned k = 0; k < words; k++) {
            unsigned word = dice(&seed, WORDS);
            snprintf(text + strlen(text), 8, "%sw%u", k ? " " : "", dice(&seed, word + 1));
        }
        snprintf(id, sizeof id, "%u", i);
        if (dice(&seed, 4))
            snprintf(date, sizeof date, "2001%04u", dice(&seed, 1000));
        add_article(w, id, date, text);
    }
    for (uint32_t docid = 3; docid < ARTICLES; docid += 11)
        OK(xap_writer_delete(w, docid, &why));
    OK(xap_writer_commit(w, &why));
    xap_writer_free(w);
}

static xap_database *open_behind(const char *name)
{
    xap_database *db = NULL;
    OK(xap_remote_program(server, scratch(name), 10000, &db, &why));
    return db;
}

static void check_postings(const xap_database *db, const xap_database *local, const char *term)
{
    xap_bulk bulk;
    xap_postings *postings = NULL;
    uint32_t docid, wdf;
    bool more = true;
    OK(xap_bulk_postings(db, term, strlen(term), &bulk, &why));
    OK(xap_postings_open(local, term, strlen(term), &postings, &why));
    for (size_t i = 0;; i++) {
        OK(xap_postings_next(postings, &docid, &wdf, &more, &why));
        if (!more) {
            ck_assert_uint_eq(i, bulk.n);
            break;
        }
        ck_assert_uint_lt(i, bulk.n);
        ck_assert_uint_eq(bulk.docids[i], docid);
        ck_assert_uint_eq(bulk.numbers[i], wdf);
    }
    xap_postings_free(postings);
    xap_bulk_free(&bulk);
}

static void check_lengths(const xap_database *db, const xap_database *local)
{
    xap_bulk bulk;
    uint32_t length;
    OK(xap_bulk_lengths(db, &bulk, &why));
    ck_assert_uint_eq(bulk.n, doccount(local));
    for (size_t i = 0; i < bulk.n; i++) {
        OK(xap_database_doclength(local, bulk.docids[i], &length, &why));
        ck_assert_uint_eq(bulk.numbers[i], length);
        ck_assert(!i || bulk.docids[i] > bulk.docids[i - 1]);
    }
    xap_bulk_free(&bulk);
}

typedef struct walk {
    const xap_database *local;
    xap_bytes terms[XAP_MEMBERS_MAX];
    size_t n_terms;
    uint32_t last;
    size_t n;
} walk;

static bool check_value(void *data, uint32_t docid, xap_bytes value)
{
    walk *w = data;
    xap_string local = {0};
    OK(xap_database_value(w->local, docid, SLOT, &local, &why));
    ck_assert_uint_eq(value.len, local.len);
    ck_assert_mem_eq(value.data, local.data, local.len);
    ck_assert_uint_gt(docid, w->last);
    w->last = docid;
    w->n++;
    xap_string_free(&local);
    return true;
}

static void check_values(const xap_database *db, const xap_database *local)
{
    walk w = {.local = local};
    xap_values *values = NULL;
    uint32_t docid;
    xap_bytes value;
    bool more = true;
    size_t n = 0;
    OK(xap_bulk_values(db, SLOT, check_value, &w, &why));
    OK(xap_values_open(local, SLOT, &values, &why));
    for (;; n++) {
        OK(xap_values_next(values, &docid, &value, &more, &why));
        if (!more)
            break;
    }
    ck_assert_uint_eq(w.n, n);
    ck_assert_uint_gt(n, 0);
    xap_values_free(values);
}

static bool count_members(void *data, uint32_t docid, uint64_t which)
{
    walk *w = data;
    ck_assert_uint_gt(docid, w->last);
    ck_assert_uint_ne(which, 0);
    w->last = docid;
    for (size_t i = 0; i < w->n_terms; i++) {
        xap_postings *postings = NULL;
        uint32_t there = 0;
        bool more = true;
        if (!(which >> i & 1))
            continue;
        OK(xap_postings_open(w->local, w->terms[i].data, w->terms[i].len, &postings, &why));
        OK(xap_postings_skip_to(postings, docid, &why));
        OK(xap_postings_next(postings, &there, NULL, &more, &why));
        ck_assert(more && there == docid);
        xap_postings_free(postings);
        w->n++;
    }
    return true;
}

static void check_members(const xap_database *db, const xap_database *local)
{
    walk w = {.local = local, .n_terms = XAP_MEMBERS_MAX};
    char ids[XAP_MEMBERS_MAX][8];
    size_t wanted = 0;
    for (unsigned i = 0; i < XAP_MEMBERS_MAX; i++) {
        uint32_t frequency;
        snprintf(ids[i], sizeof ids[i], i < WORDS ? "w%u" : "Q%u", i);
        w.terms[i] = (xap_bytes){ids[i], strlen(ids[i])};
        OK(xap_database_termfreq(local, ids[i], strlen(ids[i]), &frequency, &why));
        wanted += frequency;
    }
    OK(xap_bulk_members(db, w.terms, w.n_terms, count_members, &w, &why));
    ck_assert_uint_eq(w.n, wanted);
    FAILS(XAP_INVALID, xap_bulk_members(db, w.terms, XAP_MEMBERS_MAX + 1, count_members, &w, &why));
}

/* Does "one two" stand in the document? */
static bool stand_together(const xap_database *db, uint32_t docid, const char *one, const char *two)
{
    xap_positions *a = NULL, *b = NULL;
    uint32_t at = 0, after = 0;
    bool more = true, found = false;
    OK(xap_positions_open(db, docid, one, strlen(one), &a, &why));
    OK(xap_positions_open(db, docid, two, strlen(two), &b, &why));
    while (more && !found) {
        OK(xap_positions_next(a, &at, &more, &why));
        while (more && after < at + 1) {
            OK(xap_positions_next(b, &after, &more, &why));
        }
        found = more && after == at + 1;
    }
    xap_positions_free(a);
    xap_positions_free(b);
    return found;
}

static void check_phrases(const xap_database *db, const xap_database *local)
{
    const xap_bytes terms[] = {{"w1", 2}, {"w4", 2}, {"w2", 2}, {"w5", 2}};
    const xap_phrases phrases = {
        .terms = terms, .n_places = 2, .n_rows = 2, .window = 2, .ordered = true};
    xap_bulk bulk, all;
    size_t n = 0;
    OK(xap_bulk_phrases(db, &phrases, &bulk, &why));
    OK(xap_bulk_lengths(local, &all, &why));
    for (size_t i = 0; i < all.n; i++) {
        bool here = stand_together(local, all.docids[i], "w1", "w4") ||
                    stand_together(local, all.docids[i], "w2", "w5");
        if (here)
            ck_assert_uint_eq(bulk.docids[n++], all.docids[i]);
    }
    ck_assert_uint_eq(n, bulk.n);
    ck_assert_uint_gt(n, 0);
    xap_bulk_free(&bulk);
    xap_bulk_free(&all);
}

static void check_all(const xap_database *db, const xap_database *local)
{
    char term[8];
    for (unsigned i = 0; i <= WORDS; i++) {
        snprintf(term, sizeof term, "w%u", i);
        check_postings(db, local, term);
    }
    check_lengths(db, local);
    check_values(db, local);
    check_members(db, local);
    check_phrases(db, local);
}

START_TEST(bulk_is_what_iterators_say)
{
    write_many((unsigned)_i);
    xap_database *db = open_reader("many");
    check_all(db, db);
    xap_database_free(db);
}
END_TEST

START_TEST(bulk_over_a_connection)
{
    write_many((unsigned)_i);
    if (access(server, X_OK) != 0) {
        puts("skipped: there is no xapian-progsrv");
        return;
    }
    xap_database *local = open_reader("many"), *db = open_behind("many");
    check_all(db, local);
    xap_database_free(db);
    xap_database_free(local);
}
END_TEST

START_TEST(bulk_of_an_empty_database)
{
    xap_bulk bulk;
    xap_database *db = NULL;
    OK(xap_database_open(NULL, 0, &db, &why));
    OK(xap_bulk_lengths(db, &bulk, &why));
    ck_assert_uint_eq(bulk.n, 0);
    xap_bulk_free(&bulk);
    OK(xap_bulk_postings(db, "word", 4, &bulk, &why));
    ck_assert_uint_eq(bulk.n, 0);
    xap_bulk_free(&bulk);
    xap_database_free(db);
}
END_TEST

static bool ignore_value(void *data, uint32_t docid, xap_bytes value)
{
    (void)data, (void)docid, (void)value;
    return true;
}

static void *read_again_and_again(void *user)
{
    enum { ROUNDS = 60000 };
    xap_bulk bulk = {0};
    xap_error cause;
    xap_status status = XAP_OK;
    for (int i = 0; i < ROUNDS && status == XAP_OK; i++) {
        status = xap_bulk_lengths(user, &bulk, &cause);
        xap_bulk_free(&bulk);
        if (status == XAP_OK)
            status = xap_bulk_values(user, SLOT, ignore_value, NULL, &cause);
    }
    return status == XAP_OK ? user : NULL;
}

/* Each thread has a database of its own, and Xapian nothing that they share unguarded. */
START_TEST(several_threads)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    xap_database *dbs[THREADS] = {NULL};
    for (int i = 0; i < THREADS; i++) {
        OK(xap_database_open(NULL, 0, &dbs[i], &why));
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_again_and_again, dbs[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        ck_assert_ptr_eq(result, dbs[i]);
        xap_database_free(dbs[i]);
    }
}
END_TEST

START_TEST(nobody_there)
{
    xap_database *db = NULL;
    FAILS(XAP_NETWORK, xap_remote_tcp("127.0.0.1", 1, 1000, 1000, &db, &why));
    FAILS(XAP_NETWORK, xap_remote_program("/bin/true", "", 1000, &db, &why));
    FAILS(XAP_INVALID, xap_remote_tcp(NULL, 1, 1000, 1000, &db, &why));
    FAILS(XAP_INVALID, xap_remote_program(NULL, "", 1000, &db, &why));
    ck_assert_ptr_null(db);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_loop_test(tc, bulk_is_what_iterators_say, 1, 4);
    tcase_add_loop_test(tc, bulk_over_a_connection, 1, 4);
    tcase_add_test(tc, bulk_of_an_empty_database);
    tcase_add_test(tc, several_threads);
    tcase_add_test(tc, nobody_there);
}

int main(void)
{
    return run_tests("xapian remote", add);
}
