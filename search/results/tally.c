/* The table of values, and in which way they are counted. */
#include "search/results/tally.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/column.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/text.h"
#include "search/match/clock.h"
#include "search/results/tally_ways.h"

enum {
    LOOKED_UP_MAX = 1000,
    HANDFUL = 32 /* matches for which no column is worth its making */
};

/* ---- The table ---------------------------------------------------------------------------- */

/* The place in the table of the term, which has it, or is empty. */
static uint32_t *find(const mg_tally *t, uint64_t hash, morgue_text term)
{
    size_t i = hash & (t->size - 1);
    for (; t->slots[i]; i = (i + 1) & (t->size - 1)) {
        const mg_tally_value *v = &t->values[t->slots[i] - 1];
        if (v->hash == hash && mg_text_is(v->term, term))
            break;
    }
    return &t->slots[i];
}

static bool grow(mg_tally *t)
{
    size_t size = t->size ? 2 * t->size : 1024;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    free(t->slots);
    t->slots = slots;
    t->size = size;
    for (size_t i = 0; i < t->n; i++)
        *find(t, t->values[i].hash, t->values[i].term) = (uint32_t)i + 1;
    return true;
}

mg_tally_value *mg_tally_value_of(mg_tally *t, morgue_text term)
{
    if ((2 * t->n >= t->size && !grow(t)) || !MG_GROW(t->values, t->cap, t->n + 1))
        return NULL;
    uint64_t hash = XXH3_64bits(term.data, term.len);
    uint32_t *slot = find(t, hash, term);
    if (*slot)
        return &t->values[*slot - 1];
    char *copy = mg_arena_copy(&t->arena, term.data, term.len);
    if (!copy)
        return NULL;
    t->values[t->n++] = (mg_tally_value){.hash = hash, .term = {copy, term.len}};
    *slot = (uint32_t)t->n;
    return &t->values[t->n - 1];
}

const char *mg_tally_prefix(bool main, morgue_field_id field)
{
    return main ? mg_field_main(field) : mg_field_at(field)->exact;
}

const mg_alias *mg_tally_alias(const mg_tally *t, morgue_text term)
{
    return mg_aliases_first(t->aliases, term);
}

void mg_tally_note(mg_tally *t, uint32_t shard, uint32_t docid, mg_tally_value *v)
{
    t->having[shard][docid / 64] |= (uint64_t)1 << (docid % 64);
    if (v->count && v->last.shard == shard && v->last.docid == docid)
        return;
    v->last = (mg_tally_place){shard, docid};
    if (!v->count++)
        v->first = v->last;
}

mg_tally_value *mg_tally_value_under(mg_tally *t, morgue_text term)
{
    const mg_alias *name = mg_tally_alias(t, term);
    mg_tally_value *v = mg_tally_value_of(t, name ? name->folded : term);
    if (v)
        v->name = name;
    return v;
}

bool mg_tally_is_late(mg_tally *t)
{
    t->late = t->late || mg_is_past(t->deadline);
    return t->late;
}

/* ---- Choosing ----------------------------------------------------------------------------- */

static uint64_t count_bits(const uint64_t *bits, size_t n_words)
{
    uint64_t n = 0;
    for (size_t w = 0; w < n_words; w++)
        n += (uint64_t)__builtin_popcountll(bits[w]);
    return n;
}

/* A document's terms cost about as much as fifty postings, and each article has some values. */
static morgue_status count_shard(mg_tally *t, uint32_t shard, morgue_error *err)
{
    uint64_t matching = count_bits(t->matches->bits[shard], t->matches->n_words[shard]);
    if (!matching)
        return MORGUE_OK;
    mg_tally_columns columns;
    bool some = matching > HANDFUL && mg_tally_find_columns(t, shard, &columns);
    if (some && t->wanted && matching == t->matches->count && mg_tally_is_plain(t))
        return mg_tally_by_numbers(t, shard, &columns, err);
    if (some)
        return mg_tally_by_columns(t, shard, &columns, err);
    if (matching > HANDFUL && mg_index_is_far(t->archive->indexes[shard])) {
        t->late = true; /* the other ways take it longer still */
        return MORGUE_OK;
    }
    bool few = matching < mg_index_articles(t->archive->indexes[shard]) / 50;
    return few ? mg_tally_by_documents(t, shard, err) : mg_tally_by_terms(t, shard, err);
}

static morgue_status make_bits(mg_tally *t, morgue_error *err)
{
    size_t most = 0;
    t->having = calloc(t->matches->n_shards + 1, sizeof *t->having);
    for (size_t i = 0; t->having && i < t->matches->n_shards; i++) {
        size_t n = t->matches->n_words[i];
        t->having[i] = calloc(n + 1, sizeof **t->having);
        if (!t->having[i])
            return mg_fail_memory(err);
        most = n > most ? n : most;
    }
    t->seen = calloc(most + 1, sizeof *t->seen);
    t->touched = calloc(most + 1, sizeof *t->touched);
    return t->having && t->seen && t->touched ? MORGUE_OK : mg_fail_memory(err);
}

/* Shards that are far begin with their columns at the same time. */
static void look_ahead(const mg_tally *t)
{
    for (uint32_t i = 0; i < t->matches->n_shards; i++) {
        bool many = count_bits(t->matches->bits[i], t->matches->n_words[i]) > HANDFUL;
        for (size_t f = 0; many && f < t->n_fields; f++)
            mg_index_expect_column(t->archive->indexes[i], mg_tally_prefix(t->main, t->fields[f]));
    }
}

morgue_status mg_tally_count(mg_tally *t, morgue_error *err)
{
    t->fits = true;
    look_ahead(t);
    morgue_status status = make_bits(t, err);
    for (uint32_t i = 0; status == MORGUE_OK && i < t->matches->n_shards; i++)
        status = count_shard(t, i, err);
    t->distinct = t->distinct ? t->distinct : t->n;
    return status;
}

/* ---- What articles are about -------------------------------------------------------------- */

/* All values there are, of which these are found. */
static morgue_status count_all_main(mg_tally *all, mg_tally_value *values, size_t n,
                                    morgue_error *err)
{
    morgue_status status = mg_tally_count(all, err);
    for (size_t i = 0; status == MORGUE_OK && all->n && i < n; i++) {
        uint32_t place = *find(all, values[i].hash, values[i].term);
        values[i].main = place ? all->values[place - 1].count : 0;
    }
    return status;
}

/* By their numbers in columns; sets *ret_done where all shards have them. */
static morgue_status count_main_numbers(mg_tally *all, mg_tally_value *values, size_t n,
                                        bool *ret_done, morgue_error *err)
{
    mg_tally_columns columns;
    *ret_done = all->matches->count > HANDFUL && mg_tally_is_plain(all);
    for (uint32_t i = 0; *ret_done && i < all->matches->n_shards; i++)
        *ret_done = mg_tally_find_columns(all, i, &columns);
    morgue_status status = *ret_done ? make_bits(all, err) : MORGUE_OK;
    for (uint32_t i = 0; *ret_done && status == MORGUE_OK && i < all->matches->n_shards; i++) {
        mg_tally_find_columns(all, i, &columns);
        status = mg_tally_main_by_numbers(all, i, &columns, values, n, err);
    }
    return status;
}

/* Few values are looked up, unless there are still fewer articles. */
morgue_status mg_tally_count_main(mg_tally *t, mg_tally_value *values, size_t n, morgue_error *err)
{
    mg_tally all = {.archive = t->archive,
                    .matches = t->matches,
                    .fields = t->fields,
                    .n_fields = t->n_fields,
                    .main = true,
                    .aliases = t->aliases,
                    .blocklist = t->blocklist,
                    .deadline = t->deadline};
    bool done, many = n > LOOKED_UP_MAX || t->matches->count < n;
    morgue_status status = count_main_numbers(&all, values, n, &done, err);
    if (!done && many)
        status = count_all_main(&all, values, n, err);
    for (size_t i = 0; !done && !many && i < n && !mg_tally_is_late(t); i++)
        for (uint32_t shard = 0; status == MORGUE_OK && shard < t->matches->n_shards; shard++)
            status = mg_tally_look_up_main(t, shard, &values[i], err);
    t->late = t->late || all.late;
    mg_tally_free(&all);
    return status;
}

void mg_tally_free(mg_tally *t)
{
    for (size_t i = 0; t->having && i < t->matches->n_shards; i++)
        free(t->having[i]);
    free(t->having);
    free(t->seen);
    free(t->touched);
    free(t->slots);
    free(t->values);
    mg_arena_free(&t->arena);
}

uint64_t mg_tally_having(const mg_tally *t)
{
    uint64_t n = 0;
    for (size_t i = 0; i < t->matches->n_shards; i++)
        n += count_bits(t->having[i], t->matches->n_words[i]);
    return n;
}
