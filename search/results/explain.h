/* Why a search found what it found: the plan with numbers, and the parts of each hit's score. */
#ifndef MG_EXPLAIN_H
#define MG_EXPLAIN_H

#include "archive/arena.h"
#include "archive/reader.h"
#include "search/match/finder.h"
#include "search/query/plan.h"

/* Zero-initialise it. All texts are in the arena. */
typedef struct mg_explanation {
    mg_arena arena;
    double *ms; /* by operator */
    morgue_step *steps;
    size_t n_steps;
    morgue_reason *reasons; /* hit after hit */
    size_t *first_reasons;  /* by hit, and behind the last */
    size_t n_hits;
} mg_explanation;

/* Has the search measure what an explanation needs. Errors: NO_MEMORY. */
morgue_status mg_explanation_begin(const mg_plan *plan, mg_explanation *ret, mg_finding *how,
                                   morgue_error *err);

/* Explains the page that the plan has come to, of the same state of the archive. Operators are
 * counted on their own, as long as the deadline of `how` allows. Errors: as mg_find(). */
morgue_status mg_explain(morgue_archive *archive, mg_plan *plan, const mg_page *page,
                         const mg_finding *how, mg_explanation *ret, morgue_error *err);
void mg_explanation_free(mg_explanation *explanation);

/* ---- Between explain.c and explain_hits.c ------------------------------------------------- */

/* A group in a hit. */
typedef struct mg_posted {
    uint32_t wdf;
    uint32_t occurrences; /* more where words of titles weigh nothing */
    bool has;
    bool in_title;
} mg_posted;

/* What the lists of a plan's terms tell. */
typedef struct mg_postings {
    uint64_t *frequencies; /* by term: articles that have it */
    mg_posted *posted;     /* by group, then by hit */
} mg_postings;

/* Reads them, into the arena. Errors: NO_MEMORY. */
morgue_status mg_postings_read(morgue_archive *archive, const mg_plan *plan, const mg_page *page,
                               mg_arena *arena, mg_postings *ret, morgue_error *err);

/* The reasons of all hits; `names` are those of the groups. Errors: as mg_find(). */
morgue_status mg_explain_hits(morgue_archive *archive, mg_plan *plan, const mg_page *page,
                              const mg_postings *postings, const morgue_text *names,
                              mg_deadline deadline, mg_explanation *ret, morgue_error *err);

#endif
