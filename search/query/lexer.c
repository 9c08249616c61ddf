#include "search/query/lexer.h"

#include <string.h>
#include <strings.h>

#include "archive/field.h"
#include "archive/utf8.h"
#include "search/query/chars.h"
#include "search/query/fail.h"
#include "search/query/names.h"
#include "search/query/near.h"

/* What is wrong with the byte at `at`. */
static morgue_status fail_unclean(const char *text, size_t at, morgue_error *err)
{
    unsigned byte = (unsigned char)text[at];
    if (byte < 0x80)
        return mg_query_fail(err, mg_char_count(text, at),
                             "there is a control character here (U+%04X): leave it out", byte);
    return mg_query_fail(err, mg_char_count(text, at),
                         "the query is not clean UTF-8 text here (byte 0x%02X): type the character "
                         "anew, in UTF-8",
                         byte);
}

morgue_status mg_lexer_init(mg_lexer *lexer, const char *text, size_t len, morgue_error *err)
{
    if (len > MG_QUERY_MAX)
        return mg_query_fail(err, MG_QUERY_MAX, "a query may have %d bytes, this one has %zu",
                             MG_QUERY_MAX, len);
    size_t clean = mg_utf8_clean_prefix(text, len);
    if (clean < len)
        return fail_unclean(text, clean, err);
    *lexer = (mg_lexer){.at = text, .end = text + len};
    return MORGUE_OK;
}

/* ---- Moving on ---------------------------------------------------------------------------- */

static uint32_t peek(const mg_lexer *lexer)
{
    unsigned width;
    return mg_char_at(lexer->at, lexer->end, &width);
}

static void advance(mg_lexer *lexer, size_t bytes)
{
    lexer->column += mg_char_count(lexer->at, bytes);
    lexer->at += bytes;
}

static void skip_spaces(mg_lexer *lexer)
{
    unsigned width;
    while (lexer->at < lexer->end && mg_char_is_space(mg_char_at(lexer->at, lexer->end, &width)))
        advance(lexer, width);
}

/* The end of the word that begins at `at`. */
static const char *word_end(const char *at, const char *end)
{
    unsigned width;
    while (at < end && !mg_char_ends_word(mg_char_at(at, end, &width)))
        at += width;
    return at;
}

/* The quote that closes the one at `at`, or NULL; *ret_width is its length. */
static const char *closing_quote(const char *at, const char *end, unsigned *ret_width)
{
    const uint32_t *closers = mg_char_closers(mg_char_at(at, end, ret_width));
    for (at += *ret_width; at < end; at += *ret_width) {
        uint32_t c = mg_char_at(at, end, ret_width);
        if (c == closers[0] || (closers[1] && c == closers[1]))
            return at;
    }
    return NULL;
}

/* Makes the next `len` bytes the text of the lexeme. */
static void take_text(mg_lexer *lexer, size_t len, mg_lexeme *ret)
{
    ret->text = lexer->at;
    ret->len = len;
    ret->text_column = lexer->column;
    advance(lexer, len);
}

static morgue_status never_closed(const mg_lexer *lexer, morgue_error *err)
{
    return mg_query_fail(err, lexer->column, "the quote is never closed");
}

static morgue_status take_phrase(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    unsigned open;
    unsigned close;
    mg_char_at(lexer->at, lexer->end, &open);
    const char *closing = closing_quote(lexer->at, lexer->end, &close);
    if (!closing)
        return never_closed(lexer, err);
    advance(lexer, open);
    take_text(lexer, (size_t)(closing - lexer->at), ret);
    advance(lexer, close);
    ret->kind = MG_LEX_PHRASE;
    return MORGUE_OK;
}

static void take_word(mg_lexer *lexer, mg_lexeme *ret)
{
    ret->kind = MG_LEX_WORD;
    take_text(lexer, (size_t)(word_end(lexer->at, lexer->end) - lexer->at), ret);
}

/* ---- Field names -------------------------------------------------------------------------- */

/* The length of a field name directly before a colon that something follows; 0 where there is none.
 * Addresses (http://) are not fields. */
static size_t field_name(const mg_lexer *lexer)
{
    const char *at = lexer->at;
    while (at < lexer->end && (((*at | 32) >= 'a' && (*at | 32) <= 'z') || *at == '_'))
        at++;
    if (at == lexer->at || at == lexer->end || *at != ':')
        return 0;
    if (lexer->end - at > 2 && at[1] == '/' && at[2] == '/')
        return 0;
    return (size_t)(at - lexer->at);
}

static bool is_name(const char *name, size_t len, const char *wanted)
{
    return strlen(wanted) == len && strncasecmp(name, wanted, len) == 0;
}

/* What a name stands for; false for a name that is none of ours. */
static bool find_field(const char *name, size_t len, mg_lexeme *ret)
{
    ret->side = MG_DATE_WITHIN;
    ret->field = MORGUE_DATE;
    if (is_name(name, len, "before") || is_name(name, len, "after")) {
        ret->side = (*name | 32) == 'b' ? MG_DATE_BEFORE : MG_DATE_AFTER;
        return true;
    }
    const morgue_field *field = morgue_field_named(name, len);
    if (field)
        ret->field = field->id;
    return field != NULL;
}

/* What must follow the name and its colon directly does not. */
static bool nothing_follows(const mg_lexer *lexer, size_t len)
{
    unsigned width;
    uint32_t next = mg_char_at(lexer->at + len + 1, lexer->end, &width);
    return !width || next == ')' || mg_char_is_space(next);
}

static morgue_status fail_nothing(const mg_lexer *lexer, size_t len, const char *example,
                                  morgue_error *err)
{
    return mg_query_fail(err, lexer->column,
                         "nothing follows '%.*s:': write %.*s:%s, without a space", (int)len,
                         lexer->at, (int)len, lexer->at, example);
}

/* cs: goes with a field in either order, title:cs:US and cs:title:US. */
static morgue_status take_case(mg_lexer *lexer, size_t len, mg_behind behind, mg_lexeme *ret,
                               morgue_error *err)
{
    if (nothing_follows(lexer, len))
        return fail_nothing(lexer, len, "Word", err);
    take_text(lexer, len, ret);
    advance(lexer, 1);
    ret->kind = MG_LEX_CASE;
    lexer->behind = behind == MG_BEHIND_FIELD ? MG_BEHIND_FIELD : MG_BEHIND_CASE;
    return MORGUE_OK;
}

static morgue_status take_has(mg_lexer *lexer, size_t len, mg_lexeme *ret, morgue_error *err)
{
    if (nothing_follows(lexer, len))
        return fail_nothing(lexer, len, "location", err);
    advance(lexer, len + 1);
    size_t name = (size_t)(word_end(lexer->at, lexer->end) - lexer->at);
    if (!name)
        return mg_query_fail(err, ret->column,
                             "has: stands before the bare name of a field, as in has:location");
    morgue_status status = mg_find_has_field(lexer->at, name, lexer->column, &ret->field, err);
    if (status != MORGUE_OK)
        return status;
    take_text(lexer, name, ret);
    ret->kind = MG_LEX_HAS;
    return MORGUE_OK;
}

/* Takes name:, cs: or has: if there is one; kind stays END where the text is a plain word. */
static morgue_status take_name(mg_lexer *lexer, mg_lexeme *ret, mg_behind behind, morgue_error *err)
{
    size_t len = field_name(lexer);
    if (!len)
        return MORGUE_OK;
    if (is_name(lexer->at, len, "cs"))
        return take_case(lexer, len, behind, ret, err);
    if (is_name(lexer->at, len, "has"))
        return take_has(lexer, len, ret, err);
    bool nothing = nothing_follows(lexer, len);
    if (!find_field(lexer->at, len, ret))
        return nothing || behind == MG_BEHIND_FIELD
                   ? MORGUE_OK
                   : mg_fail_unknown_field(err, lexer->column, lexer->at, len);
    if (nothing)
        return fail_nothing(lexer, len, "word", err);
    if (!morgue_field_at(ret->field)->searchable)
        return mg_query_fail(err, lexer->column, "%.*s: is kept and shown, but not searched",
                             (int)len, lexer->at);
    take_text(lexer, len, ret);
    advance(lexer, 1);
    ret->kind = MG_LEX_FIELD;
    lexer->behind = MG_BEHIND_FIELD;
    lexer->field = ret->field;
    return MORGUE_OK;
}

/* ---- The rest ----------------------------------------------------------------------------- */

/* Behind = or ~ stands the word itself: their place is behind the field. */
static morgue_status refuse_name(const mg_lexer *lexer, const mg_lexeme *mark, morgue_error *err)
{
    size_t name = field_name(lexer);
    mg_lexeme unused;
    if (name && is_name(lexer->at, name, "cs"))
        return mg_query_fail(err, mark->column, "write cs:word, without the '%c'", *mark->whole);
    if (name && find_field(lexer->at, name, &unused))
        return mg_query_fail(err, mark->column,
                             "write %.*s:%cword: the '%c' stands behind the field", (int)name,
                             lexer->at, *mark->whole, *mark->whole);
    return MORGUE_OK;
}

/* =word, ="a phrase" */
static morgue_status take_literal(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    advance(lexer, 1);
    ret->literal = true;
    if (mg_char_closers(peek(lexer)))
        return take_phrase(lexer, ret, err);
    morgue_status status = refuse_name(lexer, ret, err);
    if (status != MORGUE_OK)
        return status;
    if (peek(lexer) == '~')
        return mg_query_fail(err, ret->column, "= and ~ exclude each other: leave out one of them");
    take_word(lexer, ret);
    if (!ret->len)
        return mg_query_fail(err, ret->column, "'=' must stand directly before a word or a quote");
    return MORGUE_OK;
}

/* ~word */
static morgue_status take_fuzzy(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    advance(lexer, 1);
    ret->fuzzy = true;
    morgue_status status = refuse_name(lexer, ret, err);
    if (status != MORGUE_OK)
        return status;
    if (peek(lexer) == '=')
        return mg_query_fail(err, ret->column, "= and ~ exclude each other: leave out one of them");
    if (mg_char_closers(peek(lexer)) || peek(lexer) == '(')
        return mg_query_fail(err, ret->column,
                             "~ stands before a single word: write it before each word");
    take_word(lexer, ret);
    if (!ret->len)
        return mg_query_fail(err, ret->column, "'~' must stand directly before a word");
    return MORGUE_OK;
}

static morgue_status take_minus(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    advance(lexer, 1);
    uint32_t next = peek(lexer);
    if (!next || next == '-' || next == ')' || mg_char_is_space(next))
        return mg_query_fail(err, ret->column,
                             "'-' must stand directly before what it excludes, as in -word");
    ret->kind = MG_LEX_NOT;
    return MORGUE_OK;
}

/* A date or range up to the next space or bracket; quotes within it may hold spaces. */
static morgue_status take_date(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    const char *at = lexer->at;
    unsigned width;
    while (at < lexer->end) {
        uint32_t c = mg_char_at(at, lexer->end, &width);
        if (mg_char_closers(c)) {
            const char *closing = closing_quote(at, lexer->end, &width);
            if (!closing) {
                advance(lexer, (size_t)(at - lexer->at));
                return never_closed(lexer, err);
            }
            at = closing;
        } else if (mg_char_ends_word(c)) {
            break;
        }
        at += width;
    }
    ret->kind = MG_LEX_DATE;
    take_text(lexer, (size_t)(at - lexer->at), ret);
    return MORGUE_OK;
}

static bool is_text(const mg_lexeme *word, const char *text)
{
    return strlen(text) == word->len && memcmp(text, word->text, word->len) == 0;
}

/* Makes a word W/5 or the like an operator. */
static morgue_status find_near(mg_lexeme *word, morgue_error *err)
{
    bool found = false;
    morgue_status status =
        mg_near_read(word->text, word->len, word->text_column, &word->near, &found, err);
    if (status == MORGUE_OK && found)
        word->kind = MG_LEX_NEAR;
    return status;
}

/* NOT, and with it the W/5 that follows. */
static morgue_status take_not(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    mg_lexer ahead = *lexer;
    mg_lexeme next = *ret;
    ret->kind = MG_LEX_NOT;
    skip_spaces(&ahead);
    take_word(&ahead, &next);
    morgue_status status = next.len ? find_near(&next, err) : MORGUE_OK;
    if (status != MORGUE_OK || next.kind != MG_LEX_NEAR)
        return status;
    next.near.negated = true;
    *ret = next;
    *lexer = ahead;
    return MORGUE_OK;
}

/* Capitals make operators; a lone asterisk is every article. */
static morgue_status find_operator(mg_lexer *lexer, mg_lexeme *word, morgue_error *err)
{
    if (is_text(word, "NOT"))
        return take_not(lexer, word, err);
    if (is_text(word, "NEAR"))
        return mg_query_fail(err, word->column,
                             "NEAR needs a distance, as in NEAR/5; to search for the word, write "
                             "it in small letters or in quotes");
    if (is_text(word, "OR"))
        word->kind = MG_LEX_OR;
    else if (is_text(word, "AND"))
        word->kind = MG_LEX_AND;
    else if (is_text(word, "*"))
        word->kind = MG_LEX_ALL;
    return word->kind == MG_LEX_WORD ? find_near(word, err) : MORGUE_OK;
}

/* What begins with neither bracket, quote, equals sign nor tilde. */
static morgue_status take_bare(mg_lexer *lexer, mg_lexeme *ret, mg_behind behind, morgue_error *err)
{
    if (behind == MG_BEHIND_OTHER && *lexer->at == '-')
        return take_minus(lexer, ret, err);
    morgue_status status = take_name(lexer, ret, behind, err);
    if (status != MORGUE_OK || ret->kind != MG_LEX_END)
        return status;
    take_word(lexer, ret);
    return behind == MG_BEHIND_OTHER ? find_operator(lexer, ret, err) : find_near(ret, err);
}

/* Behind id: and url: all characters are themselves. */
static bool takes_all(const mg_lexer *lexer, mg_behind behind)
{
    return behind == MG_BEHIND_FIELD && (lexer->field == MORGUE_ID || lexer->field == MORGUE_URL);
}

static morgue_status take_one(mg_lexer *lexer, mg_lexeme *ret, mg_behind behind, morgue_error *err)
{
    uint32_t c = peek(lexer);
    if (c == '(' || c == ')') {
        ret->kind = c == '(' ? MG_LEX_OPEN : MG_LEX_CLOSE;
        advance(lexer, 1);
        return MORGUE_OK;
    }
    if (behind == MG_BEHIND_FIELD && lexer->field == MORGUE_DATE)
        return take_date(lexer, ret, err);
    if (mg_char_closers(c))
        return take_phrase(lexer, ret, err);
    if (c == '=')
        return take_literal(lexer, ret, err);
    if (takes_all(lexer, behind)) {
        take_word(lexer, ret);
        return MORGUE_OK;
    }
    return c == '~' ? take_fuzzy(lexer, ret, err) : take_bare(lexer, ret, behind, err);
}

morgue_status mg_lexer_next(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err)
{
    mg_behind behind = lexer->behind;
    lexer->behind = MG_BEHIND_OTHER;
    skip_spaces(lexer);
    mg_lexeme lexeme = {.kind = MG_LEX_END, .whole = lexer->at, .column = lexer->column};
    morgue_status status =
        lexer->at < lexer->end ? take_one(lexer, &lexeme, behind, err) : MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    lexeme.whole_len = (size_t)(lexer->at - lexeme.whole);
    *ret = lexeme;
    return MORGUE_OK;
}
