#include "indexer/build/direct/merge.h"

void mg_merge_init(mg_merge *merge, mg_inverter *const *inverters, mg_order *const *orders,
                   const size_t *counts, size_t n)
{
    *merge = (mg_merge){.inverters = inverters, .orders = orders, .counts = counts, .n = n};
}

/* The least of the inverters' next terms; NULL behind the last. */
static const mg_order *least(const mg_merge *merge)
{
    const mg_order *term = NULL;
    for (size_t i = 0; i < merge->n; i++) {
        if (merge->at[i] == merge->counts[i])
            continue;
        const mg_order *next = &merge->orders[i][merge->at[i]];
        if (!term || mg_order_before(next, term))
            term = next;
    }
    return term;
}

bool mg_merge_next(mg_merge *merge)
{
    const mg_order *term = least(merge);
    merge->term = term;
    merge->open = 0;
    merge->termfreq = merge->collfreq = 0;
    for (size_t i = 0; term && i < merge->n; i++) {
        if (merge->at[i] == merge->counts[i])
            continue;
        const mg_order *next = &merge->orders[i][merge->at[i]];
        if (next != term && mg_order_before(term, next))
            continue;
        mg_postings *postings = &merge->postings[merge->open++];
        mg_postings_open(merge->inverters[i], next->index, postings);
        merge->termfreq += postings->termfreq;
        merge->collfreq += postings->collfreq;
        merge->at[i]++;
    }
    return term != NULL;
}

mg_postings *mg_merge_document(mg_merge *merge)
{
    mg_postings *first = NULL;
    for (size_t i = 0; i < merge->open; i++) {
        mg_postings *p = &merge->postings[i];
        if (p->docid && (!first || p->docid < first->docid))
            first = p;
    }
    return first;
}
