/* Walks over the terms of several inverters as over those of one. */
#ifndef MG_MERGE_H
#define MG_MERGE_H

#include "indexer/build/direct/inverter.h"

enum { MG_INVERTERS_MAX = 64 };

typedef struct mg_merge {
    mg_inverter *const *inverters;
    mg_order *const *orders; /* the sorted terms of each */
    const size_t *counts;
    size_t n;
    size_t at[MG_INVERTERS_MAX];            /* the next term of each */
    mg_postings postings[MG_INVERTERS_MAX]; /* of those that have the current term */
    size_t open;
    const mg_order *term; /* the current one */
    uint64_t termfreq;    /* summed over the inverters */
    uint64_t collfreq;
} mg_merge;

void mg_merge_init(mg_merge *merge, mg_inverter *const *inverters, mg_order *const *orders,
                   const size_t *counts, size_t n);

/* Moves to the next term; false behind the last. */
bool mg_merge_next(mg_merge *merge);

/* The current term's document with the least docid; NULL behind the last. Move it on with
 * mg_postings_next(). */
mg_postings *mg_merge_document(mg_merge *merge);

#endif
