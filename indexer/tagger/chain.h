/* A linear chain over 17 labels: the best sequence, and how sure each part of it is.
 * Lafferty, McCallum, Pereira 2001, "Conditional Random Fields". */
#ifndef MG_TAGGER_CHAIN_H
#define MG_TAGGER_CHAIN_H

#include "indexer/tagger/tables.h"

/* Labels: type * 4 + position, and outside, whose score is always 0. */
typedef enum mg_entity { MG_PER, MG_ORG, MG_LOC, MG_MISC } mg_entity;
enum { MG_BEGINS, MG_INSIDE, MG_ENDS, MG_SINGLE };
enum { MG_OUTSIDE = MG_SCORED };

/* May label b follow a? Chains begin behind, and end before, MG_OUTSIDE. */
static inline bool mg_may_follow(unsigned a, unsigned b)
{
    bool open = a != MG_OUTSIDE && (a % 4 == MG_BEGINS || a % 4 == MG_INSIDE);
    bool goes_on = b != MG_OUTSIDE && (b % 4 == MG_INSIDE || b % 4 == MG_ENDS);
    return open ? goes_on && a / 4 == b / 4 : !goes_on;
}

/* Labels, filled up with zeros to what a processor adds at once. */
enum { MG_PADDED = 20 };

/* A chain of n tokens, and room for it. Zero-initialise it. */
typedef struct mg_chain {
    float odds[MG_LABELS][MG_PADDED]; /* exp of the transitions: what a label means for the next */
    float back[MG_LABELS][MG_PADDED]; /* the same the other way: [next][last] */
    float (*scores)[MG_LABELS];       /* of each token, filled by the caller */
    float (*exps)[MG_LABELS];         /* exp of them, up to a factor a token */
    float (*forward)[MG_LABELS];      /* sums over all beginnings, those of a token making 1 */
    float (*backward)[MG_LABELS];     /* sums over all ends, without the token's own score */
    float *scales;                    /* what forward[] was divided by */
    uint8_t (*from)[MG_LABELS];
    uint8_t *labels;
    size_t cap;
    float whole;     /* the sum over everything, so scaled */
    float log_whole; /* the logarithm of the true one */
} mg_chain;

bool mg_chain_reserve(mg_chain *chain, size_t n);
void mg_chain_free(mg_chain *chain);

/* Sets labels[] to the best sequence. */
void mg_chain_best(mg_chain *chain, const float transitions[MG_LABELS][MG_LABELS], size_t n);

/* Sets odds[] and back[]; to be called when the transitions have changed. */
void mg_chain_set_odds(mg_chain *chain, const float transitions[MG_LABELS][MG_LABELS]);

/* Sets forward[], backward[], scales[] and the wholes. */
void mg_chain_sums(mg_chain *chain, size_t n);

/* The probability of a label, after mg_chain_sums(). */
static inline float mg_chain_probability(const mg_chain *chain, size_t i, unsigned label)
{
    return chain->forward[i][label] * chain->backward[i][label] / chain->whole;
}

/* The probability that tokens first..last are one entity of this type, likewise. */
float mg_chain_sureness(const mg_chain *chain, size_t first, size_t last, mg_entity type);

#endif
