/* Query text -> lexemes. What a lexeme is, is decided here from the characters alone and from the
 * names of the fields; how lexemes go together is the parser's business. */
#ifndef MG_LEXER_H
#define MG_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "morgue.h"
#include "search/query/dates.h"
#include "search/query/tree.h"

/* No query is longer than this many bytes. */
enum { MG_QUERY_MAX = 65536 };

typedef enum mg_lexeme_kind {
    MG_LEX_END,
    MG_LEX_WORD,
    MG_LEX_PHRASE, /* text is what stands between the quotes */
    MG_LEX_DATE,   /* what stands behind date:, before: or after: */
    MG_LEX_FIELD,  /* name: */
    MG_LEX_CASE,   /* cs: */
    MG_LEX_HAS,    /* has:name */
    MG_LEX_OPEN,
    MG_LEX_CLOSE,
    MG_LEX_AND,
    MG_LEX_OR,
    MG_LEX_NOT,  /* NOT, and - directly before something */
    MG_LEX_NEAR, /* W/5 and the like, with the NOT before it where there is one */
    MG_LEX_ALL   /* a lone asterisk */
} mg_lexeme_kind;

typedef struct mg_lexeme {
    mg_lexeme_kind kind;
    const char *whole; /* all of it, quotes and equals sign included; borrowed from the query */
    size_t whole_len;
    const char *text; /* what it says */
    size_t len;
    size_t column;         /* of the first character of `whole`, from 0 */
    size_t text_column;    /* of the first character of `text` */
    bool literal;          /* WORD, PHRASE: there is an equals sign before it */
    bool fuzzy;            /* WORD: there is a tilde before it */
    mg_near near;          /* NEAR */
    morgue_field_id field; /* FIELD, HAS */
    mg_date_side side;     /* FIELD: before: and after: are the field DATE with a side */
} mg_lexeme;

/* What the last lexeme was: behind names and cs: stands what they belong to, which is no operator.
 */
typedef enum mg_behind { MG_BEHIND_OTHER, MG_BEHIND_FIELD, MG_BEHIND_CASE } mg_behind;

typedef struct mg_lexer {
    const char *at;
    const char *end;
    size_t column; /* of `at` */
    mg_behind behind;
    morgue_field_id field; /* BEHIND_FIELD: which */
} mg_lexer;

/* Starts on a text, which must stay while lexemes are taken.
 * Errors: BAD_QUERY for text that is too long or no clean UTF-8. */
morgue_status mg_lexer_init(mg_lexer *lexer, const char *text, size_t len, morgue_error *err);

/* Takes the next lexeme; kind END after the last. Behind FIELD and CASE there is always something,
 * and no space. Errors: BAD_QUERY. */
morgue_status mg_lexer_next(mg_lexer *lexer, mg_lexeme *ret, morgue_error *err);

#endif
