#include "indexer/markup/html_tame.h"

#include <string.h>
#include <strings.h>

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr(":-_.", c) || (c & 0x80);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* Behind the value at `at`, which follows a "=". */
static const char *skip_value(const char *at, const char *end)
{
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *quote = memchr(at + 1, *at, (size_t)(end - at - 1));
        return quote ? quote + 1 : end;
    }
    while (at < end && !is_space(*at) && *at != '>')
        at++;
    return at;
}

/* The end of the start tag whose name begins at `at`; sets *ret_excess to the first attribute too
 * many, or to NULL. */
static const char *skip_tag(const char *at, const char *end, const char **ret_excess)
{
    size_t names = 0;
    *ret_excess = NULL;
    while (at < end && *at != '>') {
        if (!*at || !is_name(*at)) {
            at++;
            continue;
        }
        if (names++ == MG_HTML_ATTRIBUTES_MAX + 1) /* the tag's own is one */
            *ret_excess = at;
        while (at < end && *at && is_name(*at))
            at++;
        const char *equals = skip_space(at, end);
        if (names > 1 && equals < end && *equals == '=')
            at = skip_value(skip_space(equals + 1, end), end);
    }
    return at;
}

/* Behind the element that begins at `at`, where it is one whose text is no markup; else NULL. */
static const char *skip_raw(const char *at, const char *end)
{
    static const char *const raw[] = {"script", "style"};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        size_t n = strlen(raw[i]);
        if ((size_t)(end - at) <= n || strncasecmp(at, raw[i], n) != 0 || is_name(at[n]))
            continue;
        for (const char *close = at; (close = memchr(close, '<', (size_t)(end - close))); close++)
            if ((size_t)(end - close) > n + 2 && close[1] == '/' &&
                strncasecmp(close + 2, raw[i], n) == 0)
                return close;
        return end;
    }
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool mg_html_tame(morgue_text html, mg_buffer *ret)
{
    const char *at = html.data, *end = html.data + html.len, *excess;
    while ((at = memchr(at, '<', (size_t)(end - at))) && ++at < end) {
        if (!is_letter(*at))
            continue;
        const char *name = at;
        at = skip_tag(name, end, &excess);
        if (excess && !ret->len && !mg_buffer_append(ret, html.data, html.len))
            return false;
        if (excess)
            memset(ret->data + (excess - html.data), ' ', (size_t)(at - excess));
        const char *behind = skip_raw(name, end);
        at = behind && behind > at ? behind : at;
    }
    return true;
}
