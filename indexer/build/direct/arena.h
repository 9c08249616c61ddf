/* Memory that is only ever added to and given back as a whole. */
#ifndef MG_ARENA_H
#define MG_ARENA_H

#include <stddef.h>

/* Zero-initialise it. */
typedef struct mg_arena {
    struct mg_arena_block *blocks; /* the newest first */
    char *at;
    char *end;
    size_t memory; /* bytes of all blocks */
} mg_arena;

/* `size` bytes, not cleared, aligned to `align` (a power of two up to 16); NULL when memory is out.
 */
void *mg_arena_take(mg_arena *arena, size_t size, size_t align);
void mg_arena_free(mg_arena *arena);

#endif
