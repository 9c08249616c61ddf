/* Values counted document by document: by their lists of terms, or by columns. */
#include <stdlib.h>
#include <string.h>

#include "archive/column.h"
#include "archive/error.h"
#include "search/match/clock.h"
#include "search/results/tally_ways.h"

/* An article has the value; once more makes no difference. */
static void note_value(mg_tally *t, uint32_t shard, uint32_t docid, mg_tally_value *v)
{
    t->having[shard][docid / 64] |= (uint64_t)1 << (docid % 64);
    if (v->count && v->last.shard == shard && v->last.docid == docid)
        return;
    v->last = (mg_tally_place){shard, docid};
    if (!v->count++)
        v->first = v->last;
}

/* The value that a term is counted under; NULL when memory is out. */
static mg_tally_value *value_under(mg_tally *t, morgue_text term)
{
    const mg_alias *name = mg_tally_alias(t, term);
    mg_tally_value *v = mg_tally_value_of(t, name ? name->folded : term);
    if (v)
        v->name = name;
    return v;
}

/* ---- By their lists of terms -------------------------------------------------------------- */

/* Whose terms are counted. */
typedef struct place {
    mg_tally *tally;
    uint32_t shard;
    uint32_t docid;
    morgue_field_id field;
    size_t prefix_len;
} place;

static bool take_term(void *user, morgue_text term, uint32_t wdf)
{
    const place *p = user;
    mg_tally *t = p->tally;
    morgue_text bare = {term.data + p->prefix_len, term.len - p->prefix_len};
    (void)wdf;
    if (mg_blocklist_has(t->blocklist, p->field, bare))
        return true;
    mg_tally_value *v = value_under(t, bare);
    t->fits = v != NULL;
    if (v)
        note_value(t, p->shard, p->docid, v);
    return t->fits;
}

static morgue_status count_document(mg_tally *t, uint32_t shard, uint32_t docid, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t f = 0; status == MORGUE_OK && f < t->n_fields; f++) {
        const char *prefix = mg_tally_prefix(t->main, t->fields[f]);
        place p = {t, shard, docid, t->fields[f], strlen(prefix)};
        status =
            mg_index_document_terms(t->archive->indexes[shard], docid, prefix, take_term, &p, err);
        if (status == MORGUE_OK && !t->fits)
            status = mg_fail_memory(err);
    }
    return status;
}

morgue_status mg_tally_by_documents(mg_tally *t, uint32_t shard, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (uint32_t w = 0; w < t->matches->n_words[shard]; w++)
        for (uint64_t left = t->matches->bits[shard][w];
             status == MORGUE_OK && left && !mg_tally_is_late(t); left &= left - 1)
            status = count_document(t, shard, w * 64 + (uint32_t)__builtin_ctzll(left), err);
    return status;
}

/* ---- By columns --------------------------------------------------------------------------- */

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
    const mg_tally_value *v = value_under(t, term);
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
            note_value(t, shard, docid, &t->values[l->places[number] - 1]);
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
