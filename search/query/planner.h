/* Tree -> Xapian query and marks, for one archive.
 *
 * What weighs: words and phrases of title and text. Everything else (names, exact terms, dates,
 * what is excluded) only filters: its terms have no weight in the archive, and beside something
 * that weighs it is asked for by FILTER, so that nothing is computed for it. Words in no field
 * weigh more where the title has them: MG_TITLE_FACTOR. */
#ifndef MG_PLANNER_H
#define MG_PLANNER_H

#include "search/query/expand.h"
#include "search/query/make.h"
#include "search/query/tree.h"

/* How much a word in the title counts in addition to the word in the text; 0 switches it off. */
#define MG_TITLE_FACTOR 2.0

typedef struct mg_marks {
    mg_mark_group *items;
    size_t n;
    size_t cap;
} mg_marks;

typedef struct mg_planner {
    mg_expander expander;
    mg_marks *marks;
    mg_queries titles; /* what adds to the weight of the whole query */
    unsigned excluded; /* how many NOTs stand above */
    morgue_error *err;
} mg_planner;

/* Plans the tree; the groups to mark are added to planner->marks. Errors: as mg_plan_make(). */
morgue_status mg_planner_run(mg_planner *planner, const mg_node *root, xap_query **ret);

/* Does this part of a query only filter, and never weigh? */
bool mg_node_is_filter(const mg_node *node);

/* Plans a word or phrase in the field that it names (planner_text.c). */
morgue_status mg_plan_text(mg_planner *planner, const mg_node *node, xap_query **ret);

#endif
