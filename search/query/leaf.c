#include "search/query/leaf.h"

#include <string.h>

#include "archive/field.h"
#include "archive/tokenizer.h"
#include "search/query/chars.h"
#include "search/query/fail.h"

/* ---- What later versions understand ------------------------------------------------------- */

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

/* Within quotes an asterisk that touches a word and a question mark before a letter are wildcards;
 * "what now?" is none. */
static bool is_wildcard_in_phrase(const char *at, const char *text, const char *end)
{
    bool before = at > text && is_alnum((unsigned char)at[-1]);
    bool after = at + 1 < end && is_alnum((unsigned char)at[1]);
    return *at == '*' ? before || after : after;
}

static const char *find_wildcard(const mg_lexeme *lexeme)
{
    const char *end = lexeme->text + lexeme->len;
    if (memmem(lexeme->text, lexeme->len, "://", 3))
        return NULL; /* an address */
    for (const char *at = lexeme->text; at < end; at++)
        if ((*at == '*' || *at == '?') &&
            (lexeme->kind == MG_LEX_WORD || is_wildcard_in_phrase(at, lexeme->text, end)))
            return at;
    return NULL;
}

/* W/5, PRE/3, W/S, W/P, in capitals or not. */
static bool is_proximity(const char *text, size_t len)
{
    size_t at = 0;
    if (len > 2 && strncasecmp(text, "w/", 2) == 0)
        at = 2;
    else if (len > 4 && strncasecmp(text, "pre/", 4) == 0)
        at = 4;
    else
        return false;
    if (at + 1 == len && strchr("sSpP", text[at]))
        return true;
    while (at < len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at == len;
}

static morgue_status check_later(const mg_lexeme *lexeme, morgue_error *err)
{
    const char *wildcard = find_wildcard(lexeme);
    if (wildcard)
        return mg_query_fail(
            err,
            lexeme->text_column + mg_char_count(lexeme->text, (size_t)(wildcard - lexeme->text)),
            "wildcards are not supported yet: leave out the '%c' (a word finds its other forms "
            "by itself)",
            *wildcard);
    if (lexeme->kind != MG_LEX_WORD || lexeme->literal)
        return MORGUE_OK;
    if (is_proximity(lexeme->text, lexeme->len))
        return mg_query_fail(err, lexeme->column,
                             "%.*s is not supported yet: use a \"phrase\", or AND; put it in "
                             "quotes to search for it",
                             (int)lexeme->len, lexeme->text);
    if (lexeme->text[0] == '~')
        return mg_query_fail(err, lexeme->column,
                             "spelling variants (~word) are not supported yet: use OR");
    return MORGUE_OK;
}

/* ---- What cannot be meant ----------------------------------------------------------------- */

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

static morgue_status check_words(const mg_lexeme *lexeme, morgue_error *err)
{
    mg_tokenizer tokenizer;
    mg_token token;
    mg_tokenizer_init(&tokenizer, lexeme->text, lexeme->len, 0);
    if (mg_tokenizer_next(&tokenizer, &token))
        return MORGUE_OK;
    if (lexeme->kind == MG_LEX_PHRASE)
        return mg_query_fail(err, lexeme->column, "there is no word between the quotes");
    int shown = lexeme->len > 40 ? 40 : (int)lexeme->len;
    while (shown > 0 && shown < (int)lexeme->len &&
           ((unsigned char)lexeme->text[shown] & 0xC0) == 0x80)
        shown--;
    return mg_query_fail(err, lexeme->column, "'%.*s' has no letter or digit to search for", shown,
                         lexeme->text);
}

morgue_status mg_leaf_check(const mg_lexeme *lexeme, morgue_field_id field, morgue_error *err)
{
    if (mg_field_at(field)->kind == FIELD_EXACT)
        return lexeme->len ? MORGUE_OK
                           : mg_query_fail(err, lexeme->column, "there is nothing in the quotes");
    morgue_status status = check_later(lexeme, err);
    if (status == MORGUE_OK)
        status = check_dash(lexeme, err);
    if (status == MORGUE_OK)
        status = check_words(lexeme, err);
    return status;
}
