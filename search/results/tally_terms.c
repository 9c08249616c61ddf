/* Values counted term by term: the documents of each exact term against the bits of the matches. */
#include <string.h>

#include "archive/error.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/results/tally_ways.h"

enum { BATCH = 4096 };

/* The terms of one field under way. */
typedef struct cursor {
    mg_terms *terms;
    size_t prefix_len;
    morgue_text now; /* without prefix; data NULL after the last */
} cursor;

/* One value in one shard. */
typedef struct counting {
    mg_tally *tally;
    mg_index *index;
    uint32_t shard;
    uint64_t count;
    uint32_t first; /* documents; 0: none yet */
    uint32_t last;
    bool several; /* there may be other lists with the same documents */
    bool main;    /* only those that are about the value */
} counting;

static void step(cursor *c)
{
    morgue_text term;
    uint32_t frequency;
    c->now = (morgue_text){NULL, 0};
    if (mg_terms_next(c->terms, &term, &frequency))
        c->now = (morgue_text){term.data + c->prefix_len, term.len - c->prefix_len};
}

/* Has the document not been counted for this value? */
static bool is_new(mg_tally *t, uint32_t docid)
{
    uint64_t *word = &t->seen[docid / 64], bit = (uint64_t)1 << (docid % 64);
    if (*word & bit)
        return false;
    if (!*word)
        t->touched[t->n_touched++] = docid / 64;
    *word |= bit;
    return true;
}

static void forget_seen(mg_tally *t)
{
    for (size_t i = 0; i < t->n_touched; i++)
        t->seen[t->touched[i]] = 0;
    t->n_touched = 0;
}

static void count_list(counting *c, mg_list *list)
{
    mg_tally *t = c->tally;
    const uint64_t *bits = t->matches->bits[c->shard];
    uint64_t *having = t->having[c->shard];
    uint32_t docids[BATCH];
    for (size_t n; (n = mg_list_take(list, UINT32_MAX, BATCH, docids, NULL));)
        for (size_t i = 0; i < n; i++) {
            uint32_t d = docids[i];
            uint64_t bit = (uint64_t)1 << (d % 64);
            if (d / 64 >= t->matches->n_words[c->shard] || !(bits[d / 64] & bit))
                continue;
            if (c->several && !is_new(t, d))
                continue;
            having[d / 64] |= bit;
            c->first = !c->first || d < c->first ? d : c->first;
            c->last = d > c->last ? d : c->last;
            c->count++;
        }
}

static morgue_status count_term(counting *c, morgue_field_id field, morgue_text value,
                                morgue_error *err)
{
    char term[2 * MG_EXACT_MAX];
    const char *prefix = mg_tally_prefix(c->main, field);
    size_t len = strlen(prefix);
    mg_list *list = NULL;
    if (len + value.len > sizeof term || mg_blocklist_has(c->tally->blocklist, field, value))
        return MORGUE_OK;
    memcpy(term, prefix, len);
    memcpy(term + len, value.data, value.len);
    morgue_status status = mg_list_open(c->index, term, len + value.len, &list, err);
    if (status == MORGUE_OK && list)
        count_list(c, list);
    mg_list_free(list);
    return status;
}

/* Writes down what was counted, under `value`. */
static morgue_status take_count(counting *c, morgue_text value, const mg_alias *name,
                                morgue_error *err)
{
    forget_seen(c->tally);
    if (!c->count)
        return MORGUE_OK;
    mg_tally_value *v = mg_tally_value_of(c->tally, value);
    if (!v)
        return mg_fail_memory(err);
    v->name = name;
    if (!v->count)
        v->first = (mg_tally_place){c->shard, c->first};
    v->last = (mg_tally_place){c->shard, c->last};
    v->count += c->count;
    return MORGUE_OK;
}

static counting begin(mg_tally *t, uint32_t shard, bool several)
{
    return (counting){.tally = t,
                      .index = t->archive->indexes[shard],
                      .shard = shard,
                      .several = several,
                      .main = t->main};
}

/* The least value at the cursors; false after the last. */
static bool least_value(const mg_tally *t, const cursor *cursors, morgue_text *ret)
{
    *ret = (morgue_text){NULL, 0};
    for (size_t f = 0; f < t->n_fields; f++)
        if (cursors[f].now.data && (!ret->data || mg_text_compare(cursors[f].now, *ret) < 0))
            *ret = cursors[f].now;
    return ret->data != NULL;
}

/* Counts the least value in all fields that have it. Values with aliases are left for later. */
static morgue_status count_least(mg_tally *t, uint32_t shard, cursor *cursors, morgue_text least,
                                 morgue_error *err)
{
    bool at[MG_TAG_FIELD_COUNT];
    size_t n = 0;
    morgue_status status = MORGUE_OK;
    for (size_t f = 0; f < t->n_fields; f++)
        n += at[f] = cursors[f].now.data && mg_text_is(cursors[f].now, least);
    if (!mg_tally_alias(t, least)) {
        counting c = begin(t, shard, n > 1);
        for (size_t f = 0; status == MORGUE_OK && f < t->n_fields; f++)
            if (at[f])
                status = count_term(&c, t->fields[f], least, err);
        if (status == MORGUE_OK)
            status = take_count(&c, least, NULL, err);
    }
    for (size_t f = 0; f < t->n_fields; f++)
        if (at[f])
            step(&cursors[f]);
    return status;
}

static morgue_status count_terms(mg_tally *t, uint32_t shard, morgue_error *err)
{
    cursor cursors[MG_TAG_FIELD_COUNT] = {{0}};
    morgue_status status = MORGUE_OK;
    morgue_text least;
    for (size_t f = 0; f < t->n_fields; f++) {
        const char *prefix = mg_tally_prefix(t->main, t->fields[f]);
        cursors[f].prefix_len = strlen(prefix);
        cursors[f].terms = mg_terms_open(t->archive->indexes[shard], prefix, cursors[f].prefix_len);
        if (!cursors[f].terms)
            status = mg_fail_memory(err);
        else
            step(&cursors[f]);
    }
    while (status == MORGUE_OK && !mg_tally_is_late(t) && least_value(t, cursors, &least))
        status = count_least(t, shard, cursors, least, err);
    for (size_t f = 0; f < t->n_fields; f++)
        mg_terms_free(cursors[f].terms);
    return status;
}

/* All names of a line that are counted under the name. */
static morgue_status count_names(counting *c, const mg_alias_line *line, const mg_alias *name,
                                 morgue_error *err)
{
    const mg_tally *t = c->tally;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < line->n; i++) {
        morgue_text value = line->names[i].folded;
        const mg_alias *shown = mg_tally_alias(t, value);
        if (!shown || !mg_text_is(shown->folded, name->folded))
            continue; /* an earlier line has it, or it is another */
        for (size_t f = 0; status == MORGUE_OK && f < t->n_fields; f++)
            status = count_term(c, t->fields[f], value, err);
    }
    return status;
}

/* The next of the lines that begin with the name; see mg_aliases_find(). */
static const mg_alias_line *next_line(const mg_tally *t, const mg_alias *name, size_t *at)
{
    const mg_alias_line *line;
    do
        line = mg_aliases_find(t->aliases, name->folded, at);
    while (line && !mg_text_is(line->names[0].folded, name->folded));
    return line;
}

/* The names of all lines that begin with the name. */
static morgue_status count_lines(counting *c, const mg_alias *name, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    size_t at = 0;
    for (const mg_alias_line *line; status == MORGUE_OK && (line = next_line(c->tally, name, &at));)
        status = count_names(c, line, name, err);
    return status;
}

/* The line and those that begin as it does, if it is the first of them. */
static morgue_status count_line(mg_tally *t, uint32_t shard, const mg_alias_line *line,
                                morgue_error *err)
{
    const mg_alias *name = &line->names[0];
    counting c = begin(t, shard, true);
    size_t at = 0;
    if (next_line(t, name, &at) != line)
        return MORGUE_OK;
    morgue_status status = count_lines(&c, name, err);
    return status == MORGUE_OK ? take_count(&c, name->folded, name, err) : status;
}

morgue_status mg_tally_by_terms(mg_tally *t, uint32_t shard, morgue_error *err)
{
    morgue_status status = count_terms(t, shard, err);
    for (size_t i = 0; status == MORGUE_OK && !t->late && i < mg_aliases_count(t->aliases); i++)
        status = count_line(t, shard, mg_aliases_line(t->aliases, i), err);
    return status;
}

morgue_status mg_tally_look_up_main(mg_tally *t, uint32_t shard, mg_tally_value *v,
                                    morgue_error *err)
{
    counting c = begin(t, shard, v->name || t->n_fields > 1);
    morgue_status status = MORGUE_OK;
    c.main = true;
    if (v->name)
        status = count_lines(&c, v->name, err);
    for (size_t f = 0; !v->name && status == MORGUE_OK && f < t->n_fields; f++)
        status = count_term(&c, t->fields[f], v->term, err);
    forget_seen(t);
    v->main += c.count;
    return status;
}
