#include "indexer/tagger/chain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Labels behind which no name goes on: another may begin, or none. */
static const uint8_t closed[] = {0 + MG_ENDS,   0 + MG_SINGLE,  4 + MG_ENDS,
                                 4 + MG_SINGLE, 8 + MG_ENDS,    8 + MG_SINGLE,
                                 12 + MG_ENDS,  12 + MG_SINGLE, MG_OUTSIDE};

static const float never = -1e30f;

bool mg_chain_reserve(mg_chain *chain, size_t n)
{
    if (n <= chain->cap)
        return true;
    size_t cap = n * 2;
    mg_chain_free(chain);
    chain->scores = malloc(cap * sizeof *chain->scores);
    chain->exps = malloc(cap * sizeof *chain->exps);
    chain->forward = malloc(cap * sizeof *chain->forward);
    chain->backward = malloc(cap * sizeof *chain->backward);
    chain->scales = malloc(cap * sizeof *chain->scales);
    chain->from = malloc(cap * sizeof *chain->from);
    chain->labels = malloc(cap);
    if (!chain->scores || !chain->exps || !chain->forward || !chain->backward || !chain->scales ||
        !chain->from || !chain->labels) {
        mg_chain_free(chain);
        return false;
    }
    chain->cap = cap;
    return true;
}

void mg_chain_free(mg_chain *chain)
{
    free(chain->scores);
    free(chain->exps);
    free(chain->forward);
    free(chain->backward);
    free(chain->scales);
    free(chain->from);
    free(chain->labels);
    *chain = (mg_chain){0};
}

/* ---- The best ----------------------------------------------------------------------------- */

/* The best way to label b, from labels that may stand before it. */
static void best_of(const float before[MG_LABELS], const float transitions[MG_LABELS][MG_LABELS],
                    unsigned b, float *ret, uint8_t *ret_from)
{
    const unsigned base = b / 4 * 4;
    const uint8_t open[] = {(uint8_t)(base + MG_BEGINS), (uint8_t)(base + MG_INSIDE)};
    bool goes_on = b != MG_OUTSIDE && (b % 4 == MG_INSIDE || b % 4 == MG_ENDS);
    const uint8_t *from = goes_on ? open : closed;
    size_t n = goes_on ? sizeof open : sizeof closed;
    *ret = never;
    *ret_from = MG_OUTSIDE;
    for (size_t i = 0; i < n; i++) {
        float score = before[from[i]] + transitions[from[i]][b];
        if (score > *ret) {
            *ret = score;
            *ret_from = from[i];
        }
    }
}

static void begin(const float transitions[MG_LABELS][MG_LABELS], float ret[MG_LABELS])
{
    for (unsigned b = 0; b < MG_LABELS; b++)
        ret[b] = mg_may_follow(MG_OUTSIDE, b) ? transitions[MG_OUTSIDE][b] : never;
}

/* A chain of one is a name of one word, or none. */
static void best_single(mg_chain *chain, const float transitions[MG_LABELS][MG_LABELS])
{
    float best = never;
    chain->labels[0] = MG_OUTSIDE;
    for (unsigned b = 0; b < MG_LABELS; b++) {
        float score = chain->scores[0][b] + transitions[MG_OUTSIDE][b] + transitions[b][MG_OUTSIDE];
        if (mg_may_follow(MG_OUTSIDE, b) && mg_may_follow(b, MG_OUTSIDE) && score > best) {
            best = score;
            chain->labels[0] = (uint8_t)b;
        }
    }
}

void mg_chain_best(mg_chain *chain, const float transitions[MG_LABELS][MG_LABELS], size_t n)
{
    if (n == 1) {
        best_single(chain, transitions);
        return;
    }
    begin(transitions, chain->forward[0]);
    for (unsigned b = 0; b < MG_LABELS; b++)
        chain->forward[0][b] += chain->scores[0][b];
    for (size_t i = 1; i < n; i++)
        for (unsigned b = 0; b < MG_LABELS; b++) {
            best_of(chain->forward[i - 1], transitions, b, &chain->forward[i][b],
                    &chain->from[i][b]);
            chain->forward[i][b] += chain->scores[i][b];
        }
    float score;
    best_of(chain->forward[n - 1], transitions, MG_OUTSIDE, &score, &chain->labels[n - 1]);
    for (size_t i = n - 1; i > 0; i--)
        chain->labels[i - 1] = chain->from[i][chain->labels[i]];
}

/* ---- The sums ----------------------------------------------------------------------------- */

void mg_chain_set_odds(mg_chain *chain, const float transitions[MG_LABELS][MG_LABELS])
{
    memset(chain->odds, 0, sizeof chain->odds);
    memset(chain->back, 0, sizeof chain->back);
    for (unsigned a = 0; a < MG_LABELS; a++)
        for (unsigned b = 0; b < MG_LABELS; b++)
            if (mg_may_follow(a, b))
                chain->odds[a][b] = chain->back[b][a] = expf(transitions[a][b]);
}

/* Sets exps[i] of a token; returns the logarithm of what they are divided by. */
static float set_exps(mg_chain *chain, size_t i)
{
    float top = chain->scores[i][0];
    for (unsigned k = 1; k < MG_LABELS; k++)
        top = chain->scores[i][k] > top ? chain->scores[i][k] : top;
    for (unsigned k = 0; k < MG_LABELS; k++)
        chain->exps[i][k] = expf(chain->scores[i][k] - top);
    return top;
}

static void add(float sums[MG_PADDED], const float row[MG_PADDED], float factor)
{
    for (unsigned k = 0; k < MG_PADDED; k++)
        sums[k] += row[k] * factor;
}

/* Brings the sums to token i; returns what they add up to. */
static float come_to(mg_chain *chain, size_t i)
{
    float odds[MG_PADDED] = {0}, sum = 1e-30f;
    if (!i)
        memcpy(odds, chain->odds[MG_OUTSIDE], sizeof odds);
    for (unsigned a = 0; i && a < MG_LABELS; a++)
        add(odds, chain->odds[a], chain->forward[i - 1][a]);
    for (unsigned b = 0; b < MG_LABELS; b++) {
        chain->forward[i][b] = odds[b] * chain->exps[i][b];
        sum += chain->forward[i][b];
    }
    return sum;
}

/* Divides what has come to token i by its sum; returns the logarithm of that. Where its best labels
 * cannot be reached, and all others are so much worse that nothing is left of them in a float, the
 * scores are made less extreme. */
static float scale(mg_chain *chain, size_t i)
{
    float sum = come_to(chain, i);
    if (sum < 1e-25f) {
        for (unsigned k = 0; k < MG_LABELS; k++)
            chain->exps[i][k] += 1e-12f;
        sum = come_to(chain, i);
    }
    for (unsigned k = 0; k < MG_LABELS; k++)
        chain->forward[i][k] /= sum;
    chain->scales[i] = sum;
    return logf(sum);
}

static void sum_backward(mg_chain *chain, size_t n)
{
    const float most = 1e30f; /* of labels that are reached by nothing a float can hold */
    for (unsigned a = 0; a < MG_LABELS; a++)
        chain->backward[n - 1][a] = chain->odds[a][MG_OUTSIDE];
    for (size_t i = n - 1; i-- > 0;) {
        float sums[MG_PADDED] = {0};
        for (unsigned b = 0; b < MG_LABELS; b++) {
            float ahead = chain->exps[i + 1][b] * chain->backward[i + 1][b] / chain->scales[i + 1];
            add(sums, chain->back[b], ahead < most ? ahead : most);
        }
        for (unsigned a = 0; a < MG_LABELS; a++)
            chain->backward[i][a] = sums[a] < most ? sums[a] : most;
    }
}

void mg_chain_sums(mg_chain *chain, size_t n)
{
    float log_scale = 0;
    for (size_t i = 0; i < n; i++) {
        log_scale += set_exps(chain, i);
        log_scale += scale(chain, i);
    }
    sum_backward(chain, n);
    chain->whole = 1e-30f;
    for (unsigned a = 0; a < MG_LABELS; a++)
        chain->whole += chain->forward[n - 1][a] * chain->odds[a][MG_OUTSIDE];
    chain->log_whole = log_scale + logf(chain->whole);
}

float mg_chain_sureness(const mg_chain *chain, size_t first, size_t last, mg_entity type)
{
    unsigned base = type * 4u;
    unsigned label = first == last ? base + MG_SINGLE : base + MG_BEGINS;
    float product = chain->forward[first][label];
    for (size_t i = first + 1; i <= last; i++) {
        unsigned next = i == last ? base + MG_ENDS : base + MG_INSIDE;
        product *= chain->odds[label][next] * chain->exps[i][next] / chain->scales[i];
        label = next;
    }
    float sure = product * chain->backward[last][label] / chain->whole;
    return sure >= 1 ? 1 : sure >= 0 ? sure : 0; /* 0: not a number */
}
