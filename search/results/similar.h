/* Articles like another: what it is about, by its rare words. */
#ifndef MG_SIMILAR_H
#define MG_SIMILAR_H

#include "archive/reader.h"
#include "search/query/plan.h"

/* Plans a search for articles like the one with this id; `query` and `filter`, which may be
 * NULL or "", only filter. Errors: NOT_FOUND, those of mg_plan_make(). */
morgue_status mg_similar_plan(morgue_archive *archive, const char *id, const char *query,
                              const char *filter, mg_deadline deadline, mg_plan **ret,
                              morgue_error *err);

#endif
