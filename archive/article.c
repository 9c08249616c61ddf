#include "archive/article.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "archive/date.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/text.h"

#define NO_TEXT ((morgue_text){"", 0})

morgue_article *morgue_article_new(void)
{
    return calloc(1, sizeof(morgue_article));
}

void morgue_article_free(morgue_article *article)
{
    if (!article)
        return;
    mg_buffer_free(&article->arena);
    mg_buffer_free(&article->json);
    free(article->values);
    free(article);
}

void morgue_article_clear(morgue_article *article)
{
    mg_buffer_clear(&article->arena);
    article->count = 0;
}

morgue_status morgue_article_copy(morgue_article *article, const morgue_article *from,
                                  morgue_error *err)
{
    if (article == from)
        return MORGUE_OK;
    morgue_article_clear(article);
    if (!mg_buffer_append(&article->arena, from->arena.data, from->arena.len) ||
        !MG_GROW(article->values, article->cap, from->count))
        return mg_fail_memory(err);
    if (from->count)
        memcpy(article->values, from->values, from->count * sizeof *from->values);
    article->count = from->count;
    return MORGUE_OK;
}

/* ---- Looking ------------------------------------------------------------------------------ */

static mg_value *nth(const morgue_article *article, morgue_field_id field, size_t n)
{
    for (size_t i = 0; i < article->count; i++)
        if (article->values[i].field == field && n-- == 0)
            return &article->values[i];
    return NULL;
}

size_t morgue_article_count(const morgue_article *article, morgue_field_id field)
{
    size_t count = 0;
    for (size_t i = 0; i < article->count; i++)
        count += article->values[i].field == field;
    return count;
}

morgue_text morgue_article_get(const morgue_article *article, morgue_field_id field, size_t i)
{
    const mg_value *value = nth(article, field, i);
    return value ? mg_value_text(article, value) : NO_TEXT;
}

morgue_origin morgue_article_origin(const morgue_article *article, morgue_field_id field, size_t i)
{
    const mg_value *value = nth(article, field, i);
    return value ? (morgue_origin)value->origin : MORGUE_GIVEN;
}

morgue_text morgue_article_extra_key(const morgue_article *article, size_t i)
{
    const mg_value *value = nth(article, MORGUE_EXTRA, i);
    return value ? mg_value_key(article, value) : NO_TEXT;
}

/* ---- Changing ----------------------------------------------------------------------------- */

/* Copies `text` into the arena, NUL-terminated; sets *ret to its offset. */
static bool intern(morgue_article *article, morgue_text text, uint32_t *ret)
{
    size_t offset = article->arena.len;
    if (!mg_buffer_append(&article->arena, text.data, text.len) ||
        !mg_buffer_append_byte(&article->arena, '\0'))
        return false;
    *ret = (uint32_t)offset;
    return true;
}

/* Makes room for `more` bytes in the arena. The texts may be values of this very article: then they
 * follow when it moves. */
static bool make_room(morgue_article *article, size_t more, morgue_text *texts[2])
{
    const char *old = article->arena.data;
    uintptr_t from = (uintptr_t)old;
    size_t offsets[2];
    for (int i = 0; i < 2; i++)
        offsets[i] = (uintptr_t)texts[i]->data - from;
    if (!mg_buffer_reserve(&article->arena, more))
        return false;
    for (int i = 0; old && i < 2; i++)
        if (offsets[i] < article->arena.len)
            texts[i]->data = article->arena.data + offsets[i];
    return true;
}

morgue_status mg_article_append(morgue_article *article, morgue_field_id field,
                                morgue_origin origin, morgue_text key, morgue_text text,
                                morgue_error *err)
{
    mg_value value = {.field = (uint8_t)field,
                      .origin = (uint8_t)origin,
                      .confidence = MG_CONFIDENCE_MAX,
                      .key_len = (uint32_t)key.len,
                      .len = (uint32_t)text.len};
    if (key.len > MG_BUFFER_MAX || text.len > MG_BUFFER_MAX ||
        !MG_GROW(article->values, article->cap, article->count + 1) ||
        !make_room(article, key.len + text.len + 2, (morgue_text *[]){&key, &text}) ||
        !intern(article, key, &value.key) || !intern(article, text, &value.text))
        return mg_fail_memory(err);
    article->values[article->count++] = value;
    return MORGUE_OK;
}

morgue_status mg_article_check_values(const morgue_article *article, morgue_error *err)
{
    if (article->count <= MG_ARTICLE_VALUES_MAX)
        return MORGUE_OK;
    return mg_fail(err, MORGUE_BAD_INPUT,
                   "the article has over %d values (tags, authors, topics, further keys)",
                   MG_ARTICLE_VALUES_MAX);
}

static void remove_all(morgue_article *article, morgue_field_id field)
{
    size_t kept = 0;
    for (size_t i = 0; i < article->count; i++)
        if (article->values[i].field != field)
            article->values[kept++] = article->values[i];
    article->count = kept;
}

void morgue_article_remove(morgue_article *article, morgue_field_id field)
{
    remove_all(article, field);
    if (field == MORGUE_DATE)
        remove_all(article, MORGUE_RAW_DATE);
}

static morgue_text measured(const char *text, size_t len)
{
    return (morgue_text){text, len == MORGUE_NUL ? strlen(text) : len};
}

static morgue_status put_once(morgue_article *article, morgue_field_id field, morgue_text text,
                              morgue_error *err)
{
    remove_all(article, field);
    if (!text.len)
        return MORGUE_OK;
    return mg_article_append(article, field, MORGUE_GIVEN, NO_TEXT, text, err);
}

morgue_status mg_article_put_date(morgue_article *article, morgue_text spelled, morgue_text date,
                                  morgue_error *err)
{
    bool same = date.len == spelled.len && memcmp(date.data, spelled.data, date.len) == 0;
    remove_all(article, MORGUE_DATE);
    morgue_status status = put_once(article, MORGUE_RAW_DATE, same ? NO_TEXT : spelled, err);
    return status == MORGUE_OK ? put_once(article, MORGUE_DATE, date, err) : status;
}

static morgue_status put_date(morgue_article *article, morgue_text text, morgue_error *err)
{
    char date[MG_DATE_MAX] = "";
    morgue_status parsed = text.len ? mg_date_parse(text.data, text.len, date, err) : MORGUE_OK;
    morgue_status status = mg_article_put_date(article, text, measured(date, MORGUE_NUL),
                                               parsed == MORGUE_OK ? err : NULL);
    return status == MORGUE_OK ? parsed : status;
}

morgue_status morgue_article_set(morgue_article *article, morgue_field_id field, const char *text,
                                 size_t len, morgue_error *err)
{
    const morgue_field *face = morgue_field_at(field);
    if (!face || face->repeatable)
        return mg_fail(err, MORGUE_INVALID, "an article cannot have one value of %s",
                       face ? face->name : "an unknown field");
    if (field == MORGUE_DATE)
        return put_date(article, measured(text, len), err);
    return put_once(article, field, measured(text, len), err);
}

static mg_value *find_value(const morgue_article *article, morgue_field_id field, morgue_text text)
{
    for (size_t i = 0; i < article->count; i++) {
        mg_value *value = &article->values[i];
        if (value->field == field && mg_text_is(mg_value_text(article, value), text))
            return value;
    }
    return NULL;
}

morgue_status morgue_article_add(morgue_article *article, morgue_field_id field, const char *text,
                                 size_t len, morgue_origin origin, morgue_error *err)
{
    const morgue_field *face = morgue_field_at(field);
    morgue_text value = measured(text, len);
    if (mg_field_is_tag(field))
        return morgue_article_add_tag(article, field, &(morgue_tag){value, origin, 100, 0, false},
                                      err);
    if (!face || !face->repeatable || field >= MORGUE_EXTRA)
        return mg_fail(err, MORGUE_INVALID, "an article cannot have several values of %s",
                       face ? face->name : "an unknown field");
    if (!value.len || find_value(article, field, value))
        return MORGUE_OK;
    return mg_article_append(article, field, origin, NO_TEXT, value, err);
}

/* ---- Tags --------------------------------------------------------------------------------- */

static unsigned at_most(unsigned number, unsigned most)
{
    return number < most ? number : most;
}

/* Takes over what the tag knows better. */
static void improve(mg_value *value, const morgue_tag *tag)
{
    unsigned confidence = tag->origin == MORGUE_GIVEN ? MG_CONFIDENCE_MAX : tag->confidence;
    confidence = at_most(confidence, MG_CONFIDENCE_MAX);
    unsigned mentions = at_most(tag->mentions, MG_MENTIONS_MAX);
    if ((uint8_t)tag->origin < value->origin)
        value->origin = (uint8_t)tag->origin;
    if (confidence > value->confidence)
        value->confidence = (uint8_t)confidence;
    if (mentions > value->mentions)
        value->mentions = (uint16_t)mentions;
    value->main = value->main || tag->main;
}

morgue_status morgue_article_add_tag(morgue_article *article, morgue_field_id field,
                                     const morgue_tag *tag, morgue_error *err)
{
    if (!mg_field_is_tag(field))
        return mg_fail(err, MORGUE_INVALID, "tags are persons, organizations and locations");
    const morgue_text name = measured(tag->name.data, tag->name.len);
    if (!name.len)
        return MORGUE_OK;
    mg_value *value = find_value(article, field, name);
    if (!value) {
        morgue_status status = mg_article_append(article, field, tag->origin, NO_TEXT, name, err);
        if (status != MORGUE_OK)
            return status;
        value = &article->values[article->count - 1];
        value->confidence = 0;
    }
    improve(value, tag);
    return MORGUE_OK;
}

bool morgue_article_tag(const morgue_article *article, morgue_field_id field, size_t i,
                        morgue_tag *ret)
{
    const mg_value *value = mg_field_is_tag(field) ? nth(article, field, i) : NULL;
    if (value)
        *ret = (morgue_tag){mg_value_text(article, value), (morgue_origin)value->origin,
                            value->confidence, value->mentions, value->main};
    return value != NULL;
}

morgue_status morgue_article_add_extra(morgue_article *article, const char *key, const char *json,
                                       size_t len, morgue_error *err)
{
    morgue_text value = measured(json, len);
    json_error_t problem;
    json_t *parsed = json_loadb(value.data, value.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &problem);
    if (!parsed)
        return mg_fail(err, MORGUE_INVALID, "the value of %s is not JSON: %s", key, problem.text);
    json_decref(parsed);
    return mg_article_append(article, MORGUE_EXTRA, MORGUE_GIVEN, measured(key, MORGUE_NUL), value,
                             err);
}
