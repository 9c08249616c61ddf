/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_c.h - Xapian 1.4 for C programs.
 *
 * Xapian is a C++ library; this header is everything the rest of the tree sees of it. No C++
 * type and no exception passes it. Three calls find the first article with the word "harbour":
 *
 *     static uint32_t first_harbour(const char *path)
 *     {
 *         xap_database *db = NULL;
 *         uint32_t docid = 0;
 *         xap_error err;
 *
 *         if (xap_database_open(&path, 1, &db, &err) != XAP_OK ||
 *             xap_database_find(db, "harbour", 7, &docid, &err) != XAP_OK)
 *             fprintf(stderr, "%s: %s\n", xap_status_text(err.status), err.message);
 *         xap_database_free(db);
 *         return docid;
 *     }
 *
 * Ownership. What `_new`, `_open` and every `xap_x **ret` hands out is the caller's, who ends it
 * with the `_free` of its type; `_free` takes NULL. Inputs are copied or only read during the
 * call: no input has to outlive it, except where a handle is opened on another one (iterators,
 * enquire): free the younger handle first. Borrowed results say how long they last. Strings are
 * bytes with a length and may hold zero bytes, except paths, keys and names, which are C strings.
 *
 * Errors. A call that can fail returns a xap_status and takes `xap_error *err` as its last
 * argument; NULL is allowed there. A failed call fills *err and leaves every other output as it
 * was; a call that succeeds does not touch *err. Beyond the statuses a comment names,
 *   - any call can return XAP_NO_MEMORY and XAP_OTHER;
 *   - a call marked [reads] can also return XAP_MODIFIED, XAP_CORRUPT, XAP_DATABASE,
 *     XAP_NETWORK and XAP_CLOSED;
 *   - a call marked [writes] can return these but XAP_MODIFIED.
 *   NULL or an impossible value where a handle, name or number is needed gives XAP_INVALID.
 *
 * Threads. No call uses global state, with the exceptions named at xap_writer_open. A handle,
 * and all handles opened on it, belongs to one thread at a time. Threads that search at the same
 * time open a xap_database each.
 *
 * Numbers. Document ids are 1 to 4294967295; 0 is never one. Terms have 1 to 245 bytes, a zero
 * byte counting twice. Value slots are 0 to 4294967294.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define XAP_NOEXCEPT noexcept
extern "C" {
#else
#define XAP_NOEXCEPT
#endif

#if defined(__GNUC__)
#define XAP_CHECKED __attribute__((warn_unused_result))
#else
#define XAP_CHECKED
#endif

/* ---- Statuses and errors ------------------------------------------------------------------ */

/* One row per status: name and the text xap_status_text() returns. */
#define XAP_STATUS_TABLE(X)                                                                        \
    X(XAP_OK, "success")                                                                           \
    X(XAP_NOT_FOUND, "no such database, document or term")                                         \
    X(XAP_EXISTS, "cannot create a database here")                                                 \
    X(XAP_CANNOT_OPEN, "the database cannot be opened")                                            \
    X(XAP_VERSION, "the database has another format version")                                      \
    X(XAP_LOCKED, "another writer has the database open")                                          \
    X(XAP_MODIFIED, "the database changed while it was read: reopen and try again")                \
    X(XAP_CORRUPT, "the database is damaged")                                                      \
    X(XAP_CLOSED, "the database is closed")                                                        \
    X(XAP_DATABASE, "reading or writing the database failed")                                      \
    X(XAP_BAD_QUERY, "the query cannot be used")                                                   \
    X(XAP_INVALID, "invalid argument or call")                                                     \
    X(XAP_UNSUPPORTED, "not supported by Xapian")                                                  \
    X(XAP_NETWORK, "the connection to a remote database failed")                                   \
    X(XAP_NO_MEMORY, "out of memory")                                                              \
    X(XAP_OTHER, "unexpected failure")

#define XAP_STATUS_ENUM_(name, text) name,
typedef enum xap_status { XAP_STATUS_TABLE(XAP_STATUS_ENUM_) XAP_STATUS_COUNT } xap_status;
#undef XAP_STATUS_ENUM_

/* What went wrong: the status the call returned and Xapian's words, always NUL-terminated and
 * cut at the end of a character when too long. */
typedef struct xap_error {
    xap_status status;
    char message[256];
} xap_error;

/* The fixed English text of a status; never NULL, also for numbers that are no status. */
const char *xap_status_text(xap_status status) XAP_NOEXCEPT;

/* The version of the Xapian library in use, such as "1.4.22". Static. */
const char *xap_version(void) XAP_NOEXCEPT;

/* ---- Bytes -------------------------------------------------------------------------------- */

/* Bytes owned by somebody else. Not NUL-terminated. */
typedef struct xap_bytes {
    const char *data;
    size_t len;
} xap_bytes;

/* A buffer the caller owns: start with {0}, pass it to as many calls as wanted (each replaces
 * the content), end with xap_string_free(). After a successful call data[len] is NUL. */
typedef struct xap_string {
    char *data;
    size_t len;
    size_t cap;
} xap_string;

/* Frees the memory and makes the buffer empty again. NULL is allowed. */
void xap_string_free(xap_string *string) XAP_NOEXCEPT;

/* ---- Database: reading -------------------------------------------------------------------- */

/* One or many databases read as one, as they were at the last open or reopen. */
typedef struct xap_database xap_database;

/* Opens n paths as one database; n = 0 gives an empty one. With n shards, document d of shard s
 * (both from 0) has the id d * n + s + 1. Paths may be directories, single files or stubs.
 * XAP_NOT_FOUND: no database at a path; XAP_CANNOT_OPEN, XAP_VERSION: one that cannot be used.
 * [reads] */
XAP_CHECKED xap_status xap_database_open(const char *const *paths, size_t n, xap_database **ret,
                                         xap_error *err) XAP_NOEXCEPT;

/* Closes and frees. Handles opened on db must be freed before. */
void xap_database_free(xap_database *db) XAP_NOEXCEPT;

/* Moves on to the newest committed state; *ret_changed (may be NULL) tells whether there was one.
 * The cure for XAP_MODIFIED. Iterators opened before are to be freed. [reads] */
XAP_CHECKED xap_status xap_database_reopen(xap_database *db, bool *ret_changed,
                                           xap_error *err) XAP_NOEXCEPT;

/* Number of documents; highest document id ever used; sum of all document lengths (the wdf of
 * their terms). [reads] */
XAP_CHECKED xap_status xap_database_doccount(const xap_database *db, uint32_t *ret,
                                             xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_database_lastdocid(const xap_database *db, uint32_t *ret,
                                              xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_database_total_length(const xap_database *db, uint64_t *ret,
                                                 xap_error *err) XAP_NOEXCEPT;

/* Documents with the term; sum of the term's wdf over all documents. 0 when absent; the empty
 * term stands for all documents. [reads] */
XAP_CHECKED xap_status xap_database_termfreq(const xap_database *db, const char *term, size_t len,
                                             uint32_t *ret, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_database_collfreq(const xap_database *db, const char *term, size_t len,
                                             uint32_t *ret, xap_error *err) XAP_NOEXCEPT;

/* The lowest id of a document with the term. XAP_NOT_FOUND: there is none. [reads] */
XAP_CHECKED xap_status xap_database_find(const xap_database *db, const char *term, size_t len,
                                         uint32_t *ret_docid, xap_error *err) XAP_NOEXCEPT;

/* A document's data; its value in a slot (empty when it has none). XAP_NOT_FOUND: no document
 * has the id. [reads] */
XAP_CHECKED xap_status xap_database_data(const xap_database *db, uint32_t docid, xap_string *ret,
                                         xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_database_value(const xap_database *db, uint32_t docid, uint32_t slot,
                                          xap_string *ret, xap_error *err) XAP_NOEXCEPT;

/* Metadata of the database, of its first shard when there are many; empty when the key is not
 * set. The key is not empty. [reads] */
XAP_CHECKED xap_status xap_database_metadata(const xap_database *db, const char *key,
                                             xap_string *ret, xap_error *err) XAP_NOEXCEPT;

/* Whether any term has positions, without which phrase queries match as AND does. [reads] */
XAP_CHECKED xap_status xap_database_has_positions(const xap_database *db, bool *ret,
                                                  xap_error *err) XAP_NOEXCEPT;

/* The identity given to the database when it was made, 36 characters; of many shards one after
 * the other with ":" between. Copies share it. [reads] */
XAP_CHECKED xap_status xap_database_uuid(const xap_database *db, xap_string *ret,
                                         xap_error *err) XAP_NOEXCEPT;

/* ---- Iterators ---------------------------------------------------------------------------- */

/* All iterators work alike: `_open`, then `_next` until *ret_more is false, then `_free`. `_next`
 * fills its outputs only when *ret_more is true; outputs other than ret_more may be NULL, which
 * saves the work for them. Term bytes are borrowed until the next call on the iterator.
 * `_skip_to` makes the next `_next` hand out the first item at or after the target; it never goes
 * back and does nothing when the item last handed out is there already. After a failure an
 * iterator can only be freed. */

/* All terms that start with a prefix ("" for every term), in byte order. */
typedef struct xap_terms xap_terms;

/* [reads] */
XAP_CHECKED xap_status xap_terms_open(const xap_database *db, const char *prefix, size_t len,
                                      xap_terms **ret, xap_error *err) XAP_NOEXCEPT;
/* The next term and the number of documents with it. [reads] */
XAP_CHECKED xap_status xap_terms_next(xap_terms *it, xap_bytes *ret_term, uint32_t *ret_termfreq,
                                      bool *ret_more, xap_error *err) XAP_NOEXCEPT;
/* The target is a whole term, prefix included. [reads] */
XAP_CHECKED xap_status xap_terms_skip_to(xap_terms *it, const char *term, size_t len,
                                         xap_error *err) XAP_NOEXCEPT;
void xap_terms_free(xap_terms *it) XAP_NOEXCEPT;

/* The terms of one document, in byte order. */
typedef struct xap_termlist xap_termlist;

/* XAP_NOT_FOUND: no document has the id. [reads] */
XAP_CHECKED xap_status xap_termlist_open(const xap_database *db, uint32_t docid, xap_termlist **ret,
                                         xap_error *err) XAP_NOEXCEPT;
/* The next term, how often the document has it, and how many documents of its shard have it (a
 * look-up in the database per term: pass NULL when not needed). [reads] */
XAP_CHECKED xap_status xap_termlist_next(xap_termlist *it, xap_bytes *ret_term, uint32_t *ret_wdf,
                                         uint32_t *ret_termfreq, bool *ret_more,
                                         xap_error *err) XAP_NOEXCEPT;
void xap_termlist_free(xap_termlist *it) XAP_NOEXCEPT;

/* The documents with a term, by rising id; the empty term gives all documents, with wdf 1. */
typedef struct xap_postings xap_postings;

/* A term nobody has gives an iterator without items. [reads] */
XAP_CHECKED xap_status xap_postings_open(const xap_database *db, const char *term, size_t len,
                                         xap_postings **ret, xap_error *err) XAP_NOEXCEPT;
/* The next document and how often it has the term. [reads] */
XAP_CHECKED xap_status xap_postings_next(xap_postings *it, uint32_t *ret_docid, uint32_t *ret_wdf,
                                         bool *ret_more, xap_error *err) XAP_NOEXCEPT;
/* [reads] */
XAP_CHECKED xap_status xap_postings_skip_to(xap_postings *it, uint32_t docid,
                                            xap_error *err) XAP_NOEXCEPT;
void xap_postings_free(xap_postings *it) XAP_NOEXCEPT;

/* The positions of a term in a document, rising. */
typedef struct xap_positions xap_positions;

/* Without positions, or without such a document or term, the iterator has no items. [reads] */
XAP_CHECKED xap_status xap_positions_open(const xap_database *db, uint32_t docid, const char *term,
                                          size_t len, xap_positions **ret,
                                          xap_error *err) XAP_NOEXCEPT;
/* [reads] */
XAP_CHECKED xap_status xap_positions_next(xap_positions *it, uint32_t *ret_position, bool *ret_more,
                                          xap_error *err) XAP_NOEXCEPT;
void xap_positions_free(xap_positions *it) XAP_NOEXCEPT;

/* ---- Documents ---------------------------------------------------------------------------- */

/* A document in the making. Its length is the sum of its terms' wdf. The terms are checked when
 * it is written: one that is too long makes the xap_writer call return XAP_INVALID. */
typedef struct xap_document xap_document;

XAP_CHECKED xap_status xap_document_new(xap_document **ret, xap_error *err) XAP_NOEXCEPT;
void xap_document_free(xap_document *doc) XAP_NOEXCEPT;

/* Makes the document empty again, for the next article. */
XAP_CHECKED xap_status xap_document_clear(xap_document *doc, xap_error *err) XAP_NOEXCEPT;

/* The bytes xap_database_data() returns; no other use is made of them. */
XAP_CHECKED xap_status xap_document_set_data(xap_document *doc, const char *data, size_t len,
                                             xap_error *err) XAP_NOEXCEPT;

/* Sets a slot; empty data removes the value. Values sort by bytes. */
XAP_CHECKED xap_status xap_document_add_value(xap_document *doc, uint32_t slot, const char *data,
                                              size_t len, xap_error *err) XAP_NOEXCEPT;

/* Adds a term, or adds wdf to one that is there; a posting also has a position; a boolean term
 * has wdf 0, so it filters but does not weigh. XAP_INVALID: empty term. */
XAP_CHECKED xap_status xap_document_add_term(xap_document *doc, const char *term, size_t len,
                                             uint32_t wdf, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_document_add_posting(xap_document *doc, const char *term, size_t len,
                                                uint32_t position, uint32_t wdf,
                                                xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_document_add_boolean_term(xap_document *doc, const char *term,
                                                     size_t len, xap_error *err) XAP_NOEXCEPT;

/* ---- Writer ------------------------------------------------------------------------------- */

/* The one writer of a database. Changes stay private to it until xap_writer_commit() or
 * xap_writer_end(): Xapian's own commit after a number of documents does not happen, and closing
 * drops what was not committed. A failed commit drops it too. */
typedef struct xap_writer xap_writer;

enum {
    XAP_CREATE_OR_OPEN = 0, /* the default */
    XAP_CREATE = 2,         /* there must not be a database yet */
    XAP_OPEN = 3,           /* there must be one */
    XAP_NO_SYNC = 4         /* add to one of the above: do not wait for the disk on commit */
};

/* Opens for writing. Postings gather in memory and are written to the tables (not committed)
 * every flush_threshold documents; 0 means Xapian's default: 10000, or XAPIAN_FLUSH_THRESHOLD.
 * Another number is passed on by setting that environment variable during the call: no other
 * thread may then read or change the environment.
 * XAP_LOCKED: a writer has it open, here or elsewhere; XAP_NOT_FOUND: XAP_OPEN and none there;
 * XAP_EXISTS: XAP_CREATE and one there, or the place cannot be written; XAP_CANNOT_OPEN,
 * XAP_VERSION. [writes] */
XAP_CHECKED xap_status xap_writer_open(const char *path, unsigned flags, unsigned flush_threshold,
                                       xap_writer **ret, xap_error *err) XAP_NOEXCEPT;

/* Reads through the writer, its pending changes included. Borrowed: lasts as long as the writer,
 * must not be freed; after xap_writer_close() it gives XAP_CLOSED. NULL for NULL. */
const xap_database *xap_writer_database(const xap_writer *w) XAP_NOEXCEPT;

/* Adds a document under the next id, which *ret_docid (may be NULL) receives. [writes] */
XAP_CHECKED xap_status xap_writer_add(xap_writer *w, const xap_document *doc, uint32_t *ret_docid,
                                      xap_error *err) XAP_NOEXCEPT;

/* Replaces a document, or adds it under this id when there is none. [writes] */
XAP_CHECKED xap_status xap_writer_replace(xap_writer *w, uint32_t docid, const xap_document *doc,
                                          xap_error *err) XAP_NOEXCEPT;

/* Replaces the first document with the term, deletes all others with it, or adds when there is
 * none; *ret_docid (may be NULL) receives the id. The term is not put into doc. [writes] */
XAP_CHECKED xap_status xap_writer_replace_term(xap_writer *w, const char *term, size_t len,
                                               const xap_document *doc, uint32_t *ret_docid,
                                               xap_error *err) XAP_NOEXCEPT;

/* Deletes a document. XAP_NOT_FOUND: none has the id. [writes] */
XAP_CHECKED xap_status xap_writer_delete(xap_writer *w, uint32_t docid,
                                         xap_error *err) XAP_NOEXCEPT;

/* Deletes all documents with the term, which may be none. [writes] */
XAP_CHECKED xap_status xap_writer_delete_term(xap_writer *w, const char *term, size_t len,
                                              xap_error *err) XAP_NOEXCEPT;

/* Sets metadata; an empty value removes it. XAP_INVALID: empty key. [writes] */
XAP_CHECKED xap_status xap_writer_set_metadata(xap_writer *w, const char *key, const char *value,
                                               size_t len, xap_error *err) XAP_NOEXCEPT;

/* Makes all pending changes durable and visible at once. XAP_INVALID: between begin and end.
 * [writes] */
XAP_CHECKED xap_status xap_writer_commit(xap_writer *w, xap_error *err) XAP_NOEXCEPT;

/* A group of changes: begin commits what is pending; end commits the group; cancel drops it.
 * XAP_INVALID: begin in a group, end or cancel outside of one. [writes] */
XAP_CHECKED xap_status xap_writer_begin(xap_writer *w, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_writer_end(xap_writer *w, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_writer_cancel(xap_writer *w, xap_error *err) XAP_NOEXCEPT;

/* Drops pending changes and gives up the lock; the handle is still to be freed. Closing twice is
 * allowed. [writes] */
XAP_CHECKED xap_status xap_writer_close(xap_writer *w, xap_error *err) XAP_NOEXCEPT;

/* Closes, without telling of failures, and frees. */
void xap_writer_free(xap_writer *w) XAP_NOEXCEPT;

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

void xap_query_free(xap_query *q) XAP_NOEXCEPT;
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
 * make xap_enquire_mset() return XAP_BAD_QUERY. XAP_INVALID: another operator. */
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

/* Calls fn for each term of the query that the document has, in the query's order, until fn
 * returns false. The bytes last during the call only. XAP_NOT_FOUND: no such document. [reads] */
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

/* ---- Stemming ----------------------------------------------------------------------------- */

typedef struct xap_stem xap_stem;

/* A stemmer by name or code: "english" or "en"; "none" returns words as they are. XAP_INVALID:
 * no such language. */
XAP_CHECKED xap_status xap_stem_open(const char *language, xap_stem **ret,
                                     xap_error *err) XAP_NOEXCEPT;

/* The stem of a lower-case UTF-8 word. */
XAP_CHECKED xap_status xap_stem_word(const xap_stem *stem, const char *word, size_t len,
                                     xap_string *ret, xap_error *err) XAP_NOEXCEPT;
void xap_stem_free(xap_stem *stem) XAP_NOEXCEPT;

/* The names of all languages, with a space between. */
XAP_CHECKED xap_status xap_stem_languages(xap_string *ret, xap_error *err) XAP_NOEXCEPT;

/* ---- Tools -------------------------------------------------------------------------------- */

enum {
    XAP_COMPACT_NO_RENUMBER = 4, /* keep document ids; the ranges of sources must not overlap */
    XAP_COMPACT_MULTIPASS = 8    /* faster for more than three sources, needs more disk */
};

/* Merges n databases (at least one) into a new one, packed for reading; block_size is a power of
 * two from 2048 to 65536, or 0 for 8192. Changes not yet committed are left out. Where metadata
 * differs, the first source's wins. XAP_NOT_FOUND: no source there; XAP_EXISTS, XAP_INVALID: the
 * destination is there or a source. [reads] */
XAP_CHECKED xap_status xap_compact(const char *const *sources, size_t n, const char *destination,
                                   unsigned flags, unsigned block_size,
                                   xap_error *err) XAP_NOEXCEPT;

/* Checks the structure of a database that nobody writes to: *ret_errors (may be NULL) receives
 * the number of errors, *ret_report (may be NULL) the words about them. A database too broken to
 * check gives XAP_CORRUPT or XAP_CANNOT_OPEN. XAP_NOT_FOUND: none there. [reads] */
XAP_CHECKED xap_status xap_check(const char *path, xap_string *ret_report, size_t *ret_errors,
                                 xap_error *err) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
