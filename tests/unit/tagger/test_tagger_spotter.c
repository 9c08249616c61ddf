/* The spotter with its caches against the sum over all features, looked up in a plain list. */
#include <stdlib.h>
#include <string.h>

#include "indexer/tagger/features.h"
#include "indexer/tagger/mentions.h"
#include "indexer/tagger/spotter.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tagger/tagging.h"

static mg_tagger_model *model;
static const mg_tables *tables;

/* ---- Articles ----------------------------------------------------------------------------- */

enum { ARTICLES = 40 };

static mg_buffer articles[ARTICLES];

/* Words that the model knows, those that it does not, and what stands between. */
static void make_articles(void)
{
    static const char *const pieces[] = {
        "Antony",  "Blinken",   "Mr.",        "the",    "United",  "Nations",  "UN",
        "of",      "Bank",      "Kenya",      "said",   "in",      "NAIROBI",  "(",
        ")",       "Reuters",   ".",          ",",      "\"",      "61",       "al-Shabaab",
        "Zxcv",    "Mary",      "Otieno",     "who",    "Health",  "Ministry", "went",
        "U.S.",    "State",     "Department", "'s",     "\u2019s", "for",      "and",
        "O'Brien", "President", "John",       "Mwangi", "\n\n",    "met",      "Minister",
        "of"};
    uint64_t seed = 31;
    for (size_t i = 0; i < ARTICLES; i++) {
        mg_buffer_clear(&articles[i]);
        for (uint32_t n = 1 + roll(&seed, i == 0 ? 1 : 200); n > 0; n--) {
            const char *piece = pieces[roll(&seed, sizeof pieces / sizeof *pieces)];
            put(&articles[i], strchr(".,'\xE2", *piece) ? "" : " ");
            put(&articles[i], piece);
        }
    }
    for (int i = 0; i < 300; i++) /* longer than a chain may be */
        put(&articles[1], " Mary");
}

static void setup(void)
{
    model = open_small_model();
    tables = mg_model_tables(model);
    make_articles();
}

static void teardown(void)
{
    for (size_t i = 0; i < ARTICLES; i++)
        mg_buffer_free(&articles[i]);
    mg_tagger_model_free(model);
}

static void set_scene(mg_scene *scene, size_t i)
{
    size_t title = articles[i].len / 10;
    CHECK(mg_scene_set(scene, tables, (morgue_text){articles[i].data, title},
                       (morgue_text){articles[i].data + title, articles[i].len - title}));
}

/* ---- The slow way ------------------------------------------------------------------------- */

static const int16_t *weights_of(uint32_t feature)
{
    const mg_table_view *f = &tables->features;
    uint32_t print = (uint32_t)mg_feature_key(feature) | 1;
    for (uint32_t i = 0; i < f->n_slots; i++)
        if (f->slots[i].print == print)
            return tables->weights + (size_t)f->slots[i].row * MG_SCORED;
    return NULL;
}

static void add(const uint32_t *features, size_t n, int32_t sums[MG_SCORED])
{
    for (size_t i = 0; i < n; i++) {
        const int16_t *weights = weights_of(features[i]);
        for (int k = 0; weights && k < MG_SCORED; k++)
            sums[k] += weights[k];
    }
}

static void slow_scores(const mg_scene *scene, size_t i, float ret[MG_LABELS])
{
    uint32_t features[MG_WORD_FEATURES_MAX + MG_FORM_FEATURES_MAX + MG_PLACE_FEATURES_MAX];
    int32_t sums[MG_SCORED] = {0};
    for (int role = MG_ROLE_SELF; role < MG_ROLES; role++) {
        size_t at = role == MG_ROLE_BEFORE ? i - 1 : role == MG_ROLE_BEHIND ? i + 1 : i;
        if (at < scene->tokens.n) /* nor before the first, which is SIZE_MAX */
            add(features,
                mg_features_of_word(tables, &scene->tokens.at[at], scene->at[at].word_kinds,
                                    (mg_role)role, features),
                sums);
    }
    if (scene->at[i].form != MG_NO_FORM)
        add(features, mg_features_of_form(&scene->forms[scene->at[i].form], features), sums);
    add(features, mg_features_of_place(scene, i, features), sums);
    for (int k = 0; k < MG_SCORED; k++)
        ret[k] = (float)sums[k] * tables->unit;
    ret[MG_OUTSIDE] = 0;
}

typedef struct slow {
    mg_chain chain;
    mg_mention *mentions;
    size_t n;
} slow;

static void slow_chain(slow *s, const mg_scene *scene, size_t begin, size_t end)
{
    size_t n = end - begin, first = 0;
    CHECK(mg_chain_reserve(&s->chain, n));
    mg_chain_set_odds(&s->chain, tables->transitions);
    for (size_t i = 0; i < n; i++)
        slow_scores(scene, begin + i, s->chain.scores[i]);
    mg_chain_best(&s->chain, tables->transitions, n);
    mg_chain_sums(&s->chain, n);
    for (size_t i = 0; i < n; i++) {
        unsigned label = s->chain.labels[i];
        if (label == MG_OUTSIDE)
            continue;
        if (label % 4 == MG_BEGINS || label % 4 == MG_SINGLE)
            first = i;
        if (label % 4 == MG_ENDS || label % 4 == MG_SINGLE)
            s->mentions[s->n++] = (mg_mention){
                (uint32_t)(begin + first), (uint32_t)(begin + i), (mg_entity)(label / 4),
                mg_chain_sureness(&s->chain, first, i, (mg_entity)(label / 4))};
    }
}

static void slow_spot(slow *s, const mg_scene *scene)
{
    const mg_tag_token *t = scene->tokens.at;
    mg_map map = {0};
    s->mentions = calloc(scene->tokens.n + 1, sizeof *s->mentions);
    s->n = 0;
    for (size_t i = 0; i < scene->tokens.n;) {
        size_t end = i;
        while (end < scene->tokens.n && end - i < MG_CHAIN_MAX &&
               (t[end].flags & MG_TOKEN_CANDIDATE) &&
               (end == i || !(t[end].flags & (MG_TOKEN_SENTENCE | MG_TOKEN_PARAGRAPH))))
            end++;
        if (end > i)
            slow_chain(s, scene, i, end);
        i = end > i ? end : i + 1;
    }
    float(*sums)[4] = calloc(s->n + 1, sizeof *sums);
    CHECK(mg_mentions_tidy(scene, s->mentions, s->n, &map, sums));
    free(sums);
    mg_map_free(&map);
}

/* ---- Tests -------------------------------------------------------------------------------- */

static bool are_same(const mg_mention *a, size_t n, const mg_mention *b, size_t m)
{
    for (size_t i = 0; i < n && i < m; i++)
        if (a[i].first != b[i].first || a[i].last != b[i].last || a[i].type != b[i].type ||
            memcmp(&a[i].sureness, &b[i].sureness, sizeof a[i].sureness) != 0)
            return false;
    return n == m;
}

START_TEST(test_slow)
{
    mg_spotter *spotter = mg_spotter_new();
    mg_scene scene = {0};
    size_t found = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        slow s = {0};
        const mg_mention *mentions;
        size_t n;
        set_scene(&scene, i);
        CHECK(mg_spot(spotter, &scene, &mentions, &n));
        slow_spot(&s, &scene);
        CHECK(are_same(mentions, n, s.mentions, s.n));
        found += n;
        mg_chain_free(&s.chain);
        free(s.mentions);
    }
    ck_assert_uint_gt(found, 200);
    mg_scene_free(&scene);
    mg_spotter_free(spotter);
}
END_TEST

/* Every feature that there is, is found. */
START_TEST(test_filter)
{
    size_t with = 0;
    mg_scene scene = {0};
    uint32_t features[MG_PLACE_FEATURES_MAX];
    for (size_t i = 0; i < ARTICLES; i++) {
        set_scene(&scene, i);
        for (size_t j = 0; j < scene.tokens.n; j++) {
            size_t n = mg_features_of_word(tables, &scene.tokens.at[j], scene.at[j].word_kinds,
                                           MG_ROLE_SELF, features);
            for (size_t f = 0; f < n; f++) {
                CHECK(mg_weights_of(tables, features[f]) == weights_of(features[f]));
                with += weights_of(features[f]) != NULL;
            }
        }
    }
    ck_assert_uint_gt(with, 1000);
    mg_scene_free(&scene);
}
END_TEST

/* In another order, by one that has seen much and by a fresh one: the same. */
START_TEST(test_order)
{
    mg_spotter *old = mg_spotter_new();
    mg_scene scene = {0}, other = {0};
    const mg_mention *a, *b;
    size_t n, m;
    uint64_t seed = 32;
    for (int round = 0; round < 300; round++) {
        size_t i = roll(&seed, ARTICLES);
        mg_spotter *fresh = mg_spotter_new();
        set_scene(&scene, i);
        CHECK(mg_spot(old, &scene, &a, &n));
        set_scene(&other, i);
        CHECK(mg_spot(fresh, &other, &b, &m));
        CHECK(are_same(a, n, b, m));
        mg_spotter_free(fresh);
        mg_scene_free(&other);
    }
    mg_scene_free(&scene);
    mg_spotter_free(old);
    mg_spotter_free(NULL);
}
END_TEST

/* What the scene says must not depend on the article before it either. */
START_TEST(test_scene)
{
    mg_scene used = {0};
    uint64_t seed = 33;
    for (int round = 0; round < 300; round++) {
        size_t i = roll(&seed, ARTICLES);
        mg_scene fresh = {0};
        set_scene(&used, i);
        set_scene(&fresh, i);
        CHECK(used.tokens.n == fresh.tokens.n && used.n_forms == fresh.n_forms);
        for (size_t j = 0; j < used.tokens.n; j++)
            CHECK(memcmp(&used.at[j], &fresh.at[j], sizeof fresh.at[j]) == 0 &&
                  used.tokens.at[j].flags == fresh.tokens.at[j].flags);
        for (size_t j = 0; j < used.n_forms; j++)
            CHECK(memcmp(&used.forms[j], &fresh.forms[j], sizeof fresh.forms[j]) == 0);
        mg_scene_free(&fresh);
    }
    mg_scene_free(&used);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("spotter");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_slow);
    tcase_add_test(tests, test_filter);
    tcase_add_test(tests, test_order);
    tcase_add_test(tests, test_scene);
    return run_tests("spotter", tests);
}
