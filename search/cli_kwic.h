/* A concordance: its lines, and their order. */
#ifndef CLI_KWIC_H
#define CLI_KWIC_H

#include "search/cli_search.h"

typedef struct kwic_row {
    morgue_text left;
    morgue_text node;
    morgue_text right;
    morgue_text date; /* the day */
    morgue_text id;
    size_t number; /* in the order of the hits and their texts */
    char *key;     /* what the row is sorted by; NULL before */
} kwic_row;

/* Sorts rows by what stands right of the node, or by what stands left of it, the nearest word
 * first. Letter case, accents and punctuation do not matter. False when memory is out. */
bool cli_kwic_sort(kwic_row *rows, size_t count, kwic_order order);

#endif
