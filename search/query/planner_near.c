/* Planning what stands near each other.
 *
 * What is said of a group with AND is said of each of its parts: (a b) W/5 c is a W/5 c AND b W/5
 * c. So each operand comes to a list of spans that must all stand, and two operands to all pairs of
 * theirs. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/query/fail.h"
#include "search/query/parser.h"
#include "search/query/planner.h"

/* A proximity on its way into one field. */
typedef struct near_plan {
    mg_planner *planner;
    const mg_node *root;
    morgue_field_id field;
} near_plan;

static morgue_status spans_of(const near_plan *n, const mg_node *node, mg_pointers *ret);

static morgue_status add(const near_plan *n, mg_pointers *list, mg_span *span)
{
    if (list->n >= MG_NODES_MAX)
        return mg_query_fail(n->planner->err, n->root->column,
                             "the groups that stand near each other come to more than %d pairs: "
                             "write fewer words in them",
                             MG_NODES_MAX);
    return span && mg_pointers_add(list, span) ? MORGUE_OK : mg_fail_memory(n->planner->err);
}

mg_span *mg_planner_copy(mg_planner *p, const mg_span *span)
{
    mg_span *twin = mg_planner_span(p, span->kind);
    if (!twin)
        return NULL;
    twin->offset = span->offset;
    twin->length = span->length;
    twin->near = span->near;
    if (span->kind == MG_SPAN_GROUP) {
        mg_group *group = mg_arena_get(p->expander.arena, sizeof *group);
        if (!group)
            return NULL;
        *group = *span->group;
        group->number = p->groups.n;
        group->first = p->n_terms;
        group->weighs = group->titled = false;
        p->n_terms += group->n_terms;
        twin->group = group;
        return mg_pointers_add(&p->groups, group) ? twin : NULL;
    }
    mg_span **place = &twin->child;
    for (const mg_span *child = span->child; child; child = child->next) {
        if (!(*place = mg_planner_copy(p, child)))
            return NULL;
        place = &(*place)->next;
    }
    return twin;
}

/* Puts a span behind the children of an OR, or the children of another OR. */
static void append(mg_span *either, mg_span *span)
{
    mg_span **place = &either->child;
    while (*place)
        place = &(*place)->next;
    *place = span->kind == MG_SPAN_OR ? span->child : span;
}

/* Puts two spans under a new one: the first use of a span is itself, further ones are copies. */
static morgue_status add_pair(const near_plan *n, mg_span *left, bool left_used, mg_span *right,
                              bool right_used, const mg_near *near, mg_pointers *ret)
{
    mg_planner *p = n->planner;
    mg_span *span = mg_planner_span(p, near ? MG_SPAN_NEAR : MG_SPAN_OR);
    mg_span *a = left_used ? mg_planner_copy(p, left) : left;
    mg_span *b = right_used ? mg_planner_copy(p, right) : right;
    if (!span || !a || !b)
        return mg_fail_memory(p->err);
    if (near) {
        span->near = *near;
        span->child = a;
        a->next = b;
    } else {
        append(span, a);
        append(span, b);
    }
    return add(n, ret, span);
}

/* All pairs of one from the left and one from the right, near each other or, where `near` is NULL,
 * either of them. */
static morgue_status add_pairs(const near_plan *n, const mg_pointers *left,
                               const mg_pointers *right, const mg_near *near, mg_pointers *ret)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = left->n; status == MORGUE_OK && i-- > 0;)
        for (size_t j = right->n; status == MORGUE_OK && j-- > 0;)
            status = add_pair(n, left->items[i], j > 0, right->items[j], i > 0, near, ret);
    return status;
}

static morgue_status text_spans(const near_plan *n, const mg_node *node, mg_pointers *ret)
{
    mg_span *span = NULL;
    morgue_status status = mg_plan_text_span(n->planner, node, n->field, &span);
    return status == MORGUE_OK ? add(n, ret, span) : status;
}

static morgue_status all_spans(const near_plan *n, const mg_node *node, mg_pointers *ret)
{
    morgue_status status = MORGUE_OK;
    for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next)
        status = spans_of(n, child, ret);
    return status;
}

static void swap(mg_pointers *a, mg_pointers *b)
{
    mg_pointers c = *a;
    *a = *b;
    *b = c;
}

/* Alternatives, two at a time. */
static morgue_status any_spans(const near_plan *n, const mg_node *node, mg_pointers *ret)
{
    mg_pointers so_far = {0};
    morgue_status status = spans_of(n, node->child, &so_far);
    for (const mg_node *child = node->child->next; status == MORGUE_OK && child;
         child = child->next) {
        mg_pointers next = {0}, both = {0};
        status = spans_of(n, child, &next);
        if (status == MORGUE_OK)
            status = add_pairs(n, &so_far, &next, NULL, &both);
        swap(&so_far, &both);
        free(next.items);
        free(both.items);
    }
    for (size_t i = 0; status == MORGUE_OK && i < so_far.n; i++)
        status = add(n, ret, so_far.items[i]);
    free(so_far.items);
    return status;
}

static morgue_status near_spans(const near_plan *n, const mg_node *node, mg_pointers *ret)
{
    mg_pointers left = {0}, right = {0};
    morgue_status status = spans_of(n, node->child, &left);
    if (status == MORGUE_OK)
        status = spans_of(n, node->child->next, &right);
    if (status == MORGUE_OK)
        status = add_pairs(n, &left, &right, &node->near, ret);
    free(left.items);
    free(right.items);
    return status;
}

static morgue_status spans_of(const near_plan *n, const mg_node *node, mg_pointers *ret)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_EXACT:
    case MG_NODE_FUZZY: return text_spans(n, node, ret);
    case MG_NODE_AND: return all_spans(n, node, ret);
    case MG_NODE_OR: return any_spans(n, node, ret);
    case MG_NODE_NEAR: return near_spans(n, node, ret);
    case MG_NODE_DATE:
    case MG_NODE_HAS:
    case MG_NODE_ALL:
    case MG_NODE_NOT:
    case MG_NODE_FILTER: break;
    }
    return mg_query_fail(n->planner->err, node->column,
                         "this cannot stand near something: only words, phrases and groups of them "
                         "can");
}

static morgue_field_id field_of(const mg_node *node)
{
    while (node->child)
        node = node->child;
    return node->field;
}

/* All spans of one field, as one operator. */
static morgue_status add_field(mg_planner *p, const mg_node *node, morgue_field_id field,
                               mg_pointers *ways)
{
    const near_plan n = {p, node, field};
    mg_pointers spans = {0}, ops = {0};
    morgue_status status = spans_of(&n, node, &spans);
    bool marked = mg_field_at(field)->kind == FIELD_WORDS && !p->excluded;
    for (size_t i = 0; status == MORGUE_OK && i < spans.n; i++) {
        mg_op *op = NULL;
        status = mg_plan_names_op(p, spans.items[i], node, field, &op);
        if (status == MORGUE_OK &&
            !(mg_pointers_add(&ops, op) && (!marked || mg_pointers_add(&p->marks, spans.items[i]))))
            status = mg_fail_memory(p->err);
    }
    mg_op *all = status == MORGUE_OK ? mg_planner_combine(p, MG_OP_AND, &ops, node) : NULL;
    if (status == MORGUE_OK && !(all && mg_pointers_add(ways, all)))
        status = mg_fail_memory(p->err);
    free(spans.items);
    free(ops.items);
    return status;
}

morgue_status mg_plan_near(mg_planner *p, const mg_node *node, mg_op **ret)
{
    mg_pointers ways = {0};
    morgue_field_id field = field_of(node);
    morgue_status status;
    if (mg_field_at(field)->kind == FIELD_UNION) {
        status = add_field(p, node, MORGUE_PERSON, &ways);
        if (status == MORGUE_OK)
            status = add_field(p, node, MORGUE_ORG, &ways);
    } else {
        status = add_field(p, node, field, &ways);
    }
    if (status == MORGUE_OK && !(*ret = mg_planner_combine(p, MG_OP_OR, &ways, node)))
        status = mg_fail_memory(p->err);
    free(ways.items);
    return status;
}
