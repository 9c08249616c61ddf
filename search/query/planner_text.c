/* Planning what is searched as text: words, phrases and values, in one field or several. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/tokenizer.h"
#include "search/query/fail.h"
#include "search/query/planner.h"
#include "search/query/sequence.h"

/* ---- Words -> groups ---------------------------------------------------------------------- */

/* A word or phrase on its way into one field. */
typedef struct text {
    mg_planner *planner;
    const mg_node *node;
    const mg_field *field;
    const char *prefix;
} text;

static morgue_status copy_one(mg_planner *p, morgue_text term, mg_forms *ret)
{
    ret->terms = mg_arena_get(p->expander.arena, sizeof *ret->terms);
    if (!ret->terms)
        return mg_fail_memory(p->err);
    ret->terms[0] = term;
    ret->n = 1;
    return MORGUE_OK;
}

/* What a word of the query stands for; `alone` where the tokenizer takes all of it as this word. */
static morgue_status forms_of(const text *t, morgue_text word, bool is_gram, bool alone,
                              mg_forms *ret)
{
    mg_expander *e = &t->planner->expander;
    size_t column = t->node->column;
    morgue_error *err = t->planner->err;
    if (mg_is_pattern(word))
        return mg_expand_pattern(e, t->prefix, word, column, ret, err);
    if (is_gram)
        return mg_expand_gram(e, t->prefix, word, column, ret, err);
    if (t->node->kind == MG_NODE_FUZZY && alone)
        return mg_expand_fuzzy(e, t->prefix, word, column, ret, err);
    if (t->node->kind == MG_NODE_WORD && alone && t->field->kind == FIELD_WORDS)
        return mg_expand_word(e, t->prefix, word, column, ret, err);
    return copy_one(t->planner, word, ret);
}

static mg_span *group_span(const text *t, const mg_forms *forms, const mg_sequence *words, size_t i)
{
    mg_span *span = mg_planner_span(t->planner, MG_SPAN_GROUP);
    mg_group *group = span ? mg_planner_group(t->planner, t->prefix, forms, t->node) : NULL;
    if (!group)
        return NULL;
    if (t->node->cased)
        group->cased = words->cased[i];
    span->group = group;
    return span;
}

/* A word that stands for any one: nothing but a wildcard for any characters. */
static bool is_any_word(morgue_text word)
{
    return word.len == sizeof MG_WILD_ANY - 1 && mg_is_pattern(word) &&
           memcmp(word.data, MG_WILD_ANY, word.len) == 0;
}

/* The words of one way to read the text, each at its place. */
static morgue_status make_sequence(const text *t, const mg_sequence *words, bool alone,
                                   mg_span **ret)
{
    mg_span *phrase = mg_planner_span(t->planner, MG_SPAN_PHRASE);
    if (!phrase)
        return mg_fail_memory(t->planner->err);
    mg_span **place = &phrase->child;
    for (size_t i = 0; i < words->n; i++) {
        mg_forms forms;
        if (words->n > 1 && is_any_word(words->terms[i]))
            continue;
        morgue_status status =
            forms_of(t, words->terms[i], words->ends_in_gram && i + 1 == words->n,
                     alone && words->n == 1, &forms);
        if (status != MORGUE_OK)
            return status;
        mg_span *span = group_span(t, &forms, words, i);
        if (!span)
            return mg_fail_memory(t->planner->err);
        span->offset = (uint32_t)i;
        *place = span;
        place = &span->next;
    }
    phrase->length = (uint32_t)words->n;
    *ret = phrase->child && !phrase->child->next && words->n == 1 ? phrase->child : phrase;
    return MORGUE_OK;
}

morgue_status mg_plan_text_span(mg_planner *p, const mg_node *node, morgue_field_id field,
                                mg_span **ret)
{
    const text t = {p, node, mg_field_at(field), mg_field_at(field)->words};
    mg_sequence words[2];
    size_t n;
    morgue_status status = mg_sequences_read(p->expander.arena, node->text, node->cased,
                                             node->column, words, &n, p->err);
    mg_span *ways[2] = {NULL, NULL};
    for (size_t i = 0; status == MORGUE_OK && i < n; i++)
        status = make_sequence(&t, &words[i], n == 1, &ways[i]);
    if (status != MORGUE_OK)
        return status;
    if (n == 1) {
        *ret = ways[0];
        return MORGUE_OK;
    }
    mg_span *either = mg_planner_span(p, MG_SPAN_OR);
    if (!either)
        return mg_fail_memory(p->err);
    either->child = ways[0];
    ways[0]->next = ways[1];
    *ret = either;
    return MORGUE_OK;
}

/* ---- Spans -> operators ------------------------------------------------------------------- */

static mg_op *combine_children(mg_planner *p, mg_op_kind kind, const mg_span *first,
                               const mg_node *node,
                               mg_op *make(mg_planner *, const mg_span *, const mg_node *))
{
    mg_pointers ops = {0};
    bool fits = true;
    for (const mg_span *child = first; fits && child; child = child->next) {
        mg_op *op = make(p, child, node);
        fits = op && mg_pointers_add(&ops, op);
    }
    mg_op *all = fits ? mg_planner_combine(p, kind, &ops, node) : NULL;
    free(ops.items);
    return all;
}

static mg_op *of_group(mg_planner *p, const mg_span *span, const mg_node *node)
{
    mg_op *op = mg_planner_op(p, MG_OP_GROUP, node);
    if (op)
        op->group = span->group;
    return op;
}

mg_op *mg_plan_rough_op(mg_planner *p, const mg_span *span, const mg_node *node)
{
    switch (span->kind) {
    case MG_SPAN_GROUP: return of_group(p, span, node);
    case MG_SPAN_PHRASE: return combine_children(p, MG_OP_AND, span->child, node, mg_plan_rough_op);
    case MG_SPAN_OR: return combine_children(p, MG_OP_OR, span->child, node, mg_plan_rough_op);
    case MG_SPAN_NEAR: break;
    }
    if (span->near.negated)
        return mg_plan_rough_op(p, span->child, node);
    return combine_children(p, MG_OP_AND, span->child, node, mg_plan_rough_op);
}

static bool is_cased(const mg_span *span)
{
    if (span->kind == MG_SPAN_GROUP)
        return span->group->cased.len > 0;
    for (const mg_span *child = span->child; child; child = child->next)
        if (is_cased(child))
            return true;
    return false;
}

/* Adds the groups that the rough operator does not ask for: what must not stand near. */
static bool add_unasked(mg_planner *p, const mg_span *span, bool asked, const mg_node *node,
                        mg_op **place)
{
    if (span->kind == MG_SPAN_GROUP) {
        while (*place)
            place = &(*place)->next;
        return asked || (*place = of_group(p, span, node)) != NULL;
    }
    bool negated = span->kind == MG_SPAN_NEAR && span->near.negated;
    for (const mg_span *child = span->child; child; child = child->next)
        if (!add_unasked(p, child, asked && !(negated && child != span->child), node, place))
            return false;
    return true;
}

static mg_op *checked(mg_planner *p, const mg_span *span, const mg_node *node)
{
    mg_op *op = mg_planner_op(p, MG_OP_SPANS, node);
    if (!op || !(op->child = mg_plan_rough_op(p, span, node)) ||
        !add_unasked(p, span, true, node, &op->child->next))
        return NULL;
    op->span = span;
    op->by_text = is_cased(span);
    return op;
}

mg_op *mg_plan_span_op(mg_planner *p, const mg_span *span, const mg_node *node)
{
    if (span->kind == MG_SPAN_OR && !is_cased(span))
        return combine_children(p, MG_OP_OR, span->child, node, mg_plan_span_op);
    if (span->kind == MG_SPAN_GROUP && !is_cased(span))
        return of_group(p, span, node);
    return checked(p, span, node);
}

/* ---- Words in fields ---------------------------------------------------------------------- */

static morgue_status add_op(mg_planner *p, mg_op *op, mg_pointers *ways)
{
    return op && mg_pointers_add(ways, op) ? MORGUE_OK : mg_fail_memory(p->err);
}

static morgue_status plan_words(mg_planner *p, const mg_node *node, morgue_field_id field,
                                mg_pointers *ways)
{
    mg_span *span = NULL;
    morgue_status status = mg_plan_text_span(p, node, field, &span);
    if (status != MORGUE_OK)
        return status;
    bool marked = mg_field_at(field)->kind == FIELD_WORDS && !p->excluded;
    mg_op *op = NULL;
    if (marked && !mg_pointers_add(&p->marks, span))
        return mg_fail_memory(p->err);
    status = mg_plan_names_op(p, span, node, field, &op);
    return status == MORGUE_OK ? add_op(p, op, ways) : status;
}

/* ---- Exact values ------------------------------------------------------------------------- */

/* A language stands for its varieties too: lang:pt finds pt-BR. */
static morgue_status with_varieties(mg_planner *p, const mg_node *node, const char *prefix,
                                    mg_forms *forms)
{
    char start[MG_EXACT_MAX + 1];
    mg_forms more;
    morgue_text tag = forms->terms[0];
    memcpy(start, tag.data, tag.len);
    start[tag.len] = ' ';
    morgue_status status = mg_expand_start(&p->expander, prefix, (morgue_text){start, tag.len + 1},
                                           node->column, &more, p->err);
    if (status != MORGUE_OK || !more.n)
        return status;
    morgue_text *terms = mg_arena_array(p->expander.arena, more.n + 1, sizeof *terms);
    if (!terms)
        return mg_fail_memory(p->err);
    terms[0] = tag; /* a tag comes before all that begin with it */
    memcpy(terms + 1, more.terms, more.n * sizeof *terms);
    *forms = (mg_forms){terms, more.n + 1};
    return MORGUE_OK;
}

/* The value in the form of exact terms, without their prefix. */
static morgue_status exact_value(mg_planner *p, const mg_node *node, const mg_field *field,
                                 morgue_text *ret)
{
    char term[MG_EXACT_MAX];
    size_t prefix = strlen(field->exact);
    morgue_text typed = node->text;
    if (node->wild && field->kind == FIELD_EXACT)
        typed.len -= sizeof MG_WILD_ANY - 1;
    size_t len = mg_exact_term(field->face.id, typed.data, typed.len, term);
    ret->data = mg_arena_copy(p->expander.arena, term + prefix, len - prefix);
    ret->len = len - prefix;
    return ret->data ? MORGUE_OK : mg_fail_memory(p->err);
}

/* The terms behind `prefix` that a value of the field stands for. */
static morgue_status exact_forms(mg_planner *p, const mg_node *node, const mg_field *field,
                                 const char *prefix, mg_forms *ret)
{
    morgue_text value;
    bool literal = node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT;
    morgue_status status = exact_value(p, node, field, &value);
    if (status != MORGUE_OK)
        return status;
    if (node->wild && field->kind == FIELD_EXACT)
        return mg_expand_start(&p->expander, prefix, value, node->column, ret, p->err);
    if (node->wild)
        return mg_expand_pattern(&p->expander, prefix, value, node->column, ret, p->err);
    status = copy_one(p, value, ret);
    if (status == MORGUE_OK && field->face.id == MORGUE_LANG && !literal)
        status = with_varieties(p, node, prefix, ret);
    return status;
}

static morgue_status plan_exact(mg_planner *p, const mg_node *node, const mg_field *field,
                                const char *prefix, mg_pointers *ways)
{
    mg_forms forms;
    morgue_status status = exact_forms(p, node, field, prefix, &forms);
    if (status != MORGUE_OK)
        return status;
    mg_planner_unblock(p, field->face.id, &forms);
    mg_op *op = mg_planner_op(p, MG_OP_GROUP, node);
    if (op && !(op->group = mg_planner_group(p, prefix, &forms, node)))
        op = NULL;
    return add_op(p, op, ways);
}

/* Which article is about the value, of whatever field. */
static morgue_status plan_about(mg_planner *p, const mg_node *node, mg_pointers *ways)
{
    morgue_status status = MORGUE_OK;
    for (size_t f = 0; status == MORGUE_OK && f < MG_TAG_FIELD_COUNT; f++) {
        morgue_field_id id = mg_tag_fields[f];
        status = plan_exact(p, node, mg_field_at(id), mg_field_main(id), ways);
    }
    return status;
}

/* ---- Fields ------------------------------------------------------------------------------- */

static morgue_status plan_in_field(mg_planner *p, const mg_node *node, const mg_field *field,
                                   mg_pointers *ways)
{
    bool whole = node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT;
    if (whole && node->cased && field->kind != FIELD_WORDS)
        return mg_query_fail(p->err, node->column,
                             "whole values have no letter case: write %s:cs:word or %s:=value",
                             field->face.name, field->face.name);
    switch (field->kind) {
    case FIELD_WORDS: return plan_words(p, node, field->face.id, ways);
    case FIELD_NAMES:
        if (!whole)
            return plan_words(p, node, field->face.id, ways);
        return field->face.id == MORGUE_ABOUT ? plan_about(p, node, ways)
                                              : plan_exact(p, node, field, field->exact, ways);
    case FIELD_EXACT: return plan_exact(p, node, field, field->exact, ways);
    case FIELD_UNION: {
        morgue_status status = plan_in_field(p, node, mg_field_at(MORGUE_PERSON), ways);
        return status == MORGUE_OK ? plan_in_field(p, node, mg_field_at(MORGUE_ORG), ways) : status;
    }
    case FIELD_DATE:
    case FIELD_STORED: break;
    }
    return mg_query_fail(p->err, node->column, "%s: cannot be searched", field->face.name);
}

morgue_status mg_plan_text(mg_planner *p, const mg_node *node, mg_op **ret)
{
    mg_pointers ways = {0};
    morgue_status status = plan_in_field(p, node, mg_field_at(node->field), &ways);
    if (status == MORGUE_OK && !(*ret = mg_planner_combine(p, MG_OP_OR, &ways, node)))
        status = mg_fail_memory(p->err);
    free(ways.items);
    return status;
}
