/* The parts of the hits' scores, worked out once more and one by one. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/results/explain.h"
#include "search/results/judge.h"

/* ---- Reading lists ------------------------------------------------------------------------ */

/* The hits of a page in the order in which lists have them. */
typedef struct reading {
    morgue_archive *archive;
    const mg_page *page;
    size_t *order; /* hits by shard and document */
    mg_buffer term;
    mg_places places;
    morgue_error *err;
} reading;

/* Sorts by insertion: pages are short. */
static void sort_hits(const mg_page *page, size_t *order)
{
    for (size_t i = 0; i < page->count; i++) {
        const mg_hit *hit = &page->hits[i];
        size_t place = i;
        for (; place; place--) {
            const mg_hit *before = &page->hits[order[place - 1]];
            if (before->shard < hit->shard ||
                (before->shard == hit->shard && before->docid < hit->docid))
                break;
            order[place] = order[place - 1];
        }
        order[place] = i;
    }
}

/* Opens the list of a term in a shard; NULL where it has none. */
static morgue_status open_list(reading *r, size_t shard, const char *prefix, morgue_text term,
                               mg_list **ret)
{
    *ret = NULL;
    mg_buffer_clear(&r->term);
    if (!mg_buffer_append_string(&r->term, prefix) ||
        !mg_buffer_append(&r->term, term.data, term.len))
        return mg_fail_memory(r->err);
    return mg_list_open(r->archive->indexes[shard], r->term.data, r->term.len, ret, r->err);
}

/* What weighs nothing may stand there all the same. */
static bool count_places(reading *r, mg_list *list, uint32_t docid, mg_posted *posted)
{
    r->places.n = 0;
    if (!mg_list_positions(list, docid, &r->places))
        return false;
    posted->occurrences += (uint32_t)r->places.n;
    return true;
}

/* Notes which hits of the shard are in the list. False when memory is out. */
static bool note_hits(reading *r, size_t shard, mg_list *list, bool title, mg_posted *posted)
{
    for (size_t i = 0; i < r->page->count; i++) {
        const mg_hit *hit = &r->page->hits[r->order[i]];
        uint32_t docid, wdf;
        if (hit->shard != shard)
            continue;
        mg_list_skip(list, hit->docid);
        if (!mg_list_take(list, hit->docid + 1, 1, &docid, &wdf))
            continue;
        mg_posted *p = &posted[r->order[i]];
        p->in_title = p->in_title || title;
        p->has = p->has || !title;
        if (title)
            continue;
        p->wdf += wdf;
        p->occurrences += wdf;
        if (!wdf && !count_places(r, list, docid, p))
            return false;
    }
    return true;
}

static morgue_status read_term(reading *r, const mg_group *group, size_t term, size_t shard,
                               uint64_t *frequency, mg_posted *posted)
{
    const char *title = mg_field_at(MORGUE_TITLE)->words;
    mg_list *list;
    morgue_status status = open_list(r, shard, group->prefix, group->terms[term], &list);
    if (status == MORGUE_OK && list) {
        *frequency += mg_list_frequency(list);
        if (!note_hits(r, shard, list, false, posted))
            status = mg_fail_memory(r->err);
        if (strcmp(group->prefix, title) == 0)
            for (size_t i = 0; i < r->page->count; i++)
                posted[i].in_title = posted[i].has;
        mg_list_free(list);
    }
    if (status != MORGUE_OK || !group->titled)
        return status;
    status = open_list(r, shard, title, group->terms[term], &list);
    if (status == MORGUE_OK && list) {
        if (!note_hits(r, shard, list, true, posted))
            status = mg_fail_memory(r->err);
        mg_list_free(list);
    }
    return status;
}

static morgue_status read_groups(reading *r, const mg_plan *plan, mg_postings *ret)
{
    morgue_status status = MORGUE_OK;
    for (size_t g = 0; g < mg_plan_group_count(plan); g++) {
        const mg_group *group = mg_plan_group(plan, g);
        mg_posted *posted = ret->posted + g * r->page->count;
        for (size_t t = 0; t < group->n_terms; t++)
            for (size_t s = 0; status == MORGUE_OK && s < r->archive->manifest.count; s++)
                status = read_term(r, group, t, s, &ret->frequencies[group->first + t], posted);
    }
    return status;
}

morgue_status mg_postings_read(morgue_archive *archive, const mg_plan *plan, const mg_page *page,
                               mg_arena *arena, mg_postings *ret, morgue_error *err)
{
    reading r = {.archive = archive, .page = page, .err = err};
    size_t n = mg_plan_group_count(plan);
    r.order = mg_arena_array(arena, page->count + 1, sizeof *r.order);
    ret->frequencies =
        mg_arena_array(arena, mg_plan_term_count(plan) + 1, sizeof *ret->frequencies);
    ret->posted = mg_arena_array(arena, n * page->count + 1, sizeof *ret->posted);
    if (!r.order || !ret->frequencies || !ret->posted)
        return mg_fail_memory(err);
    sort_hits(page, r.order);
    morgue_status status = read_groups(&r, plan, ret);
    mg_buffer_free(&r.term);
    free(r.places.at);
    return status;
}

/* ---- What counts in a hit ----------------------------------------------------------------- */

/* One hit after the other. */
typedef struct weighing {
    morgue_archive *archive;
    const mg_plan *plan;
    const mg_page *page;
    const mg_postings *postings;
    mg_judge *judge;
    size_t hit;
    bool *counts; /* by group: adds to the hit's score */
    morgue_status status;
    morgue_error *err;
} weighing;

static const mg_posted *posted(const weighing *w, size_t group)
{
    return &w->postings->posted[group * w->page->count + w->hit];
}

static bool in_range(weighing *w, const mg_date_keys *range)
{
    const mg_hit *hit = &w->page->hits[w->hit];
    const mg_dates *dates = mg_index_dates(w->archive->indexes[hit->shard], hit->docid / MG_WINDOW);
    if (!dates) {
        w->status = mg_fail_memory(w->err);
        return false;
    }
    return range->from <= range->to && mg_date_keys_have(range, dates->key[hit->docid % MG_WINDOW]);
}

static bool stands(weighing *w, const mg_span *span)
{
    const mg_hit *hit = &w->page->hits[w->hit];
    const mg_text_judge face = mg_judge_face(w->judge);
    bool yes = false;
    w->status = face.stands(face.user, hit->shard, hit->docid, span, &yes, w->err);
    return w->status == MORGUE_OK && yes;
}

/* Does the operator find the hit? */
static bool finds(weighing *w, const mg_op *op)
{
    switch (op->kind) {
    case MG_OP_ALL: return true;
    case MG_OP_NONE: return false;
    case MG_OP_GROUP: return posted(w, op->group->number)->has;
    case MG_OP_DATES: return in_range(w, &op->dates);
    case MG_OP_SPANS: return finds(w, op->child) && stands(w, op->span);
    case MG_OP_AND:
    case MG_OP_OR: break;
    }
    bool all = op->kind == MG_OP_AND;
    for (const mg_op *child = op->child; child && w->status == MORGUE_OK; child = child->next)
        if (finds(w, child) == (all ? child->excluded : true))
            return !all;
    return all;
}

/* Notes the groups that count, of an operator that finds the hit. */
static void note_counting(weighing *w, const mg_op *op)
{
    if (op->kind == MG_OP_GROUP)
        w->counts[op->group->number] = op->group->weighs;
    if (op->kind == MG_OP_SPANS)
        note_counting(w, op->child);
    if (op->kind != MG_OP_AND && op->kind != MG_OP_OR)
        return;
    for (const mg_op *child = op->child; child && w->status == MORGUE_OK; child = child->next)
        if (!child->excluded && (op->kind == MG_OP_AND || finds(w, child)))
            note_counting(w, child);
}

/* ---- Reasons ------------------------------------------------------------------------------ */

static morgue_status add_reasons(weighing *w, const mg_op *root, const mg_bm25 *bm25,
                                 const morgue_text *names, mg_explanation *ret, size_t *n)
{
    const mg_hit *hit = &w->page->hits[w->hit];
    const mg_lengths *lengths =
        mg_index_lengths(w->archive->indexes[hit->shard], hit->docid / MG_WINDOW);
    if (!lengths)
        return mg_fail_memory(w->err);
    size_t n_groups = mg_plan_group_count(w->plan);
    memset(w->counts, 0, n_groups * sizeof *w->counts);
    note_counting(w, root);
    for (size_t g = 0; w->status == MORGUE_OK && g < n_groups; g++) {
        const mg_posted *p = posted(w, g);
        double idf = w->page->idf[g];
        if (!w->counts[g] || !p->has)
            continue;
        double part = mg_bm25_score(bm25, idf, p->wdf, lengths->length[hit->docid % MG_WINDOW]);
        if (p->in_title && mg_plan_group(w->plan, g)->titled)
            part += mg_title_factor * idf;
        ret->reasons[(*n)++] = (morgue_reason){names[g], p->occurrences, p->in_title, part};
    }
    return w->status;
}

morgue_status mg_explain_hits(morgue_archive *archive, mg_plan *plan, const mg_page *page,
                              const mg_postings *postings, const morgue_text *names,
                              mg_deadline deadline, mg_explanation *ret, morgue_error *err)
{
    mg_judge judge;
    mg_bm25 bm25;
    size_t n_groups = mg_plan_group_count(plan), n = 0;
    size_t hits = mg_plan_ranks(plan) ? page->count : 0;
    weighing w = {.archive = archive,
                  .plan = plan,
                  .page = page,
                  .postings = postings,
                  .judge = &judge,
                  .status = MORGUE_OK,
                  .err = err};
    w.counts = mg_arena_array(&ret->arena, n_groups + 1, sizeof *w.counts);
    ret->reasons = mg_arena_array(&ret->arena, n_groups * hits + 1, sizeof *ret->reasons);
    ret->first_reasons = mg_arena_array(&ret->arena, hits + 1, sizeof *ret->first_reasons);
    if (!w.counts || !ret->reasons || !ret->first_reasons)
        return mg_fail_memory(err);
    mg_archive_bm25(archive, &bm25);
    mg_judge_init(&judge, archive, plan, deadline);
    for (; w.hit < hits && w.status == MORGUE_OK; w.hit++) {
        w.status = add_reasons(&w, mg_plan_root(plan), &bm25, names, ret, &n);
        ret->first_reasons[w.hit + 1] = n;
    }
    mg_judge_free(&judge);
    ret->n_hits = w.status == MORGUE_OK ? hits : 0;
    return w.status;
}
