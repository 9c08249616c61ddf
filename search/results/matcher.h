/* Finds in the text of an article what a plan asked for: the words, phrases and things near each
 * other that are to be marked, and whether a span stands in it at all. The rules are those of the
 * index, worked out from the words of the text. One article at a time. */
#ifndef MG_MATCHER_H
#define MG_MATCHER_H

#include "morgue.h"
#include "search/query/plan.h"
#include "search/results/marks.h"

typedef struct mg_matcher mg_matcher;

/* For a plan, which must outlive it. Errors: NO_MEMORY. */
morgue_status mg_matcher_new(const mg_plan *plan, mg_matcher **ret, morgue_error *err);
void mg_matcher_free(mg_matcher *matcher);

/* Looking for spans comes to an end at the deadline (see clock.h), with what was found so far. */
void mg_matcher_limit(mg_matcher *matcher, mg_deadline deadline);

/* Turns to an article, which must stay until the next. Errors: NO_MEMORY. */
morgue_status mg_matcher_read(mg_matcher *matcher, const morgue_article *article,
                              morgue_error *err);

/* Finds what is to be marked in the article. Errors: NO_MEMORY. */
morgue_status mg_matcher_mark(mg_matcher *matcher, morgue_error *err);

/* What it found. Lives until the next article. */
const mg_marks *mg_matcher_marks(const mg_matcher *matcher);

/* Where sentences begin in the text: bytes, rising, each that of a first word. */
typedef struct mg_starts {
    size_t *at;
    size_t n;
    size_t cap;
} mg_starts;

/* Lives until the next article. */
const mg_starts *mg_matcher_sentences(const mg_matcher *matcher);

/* Does the span stand in the article? Errors: NO_MEMORY. */
morgue_status mg_matcher_stands(mg_matcher *matcher, const mg_span *span, bool *ret,
                                morgue_error *err);

#endif
