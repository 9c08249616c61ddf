/* What was typed as a word or phrase -> the text of its node. */
#ifndef MG_LEAF_H
#define MG_LEAF_H

#include "search/query/lexer.h"
#include "search/query/tree.h"

/* What kind of node the word or phrase is in `field`. `cased`: cs: stands before it. */
mg_node_kind mg_leaf_kind(const mg_lexeme *lexeme, morgue_field_id field, bool cased);

/* Sets text and wild of a node whose kind, field, scoped and cased are set, after a check: there is
 * something to search for in it, and nothing that cannot be meant. Errors: BAD_QUERY, NO_MEMORY. */
morgue_status mg_leaf_read(mg_arena *arena, const mg_lexeme *lexeme, mg_node *node,
                           morgue_error *err);

#endif
