/* Query text -> tree. The grammar is in docs/query-language.md. */
#ifndef MG_PARSER_H
#define MG_PARSER_H

#include "search/query/tree.h"

/* Limits of a query, besides MG_QUERY_MAX bytes. */
enum {
    MG_NODES_MAX = 1000, /* words, phrases, dates and operators */
    MG_DEPTH_MAX = 100   /* brackets, NOTs and proximity within each other */
};

/* Parses; *ret is to be freed with mg_tree_free(). Errors: BAD_QUERY, NO_MEMORY. */
morgue_status mg_query_parse(const char *text, size_t len, mg_tree *ret, morgue_error *err);

/* Parses a filter and narrows the tree with it, which may have no root yet. After a failure the
 * tree is only good for being freed. Errors: as mg_query_parse(). */
morgue_status mg_query_narrow(const char *text, size_t len, mg_tree *tree, morgue_error *err);

#endif
