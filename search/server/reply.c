#include "search/server/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/negotiate.h"
#include "search/server/stream.h"

enum {
    PACK_FROM = 1000,     /* bytes: less fits in one packet anyway */
    IMMUTABLE = 24 * 3600 /* seconds; what may be kept for longer than that never changes */
};

/* What no page of this server ever needs is forbidden: whatever should get into one cannot act. */
static const char *const guards[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Vary", "Accept, Accept-Encoding"},
};

void web_reply_header(web_call *call, const char *name, const char *value)
{
    call->lost |= MHD_add_response_header(call->response, name, value) != MHD_YES;
}

static void put_seconds(web_call *call, const char *name, unsigned seconds)
{
    char text[16];
    snprintf(text, sizeof text, "%u", seconds);
    web_reply_header(call, name, text);
}

static void put_common(web_call *call)
{
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        web_reply_header(call, guards[i][0], guards[i][1]);
    if (atomic_load(&call->server->stopping))
        web_reply_header(call, "Connection", "close");
}

/* ---- Headers of an answer ----------------------------------------------------------------- */

static void put_caching(web_call *call, const web_answer *answer)
{
    char text[64];
    const char *whose = call->server->passwords ? "private, " : "";
    if (answer->max_age)
        snprintf(text, sizeof text, "%smax-age=%u%s", whose, answer->max_age,
                 answer->max_age > IMMUTABLE ? ", immutable" : "");
    else
        snprintf(text, sizeof text, "%s%s", whose, answer->etag[0] ? "no-cache" : "no-store");
    web_reply_header(call, "Cache-Control", text);
    if (answer->etag[0])
        web_reply_header(call, "ETag", answer->etag);
}

void web_reply_headers(web_call *call, const web_answer *answer)
{
    char text[128];
    put_common(call);
    put_caching(call, answer);
    if (answer->type && call->status != 304)
        web_reply_header(call, "Content-Type", answer->type);
    if (answer->location)
        web_reply_header(call, "Location", answer->location);
    if (answer->retry_after)
        put_seconds(call, "Retry-After", answer->retry_after);
    if (call->status == 405)
        web_reply_header(call, "Allow", "GET, HEAD");
    if (answer->file_name[0]) {
        snprintf(text, sizeof text, "attachment; filename=\"%s\"", answer->file_name);
        web_reply_header(call, "Content-Disposition", text);
    }
}

/* ---- The body ----------------------------------------------------------------------------- */

static bool is_text(const char *type)
{
    return type && (strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "xml") ||
                    strstr(type, "javascript"));
}

/* Gives the text to a response. */
static struct MHD_Response *give(web_text *text)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(text->len, text->data, MHD_RESPMEM_MUST_FREE);
    if (response)
        *text = (web_text){0};
    return response;
}

/* Counts what is there until the client has read it. */
static void hold(web_call *call, size_t len)
{
    call->held = len;
    web_add(&call->server->held, len);
}

static struct MHD_Response *lend(const char *data, size_t len)
{
    return MHD_create_response_from_buffer(len, (void *)(uintptr_t)data, MHD_RESPMEM_PERSISTENT);
}

/* Replaces the body by what it is when packed; false where that is not worth it. */
static bool pack(web_answer *answer, web_gzip *gzip)
{
    web_text packed = {0};
    bool fine = web_gzip_pack(gzip, answer->body.data, answer->body.len, &packed);
    if (!fine) {
        web_text_free(&packed);
        return false;
    }
    web_text_free(&answer->body);
    answer->body = packed;
    return true;
}

static void make_body(web_call *call, web_answer *answer, web_gzip *gzip)
{
    bool wanted = web_accepts_gzip(call->encoding), packed = false;
    const char *data = answer->data;
    size_t len = data ? answer->data_len : answer->body.len;
    if (data && answer->packed && answer->packed_len < len && wanted) {
        packed = true;
        data = answer->packed;
        len = answer->packed_len;
    } else if (!data && wanted && len >= PACK_FROM && is_text(answer->type)) {
        packed = pack(answer, gzip);
        len = answer->body.len;
    }
    call->response = data ? lend(data, len) : give(&answer->body);
    call->bytes = len;
    if (call->response && !data)
        hold(call, len);
    if (call->response && packed)
        web_reply_header(call, "Content-Encoding", "gzip");
}

void web_reply(web_call *call, web_answer *answer, web_gzip *gzip)
{
    bool is_same = answer->etag[0] && (answer->status == 0 || answer->status == 200) &&
                   web_etag_matches(call->headers.if_none_match, answer->etag);
    call->status = is_same ? 304 : answer->status ? answer->status : 200;
    if (is_same) {
        web_add(&call->server->metrics.not_modified, 1);
        call->response = lend("", 0);
    } else if (answer->body.lost) {
        web_answer_free(answer);
        web_reply_fault(call, 503, "the server is out of memory: try again");
        return;
    } else {
        make_body(call, answer, gzip);
    }
    if (call->response)
        web_reply_headers(call, answer);
    web_answer_free(answer);
}

/* ---- Refusals ----------------------------------------------------------------------------- */

/* Browsers get a page, programs a line or JSON. Where there is too much to do already, a line has
 * to do for browsers, too. */
static web_format format_of(const char *accept, int status)
{
    if (accept && strstr(accept, "text/html"))
        return status == 421 || status == 429 || status == 503 ? WEB_TEXT : WEB_HTML;
    return accept && strstr(accept, "application/json") ? WEB_JSON : WEB_TEXT;
}

static void refuse(web_call *call, int status, unsigned retry_after, const char *message)
{
    const web_ask ask = {
        .q = "", .from = "", .to = "", .format = format_of(call->headers.accept, status)};
    web_fault fault = {.status = status};
    web_answer answer = {0};
    snprintf(fault.message, sizeof fault.message, "%s", message);
    web_refuse(&call->server->site, &ask, &fault, &answer);
    if (retry_after)
        answer.retry_after = retry_after;
    call->status = status;
    call->bytes = answer.body.len;
    call->response = answer.body.lost ? lend("", 0) : give(&answer.body);
    if (call->response)
        web_reply_headers(call, &answer);
    if (call->response && status == 401)
        web_reply_header(call, "WWW-Authenticate", "Basic realm=\"Morgue\", charset=\"UTF-8\"");
    web_answer_free(&answer);
}

void web_reply_refuse(web_call *call, web_rejection why, int status, unsigned retry_after,
                      const char *message)
{
    web_add(&call->server->metrics.rejected[why], 1);
    refuse(call, status, retry_after, message);
}

void web_reply_fault(web_call *call, int status, const char *message)
{
    refuse(call, status, 0, message);
}
