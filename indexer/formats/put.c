#include "indexer/formats/put.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "archive/article.h"
#include "archive/date.h"
#include "archive/error.h"
#include "archive/field.h"
#include "indexer/formats/language.h"
#include "indexer/text/clean.h"

void mg_note(mg_reader *reader, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    mg_vformat(line, sizeof line, format, args);
    va_end(args);
    if (reader->notes.len > 8192)
        return; /* what is wrong with this article is known by now */
    if (!reader->notes.len || mg_buffer_append_byte(&reader->notes, '\n'))
        (void)mg_buffer_append_string(&reader->notes, line);
}

void mg_note_mend(mg_reader *reader, const mg_mend *mend)
{
    if (mend->bytes)
        mg_note(reader, "%zu byte%s not UTF-8: read as Windows-1252", mend->bytes,
                mend->bytes == 1 ? " was" : "s were");
    if (mend->controls)
        mg_note(reader, "%zu control character%s turned into spaces", mend->controls,
                mend->controls == 1 ? "" : "s");
}

static void note_cleaned(mg_reader *reader, const mg_cleaned *counts)
{
    if (counts->mojibake)
        mg_note(reader,
                "%zu piece%s of text that had been read in the wrong character set %s mended",
                counts->mojibake, counts->mojibake == 1 ? "" : "s",
                counts->mojibake == 1 ? "was" : "were");
    if (counts->entities)
        mg_note(reader, "%zu HTML entit%s left in the text %s resolved", counts->entities,
                counts->entities == 1 ? "y" : "ies", counts->entities == 1 ? "was" : "were");
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

morgue_text mg_trimmed(morgue_text text)
{
    while (text.len && is_space(text.data[text.len - 1]))
        text.len--;
    while (text.len && is_space(*text.data)) {
        text.data++;
        text.len--;
    }
    return text;
}

mg_reading mg_reading_of(morgue_status status)
{
    switch (status) {
    case MORGUE_OK: return MG_READ_ARTICLE;
    case MORGUE_BAD_INPUT: return MG_READ_BAD;
    default: return MG_READ_BROKEN;
    }
}

/* ---- Fields -------------------------------------------------------------------------------- */

/* How much of a value is shown in a note. */
static int shown(morgue_text text)
{
    return text.len > 60 ? (int)mg_utf8_cut(text.data, text.len, 60) : (int)text.len;
}

/* Reads a date; *ret is {""} where it is not understood, with a note. */
static void read_date(mg_sink *put, morgue_text text, const char *what, mg_date_reading *ret)
{
    morgue_error problem = {0};
    *ret = MG_NO_DATE;
    if (mg_date_read(text.data, text.len, ret, &problem) != MORGUE_OK)
        mg_note(put->reader, "the %s \"%.*s\" is not understood: %s", what, shown(text), text.data,
                problem.message);
    else if (ret->odd_weekday)
        mg_note(put->reader, "the %s \"%.*s\" names a weekday that it does not fall on", what,
                shown(text), text.data);
}

static morgue_status put_date(mg_sink *put, morgue_text text)
{
    mg_date_reading *reading = &put->reader->published;
    read_date(put, text, "date", reading);
    const char *date = mg_date_alone(reading);
    return mg_article_put_date(put->article, text, (morgue_text){date, strlen(date)}, put->err);
}

static morgue_status put_modified(mg_sink *put, morgue_text text)
{
    mg_date_reading *reading = &put->reader->modified;
    read_date(put, text, "date of the last change", reading);
    const char *date = mg_date_alone(reading);
    if (!*date || reading->ambiguous) {
        morgue_status status = mg_put_extra_text(put, "raw_modified", strlen("raw_modified"), text);
        if (status != MORGUE_OK)
            return status;
    }
    return morgue_article_set(put->article, MORGUE_MODIFIED, date, MORGUE_NUL, put->err);
}

static morgue_status put_clean(mg_sink *put, morgue_field_id field, const morgue_tag *tag)
{
    morgue_text text = tag->name;
    if (mg_article_check_values(put->article, put->err) != MORGUE_OK)
        return MORGUE_BAD_INPUT;
    if (field == MORGUE_DATE)
        return put_date(put, text);
    if (field == MORGUE_MODIFIED)
        return put_modified(put, text);
    if (field == MORGUE_LANG && mg_language_tag(mg_trimmed(text)).len)
        text = mg_language_tag(mg_trimmed(text));
    if (field == MORGUE_AUTHOR)
        text = mg_author_name(text);
    if (field == MORGUE_ACTOR)
        field = mg_is_organization(text) ? MORGUE_ORG : MORGUE_PERSON;
    if (mg_field_is_tag(field))
        return morgue_article_add_tag(put->article, field, tag, put->err);
    if (morgue_field_at(field)->repeatable)
        return morgue_article_add(put->article, field, text.data, text.len, tag->origin, put->err);
    return morgue_article_set(put->article, field, text.data, text.len, put->err);
}

/* Appends the text (valid UTF-8) without what is no part of it. */
static morgue_status clean_into(mg_sink *put, morgue_text text, mg_buffer *ret)
{
    mg_cleaned counts;
    if (!mg_clean(text, put->reader->clean, ret, &counts))
        return mg_fail_memory(put->err);
    note_cleaned(put->reader, &counts);
    return MORGUE_OK;
}

/* The same tag under a name that was made of its own. */
static morgue_tag renamed(const morgue_tag *tag, const mg_buffer *name)
{
    morgue_tag copy = *tag;
    copy.name = (morgue_text){name->data ? name->data : "", name->len};
    return copy;
}

/* Puts valid UTF-8, cleaned if need be. */
static morgue_status put_valid(mg_sink *put, morgue_field_id field, const morgue_tag *tag)
{
    if (field == MORGUE_ID || !mg_needs_cleaning(tag->name, put->reader->clean))
        return put_clean(put, field, tag);
    mg_buffer clean = {0};
    morgue_status status = clean_into(put, tag->name, &clean);
    morgue_tag value = renamed(tag, &clean);
    if (status == MORGUE_OK && mg_trimmed(value.name).len)
        status = put_clean(put, field, &value);
    mg_buffer_free(&clean);
    return status;
}

morgue_status mg_put_tag(mg_sink *put, morgue_field_id field, const morgue_tag *tag)
{
    morgue_text text = tag->name;
    if (!mg_trimmed(text).len)
        return MORGUE_OK;
    if (mg_utf8_clean_prefix(text.data, text.len) == text.len)
        return put_valid(put, field, tag);
    mg_buffer mended = {0};
    mg_mend mend = {0};
    morgue_status status =
        mg_utf8_mend(text.data, text.len, &mended, &mend) ? MORGUE_OK : mg_fail_memory(put->err);
    morgue_tag value = renamed(tag, &mended);
    mg_note_mend(put->reader, &mend);
    if (status == MORGUE_OK && mg_trimmed(value.name).len)
        status = put_valid(put, field, &value);
    mg_buffer_free(&mended);
    return status;
}

morgue_status mg_put(mg_sink *put, morgue_field_id field, morgue_text text, morgue_origin origin)
{
    return mg_put_tag(put, field, &(morgue_tag){.name = text, .origin = origin, .confidence = 100});
}

morgue_status mg_put_list(mg_sink *put, morgue_field_id field, morgue_text text, bool commas)
{
    char mark = memchr(text.data, ';', text.len) || !commas ? ';' : ',';
    while (text.len) {
        const char *end = memchr(text.data, mark, text.len);
        size_t len = end ? (size_t)(end - text.data) : text.len;
        morgue_text value = mg_trimmed((morgue_text){text.data, len});
        morgue_status status = mg_put(put, field, value, MORGUE_GIVEN);
        if (status != MORGUE_OK)
            return status;
        text.data += len + (end != NULL);
        text.len -= len + (end != NULL);
    }
    return MORGUE_OK;
}

morgue_status mg_put_dateline(mg_sink *put, morgue_text text)
{
    static const char *const dashes[] = {"-", "_", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95"};
    bool cut = true;
    while (cut) {
        cut = false;
        text = mg_trimmed(text);
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
            size_t n = strlen(dashes[i]);
            if (text.len >= n && memcmp(text.data + text.len - n, dashes[i], n) == 0) {
                text.len -= n;
                cut = true;
            }
        }
    }
    return mg_put(put, MORGUE_DATELINE, text, MORGUE_GIVEN);
}

/* ---- Extras -------------------------------------------------------------------------------- */

morgue_status mg_put_extra(mg_sink *put, morgue_text key, morgue_text json)
{
    if (mg_article_check_values(put->article, put->err) != MORGUE_OK)
        return MORGUE_BAD_INPUT;
    return mg_article_append(put->article, MORGUE_EXTRA, MORGUE_GIVEN, key, json, put->err);
}

static const char *escape_of(char c)
{
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\r': return "\\r";
    default: return NULL;
    }
}

bool mg_json_quote(morgue_text text, mg_buffer *ret)
{
    bool ok = mg_buffer_append_byte(ret, '"');
    size_t done = 0;
    for (size_t i = 0; ok && i < text.len; i++) {
        const char *escape = escape_of(text.data[i]);
        if (!escape)
            continue;
        ok = mg_buffer_append(ret, text.data + done, i - done) &&
             mg_buffer_append_string(ret, escape);
        done = i + 1;
    }
    return ok && mg_buffer_append(ret, text.data + done, text.len - done) &&
           mg_buffer_append_byte(ret, '"');
}

morgue_status mg_put_extra_text(mg_sink *put, const char *key, size_t key_len, morgue_text text)
{
    mg_buffer clean = {0}, json = {0};
    mg_mend mend = {0};
    morgue_status status = MORGUE_OK;
    if (!text.len)
        return MORGUE_OK;
    bool ok = mg_utf8_mend(text.data, text.len, &clean, &mend) &&
              mg_json_quote((morgue_text){clean.data, clean.len}, &json);
    mg_note_mend(put->reader, &mend);
    if (ok)
        status = mg_put_extra(put, (morgue_text){key, key_len}, (morgue_text){json.data, json.len});
    else
        status = mg_fail_memory(put->err);
    mg_buffer_free(&clean);
    mg_buffer_free(&json);
    return status;
}

morgue_status mg_check_article(const morgue_article *article, morgue_error *err)
{
    if (!morgue_article_count(article, MORGUE_TITLE) && !morgue_article_count(article, MORGUE_TEXT))
        return mg_fail(err, MORGUE_BAD_INPUT, "the article has neither title nor text");
    return MORGUE_OK;
}
