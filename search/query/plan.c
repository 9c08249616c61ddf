#include "search/query/plan.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "search/query/parser.h"
#include "search/query/planner.h"

struct mg_plan {
    mg_tree tree; /* its arena holds the terms to mark as well */
    mg_marks marks;
    xap_query *query;
};

void mg_plan_free(mg_plan *plan)
{
    if (!plan)
        return;
    xap_query_free(plan->query);
    free(plan->marks.items);
    mg_tree_free(&plan->tree);
    free(plan);
}

morgue_status mg_plan_make(const char *text, size_t len, const xap_database *db,
                           xap_stem *const *stems, size_t n_stems, mg_plan **ret, morgue_error *err)
{
    mg_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return mg_fail_memory(err);
    if (len == MORGUE_NUL)
        len = strlen(text);
    morgue_status status = mg_query_parse(text, len, &plan->tree, err);
    mg_planner planner = {
        .expander = {.db = db, .stems = stems, .n_stems = n_stems, .arena = &plan->tree.arena},
        .marks = &plan->marks,
        .err = err};
    if (status == MORGUE_OK)
        status = mg_planner_run(&planner, plan->tree.root, &plan->query);
    if (status == MORGUE_OK)
        *ret = plan;
    else
        mg_plan_free(plan);
    return status;
}

const xap_query *mg_plan_query(const mg_plan *plan)
{
    return plan->query;
}

bool mg_plan_ranks(const mg_plan *plan)
{
    return !mg_node_is_filter(plan->tree.root);
}

bool mg_plan_describe(const mg_plan *plan, mg_buffer *ret)
{
    return mg_query_describe(plan->tree.root, ret);
}

size_t mg_plan_group_count(const mg_plan *plan)
{
    return plan->marks.n;
}

const mg_mark_group *mg_plan_group(const mg_plan *plan, size_t i)
{
    return i < plan->marks.n ? &plan->marks.items[i] : NULL;
}
