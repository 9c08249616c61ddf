/* The words of an article as the tagger sees them: in their own spelling, with the punctuation
 * between them. (archive/tokenizer.h is for searching: it folds words and drops the rest.)
 *
 *   U.S.  Mr.  J.     initials and abbreviations keep their full stop
 *   Blinken's         two tokens: Blinken, 's
 *   al-Shabaab AT&T   one token; so are O'Brien, Amazon.com, 3.5, @somebody
 *   everything else   each character of punctuation is a token
 *
 * Linear in the text. */
#ifndef MG_TAG_TOKENS_H
#define MG_TAG_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "morgue.h"

enum {
    MG_TAG_TOKEN_MAX = 64,    /* bytes of one */
    MG_TAG_TOKENS_MAX = 65000 /* of an article; what is behind them is not looked at */
};

enum {
    MG_TOKEN_WORD = 1 << 0,      /* has a letter */
    MG_TOKEN_NUMBER = 1 << 1,    /* begins with a digit */
    MG_TOKEN_CAPITAL = 1 << 2,   /* its first letter is a capital */
    MG_TOKEN_SMALL = 1 << 3,     /* has a small letter */
    MG_TOKEN_INNER = 1 << 4,     /* has a capital behind its first letter */
    MG_TOKEN_SENTENCE = 1 << 5,  /* begins a sentence */
    MG_TOKEN_TITLE = 1 << 6,     /* is of the headline */
    MG_TOKEN_CANDIDATE = 1 << 7, /* may be part of a name: see candidates.c */
    MG_TOKEN_QUOTED = 1 << 8,    /* quotes stand before it */
    MG_TOKEN_LINK = 1 << 9,      /* a small word that stands inside of names: of, the, van */
    MG_TOKEN_PARAGRAPH = 1 << 10 /* begins a paragraph */
};

typedef struct mg_tag_token {
    const char *at;
    uint32_t len;
    uint32_t flags;
    uint64_t exact;  /* hash of its spelling */
    uint64_t folded; /* hash of what mg_fold() makes of it */
} mg_tag_token;

typedef struct mg_tag_tokens {
    mg_tag_token *at;
    size_t n;
    size_t cap;
} mg_tag_tokens;

/* Appends the tokens of a text. False when memory is out. */
bool mg_tag_tokens_add(mg_tag_tokens *tokens, morgue_text text, bool is_title);

/* Marks the candidates among all tokens. */
void mg_tag_candidates(mg_tag_tokens *tokens);

/* Nothing goes on from the token before it into this one: each paragraph begins a sentence too. */
static inline bool mg_token_begins(const mg_tag_token *token)
{
    return token->flags & MG_TOKEN_SENTENCE;
}

/* Is it a word with a capital, at its beginning or further in: Blinken, al-Assad? */
static inline bool mg_token_is_named(const mg_tag_token *token)
{
    return (token->flags & MG_TOKEN_WORD) && (token->flags & (MG_TOKEN_CAPITAL | MG_TOKEN_INNER)) &&
           *token->at != '\'';
}

/* A small letter of ASCII in the place of a capital. */
static inline char mg_small_ascii(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

static inline bool mg_token_is(const mg_tag_token *token, char c)
{
    return token->len == 1 && *token->at == c;
}

#endif
