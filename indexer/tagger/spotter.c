#include "indexer/tagger/spotter.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"
#include "indexer/tagger/features.h"
#include "indexer/tagger/hash.h"
#include "indexer/tagger/mentions.h"

/* What words score by themselves, of those that came last. */
enum { CACHE_SIZE = 8192 };

typedef struct cached {
    uint64_t key; /* of the word, its kinds and its role; 0: empty */
    int16_t sums[MG_SCORED];
} cached;

/* What the article's forms score. */
typedef struct form_score {
    bool filled;
    int16_t sums[MG_SCORED];
} form_score;

struct mg_spotter {
    const mg_tables *tables; /* that the cache is of */
    mg_chain chain;
    form_score *forms;
    size_t forms_cap;
    mg_mention *mentions;
    size_t n;
    size_t cap;
    mg_map map;
    float (*sums)[4]; /* of mentions, while they are tidied */
    size_t sums_cap;
    cached cache[CACHE_SIZE];
};

mg_spotter *mg_spotter_new(void)
{
    return calloc(1, sizeof(mg_spotter));
}

void mg_spotter_free(mg_spotter *s)
{
    if (!s)
        return;
    mg_chain_free(&s->chain);
    mg_map_free(&s->map);
    free(s->sums);
    free(s->forms);
    free(s->mentions);
    free(s);
}

/* ---- Scores ------------------------------------------------------------------------------- */

static void add_weights(const mg_tables *tables, const uint32_t *features, size_t n,
                        int16_t sums[MG_SCORED])
{
    for (size_t i = 0; i < n; i++) {
        const int16_t *weights = mg_weights_of(tables, features[i]);
        for (int k = 0; weights && k < MG_SCORED; k++)
            sums[k] = (int16_t)(sums[k] + weights[k]);
    }
}

static void add_sums(const int16_t from[MG_SCORED], int16_t sums[MG_SCORED])
{
    for (int k = 0; k < MG_SCORED; k++)
        sums[k] = (int16_t)(sums[k] + from[k]);
}

static void add_word(mg_spotter *s, const mg_scene *scene, size_t i, mg_role role,
                     int16_t sums[MG_SCORED])
{
    const mg_tag_token *token = &scene->tokens.at[i];
    uint32_t kinds = scene->at[i].word_kinds;
    uint64_t key = mg_mix(token->exact + ((uint64_t)kinds << 2 | role)) | 1;
    cached *c = &s->cache[key / 2 % CACHE_SIZE];
    if (c->key != key) {
        uint32_t features[MG_WORD_FEATURES_MAX];
        size_t n = mg_features_of_word(scene->tables, token, kinds, role, features);
        *c = (cached){.key = key};
        add_weights(scene->tables, features, n, c->sums);
    }
    add_sums(c->sums, sums);
}

static void add_form(mg_spotter *s, const mg_scene *scene, uint32_t form, int16_t sums[MG_SCORED])
{
    form_score *f = &s->forms[form];
    if (!f->filled) {
        uint32_t features[MG_FORM_FEATURES_MAX];
        size_t n = mg_features_of_form(&scene->forms[form], features);
        *f = (form_score){.filled = true};
        add_weights(scene->tables, features, n, f->sums);
    }
    add_sums(f->sums, sums);
}

static void score(mg_spotter *s, const mg_scene *scene, size_t i, float ret[MG_LABELS])
{
    uint32_t features[MG_PLACE_FEATURES_MAX];
    int16_t sums[MG_SCORED] = {0};
    add_word(s, scene, i, MG_ROLE_SELF, sums);
    if (i > 0)
        add_word(s, scene, i - 1, MG_ROLE_BEFORE, sums);
    if (i + 1 < scene->tokens.n)
        add_word(s, scene, i + 1, MG_ROLE_BEHIND, sums);
    if (scene->at[i].form != MG_NO_FORM)
        add_form(s, scene, scene->at[i].form, sums);
    size_t n = mg_features_of_place(scene, i, features);
    add_weights(scene->tables, features, n, sums);
    for (int k = 0; k < MG_SCORED; k++)
        ret[k] = (float)sums[k] * scene->tables->unit;
    ret[MG_OUTSIDE] = 0;
}

/* ---- Chains ------------------------------------------------------------------------------- */

size_t mg_chain_end(const mg_scene *scene, size_t i)
{
    const mg_tag_token *t = scene->tokens.at;
    size_t end = i + 1;
    while (end < scene->tokens.n && end - i < MG_CHAIN_MAX && (t[end].flags & MG_TOKEN_CANDIDATE) &&
           !mg_token_begins(&t[end]))
        end++;
    return end;
}

/* Appends the mention whose first token is `first` of the chain; returns its last. */
static bool add_mention(mg_spotter *s, size_t begin, size_t first, size_t n, size_t *ret_last)
{
    size_t last = first;
    while (last + 1 < n && s->chain.labels[last] % 4 != MG_ENDS &&
           s->chain.labels[last] % 4 != MG_SINGLE)
        last++;
    mg_entity type = (mg_entity)(s->chain.labels[first] / 4);
    *ret_last = last;
    if (!MG_GROW(s->mentions, s->cap, s->n + 1))
        return false;
    s->mentions[s->n++] = (mg_mention){.first = (uint32_t)(begin + first),
                                       .last = (uint32_t)(begin + last),
                                       .type = type,
                                       .sureness = mg_chain_sureness(&s->chain, first, last, type)};
    return true;
}

static bool spot_chain(mg_spotter *s, const mg_scene *scene, size_t begin, size_t end)
{
    size_t n = end - begin, i = 0;
    for (size_t j = 0; j < n; j++)
        score(s, scene, begin + j, s->chain.scores[j]);
    mg_chain_best(&s->chain, scene->tables->transitions, n);
    while (i < n && s->chain.labels[i] == MG_OUTSIDE)
        i++;
    if (i == n)
        return true;
    mg_chain_sums(&s->chain, n);
    for (; i < n; i++)
        if (s->chain.labels[i] != MG_OUTSIDE && !add_mention(s, begin, i, n, &i))
            return false;
    return true;
}

bool mg_spot(mg_spotter *s, const mg_scene *scene, const mg_mention **ret, size_t *ret_n)
{
    if (!mg_chain_reserve(&s->chain, MG_CHAIN_MAX) ||
        !MG_GROW(s->forms, s->forms_cap, scene->n_forms + 1))
        return false;
    memset(s->forms, 0, scene->n_forms * sizeof *s->forms);
    if (s->tables != scene->tables) {
        memset(s->cache, 0, sizeof s->cache);
        mg_chain_set_odds(&s->chain, scene->tables->transitions);
    }
    s->tables = scene->tables;
    s->n = 0;
    for (size_t i = 0; i < scene->tokens.n;) {
        if (!(scene->tokens.at[i].flags & MG_TOKEN_CANDIDATE)) {
            i++;
            continue;
        }
        size_t end = mg_chain_end(scene, i);
        if (!spot_chain(s, scene, i, end))
            return false;
        i = end;
    }
    *ret = s->mentions;
    *ret_n = s->n;
    return MG_GROW(s->sums, s->sums_cap, s->n + 1) &&
           mg_mentions_tidy(scene, s->mentions, s->n, &s->map, s->sums);
}
