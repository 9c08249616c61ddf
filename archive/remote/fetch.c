#include "archive/remote/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"

enum { BATCHES = 8 /* of terms of a column, before others have their turn */ };

morgue_text mg_rows_text(const mg_rows *rows, size_t i)
{
    size_t from = i ? rows->ends[i - 1] : 0;
    return (morgue_text){rows->data.data + from, rows->ends[i] - from};
}

static bool add_row(mg_rows *rows, const char *data, size_t len, uint32_t number)
{
    if (!MG_GROW(rows->ends, rows->ends_cap, rows->n + 1) ||
        !MG_GROW(rows->numbers, rows->numbers_cap, rows->n + 1) ||
        !mg_buffer_append(&rows->data, data, len))
        return false;
    rows->ends[rows->n] = rows->data.len;
    rows->numbers[rows->n++] = number;
    return true;
}

static xap_status starve(xap_error *cause)
{
    *cause = (xap_error){XAP_NO_MEMORY, "out of memory"};
    return XAP_NO_MEMORY;
}

/* ---- Terms -------------------------------------------------------------------------------- */

/* A server may send others. */
static bool begins_with_key(const mg_fetch *f, xap_bytes term)
{
    return term.len >= f->key_len && memcmp(term.data, f->key, f->key_len) == 0;
}

static xap_status fetch_terms(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    xap_terms *terms = NULL;
    xap_bytes term;
    uint32_t frequency;
    bool more = true;
    xap_status status = xap_terms_open(db, f->key, f->key_len, &terms, cause);
    while (status == XAP_OK &&
           (status = xap_terms_next(terms, &term, &frequency, &more, cause)) == XAP_OK && more)
        if (begins_with_key(f, term) && !add_row(&f->rows, term.data, term.len, frequency))
            status = starve(cause);
    xap_terms_free(terms);
    return status;
}

/* The terms of a document that begin with the key, which are all that is kept of those that come.
 */
static xap_status fetch_document(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    xap_termlist *list = NULL;
    xap_bytes term;
    uint32_t wdf;
    bool more = true;
    xap_status status = xap_termlist_open(db, f->number, &list, cause);
    while (status == XAP_OK &&
           (status = xap_termlist_next(list, &term, &wdf, NULL, &more, cause)) == XAP_OK && more)
        if (begins_with_key(f, term) && !add_row(&f->rows, term.data, term.len, wdf))
            status = starve(cause);
    xap_termlist_free(list);
    return status;
}

static xap_status fetch_positions(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    xap_positions *positions = NULL;
    uint32_t at;
    bool more = true;
    xap_status status = xap_positions_open(db, f->number, f->key, f->key_len, &positions, cause);
    while (status == XAP_OK &&
           (status = xap_positions_next(positions, &at, &more, cause)) == XAP_OK && more) {
        if (MG_GROW(f->docids, f->docids_cap, f->n_docids + 1))
            f->docids[f->n_docids++] = at;
        else
            status = starve(cause);
    }
    xap_positions_free(positions);
    return status;
}

/* ---- Values and columns ------------------------------------------------------------------- */

typedef struct taking {
    mg_fetch *fetch;
    bool starved;
    uint32_t *docids; /* of a batch, with the terms that they have */
    uint64_t *which;
    size_t n, docids_cap, which_cap;
} taking;

static bool take_value(void *user, uint32_t docid, xap_bytes value)
{
    taking *t = user;
    t->starved = !add_row(&t->fetch->rows, value.data, value.len, docid);
    return !t->starved;
}

static xap_status fetch_values(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    taking t = {.fetch = f};
    xap_status status = xap_bulk_values(db, f->number, take_value, &t, cause);
    return t.starved ? starve(cause) : status;
}

static xap_status fetch_bounds(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    xap_string least = {0}, greatest = {0};
    xap_status status = xap_database_value_bounds(db, f->number, &least, &greatest, cause);
    if (status == XAP_OK && (!add_row(&f->rows, least.data, least.len, 0) ||
                             !add_row(&f->rows, greatest.data, greatest.len, 0)))
        status = starve(cause);
    xap_string_free(&least);
    xap_string_free(&greatest);
    return status;
}

static bool take_member(void *user, uint32_t docid, uint64_t which)
{
    taking *t = user;
    t->starved =
        !MG_GROW(t->docids, t->docids_cap, t->n + 1) || !MG_GROW(t->which, t->which_cap, t->n + 1);
    if (t->starved)
        return false;
    t->docids[t->n] = docid;
    t->which[t->n++] = which;
    return true;
}

/* Turns round a batch: the documents of each term, one term after the other. */
static bool put_members(taking *t, size_t first, size_t n)
{
    mg_fetch *f = t->fetch;
    for (size_t i = 0; i < n; i++) {
        for (size_t d = 0; d < t->n; d++) {
            if (!(t->which[d] >> i & 1))
                continue;
            if (!MG_GROW(f->docids, f->docids_cap, f->n_docids + 1))
                return false;
            f->docids[f->n_docids++] = t->docids[d];
        }
        f->rows.numbers[first + i] = (uint32_t)f->n_docids;
    }
    return true;
}

static xap_status fetch_members(mg_fetch *f, const xap_database *db, taking *t, xap_error *cause)
{
    xap_bytes terms[XAP_MEMBERS_MAX];
    size_t n = f->rows.n - f->at;
    n = n < XAP_MEMBERS_MAX ? n : XAP_MEMBERS_MAX;
    for (size_t i = 0; i < n; i++) {
        morgue_text term = mg_rows_text(&f->rows, f->at + i);
        terms[i] = (xap_bytes){term.data, term.len};
    }
    t->n = 0;
    xap_status status = xap_bulk_members(db, terms, n, take_member, t, cause);
    if (status == XAP_OK && (t->starved || !put_members(t, f->at, n)))
        status = starve(cause);
    f->at += status == XAP_OK ? n : 0;
    return status;
}

/* First the terms, then, some batches at a time, their documents. */
static xap_status fetch_column(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    taking t = {.fetch = f};
    xap_status status = f->job.more ? XAP_OK : fetch_terms(f, db, cause);
    for (int i = 0; status == XAP_OK && i < BATCHES && f->at < f->rows.n; i++)
        status = fetch_members(f, db, &t, cause);
    if (status == XAP_OK) /* else the terms may not be all of them yet */
        f->job.more = f->at < f->rows.n;
    free(t.docids);
    free(t.which);
    return status;
}

/* ---- Phrases ------------------------------------------------------------------------------ */

/* The numbers, and then each term behind its length. */
typedef struct phrases_head {
    uint32_t n_places, n_rows, window, ordered;
} phrases_head;

bool mg_fetch_phrases(const xap_phrases *phrases, mg_buffer *ret)
{
    const phrases_head head = {(uint32_t)phrases->n_places, (uint32_t)phrases->n_rows,
                               phrases->window, phrases->ordered};
    bool fits = mg_buffer_append(ret, &head, sizeof head);
    for (size_t i = 0; fits && i < phrases->n_places * phrases->n_rows; i++) {
        uint32_t len = (uint32_t)phrases->terms[i].len;
        fits = mg_buffer_append(ret, &len, sizeof len) &&
               mg_buffer_append(ret, phrases->terms[i].data, len);
    }
    return fits;
}

static xap_status fetch_phrases(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    phrases_head head;
    const char *at = f->key + sizeof head;
    memcpy(&head, f->key, sizeof head);
    size_t n = (size_t)head.n_places * head.n_rows;
    xap_bytes *terms = calloc(n, sizeof *terms);
    if (!terms)
        return starve(cause);
    for (size_t i = 0; i < n; i++) {
        uint32_t len;
        memcpy(&len, at, sizeof len);
        terms[i] = (xap_bytes){at + sizeof len, len};
        at += sizeof len + len;
    }
    const xap_phrases phrases = {terms, head.n_places, head.n_rows, head.window, head.ordered};
    xap_status status = xap_bulk_phrases(db, &phrases, &f->bulk, cause);
    free(terms);
    return status;
}

/* ---- Data --------------------------------------------------------------------------------- */

static xap_status fetch_data(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    xap_string data = {0};
    xap_status status = f->kind == MG_FETCH_RECORD
                            ? xap_database_data(db, f->number, &data, cause)
                            : xap_database_metadata(db, f->key, &data, cause);
    if (status == XAP_OK && !mg_buffer_append(&f->data, data.data, data.len))
        status = starve(cause);
    xap_string_free(&data);
    return status;
}

static bool take_metadata(void *user, xap_bytes key, xap_bytes value)
{
    taking *t = user;
    t->starved = !add_row(&t->fetch->rows, key.data, key.len, 0) ||
                 !add_row(&t->fetch->rows, value.data, value.len, 0);
    return !t->starved;
}

static xap_status fetch_all_metadata(mg_fetch *f, const xap_database *db, xap_error *cause)
{
    taking t = {.fetch = f};
    xap_status status = xap_database_each_metadata(db, f->key, f->number, take_metadata, &t, cause);
    return t.starved ? starve(cause) : status;
}

/* ---- The job ------------------------------------------------------------------------------ */

static void clear(mg_fetch *f)
{
    xap_bulk_free(&f->bulk);
    free(f->rows.ends);
    free(f->rows.numbers);
    mg_buffer_free(&f->rows.data);
    f->rows = (mg_rows){.n = 0};
    mg_buffer_clear(&f->data);
    f->n_docids = 0;
    f->at = 0;
}

/* What a try over a connection that broke has left is thrown away, but for what a column has: all
 * of it is of one state. */
static xap_status run(mg_job *job, xap_database *db, xap_error *cause)
{
    mg_fetch *f = (mg_fetch *)job;
    if (!job->more)
        clear(f);
    switch (f->kind) {
    case MG_FETCH_STATE: return XAP_OK;
    case MG_FETCH_LIST: return xap_bulk_postings(db, f->key, f->key_len, &f->bulk, cause);
    case MG_FETCH_FREQUENCY: return xap_database_termfreq(db, f->key, f->key_len, &f->count, cause);
    case MG_FETCH_LENGTHS: return xap_bulk_lengths(db, &f->bulk, cause);
    case MG_FETCH_PHRASES: return fetch_phrases(f, db, cause);
    case MG_FETCH_TERMS: return fetch_terms(f, db, cause);
    case MG_FETCH_VALUES: return fetch_values(f, db, cause);
    case MG_FETCH_BOUNDS: return fetch_bounds(f, db, cause);
    case MG_FETCH_COLUMN: return fetch_column(f, db, cause);
    case MG_FETCH_DOCUMENT: return fetch_document(f, db, cause);
    case MG_FETCH_POSITIONS: return fetch_positions(f, db, cause);
    case MG_FETCH_ALL_META: return fetch_all_metadata(f, db, cause);
    case MG_FETCH_RECORD:
    case MG_FETCH_METADATA: break;
    }
    return fetch_data(f, db, cause);
}

static void free_fetch(mg_job *job)
{
    mg_fetch *f = (mg_fetch *)job;
    clear(f);
    mg_buffer_free(&f->data);
    free(f->docids);
    free(f);
}

mg_fetch *mg_fetch_new(mg_fetch_kind kind, uint32_t number, const char *key, size_t len)
{
    mg_fetch *f = calloc(1, sizeof *f + len + 1);
    if (!f)
        return NULL;
    f->job = (mg_job){.run = run, .free = free_fetch, .refs = 1, .anew = kind == MG_FETCH_STATE};
    f->kind = kind;
    f->number = number;
    f->key_len = len;
    if (len)
        memcpy(f->key, key, len);
    return f;
}

size_t mg_fetch_size(const mg_fetch *f)
{
    return sizeof *f + f->key_len + f->bulk.n * 2 * sizeof *f->bulk.docids + f->rows.data.cap +
           f->rows.ends_cap * sizeof *f->rows.ends + f->rows.numbers_cap * sizeof *f->rows.numbers +
           f->data.cap + f->docids_cap * sizeof *f->docids;
}
