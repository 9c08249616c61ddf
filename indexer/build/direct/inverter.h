/* Inverts articles in memory: takes the words of one document after the other and keeps, for each
 * term, the documents that have it, how often and where. One thread at a time.
 *
 * A term's postings are one stream of bytes: for each document its distance from the one before,
 * its wdf, and the finished tag of its positions with its length. Streams grow in slices, each
 * twice as long as the one before, so that the many rare terms cost little and the few common ones
 * are read in long runs. */
#ifndef MG_INVERTER_H
#define MG_INVERTER_H

#include "archive/buffer.h"
#include "indexer/build/direct/order.h"
#include "indexer/build/direct/postings.h"
#include "indexer/build/glass/termlist.h"
#include "indexer/build/terms.h"
#include "morgue.h"

typedef struct mg_inverter mg_inverter;

/* Errors: NO_MEMORY. */
morgue_status mg_inverter_new(mg_inverter **ret, morgue_error *err);
void mg_inverter_free(mg_inverter *inverter);

/* What a document came to. */
typedef struct mg_inverted {
    uint32_t length; /* sum of wdf */
    uint32_t wdf_max;
    const mg_glass_term *terms; /* by their bytes; live until the next document */
    size_t n_terms;
} mg_inverted;

/* Adds an article as document `docid`, which is above all before. Values go to the sink, which may
 * be NULL. Errors: NO_MEMORY; INVALID when the sink stopped it. After a failure only free is
 * allowed. */
morgue_status mg_inverter_add(mg_inverter *inverter, uint32_t docid, const morgue_article *article,
                              const mg_term_sink *values, mg_inverted *ret, morgue_error *err);

/* Bytes of memory in use. */
size_t mg_inverter_memory(const mg_inverter *inverter);

/* All terms, sorted; `index` of each is for mg_postings_open(). For free().
 * NULL when memory is out. */
mg_order *mg_inverter_terms(const mg_inverter *inverter, size_t *ret_count);

/* A term's postings, from the first document on. */
void mg_postings_open(const mg_inverter *inverter, uint32_t index, mg_postings *ret);

#endif
