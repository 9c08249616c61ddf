#include "indexer/tagger/features.h"

#include <string.h>

#include "indexer/tagger/hash.h"

/* Templates. Their numbers are part of the model. */
enum {
    F_BIAS = 1,
    F_WORD,
    F_SHAPE,
    F_PREFIX,
    F_SUFFIX,
    F_FINE,
    F_MIDDLE,
    F_COARSE,
    F_CASE,
    F_KIND,
    F_PART_BEFORE, /* of a hyphen */
    F_PART_BEHIND,
    F_BESIDE = 16, /* and the role: four each */
    F_BESIDE_SHAPE = 20,
    F_BESIDE_MIDDLE = 24,
    F_BESIDE_KIND = 28,
    F_BESIDE_SUFFIX = 32,
    F_BESIDE_RUN = 36,
    F_TWO_BEFORE = 40,
    F_TWO_BEHIND,
    F_PLACE,
    F_RUN_KIND,
    F_FORM,
    F_BEFORE_ANY,
    F_BEHIND_ANY,
    F_RUN_LAST,
    F_RUN_FIRST,
    F_RUN_PLACE,
    F_RUN_END_KINDS,
    F_BEFORE_RUN,
    F_BEHIND_RUN
};

/* A list in the making. */
typedef struct list {
    uint32_t *at;
    size_t n;
    size_t max;
} list;

static void put(list *l, unsigned template, uint64_t value)
{
    if (l->n < l->max)
        l->at[l->n++] = mg_hash_feature(template, value);
}

static void put_bits(list *l, unsigned template, uint64_t bits)
{
    for (; bits; bits &= bits - 1)
        put(l, template, (uint64_t)__builtin_ctzll(bits));
}

/* ---- The word ----------------------------------------------------------------------------- */

/* Kinds of characters, runs of the same written once and twice: "Xx", "X.X.", "X-x", "dd". */
static uint64_t shape_of(const mg_tag_token *token)
{
    uint64_t shape = 0;
    unsigned last = 0, times = 0;
    for (size_t i = 0; i < token->len; i++) {
        unsigned char c = (unsigned char)token->at[i];
        unsigned kind = c >= 'a' && c <= 'z'   ? 1
                        : c >= 'A' && c <= 'Z' ? 2
                        : c >= '0' && c <= '9' ? 3
                        : c >= 0x80            ? 4
                                               : c;
        times = kind == last ? times + 1 : 1;
        last = kind;
        if (times <= 2)
            shape = shape * 131 + kind + 1;
    }
    return shape;
}

static void put_affixes(list *l, const mg_tag_token *token)
{
    char folded[MG_TAG_TOKEN_MAX + 8];
    size_t n = token->len;
    for (size_t i = 0; i < n; i++)
        folded[i] = mg_small_ascii(token->at[i]);
    for (size_t len = 2; len <= 4 && len < n; len++) {
        put(l, F_PREFIX, mg_load(folded, len));
        put(l, F_SUFFIX, mg_load(folded + n - len, len));
    }
}

static const char *hyphen_in(const mg_tag_token *token)
{
    return token->len > 2 ? memchr(token->at + 1, '-', token->len - 2) : NULL;
}

static void put_parts(list *l, const mg_tag_token *token)
{
    const char *hyphen = hyphen_in(token);
    if (!hyphen)
        return;
    size_t before = (size_t)(hyphen - token->at);
    put(l, F_PART_BEFORE, mg_hash(token->at, before));
    put(l, F_PART_BEHIND, mg_hash(hyphen + 1, token->len - before - 1));
}

static size_t of_word(const mg_tables *tables, const mg_tag_token *token, uint32_t kinds,
                      uint32_t ret[MG_WORD_FEATURES_MAX])
{
    list l = {ret, 0, MG_WORD_FEATURES_MAX};
    put(&l, F_BIAS, 0);
    put(&l, F_WORD, token->exact);
    put(&l, F_SHAPE, shape_of(token));
    put_affixes(&l, token);
    put_parts(&l, token);
    put_bits(&l, F_KIND, kinds & ~MG_GAZ_LONGER);
    const mg_word_class *class = mg_lexicon_find(tables, token->exact);
    if (class) {
        put(&l, F_FINE, class->fine);
        put(&l, F_MIDDLE, class->middle);
        put(&l, F_COARSE, class->coarse_and_case >> 2);
    }
    if (!class)
        class = mg_lexicon_find(tables, token->folded);
    put(&l, F_CASE, class ? class->coarse_and_case & 3u : 4);
    return l.n;
}

size_t mg_features_of_word(const mg_tables *tables, const mg_tag_token *token, uint32_t kinds,
                           mg_role role, uint32_t ret[MG_WORD_FEATURES_MAX])
{
    if (role == MG_ROLE_SELF)
        return of_word(tables, token, kinds, ret);
    list l = {ret, 0, MG_WORD_FEATURES_MAX};
    put(&l, F_BESIDE + role, token->exact);
    put(&l, F_BESIDE_SHAPE + role, shape_of(token));
    const mg_word_class *class = mg_lexicon_find(tables, token->exact);
    if (class)
        put(&l, F_BESIDE_MIDDLE + role, class->middle);
    if (token->len > 3)
        put(&l, F_BESIDE_SUFFIX + role, mg_load(token->at + token->len - 3, 3));
    put_bits(&l, F_BESIDE_KIND + role, kinds & ~MG_GAZ_LONGER);
    return l.n;
}

size_t mg_features_of_form(const mg_form *form, uint32_t ret[MG_FORM_FEATURES_MAX])
{
    list l = {ret, 0, MG_FORM_FEATURES_MAX};
    put_bits(&l, F_FORM, form->flags);
    for (int j = 0; j < MG_FORM_BESIDE && form->before[j]; j++)
        put(&l, F_BEFORE_ANY, form->before[j]);
    for (int j = 0; j < MG_FORM_BESIDE && form->after[j]; j++)
        put(&l, F_BEHIND_ANY, form->after[j]);
    return l.n;
}

/* ---- Its place ---------------------------------------------------------------------------- */

/* Is there a small word in the sentence around it? Headlines and dateline have none. */
static bool all_capitals(const mg_scene *scene, size_t i)
{
    const mg_tag_token *t = scene->tokens.at;
    for (size_t j = i; j > 0 && i - j < 6 && !(t[j].flags & MG_TOKEN_SENTENCE); j--)
        if (t[j - 1].len > 3 && (t[j - 1].flags & MG_TOKEN_SMALL) &&
            !(t[j - 1].flags & MG_TOKEN_CAPITAL))
            return false;
    for (size_t j = i + 1; j < scene->tokens.n && j - i < 6 && !(t[j].flags & MG_TOKEN_SENTENCE);
         j++)
        if (t[j].len > 3 && (t[j].flags & MG_TOKEN_SMALL) && !(t[j].flags & MG_TOKEN_CAPITAL))
            return false;
    return true;
}

static void put_place(list *l, const mg_scene *scene, size_t i)
{
    const mg_tag_token *t = &scene->tokens.at[i];
    uint64_t place = 0;
    place |= (t->flags & MG_TOKEN_SENTENCE) ? 1 : 0;
    place |= (t->flags & MG_TOKEN_TITLE) ? 2 : 0;
    place |= (t->flags & MG_TOKEN_QUOTED) ? 4 : 0;
    place |= (t->flags & MG_TOKEN_PARAGRAPH) ? 8 : 0;
    place |= (i > 0 && mg_token_is(t - 1, '(')) ? 16 : 0;
    place |= (i + 1 < scene->tokens.n && mg_token_is(t + 1, ')')) ? 32 : 0;
    place |= all_capitals(scene, i) ? 64 : 0;
    place |= !(t->flags & MG_TOKEN_SMALL) && t->len > 1 ? 128 : 0;
    put_bits(l, F_PLACE, place);
    put(l, F_PLACE, 1000 + place);
}

/* What is at the ends of the words with capitals that it is one of. */
static void put_run(list *l, const mg_scene *scene, size_t i)
{
    const mg_scene_token *place = &scene->at[i];
    size_t first = place->run_first, last = place->run_last;
    size_t words = last - first + 1 < 5 ? last - first + 1 : 5;
    put(l, F_RUN_PLACE, words * 16 + (i - first < 4 ? i - first : 4) * 2 + (i == last));
    if (last > i)
        put(l, F_RUN_LAST, scene->tokens.at[last].folded);
    if (first < i)
        put(l, F_RUN_FIRST, scene->tokens.at[first].folded);
    uint64_t kinds = 0;
    for (size_t j = i + 1; j <= last && j < i + 6; j++)
        kinds |= scene->at[j].word_kinds >> MG_KIND_ORG_END & 1;
    for (size_t j = first; j < i && j + 6 > i; j++)
        kinds |= (scene->at[j].word_kinds >> MG_KIND_ORG_BEGIN & 1) << 1;
    put_bits(l, F_RUN_END_KINDS, kinds);
    if (first > 0)
        put(l, F_BEFORE_RUN, scene->tokens.at[first - 1].folded);
    if (last + 1 < scene->tokens.n)
        put(l, F_BEHIND_RUN, scene->tokens.at[last + 1].folded);
}

/* Of the words beside it what is not said of them alone. */
static void put_beside(list *l, const mg_scene *scene, size_t i)
{
    const mg_tag_token *t = &scene->tokens.at[i];
    if (i > 0)
        put_bits(l, F_BESIDE_RUN + MG_ROLE_BEFORE, scene->at[i - 1].run_kinds);
    if (i + 1 < scene->tokens.n)
        put_bits(l, F_BESIDE_RUN + MG_ROLE_BEHIND, scene->at[i + 1].run_kinds);
    put(l, F_TWO_BEFORE, i > 1 ? t[-2].exact : 0);
    put(l, F_TWO_BEHIND, i + 2 < scene->tokens.n ? t[2].exact : 0);
}

size_t mg_features_of_place(const mg_scene *scene, size_t i, uint32_t ret[MG_PLACE_FEATURES_MAX])
{
    list l = {ret, 0, MG_PLACE_FEATURES_MAX};
    put_bits(&l, F_RUN_KIND, scene->at[i].run_kinds);
    put_beside(&l, scene, i);
    put_place(&l, scene, i);
    put_run(&l, scene, i);
    return l.n;
}
