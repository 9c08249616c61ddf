/* Runs a planned query: the order of hits and how many there are. */
#ifndef MG_FINDER_H
#define MG_FINDER_H

#include "morgue.h"
#include "search/query/plan.h"

/* A page of hits: documents and scores, best first. */
typedef struct mg_page {
    uint32_t *docids;
    double *scores;
    size_t count;
    uint64_t total;
    bool total_is_exact;
} mg_page;

/* How the hits are wanted; limit 0 only counts. */
typedef struct mg_finding {
    uint32_t offset;
    uint32_t limit;
    morgue_sort sort;
    bool exact;
} mg_finding;

/* Errors: STALE, CORRUPT, IO, NETWORK, NO_MEMORY. */
morgue_status mg_find(const xap_database *db, const mg_plan *plan, const mg_finding *how,
                      mg_page *ret, morgue_error *err);
void mg_page_free(mg_page *page);

/* The documents of all hits, in the order in which they were added. Errors: as mg_find(). */
morgue_status mg_find_all(const xap_database *db, const mg_plan *plan, mg_page *ret,
                          morgue_error *err);

#endif
