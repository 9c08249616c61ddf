#include "indexer/build/direct/segment.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/error.h"
#include "indexer/build/direct/merge.h"
#include "archive/glass/pack.h"
#include "indexer/build/glass/position.h"
#include "indexer/build/glass/postlist.h"
#include "indexer/build/glass/version.h"

struct mg_segment {
    char *folder;
    mg_glass_table *tables[MG_GLASS_TABLES];
    mg_glass_root roots[MG_GLASS_TABLES];
    mg_glass_stats stats;
    uint32_t *lengths; /* of the documents, from docid 1 on */
    size_t lengths_cap;
    mg_glass_values *values[MG_VALUES_MAX]; /* those of the slots seen so far */
    uint32_t slots[MG_VALUES_MAX];
    size_t n_slots;
    mg_buffer tag;
};

morgue_status mg_segment_open(const char *folder, mg_segment **ret, morgue_error *err)
{
    if (mkdir(folder, 0777) != 0)
        return mg_fail_errno(err, "make the folder of a shard", folder);
    mg_segment *s = calloc(1, sizeof *s);
    if (!s)
        return mg_fail_memory(err);
    morgue_status status = MORGUE_OK;
    s->folder = strdup(folder);
    if (!s->folder)
        status = mg_fail_memory(err);
    for (unsigned t = 0; status == MORGUE_OK && t <= MG_GLASS_POSITION; t++)
        status = mg_glass_table_open_as(folder, t, 0, &s->tables[t], err);
    if (status == MORGUE_OK)
        *ret = s;
    else
        mg_segment_free(s);
    return status;
}

void mg_segment_free(mg_segment *s)
{
    if (!s)
        return;
    for (unsigned t = 0; t < MG_GLASS_TABLES; t++)
        mg_glass_table_free(s->tables[t]);
    for (size_t i = 0; i < s->n_slots; i++)
        mg_glass_values_free(s->values[i]);
    mg_buffer_free(&s->tag);
    free(s->lengths);
    free(s->folder);
    free(s);
}

uint32_t mg_segment_documents(const mg_segment *s)
{
    return s->stats.doccount;
}

size_t mg_segment_memory(const mg_segment *s)
{
    size_t memory = s->lengths_cap * sizeof *s->lengths;
    for (size_t i = 0; i < s->n_slots; i++)
        memory += mg_glass_values_memory(s->values[i]);
    return memory;
}

/* ---- Documents ---------------------------------------------------------------------------- */

static morgue_status put_value(mg_segment *s, uint32_t docid, uint32_t slot, morgue_text value,
                               morgue_error *err)
{
    size_t i = 0;
    while (i < s->n_slots && s->slots[i] != slot)
        i++;
    if (i == MG_VALUES_MAX)
        return mg_fail(err, MORGUE_INVALID, "too many value slots");
    if (i == s->n_slots) {
        morgue_status status = mg_glass_values_new(slot, &s->values[i], err);
        if (status != MORGUE_OK)
            return status;
        s->slots[i] = slot;
        s->n_slots++;
    }
    return mg_glass_values_add(s->values[i], docid, value.data, value.len, err);
}

static morgue_status put_values(mg_segment *s, uint32_t docid, const mg_ready *d, morgue_error *err)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < d->n_values; i++)
        status = put_value(s, docid, d->slots[i], d->values[i], err);
    if (status != MORGUE_OK || !d->n_values)
        return status;
    mg_buffer_clear(&s->tag);
    if (!mg_glass_slots_used_encode(d->slots, d->n_values, &s->tag))
        return mg_fail_memory(err);
    return mg_glass_table_put(s->tables[MG_GLASS_TERMLIST], key,
                              mg_glass_key_slots_used(key, docid), s->tag.data, s->tag.len, false,
                              err);
}

static void count_document(mg_segment *s, const mg_ready *d)
{
    mg_glass_stats *stats = &s->stats;
    s->lengths[stats->doccount++] = d->length;
    stats->last_docid = stats->doccount;
    stats->total_length += d->length;
    if (d->length && (!stats->doclen_min || d->length < stats->doclen_min))
        stats->doclen_min = d->length;
    if (d->length > stats->doclen_max)
        stats->doclen_max = d->length;
    if (d->wdf_max > stats->wdf_max)
        stats->wdf_max = d->wdf_max;
}

static morgue_status make_room(mg_segment *s, morgue_error *err)
{
    if (s->stats.doccount < s->lengths_cap)
        return MORGUE_OK;
    size_t cap = s->lengths_cap ? s->lengths_cap * 2 : 4096;
    uint32_t *lengths = realloc(s->lengths, cap * sizeof *lengths);
    if (!lengths)
        return mg_fail_memory(err);
    s->lengths = lengths;
    s->lengths_cap = cap;
    return MORGUE_OK;
}

morgue_status mg_segment_put(mg_segment *s, const mg_ready *d, morgue_error *err)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    morgue_status status = make_room(s, err);
    if (status != MORGUE_OK)
        return status;
    count_document(s, d);
    uint32_t docid = s->stats.last_docid;
    size_t len = mg_glass_key_document(key, docid);
    if (d->data.len)
        status = mg_glass_table_put(s->tables[MG_GLASS_DOCDATA], key, len, d->data.data,
                                    d->data.len, false, err);
    if (status == MORGUE_OK)
        status = mg_glass_table_put(s->tables[MG_GLASS_TERMLIST], key, len, d->terms.data,
                                    d->terms.len, d->terms.compressed, err);
    return status == MORGUE_OK ? put_values(s, docid, d, err) : status;
}

/* ---- Terms -------------------------------------------------------------------------------- */

/* One walk over all terms, which writes postings or positions or both. */
typedef struct pass {
    mg_merge merge;
    mg_glass_table *postlist; /* NULL: not in this pass */
    mg_glass_table *position;
    mg_glass_postings *postings;
    mg_buffer tag;
    morgue_status status;
    morgue_error err;
} pass;

static morgue_status put_position(pass *p, uint8_t *key, size_t prefix, mg_postings *document)
{
    uint32_t docid = document->docid;
    size_t len = document->tag_len;
    mg_buffer_clear(&p->tag);
    if (!mg_buffer_reserve(&p->tag, len))
        return mg_fail_memory(&p->err);
    mg_postings_next(document, (uint8_t *)p->tag.data);
    if (!len)
        return MORGUE_OK;
    return mg_glass_table_put(p->position, key, mg_glass_key_docid(key, prefix, docid), p->tag.data,
                              len, false, &p->err);
}

static morgue_status write_documents(pass *p)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    const mg_order *term = p->merge.term;
    size_t prefix = mg_glass_key_prefix(key, term->term, term->len);
    morgue_status status = MORGUE_OK;
    for (mg_postings *d; status == MORGUE_OK && (d = mg_merge_document(&p->merge));) {
        if (p->postlist)
            status = mg_glass_postings_add(p->postings, d->docid, d->wdf, &p->err);
        if (status == MORGUE_OK && p->position)
            status = put_position(p, key, prefix, d);
        else
            mg_postings_next(d, NULL);
    }
    return status;
}

static morgue_status write_term(pass *p)
{
    const mg_order *term = p->merge.term;
    morgue_status status = MORGUE_OK;
    if (p->postlist)
        status = mg_glass_postings_begin(p->postings, p->postlist, term->term, term->len,
                                         (uint32_t)p->merge.termfreq, (uint32_t)p->merge.collfreq,
                                         &p->err);
    if (status == MORGUE_OK)
        status = write_documents(p);
    if (status == MORGUE_OK && p->postlist)
        status = mg_glass_postings_end(p->postings, &p->err);
    return status;
}

static void *run_pass(void *user)
{
    pass *p = user;
    while (p->status == MORGUE_OK && mg_merge_next(&p->merge))
        p->status = write_term(p);
    mg_buffer_free(&p->tag);
    return NULL;
}

/* Both tables in one walk, or each in one of its own, side by side. */
static morgue_status write_terms(mg_segment *s, const mg_merge *merge, mg_glass_postings *postings,
                                 unsigned threads, morgue_error *err)
{
    mg_glass_table *postlist = s->tables[MG_GLASS_POSTLIST];
    mg_glass_table *position = s->tables[MG_GLASS_POSITION];
    pass first = {.merge = *merge, .postlist = postlist, .postings = postings};
    pass second = {.merge = *merge, .position = position};
    pthread_t thread;
    bool apart = threads > 1 && pthread_create(&thread, NULL, run_pass, &second) == 0;
    if (!apart)
        first.position = position;
    run_pass(&first);
    if (apart)
        pthread_join(thread, NULL);
    const pass *failed = first.status != MORGUE_OK ? &first : &second;
    if (failed->status != MORGUE_OK && err)
        *err = failed->err;
    return failed->status;
}

static void free_orders(mg_order **orders, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(orders[i]);
}

static morgue_status merge_terms(mg_segment *s, mg_inverter *const *inverters, size_t n,
                                 mg_glass_postings *postings, unsigned threads, morgue_error *err)
{
    mg_order *orders[MG_INVERTERS_MAX];
    size_t counts[MG_INVERTERS_MAX];
    mg_merge merge;
    for (size_t i = 0; i < n; i++) {
        orders[i] = mg_inverter_terms(inverters[i], &counts[i]);
        if (!orders[i]) {
            free_orders(orders, i);
            return mg_fail_memory(err);
        }
    }
    mg_merge_init(&merge, inverters, orders, counts, n);
    morgue_status status = write_terms(s, &merge, postings, threads, err);
    free_orders(orders, n);
    return status;
}

/* ---- The end ------------------------------------------------------------------------------ */

/* What comes before the terms in the postlist table. */
static morgue_status write_heads(mg_segment *s, mg_glass_postings *postings,
                                 const mg_meta_entry *metadata, size_t n_metadata,
                                 morgue_error *err)
{
    mg_glass_table *table = s->tables[MG_GLASS_POSTLIST];
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < n_metadata; i++)
        status = mg_glass_metadata_put(table, metadata[i].name, metadata[i].value.data,
                                       metadata[i].value.len, err);
    if (status == MORGUE_OK)
        status = mg_glass_values_write(s->values, s->n_slots, table, err);
    mg_glass_doclens_begin(postings, table);
    for (uint32_t i = 0; status == MORGUE_OK && i < s->stats.doccount; i++)
        status = mg_glass_postings_add(postings, i + 1, s->lengths[i], err);
    return status == MORGUE_OK ? mg_glass_postings_end(postings, err) : status;
}

static morgue_status finish_tables(mg_segment *s, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (unsigned t = 0; status == MORGUE_OK && t < MG_GLASS_TABLES; t++) {
        if (s->tables[t])
            status = mg_glass_table_finish(s->tables[t], &s->roots[t], err);
        else
            s->roots[t] = mg_glass_root_absent(t, 0);
    }
    return status;
}

morgue_status mg_segment_finish(mg_segment *s, mg_inverter *const *inverters, size_t n,
                                const mg_meta_entry *metadata, size_t n_metadata, unsigned threads,
                                morgue_error *err)
{
    mg_glass_postings *postings = malloc(sizeof *postings);
    if (!postings)
        return mg_fail_memory(err);
    morgue_status status = write_heads(s, postings, metadata, n_metadata, err);
    if (status == MORGUE_OK)
        status = merge_terms(s, inverters, n, postings, threads, err);
    free(postings);
    if (status == MORGUE_OK)
        status = finish_tables(s, err);
    if (status == MORGUE_OK)
        status = mg_glass_version_write(s->folder, s->roots, &s->stats, err);
    return status;
}
