#include "indexer/formats/fields.h"

#include <string.h>
#include <strings.h>

#include "indexer/formats/put.h"

size_t mg_fields_length(morgue_text text)
{
    morgue_text rest = text;
    while (rest.len) {
        bool whole = memchr(rest.data, '\n', rest.len) != NULL;
        if (!mg_take_line(&rest).len && whole)
            return text.len - rest.len;
    }
    return 0;
}

static bool goes_on(morgue_text block)
{
    return block.len && (block.data[0] == ' ' || block.data[0] == '\t');
}

bool mg_fields_next(morgue_text *block, morgue_text *ret_name, morgue_text *ret_value)
{
    while (block->len) {
        morgue_text line = mg_take_line(block);
        const char *colon = line.len ? memchr(line.data, ':', line.len) : NULL;
        while (goes_on(*block)) {
            morgue_text more = mg_take_line(block);
            line.len = (size_t)(more.data + more.len - line.data);
        }
        if (!colon || colon == line.data)
            continue;
        size_t n = (size_t)(colon - line.data);
        *ret_name = mg_trimmed((morgue_text){line.data, n});
        *ret_value = mg_trimmed((morgue_text){colon + 1, line.len - n - 1});
        return true;
    }
    return false;
}

morgue_text mg_fields_get(morgue_text block, const char *name)
{
    morgue_text found, value;
    while (mg_fields_next(&block, &found, &value))
        if (mg_text_like(found, name))
            return value;
    return (morgue_text){"", 0};
}

/* ---- Parameters ---------------------------------------------------------------------------- */

morgue_text mg_field_word(morgue_text value)
{
    size_t n = 0;
    value = mg_trimmed(value);
    while (n < value.len && !strchr(";, \t\r\n", value.data[n]))
        n++;
    return (morgue_text){value.data, n};
}

/* Takes what stands before the next semicolon that is not in quotes. */
static morgue_text take_part(morgue_text *value)
{
    bool quoted = false;
    size_t n = 0;
    for (; n < value->len && (quoted || value->data[n] != ';'); n++)
        if (value->data[n] == '"')
            quoted = !quoted;
        else if (quoted && value->data[n] == '\\' && n + 1 < value->len)
            n++;
    morgue_text part = {value->data, n};
    size_t used = n + (n < value->len);
    *value = (morgue_text){value->data + used, value->len - used};
    return mg_trimmed(part);
}

static morgue_text without_quotes(morgue_text text)
{
    text = mg_trimmed(text);
    if (text.len && text.data[0] == '"') {
        const char *end = memchr(text.data + 1, '"', text.len - 1);
        text.len = end ? (size_t)(end - text.data) - 1 : text.len - 1;
        text.data++;
    } else if (text.len > 1 && text.data[0] == '\'' && text.data[text.len - 1] == '\'') {
        text.data++;
        text.len -= 2;
    }
    return text;
}

morgue_text mg_field_parameter(morgue_text value, const char *name)
{
    (void)take_part(&value);
    while (value.len) {
        morgue_text part = take_part(&value);
        const char *equals = part.len ? memchr(part.data, '=', part.len) : NULL;
        if (!equals)
            continue;
        size_t n = (size_t)(equals - part.data);
        if (mg_text_like(mg_trimmed((morgue_text){part.data, n}), name))
            return without_quotes((morgue_text){equals + 1, part.len - n - 1});
    }
    return (morgue_text){"", 0};
}
