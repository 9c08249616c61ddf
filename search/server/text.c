#include "search/server/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/utf8.h"

enum { FIRST = 1024 };

void web_text_free(web_text *text)
{
    free(text->data);
    *text = (web_text){0};
}

void web_text_clear(web_text *text)
{
    text->len = 0;
    text->lost = false;
    if (text->data)
        text->data[0] = '\0';
}

/* Makes room for `len` more bytes and a NUL. */
static bool reserve(web_text *text, size_t len)
{
    if (text->lost || len > WEB_TEXT_MAX - text->len) {
        text->lost = true;
        return false;
    }
    if (text->cap - text->len > len)
        return true;
    size_t cap = text->cap ? text->cap : FIRST;
    while (cap - text->len <= len)
        cap *= 2;
    char *data = realloc(text->data, cap);
    text->lost = !data;
    if (!data)
        return false;
    text->data = data;
    text->cap = cap;
    return true;
}

void web_put(web_text *text, const char *data, size_t len)
{
    if (!reserve(text, len))
        return;
    if (len)
        memcpy(text->data + text->len, data, len);
    text->len += len;
    text->data[text->len] = '\0';
}

void web_puts(web_text *text, const char *string)
{
    web_put(text, string, strlen(string));
}

void web_putf(web_text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len >= 0 && reserve(text, (size_t)len)) {
        vsnprintf(text->data + text->len, (size_t)len + 1, format, again);
        text->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

/* ---- Foreign text ------------------------------------------------------------------------- */

/* What the byte becomes in markup; NULL: it stays. */
static const char *reference(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\n':
    case '\t':
    case '\r': return NULL;
    default: return c < ' ' || c == 0x7F ? WEB_UNKNOWN : NULL;
    }
}

void web_put_markup(web_text *text, const char *data, size_t len)
{
    size_t from = 0, at = 0;
    while (at < len) {
        unsigned char c = (unsigned char)data[at];
        size_t width = c < 0x80 ? 1 : web_utf8_width(data + at, len - at);
        const char *instead = c < 0x80 ? reference(c) : width ? NULL : WEB_UNKNOWN;
        if (instead) {
            web_put(text, data + from, at - from);
            web_puts(text, instead);
            from = at + 1;
        }
        at += width ? width : 1;
    }
    web_put(text, data + from, len - from);
}

static bool is_plain_in_url(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void web_put_url(web_text *text, const char *data, size_t len)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0, plain; i < len; i++) {
        for (plain = i; plain < len && is_plain_in_url((unsigned char)data[plain]); plain++)
            ;
        web_put(text, data + i, plain - i);
        i = plain;
        if (i < len) {
            unsigned char c = (unsigned char)data[i];
            const char escaped[] = {'%', digits[c >> 4], digits[c & 15]};
            web_put(text, escaped, sizeof escaped);
        }
    }
}
