/* Threads that work off a queue. */
#ifndef WEB_POOL_H
#define WEB_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* A piece of work: the first member of what it is about. */
typedef struct web_job {
    void (*run)(void *memory, struct web_job *job); /* does it, and tells whoever waits for it */
    struct web_job *next;                           /* the pool's */
} web_job;

typedef struct web_pool_work {
    unsigned threads;
    size_t limit;               /* jobs that may wait in the first lane */
    void (*idle)(void *memory); /* now and then where there is nothing to do; or NULL */
    void **memories;            /* what jobs get, one of each thread */
} web_pool_work;

/* Work of the second lane is for whoever can wait: it is taken where nothing stands in the first,
 * and every few jobs all the same, and never by all threads, where they are several. Whoever puts
 * it in limits it. */
typedef enum web_lane { WEB_LANE_FIRST, WEB_LANE_SECOND, WEB_LANES } web_lane;

typedef struct web_pool web_pool;

/* NULL when memory or threads are out. */
web_pool *web_pool_new(const web_pool_work *work);

/* Takes no more jobs, does those that wait, and ends its threads. */
void web_pool_end(web_pool *pool);
void web_pool_free(web_pool *pool);

/* False when too many jobs wait already, or after the end. */
bool web_pool_put(web_pool *pool, web_job *job, web_lane lane);

#endif
