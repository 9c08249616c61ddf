#include "search/server/stream.h"

#include <stdlib.h>
#include <string.h>

#include "search/server/reply.h"
#include "search/server/worker.h"

enum { BLOCK = 16384 };

typedef struct stream {
    web_job job;
    web_server *server;
    struct MHD_Connection *connection;
    web_peer *peer;
    web_call *call; /* not to be looked at once the response is freed */
    web_answer answer;
    web_gzip *gzip; /* NULL: not packed */
    web_text packed;
    size_t sent; /* bytes of the part */
    bool last;   /* the part is the last */
    bool failed;
    bool open; /* some of it was sent, and not its end */
} stream;

static void stream_free(void *user)
{
    stream *s = user;
    if (s->open)
        web_peer_spoil(s->peer); /* who is there as long as the connection, which ends now */
    web_take(&s->server->metrics.exports, 1);
    web_answer_free(&s->answer);
    web_gzip_free(s->gzip);
    web_text_free(&s->packed);
    free(s);
}

/* ---- Parts -------------------------------------------------------------------------------- */

static const web_text *part_of(const stream *s)
{
    return s->gzip ? &s->packed : &s->answer.body;
}

static bool pack(stream *s)
{
    web_text_clear(&s->packed);
    return !s->gzip ||
           web_gzip_part(s->gzip, s->answer.body.data, s->answer.body.len, s->last, &s->packed);
}

/* Makes the next part; whoever wants to search comes first. */
static void make_part(void *memory, web_job *job)
{
    web_worker *worker = memory;
    stream *s = (stream *)(void *)job;
    worker->call = s->call;
    web_worker_refresh(worker);
    web_text_free(&s->answer.body); /* parts differ much in size */
    s->last = !s->answer.more(&worker->desk, &s->answer);
    s->sent = 0;
    s->failed = s->answer.body.lost || !pack(s) || atomic_load(&s->server->cancelled);
    worker->call = NULL;
    MHD_resume_connection(s->connection);
}

static ssize_t copy_part(stream *s, const web_text *part, char *to, size_t max)
{
    size_t len = part->len - s->sent < max ? part->len - s->sent : max;
    if (!s->sent)
        web_peer_sending(s->peer, part->len, &s->server->patience);
    memcpy(to, part->data + s->sent, len);
    s->sent += len;
    s->open = true;
    s->call->bytes += len;
    return (ssize_t)len;
}

/* What MHD is to send next; 0: the connection is suspended until there is something. */
static ssize_t read_on(void *user, uint64_t at, char *to, size_t max)
{
    stream *s = user;
    const web_text *part = part_of(s);
    (void)at;
    if (s->failed) {
        web_peer_spoil(s->peer);
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    if (s->sent < part->len)
        return copy_part(s, part, to, max);
    if (s->last) {
        s->open = false;
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    web_peer_enter(s->peer, WEB_PHASE_WORKING);
    MHD_suspend_connection(s->connection);
    if (!web_pool_put(s->server->searching, &s->job, WEB_LANE_SECOND)) {
        s->failed = true;
        MHD_resume_connection(s->connection);
    }
    return 0;
}

/* ---- The beginning ------------------------------------------------------------------------ */

static stream *stream_new(web_call *call, web_answer *answer, bool packed)
{
    stream *s = calloc(1, sizeof *s);
    web_gzip *gzip = s && packed ? web_gzip_new() : NULL;
    if (!s)
        return NULL;
    *s = (stream){.job = {.run = make_part},
                  .server = call->server,
                  .connection = call->connection,
                  .peer = call->peer,
                  .call = call,
                  .answer = *answer,
                  .gzip = gzip};
    *answer = (web_answer){.status = answer->status};
    s->failed = s->answer.body.lost || !pack(s);
    return s;
}

/* One of as many as may run at once; false where there are enough. */
static bool take_place(web_server *server)
{
    uint64_t running = atomic_fetch_add(&server->metrics.exports, 1);
    if (running < server->options->exports)
        return true;
    web_take(&server->metrics.exports, 1);
    return false;
}

bool web_stream(web_call *call, web_answer *answer, bool packed)
{
    if (!take_place(call->server))
        return false;
    stream *s = stream_new(call, answer, packed);
    if (!s) {
        web_take(&call->server->metrics.exports, 1);
        return false;
    }
    call->response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_on, s, stream_free);
    if (!call->response) {
        stream_free(s);
        return false;
    }
    /* MHD would end the answer to HEAD with a chunk of none, into the next one. */
    if (strcmp(call->method, "HEAD") == 0)
        MHD_set_response_options(call->response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    call->status = s->answer.status ? s->answer.status : 200;
    web_reply_headers(call, &s->answer);
    if (s->gzip)
        web_reply_header(call, "Content-Encoding", "gzip");
    return true;
}
