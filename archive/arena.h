/* Memory that is given back all at once: everything that belongs to one query. */
#ifndef MG_ARENA_H
#define MG_ARENA_H

#include <stddef.h>

/* Zero-initialise it. */
typedef struct mg_arena {
    struct mg_arena_block *blocks;
} mg_arena;

/* Zeroed memory, aligned for any type; NULL when memory is out. */
void *mg_arena_get(mg_arena *arena, size_t size);

/* The same for `count` items of `size` bytes. */
void *mg_arena_array(mg_arena *arena, size_t count, size_t size);

/* A copy of the bytes, followed by a NUL. */
char *mg_arena_copy(mg_arena *arena, const char *data, size_t len);

void mg_arena_free(mg_arena *arena);

#endif
