#include "search/query/parser.h"

#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/query/fail.h"
#include "search/query/leaf.h"
#include "search/query/lexer.h"
#include "search/query/near.h"

/* Recursive descent with one lexeme of look-ahead; one function a rule of the grammar. */
typedef struct parser {
    mg_lexer lexer;
    mg_lexeme now; /* the lexeme to be understood next */
    mg_tree *tree;
    unsigned depth;
    const mg_lexeme *scope; /* the field name that holds for what stands here, or NULL */
    bool cased;             /* cs: holds for what stands here */
    morgue_error *err;
} parser;

static morgue_status parse_or(parser *p, mg_node **ret);
static morgue_status parse_field(parser *p, mg_node **ret);
static morgue_status parse_case(parser *p, mg_node **ret);
static morgue_status parse_has(parser *p, mg_node **ret);

static morgue_status step(parser *p)
{
    return mg_lexer_next(&p->lexer, &p->now, p->err);
}

static morgue_status new_node(parser *p, mg_node_kind kind, size_t column, mg_node **ret)
{
    if (p->tree->n_nodes >= MG_NODES_MAX)
        return mg_query_fail(p->err, column, "a query may have %d words and operators",
                             MG_NODES_MAX);
    mg_node *node = mg_tree_node(p->tree, kind, column);
    if (!node)
        return mg_fail_memory(p->err);
    *ret = node;
    return MORGUE_OK;
}

/* ---- Words, phrases, dates ---------------------------------------------------------------- */

static morgue_status parse_date(parser *p, const mg_lexeme *lexeme, mg_node **ret)
{
    mg_node *node = NULL;
    if (p->cased)
        return mg_query_fail(p->err, lexeme->column, "cs: is for words, not for dates");
    morgue_status status = new_node(p, MG_NODE_DATE, lexeme->column, &node);
    if (status != MORGUE_OK)
        return status;
    status = mg_date_range_parse(lexeme->whole, lexeme->whole_len, p->scope->side, lexeme->column,
                                 &node->dates, p->err);
    *ret = node;
    return status;
}

static morgue_status parse_text(parser *p, const mg_lexeme *lexeme, mg_node **ret)
{
    morgue_field_id field = p->scope ? p->scope->field : MORGUE_TEXT;
    mg_node *node = NULL;
    morgue_status status =
        new_node(p, mg_leaf_kind(lexeme, field, p->cased), lexeme->column, &node);
    if (status != MORGUE_OK)
        return status;
    node->scoped = p->scope != NULL;
    node->field = field;
    node->cased = p->cased;
    status = mg_leaf_read(&p->tree->arena, lexeme, node, p->err);
    if (status == MORGUE_OK)
        *ret = node;
    return status;
}

static morgue_status parse_leaf(parser *p, mg_node **ret)
{
    mg_lexeme lexeme = p->now;
    bool dates = p->scope && p->scope->field == MORGUE_DATE;
    mg_node *node = NULL;
    morgue_status status = dates ? parse_date(p, &lexeme, &node) : parse_text(p, &lexeme, &node);
    if (status == MORGUE_OK)
        status = step(p);
    if (status == MORGUE_OK)
        *ret = node;
    return status;
}

/* ---- Brackets and fields ------------------------------------------------------------------ */

static morgue_status go_deeper(parser *p, size_t column)
{
    if (++p->depth > MG_DEPTH_MAX)
        return mg_query_fail(p->err, column, "brackets, NOTs and W/n may stand %d deep",
                             MG_DEPTH_MAX);
    return MORGUE_OK;
}

static morgue_status parse_group(parser *p, mg_node **ret)
{
    size_t column = p->now.column;
    morgue_status status = go_deeper(p, column);
    if (status == MORGUE_OK)
        status = step(p);
    if (status == MORGUE_OK && p->now.kind == MG_LEX_CLOSE)
        status = mg_query_fail(p->err, column, "there is nothing between the brackets");
    if (status == MORGUE_OK && p->now.kind == MG_LEX_END)
        status = mg_query_fail(p->err, column, "the bracket is never closed");
    mg_node *node = NULL;
    if (status == MORGUE_OK)
        status = parse_or(p, &node);
    if (status == MORGUE_OK && p->now.kind != MG_LEX_CLOSE)
        status = mg_query_fail(p->err, column, "the bracket is never closed");
    if (status == MORGUE_OK)
        status = step(p);
    if (status == MORGUE_OK)
        *ret = node;
    p->depth--;
    return status;
}

static morgue_status fail_left(parser *p);

/* What stands behind a name or cs:, which the lexer has made sure of. */
static morgue_status parse_scoped(parser *p, mg_node **ret)
{
    switch (p->now.kind) {
    case MG_LEX_OPEN: return parse_group(p, ret);
    case MG_LEX_FIELD: return parse_field(p, ret);
    case MG_LEX_CASE: return parse_case(p, ret);
    case MG_LEX_HAS: return parse_has(p, ret);
    case MG_LEX_WORD:
    case MG_LEX_PHRASE:
    case MG_LEX_DATE: return parse_leaf(p, ret);
    default: return fail_left(p);
    }
}

static morgue_status fail_within(const parser *p, const char *what, size_t len, const char *why)
{
    return mg_query_fail(p->err, p->now.column, "%.*s: stands within %.*s:( ), and %s", (int)len,
                         what, (int)p->scope->len, p->scope->text, why);
}

static morgue_status parse_field(parser *p, mg_node **ret)
{
    mg_lexeme field = p->now;
    if (p->scope)
        return fail_within(p, field.text, field.len, "a field cannot hold another");
    morgue_status status = step(p);
    if (status != MORGUE_OK)
        return status;
    p->scope = &field;
    status = parse_scoped(p, ret);
    p->scope = NULL;
    return status;
}

static morgue_status parse_case(parser *p, mg_node **ret)
{
    if (p->cased)
        return mg_query_fail(p->err, p->now.column,
                             "cs: stands before this already: once is enough");
    morgue_status status = step(p);
    if (status != MORGUE_OK)
        return status;
    p->cased = true;
    status = parse_scoped(p, ret);
    p->cased = false;
    return status;
}

static morgue_status parse_has(parser *p, mg_node **ret)
{
    mg_node *node = NULL;
    if (p->scope)
        return fail_within(p, "has", 3, "stands for itself: put it outside");
    if (p->cased)
        return mg_query_fail(p->err, p->now.column, "cs: is for words, not for has:");
    morgue_status status = new_node(p, MG_NODE_HAS, p->now.column, &node);
    if (status != MORGUE_OK)
        return status;
    node->field = p->now.field;
    *ret = node;
    return step(p);
}

/* ---- Operators ---------------------------------------------------------------------------- */

static morgue_status parse_all(parser *p, mg_node **ret)
{
    if (p->scope)
        return mg_query_fail(p->err, p->now.column,
                             "a wildcard needs a letter or digit in its word; outside %.*s:( ) a "
                             "* finds every article",
                             (int)p->scope->len, p->scope->text);
    morgue_status status = new_node(p, MG_NODE_ALL, p->now.column, ret);
    return status == MORGUE_OK ? step(p) : status;
}

/* An operator as it is called in messages; *ret_len bytes. */
static const char *operator_name(const mg_lexeme *sign, char room[MG_NEAR_NAME_MAX],
                                 size_t *ret_len)
{
    if (sign->kind == MG_LEX_NEAR)
        mg_near_name(&sign->near, room);
    *ret_len = sign->kind == MG_LEX_NEAR ? strlen(room) : sign->whole_len;
    return sign->kind == MG_LEX_NEAR ? room : sign->whole;
}

static morgue_status fail_operator(parser *p, const mg_lexeme *sign, const char *side)
{
    char room[MG_NEAR_NAME_MAX];
    size_t len;
    const char *name = operator_name(sign, room, &len);
    return mg_query_fail(p->err, sign->column, "%.*s needs something on its %s; to search for %s",
                         (int)len, name, side,
                         sign->kind == MG_LEX_NEAR
                             ? "it, put it in quotes"
                             : "the word, write it in small letters or in quotes");
}

/* What stands here cannot be an operand. */
static morgue_status fail_left(parser *p)
{
    if (p->now.kind == MG_LEX_CLOSE)
        return mg_query_fail(p->err, p->now.column, "this bracket was never opened");
    if (p->now.kind == MG_LEX_END)
        return mg_query_fail(p->err, p->now.column, "the query is empty: * finds every article");
    return fail_operator(p, &p->now, "left");
}

/* What stands where an operand should. */
static morgue_status parse_operand(parser *p, mg_node **ret)
{
    return p->now.kind == MG_LEX_ALL ? parse_all(p, ret) : parse_scoped(p, ret);
}

/* Behind an operator: is there an operand? */
static morgue_status expect_operand(parser *p, const mg_lexeme *sign)
{
    mg_lexeme_kind next = p->now.kind;
    if (next != MG_LEX_END && next != MG_LEX_CLOSE && next != MG_LEX_OR && next != MG_LEX_AND)
        return MORGUE_OK;
    return fail_operator(p, sign, "right");
}

/* ---- Proximity ---------------------------------------------------------------------------- */

static morgue_status expect_near_operand(parser *p, const mg_lexeme *sign)
{
    char name[MG_NEAR_NAME_MAX];
    mg_near excluding = sign->near;
    if (p->now.kind != MG_LEX_NOT)
        return expect_operand(p, sign);
    excluding.negated = true;
    mg_near_name(&excluding, name);
    return mg_query_fail(p->err, p->now.column,
                         "nothing can be excluded here: for a without b near it write a %s b",
                         name);
}

/* Puts *left, which stands before the operator, and what stands behind it under one node. */
static morgue_status parse_near_right(parser *p, mg_node **left)
{
    mg_lexeme sign = p->now;
    mg_node *node = NULL;
    morgue_status status = go_deeper(p, sign.column);
    if (status == MORGUE_OK)
        status = step(p);
    if (status == MORGUE_OK)
        status = expect_near_operand(p, &sign);
    if (status == MORGUE_OK)
        status = new_node(p, MG_NODE_NEAR, sign.column, &node);
    if (status != MORGUE_OK)
        return status;
    node->near = sign.near;
    node->child = *left;
    *left = node;
    status = parse_operand(p, &node->child->next);
    return status == MORGUE_OK ? mg_near_check(node, p->err) : status;
}

/* near = operand { [ "NOT" ] distance operand }; each operator makes the tree one deeper. */
static morgue_status parse_near(parser *p, mg_node **ret)
{
    unsigned depth = p->depth;
    mg_node *node = NULL;
    morgue_status status = parse_operand(p, &node);
    while (status == MORGUE_OK && p->now.kind == MG_LEX_NEAR)
        status = parse_near_right(p, &node);
    p->depth = depth;
    if (status == MORGUE_OK)
        *ret = node;
    return status;
}

/* ---- NOT, AND, OR ------------------------------------------------------------------------- */

/* not = { "NOT" | "-" } near */
static morgue_status parse_not(parser *p, mg_node **ret)
{
    if (p->now.kind != MG_LEX_NOT)
        return parse_near(p, ret);
    mg_lexeme sign = p->now;
    mg_node *node = NULL;
    morgue_status status = go_deeper(p, sign.column);
    if (status == MORGUE_OK)
        status = step(p);
    if (status == MORGUE_OK)
        status = expect_operand(p, &sign);
    if (status == MORGUE_OK)
        status = new_node(p, MG_NODE_NOT, sign.column, &node);
    if (status == MORGUE_OK)
        status = parse_not(p, &node->child);
    if (status == MORGUE_OK)
        *ret = node;
    p->depth--;
    return status;
}

/* Is there one more operand to the operator `kind`? Adjacency is AND. Steps over the operator. */
static morgue_status goes_on(parser *p, mg_node_kind kind, bool *ret)
{
    mg_lexeme now = p->now;
    *ret = now.kind == (kind == MG_NODE_OR ? MG_LEX_OR : MG_LEX_AND);
    if (*ret) {
        morgue_status status = step(p);
        return status == MORGUE_OK ? expect_operand(p, &now) : status;
    }
    *ret = kind == MG_NODE_AND && now.kind != MG_LEX_OR && now.kind != MG_LEX_CLOSE &&
           now.kind != MG_LEX_END;
    return MORGUE_OK;
}

/* operand { operator operand }, of one kind of operator; a lone operand stands for itself. */
static morgue_status parse_series(parser *p, mg_node_kind kind,
                                  morgue_status parse_one(parser *, mg_node **), mg_node **ret)
{
    mg_node *first = NULL;
    bool more = false;
    morgue_status status = parse_one(p, &first);
    if (status == MORGUE_OK)
        status = goes_on(p, kind, &more);
    if (status != MORGUE_OK)
        return status;
    *ret = first;
    if (!more)
        return MORGUE_OK;
    if ((status = new_node(p, kind, first->column, ret)) != MORGUE_OK)
        return status;
    (*ret)->child = first;
    for (mg_node *last = first; more; last = last->next) {
        if ((status = parse_one(p, &last->next)) != MORGUE_OK)
            return status;
        if ((status = goes_on(p, kind, &more)) != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* and = not { [ "AND" ] not } */
static morgue_status parse_and(parser *p, mg_node **ret)
{
    return parse_series(p, MG_NODE_AND, parse_not, ret);
}

/* or = and { "OR" and } */
static morgue_status parse_or(parser *p, mg_node **ret)
{
    return parse_series(p, MG_NODE_OR, parse_and, ret);
}

/* Parses all of the text into the tree. */
static morgue_status parse_whole(const char *text, size_t len, mg_tree *tree, mg_node **ret,
                                 morgue_error *err)
{
    parser p = {.tree = tree, .err = err};
    morgue_status status = mg_lexer_init(&p.lexer, text, len, err);
    if (status == MORGUE_OK)
        status = step(&p);
    if (status == MORGUE_OK)
        status = parse_or(&p, ret);
    if (status == MORGUE_OK && p.now.kind != MG_LEX_END)
        status = mg_query_fail(err, p.now.column, "this bracket was never opened");
    return status;
}

morgue_status mg_query_parse(const char *text, size_t len, mg_tree *ret, morgue_error *err)
{
    mg_tree tree = {0};
    morgue_status status = parse_whole(text, len, &tree, &tree.root, err);
    if (status == MORGUE_OK)
        *ret = tree;
    else
        mg_tree_free(&tree);
    return status;
}

morgue_status mg_query_narrow(const char *text, size_t len, mg_tree *tree, morgue_error *err)
{
    mg_node *query = tree->root;
    mg_node *filter = mg_tree_node(tree, MG_NODE_FILTER, 0);
    mg_node *both = query ? mg_tree_node(tree, MG_NODE_AND, query->column) : filter;
    if (!filter || !both)
        return mg_fail_memory(err);
    if (query) {
        both->child = query;
        query->next = filter;
    }
    tree->root = both;
    return parse_whole(text, len, tree, &filter->child, err);
}
