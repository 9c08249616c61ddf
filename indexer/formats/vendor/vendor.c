#include "indexer/formats/vendor/vendor.h"
#include "indexer/text/slice.h"
#include "indexer/formats/wire/sgml.h"
#include "indexer/text/clean.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/date.h"
#include "archive/error.h"

enum { STEP = 64 << 10, ARTICLE_MAX = 16 << 20, LONG_LINE = 120 };

/* ---- Articles ------------------------------------------------------------------------------ */

/* Looks for the end of the article in the text, from the line at *at on, which is moved to the
 * first line that is not complete yet. */
static bool find_end(morgue_text text, size_t *at, bool is_all, mg_vendor_marks marks,
                     bool *ret_marked)
{
    while (*at < text.len) {
        const char *feed = memchr(text.data + *at, '\n', text.len - *at);
        if (!feed && !is_all)
            return false;
        size_t next = feed ? (size_t)(feed - text.data) + 1 : text.len;
        mg_vendor_mark mark = marks(mg_trimmed((morgue_text){text.data + *at, next - *at}));
        if (mark == VENDOR_BEGIN && *at)
            return true;
        *ret_marked = *ret_marked || mark != VENDOR_NONE;
        *at = next;
        if (mark == VENDOR_END)
            return true;
    }
    return is_all;
}

morgue_status mg_vendor_take(mg_input *input, mg_vendor_marks marks, morgue_text *ret,
                             bool *ret_marked, morgue_error *err)
{
    size_t at = 0;
    *ret_marked = false;
    for (size_t want = STEP;; want *= 2) {
        morgue_status status = mg_input_peek(input, want, ret, err);
        if (status != MORGUE_OK)
            return status;
        if (find_end(*ret, &at, ret->len < want, marks, ret_marked)) {
            ret->len = at;
            return MORGUE_OK;
        }
        if (want > ARTICLE_MAX) {
            const char *feed = memchr(ret->data, '\n', ret->len);
            mg_input_skip(input, feed ? (size_t)(feed - ret->data) + 1 : ret->len);
            return mg_fail(err, MORGUE_BAD_INPUT, "an article of more than 16 MB");
        }
    }
}

/* ---- Values -------------------------------------------------------------------------------- */

mg_reading mg_vendor_next(const mg_vendor_export *from, mg_reader *reader, morgue_article *article,
                          morgue_error *err)
{
    mg_sink put = {.reader = reader, .article = article, .err = err};
    reader->clean = MG_CLEAN_ENTITIES | MG_CLEAN_LINES;
    for (;;) {
        morgue_text text = {"", 0};
        bool marked;
        reader->offset = mg_input_offset(reader->input);
        reader->line = mg_input_line(reader->input);
        morgue_status status = mg_vendor_take(reader->input, from->marks, &text, &marked, err);
        if (status != MORGUE_OK)
            return mg_reading_of(status);
        if (!text.len)
            return MG_READ_END;
        mg_reading reading = MG_READ_END;
        if (mg_trimmed(text).len && from->is_article(reader, text, marked))
            reading = mg_reader_knows(reader, text) ? MG_READ_KNOWN
                                                    : mg_reading_of(from->put(&put, text));
        mg_input_skip(reader->input, text.len);
        if (reading != MG_READ_END)
            return reading;
    }
}

void mg_vendor_free(mg_vendor *vendor)
{
    mg_buffer_free(&vendor->text);
}

bool mg_vendor_has(const mg_vendor *vendor, morgue_field_id field)
{
    return morgue_article_count(vendor->put->article, field) > 0;
}

/* Appends the value with its white space collapsed, controls taken as such. */
static bool in_one_line(morgue_text value, mg_buffer *ret)
{
    bool ok = true, space = false;
    value = mg_trimmed(value);
    for (size_t i = 0; ok && i < value.len; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (isspace(c) || iscntrl(c)) {
            space = true;
            continue;
        }
        ok = (!space || !ret->len || mg_buffer_append_byte(ret, ' ')) &&
             mg_buffer_append_byte(ret, value.data[i]);
        space = false;
    }
    return ok;
}

void mg_vendor_put(mg_vendor *vendor, morgue_field_id field, morgue_text value)
{
    mg_buffer line = {0};
    if (vendor->status != MORGUE_OK || !mg_trimmed(value).len)
        return;
    bool again = !morgue_field_at(field)->repeatable && mg_vendor_has(vendor, field);
    if (!in_one_line(value, &line))
        vendor->status = mg_fail_memory(vendor->put->err);
    morgue_text text = {line.data ? line.data : "", line.len};
    const char *name = morgue_field_at(field)->name;
    if (vendor->status == MORGUE_OK)
        vendor->status = again ? mg_put_extra_text(vendor->put, name, strlen(name), text)
                               : mg_put(vendor->put, field, text, MORGUE_GIVEN);
    mg_buffer_free(&line);
}

void mg_vendor_extra(mg_vendor *vendor, const char *key, morgue_text value)
{
    mg_buffer line = {0};
    if (vendor->status != MORGUE_OK || !mg_trimmed(value).len)
        return;
    vendor->status = in_one_line(value, &line)
                         ? mg_put_extra_text(vendor->put, key, strlen(key),
                                             (morgue_text){line.data ? line.data : "", line.len})
                         : mg_fail_memory(vendor->put->err);
    mg_buffer_free(&line);
}

/* Without a weight at its end: "(91%)". */
static morgue_text without_weight(morgue_text term)
{
    term = mg_trimmed(term);
    if (term.len < 4 || memcmp(term.data + term.len - 2, "%)", 2) != 0)
        return term;
    const char *open = memrchr(term.data, '(', term.len);
    return open ? mg_trimmed((morgue_text){term.data, (size_t)(open - term.data)}) : term;
}

void mg_vendor_terms(mg_vendor *vendor, morgue_field_id field, morgue_text value, char mark)
{
    while (value.len) {
        const char *end = memchr(value.data, mark, value.len);
        size_t len = end ? (size_t)(end - value.data) : value.len;
        mg_vendor_put(vendor, field, without_weight((morgue_text){value.data, len}));
        value.data += len + (end != NULL);
        value.len -= len + (end != NULL);
    }
}

void mg_vendor_byline(mg_vendor *vendor, morgue_text value)
{
    mg_buffer line = {0};
    value = mg_trimmed(value);
    bool by = mg_text_begins(value, "by ");
    bool von = mg_text_begins(value, "von ") || mg_text_begins(value, "par ");
    if (von)
        value = mg_trimmed((morgue_text){value.data + 4, value.len - 4});
    if (vendor->status != MORGUE_OK || !value.len)
        return;
    bool ok = (by || !von || mg_buffer_append_string(&line, "By ")) && in_one_line(value, &line);
    vendor->status =
        ok ? mg_put_byline(vendor->put, (morgue_text){line.data ? line.data : "", line.len})
           : mg_fail_memory(vendor->put->err);
    mg_buffer_free(&line);
}

void mg_vendor_language(mg_vendor *vendor, morgue_text name)
{
    static const char *const languages[][2] = {
        {"english", "en"},    {"englisch", "en"},    {"anglais", "en"},   {"french", "fr"},
        {"français", "fr"},   {"französisch", "fr"}, {"german", "de"},    {"deutsch", "de"},
        {"allemand", "de"},   {"spanish", "es"},     {"español", "es"},   {"italian", "it"},
        {"italiano", "it"},   {"portuguese", "pt"},  {"português", "pt"}, {"dutch", "nl"},
        {"nederlands", "nl"}, {"russian", "ru"},     {"chinese", "zh"},   {"japanese", "ja"},
        {"arabic", "ar"},     {"swedish", "sv"},     {"norwegian", "no"}, {"danish", "da"},
        {"polish", "pl"},     {"turkish", "tr"},     {"finnish", "fi"},   {"czech", "cs"}};
    size_t n = 0;
    name = mg_trimmed(name);
    while (n < name.len && !strchr(";,( -", name.data[n]))
        n++;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (mg_text_like((morgue_text){name.data, n}, languages[i][0])) {
            mg_vendor_put(vendor, MORGUE_LANG, (morgue_text){languages[i][1], 2});
            return;
        }
    mg_vendor_extra(vendor, "language", name);
}

/* ---- Text ---------------------------------------------------------------------------------- */

void mg_vendor_line(mg_vendor *vendor, morgue_text line)
{
    bool indented = line.len > 2 && isspace((unsigned char)line.data[0]) &&
                    isspace((unsigned char)line.data[1]);
    morgue_text trimmed = mg_trimmed(line);
    if (!trimmed.len) {
        vendor->fresh = true;
        return;
    }
    bool fresh = vendor->fresh || indented || trimmed.len > LONG_LINE || vendor->last > LONG_LINE;
    bool ok = (!vendor->text.len ||
               mg_buffer_append_string(
                   &vendor->text,
                   mg_line_joint((morgue_text){vendor->text.data, vendor->text.len}, fresh))) &&
              mg_buffer_append(&vendor->text, trimmed.data, trimmed.len);
    if (!ok && vendor->status == MORGUE_OK)
        vendor->status = mg_fail_memory(vendor->put->err);
    vendor->fresh = false;
    vendor->last = trimmed.len;
}

morgue_status mg_vendor_finish(mg_vendor *vendor)
{
    morgue_text text = {vendor->text.data ? vendor->text.data : "", vendor->text.len};
    if (vendor->status == MORGUE_OK)
        vendor->status = mg_put(vendor->put, MORGUE_TEXT, text, MORGUE_GIVEN);
    return vendor->status == MORGUE_OK ? mg_check_article(vendor->put->article, vendor->put->err)
                                       : vendor->status;
}

/* ---- Lines --------------------------------------------------------------------------------- */

static bool has_year(morgue_text line)
{
    size_t digits = 0;
    for (size_t i = 0; i <= line.len; i++) {
        bool digit = i < line.len && isdigit((unsigned char)line.data[i]);
        if (!digit && digits == 4)
            return true;
        digits = digit ? digits + 1 : 0;
    }
    return false;
}

bool mg_vendor_date(morgue_text line, morgue_text *ret_date, morgue_text *ret_rest)
{
    char canonical[MG_DATE_MAX];
    morgue_text part = mg_trimmed(line);
    const char *end = part.data + part.len;
    for (int cuts = 0; cuts < 8 && part.len >= 8 && part.len < 100; cuts++) {
        if (!has_year(part))
            return false;
        if (mg_date_parse(part.data, part.len, canonical, NULL) == MORGUE_OK &&
            strlen(canonical) > 4) {
            *ret_date = part;
            if (ret_rest)
                *ret_rest = mg_trimmed(
                    (morgue_text){part.data + part.len, (size_t)(end - part.data - part.len)});
            return true;
        }
        const char *space = memrchr(part.data, ' ', part.len);
        part.len = space ? (size_t)(space - part.data) : 0;
        while (part.len && strchr(" ,-", part.data[part.len - 1]))
            part.len--;
    }
    return false;
}

bool mg_vendor_is_page(morgue_text line)
{
    int a = 0, b = 0, used = 0;
    char copy[32];
    line = mg_trimmed(line);
    const char *rights = line.len ? memmem(line.data, line.len, " \xC2\xA9", 3) : NULL;
    if (rights)
        line.len = (size_t)(rights - line.data);
    if (line.len < 4 || line.len >= sizeof copy)
        return false;
    memcpy(copy, line.data, line.len);
    copy[line.len] = '\0';
    return (sscanf(copy, "Page %4d of %4d%n", &a, &b, &used) == 2 ||
            sscanf(copy, "Page %4d%n", &a, &used) == 1) &&
           used == (int)line.len;
}
