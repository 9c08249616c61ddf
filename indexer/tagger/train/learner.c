#include "indexer/tagger/train/learner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"
#include "indexer/tagger/features.h"
#include "indexer/tagger/spotter.h"
#include "indexer/tagger/train/align.h"

/* A token that is learned from. */
typedef struct item {
    size_t first; /* of its features */
    uint32_t n;
    uint8_t label;
} item;

/* Items that belong together. */
typedef struct run {
    size_t first;
    uint32_t n;
    float times;
} run;

/* The largest weight in the model, so that sums of a token's weights are numbers of 16 bits: over
 * 568,000 tokens of our articles, others' corpora and news none came beyond 4,001. */
enum { LARGEST = 430 };

struct learner {
    const mg_tables *tables;
    learning how;
    uint32_t *features; /* hashes; then numbers */
    size_t n_features;
    size_t features_cap;
    item *items;
    size_t n_items;
    size_t items_cap;
    run *runs;
    size_t n_runs;
    size_t runs_cap;
    mg_scene scene;
    uint8_t *labels;
    size_t labels_cap;
    size_t skipped; /* runs whose names do not fit */
    /* learned */
    uint32_t *hashes; /* of the features by their numbers */
    size_t n_kept;
    float (*weights)[MG_SCORED];
    float (*squares)[MG_SCORED];
    float transitions[MG_LABELS][MG_LABELS];
    float transition_squares[MG_LABELS][MG_LABELS];
    mg_chain chain;
};

learner *learner_new(const mg_tables *tables, const learning *how)
{
    learner *l = calloc(1, sizeof *l);
    if (l) {
        l->tables = tables;
        l->how = *how;
    }
    return l;
}

void learner_free(learner *l)
{
    if (!l)
        return;
    mg_scene_free(&l->scene);
    mg_chain_free(&l->chain);
    free(l->features);
    free(l->items);
    free(l->runs);
    free(l->labels);
    free(l->hashes);
    free(l->weights);
    free(l->squares);
    free(l);
}

/* ---- Taking ------------------------------------------------------------------------------- */

/* All features of a token; returns their number. */
static size_t features_of(const mg_scene *scene, size_t i, uint32_t *at)
{
    const mg_tag_token *t = scene->tokens.at;
    const mg_scene_token *place = scene->at;
    size_t n = mg_features_of_word(scene->tables, &t[i], place[i].word_kinds, MG_ROLE_SELF, at);
    if (i > 0)
        n += mg_features_of_word(scene->tables, &t[i - 1], place[i - 1].word_kinds, MG_ROLE_BEFORE,
                                 at + n);
    if (i + 1 < scene->tokens.n)
        n += mg_features_of_word(scene->tables, &t[i + 1], place[i + 1].word_kinds, MG_ROLE_BEHIND,
                                 at + n);
    if (place[i].form != MG_NO_FORM)
        n += mg_features_of_form(&scene->forms[place[i].form], at + n);
    return n + mg_features_of_place(scene, i, at + n);
}

static bool take_item(learner *l, size_t i)
{
    const size_t most =
        MG_ROLES * MG_WORD_FEATURES_MAX + MG_FORM_FEATURES_MAX + MG_PLACE_FEATURES_MAX;
    if (!MG_GROW(l->features, l->features_cap, l->n_features + most) ||
        !MG_GROW(l->items, l->items_cap, l->n_items + 1))
        return false;
    size_t n = features_of(&l->scene, i, l->features + l->n_features);
    l->items[l->n_items++] = (item){l->n_features, (uint32_t)n, l->labels[i]};
    l->n_features += n;
    return true;
}

static bool take_run(learner *l, size_t begin, size_t end, float times)
{
    for (size_t i = begin; i < end; i++)
        if (l->labels[i] == ALIGN_BROKEN) {
            l->skipped++;
            return true;
        }
    if (!MG_GROW(l->runs, l->runs_cap, l->n_runs + 1))
        return false;
    l->runs[l->n_runs++] = (run){l->n_items, (uint32_t)(end - begin), times};
    for (size_t i = begin; i < end; i++)
        if (!take_item(l, i))
            return false;
    return true;
}

static bool take_document(learner *l, const document *d, float times)
{
    if (!mg_scene_set(&l->scene, l->tables, document_title(d), document_text(d)) ||
        !MG_GROW(l->labels, l->labels_cap, l->scene.tokens.n + 1))
        return false;
    align_labels(d, &l->scene, l->labels);
    for (size_t i = 0; i < l->scene.tokens.n;) {
        size_t end = i + 1;
        if (l->scene.tokens.at[i].flags & MG_TOKEN_CANDIDATE) {
            end = mg_chain_end(&l->scene, i);
            if (!take_run(l, i, end, times))
                return false;
        }
        i = end;
    }
    return true;
}

bool learner_take(learner *l, const corpus *c, float times)
{
    for (size_t i = 0; i < c->n; i++)
        if (!take_document(l, &c->documents[i], times))
            return false;
    return true;
}

/* ---- Numbering ---------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Keeps the features that are there often enough, and gives each its number. */
static bool number_features(learner *l)
{
    uint32_t *sorted = malloc((l->n_features + 1) * sizeof *sorted);
    if (!sorted)
        return false;
    memcpy(sorted, l->features, l->n_features * sizeof *sorted);
    qsort(sorted, l->n_features, sizeof *sorted, by_value);
    size_t n = 0;
    for (size_t i = 0; i < l->n_features;) {
        size_t end = i;
        while (end < l->n_features && sorted[end] == sorted[i])
            end++;
        if (end - i >= l->how.least)
            sorted[n++] = sorted[i];
        i = end;
    }
    l->hashes = sorted;
    l->n_kept = n;
    for (size_t i = 0; i < l->n_features; i++) {
        const uint32_t *found = bsearch(&l->features[i], sorted, n, sizeof *sorted, by_value);
        l->features[i] = found ? (uint32_t)(found - sorted) : UINT32_MAX;
    }
    l->weights = calloc(n + 1, sizeof *l->weights);
    l->squares = calloc(n + 1, sizeof *l->squares);
    fprintf(stderr, "%zu runs, %zu skipped, %zu tokens, %zu features\n", l->n_runs, l->skipped,
            l->n_items, n);
    return l->weights && l->squares;
}

/* ---- Learning ----------------------------------------------------------------------------- */

static void score(const learner *l, const item *it, float ret[MG_LABELS])
{
    memset(ret, 0, MG_LABELS * sizeof *ret);
    for (uint32_t f = 0; f < it->n; f++) {
        uint32_t number = l->features[it->first + f];
        if (number != UINT32_MAX)
            for (int k = 0; k < MG_SCORED; k++)
                ret[k] += l->weights[number][k];
    }
}

static void step(const learner *l, float *weight, float *square, float gradient)
{
    gradient -= l->how.decay * *weight;
    *square += gradient * gradient;
    *weight += l->how.rate * gradient / (sqrtf(*square) + 1e-6f);
}

static void learn_item(learner *l, const item *it, const float gradient[MG_LABELS])
{
    for (uint32_t f = 0; f < it->n; f++) {
        uint32_t number = l->features[it->first + f];
        if (number == UINT32_MAX)
            continue;
        for (int k = 0; k < MG_SCORED; k++)
            if (fabsf(gradient[k]) > 1e-5f)
                step(l, &l->weights[number][k], &l->squares[number][k], gradient[k]);
    }
}

/* Takes what the model expects of the step to token i from the gradients of the transitions. */
static void transition_gradient(const learner *l, size_t i, size_t n,
                                float ret[MG_LABELS][MG_LABELS])
{
    const mg_chain *c = &l->chain;
    for (unsigned a = 0; a < MG_LABELS; a++)
        for (unsigned b = 0; b < MG_LABELS; b++) {
            float before = i ? c->forward[i - 1][a] : a == MG_OUTSIDE;
            float behind =
                i < n ? c->exps[i][b] * c->backward[i][b] / c->scales[i] : b == MG_OUTSIDE;
            ret[a][b] -= before * c->odds[a][b] * behind / c->whole;
        }
}

static void learn_transitions(learner *l, const run *r)
{
    float gradient[MG_LABELS][MG_LABELS] = {{0}};
    unsigned last = MG_OUTSIDE;
    for (size_t i = 0; i <= r->n; i++) {
        unsigned label = i < r->n ? l->items[r->first + i].label : MG_OUTSIDE;
        transition_gradient(l, i, r->n, gradient);
        gradient[last][label] += 1;
        last = label;
    }
    for (unsigned a = 0; a < MG_LABELS; a++)
        for (unsigned b = 0; b < MG_LABELS; b++)
            if (mg_may_follow(a, b))
                step(l, &l->transitions[a][b], &l->transition_squares[a][b],
                     gradient[a][b] * r->times);
}

/* The score of the labels that are right. */
static float gold_score(const learner *l, const run *r)
{
    float sum = 0;
    unsigned last = MG_OUTSIDE;
    for (uint32_t i = 0; i < r->n; i++) {
        unsigned label = l->items[r->first + i].label;
        sum += l->transitions[last][label] + l->chain.scores[i][label];
        last = label;
    }
    return sum + l->transitions[last][MG_OUTSIDE];
}

/* Learns one run; returns its negative log-likelihood. */
static double learn_run(learner *l, const run *r)
{
    const item *items = l->items + r->first;
    for (uint32_t i = 0; i < r->n; i++)
        score(l, &items[i], l->chain.scores[i]);
    mg_chain_set_odds(&l->chain, l->transitions);
    mg_chain_sums(&l->chain, r->n);
    double loss = l->chain.log_whole - gold_score(l, r);
    for (uint32_t i = 0; i < r->n; i++) {
        float gradient[MG_LABELS];
        for (unsigned k = 0; k < MG_LABELS; k++)
            gradient[k] =
                r->times * ((items[i].label == k) - mg_chain_probability(&l->chain, i, k));
        learn_item(l, &items[i], gradient);
    }
    learn_transitions(l, r);
    return loss;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void shuffle(run *runs, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = next_random(state) % i;
        run swapped = runs[i - 1];
        runs[i - 1] = runs[j];
        runs[j] = swapped;
    }
}

static void learn_all(learner *l)
{
    uint64_t state = 88172645463325252u;
    for (unsigned epoch = 0; epoch < l->how.epochs; epoch++) {
        double loss = 0;
        shuffle(l->runs, l->n_runs, &state);
        for (size_t i = 0; i < l->n_runs; i++)
            loss += learn_run(l, &l->runs[i]);
        fprintf(stderr, "epoch %u: loss %.4f a token\n", epoch + 1, loss / (double)l->n_items);
    }
}

/* ---- Keeping ------------------------------------------------------------------------------ */

static float largest(const float weights[MG_SCORED])
{
    float top = 0;
    for (int k = 0; k < MG_SCORED; k++)
        top = fabsf(weights[k]) > top ? fabsf(weights[k]) : top;
    return top;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

/* The least weight that a feature must have to be among the `most`. */
static float threshold(const learner *l, float *ret_top)
{
    float *sizes = malloc((l->n_kept + 1) * sizeof *sizes);
    if (!sizes)
        return 0;
    for (size_t i = 0; i < l->n_kept; i++)
        sizes[i] = largest(l->weights[i]);
    qsort(sizes, l->n_kept, sizeof *sizes, by_size);
    float least = l->n_kept > l->how.most ? sizes[l->how.most] : 0;
    *ret_top = l->n_kept ? sizes[0] : 1;
    free(sizes);
    return least;
}

static bool write_out(const learner *l, builder *b)
{
    float top = 1, least = threshold(l, &top), unit = top / LARGEST;
    keyed *keys = calloc(l->n_kept + 1, sizeof *keys);
    size_t n = 0;
    bool fits = keys != NULL;
    for (size_t i = 0; fits && i < l->n_kept; i++) {
        int16_t row[MG_SCORED];
        if (largest(l->weights[i]) <= least)
            continue;
        for (int k = 0; k < MG_SCORED; k++)
            row[k] = (int16_t)lrintf(l->weights[i][k] / unit);
        keys[n] = (keyed){mg_feature_key(l->hashes[i]), (uint32_t)n};
        n++;
        fits = mg_buffer_append(&b->sections[MG_SECTION_WEIGHTS], row, sizeof row);
    }
    fits = fits && builder_table(b, MG_SECTION_FEATURES, keys, n, NULL, 0, n) &&
           mg_buffer_append(&b->sections[MG_SECTION_TRANSITIONS], l->transitions,
                            sizeof l->transitions) &&
           mg_buffer_append(&b->sections[MG_SECTION_TRANSITIONS], &unit, sizeof unit);
    fprintf(stderr, "%zu features kept, unit %g\n", n, unit);
    free(keys);
    return fits;
}

bool learner_learn(learner *l, builder *b)
{
    if (!number_features(l) || !mg_chain_reserve(&l->chain, MG_CHAIN_MAX))
        return false;
    learn_all(l);
    return write_out(l, b);
}
