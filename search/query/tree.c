#include "search/query/tree.h"

#include <string.h>

void mg_tree_free(mg_tree *tree)
{
    mg_arena_free(&tree->arena);
    *tree = (mg_tree){0};
}

mg_node *mg_tree_node(mg_tree *tree, mg_node_kind kind, size_t column)
{
    mg_node *node = mg_arena_get(&tree->arena, sizeof *node);
    if (!node)
        return NULL;
    node->kind = kind;
    node->column = column;
    node->field = MORGUE_TEXT;
    tree->n_nodes++;
    return node;
}

/* The text in quotes; quotes and backslashes within it get a backslash. */
static bool describe_quoted(morgue_text text, mg_buffer *ret)
{
    if (!mg_buffer_append_byte(ret, '"'))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((strchr("\"\\", text.data[i]) && !mg_buffer_append_byte(ret, '\\')) ||
            !mg_buffer_append_byte(ret, text.data[i]))
            return false;
    return mg_buffer_append_byte(ret, '"');
}

static bool describe_leaf(const mg_node *node, mg_buffer *ret)
{
    bool literal = node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT;
    bool quoted = node->kind == MG_NODE_PHRASE || node->kind == MG_NODE_EXACT;
    if (node->scoped && !(mg_buffer_append_string(ret, morgue_field_at(node->field)->name) &&
                          mg_buffer_append_byte(ret, ':')))
        return false;
    if (literal && !mg_buffer_append_byte(ret, '='))
        return false;
    return quoted ? describe_quoted(node->text, ret)
                  : mg_buffer_append(ret, node->text.data, node->text.len);
}

/* (operator child child ...) */
static bool describe_children(const char *operator, const mg_node * node, mg_buffer *ret)
{
    if (!mg_buffer_append_byte(ret, '(') || !mg_buffer_append_string(ret, operator))
        return false;
    for (const mg_node *child = node->child; child; child = child->next)
        if (!mg_buffer_append_byte(ret, ' ') || !mg_query_describe(child, ret))
            return false;
    return mg_buffer_append_byte(ret, ')');
}

bool mg_query_describe(const mg_node *node, mg_buffer *ret)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_EXACT: return describe_leaf(node, ret);
    case MG_NODE_DATE:
        return mg_buffer_append_string(ret, "date:") && mg_date_range_describe(&node->dates, ret);
    case MG_NODE_FUZZY: return mg_buffer_append_byte(ret, '~') && describe_leaf(node, ret);
    case MG_NODE_HAS:
        return mg_buffer_append_string(ret, "has:") &&
               mg_buffer_append_string(ret, morgue_field_at(node->field)->name);
    case MG_NODE_NEAR: return describe_children("near", node, ret);
    case MG_NODE_ALL: return mg_buffer_append_byte(ret, '*');
    case MG_NODE_AND: return describe_children("and", node, ret);
    case MG_NODE_OR: return describe_children("or", node, ret);
    case MG_NODE_NOT: return describe_children("not", node, ret);
    }
    return false;
}
