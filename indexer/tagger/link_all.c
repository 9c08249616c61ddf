/* Which actor each naming is of, in the order of the text. */
#include "indexer/tagger/linking.h"

static uint64_t first_word(const mg_linker *l, const mg_naming *n)
{
    return l->scene->tokens.at[n->first].folded;
}

/* The person that a single word is short for: the last one named in full with it, else one that is
 * named in full further on. */
static uint32_t person_short(const mg_linker *l, const mg_naming *n)
{
    uint64_t key = mg_word_key(MG_PER, first_word(l, n));
    uint32_t actor = mg_map_get(&l->recent, key);
    return actor != MG_MAP_NONE ? actor : mg_map_get(&l->by_word, key);
}

/* A single word that nobody knows, and that is part of the full name of a person. */
static bool may_be_person(const mg_naming *n)
{
    const uint32_t known = 1u << MG_KIND_COUNTRY | 1u << MG_KIND_REGION | 1u << MG_KIND_CITY |
                           1u << MG_KIND_PLACE | 1u << MG_KIND_ORG;
    return n->type == MG_PER || !n->entry || !(n->entry->kinds & known);
}

/* Somebody whom everybody calls by this word, and who is named in full too, is meant by it. */
static bool is_known(const mg_linker *l, uint32_t own)
{
    const mg_actor *actor = &l->actors[own];
    return actor->canonical && mg_naming_words(&l->namings->at[actor->naming]) > 1;
}

static uint32_t actor_of(const mg_linker *l, const mg_naming *n)
{
    uint32_t own = mg_map_get(&l->by_name, mg_name_key(n));
    if (mg_naming_words(n) > 1 || !may_be_person(n) || (n->type == MG_PER && is_known(l, own)))
        return own;
    uint32_t person = person_short(l, n);
    if (person == MG_MAP_NONE)
        return own;
    return mg_actors_differ(l, &l->actors[own], &l->actors[person]) ? own : person;
}

static bool note_recent(mg_linker *l, const mg_naming *n, uint32_t actor)
{
    if (n->type != MG_PER || n->first == n->last)
        return true;
    for (size_t i = n->first; i <= n->last; i++) {
        const mg_tag_token *word = &l->scene->tokens.at[i];
        if (mg_token_is_named(word) && word->len > 2 &&
            !mg_map_put(&l->recent, mg_word_key(MG_PER, word->folded), actor))
            return false;
    }
    return true;
}

bool mg_link_all(mg_linker *l)
{
    for (size_t i = 0; i < l->namings->n; i++) {
        const mg_naming *n = &l->namings->at[i];
        l->actor_of[i] = actor_of(l, n);
        if (!note_recent(l, n, l->actor_of[i]))
            return false;
    }
    return true;
}
