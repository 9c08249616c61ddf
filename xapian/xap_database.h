/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xap_database.h - reading a database and walking through it; xapian_c.h has the rules that hold
 * for all. */
#ifndef XAP_DATABASE_H
#define XAP_DATABASE_H

#include "xap_base.h"

#ifdef __cplusplus
extern "C" {
#endif

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

/* A document's length: the sum of the wdf of its terms. XAP_NOT_FOUND: no document has the id.
 * [reads] */
XAP_CHECKED xap_status xap_database_doclength(const xap_database *db, uint32_t docid, uint32_t *ret,
                                              xap_error *err) XAP_NOEXCEPT;

/* The least and the greatest value of a slot, or bounds of them after deletions; empty where no
 * document has one. [reads] */
XAP_CHECKED xap_status xap_database_value_bounds(const xap_database *db, uint32_t slot,
                                                 xap_string *ret_least, xap_string *ret_greatest,
                                                 xap_error *err) XAP_NOEXCEPT;

/* Metadata of the database, of its first shard when there are many; empty when the key is not
 * set. The key is not empty. [reads] */
XAP_CHECKED xap_status xap_database_metadata(const xap_database *db, const char *key,
                                             xap_string *ret, xap_error *err) XAP_NOEXCEPT;

/* Calls fn with all metadata whose keys begin with the first len bytes of `from`, and are not less
 * than it, by their bytes, until fn returns false; of the database's first shard when there
 * are many. The bytes last during the call only. XAP_INVALID: `from` is shorter. [reads] */
typedef bool xap_metadata_fn(void *data, xap_bytes key, xap_bytes value);
XAP_CHECKED xap_status xap_database_each_metadata(const xap_database *db, const char *from,
                                                  size_t len, xap_metadata_fn *fn, void *data,
                                                  xap_error *err) XAP_NOEXCEPT;

/* Whether any term has positions, without which phrase queries match as AND does. [reads] */
XAP_CHECKED xap_status xap_database_has_positions(const xap_database *db, bool *ret,
                                                  xap_error *err) XAP_NOEXCEPT;

/* The identity given to the database when it was made, 36 characters; of many shards one after
 * the other with ":" between. Copied files share it; xap_compact() gives a new one. [reads] */
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

/* The values of a slot, by rising document id; documents without one are passed over. */
typedef struct xap_values xap_values;

/* [reads] */
XAP_CHECKED xap_status xap_values_open(const xap_database *db, uint32_t slot, xap_values **ret,
                                       xap_error *err) XAP_NOEXCEPT;
/* The next document and its value, borrowed until the next call. [reads] */
XAP_CHECKED xap_status xap_values_next(xap_values *it, uint32_t *ret_docid, xap_bytes *ret_value,
                                       bool *ret_more, xap_error *err) XAP_NOEXCEPT;
/* [reads] */
XAP_CHECKED xap_status xap_values_skip_to(xap_values *it, uint32_t docid,
                                          xap_error *err) XAP_NOEXCEPT;
void xap_values_free(xap_values *it) XAP_NOEXCEPT;

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

#ifdef __cplusplus
}
#endif
#endif
