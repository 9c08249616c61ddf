/* The border to GNU libmicrohttpd: its callbacks, all of them called by its one thread. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"
#include "search/server/call.h"
#include "search/server/clock.h"
#include "search/server/reply.h"

enum {
    /* Bytes of memory for the request of a connection and the headers of its answer: room for the
     * longest target and 4 KB of other headers, or 12 KB of them beside a short one. Whoever has
     * asked once takes all of it as long as the connection is open. */
    CONNECTION_MEMORY = 16 << 10,
    SPARE_SECONDS = 10,  /* beyond our own patience, before MHD acts by itself */
    GRACE_MS = 3000,     /* for what is running when the server is stopped */
    CANCELLED_MS = 2000, /* and then until searches have noticed */
    TICK_US = 5000
};

/* ---- Connections -------------------------------------------------------------------------- */

static enum MHD_Result accept_client(void *user, const struct sockaddr *address, socklen_t len)
{
    web_server *server = user;
    web_client client;
    (void)len;
    if (!web_client_of_address(address, &client))
        return MHD_NO;
    if (web_server_trusts(server, &client) ||
        !web_peers_crowded(server->peers, &client, server->options->connections_per_client))
        return MHD_YES;
    web_add(&server->metrics.rejected[WEB_REJECTED_CLIENT], 1);
    return MHD_NO;
}

static web_peer *add_peer(web_server *server, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    web_client client;
    if (!address || !socket || !web_client_of_address(address->client_addr, &client))
        return NULL;
    web_peer *peer = web_peers_add(server->peers, &client, socket->connect_fd);
    web_add(&server->metrics.connections, peer != NULL);
    web_add(&server->metrics.connections_all, 1);
    return peer;
}

static void note_connection(void *user, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode what)
{
    web_server *server = user;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = add_peer(server, connection);
    } else if (*context) {
        web_peers_remove(server->peers, *context);
        web_take(&server->metrics.connections, 1);
        *context = NULL;
    }
}

/* ---- Requests ----------------------------------------------------------------------------- */

static void *note_target(void *user, const char *target, struct MHD_Connection *connection)
{
    return web_call_new(user, connection, target);
}

/* Targets are taken apart by web_request_parse(), not by MHD. */
static size_t keep(void *user, struct MHD_Connection *connection, char *text)
{
    (void)user, (void)connection;
    return strlen(text);
}

static enum MHD_Result send_response(web_call *call)
{
    if (!call->response || call->lost)
        return MHD_NO;
    web_peer_sending(call->peer, call->bytes, &call->server->patience);
    enum MHD_Result result =
        MHD_queue_response(call->connection, (unsigned)call->status, call->response);
    MHD_destroy_response(call->response);
    call->response = NULL;
    return result;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    web_call *call = *state;
    (void)user, (void)connection, (void)url, (void)upload;
    *upload_size = 0;
    if (!call)
        return MHD_NO;
    switch (call->step) {
    case WEB_STEP_LINE: /* what is answered here already is not read to its end: MHD then closes */
        web_call_read(call, method, version);
        return web_call_check_header(call) ? MHD_YES : send_response(call);
    case WEB_STEP_HEADER:
        web_call_begin(call);
        return call->step == WEB_STEP_WAITING ? MHD_YES : send_response(call);
    case WEB_STEP_WAITING: return send_response(call);
    }
    return MHD_NO;
}

static void log_access(const web_call *call)
{
    char name[64];
    web_passwords_user(call->server->passwords ? call->authorization : NULL, name, sizeof name);
    const web_access access = {.client = &call->client,
                               .user = name,
                               .time = call->begun,
                               .method = call->method,
                               .target = call->line,
                               .version = call->version,
                               .status = call->status,
                               .bytes = call->bytes,
                               .referer = call->referer,
                               .agent = call->agent,
                               .us = web_now_us() - call->begun_us};
    if (!web_access_log_write(call->server->log, &access))
        web_add(&call->server->metrics.log_lost, 1);
}

/* What MHD has answered by itself: 400, 414, 431 or 505; 0: nothing. */
static int status_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_HTTP_STATUS);
    return info ? (int)info->http_status : 0;
}

static void completed(void *user, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode code)
{
    web_server *server = user;
    web_call *call = *state;
    (void)code;
    if (!call)
        return;
    web_peer_enter(call->peer, WEB_PHASE_IDLE);
    if (!call->status)
        call->status = status_of(connection);
    if (strcmp(call->method, "HEAD") == 0)
        call->bytes = 0;
    if (call->status)
        web_metrics_request(&server->metrics, call->route, call->status, call->bytes);
    if (call->status && server->log)
        log_access(call);
    web_call_free(call);
    *state = NULL;
}

/* ---- Beginning and end -------------------------------------------------------------------- */

bool web_http_start(web_server *server)
{
    unsigned idle_s = (unsigned)(server->patience.idle_ms / 1000) + SPARE_SECONDS;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, accept_client, server, handle,
        server, MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_URI_LOG_CALLBACK,
        note_target, server, MHD_OPTION_UNESCAPE_CALLBACK, keep, NULL, MHD_OPTION_NOTIFY_COMPLETED,
        completed, server, MHD_OPTION_NOTIFY_CONNECTION, note_connection, server,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->max_connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_s, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!server->daemon)
        cli_error("cannot serve: %s", errno ? strerror(errno) : "no memory, or no threads");
    return server->daemon != NULL;
}

/* Waits until no request is on its way. */
static bool wait_for_calls(web_server *server, uint64_t ms)
{
    uint64_t until_ms = web_now_ms() + ms;
    while (web_get(&server->calls) && web_now_ms() < until_ms)
        usleep(TICK_US);
    return web_get(&server->calls) == 0;
}

void web_http_stop(web_server *server)
{
    atomic_store(&server->stopping, true);
    int fd = MHD_quiesce_daemon(server->daemon);
    if (fd >= 0)
        close(fd);
    server->listen_fd = -1;
    bool done = wait_for_calls(server, GRACE_MS);
    atomic_store(&server->cancelled, true);
    if (!done)
        wait_for_calls(server, CANCELLED_MS);
    /* Whatever waits is answered now, so that no connection stays suspended. */
    web_pool_end(server->door);
    web_pool_end(server->searching);
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}
