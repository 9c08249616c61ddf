/* How many of the articles that were found, and of those they were found among, are of each year,
 * month or day. */
#ifndef MG_TIMELINE_H
#define MG_TIMELINE_H

#include "archive/reader.h"
#include "search/match/finder.h"

/* Zero-initialise it. */
typedef struct mg_timeline {
    morgue_bucket *buckets; /* in the order of time */
    size_t n;
    uint64_t undated; /* matches without a date */
} mg_timeline;

/* Counts `matches`, and `among` of which they are some: all, unless it is called off. Errors:
 * NO_MEMORY. */
morgue_status mg_timeline_count(morgue_archive *archive, const mg_matches *matches,
                                const mg_matches *among, morgue_period period, mg_deadline deadline,
                                mg_timeline *ret, morgue_error *err);
void mg_timeline_free(mg_timeline *timeline);

#endif
