/* A planned query at work on one shard: window by window, which documents match and what they
 * score.
 *
 * In a window every operator is worked out for all of its documents at once, on sets of bits: first
 * what is rare, and the rest only for what is left. Positions are looked at last, and only of
 * documents that everything else lets through. */
#ifndef MG_SEARCHER_H
#define MG_SEARCHER_H

#include "search/match/leaf.h"
#include "search/match/spans.h"
#include "search/query/plan.h"

/* Decides by the text of an article whether a span stands in it: for what positions cannot tell. */
typedef struct mg_text_judge {
    void *user;
    /* `shard` is the searcher's. Errors: those of reading. */
    morgue_status (*stands)(void *user, size_t shard, uint32_t docid, const mg_span *span,
                            bool *ret, morgue_error *err);
} mg_text_judge;

typedef struct mg_searcher mg_searcher;

/* Opens the plan's terms, and what `root` of it needs besides, in a shard, number `shard` of the
 * archive, and adds to `frequencies` how many documents have each term. Plan, index and judge must
 * outlive it, and what a pass points to must outlive the pass. Errors: NO_MEMORY. */
morgue_status mg_searcher_new(const mg_plan *plan, mg_index *index, size_t shard, const mg_op *root,
                              const mg_text_judge *judge, uint64_t *frequencies, mg_searcher **ret,
                              morgue_error *err);
void mg_searcher_free(mg_searcher *searcher);

/* How the windows are worked out. */
typedef struct mg_pass {
    const mg_op *root;
    const mg_bm25 *bm25;  /* NULL: no scores */
    const double *idf;    /* by group; where bm25 is not NULL */
    bool unchecked;       /* spans that all hits must have are taken for granted */
    mg_deadline deadline; /* past it, what has not been looked at counts as no hit */
    double *ms;           /* by operator: time spent, added up; NULL: not measured */
} mg_pass;

/* Begins a pass over the shard. One pass a searcher. */
void mg_searcher_begin(mg_searcher *searcher, const mg_pass *pass);

/* The next window with hits, its first document in *ret_base; NULL after the last, and after a
 * failure, which mg_searcher_check() tells. It lives until the next call. */
const mg_frame *mg_searcher_next(mg_searcher *searcher, uint32_t *ret_base);

/* Can what `unchecked` leaves out be looked at, document by document, in any order? */
bool mg_searcher_can_wait(const mg_searcher *searcher, const mg_op *root);

/* Is the document a hit, having come through an unchecked pass? False also after a failure. Where
 * the deadline has passed meanwhile, the answer does not count. */
bool mg_searcher_stands(mg_searcher *searcher, uint32_t docid);

/* What went wrong, but for what mg_index_check() tells. Errors: those of the judge, NO_MEMORY. */
morgue_status mg_searcher_check(const mg_searcher *searcher, morgue_error *err);

#endif
