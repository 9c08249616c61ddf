#include "search/server/worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "search/server/clock.h"
#include "search/server/negotiate.h"
#include "search/server/reply.h"
#include "search/server/route.h"
#include "search/server/stream.h"

enum {
    REFRESH_MS = 100, /* measured: looking costs 90 us */
    SPREAD_MS = 6000, /* over the network: more than a worker without work waits */
    GONE_MS = 50,
    TROUBLE_MS = 1000,    /* the log is told of one failure in so long */
    HELD_MAX = 256 << 20, /* bytes of answers that wait for clients to read them */
    RETRY_AFTER = 10      /* seconds, where these or exports are too many */
};

/* ---- The desk ----------------------------------------------------------------------------- */

/* A failure that concerns who runs the server. */
static void tell(web_server *server, const char *message)
{
    uint64_t now_ms = web_now_ms(), last = atomic_load(&server->trouble_ms);
    if (now_ms - last >= TROUBLE_MS &&
        atomic_compare_exchange_strong(&server->trouble_ms, &last, now_ms))
        cli_error("%s", message);
}

/* Notes what state the archive is in. */
static bool take_state(web_worker *worker, morgue_error *err)
{
    web_desk *desk = &worker->desk;
    web_metrics *metrics = &worker->server->metrics;
    char state[WEB_STATE_MAX];
    morgue_stats stats;
    if (morgue_archive_state(desk->archive, state, err) != MORGUE_OK)
        return false;
    if (strcmp(state, desk->state) == 0)
        return true;
    if (morgue_archive_stats(desk->archive, &stats, err) != MORGUE_OK)
        return false;
    desk->stats = stats;
    memcpy(desk->state, state, sizeof state);
    web_set(&metrics->articles, stats.articles);
    web_set(&metrics->revision, stats.revision);
    web_set(&metrics->shards, stats.shards);
    return true;
}

/* Counts the shards that do not answer; the log is told when that changes. */
static void count_missing(web_worker *worker)
{
    size_t missing = 0, i;
    morgue_shard shard;
    char text[512] = "all shards answer again";
    for (i = 0; morgue_archive_shard(worker->desk.archive, i, &shard); i++)
        if (shard.trouble && !missing++)
            snprintf(text, sizeof text, "%s does not answer: %s", shard.name, shard.trouble);
    if (missing > 1)
        snprintf(text, sizeof text, "%zu of %zu shards do not answer", missing, i);
    if (web_change(&worker->server->metrics.shards_missing, missing))
        tell(worker->server, text);
}

/* Searching has asked shards again that were missing, perhaps, or left some out. */
static bool has_its_state(const web_worker *worker)
{
    char state[WEB_STATE_MAX];
    return !worker->server->site.spread ||
           (morgue_archive_state(worker->desk.archive, state, NULL) == MORGUE_OK &&
            strcmp(state, worker->desk.state) == 0);
}

void web_worker_refresh(web_worker *worker)
{
    uint64_t now_ms = web_now_ms();
    morgue_error err;
    if (now_ms - worker->fresh_ms < (worker->server->site.spread ? SPREAD_MS : REFRESH_MS))
        return;
    worker->fresh_ms = now_ms;
    bool fine = morgue_archive_reopen(worker->desk.archive, NULL, &err) == MORGUE_OK &&
                take_state(worker, &err);
    web_set(&worker->server->metrics.archive_trouble, !fine);
    if (!fine)
        tell(worker->server, err.message);
}

void web_worker_idle(void *memory)
{
    web_worker *worker = memory;
    if (!worker->desk.archive)
        return;
    if (worker->server->site.spread)
        worker->fresh_ms = 0; /* now, so that no request has to wait for it */
    web_worker_refresh(worker);
    if (worker->server->site.spread)
        count_missing(worker);
}

static bool go_on(void *user)
{
    web_worker *worker = user;
    uint64_t now_ms = web_now_ms();
    if (atomic_load_explicit(&worker->server->cancelled, memory_order_relaxed))
        return false;
    if (!worker->call || now_ms - worker->asked_ms < GONE_MS)
        return true;
    worker->asked_ms = now_ms;
    return !web_peer_gone(worker->call->peer);
}

web_worker *web_worker_new(web_server *server, bool with_archive, morgue_error *err)
{
    web_worker *worker = calloc(1, sizeof *worker);
    *err = (morgue_error){.status = MORGUE_NO_MEMORY, .message = "out of memory"};
    if (!worker)
        return NULL;
    worker->server = server;
    worker->desk = (web_desk){.site = &server->site, .go_on = go_on, .user = worker};
    worker->gzip = web_gzip_new();
    worker->fresh_ms = web_now_ms();
    if (!worker->gzip ||
        (with_archive &&
         morgue_archive_open(server->site.archive, &worker->desk.archive, err) != MORGUE_OK)) {
        web_worker_free(worker);
        return NULL;
    }
    return worker;
}

bool web_worker_begin(web_worker *worker, morgue_error *err)
{
    if (!take_state(worker, err))
        return false;
    if (worker->server->site.spread && worker == worker->server->workers[0])
        count_missing(worker);
    return true;
}

void web_worker_free(web_worker *worker)
{
    if (!worker)
        return;
    morgue_archive_free(worker->desk.archive);
    web_gzip_free(worker->gzip);
    free(worker);
}

/* ---- Answering ---------------------------------------------------------------------------- */

/* The tag of what a call gets as long as the archive stays as it is. */
static void make_tag(const web_worker *worker, const web_call *call, char *ret, size_t size)
{
    const char *accept = call->headers.accept ? call->headers.accept : "";
    uint64_t hash = web_hash(worker->server->tag_seed, call->target, call->target_len + 1);
    hash = web_hash(hash, accept, strlen(accept));
    snprintf(ret, size, "W/\"%.*s-%016" PRIx64 "\"", WEB_STATE_MAX, worker->desk.state, hash);
}

static void respond(web_worker *worker, web_call *call, const char *tag, web_answer *answer)
{
    web_respond(&worker->desk, call->method, &call->request, answer);
    if (answer->trouble[0])
        tell(worker->server, answer->trouble);
    if (answer->more) {
        if (!web_stream(call, answer, worker->gzip && web_accepts_gzip(call->encoding)))
            web_reply_refuse(call, WEB_REJECTED_EXPORTS, 503, RETRY_AFTER,
                             "too many exports are running: try again in a moment");
        web_answer_free(answer);
        return;
    }
    if (*tag && !answer->partial && (answer->status == 0 || answer->status == 200) &&
        has_its_state(worker))
        snprintf(answer->etag, sizeof answer->etag, "%s", tag);
    web_reply(call, answer, worker->gzip);
}

/* Answers from the archive, where the client does not have the very answer already. */
static void search(web_worker *worker, web_call *call, const web_route *route)
{
    char tag[sizeof((web_answer *)0)->etag] = "";
    web_answer answer = {0};
    uint64_t begun_us = web_now_us();
    worker->call = call;
    worker->asked_ms = begun_us / 1000;
    web_worker_refresh(worker);
    if (!has_its_state(worker))
        take_state(worker, NULL);
    bool counts = strcmp(route->path, "/healthz") != 0;
    if (counts)
        make_tag(worker, call, tag, sizeof tag);
    if (*tag && web_etag_matches(call->headers.if_none_match, tag)) {
        snprintf(answer.etag, sizeof answer.etag, "%s", tag);
        web_reply(call, &answer, worker->gzip);
    } else {
        respond(worker, call, tag, &answer);
        if (counts)
            web_metrics_search(&worker->server->metrics, web_now_us() - begun_us);
    }
    worker->call = NULL;
}

void web_worker_answer(web_worker *worker, web_call *call)
{
    web_answer answer = {0};
    const web_route *route = web_route_at(call->route);
    bool waited = web_now_us() - call->begun_us > GONE_MS * 1000;
    if (atomic_load(&worker->server->cancelled))
        web_reply_refuse(call, WEB_REJECTED_STOP, 503, 0, "the server is being stopped");
    else if (waited && web_peer_gone(call->peer))
        web_reply_refuse(call, WEB_REJECTED_GONE, 503, 0, "the client is gone");
    else if (!route || route->pace != WEB_BY_WORKER)
        respond(worker, call, "", &answer);
    else if (web_get(&worker->server->held) > HELD_MAX)
        web_reply_refuse(call, WEB_REJECTED_MEMORY, 503, RETRY_AFTER,
                         "too much is being sent: try again in a moment");
    else
        search(worker, call, route);
}
