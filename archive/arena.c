#include "archive/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 4096 };

typedef struct mg_arena_block {
    struct mg_arena_block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) char data[];
} block;

static block *add_block(mg_arena *arena, size_t size)
{
    if (size > SIZE_MAX - sizeof(block))
        return NULL;
    block *b = calloc(1, sizeof *b + size);
    if (!b)
        return NULL;
    b->size = size;
    b->next = arena->blocks;
    arena->blocks = b;
    return b;
}

void *mg_arena_get(mg_arena *arena, size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + unit - 1) / unit * unit;
    block *b = arena->blocks;
    if (!b || b->size - b->used < size)
        b = add_block(arena, size > BLOCK_SIZE ? size : BLOCK_SIZE);
    if (!b)
        return NULL;
    void *memory = b->data + b->used;
    b->used += size;
    return memory;
}

void *mg_arena_array(mg_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return mg_arena_get(arena, count * size);
}

char *mg_arena_copy(mg_arena *arena, const char *data, size_t len)
{
    char *copy = mg_arena_get(arena, len + 1);
    if (copy && len)
        memcpy(copy, data, len);
    return copy;
}

void mg_arena_free(mg_arena *arena)
{
    while (arena->blocks) {
        block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}
