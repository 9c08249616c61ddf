/* What a search has come to: struct morgue_results, and who fills which part of it. */
#ifndef MG_RESULTS_H
#define MG_RESULTS_H

#include "archive/reader.h"
#include "search/match/finder.h"
#include "search/query/plan.h"
#include "search/results/explain.h"
#include "search/results/facets.h"
#include "search/results/lines.h"
#include "search/results/matcher.h"
#include "search/results/snippet.h"
#include "search/results/timeline.h"

/* A hit as far as it is known: its record, and once asked for its article and what is shown of it.
 */
typedef struct mg_entry {
    mg_buffer packed;
    morgue_article *article;
    mg_snippet title;
    mg_snippet *snippets;
    morgue_passage *passages;
    size_t n_passages;
    mg_lines lines;     /* of the last concordance */
    morgue_mark *whole; /* of the whole text, once asked for */
    size_t n_whole;
} mg_entry;

struct morgue_results {
    morgue_archive *archive;
    morgue_search_options options; /* with the defaults filled in */
    mg_plan *plan;
    mg_matcher *matcher;
    mg_page page;
    mg_entry *entries; /* one for each hit of the page */
    mg_facet_table facets[MORGUE_FACETS_MAX];
    mg_timeline timeline;
    char **notices; /* ends with NULL; NULL: none */
    size_t n_notices;
    mg_stop stop;            /* the caller's, who may want to stop */
    char *suggestion;        /* NULL: none */
    size_t n_shards;         /* of the archive */
    morgue_missing *missing; /* shards that did not answer; on the heap, and so are its texts */
    size_t n_missing;
    mg_buffer cursor; /* of the last hit, not ended yet where `cursor_open`; empty: none */
    bool cursor_open;
    double took_ms;
    mg_explanation explanation;
};

/* Plans a query, and a filter that may be NULL, for the archive as it is. Errors: as
 * mg_plan_make(). */
morgue_status mg_plan_for(morgue_archive *archive, const char *query, const char *filter,
                          bool filters_only, mg_deadline deadline, mg_plan **ret,
                          morgue_error *err);

/* Reads the hit's article, and cuts passages, once (hits.c). Errors: as morgue_results_hit(). */
morgue_status mg_entry_load(morgue_results *results, size_t i, morgue_error *err);
void mg_entry_free(mg_entry *entry);

/* Adds a notice; without memory it is left out. */
void mg_results_note(morgue_results *results, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
