/* The queue and its threads: everything is done once, in turn, and there is a limit. */
#include <pthread.h>
#include <stdlib.h>

#include "search/server/pool.h"
#include "tests/unit/scratch.h"

enum { JOBS = 20000 };

typedef struct piece {
    web_job job;
    struct room *room;
    unsigned number;
    unsigned done;
} piece;

/* What the jobs share. */
typedef struct room {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open; /* until then threads wait in their first job */
    unsigned begun, done, order[64];
} room;

static room *room_new(void)
{
    room *r = calloc(1, sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    return r;
}

static void run(void *memory, web_job *job)
{
    piece *p = (piece *)(void *)job;
    room *r = p->room;
    ck_assert_ptr_nonnull(memory);
    pthread_mutex_lock(&r->lock);
    r->begun++;
    pthread_cond_broadcast(&r->changed);
    while (!r->open)
        pthread_cond_wait(&r->changed, &r->lock);
    if (r->done < 64)
        r->order[r->done] = p->number;
    r->done++;
    p->done++;
    pthread_mutex_unlock(&r->lock);
}

static void open_room(room *r)
{
    pthread_mutex_lock(&r->lock);
    r->open = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static void wait_begun(room *r, unsigned n)
{
    pthread_mutex_lock(&r->lock);
    while (r->begun < n)
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
}

static piece *pieces_new(room *r, unsigned n)
{
    piece *pieces = calloc(n, sizeof *pieces);
    for (unsigned i = 0; i < n; i++)
        pieces[i] = (piece){.job = {.run = run}, .room = r, .number = i};
    return pieces;
}

static web_pool *pool_new(unsigned threads, size_t limit)
{
    static int memory[4];
    void *memories[4] = {&memory[0], &memory[1], &memory[2], &memory[3]};
    const web_pool_work work = {.threads = threads, .limit = limit, .memories = memories};
    web_pool *pool = web_pool_new(&work);
    ck_assert_ptr_nonnull(pool);
    return pool;
}

START_TEST(test_all_done)
{
    room *r = room_new();
    piece *pieces = pieces_new(r, JOBS);
    web_pool *pool = pool_new(4, JOBS);
    r->open = true;
    for (unsigned i = 0; i < JOBS; i++)
        ck_assert(web_pool_put(pool, &pieces[i].job, i % 3 ? WEB_LANE_FIRST : WEB_LANE_SECOND));
    web_pool_end(pool);
    for (unsigned i = 0; i < JOBS; i++)
        ck_assert_uint_eq(pieces[i].done, 1);
    ck_assert(!web_pool_put(pool, &pieces[0].job, WEB_LANE_SECOND));
    web_pool_free(pool);
    free(pieces);
    free(r);
}
END_TEST

START_TEST(test_limit)
{
    room *r = room_new();
    piece *pieces = pieces_new(r, 8);
    web_pool *pool = pool_new(1, 3);
    ck_assert(web_pool_put(pool, &pieces[0].job, WEB_LANE_FIRST));
    wait_begun(r, 1);
    for (unsigned i = 1; i <= 3; i++)
        ck_assert(web_pool_put(pool, &pieces[i].job, WEB_LANE_FIRST));
    ck_assert(!web_pool_put(pool, &pieces[4].job, WEB_LANE_FIRST));
    ck_assert(web_pool_put(pool, &pieces[5].job, WEB_LANE_SECOND)); /* has no limit here */
    open_room(r);
    web_pool_free(pool);
    ck_assert_uint_eq(r->done, 5);
    ck_assert_uint_eq(pieces[4].done, 0);
    free(pieces);
    free(r);
}
END_TEST

/* The second lane waits for the first, but not for ever. */
START_TEST(test_lanes)
{
    enum { FIRST = 30, SECOND = 4 };
    room *r = room_new();
    piece *pieces = pieces_new(r, 1 + FIRST + SECOND);
    web_pool *pool = pool_new(1, FIRST);
    unsigned at[SECOND], found = 0;
    ck_assert(web_pool_put(pool, &pieces[0].job, WEB_LANE_FIRST));
    wait_begun(r, 1);
    for (unsigned i = 1 + FIRST; i < 1 + FIRST + SECOND; i++)
        ck_assert(web_pool_put(pool, &pieces[i].job, WEB_LANE_SECOND));
    for (unsigned i = 1; i < 1 + FIRST; i++)
        ck_assert(web_pool_put(pool, &pieces[i].job, WEB_LANE_FIRST));
    open_room(r);
    web_pool_free(pool);
    for (unsigned i = 0; i < 1 + FIRST + SECOND; i++)
        if (r->order[i] > FIRST)
            at[found++] = i;
    ck_assert_uint_eq(found, SECOND);
    ck_assert_uint_gt(at[0], 3);     /* first come those of the first lane */
    ck_assert_uint_lt(at[0], FIRST); /* but not all of them */
    ck_assert_uint_gt(at[1], at[0] + 3);
    free(pieces);
    free(r);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("pool");
    tcase_add_test(tests, test_all_done);
    tcase_add_test(tests, test_limit);
    tcase_add_test(tests, test_lanes);
    return run_tests("pool", tests);
}
