#include "indexer/idset.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "indexer/seed.h"

/* The slot that holds the hash, or the empty one where it belongs. */
static size_t slot_of(const uint64_t *slots, size_t cap, uint64_t hash)
{
    size_t i = hash & (cap - 1);
    while (slots[i] && slots[i] != hash)
        i = (i + 1) & (cap - 1);
    return i;
}

static bool grow(mg_idset *set)
{
    size_t cap = set->cap ? set->cap * 2 : 1024;
    uint64_t *slots = calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    if (!set->cap)
        set->seed = mg_seed();
    for (size_t i = 0; i < set->cap; i++)
        if (set->slots[i])
            slots[slot_of(slots, cap, set->slots[i])] = set->slots[i];
    free(set->slots);
    set->slots = slots;
    set->cap = cap;
    return true;
}

bool mg_idset_add(mg_idset *set, const char *id, size_t len, bool *ret_seen)
{
    if (set->count * 4 >= set->cap * 3 && !grow(set))
        return false;
    uint64_t hash = XXH3_64bits_withSeed(id, len, set->seed);
    hash += hash == 0;
    size_t i = slot_of(set->slots, set->cap, hash);
    *ret_seen = set->slots[i] != 0;
    set->count += !*ret_seen;
    set->slots[i] = hash;
    return true;
}

void mg_idset_clear(mg_idset *set)
{
    if (set->count)
        memset(set->slots, 0, set->cap * sizeof *set->slots);
    set->count = 0;
}

void mg_idset_free(mg_idset *set)
{
    free(set->slots);
    *set = (mg_idset){0};
}
