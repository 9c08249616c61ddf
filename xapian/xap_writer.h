/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xap_writer.h - building documents and writing them; xapian_c.h has the rules that hold for all.
 */
#ifndef XAP_WRITER_H
#define XAP_WRITER_H

#include "xap_database.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Documents ---------------------------------------------------------------------------- */

/* A document in the making. Its length is the sum of its terms' wdf. */
typedef struct xap_document xap_document;

/* An empty document; the caller frees it. */
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
 * has wdf 0, so it filters but does not weigh. XAP_INVALID: empty or too long a term. */
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
 * drops what was not committed. A failed commit drops it too.
 *
 * Xapian drops all pending changes when one of them fails half-way, as on a full disk. The writer
 * then refuses further changes and commits with XAP_INVALID until xap_writer_cancel(), so that
 * no half of a batch is committed. XAP_NOT_FOUND, and XAP_INVALID for an argument, drop nothing. */
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

/* Sets metadata; an empty value removes it. XAP_INVALID: a key that is empty or has more than 245
 * bytes. [writes] */
XAP_CHECKED xap_status xap_writer_set_metadata(xap_writer *w, const char *key, const char *value,
                                               size_t len, xap_error *err) XAP_NOEXCEPT;

/* Makes all pending changes durable and visible at once. XAP_INVALID: between begin and end.
 * [writes] */
XAP_CHECKED xap_status xap_writer_commit(xap_writer *w, xap_error *err) XAP_NOEXCEPT;

/* A group of changes: begin commits what is pending; end commits the group; cancel drops it, or
 * outside of a group what is pending. XAP_INVALID: begin in a group, end outside of one.
 * [writes] */
XAP_CHECKED xap_status xap_writer_begin(xap_writer *w, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_writer_end(xap_writer *w, xap_error *err) XAP_NOEXCEPT;
XAP_CHECKED xap_status xap_writer_cancel(xap_writer *w, xap_error *err) XAP_NOEXCEPT;

/* Drops pending changes and gives up the lock; the handle is still to be freed. Closing twice is
 * allowed. [writes] */
XAP_CHECKED xap_status xap_writer_close(xap_writer *w, xap_error *err) XAP_NOEXCEPT;

/* Closes, without telling of failures, and frees. */
void xap_writer_free(xap_writer *w) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
