#include "search/query/wild.h"

#include <string.h>

#include "archive/error.h"
#include "archive/fold.h"
#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "search/query/chars.h"
#include "search/query/fail.h"

enum { WILD_LEN = sizeof(MG_WILD_ANY) - 1 };

/* ---- Reading ------------------------------------------------------------------------------ */

static bool is_wildcard(char c)
{
    return c == '*' || c == '?';
}

/* Letters and digits that wildcards can stand beside: not those of scripts without spaces. */
static bool is_alnum_at(const char *at, const char *end)
{
    unsigned width;
    mg_class class = at < end ? mg_class_of(mg_char_at(at, end, &width)) : MG_CLASS_OTHER;
    return class == MG_CLASS_LETTER || class == MG_CLASS_DIGIT;
}

/* A run of wildcards at `at`: its end; *ret_real is false where it is punctuation, which question
 * marks at a word's end are in quotes: "who won?". */
static const char *wildcard_run(const char *at, const char *end, bool quoted, bool *ret_real)
{
    bool star = false;
    for (; at < end && is_wildcard(*at); at++)
        star = star || *at == '*';
    *ret_real = !quoted || star || is_alnum_at(at, end);
    return at;
}

/* Where the stretch without spaces ends that begins at `at`. */
static const char *chunk_end(const char *at, const char *end)
{
    unsigned width;
    while (at < end && !mg_char_is_space(mg_char_at(at, end, &width)))
        at += width;
    return at;
}

static char *put(char *to, const char *data, size_t len)
{
    memcpy(to, data, len);
    return to + len;
}

static char *translate_chunk(const char *at, const char *end, bool quoted, char *to, bool *ret_wild)
{
    bool address = memmem(at, (size_t)(end - at), "://", 3);
    while (at < end) {
        bool real = false;
        const char *run = wildcard_run(at, end, quoted, &real);
        if (run == at || !real || address) {
            run = run == at ? at + 1 : run;
            to = put(to, at, (size_t)(run - at));
            at = run;
            continue;
        }
        *ret_wild = true;
        for (; at < run; at++)
            to = put(to, *at == '*' ? MG_WILD_ANY : MG_WILD_ONE, WILD_LEN);
    }
    return to;
}

static size_t translate(const mg_lexeme *lexeme, char *to, bool *ret_wild)
{
    const char *end = lexeme->text + lexeme->len;
    char *start = to;
    for (const char *at = lexeme->text; at < end;) {
        const char *chunk = chunk_end(at, end);
        to = translate_chunk(at, chunk, lexeme->kind == MG_LEX_PHRASE, to, ret_wild);
        unsigned space = 0;
        mg_char_at(chunk, end, &space);
        to = put(to, chunk, space);
        at = chunk + space;
    }
    return (size_t)(to - start);
}

static morgue_status refuse_reserved(const mg_lexeme *lexeme, morgue_error *err)
{
    const char *any = memmem(lexeme->text, lexeme->len, MG_WILD_ANY, WILD_LEN);
    const char *found = any ? any : memmem(lexeme->text, lexeme->len, MG_WILD_ONE, WILD_LEN);
    if (!found)
        return MORGUE_OK;
    return mg_query_fail(
        err, lexeme->text_column + mg_char_count(lexeme->text, (size_t)(found - lexeme->text)),
        "the character %.*s cannot be searched for", (int)WILD_LEN, found);
}

morgue_status mg_wild_read(mg_arena *arena, const mg_lexeme *lexeme, morgue_text *ret,
                           bool *ret_wild, morgue_error *err)
{
    size_t wildcards = 0;
    morgue_status status = refuse_reserved(lexeme, err);
    if (status != MORGUE_OK)
        return status;
    for (size_t i = 0; i < lexeme->len; i++)
        wildcards += is_wildcard(lexeme->text[i]);
    char *text = mg_arena_get(arena, lexeme->len + wildcards * (WILD_LEN - 1) + 1);
    if (!text)
        return mg_fail_memory(err);
    *ret_wild = false;
    *ret = (morgue_text){text, translate(lexeme, text, ret_wild)};
    return MORGUE_OK;
}

morgue_status mg_wild_read_plain(mg_arena *arena, const mg_lexeme *lexeme, const char *tail,
                                 morgue_text *ret, morgue_error *err)
{
    size_t tail_len = strlen(tail);
    morgue_status status = refuse_reserved(lexeme, err);
    if (status != MORGUE_OK)
        return status;
    char *text = mg_arena_get(arena, lexeme->len + tail_len + 1);
    if (!text)
        return mg_fail_memory(err);
    put(put(text, lexeme->text, lexeme->len), tail, tail_len);
    *ret = (morgue_text){text, lexeme->len + tail_len};
    return MORGUE_OK;
}

/* ---- Checking ----------------------------------------------------------------------------- */

static bool is_placeholder(const char *at)
{
    return memcmp(at, MG_WILD_ANY, WILD_LEN) == 0 || memcmp(at, MG_WILD_ONE, WILD_LEN) == 0;
}

/* How many wildcards the term holds; *ret_only: nothing else. */
static size_t count_wildcards(const mg_token *token, bool *ret_only)
{
    size_t count = 0;
    for (size_t i = 0; i + WILD_LEN <= token->len; i++)
        count += is_placeholder(token->term + i);
    *ret_only = count * WILD_LEN == token->len;
    return count;
}

/* Does the token stand between spaces, or the ends of the text? */
static bool stands_free(const mg_token *token, morgue_text text)
{
    unsigned width;
    const char *end = text.data + text.len;
    const char *start = text.data + token->start;
    const char *after = text.data + token->end;
    return (token->start == 0 ||
            mg_char_is_space(mg_char_at(mg_utf8_before(text.data, start), end, &width))) &&
           (after == end || mg_char_is_space(mg_char_at(after, end, &width)));
}

/* Is there nothing but wildcards in the text? */
static bool is_bare(const mg_lexeme *lexeme)
{
    size_t n = 0;
    while (n < lexeme->len && is_wildcard(lexeme->text[n]))
        n++;
    return n == lexeme->len;
}

static morgue_status fail_lone(const mg_lexeme *lexeme, const mg_node *node, size_t column,
                               morgue_error *err)
{
    if (lexeme->kind == MG_LEX_PHRASE)
        return mg_query_fail(err, column,
                             "a lone wildcard: in quotes * stands for any one word between two "
                             "others, as in \"prime * minister\"; else put it directly beside "
                             "letters");
    if (!is_bare(lexeme))
        return mg_query_fail(err, column,
                             "a wildcard needs a letter or digit in its own word, and the mark "
                             "beside it parts words");
    if (node->scoped)
        return mg_query_fail(err, column,
                             "a wildcard needs a letter or digit in its word; has:%s finds the "
                             "articles that have one",
                             morgue_field_at(node->field)->name);
    return mg_query_fail(err, column,
                         "a wildcard needs a letter or digit in its word; a * that stands alone "
                         "finds every article");
}

static morgue_status fail_grams(size_t column, morgue_error *err)
{
    return mg_query_fail(err, column,
                         "no wildcards in scripts without spaces: their words are found wherever "
                         "the characters stand side by side; leave it out");
}

/* The words of a text while they are looked at. */
typedef struct walk {
    size_t n;
    bool gap;          /* the last word is a lone asterisk */
    size_t gap_column; /* where */
    bool gram;         /* the last word is of a script without spaces, and ends at gram_end */
    size_t gram_end;
} walk;

static bool touches_gram(const mg_token *token, morgue_text text, const walk *w)
{
    unsigned width;
    uint32_t next = mg_char_at(text.data + token->end, text.data + text.len, &width);
    return (w->gram && w->gram_end == token->start) || mg_class_of(next) == MG_CLASS_GRAM;
}

static morgue_status check_token(const mg_lexeme *lexeme, morgue_text text, const mg_node *node,
                                 const mg_token *token, walk *w, morgue_error *err)
{
    bool only;
    bool quoted = lexeme->kind == MG_LEX_PHRASE;
    size_t column = lexeme->text_column + mg_char_count(text.data, token->start);
    size_t wildcards = count_wildcards(token, &only);
    bool gap = only && quoted && wildcards == 1 && stands_free(token, text) &&
               memcmp(token->term, MG_WILD_ANY, WILD_LEN) == 0;
    if (wildcards && token->len > MG_TERM_MAX - WILD_LEN)
        return mg_query_fail(err, column, "this word is too long for wildcards");
    if (only && touches_gram(token, text, w))
        return fail_grams(column, err);
    if (only && (!gap || !w->n))
        return fail_lone(lexeme, node, column, err);
    w->n++;
    w->gap = gap;
    w->gap_column = column;
    w->gram = token->kind == MG_GRAM;
    w->gram_end = token->end;
    return MORGUE_OK;
}

morgue_status mg_wild_check(const mg_lexeme *lexeme, morgue_text text, const mg_node *node,
                            morgue_error *err)
{
    walk w = {0};
    mg_tokenizer tokenizer;
    mg_token token;
    morgue_status status = MORGUE_OK;
    mg_tokenizer_init(&tokenizer, text.data, text.len, 0);
    while (status == MORGUE_OK && mg_tokenizer_next(&tokenizer, &token))
        if (token.kind != MG_JOINED)
            status = check_token(lexeme, text, node, &token, &w, err);
    return status == MORGUE_OK && w.gap ? fail_lone(lexeme, node, w.gap_column, err) : status;
}
