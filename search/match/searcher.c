#include "search/match/searcher.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/match/bits.h"
#include "search/match/clock.h"
#include "search/match/told.h"

enum { LISTS_AT_RANDOM = 64 /* more than so many lists are not looked up document by document */ };

struct mg_searcher {
    const mg_plan *plan;
    mg_index *index;
    size_t shard;
    const mg_text_judge *judge;
    mg_leaf *leaves;   /* by group */
    mg_frame **frames; /* by depth */
    size_t n_frames;
    mg_leaf_scratch *scratch;
    mg_span_work *work;
    uint64_t *rarity; /* by group: how often it stands in the shard */
    mg_told *told;    /* by operator */
    mg_list *bounds[MG_REACH_PARAGRAPH + 1];
    bool bounds_open[MG_REACH_PARAGRAPH + 1];
    mg_places passing;
    mg_pass pass;
    uint32_t window;
    uint32_t docid; /* whose spans are looked at */
    bool in_window;
    bool late;     /* the deadline has passed */
    bool inverted; /* an odd number of exclusions stands above the operator that is worked out */
    morgue_error failure; /* status OK: none */
};

/* ---- Opening ------------------------------------------------------------------------------ */

static morgue_status open_leaves(mg_searcher *s, uint64_t *frequencies, morgue_error *err)
{
    size_t n = mg_plan_group_count(s->plan);
    s->leaves = calloc(n + 1, sizeof *s->leaves);
    s->rarity = calloc(n + 1, sizeof *s->rarity);
    if (!s->leaves || !s->rarity)
        return mg_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        const mg_group *group = mg_plan_group(s->plan, i);
        mg_leaf *leaf = &s->leaves[i];
        morgue_status status = mg_leaf_open(s->index, group, mg_plan_span_count(s->plan) > 0,
                                            frequencies + group->first, leaf, err);
        if (status != MORGUE_OK)
            return status;
        for (size_t l = 0; l < leaf->n_lists; l++)
            s->rarity[i] += mg_list_occurrences(leaf->lists[l]);
    }
    s->scratch = mg_leaf_scratch_new();
    s->work = mg_span_work_new(mg_plan_span_count(s->plan), n, s->rarity);
    return s->scratch && s->work ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_searcher_new(const mg_plan *plan, mg_index *index, size_t shard, const mg_op *root,
                              const mg_text_judge *judge, uint64_t *frequencies, mg_searcher **ret,
                              morgue_error *err)
{
    mg_searcher *s = calloc(1, sizeof *s);
    if (!s)
        return mg_fail_memory(err);
    s->plan = plan;
    s->index = index;
    s->shard = shard;
    s->judge = judge;
    morgue_status status = open_leaves(s, frequencies, err);
    if (status == MORGUE_OK)
        status = mg_told_open_all(index, root, mg_plan_op_count(plan), &s->told, err);
    if (status == MORGUE_OK)
        *ret = s;
    else
        mg_searcher_free(s);
    return status;
}

void mg_searcher_free(mg_searcher *s)
{
    if (!s)
        return;
    for (size_t i = 0; s->leaves && i < mg_plan_group_count(s->plan); i++)
        mg_leaf_close(&s->leaves[i]);
    for (size_t i = 0; i < s->n_frames; i++)
        free(s->frames[i]);
    for (size_t i = 0; i <= MG_REACH_PARAGRAPH; i++)
        mg_list_free(s->bounds[i]);
    mg_span_work_free(s->work);
    free(s->scratch);
    mg_told_close_all(s->told, mg_plan_op_count(s->plan));
    free(s->passing.at);
    free(s->leaves);
    free(s->rarity);
    free(s->frames);
    free(s);
}

static bool fail(mg_searcher *s)
{
    if (s->failure.status == MORGUE_OK)
        mg_fail_memory(&s->failure);
    return false;
}

morgue_status mg_searcher_check(const mg_searcher *s, morgue_error *err)
{
    if (s->failure.status != MORGUE_OK && err)
        *err = s->failure;
    return s->failure.status;
}

/* The frame at a depth of the tree; NULL when memory is out. */
static mg_frame *frame_at(mg_searcher *s, size_t depth)
{
    if (depth >= s->n_frames) {
        mg_frame **frames = realloc(s->frames, (depth + 1) * sizeof(*frames));
        if (!frames)
            return NULL;
        s->frames = frames;
        while (s->n_frames <= depth) {
            frames[s->n_frames] = malloc(sizeof **frames);
            if (!frames[s->n_frames])
                return NULL;
            s->n_frames++;
        }
    }
    return s->frames[depth];
}

/* ---- Spans -------------------------------------------------------------------------------- */

static bool positions(void *user, const mg_group *group, mg_places *ret)
{
    mg_searcher *s = user;
    return mg_leaf_positions(&s->leaves[group->number], s->docid, s->in_window, &s->passing, ret);
}

/* Sentences and paragraphs of the text are marked in the index; a headline is one of each. */
static bool bounds(void *user, const char *prefix, mg_reach reach, mg_places *ret)
{
    mg_searcher *s = user;
    const char *mark = reach == MG_REACH_SENTENCE ? MG_MARK_SENTENCE : MG_MARK_PARAGRAPH;
    ret->n = 0;
    if (*prefix)
        return true;
    if (!s->bounds_open[reach] &&
        mg_list_open(s->index, mark, strlen(mark), &s->bounds[reach], &s->failure) != MORGUE_OK)
        return false;
    s->bounds_open[reach] = true;
    return !s->bounds[reach] || mg_list_positions(s->bounds[reach], s->docid, ret);
}

/* Are there few enough lists to look them up document by document? */
static bool can_wait(const mg_searcher *s, const mg_span *span)
{
    if (span->kind == MG_SPAN_GROUP)
        return s->leaves[span->group->number].n_lists <= LISTS_AT_RANDOM;
    for (const mg_span *child = span->child; child; child = child->next)
        if (!can_wait(s, child))
            return false;
    return true;
}

static bool stands_by_text(mg_searcher *s, const mg_span *span, uint32_t docid)
{
    bool yes = false;
    return s->judge->stands(s->judge->user, s->shard, docid, span, &yes, &s->failure) ==
               MORGUE_OK &&
           yes;
}

/* One text comes faster from a shard that is far than the positions of several words. */
static bool reads_texts(const mg_searcher *s)
{
    return s->judge && mg_index_is_far(s->index);
}

/* Does the span of the operator stand anywhere in the document? */
static bool stands(mg_searcher *s, const mg_op *op, uint32_t docid, bool in_window)
{
    const mg_span_source source = {s, positions, bounds};
    const mg_told *told = &s->told[op->number];
    if (!mg_told_has(told, docid) || (told->exact && !op->by_text))
        return mg_told_has(told, docid);
    if (reads_texts(s))
        return stands_by_text(s, op->span, docid);
    if (!op->by_text || (mg_span_sifts(op->span) && (in_window || can_wait(s, op->span)))) {
        s->docid = docid;
        s->in_window = in_window;
        const mg_runs *runs = mg_spans_find(s->work, op->span, &source, false);
        if (!runs)
            return fail(s);
        if (!op->by_text || !runs->n)
            return runs->n > 0;
    }
    return stands_by_text(s, op->span, docid);
}

/* ---- Operators in a window ---------------------------------------------------------------- */

static bool work_out(mg_searcher *s, const mg_op *op, size_t depth, const uint64_t *mask,
                     bool scored, mg_frame *ret);

static uint32_t base_of(const mg_searcher *s)
{
    return s->window * MG_WINDOW;
}

static bool work_out_all(mg_searcher *s, const uint64_t *mask, mg_frame *ret)
{
    const mg_lengths *lengths = mg_index_lengths(s->index, s->window);
    if (!lengths)
        return fail(s);
    memcpy(ret->bits, lengths->present, sizeof ret->bits);
    mg_bits_and(ret->bits, mask);
    return true;
}

/* Which of the 64 dates lie within the range, of those that `wanted` has: all at once where they
 * are many. */
static uint64_t dates_within(const mg_date_keys *range, const uint64_t *keys, uint64_t wanted)
{
    uint64_t found = 0;
    if (__builtin_popcountll(wanted) > 16) {
        for (uint32_t i = 0; i < 64; i++)
            found |= mg_date_keys_have(range, keys[i]) << i;
        return found & wanted;
    }
    for (; wanted; wanted &= wanted - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(wanted);
        found |= mg_date_keys_have(range, keys[i]) << i;
    }
    return found;
}

static bool work_out_dates(mg_searcher *s, const mg_op *op, const uint64_t *mask, mg_frame *ret)
{
    const mg_dates *dates = mg_index_dates(s->index, s->window);
    if (!dates)
        return fail(s);
    mg_bits_clear(ret->bits);
    if (dates->greatest < op->dates.from || dates->least > op->dates.to ||
        op->dates.from > op->dates.to)
        return true;
    for (uint32_t w = 0; w < MG_WINDOW_WORDS; w++)
        ret->bits[w] = dates_within(&op->dates, dates->key + w * 64, mask ? mask[w] : UINT64_MAX);
    return true;
}

static bool work_out_group(mg_searcher *s, const mg_op *op, const uint64_t *mask, bool scored,
                           mg_frame *ret)
{
    mg_leaf *leaf = &s->leaves[op->group->number];
    const mg_lengths *lengths = NULL;
    if (scored && op->group->weighs && leaf->next < base_of(s) + MG_WINDOW &&
        !(lengths = mg_index_lengths(s->index, s->window)))
        return fail(s);
    if (lengths)
        leaf->idf = s->pass.idf[op->group->number];
    return mg_leaf_window(leaf, s->scratch, s->pass.bm25, lengths, base_of(s), mask, ret) ||
           fail(s);
}

/* Is there anything in the operator that adds to the score? */
static bool weighs(const mg_op *op)
{
    if (op->kind == MG_OP_GROUP)
        return op->group->weighs;
    if (op->kind == MG_OP_SPANS)
        return weighs(op->child);
    for (const mg_op *child = op->child; child; child = child->next)
        if (!child->excluded && weighs(child))
            return true;
    return false;
}

/* Spans that every hit must have, or must not, wait in an unchecked pass. */
static bool waits(const mg_searcher *s, const mg_op *op, size_t depth)
{
    return s->pass.unchecked && op->kind == MG_OP_SPANS && depth <= 1 &&
           (op == s->pass.root || s->pass.root->kind == MG_OP_AND);
}

static bool work_out_and(mg_searcher *s, const mg_op *op, size_t depth, const uint64_t *mask,
                         bool scored, mg_frame *ret)
{
    mg_frame *part = frame_at(s, depth + 1);
    if (!part)
        return fail(s);
    if (!work_out(s, op->child, depth + 1, mask, scored, ret))
        return false;
    for (const mg_op *child = op->child->next; child && mg_bits_any(ret->bits);
         child = child->next) {
        bool counts = scored && !child->excluded && weighs(child);
        if (child->granted || (child->excluded && waits(s, child, depth + 1)))
            continue;
        s->inverted ^= child->excluded;
        bool done = work_out(s, child, depth + 1, ret->bits, counts, part);
        s->inverted ^= child->excluded;
        if (!done)
            return false;
        if (child->excluded)
            mg_frame_exclude(ret, part);
        else
            mg_frame_meet(ret, part, counts);
    }
    return true;
}

static bool work_out_or(mg_searcher *s, const mg_op *op, size_t depth, const uint64_t *mask,
                        bool scored, mg_frame *ret)
{
    mg_frame *part = frame_at(s, depth + 1);
    if (!part)
        return fail(s);
    if (!work_out(s, op->child, depth + 1, mask, scored, ret))
        return false;
    for (const mg_op *child = op->child->next; child; child = child->next) {
        if (!work_out(s, child, depth + 1, mask, scored, part))
            return false;
        mg_frame_join(ret, part, scored);
    }
    return true;
}

static bool is_late(mg_searcher *s)
{
    s->late = s->late || mg_is_past(s->pass.deadline);
    return s->late;
}

/* The same as stands(); when time is over, whatever makes fewer hits. */
static bool stands_in_time(mg_searcher *s, const mg_op *op, uint32_t docid)
{
    if (s->late)
        return s->inverted;
    mg_span_work_next(s->work);
    bool yes = stands(s, op, docid, true);
    return is_late(s) ? s->inverted : yes;
}

static bool work_out_spans(mg_searcher *s, const mg_op *op, size_t depth, const uint64_t *mask,
                           bool scored, mg_frame *ret)
{
    if (!work_out(s, op->child, depth, mask, scored, ret))
        return false;
    if (waits(s, op, depth))
        return true;
    mg_frame *part = op->child->next ? frame_at(s, depth + 1) : NULL;
    if (op->child->next && !part)
        return fail(s);
    bool texts = reads_texts(s);
    for (const mg_op *other = op->child->next; other && !op->by_text && !texts; other = other->next)
        if (!work_out(s, other, depth + 1, ret->bits, false, part))
            return false;
    size_t n = 0;
    MG_BITS_EACH(ret->bits, d)
    {
        if (texts && n++ % MG_TOLD_AHEAD == 0)
            mg_told_expect_texts(s->index, &s->told[op->number], ret->bits, (uint32_t)d,
                                 base_of(s));
        if (!stands_in_time(s, op, base_of(s) + (uint32_t)d))
            mg_bits_unset(ret->bits, (uint32_t)d);
    }
    return s->failure.status == MORGUE_OK;
}

static bool dispatch(mg_searcher *s, const mg_op *op, size_t depth, const uint64_t *mask,
                     bool scored, mg_frame *ret)
{
    switch (op->kind) {
    case MG_OP_NONE: mg_bits_clear(ret->bits); return true;
    case MG_OP_ALL: return work_out_all(s, mask, ret);
    case MG_OP_DATES: return work_out_dates(s, op, mask, ret);
    case MG_OP_GROUP: return work_out_group(s, op, mask, scored, ret);
    case MG_OP_SPANS: return work_out_spans(s, op, depth, mask, scored, ret);
    case MG_OP_AND: return work_out_and(s, op, depth, mask, scored, ret);
    case MG_OP_OR: return work_out_or(s, op, depth, mask, scored, ret);
    }
    return false;
}

/* Sets in `ret` the documents of the window that the operator finds among those of the mask, and
 * their scores where they are wanted. */
static bool work_out(mg_searcher *s, const mg_op *op, size_t depth, const uint64_t *mask,
                     bool scored, mg_frame *ret)
{
    double start = s->pass.ms ? mg_now_ms() : 0;
    bool counts = scored && weighs(op);
    bool done = dispatch(s, op, depth, mask, counts, ret);
    if (done && scored && !counts)
        mg_frame_score_nothing(ret);
    if (s->pass.ms)
        s->pass.ms[op->number] += mg_now_ms() - start;
    return done;
}

/* ---- Windows ------------------------------------------------------------------------------ */

/* No document before this one, and not before `from`, can match; UINT32_MAX: none is left. */
static uint32_t next_possible(const mg_searcher *s, const mg_op *op, uint32_t from)
{
    uint32_t next = from;
    switch (op->kind) {
    case MG_OP_NONE: return UINT32_MAX;
    case MG_OP_ALL:
    case MG_OP_DATES: return from;
    case MG_OP_SPANS: return next_possible(s, op->child, from);
    case MG_OP_GROUP: next = s->leaves[op->group->number].next; return next > from ? next : from;
    case MG_OP_AND:
        for (const mg_op *child = op->child; child; child = child->next)
            if (!child->excluded)
                next = next_possible(s, child, next);
        return next;
    case MG_OP_OR: break;
    }
    uint32_t least = UINT32_MAX;
    for (const mg_op *child = op->child; child && least > from; child = child->next) {
        next = next_possible(s, child, from);
        least = next < least ? next : least;
    }
    return least;
}

void mg_searcher_begin(mg_searcher *s, const mg_pass *pass)
{
    s->pass = *pass;
    s->window = 0;
    mg_span_work_limit(s->work, 0, pass->deadline);
}

const mg_frame *mg_searcher_next(mg_searcher *s, uint32_t *ret_base)
{
    uint32_t last = mg_index_last(s->index);
    mg_frame *frame = frame_at(s, 0);
    if (!frame) {
        fail(s);
        return NULL;
    }
    while (s->failure.status == MORGUE_OK && s->window <= last / MG_WINDOW && !is_late(s)) {
        uint32_t next = next_possible(s, s->pass.root, s->window ? base_of(s) : 1);
        if (next > last)
            return NULL;
        s->window = next / MG_WINDOW;
        bool done = work_out(s, s->pass.root, 0, NULL, s->pass.bm25 != NULL, frame);
        *ret_base = base_of(s);
        s->window++;
        if (done && mg_bits_any(frame->bits))
            return frame;
    }
    return NULL;
}

/* ---- What waited -------------------------------------------------------------------------- */

bool mg_searcher_can_wait(const mg_searcher *s, const mg_op *root)
{
    bool any = false;
    const mg_op *op = root->kind == MG_OP_AND ? root->child : root;
    for (; op; op = root->kind == MG_OP_AND ? op->next : NULL) {
        if (op->kind == MG_OP_SPANS && !op->by_text && !can_wait(s, op->span))
            return false;
        any = any || op->kind == MG_OP_SPANS;
    }
    return any;
}

bool mg_searcher_stands(mg_searcher *s, uint32_t docid)
{
    const mg_op *root = s->pass.root;
    const mg_op *op = root->kind == MG_OP_AND ? root->child : root;
    mg_span_work_next(s->work);
    for (; op; op = root->kind == MG_OP_AND ? op->next : NULL)
        if (op->kind == MG_OP_SPANS && stands(s, op, docid, false) == op->excluded)
            return false;
    return s->failure.status == MORGUE_OK;
}
