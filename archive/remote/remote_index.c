#include "archive/remote/remote_index.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/shard.h"

static mg_remote *remote(mg_index *face)
{
    return (mg_remote *)face;
}

static morgue_status check(const mg_index *face, morgue_error *err)
{
    const mg_remote *r = (const mg_remote *)face;
    if (r->starved)
        return mg_fail_memory(err);
    if (r->failure.status == XAP_OK)
        return MORGUE_OK;
    if (r->failure.status == XAP_MODIFIED)
        return mg_fail_xap(err, &r->failure);
    return mg_fail(err, MORGUE_NETWORK, "%s: %s", mg_link_place(r->link), r->failure.message);
}

/* ---- Terms -------------------------------------------------------------------------------- */

/* All terms of a shard are fetched by their first byte, as they are come to. */
typedef struct re_terms {
    mg_terms face;
    const mg_rows *rows; /* NULL: none */
    size_t at;
    bool all;
    bool no_capitals;
    unsigned first; /* byte, where it is all */
} re_terms;

static const mg_rows *terms_of(mg_index *face, const char *prefix, size_t len)
{
    mg_fetch *fetch = mg_remote_get(remote(face), MG_FETCH_TERMS, 0, prefix, len);
    return fetch ? &fetch->rows : NULL;
}

static void take_first(re_terms *terms, unsigned first)
{
    if (terms->no_capitals && first >= 'A' && first <= 'Z')
        first = 'Z' + 1;
    const char byte = (char)first;
    terms->first = first;
    terms->rows = terms_of(terms->face.index, &byte, 1);
    terms->at = 0;
}

static mg_terms *terms_open(mg_index *face, const char *prefix, size_t len)
{
    re_terms *terms = calloc(1, sizeof *terms);
    if (!terms)
        return NULL;
    terms->face.index = face;
    terms->all = !len;
    if (terms->all)
        take_first(terms, 0);
    else
        terms->rows = terms_of(face, prefix, len);
    return &terms->face;
}

static void terms_pass_capitals(mg_terms *face)
{
    ((re_terms *)face)->no_capitals = true;
}

static bool terms_next(mg_terms *face, morgue_text *ret, uint32_t *ret_frequency)
{
    re_terms *terms = (re_terms *)face;
    while (terms->all && terms->first < 0xFF && terms->rows && terms->at == terms->rows->n)
        take_first(terms, terms->first + 1);
    if (!terms->rows || terms->at == terms->rows->n)
        return false;
    *ret_frequency = terms->rows->numbers[terms->at];
    *ret = mg_rows_text(terms->rows, terms->at++);
    return true;
}

static bool is_less(morgue_text a, const char *term, size_t len)
{
    int order = memcmp(a.data, term, a.len < len ? a.len : len);
    return order < 0 || (order == 0 && a.len < len);
}

static void terms_seek(mg_terms *face, const char *term, size_t len)
{
    re_terms *terms = (re_terms *)face;
    if (terms->all && len && (unsigned char)term[0] > terms->first)
        take_first(terms, (unsigned char)term[0]);
    size_t from = terms->at, to = terms->rows ? terms->rows->n : from;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (is_less(mg_rows_text(terms->rows, middle), term, len))
            from = middle + 1;
        else
            to = middle;
    }
    terms->at = from;
}

static void terms_free(mg_terms *face)
{
    free(face);
}

static uint32_t frequency(mg_index *face, const char *term, size_t len)
{
    const mg_fetch *fetch = mg_remote_get(remote(face), MG_FETCH_FREQUENCY, 0, term, len);
    return fetch ? fetch->count : 0;
}

/* ---- Postings ----------------------------------------------------------------------------- */

typedef struct re_list {
    mg_list face;
    const xap_bulk *bulk;
    size_t at;
    size_t len;
    char term[];
} re_list;

/* The first place from `from` on whose number is not less. */
static size_t seek(const uint32_t *numbers, size_t from, size_t to, uint32_t number)
{
    size_t step = 1;
    while (from + step < to && numbers[from + step] < number) /* it is near, mostly */
        step *= 2;
    to = from + step < to ? from + step : to;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (numbers[middle] < number)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void list_go_to(re_list *list, size_t at)
{
    list->at = at;
    list->face.next = at < list->bulk->n ? list->bulk->docids[at] : 0;
}

static morgue_status make_list(mg_index *face, const mg_fetch *fetch, const char *term, size_t len,
                               mg_list **ret, morgue_error *err)
{
    if (!fetch || !fetch->bulk.n)
        return MORGUE_OK;
    re_list *list = calloc(1, sizeof *list + len);
    if (!list)
        return mg_fail_memory(err);
    list->face.index = face;
    list->face.frequency = (uint32_t)fetch->bulk.n;
    for (size_t i = 0; i < fetch->bulk.n; i++)
        list->face.occurrences += fetch->bulk.numbers[i];
    list->bulk = &fetch->bulk;
    list->len = len;
    memcpy(list->term, term, len);
    list_go_to(list, 0);
    *ret = &list->face;
    return MORGUE_OK;
}

static morgue_status list_open(mg_index *face, const char *term, size_t len, mg_list **ret,
                               morgue_error *err)
{
    const mg_fetch *fetch = mg_remote_get(remote(face), MG_FETCH_LIST, 0, term, len);
    return make_list(face, fetch, term, len, ret, err);
}

static void list_free(mg_list *face)
{
    free(face);
}

static void list_skip(mg_list *face, uint32_t docid)
{
    re_list *list = (re_list *)face;
    list_go_to(list, seek(list->bulk->docids, list->at, list->bulk->n, docid));
}

static size_t list_take(mg_list *face, uint64_t end, size_t room, uint32_t *docids, uint32_t *wdfs)
{
    re_list *list = (re_list *)face;
    size_t n = 0, at = list->at;
    for (; n < room && at < list->bulk->n && list->bulk->docids[at] < end; n++, at++) {
        docids[n] = list->bulk->docids[at];
        if (wdfs)
            wdfs[n] = list->bulk->numbers[at];
    }
    list_go_to(list, at);
    return n;
}

static bool list_positions(mg_list *face, uint32_t docid, mg_places *ret)
{
    re_list *list = (re_list *)face;
    mg_remote *r = remote(face->index);
    size_t at = seek(list->bulk->docids, 0, list->bulk->n, docid);
    if (at == list->bulk->n || list->bulk->docids[at] != docid)
        return true;
    mg_fetch *fetch = mg_remote_get(r, MG_FETCH_POSITIONS, docid, list->term, list->len);
    if (!fetch)
        return !r->starved;
    bool fits = MG_GROW(ret->at, ret->cap, fetch->n_docids);
    if (fits && fetch->n_docids)
        memcpy(ret->at, fetch->docids, fetch->n_docids * sizeof *ret->at);
    ret->n = fits ? fetch->n_docids : 0;
    mg_remote_drop(r, fetch);
    return fits;
}

static morgue_status phrases(mg_index *face, const xap_phrases *wanted, mg_list **ret,
                             morgue_error *err)
{
    mg_buffer key = {0};
    mg_remote *r = remote(face);
    morgue_status status = mg_fetch_phrases(wanted, &key) ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK) {
        mg_fetch *fetch = mg_remote_expect(r, MG_FETCH_PHRASES, 0, key.data, key.len);
        if (ret)
            status = make_list(face, mg_remote_await(r, fetch), "", 0, ret, err);
    }
    mg_buffer_free(&key);
    return status;
}

/* ---- Windows ------------------------------------------------------------------------------ */

static bool lengths(mg_index *face, uint32_t window, mg_lengths *ret)
{
    mg_remote *r = remote(face);
    const mg_fetch *fetch = mg_remote_get(r, MG_FETCH_LENGTHS, 0, NULL, 0);
    if (!fetch)
        return !r->starved;
    const xap_bulk *bulk = &fetch->bulk;
    for (size_t i = seek(bulk->docids, 0, bulk->n, window * MG_WINDOW);
         i < bulk->n && bulk->docids[i] / MG_WINDOW == window; i++) {
        uint32_t spot = bulk->docids[i] % MG_WINDOW;
        ret->present[spot / 64] |= UINT64_C(1) << spot % 64;
        ret->length[spot] = bulk->numbers[i];
    }
    return true;
}

static bool values(mg_index *face, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user)
{
    mg_remote *r = remote(face);
    const mg_fetch *fetch = mg_remote_get(r, MG_FETCH_VALUES, slot, NULL, 0);
    if (!fetch)
        return !r->starved;
    const mg_rows *rows = &fetch->rows;
    for (size_t i = seek(rows->numbers, 0, rows->n, window * MG_WINDOW);
         i < rows->n && rows->numbers[i] / MG_WINDOW == window; i++) {
        morgue_text value = mg_rows_text(rows, i);
        if (!fn(user, rows->numbers[i], value.data, value.len))
            return false;
    }
    return true;
}

static bool copy_text(mg_buffer *ret, morgue_text text)
{
    mg_buffer_clear(ret);
    return mg_buffer_append(ret, text.data, text.len);
}

static morgue_status value_bounds(mg_index *face, uint32_t slot, mg_buffer *ret_least,
                                  mg_buffer *ret_greatest, morgue_error *err)
{
    mg_remote *r = remote(face);
    const mg_fetch *fetch = mg_remote_get(r, MG_FETCH_BOUNDS, slot, NULL, 0);
    mg_buffer_clear(ret_least);
    mg_buffer_clear(ret_greatest);
    if (!fetch)
        return check(face, err);
    bool fits = copy_text(ret_least, mg_rows_text(&fetch->rows, 0)) &&
                copy_text(ret_greatest, mg_rows_text(&fetch->rows, 1));
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

static bool column(mg_index *face, const char *prefix, mg_column_fn *fn, void *user, bool *ret_late)
{
    mg_remote *r = remote(face);
    mg_fetch *fetch = mg_remote_expect(r, MG_FETCH_COLUMN, 0, prefix, strlen(prefix));
    double until = r->patience->until;
    *ret_late = false;
    if (!fetch)
        return false;
    if (!mg_link_wait(r->link, &fetch->job, until)) { /* it takes time, but goes on */
        *ret_late = true;
        return false;
    }
    if (!mg_remote_await(r, fetch) || fetch->job.status != XAP_OK)
        return false;
    const mg_rows *rows = &fetch->rows;
    bool wanted = true;
    for (size_t i = 0; wanted && i < rows->n; i++) {
        size_t from = i ? rows->numbers[i - 1] : 0;
        wanted = fn(user, mg_rows_text(rows, i), fetch->docids + from, rows->numbers[i] - from);
    }
    mg_remote_drop(r, fetch);
    return wanted;
}

/* ---- Documents ---------------------------------------------------------------------------- */

/* Why there is no answer. */
static morgue_status no_answer(const mg_remote *r, morgue_error *err)
{
    morgue_status status = check(&r->face, err);
    if (status != MORGUE_OK)
        return status;
    if (r->trouble[0])
        return mg_fail(err, MORGUE_NETWORK, "%s", r->trouble);
    return mg_fail(err, MORGUE_NOT_FOUND, "there is no such document");
}

static morgue_status copy_data(mg_remote *r, mg_fetch *fetch, mg_buffer *ret, morgue_error *err)
{
    if (!fetch)
        return no_answer(r, err);
    mg_buffer_clear(ret);
    bool fits = mg_buffer_append(ret, fetch->data.data, fetch->data.len);
    mg_remote_drop(r, fetch);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

static morgue_status record(mg_index *face, uint32_t docid, mg_buffer *ret, morgue_error *err)
{
    mg_remote *r = remote(face);
    if (docid == 0)
        return mg_fail(err, MORGUE_NOT_FOUND, "there is no document 0");
    return copy_data(r, mg_remote_get(r, MG_FETCH_RECORD, docid, NULL, 0), ret, err);
}

static morgue_status document_terms(mg_index *face, uint32_t docid, const char *prefix,
                                    mg_term_fn *fn, void *user, morgue_error *err)
{
    mg_remote *r = remote(face);
    mg_fetch *fetch =
        docid ? mg_remote_get(r, MG_FETCH_DOCUMENT, docid, prefix, strlen(prefix)) : NULL;
    if (!fetch)
        return no_answer(r, err);
    bool wanted = true;
    for (size_t i = 0; wanted && i < fetch->rows.n; i++)
        wanted = fn(user, mg_rows_text(&fetch->rows, i), fetch->rows.numbers[i]);
    mg_remote_drop(r, fetch);
    return MORGUE_OK;
}

static morgue_status metadata(mg_index *face, const char *key, mg_buffer *ret, morgue_error *err)
{
    mg_remote *r = remote(face);
    mg_buffer_clear(ret);
    if (!*key || r->trouble[0])
        return MORGUE_OK;
    return copy_data(r, mg_remote_get(r, MG_FETCH_METADATA, 0, key, strlen(key)), ret, err);
}

static morgue_status each_metadata(mg_index *face, const char *from, size_t len, mg_metadata_fn *fn,
                                   void *user, morgue_error *err)
{
    mg_remote *r = remote(face);
    mg_fetch *fetch = mg_remote_get(r, MG_FETCH_ALL_META, (uint32_t)len, from, strlen(from));
    if (!fetch)
        return r->trouble[0] ? MORGUE_OK : no_answer(r, err);
    bool wanted = true;
    for (size_t i = 0; wanted && i + 1 < fetch->rows.n; i += 2)
        wanted = fn(user, mg_rows_text(&fetch->rows, i), mg_rows_text(&fetch->rows, i + 1));
    mg_remote_drop(r, fetch);
    return wanted ? MORGUE_OK : mg_fail_memory(err);
}

static void expect(mg_index *face, mg_ahead what, uint32_t number, const char *text, size_t len)
{
    static const mg_fetch_kind kinds[] = {
        [MG_AHEAD_TERMS] = MG_FETCH_TERMS,         [MG_AHEAD_LIST] = MG_FETCH_LIST,
        [MG_AHEAD_FREQUENCY] = MG_FETCH_FREQUENCY, [MG_AHEAD_LENGTHS] = MG_FETCH_LENGTHS,
        [MG_AHEAD_DATES] = MG_FETCH_VALUES,        [MG_AHEAD_COLUMN] = MG_FETCH_COLUMN,
        [MG_AHEAD_RECORD] = MG_FETCH_RECORD};
    if (what == MG_AHEAD_TERMS && !len) /* they are fetched as they are come to */
        return;
    mg_remote_expect(remote(face), kinds[what], what == MG_AHEAD_DATES ? MG_SLOT_DATE : number,
                     text, len);
}

/* ---- The kind ----------------------------------------------------------------------------- */

static const mg_index_kind kind = {
    .free = mg_remote_free,
    .check = check,
    .terms_open = terms_open,
    .terms_next = terms_next,
    .terms_seek = terms_seek,
    .terms_free = terms_free,
    .list_open = list_open,
    .list_free = list_free,
    .list_skip = list_skip,
    .list_take = list_take,
    .list_positions = list_positions,
    .lengths = lengths,
    .values = values,
    .value_bounds = value_bounds,
    .record = record,
    .document_terms = document_terms,
    .metadata = metadata,
    .each_metadata = each_metadata,
    .expect = expect,
    .terms_pass_capitals = terms_pass_capitals,
    .frequency = frequency,
    .phrases = phrases,
    .column = column,
};

bool mg_remote_is(const mg_index *index)
{
    return index->kind == &kind;
}

mg_remote *mg_remote_of(mg_index *index)
{
    return mg_remote_is(index) ? (mg_remote *)index : NULL;
}

mg_remote *mg_remote_new(void)
{
    mg_remote *r = calloc(1, sizeof *r);
    if (r)
        r->face.kind = &kind;
    return r;
}
