/* Names that mean the same, in a query. */
#ifndef MG_ALIAS_QUERY_H
#define MG_ALIAS_QUERY_H

#include "archive/registry/aliases.h"
#include "search/query/tree.h"

enum { MG_ALIAS_NODES_MAX = 5000 }; /* what a query may grow to */

/* Puts in place of each word of the query that is one of the names, and of words next to each other
 * that make up one, all names of its line, any of which will do; quoted phrases in fields of names
 * likewise. Errors: BAD_QUERY where the query becomes too large, NO_MEMORY. */
morgue_status mg_aliases_apply(const mg_aliases *aliases, mg_tree *tree, morgue_error *err);

#endif
