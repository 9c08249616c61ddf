#include "indexer/maintain/footprint.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "indexer/build/terms.h"

/* A term as it comes. */
typedef struct mg_occurrence {
    size_t at; /* in the text */
    uint32_t len;
    uint32_t position;
    uint32_t wdf;
    bool has_position;
} mg_occurrence;

void mg_footprint_free(mg_footprint *f)
{
    free(f->text);
    free(f->occurrences);
    free(f->positions);
    free(f->prints);
    *f = (mg_footprint){0};
}

/* ---- Taking terms ------------------------------------------------------------------------- */

static bool take(mg_footprint *f, const char *term, size_t len, mg_occurrence what)
{
    if (!MG_GROW(f->text, f->text_cap, f->text_len + len) ||
        !MG_GROW(f->occurrences, f->occurrences_cap, f->n_occurrences + 1))
        return false;
    memcpy(f->text + f->text_len, term, len);
    what.at = f->text_len;
    what.len = (uint32_t)len;
    f->text_len += len;
    f->occurrences[f->n_occurrences++] = what;
    return true;
}

static bool take_posting(void *user, const char *term, size_t len, uint32_t position, uint32_t wdf)
{
    return take(user, term, len,
                (mg_occurrence){.position = position, .wdf = wdf, .has_position = true});
}

static bool take_boolean(void *user, const char *term, size_t len)
{
    return take(user, term, len, (mg_occurrence){0});
}

/* An article has one date at most; no other slot is filled from the article. */
static bool take_value(void *user, uint32_t slot, const char *data, size_t len)
{
    mg_footprint *f = user;
    (void)slot;
    f->date_len = len < sizeof f->date ? len : sizeof f->date;
    memcpy(f->date, data, f->date_len);
    return true;
}

/* ---- Putting them in order ---------------------------------------------------------------- */

static int compare_terms(const char *text, const mg_occurrence *x, const mg_occurrence *y)
{
    size_t shorter = x->len < y->len ? x->len : y->len;
    int order = memcmp(text + x->at, text + y->at, shorter);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

static int by_term_and_place(const void *a, const void *b, void *user)
{
    const mg_occurrence *x = a, *y = b;
    int order = compare_terms(user, x, y);
    if (order)
        return order;
    if (x->has_position != y->has_position)
        return x->has_position ? 1 : -1;
    return (x->position > y->position) - (x->position < y->position);
}

/* Adds an occurrence to the term: its weight, and its position, where that is another one. */
static void add(mg_footprint *f, mg_print *print, const mg_occurrence *o, size_t *n_positions)
{
    print->wdf += o->wdf;
    f->length += o->wdf;
    if (!o->has_position || (print->count && f->positions[*n_positions - 1] == o->position))
        return;
    f->positions[(*n_positions)++] = o->position;
    print->count++;
}

static bool gather(mg_footprint *f)
{
    size_t n_positions = 0;
    const mg_occurrence *last = NULL;
    if (!MG_GROW(f->positions, f->positions_cap, f->n_occurrences + 1) ||
        !MG_GROW(f->prints, f->prints_cap, f->n_occurrences + 1))
        return false;
    for (size_t i = 0; i < f->n_occurrences; i++) {
        const mg_occurrence *o = &f->occurrences[i];
        if (!last || compare_terms(f->text, last, o) != 0)
            f->prints[f->count++] =
                (mg_print){f->text + o->at, o->len, 0, f->positions + n_positions, 0};
        add(f, &f->prints[f->count - 1], o, &n_positions);
        last = o;
    }
    return true;
}

morgue_status mg_footprint_make(mg_footprint *f, const morgue_article *article, morgue_error *err)
{
    const mg_term_sink sink = {take_posting, take_boolean, take_value, f};
    f->text_len = 0;
    f->n_occurrences = 0;
    f->count = 0;
    f->length = 0;
    f->date_len = 0;
    if (!mg_terms_emit(article, &sink))
        return mg_fail_memory(err);
    if (f->n_occurrences)
        qsort_r(f->occurrences, f->n_occurrences, sizeof *f->occurrences, by_term_and_place,
                f->text);
    return gather(f) ? MORGUE_OK : mg_fail_memory(err);
}

/* ---- Sums --------------------------------------------------------------------------------- */

uint64_t mg_print_bare(const mg_print *print)
{
    return XXH3_64bits_withSeed(print->term, print->len, print->wdf);
}

uint64_t mg_print_whole(const mg_print *print)
{
    return XXH3_64bits_withSeed(print->positions, print->count * sizeof *print->positions,
                                mg_print_bare(print));
}

uint64_t mg_footprint_bare(const mg_footprint *f)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < f->count; i++)
        sum += mg_print_bare(&f->prints[i]);
    return sum;
}

uint64_t mg_footprint_whole(const mg_footprint *f)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < f->count; i++)
        sum += mg_print_whole(&f->prints[i]);
    return sum;
}
