#include "search/query/leaf.h"

#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/tokenizer.h"
#include "search/query/chars.h"
#include "search/query/fail.h"
#include "search/query/wild.h"

/* Words in names are literal anyway, and a LITERAL there is a whole value: a word with its letter
 * case is a phrase of one word. */
mg_node_kind mg_leaf_kind(const mg_lexeme *lexeme, morgue_field_id field, bool cased)
{
    if (lexeme->fuzzy)
        return MG_NODE_FUZZY;
    if (lexeme->kind == MG_LEX_PHRASE)
        return lexeme->literal ? MG_NODE_EXACT : MG_NODE_PHRASE;
    if (lexeme->literal)
        return MG_NODE_LITERAL;
    if (cased)
        return mg_field_at(field)->kind == FIELD_WORDS ? MG_NODE_LITERAL : MG_NODE_PHRASE;
    return MG_NODE_WORD;
}

/* ---- Whole values ------------------------------------------------------------------------- */

static morgue_status refuse_modifiers(const mg_lexeme *lexeme, const mg_node *node,
                                      morgue_error *err)
{
    const char *name = morgue_field_at(node->field)->name;
    if (lexeme->fuzzy)
        return mg_query_fail(err, lexeme->column,
                             "~ is for words, and %s holds whole values: leave it out", name);
    if (node->cased)
        return mg_query_fail(err, lexeme->column,
                             "cs: is for words, and %s holds whole values: leave it out", name);
    return MORGUE_OK;
}

static morgue_status refuse_lang_wildcard(const mg_lexeme *lexeme, morgue_error *err)
{
    for (size_t i = 0; i < lexeme->len; i++)
        if (lexeme->text[i] == '*' || lexeme->text[i] == '?')
            return mg_query_fail(err, lexeme->text_column + mg_char_count(lexeme->text, i),
                                 "lang: has no wildcards: lang:en finds en-GB too, and several "
                                 "languages are lang:(en OR de)");
    return MORGUE_OK;
}

/* Of whom by: asks. */
static morgue_status check_origin(const mg_lexeme *lexeme, morgue_error *err)
{
    char name[16] = "";
    morgue_origin origin;
    for (size_t i = 0; i < lexeme->len && i < sizeof name; i++)
        name[i] =
            (char)(lexeme->text[i] | (lexeme->text[i] >= 'A' && lexeme->text[i] <= 'Z' ? 32 : 0));
    if (lexeme->len <= sizeof name && mg_origin_named(name, lexeme->len, &origin))
        return MORGUE_OK;
    return mg_query_fail(err, lexeme->text_column,
                         "by: takes dump, tagger or inherited: who gave a person, organization or "
                         "place; for bylines write author:%.*s",
                         mg_query_shown(lexeme->text, lexeme->len), lexeme->text);
}

/* id: and url: take a star at the very end, outside quotes; everything else is itself. */
static morgue_status read_value(mg_arena *arena, const mg_lexeme *lexeme, mg_node *node,
                                morgue_error *err)
{
    const char *name = morgue_field_at(node->field)->name;
    mg_lexeme plain = *lexeme;
    morgue_status status = refuse_modifiers(lexeme, node, err);
    if (status == MORGUE_OK && node->field == MORGUE_LANG)
        status = refuse_lang_wildcard(lexeme, err);
    if (status == MORGUE_OK && !lexeme->len)
        status = mg_query_fail(err, lexeme->column, "there is nothing in the quotes");
    if (status == MORGUE_OK && node->field == MORGUE_BY)
        status = check_origin(lexeme, err);
    if (status != MORGUE_OK)
        return status;
    node->wild = node->kind == MG_NODE_WORD && lexeme->text[lexeme->len - 1] == '*';
    if (node->wild && lexeme->len == 1)
        return mg_query_fail(err, lexeme->column,
                             "write how it begins, as in %s:abc*; for every article that has one "
                             "%s",
                             name, node->field == MORGUE_URL ? "has:url" : "a lone *");
    plain.len -= node->wild;
    return mg_wild_read_plain(arena, &plain, node->wild ? MG_WILD_ANY : "", &node->text, err);
}

/* ---- Words -------------------------------------------------------------------------------- */

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2012 && c <= 0x2015) || c == 0x2212;
}

/* A word may not begin with a dash: it would look excluded and be searched. */
static morgue_status check_dash(const mg_lexeme *lexeme, morgue_error *err)
{
    unsigned width;
    uint32_t first = mg_char_at(lexeme->text, lexeme->text + lexeme->len, &width);
    if (lexeme->kind != MG_LEX_WORD || !is_dash(first))
        return MORGUE_OK;
    if (first == '-')
        return mg_query_fail(err, lexeme->column,
                             "'-' stands before the field or the word, as in -title:word");
    return mg_query_fail(err, lexeme->column,
                         "a dash: write - directly before what you exclude, or leave it out");
}

static bool is_blank(morgue_text text)
{
    const char *end = text.data + text.len;
    unsigned width;
    for (const char *at = text.data; at < end; at += width)
        if (!mg_char_is_space(mg_char_at(at, end, &width)))
            return false;
    return true;
}

/* A whole value may be without words ("section:="..."" finds those that are so); see
 * mg_fold_value(). */
static morgue_status check_words(const mg_lexeme *lexeme, const mg_node *node, morgue_error *err)
{
    mg_tokenizer tokenizer;
    mg_token token;
    bool whole = node->kind == MG_NODE_EXACT && mg_field_at(node->field)->kind == FIELD_NAMES;
    mg_tokenizer_init(&tokenizer, node->text.data, node->text.len, 0);
    if (mg_tokenizer_next(&tokenizer, &token) || (whole && !is_blank(node->text)))
        return MORGUE_OK;
    if (lexeme->kind == MG_LEX_PHRASE)
        return mg_query_fail(err, lexeme->column, "there is no word between the quotes");
    return mg_query_fail(err, lexeme->column, "'%.*s' has no letter or digit to search for",
                         mg_query_shown(lexeme->text, lexeme->len), lexeme->text);
}

/* ~word: one word, of a script with letters, and long enough that its neighbours are like it. */
static morgue_status check_fuzzy(const mg_lexeme *lexeme, const mg_node *node, morgue_error *err)
{
    enum { LEAST = 3 };
    mg_tokenizer tokenizer;
    mg_token token;
    mg_token more;
    if (node->cased)
        return mg_query_fail(err, lexeme->column,
                             "~ and cs: exclude each other: ~ finds every letter case");
    if (node->wild)
        return mg_query_fail(err, lexeme->column,
                             "~ and wildcards exclude each other: leave out one of them");
    mg_tokenizer_init(&tokenizer, node->text.data, node->text.len, 0);
    mg_tokenizer_next(&tokenizer, &token);
    size_t letters = mg_char_count(token.term, token.len);
    mg_token_kind kind = token.kind;
    if (kind == MG_GRAM || mg_tokenizer_next(&tokenizer, &more))
        return mg_query_fail(err, lexeme->column,
                             "~ stands before a single word of letters: write it before each word");
    if (letters < LEAST)
        return mg_query_fail(err, lexeme->column,
                             "~ needs a word of %d letters at least: shorter ones have too many "
                             "neighbours",
                             LEAST);
    return MORGUE_OK;
}

static morgue_status read_words(mg_arena *arena, const mg_lexeme *lexeme, mg_node *node,
                                morgue_error *err)
{
    morgue_status status = mg_wild_read(arena, lexeme, &node->text, &node->wild, err);
    if (status == MORGUE_OK)
        status = check_dash(lexeme, err);
    if (status == MORGUE_OK)
        status = check_words(lexeme, node, err);
    if (status == MORGUE_OK && node->kind == MG_NODE_FUZZY)
        return check_fuzzy(lexeme, node, err);
    if (status == MORGUE_OK && node->wild)
        status = mg_wild_check(lexeme, node->text, node, err);
    return status;
}

morgue_status mg_leaf_read(mg_arena *arena, const mg_lexeme *lexeme, mg_node *node,
                           morgue_error *err)
{
    return mg_field_at(node->field)->kind == FIELD_EXACT ? read_value(arena, lexeme, node, err)
                                                         : read_words(arena, lexeme, node, err);
}
