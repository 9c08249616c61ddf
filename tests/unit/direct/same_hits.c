/* Queries made by dice, put to two databases. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/field.h"
#include "tests/unit/direct/difference.h"
#include "xapian/xapian_c.h"

enum { WORDS = 400, WORD_MAX = 250, BEST = 100 };

/* Words to ask for, taken from the database: a good part of them frequent ones. */
typedef struct vocabulary {
    char words[WORDS][WORD_MAX];
    size_t lens[WORDS];
    size_t n;
    uint64_t seed;
} vocabulary;

static uint32_t dice(vocabulary *v, uint32_t sides)
{
    v->seed = v->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(v->seed >> 33) % sides;
}

/* Frequent terms and some others, until there is no more room; then one replaces another. */
static void take_word(vocabulary *v, xap_bytes term, uint32_t termfreq, uint32_t documents)
{
    if (termfreq * 20 < documents && dice(v, 20))
        return;
    size_t at = v->n < WORDS ? v->n++ : dice(v, WORDS);
    memcpy(v->words[at], term.data, term.len);
    v->lens[at] = term.len;
}

static bool read_words(const xap_database *db, vocabulary *v)
{
    xap_terms *terms;
    xap_bytes term;
    uint32_t termfreq, documents;
    bool more = true;
    if (xap_database_doccount(db, &documents, NULL) != XAP_OK ||
        xap_terms_open(db, "", 0, &terms, NULL) != XAP_OK)
        return false;
    while (xap_terms_next(terms, &term, &termfreq, &more, NULL) == XAP_OK && more)
        take_word(v, term, termfreq, documents);
    xap_terms_free(terms);
    return !more;
}

static xap_query *term_query(vocabulary *v)
{
    xap_query *q = NULL;
    size_t i = dice(v, (uint32_t)v->n);
    return xap_query_term(v->words[i], v->lens[i], 1, &q, NULL) == XAP_OK ? q : NULL;
}

static xap_query *range_query(vocabulary *v)
{
    char from[16], to[16];
    xap_query *q = NULL;
    unsigned first = 1980 + dice(v, 40);
    snprintf(from, sizeof from, "%u%02u", first, 1 + dice(v, 12));
    snprintf(to, sizeof to, "%u", first + dice(v, 20));
    xap_status status = XAP_OK;
    switch (dice(v, 3)) {
    case 0:
        status = xap_query_value_range(MG_SLOT_DATE, from, strlen(from), to, strlen(to), &q, NULL);
        break;
    case 1: status = xap_query_value_ge(MG_SLOT_DATE, from, strlen(from), &q, NULL); break;
    default: status = xap_query_value_le(MG_SLOT_DATE, to, strlen(to), &q, NULL);
    }
    return status == XAP_OK ? q : NULL;
}

static xap_query *combine(xap_op op, xap_query **subs, size_t n, unsigned window)
{
    xap_query *q = NULL;
    xap_status status = xap_query_combine(op, (const xap_query *const *)subs, n, window, &q, NULL);
    for (size_t i = 0; i < n; i++)
        xap_query_free(subs[i]);
    return status == XAP_OK ? q : NULL;
}

static xap_query *roll_query(vocabulary *v, unsigned depth)
{
    static const xap_op ops[] = {XAP_OP_AND,     XAP_OP_OR,        XAP_OP_OR,
                                 XAP_OP_AND_NOT, XAP_OP_FILTER,    XAP_OP_NEAR,
                                 XAP_OP_PHRASE,  XAP_OP_AND_MAYBE, XAP_OP_SYNONYM};
    xap_query *subs[4];
    uint32_t side = dice(v, 12);
    if (!depth || side >= 10)
        return side == 11 && depth < 2 ? range_query(v) : term_query(v);
    xap_op op = ops[side % 9];
    bool near = op == XAP_OP_NEAR || op == XAP_OP_PHRASE;
    bool of_terms = near || op == XAP_OP_SYNONYM;
    size_t n = 2 + dice(v, near ? 2 : 3);
    for (size_t i = 0; i < n; i++)
        subs[i] = of_terms ? term_query(v) : roll_query(v, depth - 1);
    return combine(op, subs, n, near ? (unsigned)n + dice(v, 9) : 0);
}

static xap_mset *find(const xap_database *db, const xap_query *q)
{
    xap_enquire *enquire = NULL;
    xap_mset *set = NULL;
    if (xap_enquire_new(db, q, &enquire, NULL) != XAP_OK ||
        xap_enquire_mset(enquire, 0, BEST, 0, &set, NULL) != XAP_OK)
        set = NULL;
    xap_enquire_free(enquire);
    return set;
}

/* The hits and all that is told of them; weights to the last bit. */
static bool same_sets(const xap_mset *x, const xap_mset *y)
{
    if (xap_mset_size(x) != xap_mset_size(y) || xap_mset_estimated(x) != xap_mset_estimated(y) ||
        xap_mset_lower(x) != xap_mset_lower(y) || xap_mset_upper(x) != xap_mset_upper(y) ||
        xap_mset_max_possible(x) != xap_mset_max_possible(y))
        return false;
    for (uint32_t i = 0; i < xap_mset_size(x); i++)
        if (xap_mset_docid(x, i) != xap_mset_docid(y, i) ||
            xap_mset_weight(x, i) != xap_mset_weight(y, i))
            return false;
    return true;
}

static bool same_answers(xap_database *const dbs[2], const xap_query *q, uint64_t *hits, char *ret)
{
    xap_mset *x = find(dbs[0], q), *y = find(dbs[1], q);
    bool same = x && y && same_sets(x, y);
    *hits += xap_mset_size(x);
    if (!same) {
        xap_string text = {0};
        snprintf(ret, DIFFERENCE_MAX, "%.900s: %u of %u..%u..%u and %u of %u..%u..%u hits, %g, %g",
                 xap_query_describe(q, &text, NULL) == XAP_OK ? text.data : "a query",
                 xap_mset_size(x), xap_mset_lower(x), xap_mset_estimated(x), xap_mset_upper(x),
                 xap_mset_size(y), xap_mset_lower(y), xap_mset_estimated(y), xap_mset_upper(y),
                 xap_mset_max_possible(x), xap_mset_max_possible(y));
        xap_string_free(&text);
    }
    xap_mset_free(x);
    xap_mset_free(y);
    return same;
}

bool same_hits(const char *one, const char *other, uint64_t seed, unsigned n, uint64_t *ret_hits,
               char ret[DIFFERENCE_MAX])
{
    xap_database *dbs[2] = {NULL, NULL};
    vocabulary *v = calloc(1, sizeof *v);
    snprintf(ret, DIFFERENCE_MAX, "a database cannot be read");
    bool same = v && xap_database_open(&one, 1, &dbs[0], NULL) == XAP_OK &&
                xap_database_open(&other, 1, &dbs[1], NULL) == XAP_OK;
    if (same) {
        v->seed = seed;
        same = read_words(dbs[0], v);
    }
    *ret_hits = 0;
    for (unsigned i = 0; same && v->n && i < n; i++) {
        xap_query *q = roll_query(v, 3);
        same = q && same_answers(dbs, q, ret_hits, ret);
        xap_query_free(q);
    }
    xap_database_free(dbs[0]);
    xap_database_free(dbs[1]);
    free(v);
    return same;
}
