#include "archive/record.h"

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/manifest.h"

enum {
    FLAG_MAIN = 1,
    FIRST_VERSION = 1,
    FIRST_EXTRA = 14 /* field number of any other key then */
};

/* ---- Writing ------------------------------------------------------------------------------ */

static bool put_varint(mg_buffer *out, uint64_t number)
{
    while (number >= 0x80) {
        if (!mg_buffer_append_byte(out, (char)(number | 0x80)))
            return false;
        number >>= 7;
    }
    return mg_buffer_append_byte(out, (char)number);
}

static bool put_text(mg_buffer *out, morgue_text text)
{
    return put_varint(out, text.len) && mg_buffer_append(out, text.data, text.len);
}

static bool put_tag(mg_buffer *out, const mg_value *value)
{
    return mg_buffer_append_byte(out, (char)value->confidence) &&
           mg_buffer_append_byte(out, value->main ? FLAG_MAIN : 0) &&
           put_varint(out, value->mentions);
}

static bool put_value(mg_buffer *out, const morgue_article *article, const mg_value *value)
{
    return mg_buffer_append_byte(out, (char)value->field) &&
           mg_buffer_append_byte(out, (char)value->origin) &&
           (!mg_field_is_tag((morgue_field_id)value->field) || put_tag(out, value)) &&
           (value->field != MORGUE_EXTRA || put_text(out, mg_value_key(article, value))) &&
           put_text(out, mg_value_text(article, value));
}

morgue_status mg_record_encode(const morgue_article *article, mg_buffer *ret, morgue_error *err)
{
    bool fits = mg_buffer_append_byte(ret, MG_RECORD_VERSION);
    for (unsigned field = 0; field < MORGUE_FIELD_COUNT; field++)
        for (size_t i = 0; fits && i < article->count; i++)
            if (article->values[i].field == field)
                fits = put_value(ret, article, &article->values[i]);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

/* ---- Reading ------------------------------------------------------------------------------ */

typedef struct cursor {
    const unsigned char *at;
    const unsigned char *end;
    unsigned version;
    bool first_fields; /* their numbers are those of schema 1 */
} cursor;

static bool get_byte(cursor *c, unsigned *ret)
{
    if (c->at == c->end)
        return false;
    *ret = *c->at++;
    return true;
}

static bool get_varint(cursor *c, uint64_t *ret)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        unsigned byte;
        if (!get_byte(c, &byte))
            return false;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *ret = number;
            return true;
        }
    }
    return false;
}

static bool get_text(cursor *c, morgue_text *ret)
{
    uint64_t len;
    if (!get_varint(c, &len) || len > (uint64_t)(c->end - c->at))
        return false;
    *ret = (morgue_text){(const char *)c->at, (size_t)len};
    c->at += len;
    return true;
}

/* Tags of version 1 are as sure as those that are given without more. */
static bool get_tag(cursor *c, mg_value *ret)
{
    ret->confidence = MG_CONFIDENCE_MAX;
    if (c->version == FIRST_VERSION)
        return true;
    unsigned confidence, flags;
    uint64_t mentions;
    bool sure = ret->origin == MORGUE_GIVEN;
    if (!get_byte(c, &confidence) || confidence > MG_CONFIDENCE_MAX ||
        (sure && confidence < MG_CONFIDENCE_MAX) || !get_byte(c, &flags) || flags > FLAG_MAIN ||
        !get_varint(c, &mentions) || mentions > MG_MENTIONS_MAX)
        return false;
    ret->confidence = (uint8_t)confidence;
    ret->main = flags & FLAG_MAIN;
    ret->mentions = (uint16_t)mentions;
    return true;
}

static bool get_field(cursor *c, unsigned *ret)
{
    if (!get_byte(c, ret) || *ret > (c->first_fields ? FIRST_EXTRA : MORGUE_EXTRA))
        return false;
    if (c->first_fields && *ret == FIRST_EXTRA)
        *ret = MORGUE_EXTRA;
    return true;
}

static bool get_value(cursor *c, mg_value *ret, morgue_text *key, morgue_text *text)
{
    unsigned field, origin;
    *key = (morgue_text){"", 0};
    if (!get_field(c, &field) || !get_byte(c, &origin) || origin > MORGUE_INHERITED)
        return false;
    *ret = (mg_value){.field = (uint8_t)field, .origin = (uint8_t)origin};
    if (mg_field_is_tag((morgue_field_id)field) && !get_tag(c, ret))
        return false;
    return (field != MORGUE_EXTRA || get_text(c, key)) && get_text(c, text);
}

static morgue_status add_value(morgue_article *article, const mg_value *read, morgue_text key,
                               morgue_text text, morgue_error *err)
{
    morgue_field_id field = (morgue_field_id)read->field;
    morgue_status status =
        mg_article_append(article, field, (morgue_origin)read->origin, key, text, err);
    if (status != MORGUE_OK || !mg_field_is_tag(field))
        return status;
    mg_value *value = &article->values[article->count - 1];
    value->confidence = read->confidence;
    value->main = read->main;
    value->mentions = read->mentions;
    return MORGUE_OK;
}

/* Behind the version. */
static morgue_status decode(cursor *c, size_t len, morgue_article *article, morgue_error *err)
{
    while (c->at < c->end) {
        mg_value value;
        morgue_text key, text;
        if (!get_value(c, &value, &key, &text))
            return mg_fail(err, MORGUE_CORRUPT, "an article's record is damaged at byte %zu",
                           len - (size_t)(c->end - c->at));
        morgue_status status = add_value(article, &value, key, text, err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

static morgue_status begin(cursor *c, unsigned least, morgue_article *article, morgue_error *err)
{
    morgue_article_clear(article);
    if (!get_byte(c, &c->version))
        return mg_fail(err, MORGUE_CORRUPT, "an article's record is empty");
    if (c->version < least || c->version > MG_RECORD_VERSION)
        return mg_fail(err, MORGUE_BAD_VERSION, "an article's record has version %u, not %d",
                       c->version, MG_RECORD_VERSION);
    return MORGUE_OK;
}

morgue_status mg_record_decode(const char *data, size_t len, morgue_article *article,
                               morgue_error *err)
{
    cursor c = {.at = (const unsigned char *)data, .end = (const unsigned char *)data + len};
    morgue_status status = begin(&c, MG_RECORD_VERSION, article, err);
    return status == MORGUE_OK ? decode(&c, len, article, err) : status;
}

morgue_status mg_record_decode_earlier(const char *data, size_t len, uint32_t features,
                                       morgue_article *article, morgue_error *err)
{
    cursor c = {.at = (const unsigned char *)data, .end = (const unsigned char *)data + len};
    morgue_status status = begin(&c, FIRST_VERSION, article, err);
    c.first_fields = c.version == FIRST_VERSION && !(features & MG_FEATURE_DATELINE);
    return status == MORGUE_OK ? decode(&c, len, article, err) : status;
}
