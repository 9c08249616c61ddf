#include "search/query/planner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "search/query/fail.h"

static morgue_status plan(mg_planner *p, const mg_node *node, mg_op **ret);

/* ---- Parts -------------------------------------------------------------------------------- */

bool mg_pointers_add(mg_pointers *list, void *item)
{
    if (!MG_GROW(list->items, list->cap, list->n + 1))
        return false;
    list->items[list->n++] = item;
    return true;
}

mg_op *mg_planner_op(mg_planner *p, mg_op_kind kind, const mg_node *node)
{
    mg_op *op = mg_arena_get(p->expander.arena, sizeof *op);
    if (op)
        *op = (mg_op){.kind = kind, .number = p->n_ops++, .node = node};
    return op;
}

mg_span *mg_planner_span(mg_planner *p, mg_span_kind kind)
{
    mg_span *span = mg_arena_get(p->expander.arena, sizeof *span);
    if (span)
        *span = (mg_span){.kind = kind, .number = p->n_spans++};
    return span;
}

mg_group *mg_planner_group(mg_planner *p, const char *prefix, const mg_forms *forms,
                           const mg_node *node)
{
    mg_group *group = mg_arena_get(p->expander.arena, sizeof *group);
    if (!group)
        return NULL;
    bool words =
        mg_field_at(node->field)->kind == FIELD_WORDS && !p->excluded && node->kind != MG_NODE_HAS;
    *group = (mg_group){.number = p->groups.n,
                        .first = p->n_terms,
                        .prefix = prefix,
                        .terms = forms->terms,
                        .n_terms = forms->n,
                        .weighs = words,
                        .boost = 1,
                        .titled = words && !node->scoped,
                        .column = node->column,
                        .typed = node->text};
    p->n_terms += forms->n;
    return mg_pointers_add(&p->groups, group) ? group : NULL;
}

/* Do two operators of this kind, one within the other, come to the same as one? */
static bool merges(mg_op_kind kind, const mg_op *inner)
{
    return inner->kind == kind && !inner->excluded;
}

mg_op *mg_planner_combine(mg_planner *p, mg_op_kind kind, const mg_pointers *ops,
                          const mg_node *node)
{
    if (!ops->n)
        return mg_planner_op(p, MG_OP_NONE, node);
    mg_op *only = ops->items[0];
    if (ops->n == 1 && !only->excluded)
        return only;
    mg_op *all = mg_planner_op(p, kind, node);
    if (!all)
        return NULL;
    mg_op **place = &all->child;
    for (size_t i = 0; i < ops->n; i++) {
        mg_op *op = ops->items[i];
        *place = merges(kind, op) ? op->child : op;
        while (*place)
            place = &(*place)->next;
    }
    return all;
}

/* ---- What kind of thing a part of a query is ---------------------------------------------- */

/* Does the rule hold for all leaves of a tree, but for those of filters? */
static bool all_leaves(const mg_node *node, bool rule(const mg_node *))
{
    if (node->kind == MG_NODE_FILTER)
        return true;
    if (!node->child)
        return rule(node);
    for (const mg_node *child = node->child; child; child = child->next)
        if (!all_leaves(child, rule))
            return false;
    return true;
}

static bool is_no_word(const mg_node *node)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_FUZZY:
    case MG_NODE_EXACT: return mg_field_at(node->field)->kind != FIELD_WORDS;
    default: return true;
    }
}

bool mg_node_has_words(const mg_node *node)
{
    return !all_leaves(node, is_no_word);
}

bool mg_node_is_filter(const mg_node *node)
{
    if (node->kind == MG_NODE_NOT || node->kind == MG_NODE_FILTER)
        return true;
    if (!node->child)
        return is_no_word(node);
    for (const mg_node *child = node->child; child; child = child->next)
        if (!mg_node_is_filter(child))
            return false;
    return true;
}

/* ---- Dates, presence ---------------------------------------------------------------------- */

/* The greatest key of what begins with these digits. */
static uint64_t last_key(const char *digits, size_t len)
{
    return mg_date_key(digits, len) | (len < 16 ? UINT64_MAX >> (4 * len) : 0);
}

static morgue_status plan_date(mg_planner *p, const mg_node *node, mg_op **ret)
{
    mg_date_rule rule;
    mg_op *op = mg_planner_op(p, MG_OP_DATES, node);
    if (!op)
        return mg_fail_memory(p->err);
    mg_date_rule_make(&node->dates, &rule);
    op->dates.from = mg_date_key(rule.from, strlen(rule.from));
    op->dates.to = last_key(rule.to, strcspn(rule.to, "~"));
    op->dates.n_except = rule.n_except;
    for (size_t i = 0; i < rule.n_except; i++)
        op->dates.except[i] = mg_date_key(rule.except[i], strlen(rule.except[i]));
    *ret = op;
    return MORGUE_OK;
}

static morgue_status add_presence(mg_planner *p, const mg_node *node, morgue_field_id field,
                                  mg_pointers *ops)
{
    char name[32];
    int len = snprintf(name, sizeof name, "%s", morgue_field_at(field)->name);
    mg_forms forms = {mg_arena_get(p->expander.arena, sizeof(morgue_text)), 1};
    char *copy = mg_arena_copy(p->expander.arena, name, (size_t)len);
    mg_op *op = mg_planner_op(p, MG_OP_GROUP, node);
    if (!forms.terms || !copy || !op)
        return mg_fail_memory(p->err);
    forms.terms[0] = (morgue_text){copy, (size_t)len};
    op->group = mg_planner_group(p, MG_MARK_HAS, &forms, node);
    return op->group && mg_pointers_add(ops, op) ? MORGUE_OK : mg_fail_memory(p->err);
}

static morgue_status plan_has(mg_planner *p, const mg_node *node, mg_op **ret)
{
    mg_pointers ops = {0};
    morgue_status status;
    if (node->field == MORGUE_ACTOR) {
        status = add_presence(p, node, MORGUE_PERSON, &ops);
        if (status == MORGUE_OK)
            status = add_presence(p, node, MORGUE_ORG, &ops);
    } else {
        status = add_presence(p, node, node->field, &ops);
    }
    if (status == MORGUE_OK && !(*ret = mg_planner_combine(p, MG_OP_OR, &ops, node)))
        status = mg_fail_memory(p->err);
    free(ops.items);
    return status;
}

/* ---- AND, OR, NOT ------------------------------------------------------------------------- */

static morgue_status add_part(mg_planner *p, const mg_node *node, mg_pointers *list)
{
    mg_op *op = NULL;
    morgue_status status = plan(p, node, &op);
    if (status == MORGUE_OK && !mg_pointers_add(list, op))
        status = mg_fail_memory(p->err);
    return status;
}

static morgue_status add_excluded(mg_planner *p, const mg_node *node, mg_pointers *list)
{
    p->excluded++;
    morgue_status status = add_part(p, node, list);
    p->excluded--;
    if (status != MORGUE_OK)
        return status;
    mg_op *op = list->items[list->n - 1];
    op->excluded = true;
    return MORGUE_OK;
}

/* Is the part left out, where only filters are wanted? */
static bool is_left_out(const mg_planner *p, const mg_node *node)
{
    return p->filters_only && !p->excluded && mg_node_has_words(node);
}

/* The parts of an AND, those of ANDs in it included; *wanted counts those that must be there. */
static morgue_status collect(mg_planner *p, const mg_node *node, mg_pointers *list, size_t *wanted)
{
    morgue_status status = MORGUE_OK;
    if (node->kind == MG_NODE_AND) {
        for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next)
            status = collect(p, child, list, wanted);
        return status;
    }
    if (is_left_out(p, node))
        return MORGUE_OK;
    if (node->kind == MG_NODE_NOT)
        return add_excluded(p, node->child, list);
    ++*wanted;
    return add_part(p, node, list);
}

static morgue_status plan_and(mg_planner *p, const mg_node *node, mg_op **ret)
{
    mg_pointers parts = {0};
    size_t wanted = 0;
    mg_op *all = mg_planner_op(p, MG_OP_ALL, node);
    morgue_status status = all && mg_pointers_add(&parts, all) ? MORGUE_OK : mg_fail_memory(p->err);
    if (status == MORGUE_OK)
        status = collect(p, node, &parts, &wanted);
    if (status == MORGUE_OK && wanted) /* something is asked for: not all articles, then */
        memmove(parts.items, parts.items + 1, --parts.n * sizeof *parts.items);
    if (status == MORGUE_OK && !(*ret = mg_planner_combine(p, MG_OP_AND, &parts, node)))
        status = mg_fail_memory(p->err);
    free(parts.items);
    return status;
}

static morgue_status plan_or(mg_planner *p, const mg_node *node, mg_op **ret)
{
    mg_pointers ways = {0};
    morgue_status status = MORGUE_OK;
    for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next)
        status = add_part(p, child, &ways);
    if (status == MORGUE_OK && !(*ret = mg_planner_combine(p, MG_OP_OR, &ways, node)))
        status = mg_fail_memory(p->err);
    free(ways.items);
    return status;
}

/* Nothing in it weighs, or is marked. */
static morgue_status plan_filter(mg_planner *p, const mg_node *node, mg_op **ret)
{
    p->excluded++;
    morgue_status status = plan(p, node->child, ret);
    p->excluded--;
    return status;
}

/* ---- The whole ---------------------------------------------------------------------------- */

static morgue_status plan_kind(mg_planner *p, const mg_node *node, mg_op **ret)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_FUZZY:
    case MG_NODE_EXACT: return mg_plan_text(p, node, ret);
    case MG_NODE_NEAR: return mg_plan_near(p, node, ret);
    case MG_NODE_DATE: return plan_date(p, node, ret);
    case MG_NODE_HAS: return plan_has(p, node, ret);
    case MG_NODE_OR: return plan_or(p, node, ret);
    case MG_NODE_ALL: *ret = mg_planner_op(p, MG_OP_ALL, node); break;
    case MG_NODE_FILTER: return plan_filter(p, node, ret);
    case MG_NODE_AND:
    case MG_NODE_NOT: return plan_and(p, node, ret);
    }
    return *ret ? MORGUE_OK : mg_fail_memory(p->err);
}

/* Each word is looked up in each shard, and all of them are kept open at once. */
static morgue_status plan(mg_planner *p, const mg_node *node, mg_op **ret)
{
    morgue_status status = plan_kind(p, node, ret);
    if (status != MORGUE_OK || p->n_terms <= MG_TERMS_QUERY_MAX)
        return status;
    return mg_query_fail(p->err, node->column,
                         "more than %d words of the archive are meant by this query: write more "
                         "letters before its wildcards",
                         MG_TERMS_QUERY_MAX);
}

morgue_status mg_planner_run(mg_planner *p, const mg_node *root, mg_op **ret)
{
    *ret = NULL;
    return p->filters_only ? plan_and(p, root, ret) : plan(p, root, ret);
}
