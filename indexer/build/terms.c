#include "indexer/build/terms.h"

#include <string.h>

#include "archive/article.h"
#include "archive/date.h"
#include "archive/field.h"
#include "archive/tokenizer.h"

/* A term in the making: the prefix stays, words are written behind it. */
typedef struct prefixed {
    char data[MG_TERM_MAX + 8];
    size_t prefix;
} prefixed;

static prefixed with_prefix(const char *prefix)
{
    prefixed term = {.prefix = strlen(prefix)};
    memcpy(term.data, prefix, term.prefix);
    return term;
}

/* A joined form stands at both its parts' positions and counts once. */
static bool emit_token(const mg_term_sink *sink, prefixed *term, const mg_token *token,
                       uint32_t wdf)
{
    size_t len = term->prefix + token->len;
    const char *text = token->term;
    if (term->prefix) {
        memcpy(term->data + term->prefix, token->term, token->len);
        text = term->data;
    }
    if (!sink->posting(sink->user, text, len, token->position, wdf))
        return false;
    return token->kind != MG_JOINED || sink->posting(sink->user, text, len, token->position + 1, 0);
}

/* Emits the words of a text from *position on, and moves *position behind them and a gap. */
static bool emit_words(const mg_term_sink *sink, const char *prefix, morgue_text text, uint32_t wdf,
                       uint32_t *position)
{
    mg_tokenizer tokenizer;
    mg_token token;
    prefixed term = with_prefix(prefix);
    mg_tokenizer_init(&tokenizer, text.data, text.len, *position);
    while (mg_tokenizer_next(&tokenizer, &token))
        if (!emit_token(sink, &term, &token, wdf))
            return false;
    *position = mg_tokenizer_position(&tokenizer) + MG_FIELD_GAP;
    return true;
}

/* Title and text, as one stream of words. */
static bool emit_body(const morgue_article *article, const mg_term_sink *sink)
{
    const char *title_prefix = mg_field_at(MORGUE_TITLE)->words;
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    uint32_t position = 1, title_position = 1;
    return emit_words(sink, "", title, 1, &position) &&
           emit_words(sink, title_prefix, title, 1, &title_position) &&
           emit_words(sink, "", text, 1, &position);
}

static bool emit_exact(const mg_term_sink *sink, morgue_field_id field, morgue_text value)
{
    char term[MG_EXACT_MAX];
    size_t len = mg_exact_term(field, value.data, value.len, term);
    return !len || sink->boolean(sink->user, term, len);
}

static bool emit_date(const mg_term_sink *sink, morgue_text date)
{
    char digits[MG_DATE_MAX];
    size_t len = mg_date_digits(date.data, date.len, digits);
    return sink->value(sink->user, MG_SLOT_DATE, digits, len);
}

static bool has_words(const morgue_article *article, morgue_field_id field)
{
    mg_tokenizer tokenizer;
    mg_token token;
    morgue_text text = morgue_article_get(article, field, 0);
    mg_tokenizer_init(&tokenizer, text.data, text.len, 1);
    return mg_tokenizer_next(&tokenizer, &token);
}

/* A value of a field other than title and text. Its words filter, and do not weigh (`wdf` 0). */
static bool emit_value(const mg_term_sink *sink, const mg_field *field, morgue_text value,
                       uint32_t wdf, uint32_t *position)
{
    switch (field->kind) {
    case FIELD_NAMES:
        if (!emit_words(sink, field->words, value, wdf, position))
            return false;
        return emit_exact(sink, field->face.id, value);
    case FIELD_EXACT: return emit_exact(sink, field->face.id, value);
    case FIELD_DATE: return emit_date(sink, value);
    case FIELD_WORDS:
    case FIELD_UNION:
    case FIELD_STORED: return true;
    }
    return true;
}

bool mg_terms_emit(const morgue_article *article, const mg_term_sink *sink)
{
    uint32_t positions[MORGUE_FIELD_COUNT];
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        positions[i] = 1;
    if (!emit_body(article, sink))
        return false;
    /* Xapian's check takes a document with positions and without length for damaged. */
    uint32_t wdf = !has_words(article, MORGUE_TITLE) && !has_words(article, MORGUE_TEXT);
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        const mg_field *field = mg_field_at((morgue_field_id)value->field);
        if (!emit_value(sink, field, mg_value_text(article, value), wdf, &positions[value->field]))
            return false;
    }
    return true;
}
