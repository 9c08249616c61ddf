/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xap_search.h - queries, searching and hits; xapian_c.h has the rules that hold for all. */
#ifndef XAP_SEARCH_H
#define XAP_SEARCH_H

#include "xap_database.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Queries ------------------------------------------------------------------------------ */

/* A query, never changed once made. Queries share their parts: copies are cheap. */
typedef struct xap_query xap_query;

typedef enum xap_op {
    XAP_OP_AND,
    XAP_OP_OR,
    XAP_OP_AND_NOT,   /* the first without the others */
    XAP_OP_XOR,       /* in an odd number of them */
    XAP_OP_AND_MAYBE, /* the first; the others only add weight */
    XAP_OP_FILTER,    /* all; only the first gives weight */
    XAP_OP_NEAR,      /* terms within the window, in any order */
    XAP_OP_PHRASE,    /* terms within the window, in this order */
    XAP_OP_SYNONYM,   /* any, weighed as one term */
    XAP_OP_MAX,       /* any, with the weight of the best */
    XAP_OP_ELITE_SET  /* the best few of them; window is their number */
} xap_op;

/* What a wildcard does with more terms than it may expand to. */
typedef enum xap_limit { XAP_LIMIT_ERROR, XAP_LIMIT_FIRST, XAP_LIMIT_MOST_FREQUENT } xap_limit;

/* Queries made from this one stay whole. */
void xap_query_free(xap_query *q) XAP_NOEXCEPT;

/* A second handle on the same query. */
XAP_CHECKED xap_status xap_query_copy(const xap_query *q, xap_query **ret,
                                      xap_error *err) XAP_NOEXCEPT;

/* Documents with the term, its weight counted wqf times. The empty term matches all. */
XAP_CHECKED xap_status xap_query_term(const char *term, size_t len, uint32_t wqf, xap_query **ret,
                                      xap_error *err) XAP_NOEXCEPT;

/* All documents; no document. */
XAP_CHECKED xap_status xap_query_all(xap_query **ret, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_query_none(xap_query **ret, xap_error *err) XAP_NOEXCEPT;

/* Combines n queries, which stay the caller's; n = 0 matches nothing. A window of 0 is n for NEAR
 * and PHRASE, 10 for ELITE_SET; the other operators ignore it. XAP_UNSUPPORTED: NEAR or PHRASE of
 * something other than terms (reported here or by xap_enquire_mset()). */
XAP_CHECKED xap_status xap_query_combine(xap_op op, const xap_query *const *subs, size_t n,
                                         unsigned window, xap_query **ret,
                                         xap_error *err) XAP_NOEXCEPT;

/* The same documents, weights times factor. XAP_INVALID: negative factor. */
XAP_CHECKED xap_status xap_query_scale(const xap_query *q, double factor, xap_query **ret,
                                       xap_error *err) XAP_NOEXCEPT;

/* Documents whose value lies between from and to, both included; is at least, at most the one
 * given. Compared by bytes; a document without the value has the empty string there. */
XAP_CHECKED xap_status xap_query_value_range(uint32_t slot, const char *from, size_t from_len,
                                             const char *to, size_t to_len, xap_query **ret,
                                             xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_query_value_ge(uint32_t slot, const char *from, size_t len,
                                          xap_query **ret, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_query_value_le(uint32_t slot, const char *to, size_t len,
                                          xap_query **ret, xap_error *err) XAP_NOEXCEPT;

/* Documents with any term that starts with the prefix, up to max_expansion terms per shard (0:
 * no limit), joined by XAP_OP_SYNONYM, XAP_OP_OR or XAP_OP_MAX. With XAP_LIMIT_ERROR more terms
 * make xap_enquire_mset() return XAP_BAD_QUERY, and Xapian 1.4.22 leaks some 100 bytes each time:
 * long-running programs take another limit. XAP_INVALID: another operator. */
XAP_CHECKED xap_status xap_query_wildcard(const char *prefix, size_t len, uint32_t max_expansion,
                                          xap_limit limit, xap_op joined_by, xap_query **ret,
                                          xap_error *err) XAP_NOEXCEPT;

/* Xapian's notation of a query, for people and tests; no program should take it apart. */
XAP_CHECKED xap_status xap_query_describe(const xap_query *q, xap_string *ret,
                                          xap_error *err) XAP_NOEXCEPT;

/* ---- Searching ---------------------------------------------------------------------------- */

/* A query asked of a database, and how: BM25, by relevance, unless told otherwise. */
typedef struct xap_enquire xap_enquire;

#define XAP_NO_SLOT UINT32_MAX

typedef enum xap_docid_order {
    XAP_DOCID_ASCENDING,
    XAP_DOCID_DESCENDING,
    XAP_DOCID_DONT_CARE
} xap_docid_order;

/* [reads] */
XAP_CHECKED xap_status xap_enquire_new(const xap_database *db, const xap_query *query,
                                       xap_enquire **ret, xap_error *err) XAP_NOEXCEPT;
void xap_enquire_free(xap_enquire *e) XAP_NOEXCEPT;

/* Weighs by BM25; Xapian's defaults are 1, 0, 1, 0.5, 0.5. Or not at all. */
XAP_CHECKED xap_status xap_enquire_set_bm25(xap_enquire *e, double k1, double k2, double k3,
                                            double b, double min_normlen,
                                            xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_enquire_set_boolean_weight(xap_enquire *e, xap_error *err) XAP_NOEXCEPT;

/* The order of hits: by weight; or by a value's bytes, then weight, from high to low when reverse
 * is true. */
XAP_CHECKED xap_status xap_enquire_sort_relevance(xap_enquire *e, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_enquire_sort_value(xap_enquire *e, uint32_t slot, bool reverse,
                                              xap_error *err) XAP_NOEXCEPT;

/* The order of hits that are equal so far; with boolean weight, of all. */
XAP_CHECKED xap_status xap_enquire_set_docid_order(xap_enquire *e, xap_docid_order order,
                                                   xap_error *err) XAP_NOEXCEPT;

/* Stops looking for more than `first + max` hits after this many seconds; 0 takes the limit
 * away. The hits are right nevertheless, their estimated number is rougher. */
XAP_CHECKED xap_status xap_enquire_set_time_limit(xap_enquire *e, double seconds,
                                                  xap_error *err) XAP_NOEXCEPT;

/* At most max hits with the same value in slot; XAP_NO_SLOT takes it away. Documents without the
 * value are all kept. */
XAP_CHECKED xap_status xap_enquire_set_collapse(xap_enquire *e, uint32_t slot, uint32_t max,
                                                xap_error *err) XAP_NOEXCEPT;

/* A page of hits. */
typedef struct xap_mset xap_mset;

/* Finds the hits from number first (0 is the best) on, up to max of them. The bounds are exact
 * when no more than check_at_least documents match. XAP_BAD_QUERY, XAP_UNSUPPORTED: see the query
 * functions. [reads] */
XAP_CHECKED xap_status xap_enquire_mset(xap_enquire *e, uint32_t first, uint32_t max,
                                        uint32_t check_at_least, xap_mset **ret,
                                        xap_error *err) XAP_NOEXCEPT;

/* Calls fn for each term of the query that the document has, in byte order, until fn returns
 * false. The bytes last during the call only. XAP_NOT_FOUND: no such document. [reads] */
typedef bool xap_term_fn(void *data, const char *term, size_t len);
XAP_CHECKED xap_status xap_enquire_matching_terms(const xap_enquire *e, uint32_t docid,
                                                  xap_term_fn *fn, void *data,
                                                  xap_error *err) XAP_NOEXCEPT;

/* A set of hits stands by itself: it may outlive enquire and database. NULL counts as empty. */
void xap_mset_free(xap_mset *m) XAP_NOEXCEPT;

/* Hits on this page; matching documents in all: estimated, at least, at most. */
uint32_t xap_mset_size(const xap_mset *m) XAP_NOEXCEPT;
uint32_t xap_mset_estimated(const xap_mset *m) XAP_NOEXCEPT;
uint32_t xap_mset_lower(const xap_mset *m) XAP_NOEXCEPT;
uint32_t xap_mset_upper(const xap_mset *m) XAP_NOEXCEPT;

/* Document id and weight of hit i of the page, from 0, and how many hits like it collapsing has
 * hidden, at least; 0 when there is no hit i. */
uint32_t xap_mset_docid(const xap_mset *m, uint32_t i) XAP_NOEXCEPT;
double xap_mset_weight(const xap_mset *m, uint32_t i) XAP_NOEXCEPT;
uint32_t xap_mset_collapsed(const xap_mset *m, uint32_t i) XAP_NOEXCEPT;

/* The highest weight any document could have had. */
double xap_mset_max_possible(const xap_mset *m) XAP_NOEXCEPT;

/* Documents with a term of the query, over all shards. [reads] */
XAP_CHECKED xap_status xap_mset_termfreq(const xap_mset *m, const char *term, size_t len,
                                         uint32_t *ret, xap_error *err) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
