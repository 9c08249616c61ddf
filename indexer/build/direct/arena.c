#include "indexer/build/direct/arena.h"

#include <stdint.h>
#include <stdlib.h>

enum { BLOCK = 1 << 20 };

typedef struct mg_arena_block {
    struct mg_arena_block *next;
    _Alignas(16) char data[];
} mg_arena_block;

static void *take_new(mg_arena *arena, size_t size)
{
    size_t room = size > BLOCK / 4 ? size : BLOCK;
    mg_arena_block *block = malloc(sizeof *block + room);
    if (!block)
        return NULL;
    arena->memory += sizeof *block + room;
    block->next = arena->blocks;
    arena->blocks = block;
    if (room > size) { /* a block of its own leaves the current one in use */
        arena->at = block->data + size;
        arena->end = block->data + room;
    }
    return block->data;
}

void *mg_arena_take(mg_arena *arena, size_t size, size_t align)
{
    uintptr_t at = ((uintptr_t)arena->at + align - 1) & ~(uintptr_t)(align - 1);
    size_t skip = at - (uintptr_t)arena->at;
    if (!arena->at || size + skip > (size_t)(arena->end - arena->at))
        return take_new(arena, size);
    arena->at += skip + size;
    return arena->at - size;
}

void mg_arena_free(mg_arena *arena)
{
    while (arena->blocks) {
        mg_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    *arena = (mg_arena){0};
}
