/* Making Xapian queries, with Morgue's errors. */
#ifndef MG_MAKE_H
#define MG_MAKE_H

#include <stddef.h>

#include "morgue.h"
#include "xapian/xapian_c.h"

/* A list of queries that owns them. Zero-initialise it. */
typedef struct mg_queries {
    xap_query **items;
    size_t n;
    size_t cap;
} mg_queries;

void mg_queries_free(mg_queries *list);

/* Adds a query, which belongs to the list from now on, also on failure; NULL is passed over. */
morgue_status mg_queries_add(mg_queries *list, xap_query *query, morgue_error *err);

/* Adds the term with this prefix. */
morgue_status mg_queries_add_term(mg_queries *list, const char *prefix, morgue_text term,
                                  morgue_error *err);

/* Combines all queries of the list into one and empties the list. A single one stays as it is. */
morgue_status mg_queries_combine(mg_queries *list, xap_op op, xap_query **ret, morgue_error *err);

/* Replaces *query by `*query op others`, or frees it on failure; empties `others`. Does nothing
 * where there are no others. */
morgue_status mg_query_extend(xap_query **query, xap_op op, mg_queries *others, morgue_error *err);

/* Replaces *query by the same with its weight times `factor`, or frees it on failure. */
morgue_status mg_query_scale(xap_query **query, double factor, morgue_error *err);

#endif
