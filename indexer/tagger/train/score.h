/* Counting what was found of what is marked. */
#ifndef MG_TRAIN_SCORE_H
#define MG_TRAIN_SCORE_H

#include "indexer/tagger/train/corpus.h"

/* Marked, found, and both. */
typedef struct counts {
    size_t gold;
    size_t found;
    size_t right;
} counts;

enum { SCORE_TYPES = 4, SCORE_THREE = 4 /* persons, organizations and places together */ };

typedef struct score {
    counts spans[SCORE_TYPES + 1]; /* both ends and the type must be right */
    counts tags[SCORE_TYPES + 1];  /* the different names of an article, whatever their case */
    bool tell;                     /* names what was missed and what was wrong, on stdout */
} score;

/* Adds an article in which `found` was found. False when memory is out. */
bool score_add(score *s, const document *d, const gold *found, size_t n);

void score_print(score *s, const char *title);

#endif
