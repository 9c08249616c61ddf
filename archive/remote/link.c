#include "archive/remote/link.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/clock.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/shard.h"

enum {
    MESSAGE_MS = 10000, /* for each message of Xapian's; whoever waits gives up before */
    CONNECT_MS = 3000,
    CONNECT_LEAST_MS = 200,
    GOODBYE_MS = 200, /* for a thread that has nothing to do to end */
};

struct mg_link {
    mg_spread_shard shard; /* a copy */
    mg_arena arena;
    pthread_mutex_t lock;
    pthread_cond_t news; /* a job, the end of one, or of the thread */
    pthread_t thread;
    mg_job *first, *last; /* that wait */
    bool closing, ended, orphaned;
    double busy_since; /* 0: idle */
    double took_ms;
    size_t place; /* that answered last, or is tried next */
    mg_shard_state state;

    /* The thread's: */
    xap_database *db; /* NULL: not connected */
    bool used;        /* a job went well over this connection */
};

/* ---- Connecting --------------------------------------------------------------------------- */

static xap_status open_ssh(const mg_address *at, xap_database **ret, xap_error *cause)
{
    static const char options[] = "-o BatchMode=yes -o ConnectTimeout=3 -o ServerAliveInterval=5 "
                                  "-o ServerAliveCountMax=2";
    char line[1024];
    int len =
        snprintf(line, sizeof line, "%s -T -- %s xapian-progsrv %s", options, at->host, at->path);
    if (len < 0 || (size_t)len >= sizeof line) {
        *cause = (xap_error){XAP_INVALID, "the path is too long"};
        return XAP_INVALID;
    }
    return xap_remote_program("ssh", line, MESSAGE_MS, ret, cause);
}

static xap_status open_place(const mg_address *at, unsigned connect_ms, xap_database **ret,
                             xap_error *cause)
{
    return at->kind == MG_ADDRESS_TCP
               ? xap_remote_tcp(at->host, at->port, MESSAGE_MS, connect_ms, ret, cause)
               : open_ssh(at, ret, cause);
}

/* So that there is time for the other places, and for an answer. */
static unsigned connect_time(const mg_link *link, double within_ms)
{
    double each = within_ms / (double)(link->shard.n + 1);
    if (within_ms <= 0 || each > CONNECT_MS)
        return CONNECT_MS;
    return each > CONNECT_LEAST_MS ? (unsigned)each : CONNECT_LEAST_MS;
}

/* Takes note of the end of programs: Xapian does so for those whose connection it closes, but not
 * for those with which none came about. They are children of this thread, which has no others. */
static void bury_programs(int flags)
{
    while (waitpid(-1, NULL, flags | __WNOTHREAD) > 0)
        ;
}

static void disconnect(mg_link *link)
{
    xap_database_free(link->db);
    link->db = NULL;
    link->used = false;
    bury_programs(WNOHANG);
}

/* The revision is metadata of the first of the node's shards; which shards those are, and the
 * greatest of the articles' own revisions, tell of changes in the others. */
static xap_status look_at_state(const xap_database *db, mg_shard_state *ret, xap_error *cause)
{
    xap_string texts[4] = {{0}};
    mg_shard_state state = {0};
    xap_status status = xap_database_doccount(db, &state.articles, cause);
    if (status == XAP_OK)
        status = xap_database_lastdocid(db, &state.last, cause);
    if (status == XAP_OK)
        status = xap_database_total_length(db, &state.total_length, cause);
    if (status == XAP_OK)
        status = xap_database_uuid(db, &texts[0], cause);
    if (status == XAP_OK)
        status = xap_database_metadata(db, MG_META_REVISION, &texts[1], cause);
    if (status == XAP_OK)
        status = xap_database_value_bounds(db, MG_SLOT_REVISION, &texts[2], &texts[3], cause);
    uint64_t numbers[] = {state.articles, state.last, state.total_length};
    state.hash = XXH3_64bits(numbers, sizeof numbers);
    for (size_t i = 0; i < 4; i++) {
        if (status == XAP_OK)
            state.hash = XXH3_64bits_withSeed(texts[i].data, texts[i].len, state.hash);
        xap_string_free(&texts[i]);
    }
    if (status == XAP_OK)
        *ret = state;
    return status;
}

static void go_to_next_place(mg_link *link)
{
    pthread_mutex_lock(&link->lock);
    link->place = (link->place + 1) % link->shard.n;
    pthread_mutex_unlock(&link->lock);
}

/* Each place once, from the one that answered last on. */
static xap_status connect_somewhere(mg_link *link, double within_ms, mg_shard_state *ret,
                                    xap_error *cause)
{
    xap_status status = XAP_NETWORK;
    unsigned connect_ms = connect_time(link, within_ms);
    for (size_t tried = 0; tried < link->shard.n; tried++) {
        link->db = NULL;
        status = open_place(&link->shard.at[link->place], connect_ms, &link->db, cause);
        if (status == XAP_OK)
            status = look_at_state(link->db, ret, cause);
        if (status == XAP_OK)
            return status;
        disconnect(link);
        go_to_next_place(link);
    }
    return status;
}

/* Connects where that has not been done, and sees to it that the shard is what it was. */
static xap_status get_ready(mg_link *link, const mg_job *job, xap_error *cause)
{
    mg_shard_state state;
    if (job->anew)
        disconnect(link);
    if (link->db)
        return XAP_OK;
    xap_status status = connect_somewhere(link, job->within_ms, &state, cause);
    if (status == XAP_OK && !job->anew && state.hash != link->state.hash) {
        *cause = (xap_error){XAP_MODIFIED, "the shard was changed meanwhile"};
        status = XAP_MODIFIED;
    }
    if (status != XAP_OK) {
        disconnect(link);
        return status;
    }
    pthread_mutex_lock(&link->lock);
    link->state = state;
    pthread_mutex_unlock(&link->lock);
    return XAP_OK;
}

/* ---- The thread --------------------------------------------------------------------------- */

static xap_status try_job(mg_link *link, mg_job *job, xap_error *cause)
{
    xap_status status = get_ready(link, job, cause);
    return status == XAP_OK ? job->run(job, link->db, cause) : status;
}

/* Is it for the place that it failed, which may be damaged, so that another is to be tried? */
static bool is_for_place(xap_status status)
{
    return status != XAP_OK && status != XAP_NOT_FOUND && status != XAP_MODIFIED &&
           status != XAP_NO_MEMORY;
}

/* A server ends connections that were idle for a while, which the next call finds out: then it is
 * made once more. */
static xap_status do_job(mg_link *link, mg_job *job, xap_error *cause)
{
    bool used = link->used && link->db;
    xap_status status = try_job(link, job, cause);
    if (status == XAP_NETWORK && used && !job->anew) {
        disconnect(link);
        status = try_job(link, job, cause);
    }
    link->used = status == XAP_OK;
    if (link->db && is_for_place(status))
        go_to_next_place(link);
    if (status != XAP_OK && status != XAP_NOT_FOUND) /* part of an answer may be left in it */
        disconnect(link);
    return status;
}

/* Lets go of a reference; the lock is held. Is the job to be freed? */
static bool let_go(mg_job *job)
{
    return --job->refs == 0;
}

static void put_last(mg_link *link, mg_job *job)
{
    job->next = NULL;
    if (link->last)
        link->last->next = job;
    else
        link->first = job;
    link->last = job;
}

static void end_job(mg_link *link, mg_job *job, xap_status status, const xap_error *cause)
{
    job->status = status;
    job->cause = *cause;
    job->done = true;
    pthread_cond_broadcast(&link->news);
    if (let_go(job))
        job->free(job);
}

/* Where the shard does not answer one, it does not answer the others that wait: to try each would
 * take minutes. Those that ask whether it is there stay. */
static void end_waiting(mg_link *link, const xap_error *cause)
{
    mg_job *job = link->first;
    link->first = link->last = NULL;
    for (mg_job *next; job; job = next) {
        next = job->next;
        if (job->anew)
            put_last(link, job);
        else
            end_job(link, job, XAP_NETWORK, cause);
    }
}

static void put_first(mg_link *link, mg_job *job)
{
    job->next = link->first;
    link->first = job;
    link->last = link->last ? link->last : job;
}

static mg_job *take_job(mg_link *link)
{
    while (!link->first && !link->closing)
        pthread_cond_wait(&link->news, &link->lock);
    if (link->closing)
        return NULL;
    mg_job *job = link->first;
    link->first = job->next;
    link->last = link->first ? link->last : NULL;
    link->busy_since = mg_now_ms();
    return job;
}

/* Jobs that nobody waits for any more are not begun, and long ones let others pass. */
static void work(mg_link *link, mg_job *job)
{
    xap_error cause = {XAP_OK, ""};
    bool wanted = job->refs > 1;
    xap_status status = XAP_NETWORK;
    pthread_mutex_unlock(&link->lock);
    if (wanted)
        status = do_job(link, job, &cause);
    pthread_mutex_lock(&link->lock);
    if (status == XAP_OK)
        link->took_ms = mg_now_ms() - link->busy_since;
    link->busy_since = 0;
    if (status == XAP_OK && job->more && !link->closing) {
        put_last(link, job);
        return;
    }
    if (status == XAP_NETWORK && wanted)
        end_waiting(link, &cause);
    end_job(link, job, status, &cause);
}

static void destroy(mg_link *link)
{
    pthread_mutex_destroy(&link->lock);
    pthread_cond_destroy(&link->news);
    mg_arena_free(&link->arena);
    free(link);
}

static void *run(void *user)
{
    mg_link *link = user;
    mg_job *job;
    pthread_mutex_lock(&link->lock);
    while ((job = take_job(link)))
        work(link, job);
    while ((job = link->first)) {
        link->first = job->next;
        if (let_go(job))
            job->free(job);
    }
    pthread_mutex_unlock(&link->lock);
    disconnect(link);
    bury_programs(0);
    pthread_mutex_lock(&link->lock);
    link->ended = true;
    bool orphaned = link->orphaned;
    pthread_cond_broadcast(&link->news);
    pthread_mutex_unlock(&link->lock);
    if (orphaned)
        destroy(link);
    return NULL;
}

/* ---- From outside ------------------------------------------------------------------------- */

static struct timespec time_at(double ms)
{
    return (struct timespec){.tv_sec = (time_t)(ms / 1e3),
                             .tv_nsec = (long)((ms - (double)(time_t)(ms / 1e3) * 1e3) * 1e6)};
}

static const char *copy_text(mg_arena *arena, const char *text)
{
    return text ? mg_arena_copy(arena, text, strlen(text)) : NULL;
}

static bool copy_shard(mg_link *link, const mg_spread_shard *shard)
{
    mg_address *at = mg_arena_array(&link->arena, shard->n, sizeof *at);
    for (size_t i = 0; at && i < shard->n; i++) {
        const mg_address *from = &shard->at[i];
        at[i] = (mg_address){.kind = from->kind,
                             .name = copy_text(&link->arena, from->name),
                             .host = copy_text(&link->arena, from->host),
                             .path = copy_text(&link->arena, from->path),
                             .port = from->port};
        if (!at[i].name || !at[i].host || (from->path && !at[i].path))
            return false;
    }
    link->shard = (mg_spread_shard){at, shard->n};
    return at != NULL;
}

/* The thread writes to sockets that may be closed, and Xapian 1.4.22 does not stand the signal that
 * comes then. All others are for the program's own threads. */
static int start(mg_link *link)
{
    enum { STACK = 1 << 20 }; /* a list may have a thousand shards */
    sigset_t all, before;
    pthread_attr_t small;
    int failure = pthread_attr_init(&small);
    if (failure)
        return failure;
    pthread_attr_setstacksize(&small, STACK);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failure = pthread_create(&link->thread, &small, run, link);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&small);
    return failure;
}

morgue_status mg_link_new(const mg_spread_shard *shard, mg_link **ret, morgue_error *err)
{
    pthread_condattr_t monotonic;
    mg_link *link = calloc(1, sizeof *link);
    if (!link)
        return mg_fail_memory(err);
    pthread_mutex_init(&link->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&link->news, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (!copy_shard(link, shard)) {
        destroy(link);
        return mg_fail_memory(err);
    }
    int failure = start(link);
    if (failure) {
        destroy(link);
        return mg_fail(err, MORGUE_IO, "a thread cannot be started: %s", strerror(failure));
    }
    *ret = link;
    return MORGUE_OK;
}

void mg_link_free(mg_link *link)
{
    if (!link)
        return;
    pthread_t thread = link->thread;
    const struct timespec end = time_at(mg_now_ms() + GOODBYE_MS);
    pthread_mutex_lock(&link->lock);
    link->closing = true;
    pthread_cond_broadcast(&link->news);
    while (!link->ended && !(link->busy_since > 0) &&
           pthread_cond_timedwait(&link->news, &link->lock, &end) == 0)
        ;
    bool ended = link->ended;
    link->orphaned = !ended;
    pthread_mutex_unlock(&link->lock);
    if (ended) {
        pthread_join(thread, NULL);
        destroy(link);
    } else {
        pthread_detach(thread);
    }
}

void mg_link_submit(mg_link *link, mg_job *job)
{
    pthread_mutex_lock(&link->lock);
    job->refs++;
    job->asked_at = mg_now_ms();
    if (job->anew)
        put_first(link, job);
    else
        put_last(link, job);
    pthread_cond_broadcast(&link->news);
    pthread_mutex_unlock(&link->lock);
}

void mg_job_drop(mg_link *link, mg_job *job)
{
    if (!job)
        return;
    pthread_mutex_lock(&link->lock);
    bool last = let_go(job);
    pthread_mutex_unlock(&link->lock);
    if (last)
        job->free(job);
}

bool mg_link_wait(mg_link *link, mg_job *job, double end)
{
    const struct timespec at = time_at(end);
    pthread_mutex_lock(&link->lock);
    while (!job->done) {
        if (end <= 0)
            pthread_cond_wait(&link->news, &link->lock);
        else if (pthread_cond_timedwait(&link->news, &link->lock, &at) == ETIMEDOUT)
            break;
    }
    bool done = job->done;
    pthread_mutex_unlock(&link->lock);
    return done;
}

double mg_link_busy(mg_link *link)
{
    pthread_mutex_lock(&link->lock);
    double since = link->busy_since;
    pthread_mutex_unlock(&link->lock);
    return since > 0 ? mg_now_ms() - since : 0;
}

const char *mg_link_place(mg_link *link)
{
    pthread_mutex_lock(&link->lock);
    const char *name = link->shard.at[link->place].name;
    pthread_mutex_unlock(&link->lock);
    return name;
}

mg_shard_state mg_link_state(mg_link *link)
{
    pthread_mutex_lock(&link->lock);
    mg_shard_state state = link->state;
    pthread_mutex_unlock(&link->lock);
    return state;
}

double mg_link_took(mg_link *link)
{
    pthread_mutex_lock(&link->lock);
    double took = link->took_ms;
    pthread_mutex_unlock(&link->lock);
    return took;
}
