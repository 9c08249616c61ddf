#include "indexer/formats/web/http.h"

#include <string.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/web/http_unpack.h"
#include "indexer/formats/put.h"

/* ---- The head ------------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "HTTP/1.1 200 OK", "HTTP/2 200", "ICY 200 OK". */
static bool read_status(morgue_text line, unsigned *ret)
{
    size_t n = 0;
    if (!mg_text_begins(line, "HTTP/") && !mg_text_begins(line, "ICY "))
        return false;
    while (n < line.len && line.data[n] != ' ' && line.data[n] != '\t')
        n++;
    morgue_text rest = mg_trimmed((morgue_text){line.data + n, line.len - n});
    if (rest.len < 3 || !is_digit(rest.data[0]) || !is_digit(rest.data[1]) ||
        !is_digit(rest.data[2]) || (rest.len > 3 && is_digit(rest.data[3])))
        return false;
    *ret = (unsigned)(rest.data[0] - '0') * 100 + (unsigned)(rest.data[1] - '0') * 10 +
           (unsigned)(rest.data[2] - '0');
    return true;
}

static bool parse_one(morgue_text message, mg_http *ret)
{
    morgue_text line;
    do
        line = mg_take_line(&message);
    while (!line.len && message.len);
    if (!read_status(line, &ret->status))
        return false;
    size_t n = mg_fields_length(message);
    if (!n)
        n = message.len; /* cut off: no body */
    ret->fields = (morgue_text){message.data, n};
    ret->body = (morgue_text){message.data + n, message.len - n};
    return true;
}

bool mg_http_parse(morgue_text message, mg_http *ret)
{
    mg_http http = {0}, next;
    if (!parse_one(message, &http))
        return false;
    while (http.status / 100 == 1 && parse_one(http.body, &next))
        http = next;
    *ret = http;
    return true;
}

/* ---- Chunks -------------------------------------------------------------------------------- */

enum { CHUNK_LINE_MAX = 1024, CHUNK_DIGITS_MAX = 15 };

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads "1a2f; extension CRLF" and sets *ret_len to its length; false where it is none. */
static bool read_chunk_line(morgue_text text, size_t *ret_size, size_t *ret_len)
{
    size_t n = 0, size = 0;
    size_t most = text.len < CHUNK_LINE_MAX ? text.len : CHUNK_LINE_MAX;
    for (; n < most && hex_digit(text.data[n]) >= 0; n++) {
        if (n == CHUNK_DIGITS_MAX)
            return false;
        size = size * 16 + (size_t)hex_digit(text.data[n]);
    }
    const char *feed = n && n < most ? memchr(text.data + n, '\n', most - n) : NULL;
    if (!feed || !strchr("; \t\r\n", text.data[n]))
        return false;
    morgue_text behind = mg_trimmed((morgue_text){text.data + n, (size_t)(feed - text.data) - n});
    if (behind.len && behind.data[0] != ';')
        return false;
    *ret_size = size;
    *ret_len = (size_t)(feed - text.data) + 1;
    return true;
}

/* Bytes before the next line that can begin a chunk; all where there is none. Of the line feed
 * before it, nothing counts. */
static size_t find_chunk(morgue_text text, size_t *ret_next)
{
    size_t size, len, at = 0;
    for (;;) {
        const char *feed = at < text.len ? memchr(text.data + at, '\n', text.len - at) : NULL;
        if (!feed)
            break;
        at = (size_t)(feed - text.data) + 1;
        if (!read_chunk_line((morgue_text){text.data + at, text.len - at}, &size, &len))
            continue;
        if (size > text.len - at - len)
            continue; /* digits in the text */
        *ret_next = at;
        return at - 1 - (at > 1 && text.data[at - 2] == '\r');
    }
    *ret_next = text.len;
    return text.len;
}

/* Length of the line end that `text` begins with, 0 where there is none. */
static size_t line_end(morgue_text text)
{
    if (text.len && text.data[0] == '\n')
        return 1;
    return text.len > 1 && memcmp(text.data, "\r\n", 2) == 0 ? 2 : 0;
}

/* Appends the chunk at *rest of the size its line gives, and moves behind it. */
static bool take_chunk(morgue_text *rest, size_t size, mg_buffer *ret, const char **ret_problem)
{
    size_t used = size, next = size;
    morgue_text behind = {rest->data + size, rest->len - size};
    size_t end = line_end(behind);
    if (!end && behind.len) {
        used = size + find_chunk(behind, &next);
        next += size;
        *ret_problem = "a chunk of the answer has another length than it says";
    } else {
        next += end;
    }
    bool ok = mg_buffer_append(ret, rest->data, used);
    *rest = (morgue_text){rest->data + next, rest->len - next};
    return ok;
}

bool mg_http_dechunk(morgue_text body, mg_buffer *ret, const char **ret_problem, bool *ret_ok)
{
    size_t size, len;
    *ret_ok = true;
    if (!read_chunk_line(body, &size, &len))
        return false;
    for (;;) {
        if (!read_chunk_line(body, &size, &len)) {
            *ret_problem = "the answer ends before its last chunk";
            return true;
        }
        body = (morgue_text){body.data + len, body.len - len};
        if (!size)
            return true;
        if (size > body.len) {
            *ret_problem = "the answer ends within a chunk";
            size = body.len;
        }
        *ret_ok = take_chunk(&body, size, ret, ret_problem);
        if (!*ret_ok || (!body.len && *ret_problem))
            return true;
    }
}

/* ---- The body ------------------------------------------------------------------------------ */

void mg_http_scratch_free(mg_http_scratch *scratch)
{
    mg_buffer_free(&scratch->a);
    mg_buffer_free(&scratch->b);
}

/* Takes the last of a list of words separated by commas. */
static morgue_text take_last(morgue_text *list)
{
    size_t n = list->len;
    while (n && list->data[n - 1] != ',')
        n--;
    morgue_text word = mg_trimmed((morgue_text){list->data + n, list->len - n});
    list->len = n ? n - 1 : 0;
    return word;
}

static morgue_status undo_chunks(const mg_http *http, mg_buffer *to, morgue_text *body,
                                 const char **ret_problem, morgue_error *err)
{
    bool ok;
    morgue_text codings = mg_fields_get(http->fields, "Transfer-Encoding");
    mg_buffer_clear(to);
    if (!mg_text_like(take_last(&codings), "chunked"))
        return MORGUE_OK;
    if (mg_http_dechunk(*body, to, ret_problem, &ok))
        *body = (morgue_text){to->data ? to->data : "", to->len};
    return ok ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_http_body(const mg_http *http, mg_http_scratch *scratch, morgue_text *ret,
                           const char **ret_problem, morgue_error *err)
{
    enum { LAYERS_MAX = 4 };
    morgue_text body = http->body;
    const char *problem = NULL;
    morgue_text codings = mg_fields_get(http->fields, "Content-Encoding");
    mg_buffer *from = &scratch->a, *to = &scratch->b;
    morgue_status status = undo_chunks(http, from, &body, &problem, err);
    for (int i = 0; status == MORGUE_OK && codings.len; i++) {
        morgue_text coding = take_last(&codings);
        if (i == LAYERS_MAX)
            return mg_fail(err, MORGUE_BAD_INPUT, "it is packed more than %d times", LAYERS_MAX);
        mg_buffer_clear(to);
        status = mg_http_unpack(coding, MG_HTTP_BODY_MAX, &body, to, &problem, err);
        mg_buffer *unused = from;
        from = to;
        to = unused;
    }
    if (status == MORGUE_OK && body.len > MG_HTTP_BODY_MAX)
        status = mg_fail(err, MORGUE_BAD_INPUT, "it has more than %zu MB", MG_HTTP_BODY_MAX >> 20);
    if (status != MORGUE_OK)
        return status;
    *ret = body;
    *ret_problem = problem;
    return MORGUE_OK;
}
