#include "search/query/parser.h"

#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/query/fail.h"
#include "search/query/leaf.h"
#include "search/query/lexer.h"

/* Recursive descent with one lexeme of look-ahead; one function a rule of the grammar. */
typedef struct parser {
    mg_lexer lexer;
    mg_lexeme now; /* the lexeme to be understood next */
    mg_tree *tree;
    unsigned depth;
    const mg_lexeme *scope; /* the field name that holds for what stands here, or NULL */
    morgue_error *err;
} parser;

static morgue_status parse_or(parser *p, mg_node **ret);

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
    morgue_status status = new_node(p, MG_NODE_DATE, lexeme->column, &node);
    if (status != MORGUE_OK)
        return status;
    status = mg_date_range_parse(lexeme->whole, lexeme->whole_len, p->scope->side, lexeme->column,
                                 &node->dates, p->err);
    *ret = node;
    return status;
}

static mg_node_kind leaf_kind(const mg_lexeme *lexeme)
{
    if (lexeme->kind == MG_LEX_PHRASE)
        return lexeme->literal ? MG_NODE_EXACT : MG_NODE_PHRASE;
    return lexeme->literal ? MG_NODE_LITERAL : MG_NODE_WORD;
}

static morgue_status parse_text(parser *p, const mg_lexeme *lexeme, mg_node **ret)
{
    morgue_field_id field = p->scope ? p->scope->field : MORGUE_TEXT;
    mg_node *node = NULL;
    morgue_status status = mg_leaf_check(lexeme, field, p->err);
    if (status == MORGUE_OK)
        status = new_node(p, leaf_kind(lexeme), lexeme->column, &node);
    if (status != MORGUE_OK)
        return status;
    node->scoped = p->scope != NULL;
    node->field = field;
    node->text.data = mg_arena_copy(&p->tree->arena, lexeme->text, lexeme->len);
    node->text.len = lexeme->len;
    if (!node->text.data)
        return mg_fail_memory(p->err);
    *ret = node;
    return MORGUE_OK;
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
        return mg_query_fail(p->err, column, "brackets and NOTs may stand %d deep", MG_DEPTH_MAX);
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

/* field: and what stands behind it: the lexer has made sure that something does. */
static morgue_status parse_field(parser *p, mg_node **ret)
{
    mg_lexeme field = p->now;
    if (p->scope)
        return mg_query_fail(p->err, field.column,
                             "%.*s: stands within %.*s:( ), and a field "
                             "cannot hold another",
                             (int)field.len, field.text, (int)p->scope->len, p->scope->text);
    morgue_status status = step(p);
    if (status != MORGUE_OK)
        return status;
    p->scope = &field;
    status = p->now.kind == MG_LEX_OPEN ? parse_group(p, ret) : parse_leaf(p, ret);
    p->scope = NULL;
    return status;
}

/* ---- Operators ---------------------------------------------------------------------------- */

static morgue_status parse_all(parser *p, mg_node **ret)
{
    if (p->scope)
        return mg_query_fail(p->err, p->now.column, "wildcards are not supported yet");
    morgue_status status = new_node(p, MG_NODE_ALL, p->now.column, ret);
    return status == MORGUE_OK ? step(p) : status;
}

/* What stands where an operand should. */
static morgue_status parse_operand(parser *p, mg_node **ret)
{
    switch (p->now.kind) {
    case MG_LEX_OPEN: return parse_group(p, ret);
    case MG_LEX_FIELD: return parse_field(p, ret);
    case MG_LEX_ALL: return parse_all(p, ret);
    case MG_LEX_WORD:
    case MG_LEX_PHRASE:
    case MG_LEX_DATE: return parse_leaf(p, ret);
    case MG_LEX_AND:
    case MG_LEX_OR:
    case MG_LEX_NOT:
        return mg_query_fail(p->err, p->now.column,
                             "%.*s needs something on its left; to search for the word, write it "
                             "in small letters or in quotes",
                             (int)p->now.whole_len, p->now.whole);
    case MG_LEX_CLOSE: return mg_query_fail(p->err, p->now.column, "this bracket was never opened");
    case MG_LEX_END: break;
    }
    return mg_query_fail(p->err, p->now.column, "the query is empty: * finds every article");
}

/* Behind an operator: is there an operand? */
static morgue_status expect_operand(parser *p, const mg_lexeme *operator)
{
    mg_lexeme_kind next = p->now.kind;
    if (next != MG_LEX_END && next != MG_LEX_CLOSE && next != MG_LEX_OR && next != MG_LEX_AND)
        return MORGUE_OK;
    return mg_query_fail(p->err, operator->column,
                         "%.*s needs something on its right; to search for the word, write it in "
                         "small letters or in quotes",
                         (int)operator->whole_len, operator->whole);
}

/* not = { "NOT" | "-" } operand */
static morgue_status parse_not(parser *p, mg_node **ret)
{
    if (p->now.kind != MG_LEX_NOT)
        return parse_operand(p, ret);
    mg_lexeme operator= p->now;
    mg_node *node = NULL;
    morgue_status status = go_deeper(p, operator.column);
    if (status == MORGUE_OK)
        status = step(p);
    if (status == MORGUE_OK)
        status = expect_operand(p, &operator);
    if (status == MORGUE_OK)
        status = new_node(p, MG_NODE_NOT, operator.column, &node);
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

morgue_status mg_query_parse(const char *text, size_t len, mg_tree *ret, morgue_error *err)
{
    mg_tree tree = {0};
    parser p = {.tree = &tree, .err = err};
    morgue_status status = mg_lexer_init(&p.lexer, text, len, err);
    if (status == MORGUE_OK)
        status = step(&p);
    if (status == MORGUE_OK)
        status = parse_or(&p, &tree.root);
    if (status == MORGUE_OK && p.now.kind != MG_LEX_END)
        status = mg_query_fail(err, p.now.column, "this bracket was never opened");
    if (status != MORGUE_OK) {
        mg_tree_free(&tree);
        return status;
    }
    *ret = tree;
    return MORGUE_OK;
}
