#include "search/query/planner.h"

#include <string.h>

#include "archive/field.h"
#include "archive/shard.h"

static morgue_status plan(mg_planner *p, const mg_node *node, xap_query **ret);

bool mg_node_is_filter(const mg_node *node)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_FUZZY:
    case MG_NODE_EXACT: return mg_field_at(node->field)->kind != FIELD_WORDS;
    case MG_NODE_HAS:
    case MG_NODE_DATE:
    case MG_NODE_ALL:
    case MG_NODE_NOT: return true;
    case MG_NODE_NEAR:
    case MG_NODE_AND:
    case MG_NODE_OR: break;
    }
    for (const mg_node *child = node->child; child; child = child->next)
        if (!mg_node_is_filter(child))
            return false;
    return true;
}

static morgue_status plan_all(mg_planner *p, xap_query **ret)
{
    xap_error cause;
    return xap_query_all(ret, &cause) == XAP_OK ? MORGUE_OK : mg_fail_xap(p->err, &cause);
}

/* ---- Dates -------------------------------------------------------------------------------- */

static morgue_status date_between(mg_planner *p, const char *from, const char *to, xap_query **ret)
{
    xap_error cause;
    if (xap_query_value_range(MG_SLOT_DATE, from, strlen(from), to, strlen(to), ret, &cause) !=
        XAP_OK)
        return mg_fail_xap(p->err, &cause);
    return MORGUE_OK;
}

static morgue_status plan_date(mg_planner *p, const mg_node *node, xap_query **ret)
{
    mg_date_rule rule;
    mg_queries excepted = {0};
    xap_query *range = NULL;
    mg_date_rule_make(&node->dates, &rule);
    morgue_status status = date_between(p, rule.from, rule.to, &range);
    for (size_t i = 0; status == MORGUE_OK && i < rule.n_except; i++) {
        xap_query *single = NULL;
        status = date_between(p, rule.except[i], rule.except[i], &single);
        if (status == MORGUE_OK)
            status = mg_queries_add(&excepted, single, p->err);
    }
    if (status == MORGUE_OK)
        status = mg_query_extend(&range, XAP_OP_AND_NOT, &excepted, p->err);
    mg_queries_free(&excepted);
    if (status == MORGUE_OK)
        *ret = range;
    else
        xap_query_free(range);
    return status;
}

/* ---- All of them -------------------------------------------------------------------------- */

/* The parts of an AND by what they do. */
typedef struct parts {
    mg_queries weigh;
    mg_queries filter;
    mg_queries exclude;
} parts;

static void free_parts(parts *all)
{
    mg_queries_free(&all->weigh);
    mg_queries_free(&all->filter);
    mg_queries_free(&all->exclude);
}

static morgue_status collect(mg_planner *p, const mg_node *node, parts *ret);

static morgue_status add_part(mg_planner *p, const mg_node *node, mg_queries *list)
{
    xap_query *query = NULL;
    morgue_status status = plan(p, node, &query);
    return status == MORGUE_OK ? mg_queries_add(list, query, p->err) : status;
}

static morgue_status collect_all(mg_planner *p, const mg_node *node, parts *ret)
{
    morgue_status status = MORGUE_OK;
    for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next)
        status = collect(p, child, ret);
    return status;
}

static morgue_status collect(mg_planner *p, const mg_node *node, parts *ret)
{
    if (node->kind == MG_NODE_AND)
        return collect_all(p, node, ret);
    if (node->kind != MG_NODE_NOT)
        return add_part(p, node, mg_node_is_filter(node) ? &ret->filter : &ret->weigh);
    p->excluded++;
    morgue_status status = add_part(p, node->child, &ret->exclude);
    p->excluded--;
    return status;
}

/* What must be there: with weight, if any part weighs; all articles where nothing is asked for. */
static morgue_status combine_wanted(mg_planner *p, parts *all, xap_query **ret)
{
    if (!all->weigh.n && !all->filter.n)
        return plan_all(p, ret);
    if (!all->weigh.n)
        return mg_queries_combine(&all->filter, XAP_OP_AND, ret, p->err);
    morgue_status status = mg_queries_combine(&all->weigh, XAP_OP_AND, ret, p->err);
    if (status == MORGUE_OK)
        status = mg_query_extend(ret, XAP_OP_FILTER, &all->filter, p->err);
    return status;
}

static morgue_status plan_and(mg_planner *p, const mg_node *node, xap_query **ret)
{
    parts all = {0};
    xap_query *query = NULL;
    morgue_status status = collect(p, node, &all);
    if (status == MORGUE_OK)
        status = combine_wanted(p, &all, &query);
    if (status == MORGUE_OK)
        status = mg_query_extend(&query, XAP_OP_AND_NOT, &all.exclude, p->err);
    free_parts(&all);
    if (status == MORGUE_OK)
        *ret = query;
    else
        xap_query_free(query);
    return status;
}

static morgue_status plan_or(mg_planner *p, const mg_node *node, xap_query **ret)
{
    mg_queries ways = {0};
    morgue_status status = MORGUE_OK;
    for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next)
        status = add_part(p, child, &ways);
    if (status == MORGUE_OK)
        status = mg_queries_combine(&ways, XAP_OP_OR, ret, p->err);
    mg_queries_free(&ways);
    return status;
}

/* ---- The whole ---------------------------------------------------------------------------- */

static morgue_status plan(mg_planner *p, const mg_node *node, xap_query **ret)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_FUZZY:
    case MG_NODE_EXACT: return mg_plan_text(p, node, ret);
    case MG_NODE_DATE: return plan_date(p, node, ret);
    case MG_NODE_ALL: return plan_all(p, ret);
    case MG_NODE_OR: return plan_or(p, node, ret);
    case MG_NODE_HAS:
    case MG_NODE_NEAR:
    case MG_NODE_AND:
    case MG_NODE_NOT: break;
    }
    return plan_and(p, node, ret);
}

/* Adds the weight of words in titles.
 *
 * The titles stand beside all articles, which weigh nothing, for Xapian's sake: where AND_MAYBE
 * turns into AND in the middle of a search (AndMaybePostList::next of 1.4), the document that its
 * right side has reached is passed over if the left side has not reached it yet. A right side that
 * has every document is never ahead. */
static morgue_status add_titles(mg_planner *p, xap_query **query)
{
    mg_queries extra = {0};
    xap_query *titles = NULL, *all = NULL;
    if (!p->titles.n)
        return MORGUE_OK;
    morgue_status status = plan_all(p, &all);
    if (status == MORGUE_OK)
        status = mg_queries_add(&p->titles, all, p->err);
    if (status == MORGUE_OK)
        status = mg_queries_combine(&p->titles, XAP_OP_OR, &titles, p->err);
    if (status == MORGUE_OK)
        status = mg_query_scale(&titles, MG_TITLE_FACTOR, p->err);
    if (status == MORGUE_OK)
        status = mg_queries_add(&extra, titles, p->err);
    if (status == MORGUE_OK)
        status = mg_query_extend(query, XAP_OP_AND_MAYBE, &extra, p->err);
    mg_queries_free(&extra);
    return status;
}

morgue_status mg_planner_run(mg_planner *p, const mg_node *root, xap_query **ret)
{
    xap_query *query = NULL;
    morgue_status status = plan(p, root, &query);
    if (status == MORGUE_OK && !mg_node_is_filter(root))
        status = add_titles(p, &query);
    mg_queries_free(&p->titles);
    if (status == MORGUE_OK)
        *ret = query;
    else
        xap_query_free(query);
    return status;
}
