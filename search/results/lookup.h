/* Which groups of a plan a word belongs to. */
#ifndef MG_LOOKUP_H
#define MG_LOOKUP_H

#include "search/query/plan.h"

typedef struct mg_lookup mg_lookup;

/* Takes in all groups of the plan whose terms stand in fields. NULL when memory is out. */
mg_lookup *mg_lookup_new(const mg_plan *plan);
void mg_lookup_free(mg_lookup *lookup);

/* The groups that have the term, by their numbers, NULL behind the last; NULL for none. */
const mg_group *const *mg_lookup_term(const mg_lookup *lookup, const char *term, size_t len);

#endif
