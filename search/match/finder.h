/* Runs a planned query over all shards: the order of hits and how many there are. */
#ifndef MG_FINDER_H
#define MG_FINDER_H

#include "archive/reader.h"
#include "morgue.h"
#include "search/match/best.h"
#include "search/match/clock.h"
#include "search/match/searcher.h"
#include "search/query/plan.h"

/* All documents that match, of each shard: bit d % 64 of word d / 64 is document d. */
typedef struct mg_matches {
    uint64_t **bits; /* by shard */
    size_t *n_words;
    size_t n_shards;
    uint64_t count;
} mg_matches;

void mg_matches_free(mg_matches *matches);

/* How the hits are wanted; limit 0 only counts. */
typedef struct mg_finding {
    uint32_t offset;
    uint32_t limit;
    const mg_hit
        *after; /* only hits behind this place, whatever there is in the total; NULL: all */
    morgue_sort sort;
    bool exact;
    mg_deadline deadline;
    const mg_op *root; /* NULL: the whole plan; else a part of one that was searched as a whole */
    const mg_text_judge *judge;
    mg_matches *matches; /* filled; NULL: not wanted */
    double *ms;          /* by operator: time spent, added up; NULL: not wanted */
} mg_finding;

/* A page of hits, best first. */
typedef struct mg_page {
    mg_hit *hits;
    size_t count;
    uint64_t total;
    bool total_is_exact;
    bool more;           /* there are hits behind the page, or may be where it is partial */
    bool partial;        /* the deadline came first */
    double *idf;         /* by group: what it weighed */
    double *frequencies; /* by group: articles with one of its terms, estimated for several */
} mg_page;

/* Searches; a whole plan gets the parts of its ANDs in the order that suits the archive. What was
 * read counts only if mg_index_check() finds nothing wrong afterwards. Errors: CORRUPT, IO,
 * NETWORK, NO_MEMORY. */
morgue_status mg_find(const morgue_archive *archive, mg_plan *plan, const mg_finding *how,
                      mg_page *ret, morgue_error *err);
void mg_page_free(mg_page *page);

/* Are the hits in the order of their dates? */
bool mg_finds_by_date(const mg_plan *plan, morgue_sort sort);

/* BM25's view of the archive. */
void mg_archive_bm25(const morgue_archive *archive, mg_bm25 *ret);

#endif
