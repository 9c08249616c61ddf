#include "tests/unit/index/compare.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

enum { ROOM = 5000 };

static morgue_error err;

typedef struct pair {
    mg_index *a, *b;
    uint32_t every;
    uint64_t seed;
} pair;

static bool same_text(morgue_text x, morgue_text y)
{
    return x.len == y.len && (x.len == 0 || memcmp(x.data, y.data, x.len) == 0);
}

static bool same_bytes(const mg_buffer *x, const mg_buffer *y)
{
    return same_text((morgue_text){x->data, x->len}, (morgue_text){y->data, y->len});
}

/* ---- Lists -------------------------------------------------------------------------------- */

static void compare_positions(mg_list *x, mg_list *y, uint32_t docid)
{
    mg_places a = {0}, b = {0};
    CHECK(mg_list_positions(x, docid, &a));
    CHECK(mg_list_positions(y, docid, &b));
    CHECK(a.n == b.n);
    CHECK(a.n == 0 || memcmp(a.at, b.at, a.n * sizeof *a.at) == 0);
    free(a.at);
    free(b.at);
}

/* Takes the rest of both, in pieces of any size. */
static void compare_rest(pair *both, mg_list *x, mg_list *y, uint32_t *from)
{
    static uint32_t docids[2][ROOM], wdfs[2][ROOM];
    while (mg_list_peek(x) || mg_list_peek(y)) {
        CHECK(mg_list_peek(x) == mg_list_peek(y));
        uint32_t end = mg_list_peek(x) + roll(&both->seed, 9000);
        size_t room = roll(&both->seed, 4) ? ROOM : roll(&both->seed, 40);
        bool counted = roll(&both->seed, 3);
        size_t n = mg_list_take(x, end, room, docids[0], counted ? wdfs[0] : NULL);
        CHECK(n <= room);
        CHECK(mg_list_take(y, end, room, docids[1], wdfs[1]) == n);
        for (size_t i = 0; i < n; i++) {
            CHECK(docids[0][i] == docids[1][i] && docids[0][i] > *from && docids[0][i] < end);
            CHECK(!counted || wdfs[0][i] == wdfs[1][i]);
            *from = docids[0][i];
            if ((*from + both->every / 2) % both->every == 0)
                compare_positions(x, y, *from);
        }
        CHECK(n == room || !mg_list_peek(x) || mg_list_peek(x) >= end);
        if (end == UINT32_MAX || *from >= UINT32_MAX - 10000)
            break;
    }
}

static void compare_skips(pair *both, mg_list *x, mg_list *y)
{
    uint32_t span = 1u << roll(&both->seed, 16);
    for (uint32_t i = 0, docid = 0; i < 300 && mg_list_peek(x); i++) {
        uint32_t distance = roll(&both->seed, span), taken[2], before = mg_list_peek(x);
        docid = docid < UINT32_MAX - distance ? docid + distance : UINT32_MAX;
        mg_list_skip(x, docid);
        mg_list_skip(y, docid);
        CHECK(mg_list_peek(x) == mg_list_peek(y));
        CHECK(!mg_list_peek(x) || (mg_list_peek(x) >= docid && mg_list_peek(x) >= before));
        if (roll(&both->seed, 3) == 0 && mg_list_peek(x) && mg_list_peek(x) != UINT32_MAX) {
            CHECK(mg_list_take(x, UINT32_MAX, 1, &taken[0], NULL) == 1);
            CHECK(mg_list_take(y, UINT32_MAX, 1, &taken[1], NULL) == 1);
            CHECK(taken[0] == taken[1]);
        }
        if (roll(&both->seed, 8) == 0)
            compare_positions(x, y, roll(&both->seed, 2) ? docid : roll(&both->seed, docid + 1));
    }
}

static void open_both(pair *both, morgue_text term, mg_list **x, mg_list **y)
{
    OK(mg_list_open(both->a, term.data, term.len, x, &err));
    OK(mg_list_open(both->b, term.data, term.len, y, &err));
    CHECK(!*x == !*y);
}

static void compare_list(pair *both, morgue_text term, uint32_t frequency)
{
    mg_list *x = NULL, *y = NULL;
    uint32_t last = 0;
    open_both(both, term, &x, &y);
    CHECK(x);
    CHECK(mg_list_frequency(x) == frequency && mg_list_frequency(y) == frequency);
    CHECK(mg_list_occurrences(x) == mg_list_occurrences(y));
    compare_rest(both, x, y, &last);
    mg_list_free(x);
    mg_list_free(y);
    if (frequency > 1 && roll(&both->seed, 4) == 0) {
        open_both(both, term, &x, &y);
        compare_skips(both, x, y);
        mg_list_free(x);
        mg_list_free(y);
    }
}

static void compare_absent(pair *both, const char *term, size_t len)
{
    mg_list *x = NULL, *y = NULL;
    open_both(both, (morgue_text){term, len}, &x, &y);
    if (len == 0)
        CHECK(!x);
    mg_list_free(x);
    mg_list_free(y);
}

/* ---- Terms -------------------------------------------------------------------------------- */

static size_t compare_terms(pair *both, const char *prefix, size_t len, bool lists)
{
    mg_terms *x = mg_terms_open(both->a, prefix, len), *y = mg_terms_open(both->b, prefix, len);
    morgue_text term[2];
    uint32_t frequency[2];
    size_t n = 0;
    CHECK(x && y);
    while (mg_terms_next(x, &term[0], &frequency[0])) {
        CHECK(mg_terms_next(y, &term[1], &frequency[1]));
        CHECK(same_text(term[0], term[1]));
        CHECK(frequency[0] == frequency[1]);
        if (lists)
            compare_list(both, term[0], frequency[0]);
        n++;
    }
    CHECK(!mg_terms_next(y, &term[1], &frequency[1]));
    CHECK(!mg_terms_next(x, &term[0], &frequency[0]));
    mg_terms_free(x);
    mg_terms_free(y);
    return n;
}

static void roll_term(uint64_t *seed, char ret[8], size_t *ret_len)
{
    *ret_len = roll(seed, 6);
    for (size_t i = 0; i < *ret_len; i++)
        ret[i] = (char)(roll(seed, 9) ? 'a' + roll(seed, 26) : roll(seed, 2) ? 0 : 0xFF);
    if (roll(seed, 2) && *ret_len)
        ret[0] = "LXQS"[roll(seed, 4)];
}

static void compare_seeks(pair *both, const char *prefix, size_t prefix_len)
{
    mg_terms *x = mg_terms_open(both->a, prefix, prefix_len);
    mg_terms *y = mg_terms_open(both->b, prefix, prefix_len);
    morgue_text term[2];
    uint32_t frequency[2];
    bool more = true;
    CHECK(x && y);
    for (int i = 0; more && i < 40; i++) {
        char at[8];
        size_t len;
        roll_term(&both->seed, at, &len);
        if (prefix_len && roll(&both->seed, 2) && len)
            at[0] = *prefix;
        if (roll(&both->seed, 3)) {
            mg_terms_seek(x, at, len);
            mg_terms_seek(y, at, len);
        }
        more = mg_terms_next(x, &term[0], &frequency[0]);
        CHECK(mg_terms_next(y, &term[1], &frequency[1]) == more);
        CHECK(!more || (same_text(term[0], term[1]) && frequency[0] == frequency[1]));
    }
    mg_terms_free(x);
    mg_terms_free(y);
}

static void compare_vocabulary(pair *both)
{
    compare_terms(both, "", 0, true);
    for (int i = 0; i < 40; i++) {
        char prefix[8], term[300];
        size_t len;
        roll_term(&both->seed, prefix, &len);
        compare_terms(both, prefix, len > 2 ? 2 : len, false);
        compare_seeks(both, prefix, len ? i % 2 : 0);
        compare_absent(both, prefix, len);
        memset(term, 'q', sizeof term);
        compare_absent(both, term, 230 + roll(&both->seed, 70));
    }
}

/* ---- Windows ------------------------------------------------------------------------------ */

static void compare_window(pair *both, uint32_t window)
{
    const mg_lengths *x = mg_index_lengths(both->a, window);
    const mg_lengths *y = mg_index_lengths(both->b, window);
    CHECK(x && y);
    CHECK(memcmp(x->present, y->present, sizeof x->present) == 0);
    CHECK(memcmp(x->length, y->length, sizeof x->length) == 0);
    const mg_dates *v = mg_index_dates(both->a, window), *w = mg_index_dates(both->b, window);
    CHECK(v && w);
    CHECK(memcmp(v, w, sizeof *v) == 0);
}

/* The first ones in any order, then all. */
static void compare_windows(pair *both)
{
    uint32_t n = mg_index_last(both->a) / MG_WINDOW + 2;
    for (int i = 0; i < 20; i++)
        compare_window(both, roll(&both->seed, n));
    for (uint32_t i = 0; i < n && i < 300; i++)
        compare_window(both, i);
}

/* ---- Documents ---------------------------------------------------------------------------- */

typedef struct listing {
    mg_buffer bytes;
    size_t left;
} listing;

static bool list_term(void *user, morgue_text term, uint32_t wdf)
{
    listing *to = user;
    CHECK(mg_buffer_append(&to->bytes, term.data, term.len));
    CHECK(mg_buffer_append(&to->bytes, &wdf, sizeof wdf));
    return --to->left > 0;
}

static void compare_document_terms(pair *both, uint32_t docid, const char *prefix, size_t n)
{
    listing x = {{0}, n}, y = {{0}, n};
    morgue_status status = mg_index_document_terms(both->a, docid, prefix, list_term, &x, &err);
    CHECK(mg_index_document_terms(both->b, docid, prefix, list_term, &y, &err) == status);
    CHECK(status == MORGUE_OK || status == MORGUE_NOT_FOUND);
    CHECK(same_bytes(&x.bytes, &y.bytes));
    mg_buffer_free(&x.bytes);
    mg_buffer_free(&y.bytes);
}

static void compare_document(pair *both, uint32_t docid)
{
    static const char *const prefixes[] = {"", "a", "S", "XQ", "\xFF"};
    mg_buffer x = {0}, y = {0};
    morgue_status status = mg_index_record(both->a, docid, &x, &err);
    CHECK(mg_index_record(both->b, docid, &y, &err) == status);
    CHECK(status == MORGUE_OK || status == MORGUE_NOT_FOUND);
    CHECK(same_bytes(&x, &y));
    mg_buffer_free(&x);
    mg_buffer_free(&y);
    compare_document_terms(both, docid, "", SIZE_MAX);
    compare_document_terms(both, docid, prefixes[roll(&both->seed, 5)], 1 + roll(&both->seed, 9));
}

/* Every few documents, and the next that there is or is not. */
static void compare_documents(pair *both)
{
    uint32_t last = mg_index_last(both->a);
    const mg_lengths *page = NULL;
    compare_document(both, 0);
    compare_document(both, last);
    for (uint64_t docid = 1; docid < last + UINT64_C(3) && docid < 1000000; docid++) {
        page = mg_index_lengths(both->a, (uint32_t)docid / MG_WINDOW);
        bool there = page->present[docid % MG_WINDOW / 64] >> docid % 64 & 1;
        if (docid % both->every == 0 || (there && roll(&both->seed, 1 + both->every / 2) == 0))
            if (there || roll(&both->seed, 50) == 0)
                compare_document(both, (uint32_t)docid);
    }
}

/* All that is told, one behind the other. */
static bool take_metadata(void *user, morgue_text key, morgue_text value)
{
    mg_buffer *all = user;
    return mg_buffer_append(all, key.data, key.len) && mg_buffer_append(all, "=", 1) &&
           mg_buffer_append(all, value.data, value.len) && mg_buffer_append(all, "\n", 1);
}

/* Also of what begins in the middle, or with what is not there. */
static void compare_listed(pair *both)
{
    static const char *const froms[] = {"m", "meta0", "meta033", "meta0335", "morgue.", "morgue.c",
                                        "z", "zebra", "zebras",  "",         "nothing"};
    mg_buffer x = {0}, y = {0};
    for (size_t i = 0; i < sizeof froms / sizeof *froms; i++) {
        for (size_t len = 1; len <= strlen(froms[i]); len++) {
            mg_buffer_clear(&x);
            mg_buffer_clear(&y);
            OK(mg_index_each_metadata(both->a, froms[i], len, take_metadata, &x, &err));
            OK(mg_index_each_metadata(both->b, froms[i], len, take_metadata, &y, &err));
            CHECK(same_bytes(&x, &y));
        }
    }
    mg_buffer_free(&x);
    mg_buffer_free(&y);
}

static void compare_bounds(pair *both)
{
    mg_buffer least[2] = {{0}, {0}}, greatest[2] = {{0}, {0}};
    for (uint32_t slot = 0; slot < 300; slot++) {
        OK(mg_index_value_bounds(both->a, slot, &least[0], &greatest[0], &err));
        OK(mg_index_value_bounds(both->b, slot, &least[1], &greatest[1], &err));
        CHECK(same_bytes(&least[0], &least[1]) && same_bytes(&greatest[0], &greatest[1]));
    }
    for (int i = 0; i < 2; i++) {
        mg_buffer_free(&least[i]);
        mg_buffer_free(&greatest[i]);
    }
}

static void compare_metadata(pair *both)
{
    static const char *const keys[] = {"zebra",         "meta000",           "meta033",
                                       "nothing",       "morgue.revision",   "morgue.builder",
                                       "morgue.packed", "morgue.dictionary", ""};
    mg_buffer x = {0}, y = {0};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        OK(mg_index_metadata(both->a, keys[i], &x, &err));
        OK(mg_index_metadata(both->b, keys[i], &y, &err));
        CHECK(same_bytes(&x, &y));
    }
    mg_buffer_free(&x);
    mg_buffer_free(&y);
}

void compare_indexes(mg_index *one, mg_index *other, uint32_t every, uint64_t seed)
{
    pair both = {one, other, every, seed};
    CHECK(mg_index_articles(one) == mg_index_articles(other));
    CHECK(mg_index_last(one) == mg_index_last(other));
    CHECK(mg_index_total_length(one) == mg_index_total_length(other));
    compare_metadata(&both);
    compare_listed(&both);
    compare_windows(&both);
    compare_bounds(&both);
    compare_documents(&both);
    compare_vocabulary(&both);
    OK(mg_index_check(one, &err));
    OK(mg_index_check(other, &err));
}

void compare_ways_of(const char *path, uint32_t every, uint64_t seed)
{
    mg_index *one = NULL, *other = NULL;
    xap_database *db = NULL;
    xap_error cause;
    CHECK(xap_database_open(&path, 1, &db, &cause) == XAP_OK);
    OK(mg_index_open(path, &one, &err));
    OK(mg_index_open_iterators(db, &other, &err));
    compare_indexes(one, other, every, seed);
    mg_index_free(one);
    mg_index_free(other);
    xap_database_free(db);
}
