/* Where sentences and paragraphs begin in a text: for indexing, for queries and for snippets.
 *
 * Words are those of the tokenizer. The first word, and each word behind an empty line, begins a
 * paragraph, and with it a sentence. Another word begins a sentence if there stands between it and
 * the word before it
 *
 *   。 ｡ ！ ？ ．                 the last not before a digit; or
 *   . ! ? … ؟ ۔ । ։ ።           and, behind quotes and brackets that close, white space; not before
 *                               a word that begins with a small letter
 *
 * A full stop right behind a word is no end where that word is, folded,
 *
 *   J. v.                       a single letter
 *   Mr. Gen. Sept.              one of a list of abbreviations that a name or a number follows
 *   No. fig.                    one of another list, and a digit follows
 *   U.S. p.m. Jr.               initials, or one of a third list, unless a word follows that opens
 *                               sentences more often than names: The, He, But ...
 *
 * The lists are those of English newspapers. The rule errs on the side of long sentences at
 * initials, and is the same wherever a text stands, so that index and reader agree. */
#ifndef MG_SENTENCE_H
#define MG_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/tokenizer.h"

typedef enum mg_break {
    MG_BREAK_NONE,
    MG_BREAK_SENTENCE, /* a sentence begins */
    MG_BREAK_PARAGRAPH /* a paragraph begins, and a sentence */
} mg_break;

/* Private: for a word that does not simply stand behind a space. */
mg_break mg_break_judge(const char *text, const mg_token *last, const mg_token *word);

/* What begins with this word of the text. `last` is the token of the word before it, NULL at the
 * first; neither is a joined form. Of `last` only start and end are looked at. */
static inline mg_break mg_break_before(const char *text, const mg_token *last, const mg_token *word)
{
    bool plain = last && word->start == last->end + 1 && text[last->end] == ' ';
    return plain ? MG_BREAK_NONE : mg_break_judge(text, last, word);
}

#endif
