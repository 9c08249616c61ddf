#include "search/query/forms.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/match/clock.h"
#include "search/query/fail.h"

bool mg_forms_add(mg_expander *e, mg_found_forms *found, morgue_text term, uint64_t frequency)
{
    if (!MG_GROW(found->items, found->cap, found->n + 1))
        return false;
    char *copy = mg_arena_copy(e->arena, term.data, term.len);
    if (!copy)
        return false;
    found->items[found->n++] = (mg_form){{copy, term.len}, frequency};
    return true;
}

static int by_frequency(const void *a, const void *b)
{
    const mg_form *x = a, *y = b;
    if (x->frequency != y->frequency)
        return x->frequency < y->frequency ? 1 : -1;
    return mg_text_compare(x->term, y->term);
}

static int by_term(const void *a, const void *b)
{
    return mg_text_compare(((const mg_form *)a)->term, ((const mg_form *)b)->term);
}

/* Sorts by terms and makes one of those that several shards have. */
static void merge(mg_found_forms *found)
{
    size_t kept = 0;
    if (found->n < 2)
        return;
    qsort(found->items, found->n, sizeof *found->items, by_term);
    for (size_t i = 0; i < found->n; i++) {
        mg_form *last = kept ? &found->items[kept - 1] : NULL;
        if (last && by_term(last, &found->items[i]) == 0)
            last->frequency += found->items[i].frequency;
        else
            found->items[kept++] = found->items[i];
    }
    found->n = kept;
}

bool mg_forms_finish(mg_expander *e, mg_found_forms *found, size_t max, mg_forms *ret)
{
    merge(found);
    if (found->n > max) {
        qsort(found->items, found->n, sizeof *found->items, by_frequency);
        found->n = max;
        qsort(found->items, found->n, sizeof *found->items, by_term);
    }
    morgue_text *terms = mg_arena_array(e->arena, found->n + 1, sizeof *terms);
    for (size_t i = 0; terms && i < found->n; i++)
        terms[i] = found->items[i].term;
    *ret = (mg_forms){terms, found->n};
    free(found->items);
    *found = (mg_found_forms){0};
    return terms != NULL;
}

/* ---- Walking ------------------------------------------------------------------------------ */

/* One shard's terms under way. */
typedef struct walk {
    mg_expander *expander;
    mg_terms *terms;
    size_t prefix_len;
    bool words;
    const mg_form_filter *filter;
    size_t column;
    mg_found_forms *found;
} walk;

/* Goes on behind all terms that begin with the first `len` bytes of this one. */
static void pass_over(walk *w, morgue_text term, size_t len)
{
    char next[MG_TERM_MAX + MG_EXACT_MAX];
    if (len > sizeof next)
        return;
    memcpy(next, term.data, len);
    while (len && (unsigned char)next[len - 1] == 0xFF)
        len--;
    if (!len)
        return;
    next[len - 1]++;
    mg_terms_seek(w->terms, next, len);
}

static morgue_status take(walk *w, morgue_text term, uint32_t frequency, morgue_error *err)
{
    if (w->found->n >= w->filter->take_max)
        return mg_query_fail(err, w->column,
                             "more than %zu words of the archive are meant by this: write more "
                             "letters of it",
                             w->filter->take_max);
    return mg_forms_add(w->expander, w->found, term, frequency) ? MORGUE_OK : mg_fail_memory(err);
}

static morgue_status look(walk *w, morgue_text whole, uint32_t frequency, morgue_error *err)
{
    morgue_text term = {whole.data + w->prefix_len, whole.len - w->prefix_len};
    size_t skip = 0;
    mg_walk_deed deed = MG_WALK_TAKE;
    if (w->words && term.len && term.data[0] >= 'A' && term.data[0] <= 'Z') {
        pass_over(w, whole, w->prefix_len + 1);
        return MORGUE_OK;
    }
    if (w->filter->look)
        deed = w->filter->look(w->filter->user, term, &skip, err);
    switch (deed) {
    case MG_WALK_PASS: return MORGUE_OK;
    case MG_WALK_TAKE: return take(w, term, frequency, err);
    case MG_WALK_SKIP: pass_over(w, whole, w->prefix_len + skip); return MORGUE_OK;
    case MG_WALK_FAIL: break;
    }
    return err ? err->status : MORGUE_INTERNAL;
}

static bool is_late(mg_expander *e)
{
    enum { CLOCK_TERMS = 256 };
    if (e->n_looked % CLOCK_TERMS == 0)
        e->late = e->late || mg_is_past(e->deadline);
    return e->late;
}

static morgue_status walk_shard(walk *w, morgue_error *err)
{
    morgue_text term;
    uint32_t frequency;
    morgue_status status = MORGUE_OK;
    for (size_t n = 0; status == MORGUE_OK && n < w->filter->look_max && !is_late(w->expander) &&
                       mg_terms_next(w->terms, &term, &frequency);
         n++) {
        if (++w->expander->n_looked > MG_LOOK_QUERY_MAX)
            return mg_query_fail(
                err, w->column,
                "too many words of the archive are to be looked at for this query: "
                "write more letters before wildcards, or some words as =word");
        status = look(w, term, frequency, err);
    }
    return status;
}

morgue_status mg_forms_collect(mg_expander *e, const char *prefix, morgue_text start, bool words,
                               const mg_form_filter *filter, size_t column, mg_found_forms *ret,
                               morgue_error *err)
{
    char first[MG_TERM_MAX + MG_EXACT_MAX];
    walk w = {.expander = e,
              .prefix_len = strlen(prefix),
              .words = words,
              .filter = filter,
              .column = column,
              .found = ret};
    if (w.prefix_len + start.len > sizeof first)
        return MORGUE_OK;
    memcpy(first, prefix, w.prefix_len);
    memcpy(first + w.prefix_len, start.data, start.len);
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < e->n_indexes; i++)
        mg_index_expect(e->indexes[i], MG_AHEAD_TERMS, 0, first, w.prefix_len + start.len);
    for (size_t i = 0; status == MORGUE_OK && i < e->n_indexes && !e->late; i++) {
        w.terms = mg_terms_open(e->indexes[i], first, w.prefix_len + start.len);
        if (w.terms && w.words && !(w.prefix_len + start.len))
            mg_terms_pass_capitals(w.terms);
        status = w.terms ? walk_shard(&w, err) : mg_fail_memory(err);
        mg_terms_free(w.terms);
        if (i)
            merge(ret);
    }
    return status;
}
