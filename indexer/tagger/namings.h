/* Mentions as names: what does not belong to the name is cut off, what is no name of an actor or a
 * place is passed over. */
#ifndef MG_TAGGER_NAMINGS_H
#define MG_TAGGER_NAMINGS_H

#include "indexer/tagger/spotter.h"

/* A person, organization or place, named here. */
typedef struct mg_naming {
    uint32_t first; /* tokens */
    uint32_t last;
    mg_entity type;
    float sureness;
    uint64_t run;              /* the run of the folded hashes of its words */
    const mg_gaz_entry *entry; /* of the whole name, or NULL */
} mg_naming;

typedef struct mg_namings {
    mg_naming *at;
    size_t n;
    size_t cap;
} mg_namings;

/* Sets the namings to those of the mentions; `source` is the name of the newspaper or agency, which
 * is no actor of its own stories. False when memory is out. */
bool mg_namings_set(mg_namings *namings, const mg_scene *scene, const mg_mention *mentions,
                    size_t n, morgue_text source);

/* Words of a naming. */
static inline size_t mg_naming_words(const mg_naming *naming)
{
    return naming->last - naming->first + 1;
}

static inline bool mg_naming_is(const mg_naming *naming, mg_kind kind)
{
    return naming->entry && naming->entry->kinds >> kind & 1;
}

#endif
