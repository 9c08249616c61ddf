#include "tests/unit/glass/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"

void check_database(const char *path)
{
    xap_string report = {0};
    size_t errors = 1;
    OK(xap_check(path, &report, &errors, &why));
    ck_assert_msg(errors == 0, "%s: %.3000s", path, report.data);
    xap_string_free(&report);
}

/* ---- Numbers of the whole ----------------------------------------------------------------- */

static uint64_t get_uint(const uint8_t **at)
{
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
}

enum { STATISTICS = 8, BEFORE_REVISION = 14 + 2 + 16 };

static void read_statistics(const char *folder, uint64_t ret[STATISTICS])
{
    mg_buffer content = {0};
    char *path = mg_path_join(folder, "iamglass");
    GOOD(mg_file_read(path, 256, &content, &fault));
    const uint8_t *at = (const uint8_t *)content.data + BEFORE_REVISION;
    get_uint(&at);
    for (int table = 0; table < 6; table++) {
        for (int i = 0; i < 5; i++)
            get_uint(&at);
        size_t free_list = get_uint(&at);
        at += free_list;
    }
    for (int i = 0; i < STATISTICS; i++)
        ret[i] = get_uint(&at);
    ck_assert_ptr_eq(at, (const uint8_t *)content.data + content.len);
    mg_buffer_free(&content);
    free(path);
}

void compare_statistics(const char *one, const char *other)
{
    uint64_t a[STATISTICS], b[STATISTICS];
    read_statistics(one, a);
    read_statistics(other, b);
    for (int i = 0; i < STATISTICS; i++)
        ck_assert_msg(a[i] == b[i], "statistic %d: %lu, %lu", i, (unsigned long)a[i],
                      (unsigned long)b[i]);
}

typedef struct pair {
    xap_database *a, *b;
    uint32_t every;
} pair;

#define SAME(type, call)                                                                           \
    do {                                                                                           \
        type x_ = 0, y_ = 0;                                                                       \
        OK(call(both->a, &x_, &why));                                                              \
        OK(call(both->b, &y_, &why));                                                              \
        ck_assert_msg(x_ == y_, "%s: %lu, %lu", #call, (unsigned long)x_, (unsigned long)y_);      \
    } while (0)

static void same_string(xap_string *a, xap_string *b)
{
    ck_assert_uint_eq(a->len, b->len);
    ck_assert(a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
    xap_string_free(a);
    xap_string_free(b);
}

static void compare_slots(const pair *both)
{
    for (size_t i = 0; i < test_slot_count; i++) {
        xap_string least[2] = {{0}}, greatest[2] = {{0}};
        OK(xap_database_value_bounds(both->a, test_slots[i], &least[0], &greatest[0], &why));
        OK(xap_database_value_bounds(both->b, test_slots[i], &least[1], &greatest[1], &why));
        same_string(&least[0], &least[1]);
        same_string(&greatest[0], &greatest[1]);
    }
}

static void compare_metadata(const pair *both, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char name[32];
        xap_string x = {0}, y = {0};
        snprintf(name, sizeof name, i ? "meta%03zu" : "zebra", i - 1);
        OK(xap_database_metadata(both->a, name, &x, &why));
        OK(xap_database_metadata(both->b, name, &y, &why));
        same_string(&x, &y);
    }
}

/* ---- Terms -------------------------------------------------------------------------------- */

static void compare_positions(const pair *both, uint32_t docid, xap_bytes term)
{
    xap_positions *x = NULL, *y = NULL;
    bool more[2] = {true, true};
    OK(xap_positions_open(both->a, docid, term.data, term.len, &x, &why));
    OK(xap_positions_open(both->b, docid, term.data, term.len, &y, &why));
    while (more[0]) {
        uint32_t at[2] = {0, 0};
        OK(xap_positions_next(x, &at[0], &more[0], &why));
        OK(xap_positions_next(y, &at[1], &more[1], &why));
        ck_assert_uint_eq(at[0], at[1]);
        ck_assert_uint_eq(more[0], more[1]);
    }
    xap_positions_free(x);
    xap_positions_free(y);
}

static void compare_postings(const pair *both, xap_bytes term)
{
    xap_postings *x = NULL, *y = NULL;
    bool more[2] = {true, true};
    OK(xap_postings_open(both->a, term.data, term.len, &x, &why));
    OK(xap_postings_open(both->b, term.data, term.len, &y, &why));
    while (more[0]) {
        uint32_t docid[2] = {0, 0}, wdf[2] = {0, 0};
        OK(xap_postings_next(x, &docid[0], &wdf[0], &more[0], &why));
        OK(xap_postings_next(y, &docid[1], &wdf[1], &more[1], &why));
        ck_assert_uint_eq(more[0], more[1]);
        ck_assert_uint_eq(docid[0], docid[1]);
        ck_assert_uint_eq(wdf[0], wdf[1]);
        if (more[0] && (docid[0] + term.len) % both->every == 0)
            compare_positions(both, docid[0], term);
    }
    xap_postings_free(x);
    xap_postings_free(y);
}

static xap_mset *search(const xap_database *db, xap_bytes term)
{
    xap_query *query = NULL;
    xap_enquire *enquire = NULL;
    xap_mset *set = NULL;
    OK(xap_query_term(term.data, term.len, 1, &query, &why));
    OK(xap_enquire_new(db, query, &enquire, &why));
    OK(xap_enquire_mset(enquire, 0, 20, 0, &set, &why));
    xap_enquire_free(enquire);
    xap_query_free(query);
    return set;
}

/* Weights come from lengths and bounds, which nothing else shows. */
static void compare_weights(const pair *both, xap_bytes term)
{
    xap_mset *x = search(both->a, term), *y = search(both->b, term);
    ck_assert_uint_eq(xap_mset_size(x), xap_mset_size(y));
    ck_assert(xap_mset_max_possible(x) == xap_mset_max_possible(y));
    for (uint32_t i = 0; i < xap_mset_size(x); i++) {
        ck_assert_uint_eq(xap_mset_docid(x, i), xap_mset_docid(y, i));
        ck_assert(xap_mset_weight(x, i) == xap_mset_weight(y, i));
    }
    xap_mset_free(x);
    xap_mset_free(y);
}

static void compare_frequencies(const pair *both, xap_bytes term)
{
    uint32_t x = 0, y = 0;
    OK(xap_database_collfreq(both->a, term.data, term.len, &x, &why));
    OK(xap_database_collfreq(both->b, term.data, term.len, &y, &why));
    ck_assert_uint_eq(x, y);
}

static void compare_terms(const pair *both)
{
    xap_terms *x = NULL, *y = NULL;
    bool more[2] = {true, true};
    OK(xap_terms_open(both->a, "", 0, &x, &why));
    OK(xap_terms_open(both->b, "", 0, &y, &why));
    for (size_t count = 0;; count++) {
        xap_bytes term[2] = {{0}};
        uint32_t freq[2] = {0, 0};
        OK(xap_terms_next(x, &term[0], &freq[0], &more[0], &why));
        OK(xap_terms_next(y, &term[1], &freq[1], &more[1], &why));
        ck_assert_uint_eq(more[0], more[1]);
        if (!more[0])
            break;
        ck_assert_uint_eq(term[0].len, term[1].len);
        ck_assert(memcmp(term[0].data, term[1].data, term[0].len) == 0);
        ck_assert_uint_eq(freq[0], freq[1]);
        compare_frequencies(both, term[0]);
        compare_postings(both, term[0]);
        if (count % (16 * both->every) == 0)
            compare_weights(both, term[0]);
    }
    xap_terms_free(x);
    xap_terms_free(y);
}

/* ---- Documents ---------------------------------------------------------------------------- */

static void compare_termlists(const pair *both, uint32_t docid)
{
    xap_termlist *x = NULL, *y = NULL;
    bool more[2] = {true, true};
    OK(xap_termlist_open(both->a, docid, &x, &why));
    OK(xap_termlist_open(both->b, docid, &y, &why));
    for (;;) {
        xap_bytes term[2] = {{0}};
        uint32_t wdf[2] = {0, 0};
        OK(xap_termlist_next(x, &term[0], &wdf[0], NULL, &more[0], &why));
        OK(xap_termlist_next(y, &term[1], &wdf[1], NULL, &more[1], &why));
        ck_assert_uint_eq(more[0], more[1]);
        if (!more[0])
            break;
        ck_assert_uint_eq(term[0].len, term[1].len);
        ck_assert(memcmp(term[0].data, term[1].data, term[0].len) == 0);
        ck_assert_uint_eq(wdf[0], wdf[1]);
    }
    xap_termlist_free(x);
    xap_termlist_free(y);
}

static void compare_document(const pair *both, uint32_t docid)
{
    xap_string x = {0}, y = {0};
    OK(xap_database_data(both->a, docid, &x, &why));
    OK(xap_database_data(both->b, docid, &y, &why));
    same_string(&x, &y);
    for (size_t i = 0; i < test_slot_count; i++) {
        OK(xap_database_value(both->a, docid, test_slots[i], &x, &why));
        OK(xap_database_value(both->b, docid, test_slots[i], &y, &why));
        same_string(&x, &y);
    }
    compare_termlists(both, docid);
}

static void compare_documents(const pair *both)
{
    xap_postings *x = NULL, *y = NULL;
    bool more[2] = {true, true};
    OK(xap_postings_open(both->a, "", 0, &x, &why));
    OK(xap_postings_open(both->b, "", 0, &y, &why));
    for (;;) {
        uint32_t docid[2] = {0, 0};
        OK(xap_postings_next(x, &docid[0], NULL, &more[0], &why));
        OK(xap_postings_next(y, &docid[1], NULL, &more[1], &why));
        ck_assert_uint_eq(more[0], more[1]);
        ck_assert_uint_eq(docid[0], docid[1]);
        if (!more[0])
            break;
        compare_document(both, docid[0]);
    }
    xap_postings_free(x);
    xap_postings_free(y);
}

void compare_databases(const char *one, const char *other, uint32_t every)
{
    pair handles = {NULL, NULL, every}, *both = &handles;
    OK(xap_database_open(&one, 1, &handles.a, &why));
    OK(xap_database_open(&other, 1, &handles.b, &why));
    SAME(uint32_t, xap_database_doccount);
    SAME(uint32_t, xap_database_lastdocid);
    SAME(uint64_t, xap_database_total_length);
    SAME(bool, xap_database_has_positions);
    compare_slots(both);
    compare_metadata(both, 64);
    compare_documents(both);
    compare_terms(both);
    xap_database_free(handles.a);
    xap_database_free(handles.b);
}
