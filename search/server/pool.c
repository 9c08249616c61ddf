#include "search/server/pool.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum {
    IDLE_SECONDS = 5,
    TURNS = 8 /* the second lane gets one job of so many, whatever waits in the first */
};

typedef struct lane {
    web_job *first, *last;
    size_t count;
} lane;

/* A thread and what it works with. */
typedef struct hand {
    struct web_pool *pool;
    void *memory;
    pthread_t thread;
} hand;

struct web_pool {
    web_pool_work work;
    pthread_mutex_t lock;
    pthread_cond_t filled;
    lane lanes[WEB_LANES];
    unsigned turn;
    unsigned seconds_busy; /* threads that are at a job of the second lane */
    bool ending;
    unsigned n_hands;
    hand hands[];
};

static void put(lane *to, web_job *job)
{
    job->next = NULL;
    if (to->first)
        to->last->next = job;
    else
        to->first = job;
    to->last = job;
    to->count++;
}

static web_job *take(lane *from)
{
    web_job *job = from->first;
    from->first = job->next;
    from->count--;
    return job;
}

/* Is there a job of the second lane that may begin? One thread is always left for the first. */
static bool second_may(const web_pool *pool)
{
    return pool->lanes[WEB_LANE_SECOND].count &&
           (pool->seconds_busy == 0 || pool->seconds_busy + 1 < pool->work.threads);
}

/* The next job, or NULL where none comes for a while; *ret_end: there will be none. */
static web_job *next(web_pool *pool, web_lane *ret_lane, bool *ret_end)
{
    struct timespec until;
    int late = 0;
    lane *first = &pool->lanes[WEB_LANE_FIRST], *second = &pool->lanes[WEB_LANE_SECOND];
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += IDLE_SECONDS;
    pthread_mutex_lock(&pool->lock);
    while (!first->count && !second_may(pool) && !pool->ending && !late)
        late = pthread_cond_timedwait(&pool->filled, &pool->lock, &until);
    bool take_second = second_may(pool) && (!first->count || ++pool->turn % TURNS == 0);
    web_job *job = take_second ? take(second) : first->count ? take(first) : NULL;
    pool->seconds_busy += take_second;
    *ret_lane = take_second ? WEB_LANE_SECOND : WEB_LANE_FIRST;
    *ret_end = !job && pool->ending;
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void note_second_done(web_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->seconds_busy--;
    pthread_mutex_unlock(&pool->lock);
}

static void *work(void *user)
{
    hand *me = user;
    bool end = false;
    while (!end) {
        web_lane from;
        web_job *job = next(me->pool, &from, &end);
        if (job)
            job->run(me->memory, job); /* which may be freed now */
        else if (!end && me->pool->work.idle)
            me->pool->work.idle(me->memory);
        if (job && from == WEB_LANE_SECOND)
            note_second_done(me->pool);
    }
    return NULL;
}

static void begin(web_pool *pool)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->filled, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

web_pool *web_pool_new(const web_pool_work *what)
{
    web_pool *pool = calloc(1, sizeof *pool + what->threads * sizeof *pool->hands);
    if (!pool)
        return NULL;
    pool->work = *what;
    begin(pool);
    for (unsigned i = 0; i < what->threads; i++) {
        hand *h = &pool->hands[i];
        *h = (hand){.pool = pool, .memory = what->memories[i]};
        if (pthread_create(&h->thread, NULL, work, h) != 0) {
            web_pool_free(pool);
            return NULL;
        }
        pool->n_hands++;
    }
    return pool;
}

void web_pool_end(web_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    pthread_cond_broadcast(&pool->filled);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->n_hands; i++)
        pthread_join(pool->hands[i].thread, NULL);
    pool->n_hands = 0;
}

void web_pool_free(web_pool *pool)
{
    if (!pool)
        return;
    web_pool_end(pool);
    pthread_cond_destroy(&pool->filled);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

bool web_pool_put(web_pool *pool, web_job *job, web_lane to)
{
    pthread_mutex_lock(&pool->lock);
    bool fits = !pool->ending && (to != WEB_LANE_FIRST || pool->lanes[to].count < pool->work.limit);
    if (fits)
        put(&pool->lanes[to], job);
    pthread_mutex_unlock(&pool->lock);
    if (fits)
        pthread_cond_signal(&pool->filled);
    return fits;
}
