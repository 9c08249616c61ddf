#include "indexer/sources.h"

#include <stdlib.h>

#define GONE UINT64_MAX

void mg_sources_free(mg_sources *s)
{
    free(s->slots);
    *s = (mg_sources){0};
}

/* Gives up: what is not known is read the long way. */
static void turn_off(mg_sources *s)
{
    mg_sources_free(s);
    s->loaded = s->off = true;
}

/* The slot that has the source, or the empty one where it belongs. */
static mg_source *slot_of(mg_source *slots, size_t cap, uint64_t source)
{
    size_t i = source & (cap - 1);
    while (slots[i].source && slots[i].source != source)
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(mg_sources *s)
{
    size_t cap = s->cap ? s->cap * 2 : 1024;
    mg_source *slots = calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < s->cap; i++)
        if (s->slots[i].source)
            *slot_of(slots, cap, s->slots[i].source) = s->slots[i];
    free(s->slots);
    s->slots = slots;
    s->cap = cap;
    return true;
}

static bool put(mg_sources *s, uint64_t source, uint64_t size)
{
    if (s->count * 4 >= s->cap * 3 && !grow(s))
        return false;
    mg_source *slot = slot_of(s->slots, s->cap, source);
    s->count += !slot->source;
    *slot = (mg_source){source, size};
    return true;
}

/* What is being loaded. */
typedef struct loading {
    mg_sources *sources;
    uint64_t memory;
} loading;

static bool load_one(void *user, uint64_t source, uint64_t size)
{
    loading *l = user;
    if (source && !put(l->sources, source, size))
        l->memory = 0;
    return mg_sources_memory(l->sources) <= l->memory;
}

void mg_sources_load(mg_sources *s, const mg_shards *shards, uint64_t memory)
{
    loading l = {s, memory};
    morgue_status status = mg_shards_sources(shards, load_one, &l, NULL);
    s->loaded = true;
    if (status != MORGUE_OK || mg_sources_memory(s) > l.memory)
        turn_off(s);
}

bool mg_sources_find(const mg_sources *s, uint64_t source, uint64_t *ret_size)
{
    if (!s->cap)
        return false;
    const mg_source *slot = slot_of(s->slots, s->cap, source);
    if (!slot->source || slot->size == GONE)
        return false;
    *ret_size = slot->size;
    return true;
}

void mg_sources_change(mg_sources *s, uint64_t before, uint64_t after, uint64_t size)
{
    if (!s->loaded || s->off)
        return;
    if (before && s->cap) {
        mg_source *slot = slot_of(s->slots, s->cap, before);
        if (slot->source)
            slot->size = GONE;
    }
    if (after && !put(s, after, size))
        turn_off(s);
}

size_t mg_sources_memory(const mg_sources *s)
{
    return s->cap * sizeof *s->slots;
}
