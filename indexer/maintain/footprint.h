/* What an article is indexed as: each of its terms, with its frequency and its positions, in one
 * sum. Sums of terms are added up, in any order, to that of an article; so what the article makes
 * today can be compared with what a shard has of it, whichever way the shard is read. */
#ifndef MG_FOOTPRINT_H
#define MG_FOOTPRINT_H

#include "morgue.h"

/* A term of an article. */
typedef struct mg_print {
    const char *term;
    size_t len;
    uint32_t wdf;
    const uint32_t *positions; /* rising */
    size_t count;
} mg_print;

/* The terms of an article, by their bytes. Zero-initialise it; it may be used for one article after
 * the other. */
typedef struct mg_footprint {
    char *text; /* of the terms, in the order in which they came */
    size_t text_len, text_cap;
    struct mg_occurrence *occurrences;
    size_t n_occurrences, occurrences_cap;
    uint32_t *positions;
    size_t positions_cap;
    mg_print *prints;
    size_t count, prints_cap;
    uint64_t length; /* of the document, in words */
    char date[32];   /* digits of the date's slot */
    size_t date_len;
} mg_footprint;

/* Makes that of the article, which lives until the next is made. Errors: NO_MEMORY. */
morgue_status mg_footprint_make(mg_footprint *footprint, const morgue_article *article,
                                morgue_error *err);
void mg_footprint_free(mg_footprint *footprint);

/* The sum of a term with its frequency alone, and with its positions. */
uint64_t mg_print_bare(const mg_print *print);
uint64_t mg_print_whole(const mg_print *print);

/* Those of all terms, added up. */
uint64_t mg_footprint_bare(const mg_footprint *footprint);
uint64_t mg_footprint_whole(const mg_footprint *footprint);

#endif
