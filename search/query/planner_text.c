/* Planning what is searched as text: words, phrases and values, in one field or several. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"
#include "search/query/fail.h"
#include "search/query/planner.h"
#include "search/query/sequence.h"

/* What a word or phrase comes to: one group of places, or two where a compound is spelled in two
 * ways. */
typedef struct reading {
    mg_mark_group groups[2];
    size_t n;
} reading;

/* ---- Reading ------------------------------------------------------------------------------ */

static morgue_status make_places(mg_planner *p, const char *prefix, const mg_sequence *words,
                                 mg_mark_group *group)
{
    mg_mark_place *places = mg_arena_array(p->expander.arena, words->n, sizeof *places);
    if (!places)
        return mg_fail_memory(p->err);
    for (size_t i = 0; i < words->n; i++)
        places[i] = (mg_mark_place){&words->terms[i], 1};
    group->places = places;
    group->n_places = words->n;
    if (!words->ends_in_gram)
        return MORGUE_OK;
    return mg_expand_gram(&p->expander, prefix, words->terms[words->n - 1], group->column,
                          &places[words->n - 1], p->err);
}

/* Only a word of title or text that the tokenizer takes as one word is stemmed. */
static bool is_stemmed(const mg_node *node, const reading *r)
{
    return node->kind == MG_NODE_WORD && mg_field_at(node->field)->kind == FIELD_WORDS &&
           r->n == 1 && r->groups[0].n_places == 1 && r->groups[0].places[0].n_terms == 1;
}

static morgue_status stem_place(mg_planner *p, const char *prefix, mg_mark_group *group)
{
    mg_mark_place *place = mg_arena_get(p->expander.arena, sizeof *place);
    if (!place)
        return mg_fail_memory(p->err);
    morgue_text word = group->places[0].terms[0];
    group->places = place;
    return mg_expand_word(&p->expander, prefix, word, group->column, place, p->err);
}

static morgue_status read_node(mg_planner *p, const mg_node *node, const char *prefix, reading *ret)
{
    mg_sequence words[2];
    morgue_status status =
        mg_sequences_read(p->expander.arena, node->text, node->column, words, &ret->n, p->err);
    for (size_t i = 0; status == MORGUE_OK && i < ret->n; i++) {
        ret->groups[i] = (mg_mark_group){.field = node->field, .column = node->column};
        status = make_places(p, prefix, &words[i], &ret->groups[i]);
    }
    if (status == MORGUE_OK && is_stemmed(node, ret))
        status = stem_place(p, prefix, &ret->groups[0]);
    return status;
}

static morgue_status add_marks(mg_planner *p, const reading *r)
{
    mg_marks *marks = p->marks;
    if (p->excluded)
        return MORGUE_OK;
    if (marks->cap - marks->n < r->n) {
        size_t cap = marks->cap ? 2 * marks->cap : 8;
        mg_mark_group *items = realloc(marks->items, cap * sizeof *items);
        if (!items)
            return mg_fail_memory(p->err);
        marks->items = items;
        marks->cap = cap;
    }
    for (size_t i = 0; i < r->n; i++)
        marks->items[marks->n++] = r->groups[i];
    return MORGUE_OK;
}

/* ---- Queries ------------------------------------------------------------------------------ */

static morgue_status make_place(mg_planner *p, const char *prefix, const mg_mark_place *place,
                                mg_queries *ret)
{
    mg_queries terms = {0};
    xap_query *query = NULL;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < place->n_terms; i++)
        status = mg_queries_add_term(&terms, prefix, place->terms[i], p->err);
    if (status == MORGUE_OK)
        status = mg_queries_combine(&terms, XAP_OP_SYNONYM, &query, p->err);
    if (status == MORGUE_OK)
        status = mg_queries_add(ret, query, p->err);
    mg_queries_free(&terms);
    return status;
}

/* A phrase takes single terms only, so a last place with several stands beside it. */
static morgue_status make_group(mg_planner *p, const char *prefix, const mg_mark_group *group,
                                xap_query **ret)
{
    mg_queries words = {0};
    mg_queries last = {0};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < group->n_places; i++) {
        bool beside = group->places[i].n_terms != 1;
        status = make_place(p, prefix, &group->places[i], beside ? &last : &words);
    }
    xap_query *phrase = NULL;
    if (status == MORGUE_OK && words.n)
        status = mg_queries_combine(&words, XAP_OP_PHRASE, &phrase, p->err);
    if (status == MORGUE_OK)
        status = mg_queries_add(&last, phrase, p->err);
    if (status == MORGUE_OK)
        status = mg_queries_combine(&last, XAP_OP_AND, ret, p->err);
    mg_queries_free(&words);
    mg_queries_free(&last);
    return status;
}

static morgue_status make_reading(mg_planner *p, const char *prefix, const reading *r,
                                  mg_queries *ret)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < r->n; i++) {
        xap_query *query = NULL;
        status = make_group(p, prefix, &r->groups[i], &query);
        if (status == MORGUE_OK)
            status = mg_queries_add(ret, query, p->err);
    }
    return status;
}

/* Title and text: marked, and the title weighs in addition. */
static morgue_status plan_words(mg_planner *p, const mg_node *node, mg_queries *ret)
{
    reading r;
    const char *prefix = mg_field_at(node->field)->words;
    morgue_status status = read_node(p, node, prefix, &r);
    if (status == MORGUE_OK)
        status = make_reading(p, prefix, &r, ret);
    if (status == MORGUE_OK)
        status = add_marks(p, &r);
    if (status == MORGUE_OK && !node->scoped && !p->excluded && MG_TITLE_FACTOR > 0)
        status = make_reading(p, mg_field_at(MORGUE_TITLE)->words, &r, &p->titles);
    return status;
}

static morgue_status plan_names(mg_planner *p, const mg_node *node, const mg_field *field,
                                mg_queries *ret)
{
    reading r;
    morgue_status status = read_node(p, node, field->words, &r);
    return status == MORGUE_OK ? make_reading(p, field->words, &r, ret) : status;
}

/* ---- Exact values ------------------------------------------------------------------------- */

/* A language stands for its varieties too: lang:pt finds pt-BR. */
static morgue_status add_varieties(mg_planner *p, const char *term, size_t len, mg_queries *ret)
{
    char start[MG_EXACT_MAX + 1];
    xap_query *query;
    xap_error cause;
    memcpy(start, term, len);
    start[len] = ' ';
    if (xap_query_wildcard(start, len + 1, 0, XAP_LIMIT_ERROR, XAP_OP_SYNONYM, &query, &cause) !=
        XAP_OK)
        return mg_fail_xap(p->err, &cause);
    return mg_queries_add(ret, query, p->err);
}

static morgue_status plan_exact(mg_planner *p, const mg_node *node, const mg_field *field,
                                mg_queries *ret)
{
    char term[MG_EXACT_MAX];
    size_t len = mg_exact_term(field->face.id, node->text.data, node->text.len, term);
    morgue_status status = mg_queries_add_term(ret, "", (morgue_text){term, len}, p->err);
    bool literal = node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT;
    if (status == MORGUE_OK && field->face.id == MORGUE_LANG && !literal)
        status = add_varieties(p, term, len, ret);
    return status;
}

/* ---- Fields ------------------------------------------------------------------------------- */

static morgue_status plan_in_field(mg_planner *p, const mg_node *node, const mg_field *field,
                                   mg_queries *ret)
{
    bool literal = node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT;
    switch (field->kind) {
    case FIELD_WORDS: return plan_words(p, node, ret);
    case FIELD_NAMES:
        return literal ? plan_exact(p, node, field, ret) : plan_names(p, node, field, ret);
    case FIELD_EXACT: return plan_exact(p, node, field, ret);
    case FIELD_UNION: {
        morgue_status status = plan_in_field(p, node, mg_field_at(MORGUE_PERSON), ret);
        return status == MORGUE_OK ? plan_in_field(p, node, mg_field_at(MORGUE_ORG), ret) : status;
    }
    case FIELD_DATE:
    case FIELD_STORED: break;
    }
    return mg_query_fail(p->err, node->column, "%s: cannot be searched", field->face.name);
}

morgue_status mg_plan_text(mg_planner *p, const mg_node *node, xap_query **ret)
{
    mg_queries ways = {0};
    morgue_status status = plan_in_field(p, node, mg_field_at(node->field), &ways);
    if (status == MORGUE_OK)
        status = mg_queries_combine(&ways, XAP_OP_OR, ret, p->err);
    mg_queries_free(&ways);
    return status;
}
