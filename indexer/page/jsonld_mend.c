/* JSON as it comes out of templates that know nothing of JSON. */
#include <stdio.h>
#include <string.h>

#include "indexer/page/jsonld.h"

typedef struct mending {
    const char *at, *end;
    mg_buffer *ret;
    char before; /* the last character written outside of strings that is no space */
} mending;

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

/* May the character behind a quotation mark be one behind a string? In "a "word", and more" it is
 * not. */
static bool closes(const char *at, const char *end)
{
    at = skip_space(at, end);
    if (at == end || *at == '}' || *at == ']' || *at == ':')
        return true;
    if (*at != ',')
        return false;
    at = skip_space(at + 1, end);
    return at == end || strchr("\"{[]}-0123456789tfn/", *at);
}

static unsigned hex_of(const char *at, const char *end)
{
    unsigned value = 0;
    if (end - at < 4)
        return 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                : 0x10000;
        if (digit > 15)
            return 0;
        value = value * 16 + digit;
    }
    return value;
}

/* "\u...." at `at`: kept where it is a character, half of one becomes U+FFFD, and what is no number
 * a "u". */
static bool mend_unicode(mending *m)
{
    unsigned first = hex_of(m->at + 2, m->end);
    bool high = first >= 0xD800 && first < 0xDC00, low = first >= 0xDC00 && first < 0xE000;
    size_t n = 6;
    if (!first) {
        m->at += 2;
        return mg_buffer_append_byte(m->ret, 'u');
    }
    if (high && m->end - m->at >= 12 && m->at[6] == '\\' && m->at[7] == 'u') {
        unsigned second = hex_of(m->at + 8, m->end);
        low = second < 0xDC00 || second >= 0xE000;
        n = low ? 6 : 12;
    } else {
        low = low || high;
    }
    bool ok = low ? mg_buffer_append_string(m->ret, "\\ufffd") : mg_buffer_append(m->ret, m->at, n);
    m->at += n;
    return ok;
}

static bool mend_escape(mending *m)
{
    char c = m->end - m->at > 1 ? m->at[1] : '\0';
    if (c == 'u')
        return mend_unicode(m);
    m->at++;
    if (!c || c == '\n' || c == '\r')
        return true;
    m->at++;
    if (!strchr("\"\\/bfnrt", c))
        return mg_buffer_append_byte(m->ret, c);
    return mg_buffer_append_byte(m->ret, '\\') && mg_buffer_append_byte(m->ret, c);
}

static bool mend_character(mending *m)
{
    char c = *m->at, escape[8];
    if (c == '\\')
        return mend_escape(m);
    m->at++;
    if (c == '"')
        return mg_buffer_append_string(m->ret, "\\\"");
    if ((unsigned char)c >= 0x20)
        return mg_buffer_append_byte(m->ret, c);
    snprintf(escape, sizeof escape, "\\u%04x", c ? (unsigned)c : ' ');
    return mg_buffer_append_string(m->ret, escape);
}

/* A string, from its quotation mark to the one that ends it. */
static bool mend_string(mending *m)
{
    bool ok = mg_buffer_append_byte(m->ret, '"');
    m->at++;
    while (ok && m->at < m->end && !(*m->at == '"' && closes(m->at + 1, m->end)))
        ok = mend_character(m);
    m->at += m->at < m->end;
    m->before = '"';
    return ok && mg_buffer_append_byte(m->ret, '"');
}

/* The length of a comment, CDATA or HTML comment mark; 0 where there is none. */
static size_t comment_length(const char *at, const char *end)
{
    static const char *const marks[] = {"<![CDATA[", "]]>", "<!--", "-->"};
    size_t left = (size_t)(end - at);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (left >= strlen(marks[i]) && memcmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    if (left < 2 || at[0] != '/')
        return 0;
    if (at[1] == '*') {
        const char *close = memmem(at + 2, left - 2, "*/", 2);
        return close ? (size_t)(close + 2 - at) : left;
    }
    if (at[1] != '/')
        return 0;
    const char *feed = memchr(at, '\n', left);
    const char *data = memmem(at, left < 16 ? left : 16, "<![CDATA[", 9);
    if (data && (!feed || data < feed))
        return (size_t)(data + 9 - at);
    return feed ? (size_t)(feed - at) : left;
}

/* A comma before a bracket that closes, or behind another one, is one too many. */
static bool mend_comma(mending *m)
{
    const char *next = skip_space(++m->at, m->end);
    while (next < m->end && comment_length(next, m->end))
        next = skip_space(next + comment_length(next, m->end), m->end);
    m->at = next;
    if (next == m->end || *next == '}' || *next == ']' || *next == ',' || m->before == '{' ||
        m->before == '[')
        return true;
    m->before = ',';
    return mg_buffer_append_byte(m->ret, ',');
}

bool mg_jsonld_mend(morgue_text text, mg_buffer *ret)
{
    mending m = {text.data, text.data + text.len, ret, 0};
    bool ok = true;
    while (ok && m.at < m.end) {
        size_t comment = comment_length(m.at, m.end);
        if (comment) {
            m.at += comment;
        } else if (*m.at == '"') {
            ok = mend_string(&m);
        } else if (*m.at == ',') {
            ok = mend_comma(&m);
        } else {
            bool keep = !is_space(*m.at) && *m.at != ';';
            if (keep)
                m.before = *m.at;
            ok = !keep || mg_buffer_append_byte(ret, *m.at);
            m.at++;
        }
    }
    return ok;
}
