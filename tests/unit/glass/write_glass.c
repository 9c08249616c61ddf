/* Documents written with the pieces of indexer/build/glass, in the order a builder would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/build/glass/deflate.h"
#include "archive/glass/pack.h"
#include "indexer/build/glass/position.h"
#include "indexer/build/glass/postlist.h"
#include "indexer/build/glass/termlist.h"
#include "indexer/build/glass/version.h"
#include "tests/unit/glass/documents.h"

typedef struct state {
    const collection *all;
    mg_glass_table *tables[MG_GLASS_TABLES];
    mg_glass_deflate *deflate;
    mg_buffer tag;
    mg_glass_stats stats;
} state;

static void put_tag(state *to, unsigned table, const uint8_t *key, size_t key_len, const void *data,
                    size_t len)
{
    mg_glass_tag tag = {data, len, false};
    if (!to->all->plain)
        GOOD(mg_glass_deflate_tag(to->deflate, data, len, &tag, &fault));
    GOOD(mg_glass_table_put(to->tables[table], key, key_len, tag.data, tag.len, tag.compressed,
                            &fault));
}

/* ---- Tables by document ------------------------------------------------------------------- */

static uint32_t length_of(const a_document *document)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < document->n_terms; i++)
        sum += document->terms[i].wdf;
    return sum;
}

static void note(mg_glass_stats *stats, const a_document *document)
{
    uint32_t length = length_of(document);
    stats->doccount++;
    stats->last_docid = document->docid;
    stats->total_length += length;
    if (length && (stats->doclen_min == 0 || length < stats->doclen_min))
        stats->doclen_min = length;
    if (length > stats->doclen_max)
        stats->doclen_max = length;
    for (size_t i = 0; i < document->n_terms; i++)
        if (document->terms[i].wdf > stats->wdf_max)
            stats->wdf_max = document->terms[i].wdf;
}

static void write_terms(state *to, const a_document *document)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_glass_term *terms = calloc(document->n_terms + 1, sizeof *terms);
    ck_assert_ptr_nonnull(terms);
    for (size_t i = 0; i < document->n_terms; i++) {
        const a_term *from = &document->terms[i];
        terms[i] = (mg_glass_term){from->text.data, (uint32_t)from->text.len, from->wdf};
    }
    mg_buffer_clear(&to->tag);
    ck_assert(mg_glass_termlist_encode(terms, document->n_terms, length_of(document), &to->tag));
    put_tag(to, MG_GLASS_TERMLIST, key, mg_glass_key_document(key, document->docid), to->tag.data,
            to->tag.len);
    free(terms);
}

static void write_slots(state *to, const a_document *document)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    uint32_t slots[16];
    size_t n = 0;
    for (size_t i = 0; i < document->n_values; i++)
        if (document->values[i].value.len)
            slots[n++] = document->values[i].slot;
    if (n == 0)
        return;
    mg_buffer_clear(&to->tag);
    ck_assert(mg_glass_slots_used_encode(slots, n, &to->tag));
    put_tag(to, MG_GLASS_TERMLIST, key, mg_glass_key_slots_used(key, document->docid), to->tag.data,
            to->tag.len);
}

static void write_documents(state *to)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    for (size_t i = 0; i < to->all->n; i++) {
        const a_document *document = &to->all->documents[i];
        note(&to->stats, document);
        write_terms(to, document);
        write_slots(to, document);
        if (document->data.len)
            put_tag(to, MG_GLASS_DOCDATA, key, mg_glass_key_document(key, document->docid),
                    document->data.data, document->data.len);
    }
}

/* ---- Tables by term ----------------------------------------------------------------------- */

typedef struct entry {
    const a_term *term;
    uint32_t docid;
} entry;

static int by_text(const entry *x, const entry *y)
{
    const bytes *a = &x->term->text, *b = &y->term->text;
    int order = memcmp(a->data, b->data, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

static int by_term(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = by_text(x, y);
    return order ? order : (x->docid > y->docid) - (x->docid < y->docid);
}

static entry *invert(const collection *all, size_t *ret_n)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += all->documents[i].n_terms;
    entry *entries = calloc(n + 1, sizeof *entries);
    ck_assert_ptr_nonnull(entries);
    n = 0;
    for (size_t i = 0; i < all->n; i++)
        for (size_t t = 0; t < all->documents[i].n_terms; t++)
            entries[n++] = (entry){&all->documents[i].terms[t], all->documents[i].docid};
    qsort(entries, n, sizeof *entries, by_term);
    *ret_n = n;
    return entries;
}

static void write_positions(state *to, const entry *from)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    const a_term *term = from->term;
    if (term->n == 0)
        return;
    mg_buffer_clear(&to->tag);
    ck_assert(mg_glass_positions_encode(term->positions, term->n, &to->tag));
    size_t len = mg_glass_key_position(key, term->text.data, term->text.len, from->docid);
    GOOD(mg_glass_table_put(to->tables[MG_GLASS_POSITION], key, len, to->tag.data, to->tag.len,
                            false, &fault));
}

static void write_term(state *to, const entry *entries, size_t n)
{
    static mg_glass_postings postings;
    const bytes *text = &entries->term->text;
    uint32_t collfreq = 0;
    for (size_t i = 0; i < n; i++)
        collfreq += entries[i].term->wdf;
    GOOD(mg_glass_postings_begin(&postings, to->tables[MG_GLASS_POSTLIST], text->data, text->len,
                                 (uint32_t)n, collfreq, &fault));
    for (size_t i = 0; i < n; i++) {
        GOOD(mg_glass_postings_add(&postings, entries[i].docid, entries[i].term->wdf, &fault));
        write_positions(to, &entries[i]);
    }
    GOOD(mg_glass_postings_end(&postings, &fault));
}

static void write_postings(state *to)
{
    size_t n, same;
    entry *entries = invert(to->all, &n);
    for (size_t i = 0; i < n; i += same) {
        for (same = 1; i + same < n && by_text(&entries[i], &entries[i + same]) == 0;)
            same++;
        write_term(to, entries + i, same);
    }
    free(entries);
}

static void write_lengths(state *to)
{
    static mg_glass_postings lengths;
    mg_glass_doclens_begin(&lengths, to->tables[MG_GLASS_POSTLIST]);
    for (size_t i = 0; i < to->all->n; i++)
        GOOD(mg_glass_postings_add(&lengths, to->all->documents[i].docid,
                                   length_of(&to->all->documents[i]), &fault));
    GOOD(mg_glass_postings_end(&lengths, &fault));
}

static void add_values(mg_glass_values *values, uint32_t slot, const collection *all)
{
    for (size_t i = 0; i < all->n; i++) {
        const a_document *document = &all->documents[i];
        for (size_t v = 0; v < document->n_values; v++)
            if (document->values[v].slot == slot)
                GOOD(mg_glass_values_add(values, document->docid, document->values[v].value.data,
                                         document->values[v].value.len, &fault));
    }
}

static void write_values(state *to)
{
    mg_glass_values *values[16];
    for (size_t i = 0; i < test_slot_count; i++) {
        GOOD(mg_glass_values_new(test_slots[i], &values[i], &fault));
        add_values(values[i], test_slots[i], to->all);
    }
    GOOD(mg_glass_values_write(values, test_slot_count, to->tables[MG_GLASS_POSTLIST], &fault));
    for (size_t i = 0; i < test_slot_count; i++)
        mg_glass_values_free(values[i]);
}

static void write_metadata(state *to)
{
    for (size_t i = 0; i < to->all->n_metadata; i++) {
        char name[32];
        snprintf(name, sizeof name, "meta%03zu", i);
        GOOD(mg_glass_metadata_put(to->tables[MG_GLASS_POSTLIST], name, name, i % 7, &fault));
    }
}

void write_with_glass(const collection *all, const char *path)
{
    state to = {.all = all};
    mg_glass_root roots[MG_GLASS_TABLES];
    ck_assert_int_eq(mkdir(path, 0777), 0);
    GOOD(mg_glass_deflate_new(6, &to.deflate, &fault));
    for (unsigned i = MG_GLASS_POSTLIST; i <= MG_GLASS_POSITION; i++)
        GOOD(mg_glass_table_open_as(path, i, all->block_size, &to.tables[i], &fault));
    write_documents(&to);
    write_metadata(&to);
    write_values(&to);
    write_lengths(&to);
    write_postings(&to);
    for (unsigned i = 0; i < MG_GLASS_TABLES; i++) {
        roots[i] = mg_glass_root_absent(i, all->block_size);
        if (to.tables[i])
            GOOD(mg_glass_table_finish(to.tables[i], &roots[i], &fault));
        mg_glass_table_free(to.tables[i]);
    }
    GOOD(mg_glass_version_write(path, roots, &to.stats, &fault));
    mg_glass_deflate_free(to.deflate);
    mg_buffer_free(&to.tag);
}
