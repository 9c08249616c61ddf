/* The inside of linker.h. */
#ifndef MG_TAGGER_LINKING_H
#define MG_TAGGER_LINKING_H

#include "indexer/tagger/hash.h"
#include "indexer/tagger/linker.h"

/* A name of a type. */
static inline uint64_t mg_name_key(const mg_naming *naming)
{
    return mg_hash_next(naming->run, 0x6E616D65 + naming->type);
}

static inline uint64_t mg_word_key(mg_entity type, uint64_t folded)
{
    return mg_hash_next(folded, 0x776F7264 + type);
}

/* Makes the actor of a name, unless it is short for one that is there; names come in order, those
 * of most words first. False when memory is out. */
bool mg_link_name(mg_linker *l, uint32_t naming);

/* Sets actor_of[] for all namings in the order of the text. False when memory is out. */
bool mg_link_all(mg_linker *l);

/* Appends what the name is to be called to names: the registry's or the gazetteer's name for it, or
 * its words as they stand there. Sets text, len, canonical, country and is_country of the actor. */
bool mg_call_actor(mg_linker *l, const mg_naming *n, mg_actor *actor);

/* Do people say that these two are different? */
static inline bool mg_actors_differ(const mg_linker *l, const mg_actor *a, const mg_actor *b)
{
    return mg_registry_differ(l->registry, mg_actor_name(l, a), mg_actor_name(l, b));
}

/* What people call it; else the name itself. */
static inline morgue_text mg_name_for_people(const mg_linker *l, morgue_text name)
{
    morgue_text other = mg_registry_canonical(l->registry, name);
    return other.data ? other : name;
}

/* The key of what an actor is called. */
uint64_t mg_called_key(mg_entity type, morgue_text name);

#endif
