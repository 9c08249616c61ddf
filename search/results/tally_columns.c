/* Values counted document by document, by columns. */
#include <stdlib.h>
#include <string.h>

#include "archive/column.h"
#include "archive/error.h"
#include "archive/text.h"
#include "search/match/clock.h"
#include "search/results/tally_ways.h"

static bool goes_on(void *user)
{
    return !mg_is_past(*(const mg_deadline *)user);
}

bool mg_tally_find_columns(mg_tally *t, uint32_t shard, mg_tally_columns *ret)
{
    bool all = true; /* are asked for, so that all are made the next time */
    for (size_t f = 0; f < t->n_fields; f++) {
        const char *prefix = mg_tally_prefix(t->main, t->fields[f]);
        ret->of[f] = mg_index_column(t->archive->indexes[shard], prefix, goes_on, &t->deadline);
        all = all && ret->of[f];
    }
    return all;
}

/* ---- By number ---------------------------------------------------------------------------- */

/* A value of a column, and the documents that have it. */
typedef struct number_count {
    uint32_t count;
    uint32_t first;
    uint32_t last;
} number_count;

bool mg_tally_is_plain(const mg_tally *t)
{
    return t->n_fields == 1 && !mg_aliases_count(t->aliases) && !t->blocklist;
}

/* By the numbers of the column; for free(), NULL when memory is out. */
static number_count *count_plainly(mg_tally *t, uint32_t shard, const mg_column *column)
{
    const uint64_t *bits = t->matches->bits[shard];
    number_count *counts = calloc((size_t)column->n_values + 1, sizeof *counts);
    for (uint32_t w = 0; counts && w < t->matches->n_words[shard] && !mg_tally_is_late(t); w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint32_t docid = w * 64 + (uint32_t)__builtin_ctzll(left);
            if (docid > column->last || column->starts[docid] == column->starts[docid + 1])
                continue;
            t->having[shard][w] |= left & -left;
            for (uint32_t i = column->starts[docid]; i < column->starts[docid + 1]; i++) {
                number_count *c = &counts[column->numbers[i]];
                c->first = c->count++ ? c->first : docid;
                c->last = docid;
            }
        }
    return counts;
}

/* The least count of the `wanted` most frequent values, how many may have just that, and how many
 * values there are; false when memory is out. */
static bool find_border(const number_count *counts, uint32_t n, uint64_t most, size_t wanted,
                        uint32_t *ret_border, size_t *ret_at_border, uint64_t *ret_distinct)
{
    uint32_t *of_count = calloc(most + 1, sizeof *of_count);
    if (!of_count)
        return false;
    for (uint32_t i = 0; i < n; i++)
        of_count[counts[i].count]++;
    *ret_distinct = n - of_count[0];
    uint64_t border = most;
    for (; border > 1 && of_count[border] < wanted; border--)
        wanted -= of_count[border];
    *ret_border = (uint32_t)border;
    *ret_at_border = wanted;
    free(of_count);
    return true;
}

static bool take_number(mg_tally *t, uint32_t shard, morgue_text term, const number_count *c)
{
    mg_tally_value *v = mg_tally_value_of(t, term);
    if (!v)
        return false;
    v->count = c->count;
    v->first = (mg_tally_place){shard, c->first};
    v->last = (mg_tally_place){shard, c->last};
    return true;
}

/* All matches are in this shard: then only the most frequent values need be taken. Of the same
 * count the first terms come first. */
static bool take_most_frequent(mg_tally *t, uint32_t shard, const mg_column *column,
                               const number_count *counts)
{
    uint32_t border;
    size_t at_border;
    if (!find_border(counts, column->n_values, t->matches->count, t->wanted, &border, &at_border,
                     &t->distinct))
        return false;
    for (uint32_t i = 0; i < column->n_values; i++) {
        const number_count *c = &counts[i];
        if (!c->count || c->count < border || (c->count == border && !at_border))
            continue;
        at_border -= c->count == border;
        if (!take_number(t, shard, column->values[i], c))
            return false;
    }
    return true;
}

morgue_status mg_tally_by_numbers(mg_tally *t, uint32_t shard, const mg_tally_columns *columns,
                                  morgue_error *err)
{
    const mg_column *column = columns->of[0];
    number_count *counts = count_plainly(t, shard, column);
    bool fits = counts && take_most_frequent(t, shard, column, counts);
    free(counts);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_tally_main_by_numbers(mg_tally *t, uint32_t shard, const mg_tally_columns *columns,
                                       mg_tally_value *values, size_t n, morgue_error *err)
{
    const mg_column *column = columns->of[0];
    number_count *counts = count_plainly(t, shard, column);
    for (size_t i = 0; counts && i < n; i++) {
        const morgue_text *found = column->n_values
                                       ? bsearch(&values[i].term, column->values, column->n_values,
                                                 sizeof *column->values, mg_text_order)
                                       : NULL;
        if (found)
            values[i].main += counts[found - column->values].count;
    }
    free(counts);
    return counts ? MORGUE_OK : mg_fail_memory(err);
}

/* ---- By value ----------------------------------------------------------------------------- */

/* A field's column in a shard, and where in the tally its values are, from 1. */
typedef struct lookup {
    const mg_column *column;
    morgue_field_id field;
    uint32_t *places; /* 0: not looked up yet */
} lookup;

enum { BLOCKED = UINT32_MAX };

/* Sets the place of a value. False when memory is out. */
static bool find_place(mg_tally *t, const lookup *l, uint32_t number)
{
    morgue_text term = l->column->values[number];
    if (mg_blocklist_has(t->blocklist, l->field, term)) {
        l->places[number] = BLOCKED;
        return true;
    }
    const mg_tally_value *v = mg_tally_value_under(t, term);
    if (v)
        l->places[number] = (uint32_t)(v - t->values) + 1;
    return v != NULL;
}

static bool count_numbers(mg_tally *t, const lookup *l, uint32_t shard, uint32_t docid)
{
    const mg_column *column = l->column;
    if (docid > column->last)
        return true;
    for (uint32_t i = column->starts[docid]; i < column->starts[docid + 1]; i++) {
        uint32_t number = column->numbers[i];
        if (!l->places[number] && !find_place(t, l, number))
            return false;
        if (l->places[number] != BLOCKED)
            mg_tally_note(t, shard, docid, &t->values[l->places[number] - 1]);
    }
    return true;
}

/* The documents of a word of bits. */
static bool count_word(mg_tally *t, const lookup *lookups, uint32_t shard, uint32_t w)
{
    for (uint64_t left = t->matches->bits[shard][w]; left; left &= left - 1)
        for (size_t f = 0; f < t->n_fields; f++)
            if (!count_numbers(t, &lookups[f], shard, w * 64 + (uint32_t)__builtin_ctzll(left)))
                return false;
    return true;
}

morgue_status mg_tally_by_columns(mg_tally *t, uint32_t shard, const mg_tally_columns *columns,
                                  morgue_error *err)
{
    lookup lookups[MG_TAG_FIELD_COUNT] = {{0}};
    bool fits = true;
    for (size_t f = 0; f < t->n_fields; f++) {
        const mg_column *column = columns->of[f];
        uint32_t *places = calloc((size_t)column->n_values + 1, sizeof *places);
        lookups[f] = (lookup){column, t->fields[f], places};
        fits = fits && places;
    }
    for (uint32_t w = 0; fits && w < t->matches->n_words[shard] && !mg_tally_is_late(t); w++)
        fits = count_word(t, lookups, shard, w);
    for (size_t f = 0; f < t->n_fields; f++)
        free(lookups[f].places);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}
