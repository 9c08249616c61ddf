/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fixture.h - what the tests of the bindings share: a scratch folder, short ways to write and
 * search, and checks that print Xapian's words.
 */
#ifndef TEST_XAPIAN_FIXTURE_H
#define TEST_XAPIAN_FIXTURE_H

#include <check.h>
#include <stdlib.h>

#include "xapian_c.h"

/* The error of the last call made through OK and FAILS. */
extern xap_error why;

#define OK(call)                                                                                   \
    do {                                                                                           \
        why = (xap_error){XAP_OK, ""};                                                             \
        xap_status status_ = (call);                                                               \
        ck_assert_msg(status_ == XAP_OK, "%s: %s: %s", #call, xap_status_text(status_),            \
                      why.message);                                                                \
    } while (0)

/* The call returns just this status and says the same, with a message, in `why`. */
#define FAILS(expected, call)                                                                      \
    do {                                                                                           \
        why = (xap_error){XAP_OK, ""};                                                             \
        xap_status status_ = (call);                                                               \
        ck_assert_msg(status_ == (expected), "%s: %s: %s", #call, xap_status_text(status_),        \
                      why.message);                                                                \
        ck_assert_int_eq(why.status, status_);                                                     \
        ck_assert_str_ne(why.message, "");                                                         \
    } while (0)

/* A fresh folder per test, removed afterwards. */
void scratch_setup(void);
void scratch_teardown(void);

/* A path in the folder; lasts until the 16th next call. */
const char *scratch(const char *name);

/* The size of a file in bytes; 0 when there is none. */
long file_size(const char *path);

/* A document with the words of a text (separated by single blanks) as terms with positions from
 * 1, the text as data, value 0 = date and a boolean term "Q" + id. */
xap_document *article(const char *id, const char *date, const char *text);

/* Adds an article, returns its document id. */
uint32_t add_article(xap_writer *w, const char *id, const char *date, const char *text);

xap_writer *open_writer(const char *name);
xap_database *open_reader(const char *name);
uint32_t doccount(const xap_database *db);

/* Four articles, committed and closed, in the database "news". */
void write_news(void);

/* A query for one word. */
xap_query *word(const char *text);

/* The document ids of the first ten hits as "3 1 2"; static. */
const char *hits(xap_enquire *e);

/* Runs a suite with one case that has the scratch folder; the exit status of main. */
int run_tests(const char *name, void (*add)(TCase *tc));

#endif
