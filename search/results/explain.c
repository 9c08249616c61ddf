#include "search/results/explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/match/order.h"
#include "search/results/judge.h"
#include "search/results/results.h"

enum {
    TERMS_SHOWN = 10,
    HITS_MAX =
        1000, /* hits of a page whose scores are explained: each takes memory for each word */
    COUNTED_MAX = 32 /* operators that are counted; what more there are is estimated */
};

/* An explanation under way. */
typedef struct work {
    morgue_archive *archive;
    mg_plan *plan;
    const mg_page *page;
    const mg_finding *how;
    mg_explanation *ret;
    mg_postings postings;
    morgue_text *names; /* by group */
    size_t counted;
    morgue_error *err;
} work;

void mg_explanation_free(mg_explanation *e)
{
    mg_arena_free(&e->arena);
    *e = (mg_explanation){0};
}

morgue_status mg_explanation_begin(const mg_plan *plan, mg_explanation *ret, mg_finding *how,
                                   morgue_error *err)
{
    ret->ms = mg_arena_array(&ret->arena, mg_plan_op_count(plan) + 1, sizeof *ret->ms);
    how->ms = ret->ms;
    return ret->ms ? MORGUE_OK : mg_fail_memory(err);
}

/* ---- Names -------------------------------------------------------------------------------- */

/* Text with wildcards as they are typed. */
static bool add_typed(mg_buffer *buffer, morgue_text text)
{
    enum { WILD = sizeof MG_WILD_ANY - 1 };
    for (size_t i = 0; i < text.len; i++) {
        const char *at = text.data + i;
        bool any = text.len - i >= WILD && memcmp(at, MG_WILD_ANY, WILD) == 0;
        bool one = text.len - i >= WILD && memcmp(at, MG_WILD_ONE, WILD) == 0;
        if (!mg_buffer_append_byte(buffer, any ? '*' : one ? '?' : *at))
            return false;
        i += any || one ? WILD - 1 : 0;
    }
    return true;
}

/* A word that is part of something longer: the tree knows only that as a whole. */
static bool add_inner_name(mg_buffer *buffer, const mg_group *group)
{
    bool alone = group->n_terms == 1;
    return mg_buffer_append_string(buffer, group->cased.len ? "word cs:" : "word ") &&
           add_typed(buffer, group->cased.len ? group->cased
                             : alone          ? group->terms[0]
                                              : group->typed);
}

static bool is_main(const mg_group *group, morgue_field_id field)
{
    const char *prefix = mg_field_main(field);
    return *prefix && strcmp(group->prefix, prefix) == 0;
}

/* A node that stands for several fields, in the one of the group. */
static mg_node in_one_field(const mg_node *node, const mg_group *group)
{
    mg_node one = *node;
    one.next = NULL;
    for (size_t i = 0; i < MG_TAG_FIELD_COUNT; i++) {
        const mg_field *field = mg_field_at(mg_tag_fields[i]);
        if (is_main(group, field->face.id) || strcmp(group->prefix, field->words) == 0 ||
            strcmp(group->prefix, field->exact) == 0)
            one.field = field->face.id;
    }
    return one;
}

static bool add_group_name(mg_buffer *buffer, const mg_group *group, const mg_node *node)
{
    if (!node || node->child)
        return add_inner_name(buffer, group);
    if (node->kind == MG_NODE_PHRASE && !node->scoped && group->n_terms == 1)
        return add_inner_name(buffer, group); /* the joined form of a compound, mostly */
    if (node->kind == MG_NODE_HAS)
        return mg_buffer_append_string(buffer, "has:") && add_typed(buffer, group->terms[0]);
    const mg_node one = in_one_field(node, group);
    bool whole = strcmp(group->prefix, mg_field_at(one.field)->words) != 0;
    const char *kind = is_main(group, one.field)      ? "main "
                       : whole                        ? "value "
                       : node->kind == MG_NODE_PHRASE ? "phrase "
                                                      : "word ";
    return mg_buffer_append_string(buffer, kind) && mg_query_describe(&one, buffer);
}

/* "near w/5": the operator is what the tree's description begins with. */
static bool add_near_name(mg_buffer *buffer, const mg_node *node)
{
    mg_buffer all = {0};
    bool fits = mg_query_describe(node, &all) && mg_buffer_append_string(buffer, "near ") &&
                mg_buffer_append(buffer, all.data + 1, strcspn(all.data + 1, " "));
    mg_buffer_free(&all);
    return fits;
}

static bool add_span_name(mg_buffer *buffer, const mg_span *span, const mg_node *node)
{
    if (node && node->kind == MG_NODE_NEAR)
        return add_near_name(buffer, node);
    if (span->kind == MG_SPAN_GROUP)
        return add_group_name(buffer, span->group, node);
    if (node && node->kind == MG_NODE_PHRASE)
        return mg_buffer_append_string(buffer, "phrase ") && mg_query_describe(node, buffer);
    if (!mg_buffer_append_string(buffer, "phrase \""))
        return false;
    for (const mg_span *child = span->child; child; child = child->next) {
        const mg_group *group = child->kind == MG_SPAN_GROUP ? child->group : NULL;
        if (!group || !group->n_terms)
            continue;
        if ((child != span->child && !mg_buffer_append_byte(buffer, ' ')) ||
            !add_typed(buffer, group->terms[0]))
            return false;
    }
    return mg_buffer_append_byte(buffer, '"');
}

static bool add_name(mg_buffer *buffer, const mg_op *op, bool inner)
{
    const mg_node *node = op->node;
    if (op->excluded && !mg_buffer_append_string(buffer, "not "))
        return false;
    switch (op->kind) {
    case MG_OP_ALL:
        return mg_buffer_append_string(buffer,
                                       node && node->kind == MG_NODE_ALL ? "*" : "every article");
    case MG_OP_NONE: return mg_buffer_append_string(buffer, "nothing");
    case MG_OP_DATES:
        return node ? mg_query_describe(node, buffer) : mg_buffer_append_string(buffer, "date");
    case MG_OP_AND: return mg_buffer_append_string(buffer, "and");
    case MG_OP_OR: return mg_buffer_append_string(buffer, "or");
    case MG_OP_SPANS: return add_span_name(buffer, op->span, node);
    case MG_OP_GROUP: break;
    }
    return inner ? add_inner_name(buffer, op->group) : add_group_name(buffer, op->group, node);
}

/* Puts what is in the buffer into the arena, and empties it. */
static bool keep(work *w, mg_buffer *buffer, morgue_text *ret)
{
    const char *copy = mg_arena_copy(&w->ret->arena, buffer->data ? buffer->data : "", buffer->len);
    *ret = (morgue_text){copy, buffer->len};
    mg_buffer_clear(buffer);
    return copy != NULL;
}

/* ---- Terms -------------------------------------------------------------------------------- */

/* The most frequent term of the group that comes behind `last` (SIZE_MAX: any) in that order. */
static size_t next_frequent(const work *w, const mg_group *group, size_t last)
{
    const uint64_t *f = w->postings.frequencies + group->first;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < group->n_terms; i++) {
        if (last != SIZE_MAX && (f[i] > f[last] || (f[i] == f[last] && i <= last)))
            continue;
        if (best == SIZE_MAX || f[i] > f[best])
            best = i;
    }
    return best;
}

static bool add_terms(const work *w, mg_buffer *buffer, const mg_group *group)
{
    char number[32];
    size_t i = SIZE_MAX;
    for (size_t n = 0; n < group->n_terms && n < TERMS_SHOWN; n++) {
        i = next_frequent(w, group, i);
        snprintf(number, sizeof number, " %" PRIu64, w->postings.frequencies[group->first + i]);
        if ((n && !mg_buffer_append_string(buffer, ", ")) ||
            !mg_buffer_append(buffer, group->terms[i].data, group->terms[i].len) ||
            !mg_buffer_append_string(buffer, number))
            return false;
    }
    return group->n_terms <= TERMS_SHOWN || mg_buffer_append_string(buffer, ", ...");
}

/* ---- Counting ----------------------------------------------------------------------------- */

static morgue_status count(work *w, const mg_op *op, uint64_t *ret)
{
    mg_judge judge;
    mg_page page = {0};
    mg_bm25 all;
    mg_archive_bm25(w->archive, &all);
    const mg_odds odds = {(double)all.articles, w->page->frequencies};
    *ret = (uint64_t)(mg_expect(op, &odds) + 0.5);
    if (w->counted++ >= COUNTED_MAX)
        return MORGUE_OK;
    mg_judge_init(&judge, w->archive, w->plan, w->how->deadline);
    const mg_text_judge face = mg_judge_face(&judge);
    const mg_finding how = {
        .exact = true, .deadline = w->how->deadline, .root = op, .judge = &face};
    morgue_status status = mg_find(w->archive, w->plan, &how, &page, w->err);
    if (status == MORGUE_OK && !page.partial)
        *ret = page.total;
    mg_page_free(&page);
    mg_judge_free(&judge);
    return status;
}

/* ---- Steps -------------------------------------------------------------------------------- */

static morgue_status fill_step(work *w, const mg_op *op, bool inner, morgue_step *step)
{
    mg_buffer buffer = {0};
    const mg_group *group = op->kind == MG_OP_GROUP ? op->group : NULL;
    bool fits = add_name(&buffer, op, inner) && keep(w, &buffer, &step->what) &&
                (!group || add_terms(w, &buffer, group)) && keep(w, &buffer, &step->terms);
    mg_buffer_free(&buffer);
    if (!fits)
        return mg_fail_memory(w->err);
    step->ms = w->ret->ms[op->number];
    if (op == mg_plan_root(w->plan))
        step->frequency = w->page->total;
    else if (!group)
        return count(w, op, &step->frequency);
    if (!group)
        return MORGUE_OK;
    w->names[group->number] = step->what;
    step->n_terms = group->n_terms;
    step->weight = w->page->idf[group->number];
    if (op != mg_plan_root(w->plan))
        step->frequency = (uint64_t)(w->page->frequencies[group->number] + 0.5);
    return MORGUE_OK;
}

static morgue_status add_steps(work *w, const mg_op *op, unsigned depth, bool inner);

/* The words that a span needs, one by one, without the AND that only the planner knows; then those
 * that must not stand near, which do not count. */
static morgue_status add_words(work *w, const mg_op *span, unsigned depth)
{
    const mg_op *needed = span->child;
    morgue_status status = MORGUE_OK;
    if (needed->kind != MG_OP_AND)
        status = add_steps(w, needed, depth, true);
    else
        for (const mg_op *part = needed->child; status == MORGUE_OK && part; part = part->next)
            status = add_steps(w, part, depth, true);
    for (const mg_op *other = needed->next; status == MORGUE_OK && other; other = other->next) {
        morgue_step *step = &w->ret->steps[w->ret->n_steps];
        status = add_steps(w, other, depth, true);
        step->weight = 0;
    }
    return status;
}

/* `inner`: it is under a span. */
static morgue_status add_steps(work *w, const mg_op *op, unsigned depth, bool inner)
{
    morgue_step *step = &w->ret->steps[w->ret->n_steps++];
    morgue_status status = fill_step(w, op, inner, step);
    step->depth = depth;
    if (status == MORGUE_OK && op->kind == MG_OP_SPANS)
        return add_words(w, op, depth + 1);
    for (const mg_op *part = op->child; status == MORGUE_OK && part; part = part->next)
        status = add_steps(w, part, depth + 1, inner);
    return status;
}

morgue_status mg_explain(morgue_archive *archive, mg_plan *plan, const mg_page *page,
                         const mg_finding *how, mg_explanation *ret, morgue_error *err)
{
    mg_page first = *page;
    first.count = first.count < HITS_MAX ? first.count : HITS_MAX;
    work w = {.archive = archive, .plan = plan, .page = &first, .how = how, .ret = ret, .err = err};
    w.names = mg_arena_array(&ret->arena, mg_plan_group_count(plan) + 1, sizeof *w.names);
    ret->steps = mg_arena_array(&ret->arena, mg_plan_op_count(plan) + 1, sizeof *ret->steps);
    if (!w.names || !ret->steps)
        return mg_fail_memory(err);
    morgue_status status = mg_postings_read(archive, plan, &first, &ret->arena, &w.postings, err);
    if (status == MORGUE_OK)
        status = add_steps(&w, mg_plan_root(plan), 0, false);
    if (status == MORGUE_OK)
        status =
            mg_explain_hits(archive, plan, &first, &w.postings, w.names, how->deadline, ret, err);
    return status;
}

/* ---- Asking ------------------------------------------------------------------------------- */

bool morgue_results_step(const morgue_results *results, size_t i, morgue_step *ret)
{
    const mg_explanation *e = &results->explanation;
    if (i >= e->n_steps)
        return false;
    *ret = e->steps[i];
    return true;
}

bool morgue_results_reason(const morgue_results *results, size_t hit, size_t i, morgue_reason *ret)
{
    const mg_explanation *e = &results->explanation;
    if (hit >= e->n_hits || i >= e->first_reasons[hit + 1] - e->first_reasons[hit])
        return false;
    *ret = e->reasons[e->first_reasons[hit] + i];
    return true;
}
