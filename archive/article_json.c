/* An article as a line of JSON: the form of dumps, which can be indexed again. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/odd.h"
#include "archive/utf8.h"

/* Callers and damaged records may bring what is not UTF-8: it is mended as formats do it. */
static json_t *string_json(morgue_text text)
{
    mg_buffer clean = {0};
    mg_mend counts = {0};
    json_t *string = json_stringn(text.data, text.len);
    if (!string && mg_utf8_mend(text.data, text.len, &clean, &counts))
        string = json_stringn(clean.data ? clean.data : "", clean.len);
    mg_buffer_free(&clean);
    return string;
}

/* A tag; what goes without saying is left out. NULL when memory is out. */
static json_t *tag_json(const morgue_article *article, const mg_value *value)
{
    json_t *tag = json_pack("{s:o, s:s}", "name", string_json(mg_value_text(article, value)), "by",
                            mg_origin_name((morgue_origin)value->origin));
    int failed = !tag;
    if (value->confidence < MG_CONFIDENCE_MAX)
        failed |= json_object_set_new(tag, "confidence", json_real(value->confidence / 100.0));
    if (value->mentions)
        failed |= json_object_set_new(tag, "mentions", json_integer(value->mentions));
    if (value->main)
        failed |= json_object_set_new(tag, "main", json_true());
    if (!failed)
        return tag;
    json_decref(tag);
    return NULL;
}

static json_t *value_json(const morgue_article *article, const mg_value *value)
{
    return mg_field_is_tag((morgue_field_id)value->field)
               ? tag_json(article, value)
               : string_json(mg_value_text(article, value));
}

/* The values of a repeatable field, as an array; NULL where it has none, and when memory is out. */
static json_t *array_json(const morgue_article *article, morgue_field_id field)
{
    json_t *array = NULL;
    for (size_t i = 0; i < article->count; i++) {
        if (article->values[i].field != field)
            continue;
        if (!array)
            array = json_array();
        if (json_array_append_new(array, value_json(article, &article->values[i])) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *single_json(const morgue_article *article, morgue_field_id field)
{
    for (size_t i = 0; i < article->count; i++)
        if (article->values[i].field == field)
            return value_json(article, &article->values[i]);
    return NULL;
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* Appends a JSON value and lets go of it; false when memory is out. Its real numbers are percents.
 */
static bool put_json(mg_buffer *out, json_t *value)
{
    const size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(2);
    size_t len = value ? json_dumpb(value, NULL, 0, flags) : 0;
    bool fits = len && mg_buffer_reserve(out, len);
    if (fits)
        fits = json_dumpb(value, out->data + out->len, len, flags) == len;
    if (fits)
        out->len += len;
    json_decref(value);
    return fits;
}

/* Appends a comma where one is due, and the key. */
static bool put_key(mg_buffer *out, morgue_text key)
{
    bool first = out->data[out->len - 1] == '{';
    return (first || mg_buffer_append_byte(out, ',')) && put_json(out, string_json(key)) &&
           mg_buffer_append_byte(out, ':');
}

static bool put_field(mg_buffer *out, const morgue_article *article, morgue_field_id field)
{
    const morgue_field *face = morgue_field_at(field);
    if (!morgue_article_count(article, field))
        return true;
    return put_key(out, (morgue_text){face->key, strlen(face->key)}) &&
           put_json(out,
                    face->repeatable ? array_json(article, field) : single_json(article, field));
}

/* Copies a text of JSON without the white space between its parts, and so without line feeds. */
static bool put_compact(mg_buffer *out, morgue_text json)
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

/* Other keys stand apart, so that none of them is taken for a field; their values are written as
 * they were spelled. */
static bool put_extras(mg_buffer *out, const morgue_article *article)
{
    if (!morgue_article_count(article, MORGUE_EXTRA))
        return true;
    bool fits = put_key(out, (morgue_text){"extra", 5}) && mg_buffer_append_byte(out, '{');
    for (size_t i = 0; fits && i < article->count; i++) {
        const mg_value *value = &article->values[i];
        if (value->field != MORGUE_EXTRA)
            continue;
        morgue_text key = mg_value_key(article, value);
        morgue_text json = mg_value_text(article, value);
        fits = put_key(out, key) && put_compact(out, json);
    }
    return fits && mg_buffer_append_byte(out, '}');
}

/* Is there something in it that a tag begins with? */
static bool has_tag(morgue_text text)
{
    const char *at = text.data, *end = text.data + text.len;
    while ((at = memchr(at, '<', (size_t)(end - at))) && ++at < end)
        if (*at == '/' || (*at >= 'a' && *at <= 'z'))
            return true;
    return false;
}

/* Would a reader of dumps clean something out of it? */
static bool is_odd(const morgue_article *article)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        morgue_text text = mg_value_text(article, value);
        if (value->field != MORGUE_EXTRA && mg_text_is_odd(text))
            return true;
    }
    return has_tag(morgue_article_get(article, MORGUE_TEXT, 0));
}

/* What is stored is meant as it stands: where a reader might doubt it, the line says so. */
static bool put_text(mg_buffer *out, const morgue_article *article)
{
    return (!is_odd(article) ||
            (put_key(out, (morgue_text){"text_type", 9}) && put_json(out, json_string("plain")))) &&
           put_field(out, article, MORGUE_TEXT);
}

static bool put_article(mg_buffer *out, const morgue_article *article)
{
    bool fits = mg_buffer_append_byte(out, '{');
    for (unsigned field = 0; fits && field < MORGUE_EXTRA; field++)
        if (field != MORGUE_TEXT) /* comes last, where it does not hide the rest */
            fits = put_field(out, article, (morgue_field_id)field);
    return fits && put_extras(out, article) && put_text(out, article) &&
           mg_buffer_append_byte(out, '}');
}

morgue_status morgue_article_json(morgue_article *article, morgue_text *ret, morgue_error *err)
{
    mg_buffer_clear(&article->json);
    if (!put_article(&article->json, article))
        return mg_fail_memory(err);
    *ret = (morgue_text){article->json.data, article->json.len};
    return MORGUE_OK;
}
