/* Values are counted term by term: the documents of each exact term against the bits of the
 * matches; or, where there are few matches and many terms, document by document. */
#include "search/results/tally.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/match/clock.h"

enum { BATCH = 4096, FIELDS_MAX = MG_TAG_FIELD_COUNT, LOOKED_UP_MAX = 1000 };

/* ---- The table ---------------------------------------------------------------------------- */

static mg_tally_value *find(const mg_tally *t, uint64_t hash, morgue_text term)
{
    size_t i = hash & (t->size - 1);
    for (; t->slots[i].term.data; i = (i + 1) & (t->size - 1))
        if (t->slots[i].hash == hash && mg_text_is(t->slots[i].term, term))
            break;
    return &t->slots[i];
}

static bool grow(mg_tally *t)
{
    mg_tally_value *old = t->slots;
    size_t old_size = t->size;
    t->size = old_size ? 2 * old_size : 1024;
    t->slots = calloc(t->size, sizeof *t->slots);
    if (!t->slots) {
        t->slots = old;
        t->size = old_size;
        return false;
    }
    for (size_t i = 0; i < old_size; i++)
        if (old[i].term.data)
            *find(t, old[i].hash, old[i].term) = old[i];
    free(old);
    return true;
}

/* Of the terms that are counted. */
static const char *prefix_of(bool main, morgue_field_id field)
{
    return main ? mg_field_main(field) : mg_field_at(field)->exact;
}

static bool is_late(mg_tally *t)
{
    t->late = t->late || mg_is_past(t->deadline);
    return t->late;
}

/* The value of a term; NULL when memory is out. */
static mg_tally_value *value_of(mg_tally *t, morgue_text term)
{
    if (2 * t->n >= t->size && !grow(t))
        return NULL;
    uint64_t hash = XXH3_64bits(term.data, term.len);
    mg_tally_value *v = find(t, hash, term);
    if (v->term.data)
        return v;
    char *copy = mg_arena_copy(&t->arena, term.data, term.len);
    if (!copy)
        return NULL;
    *v = (mg_tally_value){.hash = hash, .term = {copy, term.len}};
    t->n++;
    return v;
}

/* The name that a term is counted under where it has aliases; NULL where it has none. */
static const mg_alias *alias_of(const mg_tally *t, morgue_text term)
{
    return mg_aliases_first(t->aliases, term);
}

/* ---- Term by term ------------------------------------------------------------------------- */

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
    const char *prefix = prefix_of(c->main, field);
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
    mg_tally_value *v = value_of(c->tally, value);
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
    bool at[FIELDS_MAX];
    size_t n = 0;
    morgue_status status = MORGUE_OK;
    for (size_t f = 0; f < t->n_fields; f++)
        n += at[f] = cursors[f].now.data && mg_text_is(cursors[f].now, least);
    if (!alias_of(t, least)) {
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
    cursor cursors[FIELDS_MAX] = {{0}};
    morgue_status status = MORGUE_OK;
    morgue_text least;
    for (size_t f = 0; f < t->n_fields; f++) {
        const char *prefix = prefix_of(t->main, t->fields[f]);
        cursors[f].prefix_len = strlen(prefix);
        cursors[f].terms = mg_terms_open(t->archive->indexes[shard], prefix, cursors[f].prefix_len);
        if (!cursors[f].terms)
            status = mg_fail_memory(err);
        else
            step(&cursors[f]);
    }
    while (status == MORGUE_OK && !is_late(t) && least_value(t, cursors, &least))
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
        const mg_alias *shown = alias_of(t, value);
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

static morgue_status count_by_terms(mg_tally *t, uint32_t shard, morgue_error *err)
{
    morgue_status status = count_terms(t, shard, err);
    for (size_t i = 0; status == MORGUE_OK && !t->late && i < mg_aliases_count(t->aliases); i++)
        status = count_line(t, shard, mg_aliases_line(t->aliases, i), err);
    return status;
}

/* ---- Document by document ----------------------------------------------------------------- */

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
    const mg_alias *name = alias_of(t, bare);
    mg_tally_value *v = value_of(t, name ? name->folded : bare);
    t->fits = v != NULL;
    if (!v)
        return false;
    t->having[p->shard][p->docid / 64] |= (uint64_t)1 << (p->docid % 64);
    v->name = name;
    if (v->count && v->last.shard == p->shard && v->last.docid == p->docid)
        return true;
    v->last = (mg_tally_place){p->shard, p->docid};
    if (!v->count++)
        v->first = v->last;
    return true;
}

static morgue_status count_document(mg_tally *t, uint32_t shard, uint32_t docid, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t f = 0; status == MORGUE_OK && f < t->n_fields; f++) {
        const char *prefix = prefix_of(t->main, t->fields[f]);
        place p = {t, shard, docid, t->fields[f], strlen(prefix)};
        status =
            mg_index_document_terms(t->archive->indexes[shard], docid, prefix, take_term, &p, err);
        if (status == MORGUE_OK && !t->fits)
            status = mg_fail_memory(err);
    }
    return status;
}

static morgue_status count_by_documents(mg_tally *t, uint32_t shard, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (uint32_t w = 0; w < t->matches->n_words[shard]; w++)
        for (uint64_t left = t->matches->bits[shard][w]; status == MORGUE_OK && left && !is_late(t);
             left &= left - 1)
            status = count_document(t, shard, w * 64 + (uint32_t)__builtin_ctzll(left), err);
    return status;
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
    bool few = matching < mg_index_articles(t->archive->indexes[shard]) / 50;
    return few ? count_by_documents(t, shard, err) : count_by_terms(t, shard, err);
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

morgue_status mg_tally_count(mg_tally *t, morgue_error *err)
{
    t->fits = true;
    morgue_status status = make_bits(t, err);
    for (uint32_t i = 0; status == MORGUE_OK && i < t->matches->n_shards; i++)
        status = count_shard(t, i, err);
    return status;
}

/* ---- What articles are about -------------------------------------------------------------- */

/* In one shard, by the terms of the value. */
static morgue_status look_up_main(mg_tally *t, uint32_t shard, mg_tally_value *v, morgue_error *err)
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

/* All values there are, of which these are found. */
static morgue_status count_all_main(mg_tally *t, mg_tally_value *values, size_t n,
                                    morgue_error *err)
{
    mg_tally all = {.archive = t->archive,
                    .matches = t->matches,
                    .fields = t->fields,
                    .n_fields = t->n_fields,
                    .main = true,
                    .aliases = t->aliases,
                    .blocklist = t->blocklist,
                    .deadline = t->deadline};
    morgue_status status = mg_tally_count(&all, err);
    for (size_t i = 0; status == MORGUE_OK && all.size && i < n; i++)
        values[i].main = find(&all, values[i].hash, values[i].term)->count;
    t->late = t->late || all.late;
    mg_tally_free(&all);
    return status;
}

/* Few values are looked up, unless there are still fewer articles. */
morgue_status mg_tally_count_main(mg_tally *t, mg_tally_value *values, size_t n, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (n > LOOKED_UP_MAX || t->matches->count < n)
        return count_all_main(t, values, n, err);
    for (size_t i = 0; i < n && !is_late(t); i++)
        for (uint32_t shard = 0; status == MORGUE_OK && shard < t->matches->n_shards; shard++)
            status = look_up_main(t, shard, &values[i], err);
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
    mg_arena_free(&t->arena);
}

uint64_t mg_tally_having(const mg_tally *t)
{
    uint64_t n = 0;
    for (size_t i = 0; i < t->matches->n_shards; i++)
        n += count_bits(t->having[i], t->matches->n_words[i]);
    return n;
}
