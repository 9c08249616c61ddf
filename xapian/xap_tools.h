/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xap_tools.h - stemming, merging and checking; xapian_c.h has the rules that hold for all. */
#ifndef XAP_TOOLS_H
#define XAP_TOOLS_H

#include "xap_base.h"

#ifdef __cplusplus
extern "C" {
#endif

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
    XAP_COMPACT_MULTIPASS = 8,   /* faster for more than three sources, needs more disk */
    XAP_COMPACT_SINGLE_FILE = 16 /* make a file, not a directory; it can only be read */
};

/* Merges n databases (at least one) into a new one, packed for reading; block_size is a power of
 * two from 2048 to 65536, or 0 for 8192. Changes not yet committed are left out. Where metadata
 * differs, the first source's wins. XAP_NOT_FOUND: no source there; XAP_EXISTS: something is at
 * the destination; XAP_INVALID: overlapping ranges of ids with XAP_COMPACT_NO_RENUMBER. After
 * another failure the destination is to be removed. [reads] */
XAP_CHECKED xap_status xap_compact(const char *const *sources, size_t n, const char *destination,
                                   unsigned flags, unsigned block_size,
                                   xap_error *err) XAP_NOEXCEPT;

/* The same with no flags and the usual blocks; `go_on` is asked before and after each table, and
 * when it returns false the merge fails. It may not throw. */
XAP_CHECKED xap_status xap_compact_watched(const char *const *sources, size_t n,
                                           const char *destination, bool (*go_on)(void *user),
                                           void *user, xap_error *err) XAP_NOEXCEPT;

/* Checks the structure of a database that nobody writes to: *ret_errors (may be NULL) receives
 * the number of errors, *ret_report (may be NULL) the words about them. A database too broken to
 * check gives XAP_CORRUPT or XAP_CANNOT_OPEN. XAP_NOT_FOUND: none there. [reads] */
XAP_CHECKED xap_status xap_check(const char *path, xap_string *ret_report, size_t *ret_errors,
                                 xap_error *err) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
