#include "indexer/markup/xml_tag.h"

#include <string.h>

#include "indexer/markup/xml_scrub.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
           (unsigned char)c >= 0x80;
}

static bool is_name_byte(char c)
{
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Where a tag's attributes stand: behind its name, before its end. */
typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static cursor attributes_of(morgue_text tag)
{
    morgue_text name = mg_xml_tag_name(tag);
    cursor c = {name.data + name.len, tag.data + tag.len - 1};
    if (c.end > c.at && c.end[-1] == '/')
        c.end--;
    return c;
}

static void skip_space(cursor *c)
{
    while (c->at < c->end && is_space(*c->at))
        c->at++;
}

static morgue_text take_name(cursor *c)
{
    const char *start = c->at;
    if (c->at < c->end && begins_name(*c->at))
        while (c->at < c->end && is_name_byte(*c->at))
            c->at++;
    return (morgue_text){start, (size_t)(c->at - start)};
}

bool mg_xml_tag_sound(morgue_text tag)
{
    cursor c = attributes_of(tag);
    for (;;) {
        const char *before = c.at;
        skip_space(&c);
        if (c.at == c.end)
            return true;
        if (c.at == before || !take_name(&c).len)
            return false;
        skip_space(&c);
        if (c.at == c.end || *c.at++ != '=')
            return false;
        skip_space(&c);
        if (c.at == c.end || (*c.at != '"' && *c.at != '\''))
            return false;
        const char *value = c.at + 1;
        const char *quote = memchr(value, *c.at, (size_t)(c.end - value));
        if (!quote || memchr(value, '<', (size_t)(quote - value)))
            return false;
        c.at = quote + 1;
    }
}

/* A value in quotes, which may lack the second one, or without. */
static morgue_text take_value(cursor *c)
{
    const char *start = c->at;
    if (c->at < c->end && (*c->at == '"' || *c->at == '\'')) {
        const char *quote = memchr(start + 1, *start, (size_t)(c->end - start - 1));
        c->at = quote ? quote + 1 : c->end;
        return (morgue_text){start + 1, (size_t)((quote ? quote : c->end) - start - 1)};
    }
    while (c->at < c->end && !is_space(*c->at))
        c->at++;
    return (morgue_text){start, (size_t)(c->at - start)};
}

static bool append_value(morgue_text value, mg_buffer *ret)
{
    bool ok = mg_buffer_append(ret, "=\"", 2);
    for (size_t i = 0; ok && i < value.len; i++)
        ok = value.data[i] == '"'   ? mg_buffer_append_string(ret, "&#34;")
             : value.data[i] == '<' ? mg_buffer_append_string(ret, "&#60;")
                                    : mg_buffer_append_byte(ret, value.data[i]);
    return ok && mg_buffer_append_byte(ret, '"');
}

static bool append_attribute(cursor *c, morgue_text name, mg_buffer *ret)
{
    morgue_text value = name;
    skip_space(c);
    if (c->at < c->end && *c->at == '=') {
        c->at++;
        skip_space(c);
        value = take_value(c);
    }
    return mg_buffer_append_byte(ret, ' ') && mg_buffer_append(ret, name.data, name.len) &&
           append_value(value, ret);
}

bool mg_xml_tag_mend(morgue_text tag, mg_buffer *ret)
{
    cursor c = attributes_of(tag);
    bool ok = mg_buffer_append(ret, tag.data, (size_t)(c.at - tag.data));
    while (ok) {
        skip_space(&c);
        if (c.at == c.end)
            break;
        morgue_text name = take_name(&c);
        if (name.len)
            ok = append_attribute(&c, name, ret);
        else
            c.at++;
    }
    return ok && mg_buffer_append(ret, c.end, (size_t)(tag.data + tag.len - c.end));
}
