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
 * Threads. No call uses global state, with the exception named at xap_writer_open(). A handle,
 * and all handles opened on it, belongs to one thread at a time. Threads that search at the same
 * time open a xap_database each.
 *
 * Numbers. Document ids are 1 to 4294967295; 0 is never one. Terms have 1 to 245 bytes, a zero
 * byte counting twice. Value slots are 0 to 4294967294.
 *
 * Parts, all included by this header:
 *   xap_base.h      statuses, errors, byte buffers
 *   xap_database.h  reading a database; iterators over terms, documents and positions
 *   xap_remote.h    databases behind a network; reading much at once
 *   xap_writer.h    building documents and writing them
 *   xap_search.h    queries, searching, hits
 *   xap_tools.h     stemming, merging, checking
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include "xap_base.h"
#include "xap_database.h"
#include "xap_remote.h"
#include "xap_search.h"
#include "xap_tools.h"
#include "xap_writer.h"

#endif
