#include "indexer/build/direct/inverter.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/error.h"
#include "archive/glass/pack.h"
#include "archive/grow.h"
#include "indexer/build/direct/pool.h"
#include "indexer/build/glass/position.h"

enum {
    FIRST_TERMS = 1 << 14,
    HEAD_ROOM = 3 * MG_GLASS_UINT_ROOM /* distance, wdf, length of the tag */
};

/* A term with its stream: a cache line. */
typedef struct term {
    uint64_t head;
    const char *text;
    const uint8_t *first; /* slice */
    uint8_t *at;          /* where the stream goes on */
    uint8_t *end;         /* of the slice's data */
    uint32_t termfreq;
    uint32_t collfreq;
    uint32_t last_docid;
    uint32_t entry; /* in the document, where `document` is the current one */
    uint32_t document;
    uint16_t slice; /* bytes of the last slice's data */
    uint16_t len;
} term;

/* A term within the current document. */
typedef struct entry {
    uint32_t term;
    uint32_t wdf;
    uint32_t count; /* positions */
    uint32_t start; /* of its positions, once they are gathered */
} entry;

typedef struct occurrence {
    uint32_t entry;
    uint32_t position;
} occurrence;

/* A word on its way into the document. The table and the terms do not fit into the cache: so a word
 * is looked up in three steps, each fetching for the next, while the words before it are dealt
 * with. */
typedef struct arriving {
    uint64_t hash;
    uint64_t head;
    uint32_t len;
    uint32_t position;
    uint32_t wdf;
    bool has_position;
    char text[MG_GLASS_TERM_MAX + 3];
} arriving;

enum {
    RING = 16,
    TO_TERM = 5,  /* words behind the newest: its place in the table is here, fetch the term */
    TO_TEXT = 10, /* the term is here, fetch its text */
    TO_ENTRY = 13 /* all is here */
};

struct mg_inverter {
    mg_pool pool;
    term *terms;
    size_t n_terms;
    size_t terms_cap;
    uint64_t *table; /* hash (high half) and term + 1 (low half); 0: empty */
    size_t table_cap;
    uint32_t document; /* counts the documents */
    entry *entries;
    size_t n_entries;
    size_t entries_cap;
    occurrence *occurrences;
    size_t n_occurrences;
    size_t occurrences_cap;
    uint32_t *positions; /* of the document, by entry */
    size_t positions_cap;
    mg_order *orders;
    mg_glass_term *sorted;
    size_t sorted_cap;
    uint8_t *scratch; /* an entry of a stream */
    size_t scratch_cap;
    const mg_term_sink *values;
    bool out_of_memory;
    uint64_t arrived; /* words that came, of which ... */
    uint64_t entered; /* ... these are in the document */
    arriving ring[RING];
};

morgue_status mg_inverter_new(mg_inverter **ret, morgue_error *err)
{
    mg_inverter *inv = calloc(1, sizeof *inv);
    if (!inv)
        return mg_fail_memory(err);
    inv->table_cap = FIRST_TERMS * 2;
    inv->table = calloc(inv->table_cap, sizeof *inv->table);
    if (!inv->table || !MG_GROW(inv->terms, inv->terms_cap, FIRST_TERMS)) {
        mg_inverter_free(inv);
        return mg_fail_memory(err);
    }
    *ret = inv;
    return MORGUE_OK;
}

void mg_inverter_free(mg_inverter *inv)
{
    if (!inv)
        return;
    mg_pool_free(&inv->pool);
    free(inv->terms);
    free(inv->table);
    free(inv->entries);
    free(inv->occurrences);
    free(inv->positions);
    free(inv->orders);
    free(inv->sorted);
    free(inv->scratch);
    free(inv);
}

size_t mg_inverter_memory(const mg_inverter *inv)
{
    return inv->pool.memory + inv->terms_cap * sizeof *inv->terms +
           inv->table_cap * sizeof *inv->table + inv->entries_cap * sizeof *inv->entries +
           inv->occurrences_cap * sizeof *inv->occurrences +
           inv->positions_cap * sizeof *inv->positions +
           inv->sorted_cap * (sizeof *inv->orders + sizeof *inv->sorted) + inv->scratch_cap;
}

/* ---- The table of terms ------------------------------------------------------------------- */

static bool grow_table(mg_inverter *inv)
{
    size_t cap = inv->table_cap * 2;
    uint64_t *table = calloc(cap, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < inv->n_terms; i++) {
        uint64_t hash = XXH3_64bits(inv->terms[i].text, inv->terms[i].len);
        size_t slot = hash & (cap - 1);
        while (table[slot])
            slot = (slot + 1) & (cap - 1);
        table[slot] = (hash & 0xFFFFFFFF00000000u) | (i + 1);
    }
    free(inv->table);
    inv->table = table;
    inv->table_cap = cap;
    return true;
}

/* Adds a term that is not there, at an empty slot of the table. */
static bool add_term(mg_inverter *inv, const arriving *word, size_t slot)
{
    if (!MG_GROW(inv->terms, inv->terms_cap, inv->n_terms + 1))
        return false;
    char *copy = mg_pool_take(&inv->pool, word->len, 1);
    uint8_t *slice = mg_pool_take(&inv->pool, MG_FIRST_SLICE + sizeof(void *), 1);
    if (!copy || !slice)
        return false;
    memcpy(copy, word->text, word->len);
    inv->terms[inv->n_terms] = (term){.head = word->head,
                                      .text = copy,
                                      .first = slice,
                                      .at = slice,
                                      .end = slice + MG_FIRST_SLICE,
                                      .slice = MG_FIRST_SLICE,
                                      .len = (uint16_t)word->len};
    inv->table[slot] = (word->hash & 0xFFFFFFFF00000000u) | ++inv->n_terms;
    return inv->n_terms * 2 < inv->table_cap || grow_table(inv);
}

static inline bool is_term(const term *t, const arriving *word)
{
    return t->head == word->head && t->len == word->len &&
           (word->len <= 8 || memcmp(t->text + 8, word->text + 8, word->len - 8) == 0);
}

/* The term's number, added where it is new; UINT32_MAX when memory is out. */
static uint32_t find_term(mg_inverter *inv, const arriving *word)
{
    size_t slot = word->hash & (inv->table_cap - 1);
    for (uint64_t found; (found = inv->table[slot]); slot = (slot + 1) & (inv->table_cap - 1)) {
        uint32_t number = (uint32_t)found - 1;
        if (!((found ^ word->hash) >> 32) && is_term(&inv->terms[number], word))
            return number;
    }
    return add_term(inv, word, slot) ? (uint32_t)inv->n_terms - 1 : UINT32_MAX;
}

/* The term that most likely is the word's, for fetching; NULL where there is none. */
static const term *likely_term(const mg_inverter *inv, const arriving *word)
{
    uint64_t found = inv->table[word->hash & (inv->table_cap - 1)];
    return found ? &inv->terms[(uint32_t)found - 1] : NULL;
}

/* ---- A document's words ------------------------------------------------------------------- */

/* The word's entry in the current document; NULL when memory is out. */
static entry *find_entry(mg_inverter *inv, const arriving *word)
{
    uint32_t number = find_term(inv, word);
    if (number == UINT32_MAX || !MG_GROW(inv->entries, inv->entries_cap, inv->n_entries + 1))
        return NULL;
    term *t = &inv->terms[number];
    if (t->document != inv->document) {
        t->document = inv->document;
        t->entry = (uint32_t)inv->n_entries;
        inv->entries[inv->n_entries++] = (entry){.term = number};
    }
    return &inv->entries[t->entry];
}

/* Takes the oldest word of the ring into the document. */
static bool enter(mg_inverter *inv)
{
    const arriving *word = &inv->ring[inv->entered++ % RING];
    entry *e = find_entry(inv, word);
    if (!e || !MG_GROW(inv->occurrences, inv->occurrences_cap, inv->n_occurrences + 1)) {
        inv->out_of_memory = true;
        return false;
    }
    e->wdf += word->wdf;
    if (!word->has_position)
        return true;
    e->count++;
    inv->occurrences[inv->n_occurrences++] =
        (occurrence){(uint32_t)(e - inv->entries), word->position};
    return true;
}

static void fetch_ahead(const mg_inverter *inv)
{
    if (inv->arrived >= TO_TERM) {
        const term *t = likely_term(inv, &inv->ring[(inv->arrived - TO_TERM) % RING]);
        if (t)
            __builtin_prefetch(t, 1);
    }
    if (inv->arrived >= TO_TEXT) {
        const arriving *word = &inv->ring[(inv->arrived - TO_TEXT) % RING];
        const term *t = word->len > 8 ? likely_term(inv, word) : NULL;
        if (t)
            __builtin_prefetch(t->text + 8);
    }
}

/* Puts a word into the ring. */
static bool arrive(mg_inverter *inv, const char *text, size_t len, uint32_t position, uint32_t wdf,
                   bool has_position)
{
    arriving *word = &inv->ring[inv->arrived % RING];
    word->hash = XXH3_64bits(text, len);
    word->head = mg_order_head(text, len);
    word->len = (uint32_t)len;
    word->position = position;
    word->wdf = wdf;
    word->has_position = has_position;
    memcpy(word->text, text, len);
    __builtin_prefetch(&inv->table[word->hash & (inv->table_cap - 1)]);
    inv->arrived++;
    fetch_ahead(inv);
    return inv->arrived - inv->entered < TO_ENTRY || enter(inv);
}

static bool take_posting(void *user, const char *text, size_t len, uint32_t position, uint32_t wdf)
{
    return arrive(user, text, len, position, wdf, true);
}

static bool take_boolean(void *user, const char *text, size_t len)
{
    return arrive(user, text, len, 0, 0, false);
}

/* Takes all words that are still on their way. */
static bool enter_all(mg_inverter *inv)
{
    while (inv->entered < inv->arrived)
        if (!enter(inv))
            return false;
    return true;
}

static bool take_value(void *user, uint32_t slot, const char *data, size_t len)
{
    const mg_inverter *inv = user;
    return !inv->values || inv->values->value(inv->values->user, slot, data, len);
}

/* ---- A document's end --------------------------------------------------------------------- */

/* Puts the positions of each entry side by side. They come in rising order for each term. */
static bool gather_positions(mg_inverter *inv)
{
    uint32_t start = 0;
    if (!MG_GROW(inv->positions, inv->positions_cap, inv->n_occurrences))
        return false;
    for (size_t i = 0; i < inv->n_entries; i++) {
        inv->entries[i].start = start;
        start += inv->entries[i].count;
        inv->entries[i].count = 0;
    }
    for (size_t i = 0; i < inv->n_occurrences; i++) {
        entry *e = &inv->entries[inv->occurrences[i].entry];
        inv->positions[e->start + e->count++] = inv->occurrences[i].position;
    }
    return true;
}

/* Goes on in a new slice, whose address is written behind the old one. */
static bool next_slice(mg_inverter *inv, term *t)
{
    t->slice = t->slice < MG_LAST_SLICE ? (uint16_t)(t->slice * 2) : MG_LAST_SLICE;
    uint8_t *slice = mg_pool_take(&inv->pool, t->slice + sizeof(void *), 1);
    if (!slice)
        return false;
    memcpy(t->end, &slice, sizeof slice);
    t->at = slice;
    t->end = slice + t->slice;
    return true;
}

static bool append(mg_inverter *inv, term *t, const uint8_t *data, size_t len)
{
    while (len > (size_t)(t->end - t->at)) {
        size_t room = (size_t)(t->end - t->at);
        memcpy(t->at, data, room);
        data += room;
        len -= room;
        if (!next_slice(inv, t))
            return false;
    }
    memcpy(t->at, data, len);
    t->at += len;
    return true;
}

/* Appends the document to the term's stream. */
static bool append_entry(mg_inverter *inv, uint32_t docid, const entry *e)
{
    term *t = &inv->terms[e->term];
    size_t room = HEAD_ROOM + mg_glass_positions_room(e->count);
    if (!MG_GROW(inv->scratch, inv->scratch_cap, room))
        return false;
    /* The tag is written behind the room that the numbers may need, and these right before it. */
    uint8_t head[HEAD_ROOM];
    uint8_t *tag = inv->scratch + HEAD_ROOM;
    uint8_t *end =
        e->count ? mg_glass_positions_put(tag, inv->positions + e->start, e->count) : tag;
    uint8_t *at = mg_glass_put_uint(head, docid - t->last_docid);
    at = mg_glass_put_uint(at, e->wdf);
    at = mg_glass_put_uint(at, (uint64_t)(end - tag));
    size_t len = (size_t)(at - head);
    memcpy(tag - len, head, len);
    t->last_docid = docid;
    t->termfreq++;
    t->collfreq += e->wdf;
    return append(inv, t, tag - len, len + (size_t)(end - tag));
}

static bool append_entries(mg_inverter *inv, uint32_t docid)
{
    enum { AHEAD = 8 };
    for (size_t i = 0; i < inv->n_entries; i++) {
        if (i + AHEAD < inv->n_entries)
            __builtin_prefetch(&inv->terms[inv->entries[i + AHEAD].term]);
        if (!append_entry(inv, docid, &inv->entries[i]))
            return false;
    }
    return true;
}

/* The document's terms by their bytes, for its termlist. */
static bool sort_entries(mg_inverter *inv, mg_inverted *ret)
{
    size_t cap = inv->sorted_cap;
    if (!MG_GROW(inv->orders, cap, inv->n_entries) ||
        !MG_GROW(inv->sorted, inv->sorted_cap, inv->n_entries))
        return false;
    for (size_t i = 0; i < inv->n_entries; i++) {
        const term *t = &inv->terms[inv->entries[i].term];
        inv->orders[i] = (mg_order){t->head, t->text, t->len, (uint32_t)i};
    }
    mg_order_sort(inv->orders, inv->n_entries);
    for (size_t i = 0; i < inv->n_entries; i++) {
        const mg_order *o = &inv->orders[i];
        uint32_t wdf = inv->entries[o->index].wdf;
        inv->sorted[i] = (mg_glass_term){o->term, o->len, wdf};
        ret->length += wdf;
        ret->wdf_max = wdf > ret->wdf_max ? wdf : ret->wdf_max;
    }
    ret->terms = inv->sorted;
    ret->n_terms = inv->n_entries;
    return true;
}

morgue_status mg_inverter_add(mg_inverter *inv, uint32_t docid, const morgue_article *article,
                              const mg_term_sink *values, mg_inverted *ret, morgue_error *err)
{
    const mg_term_sink sink = {take_posting, take_boolean, take_value, inv};
    mg_inverted inverted = {0};
    inv->document++;
    inv->n_entries = 0;
    inv->n_occurrences = 0;
    inv->values = values;
    if (!mg_terms_emit(article, &sink) && !inv->out_of_memory)
        return mg_fail(err, MORGUE_INVALID, "the values of an article were refused");
    if (inv->out_of_memory || !enter_all(inv) || !gather_positions(inv) ||
        !append_entries(inv, docid) || !sort_entries(inv, &inverted))
        return mg_fail_memory(err);
    *ret = inverted;
    return MORGUE_OK;
}

/* ---- Reading ------------------------------------------------------------------------------ */

mg_order *mg_inverter_terms(const mg_inverter *inv, size_t *ret_count)
{
    mg_order *orders = malloc((inv->n_terms + 1) * sizeof *orders);
    if (!orders)
        return NULL;
    for (size_t i = 0; i < inv->n_terms; i++) {
        const term *t = &inv->terms[i];
        orders[i] = (mg_order){t->head, t->text, t->len, (uint32_t)i};
    }
    mg_order_sort(orders, inv->n_terms);
    *ret_count = inv->n_terms;
    return orders;
}

void mg_postings_open(const mg_inverter *inv, uint32_t index, mg_postings *ret)
{
    const term *t = &inv->terms[index];
    *ret = (mg_postings){.termfreq = t->termfreq, .collfreq = t->collfreq, .left = t->termfreq};
    mg_postings_begin(ret, t->first);
}
