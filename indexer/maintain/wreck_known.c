/* Which documents a shard has: as the list of their lengths says, else the table of their terms,
 * else whatever of all tables can be read.
 * Source of the format: Xapian 1.4.22, backends/glass/glass_postlist.cc. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/glass/unpack.h"
#include "archive/grow.h"
#include "indexer/maintain/wreck.h"

enum { CHUNK_MAX = 1 << 16 /* bytes; they are begun anew after 2000 */ };

static bool add(mg_wreck *wreck, uint32_t docid)
{
    if (!MG_GROW(wreck->known, wreck->known_cap, wreck->n_known + 1))
        return false;
    wreck->known[wreck->n_known++] = docid;
    return true;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_known(mg_wreck *wreck)
{
    size_t n = 0;
    if (wreck->n_known)
        qsort(wreck->known, wreck->n_known, sizeof *wreck->known, compare);
    for (size_t i = 0; i < wreck->n_known; i++)
        if (i == 0 || wreck->known[i] != wreck->known[n - 1])
            wreck->known[n++] = wreck->known[i];
    wreck->n_known = n;
}

/* ---- Lengths ------------------------------------------------------------------------------ */

typedef struct walk {
    mg_wreck *wreck;
    uint32_t last; /* docid */
    bool good;     /* so far it is one list without a gap */
    bool ended;
} walk;

/* The documents of a chunk behind its head. False where they cannot be read to the end. */
static bool read_documents(walk *w, const uint8_t *at, const uint8_t *end, uint32_t docid)
{
    uint32_t length, distance;
    for (;;) {
        if (docid <= w->last || !mg_glass_get_uint(&at, end, &length))
            return false;
        if (!add(w->wreck, docid)) {
            w->wreck->postings.starved = true;
            return false;
        }
        w->last = docid;
        if (at == end)
            return true;
        if (!mg_glass_get_uint(&at, end, &distance) || distance >= UINT32_MAX - docid)
            return false;
        docid += distance + 1;
    }
}

/* A chunk: the first of all has two unused numbers and its document before the head of each. */
static bool read_chunk(walk *w, const uint8_t *at, size_t len, uint32_t first)
{
    uint32_t unused, before, span;
    if (!len || len > CHUNK_MAX)
        return false;
    const uint8_t *end = at + len;
    if (!first) {
        if (!mg_glass_get_uint(&at, end, &unused) || !mg_glass_get_uint(&at, end, &unused) ||
            !mg_glass_get_uint(&at, end, &before) || before == UINT32_MAX)
            return false;
        first = before + 1;
    }
    if (at == end || (*at != '0' && *at != '1'))
        return false;
    w->ended = *at++ == '1';
    return mg_glass_get_uint(&at, end, &span) && read_documents(w, at, end, first) &&
           w->last - first == span;
}

/* Reads the chunks that count, or all where it is not known which. */
static bool read_lengths(mg_wreck *wreck)
{
    walk w = {.wreck = wreck, .good = true};
    mg_buffer tag = {0};
    mg_relic *relic = &wreck->postings;
    mg_pieces *chunks = &wreck->lengths;
    for (size_t i = 0, n; i < chunks->n && !relic->starved; i += n) {
        bool live, more;
        n = mg_pieces_group(chunks, i);
        bool read = mg_pieces_join(relic, chunks->at + i, n, 0, &tag, &live, &more) &&
                    (live || !relic->rooted) && !w.ended &&
                    read_chunk(&w, (const uint8_t *)tag.data, tag.len, chunks->at[i].id);
        w.good = w.good && read && live && (i > 0 || !chunks->at[i].id);
    }
    mg_buffer_free(&tag);
    return w.good && w.ended;
}

/* ---- The other tables --------------------------------------------------------------------- */

static bool take_document(void *user, mg_relic *relic, uint32_t i, const mg_item *item,
                          uint32_t number, uint32_t revision)
{
    (void)i, (void)number, (void)revision;
    uint32_t docid = mg_key_document(item);
    if (docid && item->first && !add(user, docid))
        relic->starved = true;
    return !relic->starved;
}

static morgue_status read_terms(mg_wreck *wreck, morgue_error *err)
{
    morgue_status status = mg_wreck_open_terms(wreck, err);
    if (status == MORGUE_OK && !mg_relic_each(&wreck->terms, false, take_document, wreck))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        sort_known(wreck);
    return status;
}

/* Is it the number of articles that there is beside? */
static bool is_count(const mg_wreck *wreck, uint64_t records)
{
    if (wreck->versioned && wreck->n_known == wreck->base.articles)
        return true;
    return records ? wreck->n_known == records : !wreck->versioned;
}

morgue_status mg_wreck_find_known(mg_wreck *wreck, uint64_t records, morgue_error *err)
{
    bool whole = read_lengths(wreck);
    if (wreck->postings.starved)
        return mg_fail_memory(err);
    wreck->sure = whole && is_count(wreck, records);
    if (wreck->sure)
        return MORGUE_OK;
    wreck->n_known = 0;
    morgue_status status = read_terms(wreck, err);
    if (status != MORGUE_OK)
        return status;
    wreck->sure = wreck->terms.sound && wreck->terms.rooted && is_count(wreck, records);
    if (wreck->sure)
        return MORGUE_OK;
    read_lengths(wreck);
    if (wreck->postings.starved || !mg_relic_each(&wreck->documents, false, take_document, wreck))
        return mg_fail_memory(err);
    sort_known(wreck);
    return MORGUE_OK;
}
