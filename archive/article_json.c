/* An article as a line of JSON: the form of dumps, which can be indexed again. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"

static bool is_tag(morgue_field_id field)
{
    return field == MORGUE_PERSON || field == MORGUE_ORG || field == MORGUE_LOCATION;
}

static json_t *value_json(const morgue_article *article, const mg_value *value)
{
    morgue_text text = mg_value_text(article, value);
    if (value->field == MORGUE_EXTRA)
        return json_loadb(text.data, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    json_t *string = json_stringn(text.data, text.len);
    if (!is_tag((morgue_field_id)value->field))
        return string;
    return json_pack("{s:o, s:s}", "name", string, "by",
                     value->origin == MORGUE_TAGGER ? "tagger" : "dump");
}

/* The values of a repeatable field, as an array; NULL where it has none. */
static json_t *array_json(const morgue_article *article, morgue_field_id field)
{
    json_t *array = NULL;
    for (size_t i = 0; i < article->count; i++) {
        if (article->values[i].field != field)
            continue;
        if (!array)
            array = json_array();
        json_array_append_new(array, value_json(article, &article->values[i]));
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

static void add_fields(const morgue_article *article, json_t *object)
{
    for (size_t id = 0; id < MORGUE_EXTRA; id++) {
        const morgue_field *face = morgue_field_at(id);
        json_t *value = NULL;
        if (id == MORGUE_TEXT)
            continue; /* comes last, where it does not hide the rest */
        value = face->repeatable ? array_json(article, face->id) : single_json(article, face->id);
        if (value)
            json_object_set_new(object, face->key, value);
    }
}

static void add_extras(const morgue_article *article, json_t *object)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        if (value->field == MORGUE_EXTRA)
            json_object_set_new(object, mg_value_key(article, value).data,
                                value_json(article, value));
    }
}

morgue_status morgue_article_json(morgue_article *article, morgue_text *ret, morgue_error *err)
{
    json_t *object = json_object();
    if (!object)
        return mg_fail_memory(err);
    add_fields(article, object);
    add_extras(article, object);
    json_t *text = single_json(article, MORGUE_TEXT);
    if (text)
        json_object_set_new(object, "text", text);
    mg_buffer_clear(&article->json);
    size_t len = json_dumpb(object, NULL, 0, JSON_COMPACT);
    bool fits = len && mg_buffer_reserve(&article->json, len);
    if (fits) {
        json_dumpb(object, article->json.data, len, JSON_COMPACT);
        article->json.data[len] = '\0';
        article->json.len = len;
        *ret = (morgue_text){article->json.data, len};
    }
    json_decref(object);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}
