/* The article record inside the library: a list of values, each a run of one byte arena. */
#ifndef MG_ARTICLE_H
#define MG_ARTICLE_H

#include "archive/buffer.h"
#include "morgue.h"

/* One value. Offsets are into the arena; every run is followed by a NUL there. */
typedef struct mg_value {
    uint8_t field;      /* morgue_field_id */
    uint8_t origin;     /* morgue_origin */
    uint8_t confidence; /* of a tag: see morgue_tag */
    bool main;
    uint16_t mentions;
    uint32_t key; /* of MORGUE_EXTRA */
    uint32_t key_len;
    uint32_t text;
    uint32_t len;
} mg_value;

struct morgue_article {
    mg_buffer arena;
    mg_value *values; /* in the order in which they were added */
    size_t count;
    size_t cap;
    mg_buffer json; /* of morgue_article_json() */
};

enum { MG_CONFIDENCE_MAX = 100, MG_MENTIONS_MAX = UINT16_MAX };

/* What an article may come with: tags, authors, topics, further keys. Values are looked up one
 * behind the other, so that what they cost grows with the square of their number. */
enum { MG_ARTICLE_VALUES_MAX = 10000 };

/* Errors: BAD_INPUT, when the article has more than MG_ARTICLE_VALUES_MAX. */
morgue_status mg_article_check_values(const morgue_article *article, morgue_error *err);

/* Appends a value as it is, with no check but memory; `key` only for MORGUE_EXTRA. A tag is one of
 * full confidence. */
morgue_status mg_article_append(morgue_article *article, morgue_field_id field,
                                morgue_origin origin, morgue_text key, morgue_text text,
                                morgue_error *err);

/* Sets MORGUE_DATE, or removes it where `date` is empty, and MORGUE_RAW_DATE to the spelling where
 * that is another. Errors: NO_MEMORY. */
morgue_status mg_article_put_date(morgue_article *article, morgue_text spelled, morgue_text date,
                                  morgue_error *err);

/* The text of a value. */
static inline morgue_text mg_value_text(const morgue_article *article, const mg_value *value)
{
    return (morgue_text){article->arena.data + value->text, value->len};
}

static inline morgue_text mg_value_key(const morgue_article *article, const mg_value *value)
{
    return (morgue_text){article->arena.data + value->key, value->key_len};
}

#endif
