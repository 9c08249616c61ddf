/* Planning from what stands in an article instead of a query: (and (or sign ...) query (not id)).
 * Signs weigh, wherever they stand; everything else only filters. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/query/planner.h"

static morgue_status new_node(mg_planner *p, mg_tree *tree, mg_node_kind kind,
                              morgue_field_id field, morgue_text text, mg_node **ret)
{
    mg_node *node = mg_tree_node(tree, kind, 0);
    if (!node)
        return mg_fail_memory(p->err);
    node->field = field;
    node->scoped = true; /* counts no more in titles */
    node->text = text;
    if (text.len && !(node->text.data = mg_arena_copy(&tree->arena, text.data, text.len)))
        return mg_fail_memory(p->err);
    *ret = node;
    return MORGUE_OK;
}

/* A word of a sign, with its node at *place. */
static morgue_status plan_word(mg_planner *p, mg_tree *tree, const mg_sign *sign, size_t i,
                               mg_node **place, mg_pointers *ops)
{
    mg_op *op = NULL;
    size_t first = p->groups.n;
    morgue_status status = new_node(p, tree, MG_NODE_WORD, sign->field, sign->words[i], place);
    if (status == MORGUE_OK)
        status = mg_plan_text(p, *place, &op);
    if (status == MORGUE_OK && !mg_pointers_add(ops, op))
        status = mg_fail_memory(p->err);
    for (size_t g = first; status == MORGUE_OK && g < p->groups.n; g++) {
        mg_group *group = p->groups.items[g];
        group->weighs = true;
        group->boost = sign->boost / (double)sign->n_words;
    }
    return status;
}

static morgue_status plan_sign(mg_planner *p, mg_tree *tree, const mg_sign *sign, mg_node **place,
                               mg_pointers *ways)
{
    mg_pointers ops = {0};
    morgue_status status = MORGUE_OK;
    mg_node *all = NULL;
    if (sign->n_words > 1) {
        status = new_node(p, tree, MG_NODE_AND, sign->field, (morgue_text){"", 0}, &all);
        *place = all;
        place = all ? &all->child : place;
    }
    for (size_t i = 0; status == MORGUE_OK && i < sign->n_words; i++) {
        status = plan_word(p, tree, sign, i, place, &ops);
        place = status == MORGUE_OK ? &(*place)->next : place;
    }
    mg_op *op = status == MORGUE_OK ? mg_planner_combine(p, MG_OP_AND, &ops, all) : NULL;
    if (status == MORGUE_OK && !(op && mg_pointers_add(ways, op)))
        status = mg_fail_memory(p->err);
    free(ops.items);
    return status;
}

static morgue_status plan_signs(mg_planner *p, mg_tree *tree, const mg_likeness *like,
                                mg_pointers *parts)
{
    mg_pointers ways = {0};
    mg_node *any = NULL;
    morgue_status status = new_node(p, tree, MG_NODE_OR, MORGUE_TEXT, (morgue_text){"", 0}, &any);
    mg_node **place = any ? &any->child : NULL;
    for (size_t i = 0; status == MORGUE_OK && i < like->n; i++) {
        status = plan_sign(p, tree, &like->signs[i], place, &ways);
        place = status == MORGUE_OK ? &(*place)->next : place;
    }
    mg_op *op = status == MORGUE_OK ? mg_planner_combine(p, MG_OP_OR, &ways, any) : NULL;
    if (status == MORGUE_OK && !(op && mg_pointers_add(parts, op)))
        status = mg_fail_memory(p->err);
    free(ways.items);
    if (status == MORGUE_OK) {
        any->next = tree->root;
        tree->root = any;
    }
    return status;
}

/* Everything but the article itself. */
static morgue_status exclude_id(mg_planner *p, mg_tree *tree, morgue_text id, mg_pointers *parts)
{
    mg_node *negation = NULL;
    mg_op *op = NULL;
    morgue_status status =
        new_node(p, tree, MG_NODE_NOT, MORGUE_ID, (morgue_text){"", 0}, &negation);
    if (status == MORGUE_OK)
        status = new_node(p, tree, MG_NODE_EXACT, MORGUE_ID, id, &negation->child);
    if (status == MORGUE_OK)
        status = mg_plan_text(p, negation->child, &op);
    if (status == MORGUE_OK && !mg_pointers_add(parts, op))
        status = mg_fail_memory(p->err);
    if (status != MORGUE_OK)
        return status;
    op->excluded = true;
    mg_node *last = tree->root; /* the signs */
    while (last->next)
        last = last->next;
    last->next = negation;
    return MORGUE_OK;
}

static morgue_status plan_query(mg_planner *p, const mg_node *query, mg_pointers *parts)
{
    mg_op *op = NULL;
    morgue_status status = mg_planner_run(p, query, &op);
    if (status == MORGUE_OK && !mg_pointers_add(parts, op))
        status = mg_fail_memory(p->err);
    return status;
}

morgue_status mg_planner_like(mg_planner *p, const mg_likeness *like, mg_tree *tree, mg_op **ret)
{
    mg_pointers parts = {0};
    mg_node *query = tree->root, *all = NULL;
    morgue_status status = plan_signs(p, tree, like, &parts);
    p->excluded++; /* nothing of the rest weighs, or is marked */
    if (status == MORGUE_OK && query)
        status = plan_query(p, query, &parts);
    if (status == MORGUE_OK)
        status = exclude_id(p, tree, like->id, &parts);
    p->excluded--;
    if (status == MORGUE_OK)
        status = new_node(p, tree, MG_NODE_AND, MORGUE_TEXT, (morgue_text){"", 0}, &all);
    if (status == MORGUE_OK && !(*ret = mg_planner_combine(p, MG_OP_AND, &parts, all)))
        status = mg_fail_memory(p->err);
    if (status == MORGUE_OK) {
        all->child = tree->root;
        tree->root = all;
    }
    free(parts.items);
    return status;
}
