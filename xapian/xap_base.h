/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xap_base.h - statuses, errors and byte buffers; xapian_c.h has the rules that hold for all. */
#ifndef XAP_BASE_H
#define XAP_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define XAP_NOEXCEPT noexcept
#else
#define XAP_NOEXCEPT
#endif

#if defined(__GNUC__)
#define XAP_CHECKED __attribute__((warn_unused_result))
#else
#define XAP_CHECKED
#endif

#ifdef __cplusplus
extern "C" {
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

#ifdef __cplusplus
}
#endif
#endif
