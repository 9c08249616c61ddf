/* Where spans stand, worked out from the positions of their words: those of the index or those of a
 * text, whoever asks. The rules are in docs/query-language.md, "Near each other". */
#ifndef MG_SPANS_H
#define MG_SPANS_H

#include "archive/index.h"
#include "search/match/clock.h"
#include "search/query/op.h"

/* Positions [start, end], both counted. */
typedef struct mg_run {
    uint32_t start;
    uint32_t end;
} mg_run;

typedef struct mg_runs {
    mg_run *at; /* by start, then end; no two are the same */
    size_t n;
    size_t cap;
} mg_runs;

/* No more runs are taken from one document for one span, and for all of them together; what is
 * beyond does not count. */
enum { MG_RUNS_MAX = 1 << 20, MG_RUNS_ALL = 1 << 22 };

/* Where positions come from, for one document at a time. */
typedef struct mg_span_source {
    void *user;
    /* The positions at which a term of the group stands, rising, none twice. */
    bool (*positions)(void *user, const mg_group *group, mg_places *ret);
    /* The positions at which sentences or paragraphs begin in the words with this prefix. */
    bool (*bounds)(void *user, const char *prefix, mg_reach reach, mg_places *ret);
} mg_span_source;

/* Memory that serves document after document. */
typedef struct mg_span_work mg_span_work;

/* For the spans and groups of a plan: numbers are below these. `rarity` of each group says in which
 * order positions are best looked at, least first; it must stay; NULL: any. NULL when memory is
 * out. */
mg_span_work *mg_span_work_new(size_t n_spans, size_t n_groups, const uint64_t *rarity);
void mg_span_work_free(mg_span_work *work);

/* Answers take no more than so many comparisons a document, and come to an end at the deadline (see
 * clock.h); 0: no limit. What they have not got to then does not count. */
void mg_span_work_limit(mg_span_work *work, uint64_t steps, mg_deadline deadline);

/* The next call is about another document. */
void mg_span_work_next(mg_span_work *work);

/* The runs of the span, which live until the next document; NULL when memory is out. Where `all` is
 * false they may be fewer than there are, but none only where there is none. */
const mg_runs *mg_spans_find(mg_span_work *work, const mg_span *span, const mg_span_source *source,
                             bool all);

/* Can positions rule the span out where a text decides? There words stand at fewer places than they
 * do by positions (only in their very letter case), and so does the span, unless something must not
 * be near; of single words positions tell nothing that lists of documents do not. */
bool mg_span_sifts(const mg_span *span);

#endif
