#include "indexer/text/slice.h"

#include <string.h>
#include <strings.h>

bool mg_text_is(morgue_text text, const char *string)
{
    return text.len == strlen(string) && memcmp(text.data, string, text.len) == 0;
}

bool mg_text_like(morgue_text text, const char *string)
{
    return text.len == strlen(string) && strncasecmp(text.data, string, text.len) == 0;
}

bool mg_text_begins(morgue_text text, const char *with)
{
    size_t n = strlen(with);
    return text.len >= n && strncasecmp(text.data, with, n) == 0;
}

bool mg_text_among(morgue_text text, const char *list)
{
    while (text.len && *list) {
        const char *end = strchrnul(list, ' ');
        if ((size_t)(end - list) == text.len && strncasecmp(list, text.data, text.len) == 0)
            return true;
        for (list = end; *list == ' ';)
            list++;
    }
    return false;
}

morgue_text mg_take_line(morgue_text *text)
{
    const char *end = text->len ? memchr(text->data, '\n', text->len) : NULL;
    morgue_text line = {text->data, end ? (size_t)(end - text->data) : text->len};
    text->data += line.len + (end != NULL);
    text->len -= line.len + (end != NULL);
    if (line.len && line.data[line.len - 1] == '\r')
        line.len--;
    return line;
}
