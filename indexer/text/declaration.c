#include "indexer/text/declaration.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* HTML requires the declaration within 1,024 bytes; what is in the wild is not that strict. */
enum { META_WITHIN = 8192, XML_WITHIN = 512 };

#define NOTHING ((morgue_text){"", 0})

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool begins(morgue_text text, const char *word)
{
    size_t len = strlen(word);
    return text.len >= len && strncasecmp(text.data, word, len) == 0;
}

static void skip(morgue_text *text, size_t n)
{
    text->data += n;
    text->len -= n;
}

static void skip_space(morgue_text *text)
{
    while (text->len && is_space(*text->data))
        skip(text, 1);
}

/* The value behind `key` and =, with or without quotes. */
static morgue_text value_of(morgue_text text, const char *key)
{
    size_t len = strlen(key);
    for (; text.len > len; skip(&text, 1)) {
        if (!begins(text, key))
            continue;
        morgue_text rest = {text.data + len, text.len - len};
        skip_space(&rest);
        if (!rest.len || *rest.data != '=')
            continue;
        skip(&rest, 1);
        skip_space(&rest);
        if (rest.len && (*rest.data == '"' || *rest.data == '\''))
            skip(&rest, 1);
        size_t n = 0;
        while (n < rest.len && !is_space(rest.data[n]) && !strchr("\"'/;>?", rest.data[n]))
            n++;
        return (morgue_text){rest.data, n};
    }
    return NOTHING;
}

static morgue_text up_to(morgue_text text, size_t max, char mark)
{
    text.len = text.len < max ? text.len : max;
    const char *end = memchr(text.data, mark, text.len);
    return end ? (morgue_text){text.data, (size_t)(end - text.data)} : NOTHING;
}

static morgue_text in_meta(morgue_text head)
{
    head.len = head.len < META_WITHIN ? head.len : META_WITHIN;
    for (const char *at; (at = memchr(head.data, '<', head.len));) {
        skip(&head, (size_t)(at - head.data));
        morgue_text tag = begins(head, "<meta") ? up_to(head, META_WITHIN, '>') : NOTHING;
        morgue_text label = value_of(tag, "charset");
        if (label.len)
            return label;
        skip(&head, 1);
    }
    return NOTHING;
}

morgue_text mg_charset_declared(morgue_text head)
{
    if (begins(head, "\xEF\xBB\xBF"))
        skip(&head, 3);
    if (begins(head, "@charset \""))
        return up_to((morgue_text){head.data + 10, head.len - 10}, XML_WITHIN, '"');
    skip_space(&head);
    morgue_text label = NOTHING;
    if (begins(head, "<?xml"))
        label = value_of(up_to(head, XML_WITHIN, '>'), "encoding");
    return label.len ? label : in_meta(head);
}
