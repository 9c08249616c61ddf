#include "search/results/marks.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"

/* A word or phrase of a mark: where it stands, and to which whole it belongs so far. */
typedef struct part {
    mg_run at;
    size_t start;
    size_t end;
    size_t whole; /* its number + 1; 0: none */
    size_t next;  /* parts before this one, from here on, have wholes */
} part;

/* One mark of the plan on its way into the lists. */
typedef struct marking {
    mg_marks *marks;
    const mg_mark_source *source;
    size_t mark;
    part *parts; /* by their positions */
    size_t n;
    size_t cap;
} marking;

void mg_marks_free(mg_marks *marks)
{
    free(marks->title.at);
    free(marks->text.at);
    free(marks->title_wholes.at);
    free(marks->text_wholes.at);
    *marks = (mg_marks){0};
}

/* ---- Words and phrases -------------------------------------------------------------------- */

/* From the first of the phrase's words to the last. */
static bool phrase_bytes(const mg_mark_source *source, const mg_span *phrase, uint32_t position,
                         size_t *ret_start, size_t *ret_end)
{
    size_t start, end;
    *ret_start = SIZE_MAX;
    *ret_end = 0;
    for (const mg_span *child = phrase->child; child; child = child->next) {
        if (!source->bytes(source->user, child->group, position + child->offset, &start, &end))
            continue;
        *ret_start = start < *ret_start ? start : *ret_start;
        *ret_end = end > *ret_end ? end : *ret_end;
    }
    return *ret_end > 0;
}

static bool add_part(marking *k, const mg_span *span, const mg_run *run)
{
    const mg_mark_source *s = k->source;
    part p = {.at = *run};
    bool there = span->kind == MG_SPAN_GROUP
                     ? s->bytes(s->user, span->group, run->start, &p.start, &p.end)
                     : phrase_bytes(s, span, run->start, &p.start, &p.end);
    if (!there)
        return true;
    if (!MG_GROW(k->parts, k->cap, k->n + 1))
        return false;
    k->parts[k->n++] = p;
    return true;
}

/* All words and phrases of the span, wherever they stand; not what must not be near. */
static bool collect(marking *k, const mg_span *span)
{
    if (span->kind == MG_SPAN_NEAR || span->kind == MG_SPAN_OR) {
        bool negated = span->kind == MG_SPAN_NEAR && span->near.negated;
        for (const mg_span *child = span->child; child; child = negated ? NULL : child->next)
            if (!collect(k, child))
                return false;
        return true;
    }
    const mg_runs *runs = k->source->runs(k->source->user, span);
    for (size_t i = 0; runs && i < runs->n; i++)
        if (!add_part(k, span, &runs->at[i]))
            return false;
    return runs != NULL;
}

static int by_position(const void *a, const void *b)
{
    const part *x = a, *y = b;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return (x->at.end > y->at.end) - (x->at.end < y->at.end);
}

static void put_in_order(marking *k)
{
    bool sorted = true;
    for (size_t i = 1; sorted && i < k->n; i++)
        sorted = by_position(&k->parts[i - 1], &k->parts[i]) <= 0;
    if (!sorted)
        qsort(k->parts, k->n, sizeof *k->parts, by_position);
    for (size_t i = 0; i < k->n; i++)
        k->parts[i].next = i;
}

/* ---- Wholes ------------------------------------------------------------------------------- */

static bool add_match(mg_match_list *list, const mg_match *match)
{
    if (list->n == MG_MATCHES_ALL)
        return true;
    if (!MG_GROW(list->at, list->cap, list->n + 1))
        return false;
    list->at[list->n++] = *match;
    return true;
}

static bool in_title(const marking *k, const part *p)
{
    return p->at.start < k->source->text_first;
}

/* The first part that begins at a position or later. */
static size_t first_from(const marking *k, uint32_t position)
{
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (k->parts[middle].at.start < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first part from `i` on that has no whole. */
static size_t next_free(marking *k, size_t i)
{
    while (i < k->n && k->parts[i].next != i) {
        size_t next = k->parts[i].next;
        if (next < k->n)
            k->parts[i].next = k->parts[next].next;
        i = next;
    }
    return i;
}

/* Gives this whole to the parts of the run that have none yet; were there any? */
static bool claim(marking *k, const mg_run *run, size_t whole)
{
    bool any = false;
    for (size_t i = next_free(k, first_from(k, run->start));
         i < k->n && k->parts[i].at.start <= run->end; i = next_free(k, i + 1)) {
        if (k->parts[i].at.end > run->end)
            continue;
        k->parts[i].whole = whole + 1;
        k->parts[i].next = i + 1;
        any = true;
    }
    return any;
}

/* The run's bytes, apart in title and text where it spans both. */
static bool add_whole(const marking *k, const mg_run *run, size_t whole)
{
    mg_match title = {SIZE_MAX, 0, k->mark, whole}, text = title;
    for (size_t i = first_from(k, run->start); i < k->n && k->parts[i].at.start <= run->end; i++) {
        const part *p = &k->parts[i];
        if (p->at.end > run->end)
            continue;
        mg_match *m = in_title(k, p) ? &title : &text;
        m->start = p->start < m->start ? p->start : m->start;
        m->end = p->end > m->end ? p->end : m->end;
    }
    return (!title.end || add_match(&k->marks->title_wholes, &title)) &&
           (!text.end || add_match(&k->marks->text_wholes, &text));
}

/* Each part is a whole. */
static bool claim_one_by_one(marking *k)
{
    for (size_t i = 0; i < k->n && i < MG_MATCHES_MAX; i++) {
        size_t whole = k->marks->n_wholes++;
        const part *p = &k->parts[i];
        const mg_match m = {p->start, p->end, k->mark, whole};
        k->parts[i].whole = whole + 1;
        if (!add_match(in_title(k, p) ? &k->marks->title_wholes : &k->marks->text_wholes, &m))
            return false;
    }
    return true;
}

static int by_length(const void *a, const void *b)
{
    const mg_run *x = a, *y = b;
    uint32_t length = x->end - x->start, other = y->end - y->start;
    if (length != other)
        return length < other ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

/* The shortest runs first, as long as they bring something new. */
static bool claim_by_runs(marking *k, const mg_runs *runs)
{
    bool fits = true;
    mg_run *sorted = malloc((runs->n + 1) * sizeof *sorted);
    if (!sorted)
        return false;
    if (runs->n) {
        memcpy(sorted, runs->at, runs->n * sizeof *sorted);
        qsort(sorted, runs->n, sizeof *sorted, by_length);
    }
    size_t first = k->marks->n_wholes;
    for (size_t i = 0; fits && i < runs->n && k->marks->n_wholes - first < MG_MATCHES_MAX; i++)
        if (claim(k, &sorted[i], k->marks->n_wholes))
            fits = add_whole(k, &sorted[i], k->marks->n_wholes++);
    free(sorted);
    return fits;
}

static bool has_near(const mg_span *span)
{
    bool found = span->kind == MG_SPAN_NEAR;
    for (const mg_span *child = span->kind == MG_SPAN_OR ? span->child : NULL; child && !found;
         child = child->next)
        found = has_near(child);
    return found;
}

static bool find_mark(marking *k, const mg_span *span)
{
    k->n = 0;
    if (!collect(k, span))
        return false;
    put_in_order(k);
    if (!has_near(span)) {
        if (!claim_one_by_one(k))
            return false;
    } else {
        const mg_runs *runs = k->source->runs(k->source->user, span);
        if (!runs || !claim_by_runs(k, runs))
            return false;
    }
    for (size_t i = 0; i < k->n; i++) {
        const part *p = &k->parts[i];
        const mg_match m = {p->start, p->end, k->mark, p->whole - 1};
        if (p->whole && !add_match(in_title(k, p) ? &k->marks->title : &k->marks->text, &m))
            return false;
    }
    return true;
}

/* ---- Lists -------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const mg_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return (x->mark > y->mark) - (x->mark < y->mark);
}

static int by_start_and_whole(const void *a, const void *b)
{
    const mg_match *x = a, *y = b;
    int order = by_start(a, b);
    return order ? order : (x->whole > y->whole) - (x->whole < y->whole);
}

/* Puts matches in order; each place counts once for each mark. */
static void tidy(mg_match_list *list)
{
    size_t kept = 0;
    if (list->n < 2)
        return;
    qsort(list->at, list->n, sizeof *list->at, by_start_and_whole);
    for (size_t i = 0; i < list->n; i++)
        if (!kept || by_start(&list->at[kept - 1], &list->at[i]) != 0)
            list->at[kept++] = list->at[i];
    list->n = kept;
}

bool mg_marks_find(mg_marks *marks, const mg_plan *plan, const mg_mark_source *source)
{
    marking k = {.marks = marks, .source = source};
    bool fits = true;
    marks->n_wholes = 0;
    marks->title.n = marks->text.n = marks->title_wholes.n = marks->text_wholes.n = 0;
    for (; fits && k.mark < mg_plan_mark_count(plan); k.mark++)
        fits = find_mark(&k, mg_plan_mark(plan, k.mark));
    free(k.parts);
    tidy(&marks->title);
    tidy(&marks->text);
    tidy(&marks->title_wholes);
    tidy(&marks->text_wholes);
    return fits;
}
