/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xap_remote.h - databases behind a network, and reading much of one at once; xapian_c.h has the
 * rules that hold for all.
 *
 * Xapian's remote protocol answers iterators item by item, each with a message of its own, and lets
 * nobody ask for lengths, values or positions of many documents. But a search has its hits in one
 * message, with weights, and the weighting schemes that every server has can be made to say what is
 * wanted: that is what the calls beginning with xap_bulk_ do. They work with any database. */
#ifndef XAP_REMOTE_H
#define XAP_REMOTE_H

#include "xap_database.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Opening ------------------------------------------------------------------------------ */

/* Connects to an xapian-tcpsrv. Each message may take timeout_ms from then on, connecting
 * connect_ms. A database whose call has failed with XAP_NETWORK is good for nothing but freeing.
 * XAP_NETWORK: it cannot be reached, or does not speak the protocol. */
XAP_CHECKED xap_status xap_remote_tcp(const char *host, unsigned port, unsigned timeout_ms,
                                      unsigned connect_ms, xap_database **ret,
                                      xap_error *err) XAP_NOEXCEPT;

/* Runs a program that speaks the protocol on its standard input and output, as xapian-progsrv does.
 * `arguments` are separated by single spaces, and none has one. Freeing the database waits for the
 * end of the program, which sees the end of its input. XAP_NETWORK: as above. */
XAP_CHECKED xap_status xap_remote_program(const char *program, const char *arguments,
                                          unsigned timeout_ms, xap_database **ret,
                                          xap_error *err) XAP_NOEXCEPT;

/* ---- Much at once ------------------------------------------------------------------------- */

/* Documents by rising number, and a number for each. */
typedef struct xap_bulk {
    uint32_t *docids;
    uint32_t *numbers;
    size_t n;
} xap_bulk;

/* NULL is allowed. */
void xap_bulk_free(xap_bulk *bulk) XAP_NOEXCEPT;

/* The documents that have a term, with its wdf. [reads] */
XAP_CHECKED xap_status xap_bulk_postings(const xap_database *db, const char *term, size_t len,
                                         xap_bulk *ret, xap_error *err) XAP_NOEXCEPT;

/* All documents with their lengths. [reads] */
XAP_CHECKED xap_status xap_bulk_lengths(const xap_database *db, xap_bulk *ret,
                                        xap_error *err) XAP_NOEXCEPT;

/* The documents that have one of `n_rows` phrases at least: row r has the terms
 * terms[r * n_places] to terms[(r + 1) * n_places - 1], which stand within `window` positions, in
 * this order where `ordered`. Numbers are 0. [reads] */
typedef struct xap_phrases {
    const xap_bytes *terms;
    size_t n_places; /* two at least */
    size_t n_rows;
    unsigned window;
    bool ordered;
} xap_phrases;

XAP_CHECKED xap_status xap_bulk_phrases(const xap_database *db, const xap_phrases *phrases,
                                        xap_bulk *ret, xap_error *err) XAP_NOEXCEPT;

/* Calls fn with the value of each document that has one in the slot, by rising document number;
 * the bytes live during the call. fn returns false to end it. [reads] */
typedef bool xap_value_fn(void *data, uint32_t docid, xap_bytes value);

XAP_CHECKED xap_status xap_bulk_values(const xap_database *db, uint32_t slot, xap_value_fn *fn,
                                       void *data, xap_error *err) XAP_NOEXCEPT;

enum { XAP_MEMBERS_MAX = 52 };

/* Calls fn with each document that has one of n terms, at most XAP_MEMBERS_MAX, by rising number:
 * bit i of `which` is set where it has terms[i]. fn returns false to end it. [reads] */
typedef bool xap_member_fn(void *data, uint32_t docid, uint64_t which);

XAP_CHECKED xap_status xap_bulk_members(const xap_database *db, const xap_bytes *terms, size_t n,
                                        xap_member_fn *fn, void *data, xap_error *err) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
