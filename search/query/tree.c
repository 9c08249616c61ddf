#include "search/query/tree.h"

#include <stdio.h>
#include <string.h>

#include "archive/field.h"

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

/* The character at `at` as it was typed: 1 byte of a wildcard's place, else itself. */
static const char *typed(const mg_node *node, const char *at, size_t *ret_len)
{
    enum { WILD_LEN = sizeof(MG_WILD_ANY) - 1 };
    size_t left = (size_t)(node->text.data + node->text.len - at);
    *ret_len = node->wild && left >= WILD_LEN ? WILD_LEN : 1;
    if (*ret_len == WILD_LEN && memcmp(at, MG_WILD_ANY, WILD_LEN) == 0)
        return "*";
    if (*ret_len == WILD_LEN && memcmp(at, MG_WILD_ONE, WILD_LEN) == 0)
        return "?";
    *ret_len = 1;
    return at;
}

/* The text; within quotes, quotes and backslashes get a backslash. */
static bool describe_text(const mg_node *node, bool quoted, mg_buffer *ret)
{
    size_t len;
    for (size_t i = 0; i < node->text.len; i += len) {
        const char *c = typed(node, node->text.data + i, &len);
        if (quoted && strchr("\"\\", *c) && !mg_buffer_append_byte(ret, '\\'))
            return false;
        if (!mg_buffer_append_byte(ret, *c))
            return false;
    }
    return true;
}

/* Does an equals sign stand before it? With cs: a word of title or text is literal without one. */
static bool has_equals_sign(const mg_node *node)
{
    return node->kind == MG_NODE_EXACT ||
           (node->kind == MG_NODE_LITERAL &&
            !(node->cased && mg_field_at(node->field)->kind == FIELD_WORDS));
}

static bool describe_leaf(const mg_node *node, mg_buffer *ret)
{
    bool quoted = node->kind == MG_NODE_PHRASE || node->kind == MG_NODE_EXACT;
    const char *mark = node->kind == MG_NODE_FUZZY ? "~" : has_equals_sign(node) ? "=" : "";
    const char *quote = quoted ? "\"" : "";
    if (node->scoped && !(mg_buffer_append_string(ret, morgue_field_at(node->field)->name) &&
                          mg_buffer_append_byte(ret, ':')))
        return false;
    return mg_buffer_append_string(ret, node->cased ? "cs:" : "") &&
           mg_buffer_append_string(ret, mark) && mg_buffer_append_string(ret, quote) &&
           describe_text(node, quoted, ret) && mg_buffer_append_string(ret, quote);
}

/* (name child child ...) */
static bool describe_children(const char *name, const mg_node *node, mg_buffer *ret)
{
    if (!mg_buffer_append_byte(ret, '(') || !mg_buffer_append_string(ret, name))
        return false;
    for (const mg_node *child = node->child; child; child = child->next)
        if (!mg_buffer_append_byte(ret, ' ') || !mg_query_describe(child, ret))
            return false;
    return mg_buffer_append_byte(ret, ')');
}

static bool describe_near(const mg_node *node, mg_buffer *ret)
{
    static const char *const reaches[] = {
        [MG_REACH_WORDS] = "", [MG_REACH_SENTENCE] = "s", [MG_REACH_PARAGRAPH] = "p"};
    const mg_near *near = &node->near;
    char words[12] = "";
    char name[32];
    if (near->reach == MG_REACH_WORDS)
        snprintf(words, sizeof words, "%u", (unsigned)near->words);
    snprintf(name, sizeof name, "%s%s/%s%s", near->negated ? "not-" : "",
             near->ordered ? "pre" : "w", reaches[near->reach], words);
    return describe_children(name, node, ret);
}

bool mg_query_describe(const mg_node *node, mg_buffer *ret)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_FUZZY:
    case MG_NODE_EXACT: return describe_leaf(node, ret);
    case MG_NODE_DATE:
        return mg_buffer_append_string(ret, "date:") && mg_date_range_describe(&node->dates, ret);
    case MG_NODE_HAS:
        return mg_buffer_append_string(ret, "has:") &&
               mg_buffer_append_string(ret, morgue_field_at(node->field)->name);
    case MG_NODE_NEAR: return describe_near(node, ret);
    case MG_NODE_ALL: return mg_buffer_append_byte(ret, '*');
    case MG_NODE_AND: return describe_children("and", node, ret);
    case MG_NODE_OR: return describe_children("or", node, ret);
    case MG_NODE_NOT: return describe_children("not", node, ret);
    case MG_NODE_FILTER: return describe_children("filter", node, ret);
    }
    return false;
}
