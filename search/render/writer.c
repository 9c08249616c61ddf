#include "search/render/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "search/render/utf8.h"

/* ---- Strings ------------------------------------------------------------------------------ */

/* How it stands in a string; NULL: as it is. `ret` has room for an escape. */
static const char *escaped(unsigned char c, char ret[8])
{
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
    }
    if (c >= ' ')
        return NULL;
    snprintf(ret, 8, "\\u%04X", c);
    return ret;
}

void render_part(render_writer *w, const char *data, size_t len)
{
    char memory[8];
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c > '\\' || (c >= ' ' && c != '"' && c != '\\'))
            continue;
        render_put(w->out, data + from, i - from);
        render_puts(w->out, escaped(c, memory));
        from = i + 1;
    }
    render_put(w->out, data + from, len - from);
}

static bool is_utf8(morgue_text text)
{
    for (size_t at = 0, width; at < text.len; at += width) {
        width = (unsigned char)text.data[at] < 0x80
                    ? 1
                    : render_utf8_width(text.data + at, text.len - at);
        if (!width)
            return false;
    }
    return true;
}

static void put_mended(render_writer *w, morgue_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] < 0x80)
            render_part(w, text.data + i, 1);
        else
            render_puts(w->out, RENDER_UNKNOWN);
}

/* ---- Values ------------------------------------------------------------------------------- */

/* Puts what stands before a value, and notes that it is there. */
static void begin_value(render_writer *w)
{
    if (w->behind)
        render_put(w->out, ", ", 2);
    w->behind = true;
}

void render_begin(render_writer *w, char bracket)
{
    begin_value(w);
    render_put(w->out, &bracket, 1);
    w->behind = false;
}

void render_end(render_writer *w, char bracket)
{
    render_put(w->out, &bracket, 1);
    w->behind = true;
}

render_writer *render_key(render_writer *w, const char *key)
{
    begin_value(w);
    render_put(w->out, "\"", 1);
    render_puts(w->out, key);
    render_put(w->out, "\": ", 3);
    w->behind = false;
    return w;
}

void render_open_string(render_writer *w)
{
    begin_value(w);
    render_put(w->out, "\"", 1);
}

void render_close_string(render_writer *w)
{
    render_put(w->out, "\"", 1);
}

void render_text(render_writer *w, morgue_text text)
{
    render_open_string(w);
    if (is_utf8(text))
        render_part(w, text.data, text.len);
    else
        put_mended(w, text);
    render_close_string(w);
}

void render_string(render_writer *w, const char *string)
{
    if (string)
        render_text(w, (morgue_text){string, strlen(string)});
    else
        render_null(w);
}

void render_number(render_writer *w, uint64_t number)
{
    char digits[24];
    begin_value(w);
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    render_puts(w->out, digits);
}

/* "1e-05" is "1e-5" in JSON's own manner, and what looks whole gets a decimal. */
static void tidy(char *digits)
{
    char *exponent = strchr(digits, 'e');
    if (!exponent) {
        if (!strchr(digits, '.'))
            strcat(digits, ".0");
        return;
    }
    char *to = exponent + 1;
    char *from = to;
    if (*from == '-')
        to++, from++;
    else if (*from == '+')
        from++;
    from += strspn(from, "0");
    memmove(to, from, strlen(from) + 1);
}

void render_real(render_writer *w, double number)
{
    char digits[40];
    begin_value(w);
    snprintf(digits, sizeof digits - 4, "%.6g", number);
    tidy(digits);
    render_puts(w->out, digits);
}

void render_bool(render_writer *w, bool value)
{
    begin_value(w);
    render_puts(w->out, value ? "true" : "false");
}

void render_null(render_writer *w)
{
    begin_value(w);
    render_put(w->out, "null", 4);
}
