/* Is what was typed something that can be searched? */
#ifndef MG_LEAF_H
#define MG_LEAF_H

#include <stdbool.h>

#include "search/query/lexer.h"

/* Checks a word or phrase that is to be searched in `field`: it holds something to search for, and
 * nothing that a later version will understand otherwise. Errors: BAD_QUERY. */
morgue_status mg_leaf_check(const mg_lexeme *lexeme, morgue_field_id field, morgue_error *err);

#endif
