/* A table of hashes with the groups of each term behind it. Most words of an article are in no
 * group: no term begins like them and is as long, or their hash finds an empty slot. */
#include "search/results/lookup.h"

#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/text.h"

typedef struct slot {
    morgue_text term; /* data NULL: empty */
    uint64_t hash;
    const mg_group **groups; /* ends with NULL */
    uint32_t n;
} slot;

struct mg_lookup {
    slot *slots;
    size_t mask;
    uint64_t lengths[256]; /* by first byte: bit n % 64 for terms of n bytes */
};

static slot *find(const mg_lookup *lookup, uint64_t hash, morgue_text term)
{
    size_t i = hash & lookup->mask;
    for (; lookup->slots[i].term.data; i = (i + 1) & lookup->mask) {
        const slot *s = &lookup->slots[i];
        if (s->hash == hash && mg_text_is(s->term, term))
            break;
    }
    return &lookup->slots[i];
}

static bool add(slot *s, const mg_group *group)
{
    if (s->n && s->groups[s->n - 1] == group)
        return true;
    const mg_group **groups = realloc(s->groups, (s->n + 2) * sizeof(*groups));
    if (!groups)
        return false;
    s->groups = groups;
    groups[s->n++] = group;
    groups[s->n] = NULL;
    return true;
}

static bool add_group(mg_lookup *lookup, const mg_group *group)
{
    for (size_t i = 0; i < group->n_terms; i++) {
        morgue_text term = group->terms[i];
        uint64_t hash = XXH3_64bits(term.data, term.len);
        slot *s = find(lookup, hash, term);
        s->term = term;
        s->hash = hash;
        if (term.len)
            lookup->lengths[(unsigned char)*term.data] |= (uint64_t)1 << (term.len % 64);
        if (!add(s, group))
            return false;
    }
    return true;
}

mg_lookup *mg_lookup_new(const mg_plan *plan)
{
    size_t size = 64;
    while (size < 2 * mg_plan_term_count(plan))
        size *= 2;
    mg_lookup *lookup = calloc(1, sizeof *lookup);
    if (!lookup)
        return NULL;
    lookup->mask = size - 1;
    lookup->slots = calloc(size, sizeof *lookup->slots);
    bool fits = lookup->slots != NULL;
    for (size_t i = 0; fits && i < mg_plan_group_count(plan); i++)
        fits = add_group(lookup, mg_plan_group(plan, i));
    if (fits)
        return lookup;
    mg_lookup_free(lookup);
    return NULL;
}

void mg_lookup_free(mg_lookup *lookup)
{
    if (!lookup)
        return;
    for (size_t i = 0; lookup->slots && i <= lookup->mask; i++)
        free(lookup->slots[i].groups);
    free(lookup->slots);
    free(lookup);
}

const mg_group *const *mg_lookup_term(const mg_lookup *lookup, const char *term, size_t len)
{
    if (!(lookup->lengths[(unsigned char)*term] >> (len % 64) & 1))
        return NULL;
    const slot *s = find(lookup, XXH3_64bits(term, len), (morgue_text){term, len});
    return s->term.data ? s->groups : NULL;
}
