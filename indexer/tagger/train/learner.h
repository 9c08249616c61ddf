/* Learning the weights of a conditional random field from marked text. */
#ifndef MG_TRAIN_LEARNER_H
#define MG_TRAIN_LEARNER_H

#include "indexer/tagger/train/builder.h"
#include "indexer/tagger/train/corpus.h"

typedef struct learner learner;

/* How to learn. */
typedef struct learning {
    unsigned epochs;
    float rate;     /* of AdaGrad (Duchi, Hazan, Singer 2011) */
    float decay;    /* of weights: the factor of an L2 penalty */
    unsigned least; /* times that a feature must be there */
    size_t most;    /* features that are kept, those with the largest weights */
} learning;

learner *learner_new(const mg_tables *tables, const learning *how);
void learner_free(learner *l);

/* Takes the articles of a corpus, each `times` as weighty as one of weight 1. */
bool learner_take(learner *l, const corpus *c, float times);

/* Learns, and writes features, weights and transitions into the builder. */
bool learner_learn(learner *l, builder *b);

#endif
