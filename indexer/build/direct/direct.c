#include "indexer/build/direct/direct.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/build/direct/merge.h"

enum { BATCH_ARTICLES = 64, BATCH_BYTES = 256 << 10, BATCHES_A_JOB = 4, KEPT_BYTES = 2 << 20 };

/* Some articles on their way, and what was made of them. */
typedef struct batch {
    size_t count;
    mg_task tasks[BATCH_ARTICLES]; /* records as offsets, while the buffer may move */
    size_t starts[BATCH_ARTICLES];
    mg_made made[BATCH_ARTICLES];
    mg_buffer in;
    mg_buffer out;
    bool ready;
} batch;

/* Batches lie in a ring: [written, taken) are being worked on, [taken, filled) wait, and the one at
 * `filled` is being filled. */
struct mg_direct {
    mg_segment *segment;
    mg_worker **workers;
    unsigned jobs;
    uint32_t documents;
    batch *ring;
    size_t ring_size;
    pthread_t *threads;
    size_t n_threads;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t to_do; /* there is a batch to take, or the end */
    pthread_cond_t room;  /* a batch was written */
    uint64_t written;
    uint64_t taken;
    uint64_t filled;
    bool writing; /* a thread is at the segment */
    bool closing;
    morgue_status status; /* the first failure */
    morgue_error err;
    _Atomic size_t memory; /* of the inverters */
};

/* ---- Working ------------------------------------------------------------------------------ */

static batch *batch_at(const mg_direct *d, uint64_t number)
{
    return &d->ring[number % d->ring_size];
}

/* Empties a buffer, and keeps its memory unless a huge article has blown it up. */
static void empty(mg_buffer *buffer)
{
    if (buffer->cap > KEPT_BYTES)
        mg_buffer_free(buffer);
    else
        mg_buffer_clear(buffer);
}

static morgue_status work(mg_direct *d, mg_worker *worker, batch *b, morgue_error *err)
{
    const mg_inverter *inverter = mg_worker_inverter(worker);
    size_t before = mg_inverter_memory(inverter);
    morgue_status status = MORGUE_OK;
    empty(&b->out);
    for (size_t i = 0; status == MORGUE_OK && i < b->count; i++) {
        b->tasks[i].record.data = b->in.data + b->starts[i];
        status = mg_worker_do(worker, &b->tasks[i], &b->out, &b->made[i], err);
    }
    atomic_fetch_add(&d->memory, mg_inverter_memory(inverter) - before);
    return status;
}

static morgue_status write_batch(mg_direct *d, const batch *b, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < b->count; i++) {
        const mg_ready ready = mg_made_ready(&b->made[i], &b->out);
        status = mg_segment_put(d->segment, &ready, err);
    }
    return status;
}

static void fail(mg_direct *d, morgue_status status, const morgue_error *err)
{
    if (d->status != MORGUE_OK)
        return;
    d->status = status;
    d->err = *err;
}

/* With the lock held: writes all batches whose turn it is, unless another thread does. */
static void write_ready(mg_direct *d)
{
    if (d->writing)
        return;
    d->writing = true;
    while (d->written < d->taken && batch_at(d, d->written)->ready) {
        batch *b = batch_at(d, d->written);
        morgue_error err;
        if (d->status == MORGUE_OK) {
            pthread_mutex_unlock(&d->lock);
            morgue_status status = write_batch(d, b, &err);
            pthread_mutex_lock(&d->lock);
            if (status != MORGUE_OK)
                fail(d, status, &err);
        }
        b->ready = false;
        d->written++;
        pthread_cond_signal(&d->room);
    }
    d->writing = false;
}

/* With the lock held: takes the next batch and does it. */
static void take_one(mg_direct *d, mg_worker *worker)
{
    morgue_error err;
    batch *b = batch_at(d, d->taken++);
    morgue_status status = d->status;
    if (status == MORGUE_OK) {
        pthread_mutex_unlock(&d->lock);
        status = work(d, worker, b, &err);
        pthread_mutex_lock(&d->lock);
        if (status != MORGUE_OK)
            fail(d, status, &err);
    }
    b->ready = true;
    write_ready(d);
}

typedef struct thread_start {
    mg_direct *direct;
    mg_worker *worker;
} thread_start;

static void *run_thread(void *user)
{
    thread_start start = *(thread_start *)user;
    mg_direct *d = start.direct;
    free(user);
    pthread_mutex_lock(&d->lock);
    for (;;) {
        while (d->taken == d->filled && !d->closing)
            pthread_cond_wait(&d->to_do, &d->lock);
        if (d->taken == d->filled)
            break;
        take_one(d, start.worker);
    }
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

/* ---- Opening and closing ------------------------------------------------------------------ */

/* With one job there is no thread: batches are done when they are full. */
static morgue_status start_threads(mg_direct *d, morgue_error *err)
{
    d->threads = calloc(d->jobs, sizeof *d->threads);
    if (!d->threads)
        return mg_fail_memory(err);
    for (unsigned i = 0; d->jobs > 1 && i < d->jobs; i++) {
        thread_start *start = malloc(sizeof *start);
        if (!start)
            return mg_fail_memory(err);
        *start = (thread_start){d, d->workers[i]};
        if (pthread_create(&d->threads[i], NULL, run_thread, start) != 0) {
            free(start);
            return mg_fail(err, MORGUE_NO_MEMORY, "cannot start a thread");
        }
        d->n_threads++;
    }
    return MORGUE_OK;
}

static morgue_status make_workers(mg_direct *d, const mg_packing *packing, morgue_error *err)
{
    d->ring_size = (size_t)d->jobs * BATCHES_A_JOB;
    d->ring = calloc(d->ring_size, sizeof *d->ring);
    d->workers = calloc(d->jobs, sizeof(mg_worker *));
    morgue_status status = d->ring && d->workers ? MORGUE_OK : mg_fail_memory(err);
    for (unsigned i = 0; status == MORGUE_OK && i < d->jobs; i++)
        status = mg_worker_new(packing, &d->workers[i], err);
    return status;
}

morgue_status mg_direct_open(const char *folder, unsigned jobs, const mg_packing *packing,
                             mg_direct **ret, morgue_error *err)
{
    mg_direct *d = calloc(1, sizeof *d);
    if (!d)
        return mg_fail_memory(err);
    d->jobs = jobs < 1 ? 1 : jobs < MG_INVERTERS_MAX ? jobs : MG_INVERTERS_MAX;
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->to_do, NULL);
    pthread_cond_init(&d->room, NULL);
    morgue_status status = mg_segment_open(folder, &d->segment, err);
    if (status == MORGUE_OK)
        status = make_workers(d, packing, err);
    if (status == MORGUE_OK)
        status = start_threads(d, err);
    if (status == MORGUE_OK)
        *ret = d;
    else
        mg_direct_free(d);
    return status;
}

static void stop_threads(mg_direct *d)
{
    pthread_mutex_lock(&d->lock);
    d->closing = true;
    pthread_cond_broadcast(&d->to_do);
    pthread_mutex_unlock(&d->lock);
    for (size_t i = 0; i < d->n_threads; i++)
        pthread_join(d->threads[i], NULL);
    d->n_threads = 0;
}

void mg_direct_free(mg_direct *d)
{
    if (!d)
        return;
    stop_threads(d);
    for (unsigned i = 0; d->workers && i < d->jobs; i++)
        mg_worker_free(d->workers[i]);
    for (size_t i = 0; d->ring && i < d->ring_size; i++) {
        mg_buffer_free(&d->ring[i].in);
        mg_buffer_free(&d->ring[i].out);
    }
    pthread_cond_destroy(&d->room);
    pthread_cond_destroy(&d->to_do);
    pthread_mutex_destroy(&d->lock);
    mg_segment_free(d->segment);
    free(d->threads);
    free(d->workers);
    free(d->ring);
    free(d);
}

/* ---- Adding ------------------------------------------------------------------------------- */

/* Gives the batch being filled to the workers, and waits until there is another to fill. */
static morgue_status hand_over(mg_direct *d, morgue_error *err)
{
    pthread_mutex_lock(&d->lock);
    d->filled++;
    pthread_cond_signal(&d->to_do);
    if (d->jobs == 1)
        take_one(d, d->workers[0]);
    while (d->filled - d->written == d->ring_size)
        pthread_cond_wait(&d->room, &d->lock);
    morgue_status status = d->status;
    if (status != MORGUE_OK && err)
        *err = d->err;
    pthread_mutex_unlock(&d->lock);
    batch *next = batch_at(d, d->filled);
    next->count = 0;
    empty(&next->in);
    return status;
}

morgue_status mg_direct_add(mg_direct *d, const mg_task *task, morgue_error *err)
{
    batch *b = batch_at(d, d->filled);
    b->starts[b->count] = b->in.len;
    b->tasks[b->count] = *task;
    b->tasks[b->count].docid = ++d->documents;
    if (!mg_buffer_append(&b->in, task->record.data, task->record.len))
        return mg_fail_memory(err);
    b->count++;
    if (b->count < BATCH_ARTICLES && b->in.len < BATCH_BYTES)
        return MORGUE_OK;
    return hand_over(d, err);
}

uint32_t mg_direct_documents(const mg_direct *d)
{
    return d->documents;
}

size_t mg_direct_memory(const mg_direct *d)
{
    return atomic_load(&d->memory);
}

morgue_status mg_direct_finish(mg_direct *d, const mg_meta_entry *metadata, size_t n,
                               morgue_error *err)
{
    mg_inverter *inverters[MG_INVERTERS_MAX];
    morgue_status status = MORGUE_OK;
    if (batch_at(d, d->filled)->count)
        status = hand_over(d, err);
    stop_threads(d);
    if (status == MORGUE_OK && d->status != MORGUE_OK) {
        status = d->status;
        if (err)
            *err = d->err;
    }
    for (unsigned i = 0; i < d->jobs; i++)
        inverters[i] = mg_worker_inverter(d->workers[i]);
    if (status == MORGUE_OK)
        status = mg_segment_finish(d->segment, inverters, d->jobs, metadata, n, d->jobs, err);
    return status;
}
