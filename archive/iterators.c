/* A shard read by Xapian's iterators: what they say, in the terms of archive/index.h. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "archive/index_kind.h"
#include "archive/shard.h"

/* Where an iterator over documents is that hands them out by windows. */
typedef struct place {
    uint32_t docid; /* handed out, but behind the last window; 0 at the end */
    uint64_t from;  /* windows that begin here or later can be read */
} place;

typedef struct iterators {
    mg_index face;
    const xap_database *db;
    xap_database *own;
    bool failed; /* `failure` is the first one */
    xap_error failure;
    xap_postings *documents; /* all of them, for their lengths */
    place document;
    xap_values *values; /* of `slot` */
    uint32_t slot;
    place at;
    xap_bytes value; /* where that iterator is */
} iterators;

/* Remembers the first failure. Returns false. */
static bool fail(iterators *index, const xap_error *cause)
{
    if (!index->failed) {
        index->failed = true;
        index->failure = *cause;
    }
    return false;
}

static bool good(iterators *index, xap_status status, const xap_error *cause)
{
    return status == XAP_OK || fail(index, cause);
}

static bool is_starved(const iterators *index)
{
    return index->failed && index->failure.status == XAP_NO_MEMORY;
}

static morgue_status check(const mg_index *face, morgue_error *err)
{
    const iterators *index = (const iterators *)face;
    return index->failed ? mg_fail_xap(err, &index->failure) : MORGUE_OK;
}

/* ---- Terms -------------------------------------------------------------------------------- */

typedef struct it_terms {
    mg_terms face;
    xap_terms *terms;
} it_terms;

static mg_terms *terms_open(mg_index *face, const char *prefix, size_t len)
{
    iterators *index = (iterators *)face;
    xap_error cause;
    it_terms *terms = calloc(1, sizeof *terms);
    if (!terms)
        return NULL;
    terms->face.index = face;
    if (!good(index, xap_terms_open(index->db, prefix, len, &terms->terms, &cause), &cause) &&
        is_starved(index)) {
        free(terms);
        return NULL;
    }
    return &terms->face;
}

static void terms_end(it_terms *terms)
{
    xap_terms_free(terms->terms);
    terms->terms = NULL;
}

static void terms_free(mg_terms *face)
{
    terms_end((it_terms *)face);
    free(face);
}

static bool terms_next(mg_terms *face, morgue_text *ret, uint32_t *ret_frequency)
{
    it_terms *terms = (it_terms *)face;
    iterators *index = (iterators *)face->index;
    xap_bytes term;
    xap_error cause;
    bool more = false;
    if (!terms->terms)
        return false;
    if (good(index, xap_terms_next(terms->terms, &term, ret_frequency, &more, &cause), &cause) &&
        more) {
        *ret = (morgue_text){term.data, term.len};
        return true;
    }
    terms_end(terms);
    return false;
}

static void terms_seek(mg_terms *face, const char *term, size_t len)
{
    it_terms *terms = (it_terms *)face;
    xap_error cause;
    if (terms->terms &&
        !good((iterators *)face->index, xap_terms_skip_to(terms->terms, term, len, &cause), &cause))
        terms_end(terms);
}

/* ---- Postings ----------------------------------------------------------------------------- */

typedef struct it_list {
    mg_list face;
    xap_postings *postings;
    uint32_t wdf; /* of face.next */
    size_t len;
    char term[];
} it_list;

static void list_end(it_list *list)
{
    xap_postings_free(list->postings);
    list->postings = NULL;
    list->face.next = 0;
}

static void list_free(mg_list *face)
{
    list_end((it_list *)face);
    free(face);
}

static void list_step(it_list *list)
{
    xap_error cause;
    bool more = false;
    if (!good((iterators *)list->face.index,
              xap_postings_next(list->postings, &list->face.next, &list->wdf, &more, &cause),
              &cause) ||
        !more)
        list_end(list);
}

static bool list_begin(iterators *index, it_list *list)
{
    xap_error cause;
    uint32_t occurrences = 0;
    const char *term = list->term;
    size_t len = list->len;
    if (!good(index, xap_database_termfreq(index->db, term, len, &list->face.frequency, &cause),
              &cause) ||
        !list->face.frequency ||
        !good(index, xap_database_collfreq(index->db, term, len, &occurrences, &cause), &cause) ||
        !good(index, xap_postings_open(index->db, term, len, &list->postings, &cause), &cause))
        return false;
    list->face.occurrences = occurrences;
    list_step(list);
    return list->face.next != 0;
}

static morgue_status list_open(mg_index *face, const char *term, size_t len, mg_list **ret,
                               morgue_error *err)
{
    iterators *index = (iterators *)face;
    it_list *list = calloc(1, sizeof *list + len);
    if (!list)
        return mg_fail_memory(err);
    list->face.index = face;
    list->len = len;
    memcpy(list->term, term, len);
    if (list_begin(index, list)) {
        *ret = &list->face;
        return MORGUE_OK;
    }
    list_free(&list->face);
    return is_starved(index) ? mg_fail_memory(err) : MORGUE_OK;
}

static void list_skip(mg_list *face, uint32_t docid)
{
    it_list *list = (it_list *)face;
    xap_error cause;
    if (good((iterators *)face->index, xap_postings_skip_to(list->postings, docid, &cause), &cause))
        list_step(list);
    else
        list_end(list);
}

static size_t list_take(mg_list *face, uint64_t end, size_t room, uint32_t *docids, uint32_t *wdfs)
{
    it_list *list = (it_list *)face;
    size_t n = 0;
    for (; n < room && face->next && face->next < end; n++) {
        docids[n] = face->next;
        if (wdfs)
            wdfs[n] = list->wdf;
        list_step(list);
    }
    return n;
}

static bool put_position(mg_places *places, uint32_t position)
{
    if (!MG_GROW(places->at, places->cap, places->n + 1))
        return false;
    places->at[places->n++] = position;
    return true;
}

static bool list_positions(mg_list *face, uint32_t docid, mg_places *ret)
{
    it_list *list = (it_list *)face;
    iterators *index = (iterators *)face->index;
    xap_positions *positions = NULL;
    xap_error cause;
    uint32_t position;
    bool more = true, memory = true;
    bool went =
        docid &&
        good(index, xap_positions_open(index->db, docid, list->term, list->len, &positions, &cause),
             &cause);
    while (went && memory) {
        went = good(index, xap_positions_next(positions, &position, &more, &cause), &cause) && more;
        memory = !went || put_position(ret, position);
    }
    xap_positions_free(positions);
    if (more && !memory)
        ret->n = 0;
    return memory && !is_starved(index);
}

/* ---- Windows ------------------------------------------------------------------------------ */

static bool next_document(iterators *index)
{
    xap_error cause;
    bool more = false;
    bool went = good(
        index, xap_postings_next(index->documents, &index->document.docid, NULL, &more, &cause),
        &cause);
    if (!more)
        index->document.docid = 0;
    return went && more;
}

static bool find_document(iterators *index, uint32_t first)
{
    xap_error cause;
    if (!index->documents || index->document.from > first) {
        xap_postings_free(index->documents);
        index->documents = NULL;
        if (!good(index, xap_postings_open(index->db, "", 0, &index->documents, &cause), &cause) ||
            !next_document(index))
            return false;
    }
    if (index->document.docid == 0 || index->document.docid >= first)
        return index->document.docid != 0;
    return good(index, xap_postings_skip_to(index->documents, first, &cause), &cause) &&
           next_document(index);
}

static bool lengths(mg_index *face, uint32_t window, mg_lengths *ret)
{
    iterators *index = (iterators *)face;
    xap_error cause;
    bool more = find_document(index, window * MG_WINDOW);
    while (more && index->document.docid / MG_WINDOW == window) {
        uint32_t docid = index->document.docid, spot = docid % MG_WINDOW;
        ret->present[spot / 64] |= UINT64_C(1) << spot % 64;
        more = good(index, xap_database_doclength(index->db, docid, &ret->length[spot], &cause),
                    &cause) &&
               next_document(index);
    }
    index->document.from = ((uint64_t)window + 1) * MG_WINDOW;
    return !is_starved(index);
}

static bool next_value(iterators *index)
{
    xap_error cause;
    bool more = false;
    bool went =
        good(index, xap_values_next(index->values, &index->at.docid, &index->value, &more, &cause),
             &cause);
    if (!more)
        index->at.docid = 0;
    return went && more;
}

static bool find_value(iterators *index, uint32_t slot, uint32_t first)
{
    xap_error cause;
    if (!index->values || index->slot != slot || index->at.from > first) {
        xap_values_free(index->values);
        index->values = NULL;
        index->slot = slot;
        if (!good(index, xap_values_open(index->db, slot, &index->values, &cause), &cause) ||
            !next_value(index))
            return false;
    }
    if (index->at.docid == 0 || index->at.docid >= first)
        return index->at.docid != 0;
    return good(index, xap_values_skip_to(index->values, first, &cause), &cause) &&
           next_value(index);
}

static bool values(mg_index *face, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user)
{
    iterators *index = (iterators *)face;
    bool wanted = true;
    bool more = find_value(index, slot, window * MG_WINDOW);
    while (more && wanted && index->at.docid / MG_WINDOW == window) {
        wanted = fn(user, index->at.docid, index->value.data, index->value.len);
        more = next_value(index);
    }
    index->at.from = ((uint64_t)window + 1) * MG_WINDOW;
    return wanted && !is_starved(index);
}

/* ---- Documents ---------------------------------------------------------------------------- */

static morgue_status copy_out(xap_status status, const xap_error *cause, xap_string *from,
                              mg_buffer *ret, morgue_error *err)
{
    if (status != XAP_OK) {
        xap_string_free(from);
        return mg_fail_xap(err, cause);
    }
    mg_buffer_clear(ret);
    bool fits = mg_buffer_append(ret, from->data, from->len);
    xap_string_free(from);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

static morgue_status value_bounds(mg_index *face, uint32_t slot, mg_buffer *ret_least,
                                  mg_buffer *ret_greatest, morgue_error *err)
{
    xap_string least = {0}, greatest = {0};
    xap_error cause;
    xap_status seen =
        xap_database_value_bounds(((iterators *)face)->db, slot, &least, &greatest, &cause);
    morgue_status status = copy_out(seen, &cause, &least, ret_least, err);
    if (status == MORGUE_OK)
        return copy_out(seen, &cause, &greatest, ret_greatest, err);
    xap_string_free(&greatest);
    return status;
}

static morgue_status record(mg_index *face, uint32_t docid, mg_buffer *ret, morgue_error *err)
{
    xap_string data = {0};
    xap_error cause;
    if (docid == 0)
        return mg_fail(err, MORGUE_NOT_FOUND, "there is no document 0");
    xap_status status = xap_database_data(((iterators *)face)->db, docid, &data, &cause);
    return copy_out(status, &cause, &data, ret, err);
}

static morgue_status metadata(mg_index *face, const char *key, mg_buffer *ret, morgue_error *err)
{
    xap_string data = {0};
    xap_error cause;
    xap_status status = XAP_OK;
    if (*key)
        status = xap_database_metadata(((iterators *)face)->db, key, &data, &cause);
    return copy_out(status, &cause, &data, ret, err);
}

typedef struct metadata_walk {
    mg_metadata_fn *fn;
    void *user;
    bool stopped;
} metadata_walk;

static bool hand_on(void *user, xap_bytes key, xap_bytes value)
{
    metadata_walk *walk = user;
    walk->stopped = !walk->fn(walk->user, (morgue_text){key.data, key.len},
                              (morgue_text){value.data, value.len});
    return !walk->stopped;
}

static morgue_status each_metadata(mg_index *face, const char *from, size_t len, mg_metadata_fn *fn,
                                   void *user, morgue_error *err)
{
    xap_error cause;
    metadata_walk walk = {fn, user, false};
    if (xap_database_each_metadata(((iterators *)face)->db, from, len, hand_on, &walk, &cause) !=
        XAP_OK)
        return mg_fail_xap(err, &cause);
    return walk.stopped ? mg_fail_memory(err) : MORGUE_OK;
}

/* Is the term behind all that begin with the prefix? *ret_has: it is one of them. */
static bool is_past(xap_bytes term, const char *prefix, size_t len, bool *ret_has)
{
    int order = memcmp(term.data, prefix, term.len < len ? term.len : len);
    *ret_has = order == 0 && term.len >= len;
    return order > 0;
}

static morgue_status document_terms(mg_index *face, uint32_t docid, const char *prefix,
                                    mg_term_fn *fn, void *user, morgue_error *err)
{
    xap_termlist *list = NULL;
    xap_bytes term;
    xap_error cause;
    uint32_t wdf;
    bool more = true, has;
    if (docid == 0)
        return mg_fail(err, MORGUE_NOT_FOUND, "there is no document 0");
    xap_status status = xap_termlist_open(((iterators *)face)->db, docid, &list, &cause);
    while (status == XAP_OK &&
           (status = xap_termlist_next(list, &term, &wdf, NULL, &more, &cause)) == XAP_OK && more) {
        if (is_past(term, prefix, strlen(prefix), &has) ||
            (has && !fn(user, (morgue_text){term.data, term.len}, wdf)))
            break;
    }
    xap_termlist_free(list);
    return status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &cause);
}

/* ---- Opening ------------------------------------------------------------------------------ */

static void free_iterators(mg_index *face)
{
    iterators *index = (iterators *)face;
    xap_postings_free(index->documents);
    xap_values_free(index->values);
    xap_database_free(index->own);
    free(index);
}

static const mg_index_kind kind = {
    .free = free_iterators,
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
};

morgue_status mg_index_open_iterators(const xap_database *db, mg_index **ret, morgue_error *err)
{
    xap_error cause;
    iterators *index = calloc(1, sizeof *index);
    if (!index)
        return mg_fail_memory(err);
    index->face.kind = &kind;
    index->db = db;
    if (xap_database_doccount(db, &index->face.articles, &cause) != XAP_OK ||
        xap_database_lastdocid(db, &index->face.last, &cause) != XAP_OK ||
        xap_database_total_length(db, &index->face.total_length, &cause) != XAP_OK) {
        free_iterators(&index->face);
        return mg_fail_xap(err, &cause);
    }
    *ret = &index->face;
    return MORGUE_OK;
}

morgue_status mg_iterators_open(const char *path, mg_index **ret, morgue_error *err)
{
    xap_database *db = NULL;
    xap_error cause;
    mg_index *index = NULL;
    if (xap_database_open(&path, 1, &db, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    morgue_status status = mg_index_open_iterators(db, &index, err);
    if (status != MORGUE_OK) {
        xap_database_free(db);
        return status;
    }
    ((iterators *)index)->own = db;
    *ret = index;
    return MORGUE_OK;
}
