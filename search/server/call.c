#include "search/server/call.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "search/server/clock.h"
#include "search/server/hosts.h"
#include "search/server/reply.h"
#include "search/server/route.h"
#include "search/server/worker.h"

enum { RETRY_AFTER = 2 /* seconds, where too much is asked at once */ };

/* ---- Beginning and end -------------------------------------------------------------------- */

static web_peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

web_call *web_call_new(web_server *server, struct MHD_Connection *connection, const char *target)
{
    web_peer *peer = peer_of(connection);
    size_t len = strlen(target), host_len = web_target_host(target);
    web_call *call = peer ? calloc(1, sizeof *call + len + 1) : NULL;
    if (!call)
        return NULL;
    *call = (web_call){.server = server,
                       .connection = connection,
                       .peer = peer,
                       .client = peer->client,
                       .begun_us = web_now_us(),
                       .begun = time(NULL),
                       .method = "-",
                       .version = "-",
                       .route = SIZE_MAX,
                       .target_len = len - host_len,
                       .target = call->line + host_len};
    memcpy(call->line, target, len + 1);
    web_add(&server->calls, 1);
    web_peer_enter(peer, WEB_PHASE_READING);
    return call;
}

void web_call_free(web_call *call)
{
    if (call->parsed)
        web_request_free(&call->request);
    if (call->response)
        MHD_destroy_response(call->response);
    web_take(&call->server->held, call->held);
    web_take(&call->server->calls, 1);
    free(call);
}

/* ---- Headers ------------------------------------------------------------------------------ */

typedef enum again { FIRST, LAST, REFUSED } again;

/* What is read of headers, and which counts where there are several. */
static const struct {
    const char *name;
    size_t member;
    again again;
} wanted[] = {
    {"Accept", offsetof(web_call, headers.accept), FIRST},
    {"Accept-Encoding", offsetof(web_call, encoding), FIRST},
    {"Authorization", offsetof(web_call, authorization), REFUSED},
    {"Content-Length", offsetof(web_call, length), REFUSED},
    {"Host", offsetof(web_call, host), REFUSED},
    {"If-None-Match", offsetof(web_call, headers.if_none_match), FIRST},
    {"Referer", offsetof(web_call, referer), FIRST},
    {"Transfer-Encoding", offsetof(web_call, transfer), FIRST},
    {"User-Agent", offsetof(web_call, agent), FIRST},
    {"X-Forwarded-For", offsetof(web_call, forwarded), LAST},
};

/* Printable ASCII and nothing else: others may take the rest for spaces. */
static bool is_name(const char *name)
{
    size_t len = 0;
    while (name[len] > ' ' && name[len] < 0x7F)
        len++;
    return len && !name[len];
}

static enum MHD_Result take_header(void *user, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    web_call *call = user;
    (void)kind;
    call->odd |= !is_name(name);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strcasecmp(wanted[i].name, name) != 0)
            continue;
        const char **member = (const char **)(void *)((char *)call + wanted[i].member);
        call->odd |= *member && wanted[i].again == REFUSED;
        if (!*member || wanted[i].again == LAST)
            *member = value ? value : "";
    }
    return MHD_YES;
}

void web_call_read(web_call *call, const char *method, const char *version)
{
    call->step = WEB_STEP_HEADER;
    call->method = method;
    call->version = version;
    MHD_get_connection_values(call->connection, MHD_HEADER_KIND, take_header, call);
    web_peer_enter(call->peer, WEB_PHASE_WORKING);
}

/* ---- Whether it is answered --------------------------------------------------------------- */

bool web_call_check_header(web_call *call)
{
    if (call->odd)
        web_reply_fault(call, 400, "the headers are not understood");
    else if (strcmp(call->method, "GET") != 0 && strcmp(call->method, "HEAD") != 0)
        web_reply_refuse(call, WEB_REJECTED_METHOD, 405, 0,
                         "only GET and HEAD are understood here");
    else if (call->transfer || (call->length && strcmp(call->length, "0") != 0))
        web_reply_refuse(call, WEB_REJECTED_BODY, 413, 0, "requests have no body here");
    return call->response == NULL;
}

static void find_client(web_call *call)
{
    const web_server *server = call->server;
    web_client client;
    if (server->n_proxies && web_server_trusts(server, &call->peer->client) && call->forwarded &&
        web_client_forwarded(call->forwarded, &client))
        call->client = client;
}

static bool check_host(web_call *call)
{
    const web_server *server = call->server;
    const char *host = call->host;
    size_t len = host ? strlen(host) : 0;
    if (call->target != call->line) { /* that of the target counts before the header */
        host = strstr(call->line, "://") + 3;
        len = (size_t)(call->target - host);
    }
    if (!server->checks_hosts || !host || web_host_known(host, len, server->hosts, server->n_hosts))
        return true;
    web_reply_refuse(call, WEB_REJECTED_HOST, 421, 0,
                     "this server does not answer for that host: see --host and --base-url");
    return false;
}

static bool check_rate(web_call *call)
{
    const web_server *server = call->server;
    unsigned wait = 0;
    if (!server->limits || (web_client_loopback(&call->client) && !server->limits_loopback) ||
        web_limits_take(server->limits, &call->client, 1, web_now_ms(), &wait))
        return true;
    web_reply_refuse(call, WEB_REJECTED_RATE, 429, wait, "too many requests: wait a little");
    return false;
}

static bool parse(web_call *call)
{
    int refused = web_request_parse(call->target, call->target_len, &call->headers, &call->request);
    if (refused) {
        web_reply_fault(call, refused,
                        refused == 414   ? "the address is too long: shorten the query"
                        : refused == 400 ? "the address is not understood"
                                         : "the server is out of memory: try again");
        return false;
    }
    call->parsed = true;
    const web_route *route = web_route_of(&call->request);
    if (route)
        call->route = (size_t)(route - web_route_at(0));
    return true;
}

/* ---- Handing on --------------------------------------------------------------------------- */

static void suspend(web_call *call)
{
    if (call->step == WEB_STEP_WAITING)
        return;
    call->step = WEB_STEP_WAITING;
    MHD_suspend_connection(call->connection);
}

void web_call_done(web_call *call)
{
    if (call->step == WEB_STEP_WAITING)
        MHD_resume_connection(call->connection);
}

static void search(void *memory, web_job *job)
{
    web_worker *worker = memory;
    web_call *call = (web_call *)(void *)job;
    web_take(&worker->server->metrics.queued, 1);
    web_worker_answer(worker, call);
    web_call_done(call);
}

/* Lets a worker answer it, or `here` where no archive is needed. */
static void hand_on(web_call *call, web_worker *here)
{
    web_server *server = call->server;
    if (!web_needs_worker(&call->request)) {
        web_worker_answer(here, call);
        web_call_done(call);
        return;
    }
    call->job.run = search;
    suspend(call);
    web_add(&server->metrics.queued, 1);
    if (web_pool_put(server->searching, &call->job, WEB_LANE_FIRST))
        return;
    web_take(&server->metrics.queued, 1);
    web_reply_refuse(call, WEB_REJECTED_QUEUE, 503, RETRY_AFTER,
                     "too many are searching: try again in a moment");
    web_call_done(call);
}

/* ---- Passwords ---------------------------------------------------------------------------- */

static void refuse_user(web_call *call)
{
    web_reply_refuse(call, WEB_REJECTED_PASSWORD, 401, 0, "a user and a password are needed");
    web_call_done(call);
}

static void check_password(void *memory, web_job *job)
{
    web_worker *doorman = memory;
    web_call *call = (web_call *)(void *)job;
    web_server *server = doorman->server;
    unsigned wait;
    if (web_passwords_check(server->passwords, call->authorization)) {
        hand_on(call, doorman);
        return;
    }
    web_limits_take(server->failures, &call->client, 1, web_now_ms(), &wait);
    refuse_user(call);
}

/* A password that is not known yet: to be checked, where this client has not failed too often. */
static void ask_doorman(web_call *call)
{
    web_server *server = call->server;
    unsigned wait = 0;
    if (!web_limits_take(server->failures, &call->client, 0, web_now_ms(), &wait)) {
        web_reply_refuse(call, WEB_REJECTED_RATE, 429, wait, "too many wrong passwords: wait");
        return;
    }
    call->job.run = check_password;
    suspend(call);
    if (web_pool_put(server->door, &call->job, WEB_LANE_FIRST))
        return;
    web_reply_refuse(call, WEB_REJECTED_QUEUE, 503, RETRY_AFTER,
                     "too many are signing in: try again in a moment");
    web_call_done(call);
}

/* /healthz is open, for whoever watches the server. */
static bool is_open(const web_call *call)
{
    const web_route *route = web_route_at(call->route);
    return !call->server->passwords || (route && strcmp(route->path, "/healthz") == 0);
}

void web_call_begin(web_call *call)
{
    web_server *server = call->server;
    if (atomic_load(&server->stopping)) {
        web_reply_refuse(call, WEB_REJECTED_STOP, 503, RETRY_AFTER, "the server is being stopped");
        return;
    }
    find_client(call);
    if (!check_host(call) || !check_rate(call) || !parse(call))
        return;
    web_entry entry = is_open(call) ? WEB_ENTRY_KNOWN
                                    : web_passwords_know(server->passwords, call->authorization);
    if (entry == WEB_ENTRY_KNOWN)
        hand_on(call, server->porter);
    else if (entry == WEB_ENTRY_UNSURE)
        ask_doorman(call);
    else
        refuse_user(call);
}
