#include "search/query/plan.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/registry/blocklist.h"
#include "archive/text.h"
#include "search/query/alias_query.h"
#include "search/query/parser.h"
#include "search/query/planner.h"

struct mg_plan {
    mg_tree tree; /* its arena holds the operators as well */
    mg_blocklist *blocklist;
    mg_pointers groups;
    mg_pointers marks;
    size_t n_terms;
    size_t n_spans;
    size_t n_ops;
    mg_op *root;
};

void mg_plan_free(mg_plan *plan)
{
    if (!plan)
        return;
    mg_blocklist_free(plan->blocklist);
    free(plan->groups.items);
    free(plan->marks.items);
    mg_tree_free(&plan->tree);
    free(plan);
}

/* `like` may be NULL. */
static morgue_status run_planner(mg_plan *plan, const mg_plan_setting *setting,
                                 const mg_likeness *like, morgue_error *err)
{
    mg_planner planner = {.expander = {.indexes = setting->indexes,
                                       .n_indexes = setting->n_indexes,
                                       .stems = setting->stems,
                                       .n_stems = setting->n_stems,
                                       .memo = setting->memo,
                                       .arena = &plan->tree.arena,
                                       .deadline = setting->deadline},
                          .blocklist = setting->blocklist,
                          .filters_only = setting->filters_only,
                          .err = err};
    morgue_status status = like ? mg_planner_like(&planner, like, &plan->tree, &plan->root)
                                : mg_planner_run(&planner, plan->tree.root, &plan->root);
    plan->groups = planner.groups;
    plan->marks = planner.marks;
    plan->n_terms = planner.n_terms;
    plan->n_spans = planner.n_spans;
    plan->n_ops = planner.n_ops;
    return status;
}

/* A mistake in the filter is none of the query's. */
static morgue_status narrow(mg_plan *plan, const char *filter, morgue_error *err)
{
    morgue_error own = {0};
    morgue_status status = mg_query_narrow(filter, strlen(filter), &plan->tree, &own);
    if (status == MORGUE_BAD_QUERY)
        return mg_fail(err, MORGUE_INVALID, "the filter cannot be understood: %.400s", own.message);
    if (status != MORGUE_OK && err)
        *err = own;
    return status;
}

/* Without text there is only the likeness. */
static morgue_status make(morgue_text text, const mg_plan_setting *setting, const mg_likeness *like,
                          mg_plan **ret, morgue_error *err)
{
    mg_plan *plan = calloc(1, sizeof *plan);
    morgue_status status = MORGUE_OK;
    if (!plan)
        return mg_fail_memory(err);
    plan->blocklist = mg_blocklist_hold(setting->blocklist);
    if (text.len || !like)
        status = mg_query_parse(text.data, text.len, &plan->tree, err);
    if (status == MORGUE_OK && setting->filter && *setting->filter)
        status = narrow(plan, setting->filter, err);
    if (status == MORGUE_OK && plan->tree.root)
        status = mg_aliases_apply(setting->aliases, &plan->tree, err);
    if (status == MORGUE_OK)
        status = run_planner(plan, setting, like, err);
    if (status == MORGUE_OK)
        *ret = plan;
    else
        mg_plan_free(plan);
    return status;
}

morgue_status mg_plan_make(const char *text, size_t len, const mg_plan_setting *setting,
                           mg_plan **ret, morgue_error *err)
{
    const morgue_text whole = {text, len == MORGUE_NUL ? strlen(text) : len};
    return make(whole, setting, NULL, ret, err);
}

morgue_status mg_plan_like(const mg_sign *signs, size_t n, morgue_text id, const char *query,
                           const mg_plan_setting *setting, mg_plan **ret, morgue_error *err)
{
    const mg_likeness like = {signs, n, id};
    const morgue_text whole = {query, query ? strlen(query) : 0};
    return make(whole, setting, &like, ret, err);
}

mg_op *mg_plan_root(mg_plan *plan)
{
    return plan->root;
}

bool mg_plan_ranks(const mg_plan *plan)
{
    return !mg_node_is_filter(plan->tree.root);
}

size_t mg_plan_group_count(const mg_plan *plan)
{
    return plan->groups.n;
}

const mg_group *mg_plan_group(const mg_plan *plan, size_t number)
{
    return plan->groups.items[number];
}

size_t mg_plan_term_count(const mg_plan *plan)
{
    return plan->n_terms;
}

size_t mg_plan_span_count(const mg_plan *plan)
{
    return plan->n_spans;
}

size_t mg_plan_op_count(const mg_plan *plan)
{
    return plan->n_ops;
}

size_t mg_plan_mark_count(const mg_plan *plan)
{
    return plan->marks.n;
}

const mg_span *mg_plan_mark(const mg_plan *plan, size_t i)
{
    return plan->marks.items[i];
}

bool mg_plan_describe(const mg_plan *plan, mg_buffer *ret)
{
    return mg_query_describe(plan->tree.root, ret);
}

mg_blocklist *mg_plan_blocklist(const mg_plan *plan)
{
    return plan->blocklist;
}

bool mg_group_has(const mg_group *group, const char *term, size_t len)
{
    morgue_text wanted = {term, len};
    return bsearch(&wanted, group->terms, group->n_terms, sizeof wanted, mg_text_order) != NULL;
}
