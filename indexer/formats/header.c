#include "indexer/formats/header.h"

#include <string.h>

#include "archive/error.h"
#include "indexer/formats/choose.h"
#include "indexer/formats/csv/csv_names.h"

enum { KEY_MAX = 40 };

/* The next line, without its end; moves *text behind it. */
static morgue_text take_line(morgue_text *text)
{
    const char *end = memchr(text->data, '\n', text->len);
    morgue_text line = {text->data, end ? (size_t)(end - text->data) : text->len};
    text->data += line.len + (end != NULL);
    text->len -= line.len + (end != NULL);
    if (line.len && line.data[line.len - 1] == '\r')
        line.len--;
    return line;
}

static bool is_key_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == ' ' || (unsigned char)c >= 0x80;
}

/* Length of the key of `Key: value`, 0 where there is none. */
static size_t key_length(morgue_text line)
{
    size_t n = 0;
    while (n < line.len && n <= KEY_MAX && is_key_byte(line.data[n]))
        n++;
    bool ends = n < line.len && line.data[n] == ':';
    bool parted =
        ends && (n + 1 == line.len || line.data[n + 1] == ' ' || line.data[n + 1] == '\t');
    return n <= KEY_MAX && parted && line.data[0] != ' ' ? n : 0;
}

static bool goes_on(morgue_text line)
{
    return line.len && (line.data[0] == ' ' || line.data[0] == '\t') && mg_trimmed(line).len;
}

size_t mg_header_length(const mg_reader *reader, morgue_text text)
{
    morgue_text rest = text;
    morgue_field_id field;
    for (size_t n = 0; rest.len; n++) {
        morgue_text line = take_line(&rest);
        if (!mg_trimmed(line).len)
            return n ? text.len - rest.len : 0;
        size_t key = key_length(line);
        if (n == 0 && (!key || mg_csv_name_field(reader, (morgue_text){line.data, key}, &field) ==
                                   CLAIM_NONE))
            return 0;
        if (!key && !goes_on(line))
            return 0;
    }
    return text.len;
}

static morgue_status put_line(mg_sink *put, morgue_text key, morgue_text value)
{
    morgue_field_id field;
    mg_claim claim = mg_csv_name_field(put->reader, key, &field);
    value = mg_trimmed(value);
    if (claim == CLAIM_NONE || field == MORGUE_EXTRA)
        return mg_put_extra_text(put, key.data, key.len, value);
    if (field == MORGUE_AUTHOR)
        return mg_put_byline(put, value);
    if (mg_lists_names(field))
        return mg_put_list(put, field, value, true);
    if (morgue_article_count(put->article, field)) /* a second title */
        return mg_put_extra_text(put, key.data, key.len, value);
    return mg_put(put, field, value, MORGUE_GIVEN);
}

morgue_status mg_header_put(mg_sink *put, morgue_text block)
{
    mg_buffer value = {0};
    morgue_status status = MORGUE_OK;
    while (block.len && status == MORGUE_OK) {
        morgue_text line = take_line(&block);
        size_t key = key_length(line);
        if (!key)
            continue;
        mg_buffer_clear(&value);
        bool ok = mg_buffer_append(&value, line.data + key + 1, line.len - key - 1);
        for (morgue_text ahead = block; ok && ahead.len; block = ahead) {
            morgue_text more = take_line(&ahead);
            if (!goes_on(more))
                break;
            more = mg_trimmed(more);
            ok =
                mg_buffer_append_byte(&value, ' ') && mg_buffer_append(&value, more.data, more.len);
        }
        status =
            ok ? put_line(put, (morgue_text){line.data, key}, (morgue_text){value.data, value.len})
               : mg_fail_memory(put->err);
    }
    mg_buffer_free(&value);
    return status;
}
