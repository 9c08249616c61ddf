/* Wildcards: which asterisks and question marks are some. */
#ifndef MG_WILD_H
#define MG_WILD_H

#include "search/query/lexer.h"
#include "search/query/tree.h"

/* The text of a word or phrase with MG_WILD_ANY and MG_WILD_ONE for its wildcards; *ret_wild tells
 * whether there are any. A character of the query stays one character. Errors: BAD_QUERY for a
 * character that is one of the two already, NO_MEMORY. */
morgue_status mg_wild_read(mg_arena *arena, const mg_lexeme *lexeme, morgue_text *ret,
                           bool *ret_wild, morgue_error *err);

/* The text as it stands, with `tail` behind it. Errors: the same. */
morgue_status mg_wild_read_plain(mg_arena *arena, const mg_lexeme *lexeme, const char *tail,
                                 morgue_text *ret, morgue_error *err);

/* Checks what mg_wild_read() made: every word has a letter or digit, save that in a phrase a lone
 * asterisk between words stands for any word. Errors: BAD_QUERY. */
morgue_status mg_wild_check(const mg_lexeme *lexeme, morgue_text text, const mg_node *node,
                            morgue_error *err);

#endif
