#include "search/match/spans.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"
#include "search/match/clock.h"

/* What is known of a group or span in the document `stamp`. */
typedef struct known_places {
    uint64_t stamp;
    mg_places places;
} known_places;

typedef struct known_runs {
    uint64_t stamp;
    bool all; /* not only the first */
    mg_runs runs;
} known_runs;

/* The beginnings of sentences or paragraphs. */
typedef struct known_bounds {
    uint64_t stamp;
    const char *prefix;
    mg_places places;
} known_bounds;

struct mg_span_work {
    uint64_t stamp; /* counts the documents */
    size_t n_spans;
    size_t n_groups;
    const uint64_t *rarity;
    known_runs *spans;
    known_places *groups;
    size_t room;    /* runs that the document may still have */
    bool large;     /* some span has taken much memory */
    uint64_t steps; /* in this document */
    uint64_t most;  /* of them; 0: any number */
    mg_deadline deadline;
    bool cut; /* the document has come to one of these limits */
    known_bounds bounds[MG_REACH_PARAGRAPH + 1];
};

/* One question: which spans, asked of whom. */
typedef struct inquiry {
    mg_span_work *work;
    const mg_span_source *source;
} inquiry;

mg_span_work *mg_span_work_new(size_t n_spans, size_t n_groups, const uint64_t *rarity)
{
    mg_span_work *work = calloc(1, sizeof *work);
    if (!work)
        return NULL;
    *work = (mg_span_work){.stamp = 1,
                           .n_spans = n_spans,
                           .n_groups = n_groups,
                           .rarity = rarity,
                           .room = MG_RUNS_ALL,
                           .spans = calloc(n_spans + 1, sizeof *work->spans),
                           .groups = calloc(n_groups + 1, sizeof *work->groups)};
    if (work->spans && work->groups)
        return work;
    mg_span_work_free(work);
    return NULL;
}

void mg_span_work_free(mg_span_work *work)
{
    if (!work)
        return;
    for (size_t i = 0; work->spans && i < work->n_spans; i++)
        free(work->spans[i].runs.at);
    for (size_t i = 0; work->groups && i < work->n_groups; i++)
        free(work->groups[i].places.at);
    for (size_t i = 0; i <= MG_REACH_PARAGRAPH; i++)
        free(work->bounds[i].places.at);
    free(work->spans);
    free(work->groups);
    free(work);
}

void mg_span_work_limit(mg_span_work *work, uint64_t steps, mg_deadline deadline)
{
    work->most = steps;
    work->deadline = deadline;
}

/* Gives back what only a document out of the ordinary needed. */
static void shrink(mg_span_work *work)
{
    for (size_t i = 0; i < work->n_spans; i++) {
        free(work->spans[i].runs.at);
        work->spans[i].runs = (mg_runs){0};
    }
    work->large = false;
}

void mg_span_work_next(mg_span_work *work)
{
    work->stamp++;
    work->room = MG_RUNS_ALL;
    work->steps = 0;
    work->cut = false;
    if (work->large)
        shrink(work);
}

/* Takes a step, if the limits allow it. */
static bool may_step(mg_span_work *work)
{
    enum { CLOCK_STEPS = 1 << 14 };
    work->steps++;
    if (work->most && work->steps > work->most)
        work->cut = true;
    else if (work->steps % CLOCK_STEPS == 0 && mg_is_past(work->deadline))
        work->cut = true;
    return !work->cut;
}

/* ---- Runs --------------------------------------------------------------------------------- */

static bool add_run(const inquiry *q, mg_runs *runs, uint32_t start, uint32_t end)
{
    enum { LARGE = 1 << 16 };
    if (runs->n == MG_RUNS_MAX || !q->work->room)
        return true;
    q->work->room--;
    if (!MG_GROW(runs->at, runs->cap, runs->n + 1))
        return false;
    q->work->large = q->work->large || runs->cap > LARGE;
    runs->at[runs->n++] = (mg_run){start, end};
    return true;
}

static int by_start(const void *a, const void *b)
{
    const mg_run *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/* Puts runs in order and takes out those that are there twice. */
static void tidy(mg_runs *runs)
{
    size_t kept = 0;
    if (runs->n < 2)
        return;
    qsort(runs->at, runs->n, sizeof *runs->at, by_start);
    for (size_t i = 0; i < runs->n; i++)
        if (!kept || by_start(&runs->at[kept - 1], &runs->at[i]) != 0)
            runs->at[kept++] = runs->at[i];
    runs->n = kept;
}

/* ---- What the source knows ---------------------------------------------------------------- */

static const mg_places *positions_of(const inquiry *q, const mg_group *group)
{
    known_places *known = &q->work->groups[group->number];
    if (known->stamp == q->work->stamp)
        return &known->places;
    known->places.n = 0;
    if (!q->source->positions(q->source->user, group, &known->places))
        return NULL;
    known->stamp = q->work->stamp;
    return &known->places;
}

static const mg_places *bounds_of(const inquiry *q, const char *prefix, mg_reach reach)
{
    known_bounds *known = &q->work->bounds[reach];
    if (known->stamp == q->work->stamp && strcmp(known->prefix, prefix) == 0)
        return &known->places;
    known->places.n = 0;
    if (!q->source->bounds(q->source->user, prefix, reach, &known->places))
        return NULL;
    known->stamp = q->work->stamp;
    known->prefix = prefix;
    return &known->places;
}

/* ---- Groups, phrases, alternatives -------------------------------------------------------- */

static bool find(const inquiry *q, const mg_span *span, bool all, mg_runs *ret);
static const mg_runs *runs_of(const inquiry *q, const mg_span *span, bool all);

static bool find_group(const inquiry *q, const mg_span *span, mg_runs *ret)
{
    const mg_places *places = positions_of(q, span->group);
    if (!places)
        return false;
    for (size_t i = 0; i < places->n; i++)
        if (!add_run(q, ret, places->at[i], places->at[i]))
            return false;
    return true;
}

/* The rarest child of a phrase that comes behind `last` in the order of rarity, ties by their
 * offsets; NULL after all. */
static const mg_span *next_rarest(const inquiry *q, const mg_span *phrase, const mg_span *last)
{
    const uint64_t *rarity = q->work->rarity;
    const mg_span *best = NULL;
    for (const mg_span *child = phrase->child; child; child = child->next) {
        uint64_t rank = rarity ? rarity[child->group->number] : 0;
        uint64_t floor = last && rarity ? rarity[last->group->number] : 0;
        if (last && (rank < floor || (rank == floor && child->offset <= last->offset)))
            continue;
        if (!best || (rarity && rank < rarity[best->group->number]))
            best = child;
    }
    return best;
}

/* Keeps the beginnings of the phrase that have a position at this offset. */
static void keep_those_at(mg_runs *runs, const mg_places *places, uint32_t offset)
{
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < runs->n; i++) {
        uint32_t wanted = runs->at[i].start + offset;
        while (j < places->n && places->at[j] < wanted)
            j++;
        if (j == places->n)
            break;
        if (places->at[j] == wanted)
            runs->at[kept++] = runs->at[i];
    }
    runs->n = kept;
}

/* From the rarest word on, so that the many positions of common ones are mostly never read. */
static bool find_phrase(const inquiry *q, const mg_span *span, mg_runs *ret)
{
    const mg_span *child = next_rarest(q, span, NULL);
    const mg_places *places = positions_of(q, child->group);
    if (!places)
        return false;
    for (size_t i = 0; i < places->n; i++) {
        if (places->at[i] < child->offset)
            continue;
        uint32_t start = places->at[i] - child->offset;
        if (start <= UINT32_MAX - (span->length - 1) &&
            !add_run(q, ret, start, start + span->length - 1))
            return false;
    }
    while (ret->n && (child = next_rarest(q, span, child))) {
        if (!(places = positions_of(q, child->group)))
            return false;
        keep_those_at(ret, places, child->offset);
    }
    return true;
}

static bool find_either(const inquiry *q, const mg_span *span, bool all, mg_runs *ret)
{
    for (const mg_span *child = span->child; child && (all || !ret->n); child = child->next) {
        const mg_runs *runs = runs_of(q, child, all);
        if (!runs)
            return false;
        for (size_t i = 0; i < runs->n; i++)
            if (!add_run(q, ret, runs->at[i].start, runs->at[i].end))
                return false;
    }
    tidy(ret);
    return true;
}

/* ---- Near each other ---------------------------------------------------------------------- */

/* Within which positions the second must lie, whole, for a given first. */
typedef struct room {
    uint32_t first;
    uint32_t last;
} room;

/* The positions up to `words` away from the run. */
static room around(const mg_run *x, uint32_t words)
{
    return (room){x->start > words ? x->start - words : 0,
                  x->end < UINT32_MAX - words ? x->end + words : UINT32_MAX};
}

/* The sentence or paragraph in which the run begins. */
static room segment(const mg_run *x, const mg_places *bounds)
{
    size_t low = 0, high = bounds->n; /* the first bound behind x->start */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (bounds->at[middle] <= x->start)
            low = middle + 1;
        else
            high = middle;
    }
    return (room){low ? bounds->at[low - 1] : 0,
                  low < bounds->n ? bounds->at[low] - 1 : UINT32_MAX};
}

static bool stands_near(const mg_near *near, const mg_run *x, const mg_run *y, const room *r)
{
    bool behind = y->start > x->end;
    bool before = y->end < x->start && !near->ordered;
    if (near->reach == MG_REACH_WORDS) /* distance counts to the near end */
        return (behind && y->start <= r->last) || (before && y->end >= r->first);
    return (behind || before) && y->start >= r->first && y->end <= r->last && x->end <= r->last;
}

static uint32_t longest(const mg_runs *runs)
{
    uint32_t most = 0;
    for (size_t i = 0; i < runs->n; i++)
        if (runs->at[i].end - runs->at[i].start > most)
            most = runs->at[i].end - runs->at[i].start;
    return most;
}

static bool add_hull(const inquiry *q, mg_runs *runs, const mg_run *x, const mg_run *y)
{
    return add_run(q, runs, x->start < y->start ? x->start : y->start,
                   x->end > y->end ? x->end : y->end);
}

/* Two sides and what is between them. */
typedef struct sides {
    const inquiry *q;
    const mg_near *near;
    const mg_runs *left;
    const mg_runs *right;
    const mg_places *bounds; /* NULL: words are counted */
    uint32_t longest;        /* of the right side */
    bool all;
} sides;

/* Looks for right sides near the left one, from *from on, which moves with the left sides. */
static bool pair_one(const sides *s, const mg_run *x, size_t *from, mg_runs *ret)
{
    room r = s->bounds ? segment(x, s->bounds) : around(x, s->near->words);
    uint32_t least = r.first > s->longest ? r.first - s->longest : 0;
    bool found = false;
    while (*from < s->right->n && s->right->at[*from].start < least)
        ++*from;
    for (size_t j = *from; j < s->right->n && s->right->at[j].start <= r.last; j++) {
        if (!may_step(s->q->work))
            return true;
        const mg_run *y = &s->right->at[j];
        if (!stands_near(s->near, x, y, &r))
            continue;
        found = true;
        if (s->near->negated)
            return true;
        if (!add_hull(s->q, ret, x, y))
            return false;
        if (!s->all)
            return true;
    }
    return found || !s->near->negated || add_run(s->q, ret, x->start, x->end);
}

static const char *prefix_of(const mg_span *span)
{
    while (span->kind != MG_SPAN_GROUP)
        span = span->child;
    return span->group->prefix;
}

static bool find_near(const inquiry *q, const mg_span *span, bool all, mg_runs *ret)
{
    sides s = {.q = q, .near = &span->near, .all = all};
    if (!(s.left = runs_of(q, span->child, true)))
        return false;
    if (!s.left->n)
        return true;
    if (!(s.right = runs_of(q, span->child->next, true)))
        return false;
    if (span->near.reach != MG_REACH_WORDS &&
        !(s.bounds = bounds_of(q, prefix_of(span), span->near.reach)))
        return false;
    s.longest = longest(s.right);
    size_t from = 0;
    for (size_t i = 0; i < s.left->n && (all || !ret->n) && may_step(q->work); i++)
        if (!pair_one(&s, &s.left->at[i], &from, ret))
            return false;
    tidy(ret);
    return true;
}

/* ---- All of them -------------------------------------------------------------------------- */

static bool find(const inquiry *q, const mg_span *span, bool all, mg_runs *ret)
{
    switch (span->kind) {
    case MG_SPAN_GROUP: return find_group(q, span, ret);
    case MG_SPAN_PHRASE: return find_phrase(q, span, ret);
    case MG_SPAN_OR: return find_either(q, span, all, ret);
    case MG_SPAN_NEAR: return find_near(q, span, all, ret);
    }
    return true;
}

static const mg_runs *runs_of(const inquiry *q, const mg_span *span, bool all)
{
    known_runs *known = &q->work->spans[span->number];
    if (known->stamp == q->work->stamp && (known->all || !all))
        return &known->runs;
    known->runs.n = 0;
    if (!q->work->cut && !find(q, span, all, &known->runs))
        return NULL;
    known->stamp = q->work->stamp;
    known->all = all;
    return &known->runs;
}

const mg_runs *mg_spans_find(mg_span_work *work, const mg_span *span, const mg_span_source *source,
                             bool all)
{
    inquiry q = {work, source};
    return runs_of(&q, span, all);
}

/* ---- What kind of span it is -------------------------------------------------------------- */

static bool has_negated(const mg_span *span)
{
    if (span->kind == MG_SPAN_NEAR && span->near.negated)
        return true;
    for (const mg_span *child = span->child; child; child = child->next)
        if (has_negated(child))
            return true;
    return false;
}

/* Does a lone word suffice? */
static bool takes_one_word(const mg_span *span)
{
    if (span->kind != MG_SPAN_OR)
        return span->kind == MG_SPAN_GROUP;
    for (const mg_span *child = span->child; child; child = child->next)
        if (takes_one_word(child))
            return true;
    return false;
}

bool mg_span_sifts(const mg_span *span)
{
    return !takes_one_word(span) && !has_negated(span);
}
