#include "indexer/maintain/ranks.h"

#include <stdlib.h>
#include <xxhash.h>

#include "indexer/seed.h"

static mg_rank rank_of(const mg_ranks *ranks, const char *id, size_t len, uint64_t rank)
{
    XXH128_hash_t hash = XXH3_128bits_withSeed(id, len, ranks->seed);
    bool zero = !hash.low64 && !hash.high64;
    return (mg_rank){hash.low64 + zero, hash.high64, rank};
}

static bool is_empty(const mg_rank *slot)
{
    return !slot->low && !slot->high;
}

/* The slot of the id, or the empty one where it belongs. */
static mg_rank *slot_of(mg_rank *slots, size_t cap, const mg_rank *id)
{
    size_t i = id->low & (cap - 1);
    while (!is_empty(&slots[i]) && (slots[i].low != id->low || slots[i].high != id->high))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(mg_ranks *ranks)
{
    size_t cap = ranks->cap ? ranks->cap * 2 : 1024;
    mg_rank *slots = calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    if (!ranks->cap)
        ranks->seed = mg_seed();
    for (size_t i = 0; i < ranks->cap; i++)
        if (!is_empty(&ranks->slots[i]))
            *slot_of(slots, cap, &ranks->slots[i]) = ranks->slots[i];
    free(ranks->slots);
    ranks->slots = slots;
    ranks->cap = cap;
    return true;
}

bool mg_ranks_add(mg_ranks *ranks, const char *id, size_t len, uint64_t rank, bool *ret_seen)
{
    if (ranks->count * 4 >= ranks->cap * 3 && !grow(ranks))
        return false;
    const mg_rank new = rank_of(ranks, id, len, rank);
    mg_rank *slot = slot_of(ranks->slots, ranks->cap, &new);
    *ret_seen = !is_empty(slot);
    ranks->count += !*ret_seen;
    if (!*ret_seen || rank > slot->rank)
        *slot = new;
    return true;
}

bool mg_ranks_is_best(const mg_ranks *ranks, const char *id, size_t len, uint64_t rank)
{
    const mg_rank this = rank_of(ranks, id, len, rank);
    return !ranks->cap || rank >= slot_of(ranks->slots, ranks->cap, &this)->rank;
}

void mg_ranks_free(mg_ranks *ranks)
{
    free(ranks->slots);
    *ranks = (mg_ranks){0};
}
