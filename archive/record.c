#include "archive/record.h"

#include "archive/article.h"
#include "archive/error.h"

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

static bool put_value(mg_buffer *out, const morgue_article *article, const mg_value *value)
{
    return mg_buffer_append_byte(out, (char)value->field) &&
           mg_buffer_append_byte(out, (char)value->origin) &&
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

static bool get_value(cursor *c, unsigned *field, unsigned *origin, morgue_text *key,
                      morgue_text *text)
{
    *key = (morgue_text){"", 0};
    if (!get_byte(c, field) || *field >= MORGUE_ACTOR || !get_byte(c, origin) ||
        *origin > MORGUE_TAGGER)
        return false;
    return (*field != MORGUE_EXTRA || get_text(c, key)) && get_text(c, text);
}

morgue_status mg_record_decode(const char *data, size_t len, morgue_article *article,
                               morgue_error *err)
{
    cursor c = {(const unsigned char *)data, (const unsigned char *)data + len};
    unsigned version;
    morgue_article_clear(article);
    if (!get_byte(&c, &version))
        return mg_fail(err, MORGUE_CORRUPT, "an article's record is empty");
    if (version != MG_RECORD_VERSION)
        return mg_fail(err, MORGUE_BAD_VERSION, "an article's record has version %u, not %d",
                       version, MG_RECORD_VERSION);
    while (c.at < c.end) {
        unsigned field, origin;
        morgue_text key, text;
        if (!get_value(&c, &field, &origin, &key, &text))
            return mg_fail(err, MORGUE_CORRUPT, "an article's record is damaged at byte %zu",
                           (size_t)(c.at - (const unsigned char *)data));
        morgue_status status = mg_article_append(article, (morgue_field_id)field,
                                                 (morgue_origin)origin, key, text, err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}
