/* An article as a line of JSON: the form of dumps, which can be indexed again. Strings are escaped
 * by the JSON library; extra values are texts of JSON already and are copied, so that numbers stay
 * as they were written. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"

static bool is_tag(morgue_field_id field)
{
    return field == MORGUE_PERSON || field == MORGUE_ORG || field == MORGUE_LOCATION;
}

static int append_chunk(const char *data, size_t len, void *out)
{
    return mg_buffer_append(out, data, len) ? 0 : -1;
}

static bool write_string(mg_buffer *out, morgue_text text)
{
    json_t *string = json_stringn_nocheck(text.data, text.len);
    bool done = string && json_dump_callback(string, append_chunk, out, JSON_ENCODE_ANY) == 0;
    json_decref(string);
    return done;
}

/* Copies a text of JSON without the white space between its parts, and so without line feeds. */
static bool write_json(mg_buffer *out, morgue_text json)
{
    bool quoted = false;
    if (!mg_buffer_reserve(out, json.len))
        return false;
    for (size_t i = 0; i < json.len; i++) {
        char c = json.data[i];
        if (!quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            continue;
        mg_buffer_append_byte(out, c);
        if (quoted && c == '\\' && i + 1 < json.len)
            mg_buffer_append_byte(out, json.data[++i]);
        else if (c == '"')
            quoted = !quoted;
    }
    return true;
}

static bool write_value(mg_buffer *out, const morgue_article *article, const mg_value *value)
{
    morgue_text text = mg_value_text(article, value);
    if (!is_tag((morgue_field_id)value->field))
        return write_string(out, text);
    return mg_buffer_append_string(out, "{\"name\":") && write_string(out, text) &&
           mg_buffer_append_string(out, value->origin == MORGUE_TAGGER ? ",\"by\":\"tagger\"}"
                                                                       : ",\"by\":\"dump\"}");
}

static bool write_key(mg_buffer *out, morgue_text key)
{
    return (out->len == 1 || mg_buffer_append_byte(out, ',')) && write_string(out, key) &&
           mg_buffer_append_byte(out, ':');
}

/* One field: its value, or an array of its values; nothing where it has none. */
static bool write_field(mg_buffer *out, const morgue_article *article, const morgue_field *face)
{
    size_t count = 0;
    bool fits = true;
    for (size_t i = 0; fits && i < article->count; i++) {
        const mg_value *value = &article->values[i];
        if (value->field != face->id || (count && !face->repeatable))
            continue;
        if (!count++)
            fits = write_key(out, (morgue_text){face->key, strlen(face->key)}) &&
                   (!face->repeatable || mg_buffer_append_byte(out, '['));
        else
            fits = mg_buffer_append_byte(out, ',');
        fits = fits && write_value(out, article, value);
    }
    return fits && (!count || !face->repeatable || mg_buffer_append_byte(out, ']'));
}

/* ---- Extra values ------------------------------------------------------------------------- */

static bool is_field_key(morgue_text key)
{
    for (size_t id = 0; id < MORGUE_EXTRA; id++) {
        const char *own = morgue_field_at(id)->key;
        if (strlen(own) == key.len && memcmp(own, key.data, key.len) == 0)
            return true;
    }
    return false;
}

/* How many of the first `n` values are extra values with this key. */
static unsigned count_key(const morgue_article *article, size_t n, morgue_text key)
{
    unsigned count = 0;
    for (size_t i = 0; i < n; i++) {
        const mg_value *value = &article->values[i];
        count += value->field == MORGUE_EXTRA && value->key_len == key.len &&
                 memcmp(mg_value_key(article, value).data, key.data, key.len) == 0;
    }
    return count;
}

/* Writes the `nth` key that no value has of those with a number put behind this one. */
static bool write_numbered(mg_buffer *out, const morgue_article *article, morgue_text key,
                           unsigned nth)
{
    mg_buffer other = {0};
    bool fits = true;
    for (unsigned number = 2; fits && nth; number++) {
        char digits[16];
        snprintf(digits, sizeof digits, "_%u", number);
        mg_buffer_clear(&other);
        fits =
            mg_buffer_append(&other, key.data, key.len) && mg_buffer_append_string(&other, digits);
        nth -= fits && !count_key(article, article->count, (morgue_text){other.data, other.len});
    }
    fits = fits && write_key(out, (morgue_text){other.data, other.len});
    mg_buffer_free(&other);
    return fits;
}

/* A key that the object has already would take a value away: then a number is put behind it. */
static bool write_extra(mg_buffer *out, const morgue_article *article, size_t n)
{
    const mg_value *value = &article->values[n];
    morgue_text key = mg_value_key(article, value);
    unsigned before = count_key(article, n, key) + is_field_key(key);
    return (before ? write_numbered(out, article, key, before) : write_key(out, key)) &&
           write_json(out, mg_value_text(article, value));
}

static bool write_article(mg_buffer *out, const morgue_article *article)
{
    bool fits = mg_buffer_append_byte(out, '{');
    for (size_t id = 0; fits && id < MORGUE_EXTRA; id++)
        if (id != MORGUE_TEXT) /* which comes last, where it does not hide the rest */
            fits = write_field(out, article, morgue_field_at(id));
    for (size_t i = 0; fits && i < article->count; i++)
        if (article->values[i].field == MORGUE_EXTRA)
            fits = write_extra(out, article, i);
    return fits && write_field(out, article, morgue_field_at(MORGUE_TEXT)) &&
           mg_buffer_append_byte(out, '}');
}

morgue_status morgue_article_json(morgue_article *article, morgue_text *ret, morgue_error *err)
{
    mg_buffer_clear(&article->json);
    if (!write_article(&article->json, article))
        return mg_fail_memory(err);
    *ret = (morgue_text){article->json.data, article->json.len};
    return MORGUE_OK;
}
