/* Xapian says where it is only between two tables, one of which may be half of the shard. So it
 * works in a thread of its own, and the caller's looks at what is on the disk. */
#include "indexer/compaction.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "archive/error.h"
#include "archive/path.h"
#include "archive/shard.h"

enum { LOOK_EACH_MS = 100 };

typedef struct compaction {
    const char *const *shards;
    size_t n;
    const char *target;
    const mg_watcher *watcher;
    uint64_t articles;
    uint64_t bytes; /* of the shards */
    _Atomic bool stop;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool done;
    xap_status status;
    xap_error cause;
} compaction;

static bool go_on(void *user)
{
    compaction *c = user;
    return !atomic_load(&c->stop);
}

static void *work(void *user)
{
    compaction *c = user;
    c->status = xap_compact_watched(c->shards, c->n, c->target, go_on, c, &c->cause);
    pthread_mutex_lock(&c->lock);
    c->done = true;
    pthread_cond_signal(&c->ended);
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* Packed shards are about as large as they were, others become smaller: at the end it jumps. */
static void tell(compaction *c, uint64_t bytes)
{
    const mg_watcher *w = c->watcher;
    double part = c->bytes && bytes < c->bytes ? (double)bytes / (double)c->bytes : 1;
    if (!atomic_load(&c->stop) &&
        !w->progress(w->user, (uint64_t)(part * (double)c->articles), c->articles))
        atomic_store(&c->stop, true);
}

static bool wait_a_moment(compaction *c)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_EACH_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&c->lock);
    if (!c->done)
        pthread_cond_timedwait(&c->ended, &c->lock, &until);
    bool done = c->done;
    pthread_mutex_unlock(&c->lock);
    return done;
}

/* In a thread, or without one where none can be made. */
static void run(compaction *c)
{
    pthread_t thread;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->ended, NULL);
    if (pthread_create(&thread, NULL, work, c) == 0) {
        while (!wait_a_moment(c))
            tell(c, mg_path_size(c->target));
        pthread_join(thread, NULL);
    } else {
        work(c);
    }
    pthread_cond_destroy(&c->ended);
    pthread_mutex_destroy(&c->lock);
}

morgue_status mg_compaction(char *const *shards, size_t n, const char *target, uint64_t articles,
                            const mg_watcher *watcher, morgue_error *err)
{
    compaction c = {.shards = (const char *const *)shards,
                    .n = n,
                    .target = target,
                    .watcher = watcher,
                    .articles = articles};
    if (!watcher->progress) {
        c.status = xap_compact(c.shards, n, target, 0, 0, &c.cause);
    } else {
        for (size_t i = 0; i < n; i++)
            c.bytes += mg_path_size(shards[i]);
        tell(&c, 0);
        if (!atomic_load(&c.stop))
            run(&c);
        if (!atomic_load(&c.stop) && c.status == XAP_OK)
            tell(&c, c.bytes);
    }
    if (atomic_load(&c.stop))
        return mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    return c.status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &c.cause);
}
