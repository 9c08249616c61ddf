#include "archive/remote/remote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/clock.h"
#include "archive/error.h"
#include "archive/remote/fetch.h"
#include "archive/remote/link.h"
#include "archive/remote/remote_index.h"

enum {
    HURRY_MS = 50, /* for an answer when time is up: one that is there is not to fail for that */
    AGAIN_MS = 100 /* for a shard that has kept us waiting before */
};

/* ---- Asking ------------------------------------------------------------------------------- */

static size_t bucket_of(mg_fetch_kind kind, uint32_t number, const char *key, size_t len)
{
    return XXH3_64bits_withSeed(key, len, (uint64_t)kind << 32 | number) % MG_REMOTE_BUCKETS;
}

static mg_fetch **find(mg_remote *r, mg_fetch_kind kind, uint32_t number, const char *key,
                       size_t len)
{
    mg_fetch **at = &r->buckets[bucket_of(kind, number, key, len)];
    while (*at && !((*at)->kind == kind && (*at)->number == number && (*at)->key_len == len &&
                    (!len || memcmp((*at)->key, key, len) == 0)))
        at = &(*at)->next;
    return at;
}

static void submit(mg_remote *r, mg_fetch *fetch)
{
    r->starved = r->starved || !fetch;
    if (!fetch)
        return;
    fetch->job.within_ms = r->patience->each_ms;
    mg_link_submit(r->link, &fetch->job);
}

mg_fetch *mg_remote_expect(mg_remote *r, mg_fetch_kind kind, uint32_t number, const char *key,
                           size_t len)
{
    if (r->trouble[0] || r->failure.status != XAP_OK)
        return NULL;
    mg_fetch **at = find(r, kind, number, key, len);
    if (*at)
        return *at;
    *at = mg_fetch_new(kind, number, key, len);
    submit(r, *at);
    return *at;
}

void mg_remote_drop(mg_remote *r, mg_fetch *fetch)
{
    mg_fetch **at = find(r, fetch->kind, fetch->number, fetch->key, fetch->key_len);
    *at = fetch->next;
    mg_job_drop(r->link, &fetch->job);
}

static bool is_done(mg_remote *r, mg_fetch *fetch)
{
    return mg_link_wait(r->link, &fetch->job, mg_now_ms());
}

static void drop_all(mg_remote *r)
{
    for (size_t i = 0; i < MG_REMOTE_BUCKETS; i++)
        while (r->buckets[i])
            mg_remote_drop(r, r->buckets[i]);
}

/* What is still to come is kept, as what has: much that is asked of a slow shard comes too late for
 * one search, but not for the next. How many bytes what has come takes: small answers count for
 * more, so that they do not become so many that to go through them takes long. */
static size_t drop_failed(mg_remote *r)
{
    enum { EACH = 2048 };
    size_t sum = 0;
    for (size_t i = 0; i < MG_REMOTE_BUCKETS; i++)
        for (mg_fetch *fetch = r->buckets[i], *next; fetch; fetch = next) {
            next = fetch->next;
            if (!is_done(r, fetch))
                continue;
            if (fetch->job.status == XAP_OK)
                sum += mg_fetch_size(fetch) + EACH;
            else
                mg_remote_drop(r, fetch);
        }
    return sum;
}

/* Until when an answer is waited for: 0 is for ever. A shard that is at one thing for longer than
 * that already has little hope. */
static double end_of_patience(const mg_remote *r, const mg_job *job)
{
    const mg_patience *p = r->patience;
    double end = p->each_ms > 0 ? job->asked_at + p->each_ms : 0;
    double soon = (job->asked_at > p->began ? job->asked_at : p->began) + AGAIN_MS;
    if (end > 0 && job->asked_at < p->began && end < p->began + AGAIN_MS)
        end = p->began + AGAIN_MS; /* asked by an earlier search, for which it came too late */
    if (p->until > 0 && (end <= 0 || end > p->until))
        end = p->until > job->asked_at + HURRY_MS ? p->until : job->asked_at + HURRY_MS;
    if (p->each_ms > 0 && mg_link_busy(r->link) > p->each_ms && end > soon)
        end = soon;
    return end;
}

/* A node that is damaged, or talks nonsense, is as good as one that does not answer. */
static void fail(mg_remote *r, const xap_error *cause)
{
    if (r->failure.status != XAP_OK)
        return;
    r->failure = *cause;
    if (cause->status != XAP_MODIFIED)
        r->failure.status = XAP_NETWORK;
}

static void fail_late(mg_remote *r, const mg_job *job)
{
    xap_error late = {.status = XAP_NETWORK};
    snprintf(late.message, sizeof late.message, "no answer within %.1f s",
             (mg_now_ms() - job->asked_at) / 1e3);
    fail(r, &late);
}

mg_fetch *mg_remote_await(mg_remote *r, mg_fetch *fetch)
{
    if (!fetch || r->failure.status != XAP_OK)
        return NULL;
    if (!mg_link_wait(r->link, &fetch->job, end_of_patience(r, &fetch->job))) {
        fail_late(r, &fetch->job);
        return NULL;
    }
    if (fetch->job.status == XAP_OK)
        return fetch;
    if (fetch->job.status == XAP_NO_MEMORY)
        r->starved = true;
    else if (fetch->job.status != XAP_NOT_FOUND)
        fail(r, &fetch->job.cause);
    return fetch;
}

mg_fetch *mg_remote_get(mg_remote *r, mg_fetch_kind kind, uint32_t number, const char *key,
                        size_t len)
{
    mg_fetch *fetch = mg_remote_await(r, mg_remote_expect(r, kind, number, key, len));
    if (!fetch || fetch->job.status == XAP_OK)
        return fetch;
    mg_remote_drop(r, fetch);
    return NULL;
}

/* ---- There or not ------------------------------------------------------------------------- */

/* "NetworkError: Couldn't connect (Connection refused)" without the class, for the middle of a
 * sentence that has its own parentheses. */
static void set_trouble(mg_remote *r, const char *message)
{
    const char *colon = strstr(message, "Error: ");
    message = colon ? colon + strlen("Error: ") : message;
    const char *cause = strrchr(message, '(');
    size_t len = strlen(message);
    if (cause && cause > message && message[len - 1] == ')')
        snprintf(r->trouble, sizeof r->trouble, "%.*s: %.*s", (int)(cause - message - 1), message,
                 (int)(message + len - cause - 2), cause + 1);
    else
        snprintf(r->trouble, sizeof r->trouble, "%s", message);
    if (r->trouble[0] >= 'A' && r->trouble[0] <= 'Z' && r->trouble[1] >= 'a')
        r->trouble[0] |= 0x20;
}

/* Leaves it out for what has failed. */
static void give_up(mg_remote *r)
{
    set_trouble(r, r->failure.message);
    r->failure.status = XAP_OK;
    mg_index_forget(&r->face);
    drop_failed(r);
    r->face.articles = 0;
    r->face.last = 0;
    r->face.total_length = 0;
}

/* What was fetched counts if the shard is what it was; what was made of it only if it has not
 * `lacked` anything meanwhile, because it was left out, or has failed. */
static void take_up(mg_remote *r, const mg_shard_state *state, bool lacked)
{
    if (lacked || state->hash != r->state.hash)
        mg_index_forget(&r->face);
    if (state->hash != r->state.hash)
        drop_all(r);
    drop_failed(r);
    r->trouble[0] = '\0';
    r->state = *state;
    r->face.articles = state->articles;
    r->face.last = state->last;
    r->face.total_length = state->total_length;
}

bool mg_remote_has_failed(const mg_index *face)
{
    const mg_remote *r = mg_remote_of((mg_index *)(uintptr_t)face);
    return r && (r->failure.status != XAP_OK || r->starved);
}

bool mg_remote_leave_out(mg_index *face)
{
    mg_remote *r = mg_remote_of(face);
    if (!r || r->failure.status != XAP_NETWORK)
        return false;
    give_up(r);
    return true;
}

void mg_remote_pardon(mg_index *face)
{
    mg_remote *r = mg_remote_of(face);
    if (!r || r->failure.status != XAP_NETWORK)
        return;
    r->failure.status = XAP_OK;
    r->doubtful = true;
}

void mg_remote_set_patience(mg_index *face, const mg_patience *patience)
{
    mg_remote *r = mg_remote_of(face);
    if (r)
        r->patience = patience;
}

static void drop_hello(mg_remote *r)
{
    mg_job_drop(r->link, &r->hello->job);
    r->hello = NULL;
}

/* An answer that is still to come, or has come meanwhile, is the next one's: a shard that takes
 * longer than a search waits would never be there otherwise. */
void mg_remote_ask(mg_index *face)
{
    mg_remote *r = mg_remote_of(face);
    if (r && r->hello && is_done(r, r->hello) && r->hello->job.status != XAP_OK)
        drop_hello(r);
    if (!r || r->hello)
        return;
    r->hello = mg_fetch_new(MG_FETCH_STATE, 0, NULL, 0);
    submit(r, r->hello);
}

/* Waits for that, though not long for a shard that has kept us waiting in vain before: then what is
 * wrong with it is what was wrong before. */
static bool is_there(mg_remote *r, mg_fetch *hello)
{
    double end = end_of_patience(r, &hello->job), soon = hello->job.asked_at + AGAIN_MS;
    bool hurried = r->was_late && r->trouble[0] && (end <= 0 || end > soon);
    bool done = mg_link_wait(r->link, &hello->job, hurried ? soon : end);
    bool fine = done && hello->job.status == XAP_OK;
    r->was_late = !fine && mg_now_ms() - hello->job.asked_at > AGAIN_MS / 2;
    r->failure = (xap_error){.status = XAP_OK};
    if (!done && hurried)
        snprintf(r->failure.message, sizeof r->failure.message, "%s", r->trouble);
    else if (!done)
        fail_late(r, &hello->job);
    else if (!fine)
        fail(r, &hello->job.cause);
    return fine;
}

bool mg_remote_hear(mg_index *face)
{
    mg_remote *r = mg_remote_of(face);
    mg_fetch *hello = r ? r->hello : NULL;
    if (!hello)
        return false;
    uint64_t before = mg_remote_state(face);
    bool failed = r->failure.status != XAP_OK || r->starved;
    r->starved = false;
    bool fine = is_there(r, hello);
    mg_shard_state now = mg_link_state(r->link);
    if (fine || is_done(r, hello))
        drop_hello(r);
    if (fine)
        take_up(r, &now, failed || r->trouble[0]);
    else
        give_up(r);
    return failed || mg_remote_state(face) != before;
}

const char *mg_remote_trouble(const mg_index *face)
{
    const mg_remote *r = mg_remote_of((mg_index *)(uintptr_t)face);
    return r && r->trouble[0] ? r->trouble : NULL;
}

const char *mg_remote_place(const mg_index *face)
{
    return mg_link_place(((const mg_remote *)face)->link);
}

uint32_t mg_remote_articles(const mg_index *face)
{
    return ((const mg_remote *)face)->state.articles;
}

double mg_remote_took(const mg_index *face)
{
    return mg_link_took(((const mg_remote *)face)->link);
}

uint64_t mg_remote_state(const mg_index *face)
{
    const mg_remote *r = (const mg_remote *)face;
    return r->trouble[0] ? 0 : r->state.hash;
}

/* Failures that nobody has met are none of the next search's. */
bool mg_remote_tidy(mg_index *face, size_t keep)
{
    mg_remote *r = mg_remote_of(face);
    bool doubtful = r && r->doubtful;
    if (doubtful)
        mg_index_forget(face);
    if (r)
        r->doubtful = false;
    if (r && drop_failed(r) > keep)
        drop_all(r);
    return doubtful;
}

/* ---- Opening and closing ------------------------------------------------------------------ */

void mg_remote_free(mg_index *face)
{
    mg_remote *r = mg_remote_of(face);
    if (r->link) {
        drop_all(r);
        if (r->hello)
            drop_hello(r);
    }
    mg_link_free(r->link);
    free(r);
}

morgue_status mg_remote_open(const mg_spread_shard *shard, const mg_patience *patience,
                             mg_index **ret, morgue_error *err)
{
    mg_remote *r = mg_remote_new();
    if (!r)
        return mg_fail_memory(err);
    r->patience = patience;
    snprintf(r->trouble, sizeof r->trouble, "it has not been asked");
    morgue_status status = mg_link_new(shard, &r->link, err);
    if (status == MORGUE_OK)
        *ret = &r->face;
    else
        free(r);
    return status;
}
