#include "indexer/formats/wire/sgml.h"

#include <string.h>

#include "indexer/formats/put.h"

/* ---- Elements ------------------------------------------------------------------------------ */

static const char *find(morgue_text text, const char *needle)
{
    return text.len ? memmem(text.data, text.len, needle, strlen(needle)) : NULL;
}

static morgue_text behind(morgue_text text, const char *at)
{
    return (morgue_text){at, (size_t)(text.data + text.len - at)};
}

/* The first tag "<name" that is not the beginning of a longer name. */
static const char *find_tag(morgue_text text, const char *name)
{
    char tag[32] = "<";
    strncat(tag, name, sizeof tag - 2);
    for (const char *at; (at = find(text, tag)); text = behind(text, at + 1)) {
        const char *end = at + strlen(tag);
        if (end < text.data + text.len && strchr("> \t\r\n", *end))
            return at;
    }
    return NULL;
}

bool mg_sgml_element(morgue_text text, const char *name, morgue_text *ret_content,
                     morgue_text *ret_attributes)
{
    char close[32] = "</";
    strncat(close, name, sizeof close - 4);
    strcat(close, ">");
    const char *tag = find_tag(text, name);
    if (!tag)
        return false;
    const char *attributes = tag + 1 + strlen(name);
    const char *end = memchr(attributes, '>', (size_t)(text.data + text.len - attributes));
    if (!end)
        return false;
    const char *last = find(behind(text, end + 1), close);
    if (!last)
        return false;
    if (ret_content)
        *ret_content = (morgue_text){end + 1, (size_t)(last - end - 1)};
    if (ret_attributes)
        *ret_attributes = (morgue_text){attributes, (size_t)(end - attributes)};
    return true;
}

morgue_text mg_sgml_attribute(morgue_text attributes, const char *name)
{
    const char *end = attributes.data + attributes.len;
    for (const char *at; (at = find(attributes, name)); attributes = behind(attributes, at + 1)) {
        const char *value = at + strlen(name);
        bool starts = at > attributes.data && strchr(" \t\r\n", at[-1]);
        if (!starts || end - value < 3 || value[0] != '=' || (value[1] != '"' && value[1] != '\''))
            continue;
        const char *quote = memchr(value + 2, value[1], (size_t)(end - value - 2));
        if (quote)
            return (morgue_text){value + 2, (size_t)(quote - value - 2)};
    }
    return (morgue_text){"", 0};
}

/* ---- Text ---------------------------------------------------------------------------------- */

const char *mg_line_joint(morgue_text before, bool fresh)
{
    bool hyphen = before.len && before.data[before.len - 1] == '-';
    return fresh ? "\n\n" : hyphen ? "\n" : " ";
}

bool mg_unwrap(morgue_text text, mg_buffer *ret)
{
    bool ok = true, fresh = true;
    while (ok && text.len) {
        const char *feed = memchr(text.data, '\n', text.len);
        morgue_text raw = {text.data, feed ? (size_t)(feed - text.data) : text.len};
        morgue_text line = mg_trimmed(raw);
        text.data += raw.len + (feed != NULL);
        text.len -= raw.len + (feed != NULL);
        if (!line.len) {
            fresh = true;
            continue;
        }
        fresh = fresh || raw.data[0] == ' ' || raw.data[0] == '\t';
        if (ret->len)
            ok = mg_buffer_append_string(ret,
                                         mg_line_joint((morgue_text){ret->data, ret->len}, fresh));
        ok = ok && mg_buffer_append(ret, line.data, line.len);
        fresh = false;
    }
    return ok;
}
