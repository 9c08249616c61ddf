/* Names that are short for others, and names that are new. */
#include <string.h>

#include "archive/grow.h"
#include "indexer/tagger/linking.h"
#include "indexer/tagger/packed_words.h"

enum { SEVERAL = MG_MAP_NONE - 1, INITIALS_MAX = 8 };

static const mg_tag_token *word_of(const mg_linker *l, const mg_naming *n, size_t i)
{
    return &l->scene->tokens.at[n->first + i];
}

/* ---- Is it short for one? ----------------------------------------------------------------- */

/* Are the words of `part` some words of `whole`, one behind the other? */
static bool is_within(const mg_linker *l, const mg_naming *part, const mg_naming *whole)
{
    size_t n = mg_naming_words(part), m = mg_naming_words(whole);
    for (size_t at = 0; at + n <= m; at++) {
        size_t i = 0;
        while (i < n && word_of(l, part, i)->folded == word_of(l, whole, at + i)->folded)
            i++;
        if (i == n)
            return true;
    }
    return false;
}

static const mg_tag_token *last_name(const mg_linker *l, const mg_naming *n)
{
    size_t last = mg_naming_words(n) - 1;
    switch (mg_packed(word_of(l, n, last))) {
    case W2('J', 'r'):
    case W3('J', 'r', '.'):
    case W2('S', 'r'):
    case W3('S', 'r', '.'):
    case W2('I', 'I'):
    case W3('I', 'I', 'I'):
    case W2('I', 'V'): last -= last > 0; break;
    default: break;
    }
    return word_of(l, n, last);
}

static uint64_t ends_key(const mg_linker *l, const mg_naming *n)
{
    return mg_word_key(MG_PER, mg_hash_next(word_of(l, n, 0)->folded, last_name(l, n)->folded));
}

static uint32_t person_like(const mg_linker *l, const mg_naming *n)
{
    if (mg_naming_words(n) < 2)
        return MG_MAP_NONE;
    uint32_t actor = mg_map_get(&l->by_start, ends_key(l, n));
    if (actor != MG_MAP_NONE)
        return actor;
    actor = mg_map_get(&l->by_word, mg_word_key(MG_PER, last_name(l, n)->folded));
    return actor != MG_MAP_NONE && is_within(l, n, &l->namings->at[l->actors[actor].naming])
               ? actor
               : MG_MAP_NONE;
}

/* The word without its full stops: U.N. as UN. */
static uint64_t bare_key(const mg_tag_token *token)
{
    char letters[INITIALS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < token->len; i++)
        if (token->at[i] != '.') {
            if (n == INITIALS_MAX || !(token->at[i] >= 'A' && token->at[i] <= 'Z'))
                return 0;
            letters[n++] = token->at[i];
        }
    return n > 1 ? mg_hash(letters, n) : 0;
}

static bool is_telling(const mg_linker *l, const mg_naming *n)
{
    const uint32_t vague = 1u << MG_KIND_COUNTRY | 1u << MG_KIND_REGION | 1u << MG_KIND_CITY |
                           1u << MG_KIND_PLACE | 1u << MG_KIND_NATION | 1u << MG_KIND_ORG_BEGIN |
                           1u << MG_KIND_ORG_END | 1u << MG_KIND_FIRST | 1u << MG_KIND_ORG;
    return !(l->scene->at[n->first].word_kinds & vague);
}

/* The organization that stands before a name of one word in brackets: "Kenya Roads Board (KRB)". */
static uint32_t organization_before(const mg_linker *l, const mg_naming *n)
{
    if (n == l->namings->at)
        return MG_MAP_NONE;
    const mg_naming *before = n - 1;
    if (before->type != MG_ORG || before->last + 2 != n->first || mg_naming_words(before) < 2 ||
        !mg_token_is(word_of(l, n, 0) - 1, '('))
        return MG_MAP_NONE;
    bool same_start = (*word_of(l, before, 0)->at | 32) == (*word_of(l, n, 0)->at | 32);
    return same_start ? mg_map_get(&l->by_name, mg_name_key(before)) : MG_MAP_NONE;
}

static uint32_t organization_like(const mg_linker *l, const mg_naming *n)
{
    const mg_tag_token *first = word_of(l, n, 0);
    bool alone = mg_naming_words(n) == 1;
    uint64_t bare = alone ? bare_key(first) : 0;
    uint32_t actor = bare ? mg_map_get(&l->by_initials, bare) : MG_MAP_NONE;
    if (actor >= SEVERAL && alone)
        actor = organization_before(l, n);
    if (actor < SEVERAL)
        return actor;
    actor = mg_map_get(&l->by_start, mg_word_key(MG_ORG, first->folded));
    if (actor >= SEVERAL || (alone && (bare || !is_telling(l, n))))
        return MG_MAP_NONE;
    const mg_naming *whole = &l->namings->at[l->actors[actor].naming];
    return mg_naming_words(whole) > mg_naming_words(n) && is_within(l, n, whole) ? actor
                                                                                 : MG_MAP_NONE;
}

static uint32_t actor_like(const mg_linker *l, const mg_naming *n)
{
    return n->type == MG_PER   ? person_like(l, n)
           : n->type == MG_ORG ? organization_like(l, n)
                               : MG_MAP_NONE;
}

/* ---- A new one ---------------------------------------------------------------------------- */

static bool put_new(mg_map *map, uint64_t key, uint32_t actor)
{
    return mg_map_get(map, key) != MG_MAP_NONE || mg_map_put(map, key, actor);
}

static bool put_or_doubt(mg_map *map, uint64_t key, uint32_t actor)
{
    uint32_t there = mg_map_get(map, key);
    bool fresh = there == MG_MAP_NONE || there == actor;
    return mg_map_put(map, key, fresh ? actor : (uint32_t)SEVERAL);
}

static bool note_person(mg_linker *l, const mg_naming *n, uint32_t actor)
{
    size_t words = mg_naming_words(n);
    if (words < 2)
        return true;
    for (size_t i = 0; i < words; i++) {
        const mg_tag_token *word = word_of(l, n, i);
        if (mg_token_is_named(word) && word->len > 2 &&
            !put_new(&l->by_word, mg_word_key(MG_PER, word->folded), actor))
            return false;
    }
    return put_new(&l->by_start, ends_key(l, n), actor);
}

/* Initials of all words with capitals. */
static bool note_organization(mg_linker *l, const mg_naming *n, uint32_t actor)
{
    char initials[INITIALS_MAX];
    size_t words = mg_naming_words(n), letters = 0;
    if (words < 2)
        return true;
    for (size_t i = 0; i < words && letters < INITIALS_MAX; i++)
        if (mg_token_is_named(word_of(l, n, i)))
            initials[letters++] = *word_of(l, n, i)->at;
    return (letters < 2 || put_or_doubt(&l->by_initials, mg_hash(initials, letters), actor)) &&
           put_or_doubt(&l->by_start, mg_word_key(MG_ORG, word_of(l, n, 0)->folded), actor);
}

static bool note_actor(mg_linker *l, const mg_naming *n, uint32_t actor)
{
    return n->type == MG_PER   ? note_person(l, n, actor)
           : n->type == MG_ORG ? note_organization(l, n, actor)
                               : true;
}

static bool add_actor(mg_linker *l, const mg_actor *actor, uint32_t *ret)
{
    if (!MG_GROW(l->actors, l->cap, l->n + 1))
        return false;
    *ret = (uint32_t)l->n;
    l->actors[l->n++] = *actor;
    return true;
}

bool mg_link_name(mg_linker *l, uint32_t naming)
{
    const mg_naming *n = &l->namings->at[naming];
    mg_actor actor = {.type = n->type, .naming = naming, .doubt = 1, .country = "--"};
    if (!mg_call_actor(l, n, &actor))
        return false;
    uint64_t called = mg_called_key(n->type, mg_actor_name(l, &actor));
    uint32_t same = mg_map_get(&l->by_name, called);
    if (same == MG_MAP_NONE && !actor.canonical)
        same = actor_like(l, n);
    if (same != MG_MAP_NONE && mg_actors_differ(l, &actor, &l->actors[same]))
        same = MG_MAP_NONE;
    if (same != MG_MAP_NONE)
        return mg_map_put(&l->by_name, mg_name_key(n), same) &&
               (!actor.canonical || note_actor(l, n, same));
    return add_actor(l, &actor, &same) && mg_map_put(&l->by_name, called, same) &&
           mg_map_put(&l->by_name, mg_name_key(n), same) && note_actor(l, n, same);
}
