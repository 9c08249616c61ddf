#include "indexer/build/terms.h"

#include <string.h>

#include "archive/article.h"
#include "archive/date.h"
#include "archive/field.h"
#include "archive/sentence.h"
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

static bool emit_break(const mg_term_sink *sink, mg_break found, uint32_t position)
{
    static const char sentence[] = MG_MARK_SENTENCE, paragraph[] = MG_MARK_PARAGRAPH;
    return sink->posting(sink->user, sentence, sizeof sentence - 1, position, 0) &&
           (found != MG_BREAK_PARAGRAPH ||
            sink->posting(sink->user, paragraph, sizeof paragraph - 1, position, 0));
}

/* Emits the words of the text, and where its sentences and paragraphs begin. */
static bool emit_text(const mg_term_sink *sink, morgue_text text, uint32_t position)
{
    mg_tokenizer tokenizer;
    mg_token tokens[2]; /* this one, and the last word */
    mg_token *token = tokens, *last = NULL;
    prefixed term = with_prefix("");
    mg_tokenizer_init(&tokenizer, text.data, text.len, position);
    while (mg_tokenizer_next(&tokenizer, token)) {
        if (!emit_token(sink, &term, token, 1))
            return false;
        if (token->kind == MG_JOINED)
            continue;
        mg_break found = mg_break_before(text.data, last, token);
        if (found != MG_BREAK_NONE && !emit_break(sink, found, token->position))
            return false;
        last = token;
        token = token == tokens ? tokens + 1 : tokens;
    }
    return true;
}

/* Title and text, as one stream of words. Those of the title are there twice, and weigh once. */
static bool emit_body(const morgue_article *article, const mg_term_sink *sink)
{
    const char *title_prefix = mg_field_at(MORGUE_TITLE)->words;
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    uint32_t position = 1, title_position = 1;
    return emit_words(sink, "", title, 1, &position) &&
           emit_words(sink, title_prefix, title, 0, &title_position) &&
           emit_text(sink, morgue_article_get(article, MORGUE_TEXT, 0), position);
}

/* The fields that the article has, as bits; about and by where a tag of it is found by them. */
static uint32_t fields_of(const morgue_article *article)
{
    uint32_t fields = 0;
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        fields |= 1u << value->field;
        if (mg_field_is_tag((morgue_field_id)value->field))
            fields |= 1u << MORGUE_BY | (value->main ? 1u << MORGUE_ABOUT : 0);
    }
    return fields;
}

/* Says which fields the article has. */
static bool emit_presence(const morgue_article *article, const mg_term_sink *sink)
{
    uint32_t fields = fields_of(article);
    prefixed term = with_prefix(MG_MARK_HAS);
    for (unsigned id = 0; id < MORGUE_FIELD_COUNT; id++) {
        morgue_field_id field = (morgue_field_id)id;
        if (!(fields >> id & 1) || !mg_field_has_mark(field))
            continue;
        const char *name = mg_field_at(field)->face.name;
        size_t len = strlen(name);
        memcpy(term.data + term.prefix, name, len);
        if (!sink->boolean(sink->user, term.data, term.prefix + len))
            return false;
    }
    return true;
}

_Static_assert(MORGUE_FIELD_COUNT <= 32, "a bit for each field");

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

/* The whole value of a tag that the article is about. */
static bool emit_main(const mg_term_sink *sink, morgue_field_id field, morgue_text value)
{
    char folded[MG_VALUE_MAX];
    prefixed term = with_prefix(mg_field_main(field));
    size_t len = mg_fold_value(value.data, value.len, folded);
    memcpy(term.data + term.prefix, folded, len);
    return sink->boolean(sink->user, term.data, term.prefix + len);
}

/* What the article is about, one value behind the other. */
static bool emit_about(const morgue_article *article, const mg_term_sink *sink, uint32_t wdf)
{
    const char *words = mg_field_at(MORGUE_ABOUT)->words;
    uint32_t position = 1;
    for (size_t f = 0; f < MG_TAG_FIELD_COUNT; f++)
        for (size_t i = 0; i < article->count; i++) {
            const mg_value *value = &article->values[i];
            morgue_text text = mg_value_text(article, value);
            if (value->field == mg_tag_fields[f] && value->main &&
                !(emit_words(sink, words, text, wdf, &position) &&
                  emit_main(sink, mg_tag_fields[f], text)))
                return false;
        }
    return true;
}

/* Who gave its tags. */
static bool emit_origins(const morgue_article *article, const mg_term_sink *sink)
{
    unsigned seen = 0;
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        if (!mg_field_is_tag((morgue_field_id)value->field) || seen >> value->origin & 1)
            continue;
        seen |= 1u << value->origin;
        const char *name = mg_origin_name((morgue_origin)value->origin);
        if (!emit_exact(sink, MORGUE_BY, (morgue_text){name, strlen(name)}))
            return false;
    }
    return true;
}

bool mg_terms_emit(const morgue_article *article, const mg_term_sink *sink)
{
    uint32_t positions[MORGUE_FIELD_COUNT];
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        positions[i] = 1;
    if (!emit_body(article, sink) || !emit_presence(article, sink))
        return false;
    /* Xapian's check takes a document with positions and without length for damaged. */
    uint32_t wdf = !has_words(article, MORGUE_TITLE) && !has_words(article, MORGUE_TEXT);
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        const mg_field *field = mg_field_at((morgue_field_id)value->field);
        if (!emit_value(sink, field, mg_value_text(article, value), wdf, &positions[value->field]))
            return false;
    }
    return emit_about(article, sink, wdf) && emit_origins(article, sink);
}
