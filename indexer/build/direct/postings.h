/* Reading the postings of a term in memory: the stream that inverter.h describes, slice by slice.
 */
#ifndef MG_POSTINGS_H
#define MG_POSTINGS_H

#include <stdint.h>

enum {
    MG_FIRST_SLICE = 16, /* bytes of data; behind them the address of the next slice */
    MG_LAST_SLICE = 4096 /* the slices double until they are so long */
};

/* A term's postings being read. Its public members are those of the current document. */
typedef struct mg_postings {
    uint32_t docid; /* 0 behind the last */
    uint32_t wdf;
    uint32_t tag_len;  /* of the positions' tag; 0: none */
    uint32_t termfreq; /* of the term */
    uint32_t collfreq;
    uint32_t left; /* private */
    const uint8_t *at;
    const uint8_t *end;
    unsigned size;
} mg_postings;

/* Begins at the first document of the stream whose first slice is given; termfreq is set. */
void mg_postings_begin(mg_postings *postings, const uint8_t *first);

/* Moves on; `tag`, where not NULL, takes tag_len bytes of the current document first. */
void mg_postings_next(mg_postings *postings, uint8_t *tag);

#endif
