#include "indexer/build/direct/pool.h"

#include <stdint.h>
#include <stdlib.h>

enum { BLOCK = 1 << 20 };

typedef struct mg_pool_block {
    struct mg_pool_block *next;
    _Alignas(16) char data[];
} mg_pool_block;

static void *take_new(mg_pool *pool, size_t size)
{
    size_t room = size > BLOCK / 4 ? size : BLOCK;
    mg_pool_block *block = malloc(sizeof *block + room);
    if (!block)
        return NULL;
    pool->memory += sizeof *block + room;
    block->next = pool->blocks;
    pool->blocks = block;
    if (room > size) { /* a block of its own leaves the current one in use */
        pool->at = block->data + size;
        pool->end = block->data + room;
    }
    return block->data;
}

void *mg_pool_take(mg_pool *pool, size_t size, size_t align)
{
    uintptr_t at = ((uintptr_t)pool->at + align - 1) & ~(uintptr_t)(align - 1);
    size_t skip = at - (uintptr_t)pool->at;
    if (!pool->at || size + skip > (size_t)(pool->end - pool->at))
        return take_new(pool, size);
    pool->at += skip + size;
    return pool->at - size;
}

void mg_pool_free(mg_pool *pool)
{
    while (pool->blocks) {
        mg_pool_block *block = pool->blocks;
        pool->blocks = block->next;
        free(block);
    }
    *pool = (mg_pool){0};
}
