/* Memory for streams and texts: taken in runs of any size, not cleared, given back as a whole. */
#ifndef MG_POOL_H
#define MG_POOL_H

#include <stddef.h>

/* Zero-initialise it. */
typedef struct mg_pool {
    struct mg_pool_block *blocks; /* the newest first */
    char *at;
    char *end;
    size_t memory; /* bytes of all blocks */
} mg_pool;

/* `size` bytes, not cleared, aligned to `align` (a power of two up to 16); NULL when memory is out.
 */
void *mg_pool_take(mg_pool *pool, size_t size, size_t align);
void mg_pool_free(mg_pool *pool);

#endif
