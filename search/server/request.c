#include "search/server/request.h"

#include <stdlib.h>
#include <string.h>

#include "search/render/utf8.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_text(const char *text, size_t len)
{
    for (size_t at = 0, width; at < len; at += width) {
        unsigned char c = (unsigned char)text[at];
        width = render_utf8_width(text + at, len - at);
        if (!width || (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
            return false;
    }
    return true;
}

bool web_decode(char *text, bool form)
{
    char *start = text, *to = text;
    for (; *text; text++, to++) {
        *to = form && *text == '+' ? ' ' : *text;
        if (*text != '%')
            continue;
        int high = hex(text[1]), low = high < 0 ? -1 : hex(text[2]);
        if (low < 0)
            return false;
        *to = (char)(high * 16 + low);
        text += 2;
    }
    size_t len = (size_t)(to - start);
    *to = '\0';
    return is_text(start, len); /* a NUL in it is none */
}

static bool parse_param(char *text, web_request *request)
{
    char *value = strchr(text, '=');
    if (value)
        *value++ = '\0';
    else
        value = text + strlen(text);
    if (request->n_params == WEB_PARAMS_MAX || !web_decode(text, true) || !web_decode(value, true))
        return false;
    request->params[request->n_params++] = (web_param){.name = text, .value = value};
    return true;
}

static bool parse_query(char *query, web_request *request)
{
    char *rest = NULL;
    for (char *part = strtok_r(query, "&", &rest); part; part = strtok_r(NULL, "&", &rest))
        if (!parse_param(part, request))
            return false;
    return true;
}

/* Printable ASCII and nothing else: so it stands in HTTP. */
static bool is_target(const char *target, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (target[i] <= ' ' || target[i] >= 0x7F)
            return false;
    return len > 0 && target[0] == '/';
}

int web_request_parse(const char *target, size_t len, const web_headers *headers, web_request *ret)
{
    if (len > WEB_TARGET_MAX)
        return 414;
    if (!is_target(target, len))
        return 400;
    web_request request = {.headers = *headers, .memory = strndup(target, len)};
    if (!request.memory)
        return 500;
    request.path = request.memory;
    char *query = strchr(request.path, '?');
    if (query)
        *query++ = '\0';
    if (query && !parse_query(query, &request)) {
        web_request_free(&request);
        return 400;
    }
    *ret = request;
    return 0;
}

void web_request_free(web_request *request)
{
    free(request->memory);
    *request = (web_request){0};
}
