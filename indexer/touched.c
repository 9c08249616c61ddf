#include "indexer/touched.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* The slot that has the key, or the empty one where it belongs. An empty slot has the key 0, 0. */
static mg_touch *slot_of(mg_touch *slots, size_t cap, const uint64_t key[2])
{
    size_t i = key[0] & (cap - 1);
    while ((slots[i].key[0] || slots[i].key[1]) &&
           (slots[i].key[0] != key[0] || slots[i].key[1] != key[1]))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(mg_touched *t)
{
    size_t cap = t->cap ? t->cap * 2 : 1024;
    mg_touch *slots = calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < t->cap; i++)
        if (t->slots[i].key[0] || t->slots[i].key[1])
            *slot_of(slots, cap, t->slots[i].key) = t->slots[i];
    free(t->slots);
    t->slots = slots;
    t->cap = cap;
    return true;
}

static void key_of(const char *id, size_t len, uint64_t ret[2])
{
    XXH128_hash_t hash = XXH3_128bits(id, len);
    ret[0] = hash.low64;
    ret[1] = hash.high64 | 1; /* never that of an empty slot */
}

mg_touch *mg_touched_find(const mg_touched *t, const char *id, size_t len)
{
    uint64_t key[2];
    if (!t->count)
        return NULL;
    key_of(id, len, key);
    mg_touch *slot = slot_of(t->slots, t->cap, key);
    return slot->key[1] ? slot : NULL;
}

mg_touch *mg_touched_add(mg_touched *t, const char *id, size_t len)
{
    uint64_t key[2];
    if (t->count * 4 >= t->cap * 3 && !grow(t))
        return NULL;
    key_of(id, len, key);
    mg_touch *slot = slot_of(t->slots, t->cap, key);
    t->count += !slot->key[1];
    memcpy(slot->key, key, sizeof key);
    return slot;
}

void mg_touched_clear(mg_touched *t)
{
    if (t->count)
        memset(t->slots, 0, t->cap * sizeof *t->slots);
    t->count = 0;
}

void mg_touched_free(mg_touched *t)
{
    free(t->slots);
    *t = (mg_touched){0};
}

size_t mg_touched_memory(const mg_touched *t)
{
    return t->cap * sizeof *t->slots;
}
