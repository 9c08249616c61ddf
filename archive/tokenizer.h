/* The one tokenizer: what a word is, for indexing, for queries and for snippets.
 *
 * Words are runs of letters and digits, folded: lower case, NFC, without the diacritics that
 * readers leave out (café -> cafe, Łódź -> lodz; Indic and Thai vowel signs stay). In addition
 *
 *   U.S., J.K.        initials with full stops are one word: us, jk
 *   don't, O'Brien    an apostrophe between letters stays (typographic ones become '); a possessive
 *                     's is dropped, and elisions are cut: l'homme -> l, homme
 *   AT&T, R&D         an ampersand between runs of up to three letters stays
 *   3.5%, 1,250       a full stop between digits stays; a comma between thousands is dropped: 1250
 *   5:09, 10:30pm     a colon between digits stays: a time is no number
 *   F-16, cease-fire  the parts are words of their own; compounds of two parts yield also the
 *                     joined form (f16, ceasefire), so that every spelling finds every other; a
 *                     soft hyphen between letters, which marks where a word was parted at a line's
 *                     end, counts as one
 *   Chinese, Thai ... each character of a run opens a word of two characters with the one after it
 *                     (the last one stands alone): a text of n characters has n words, and a
 *                     phrase of these words is the text
 *
 * Positions count words from the first position given; an empty line (new paragraph) adds
 * MG_PARAGRAPH_GAP, so that no phrase runs across it. Words longer than MG_TERM_MAX bytes are cut
 * at a character. No memory is allocated; text of any length works. */
#ifndef MG_TOKENIZER_H
#define MG_TOKENIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "morgue.h"

enum { MG_TERM_MAX = 100, MG_PARAGRAPH_GAP = 10 };

/* Added between the positions of the title and the text, and between the values of a field, so that
 * no phrase runs from one into the other. */
enum { MG_FIELD_GAP = 100 };

typedef enum mg_token_kind {
    MG_WORD,
    MG_JOINED, /* the joined form of a compound: stands at the positions of both its parts, and is
                  handed out after the second of them */
    MG_GRAM    /* characters of a script without spaces */
} mg_token_kind;

typedef struct mg_token {
    const char *term; /* folded; lives until the next call; not NUL-terminated */
    size_t len;       /* bytes of term, 1..MG_TERM_MAX */
    size_t start;     /* bytes of the text that it was made from: [start, end) */
    size_t end;
    uint32_t
        position; /* of the word; of the first part, for MG_JOINED, which is also at position + 1 */
    mg_token_kind kind;
} mg_token;

/* Private: its members are the tokenizer's own business. */
typedef struct mg_tokenizer {
    const char *at; /* the next byte to look at */
    const char *end;
    const char *text;
    uint32_t position;       /* of the next word */
    unsigned compound_parts; /* of the compound that the last word belongs to, so far */
    bool compound_goes_on;   /* the next word is one more part of it */
    bool joined_waits;       /* `joined` is to be handed out next */
    bool keeps_case;
    const char *joined_start; /* where the compound begins */
    size_t joined_len;
    char term[MG_TERM_MAX];
    char joined[2 * MG_TERM_MAX];
} mg_tokenizer;

/* Starts on valid UTF-8, which must stay while tokens are taken. */
void mg_tokenizer_init(mg_tokenizer *tokenizer, const char *text, size_t len,
                       uint32_t first_position);

/* From now on capitals are kept: the same tokens, with the same lengths, which folded are the terms
 * without this. See mg_fold_cased(). */
void mg_tokenizer_keep_case(mg_tokenizer *tokenizer);

/* Takes the next token; false after the last. */
bool mg_tokenizer_next(mg_tokenizer *tokenizer, mg_token *ret);

/* The position that the word after the last one would have. */
uint32_t mg_tokenizer_position(const mg_tokenizer *tokenizer);

/* A whole value in the form that exact terms have: its words joined by single spaces; a value
 * without words is taken as it stands. Values over MG_VALUE_MAX bytes are cut and end in their
 * hash. Returns the length. */
enum { MG_VALUE_MAX = 200 };
size_t mg_fold_value(const char *text, size_t len, char ret[MG_VALUE_MAX]);

/* The exact term of a field: its prefix and the value, folded; ids and addresses are taken byte by
 * byte, so that two that differ never meet. Returns the length; 0 for a field without exact terms.
 */
enum { MG_EXACT_MAX = MG_VALUE_MAX + 8 };
size_t mg_exact_term(morgue_field_id field, const char *text, size_t len, char ret[MG_EXACT_MAX]);

#endif
