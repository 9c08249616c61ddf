#include "search/server/answer.h"

#include <stdio.h>
#include <string.h>

#include "search/render/writer.h"
#include "search/server/api.h"
#include "search/server/handlers.h"

void web_answer_free(web_answer *answer)
{
    if (answer->more_free)
        answer->more_free(answer->more_state);
    web_text_free(&answer->body);
    *answer = (web_answer){0};
}

/* Nothing is left of what was to be sent. */
static void empty(web_answer *answer)
{
    web_text body = answer->body;
    answer->body = (web_text){0};
    web_answer_free(answer);
    web_text_clear(&body);
    answer->body = body;
}

static void put_json(const web_fault *fault, web_text *body)
{
    render_sink sink = web_sink(body);
    render_writer w = {&sink, false};
    render_begin(&w, '{');
    render_key(&w, "error");
    render_begin(&w, '{');
    render_key(&w, "status");
    render_number(&w, (uint64_t)fault->status);
    render_key(&w, "message");
    render_string(&w, fault->message);
    if (fault->column) {
        render_key(&w, "column");
        render_number(&w, (uint64_t)fault->column);
    }
    render_end(&w, '}');
    render_end(&w, '}');
    web_puts(body, "\n");
}

void web_refuse(const web_site *site, const web_ask *ask, const web_fault *fault,
                web_answer *answer)
{
    empty(answer);
    answer->status = fault->status;
    memcpy(answer->trouble, fault->trouble, sizeof answer->trouble);
    if (fault->status == 503)
        answer->retry_after = 1;
    if (ask->format == WEB_HTML) {
        web_page_fault(site, ask, fault, answer);
    } else if (ask->format == WEB_JSON || ask->format == WEB_JSONL) {
        answer->type = "application/json";
        put_json(fault, &answer->body);
    } else {
        answer->type = "text/plain; charset=utf-8";
        web_putf(&answer->body, "%s\n", fault->message);
    }
}

/* The status of HTTP, and for what is nobody's business what is told instead of the message. */
static int status_of(morgue_status status, const char **ret_instead)
{
    switch (status) {
    case MORGUE_BAD_QUERY:
    case MORGUE_INVALID:
    case MORGUE_BAD_INPUT: return 400;
    case MORGUE_NOT_FOUND: *ret_instead = "there is no such article"; return 404;
    case MORGUE_CANCELLED:
        *ret_instead = "there was no time for all of it: ask for less, or try again";
        return 503;
    case MORGUE_STALE:
        *ret_instead = "the archive is being changed: try again in a moment";
        return 503;
    case MORGUE_NETWORK:
        *ret_instead = "a shard of the archive does not answer: try again in a moment";
        return 503;
    case MORGUE_NO_MEMORY: *ret_instead = "the server is out of memory: try again"; return 503;
    default: *ret_instead = "the archive cannot be read: the server's log says why"; return 500;
    }
}

/* Characters of a text. */
static int64_t length_of(const char *text)
{
    int64_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* A place in the query; what is missing at its end is told one behind it. */
web_fault web_fault_of(const morgue_error *err, const char *query)
{
    web_fault fault = {0};
    const char *instead = NULL;
    fault.status = status_of(err->status, &instead);
    if (err->status == MORGUE_BAD_QUERY && err->offset >= 0 && err->offset <= length_of(query))
        fault.column = (int)err->offset + 1;
    snprintf(fault.message, sizeof fault.message, "%s", instead ? instead : err->message);
    if (fault.status == 500 || err->status == MORGUE_NETWORK)
        snprintf(fault.trouble, sizeof fault.trouble, "%.255s", err->message);
    return fault;
}
