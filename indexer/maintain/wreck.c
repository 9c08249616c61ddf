#include "indexer/maintain/wreck.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/glass/unpack.h"
#include "archive/path.h"
#include "archive/shard.h"

enum { BATCH = 1 << 16 /* pieces at a time of a whole table */ };

/* ---- Items -------------------------------------------------------------------------------- */

bool mg_relic_each(mg_relic *relic, bool all, mg_item_user *use, void *user)
{
    size_t n = all ? relic->blocks : relic->n_leaves;
    for (size_t k = 0; relic->fd >= 0 && k < n && !relic->starved; k++) {
        mg_item item;
        uint32_t revision, number;
        uint32_t block = all ? (uint32_t)k : relic->leaves[k];
        uint32_t count = mg_relic_take_leaf(relic, block, &revision);
        for (uint32_t i = 0; i < count && !relic->starved; i++) {
            if (!mg_relic_item(relic, i, &item, &number)) {
                if (mg_relic_is_live(relic, block))
                    mg_relic_damaged(relic, block, "an item does not fit into its block");
            } else if (!use(user, relic, i, &item, number, revision)) {
                return !relic->starved;
            }
        }
    }
    return !relic->starved;
}

uint32_t mg_key_document(const mg_item *item)
{
    uint32_t docid;
    const uint8_t *at = item->key, *end = at + item->key_len;
    return mg_glass_get_sortint(&at, end, &docid) && at == end ? docid : 0;
}

static bool keep(mg_relic *relic, mg_pieces *pieces, uint32_t i, uint32_t id, uint32_t number,
                 uint32_t revision)
{
    if (!mg_pieces_add(pieces, relic, i, id, number, revision))
        relic->starved = true;
    return !relic->starved;
}

/* ---- What stands before the terms --------------------------------------------------------- */

static bool has_name(const mg_item *item, const char *name, size_t len)
{
    return item->key_len >= 2 + len && memcmp(item->key + 2, name, len) == 0;
}

/* The pieces that a metadata item belongs to. */
static mg_pieces *metadata_of(mg_wreck *wreck, const mg_item *item, uint32_t *ret_id)
{
    static const char dictionary[] = MG_META_DICTIONARY ".";
    static const char revision[] = MG_META_REVISION;
    const size_t stem = sizeof dictionary - 1;
    char digits[9] = "", *end;
    *ret_id = 0;
    if (item->key_len == 1 + sizeof revision && has_name(item, revision, sizeof revision - 1))
        return &wreck->revisions;
    if (item->key_len != 2 + stem + 8 || !has_name(item, dictionary, stem))
        return NULL;
    memcpy(digits, item->key + 2 + stem, 8);
    *ret_id = (uint32_t)strtoul(digits, &end, 16);
    return *end ? NULL : &wreck->dictionaries;
}

static mg_pieces *values_of(mg_wreck *wreck, const mg_item *item, uint32_t *ret_id)
{
    uint32_t slot;
    const uint8_t *at = item->key + 2, *end = item->key + item->key_len;
    if (!mg_glass_get_uint(&at, end, &slot) || !mg_glass_get_sortint(&at, end, ret_id) ||
        at != end || !*ret_id)
        return NULL;
    return slot == MG_SLOT_HASH     ? &wreck->hashes.chunks
           : slot == MG_SLOT_SOURCE ? &wreck->sources.chunks
                                    : NULL;
}

static mg_pieces *lengths_of(mg_wreck *wreck, const mg_item *item, uint32_t *ret_id)
{
    const uint8_t *at = item->key + 2, *end = item->key + item->key_len;
    *ret_id = 0;
    if (at != end && (!mg_glass_get_sortint(&at, end, ret_id) || at != end))
        return NULL;
    return &wreck->lengths;
}

/* Keeps an item of the table of postings, unless it is one of a term: those come last. */
static bool take_front(void *user, mg_relic *relic, uint32_t i, const mg_item *item,
                       uint32_t number, uint32_t revision)
{
    enum { METADATA = 0xC0, VALUES = 0xD8, LENGTHS = 0xE0 };
    mg_wreck *wreck = user;
    uint32_t id;
    mg_pieces *to = NULL;
    if (item->key_len == 0)
        return true;
    if (item->key_len < 2 || item->key[0] || item->key[1] > LENGTHS)
        return !relic->sound;
    if (item->key[1] == METADATA)
        to = metadata_of(wreck, item, &id);
    else if (item->key[1] == VALUES)
        to = values_of(wreck, item, &id);
    else if (item->key[1] == LENGTHS)
        to = lengths_of(wreck, item, &id);
    return !to || keep(relic, to, i, id, number, revision);
}

static void sort_front(mg_wreck *wreck)
{
    mg_pieces_sort(&wreck->dictionaries);
    mg_pieces_sort(&wreck->revisions);
    mg_pieces_sort(&wreck->lengths);
    mg_pieces_sort(&wreck->hashes.chunks);
    mg_pieces_sort(&wreck->sources.chunks);
}

static void drop_front(mg_wreck *wreck)
{
    wreck->dictionaries.n = wreck->revisions.n = wreck->lengths.n = 0;
    wreck->hashes.chunks.n = wreck->sources.chunks.n = 0;
}

/* Where the tree is damaged the whole file is looked through. */
static bool read_front(mg_wreck *wreck)
{
    mg_relic *relic = &wreck->postings;
    bool sound = relic->sound;
    bool fits = !sound || mg_relic_each(relic, false, take_front, wreck);
    if (fits && !relic->sound) {
        drop_front(wreck);
        fits = mg_relic_each(relic, true, take_front, wreck);
    }
    if (fits)
        sort_front(wreck);
    return fits;
}

/* ---- The table of documents --------------------------------------------------------------- */

typedef struct order {
    uint32_t docid, number;
    bool last; /* component of its tag */
    uint64_t count;
} order;

static bool check_item(void *user, mg_relic *relic, uint32_t i, const mg_item *item,
                       uint32_t number, uint32_t revision)
{
    (void)i, (void)revision;
    order *o = user;
    if (item->key_len == 0)
        return true;
    uint32_t docid = mg_key_document(item);
    bool fits = item->first ? docid > o->docid && o->last
                            : docid == o->docid && !o->last && number == o->number + 1;
    if (!docid || !fits)
        return mg_relic_damaged(relic, relic->number, "its items are out of order");
    o->count += item->first;
    *o = (order){docid, number, item->last, o->count};
    return true;
}

/* The table is whole where each of its leaves is in its place, and it has as many records as the
 * shard says that there are articles. If it says something else than all of its tables, it is the
 * version file that is wrong. */
static morgue_status check_documents(mg_wreck *wreck, morgue_error *err)
{
    order o = {.last = true};
    mg_relic *relic = &wreck->documents;
    if (!mg_relic_each(relic, false, check_item, &o))
        return mg_fail_memory(err);
    if (relic->sound && !o.last)
        mg_relic_damaged(relic, 0, "it ends within a record");
    if (relic->sound &&
        (wreck->versioned ? o.count == wreck->base.articles : !wreck->postings.rooted)) {
        wreck->whole = wreck->sure = true;
        return MORGUE_OK;
    }
    morgue_status status = mg_wreck_find_known(wreck, relic->sound ? o.count : 0, err);
    wreck->whole = relic->sound && wreck->sure && wreck->n_known == o.count;
    if (relic->sound && !wreck->whole)
        mg_relic_damaged(relic, 0, "it has not as many records as there are articles");
    return status;
}

/* ---- Opening ------------------------------------------------------------------------------ */

static void read_version(mg_wreck *wreck)
{
    mg_buffer text = {0};
    char *file = mg_path_join(wreck->path, MG_BASE_NAME);
    if (file && mg_file_read(file, MG_BASE_MAX, &text, NULL) == MORGUE_OK)
        wreck->versioned = mg_base_parse((const uint8_t *)text.data, text.len, &wreck->base);
    mg_buffer_free(&text);
    free(file);
}

static morgue_status open_tables(mg_wreck *wreck, morgue_error *err)
{
    const mg_base *base = wreck->versioned ? &wreck->base : NULL;
    morgue_status status =
        mg_relic_open(wreck->path, "docdata", base, MG_BASE_DOCDATA, &wreck->documents, err);
    if (status == MORGUE_OK)
        status =
            mg_relic_open(wreck->path, "postlist", base, MG_BASE_POSTLIST, &wreck->postings, err);
    return status;
}

morgue_status mg_wreck_open(const char *archive, const char *name, mg_wreck *ret, morgue_error *err)
{
    struct stat info;
    mg_wreck wreck = {.name = name, .path = mg_path_join(archive, name)};
    wreck.documents.fd = wreck.postings.fd = wreck.terms.fd = -1;
    if (!wreck.path)
        return mg_fail_memory(err);
    morgue_status status = MORGUE_OK;
    wreck.there = stat(wreck.path, &info) == 0 && S_ISDIR(info.st_mode);
    if (wreck.there) {
        read_version(&wreck);
        status = open_tables(&wreck, err);
        if (status == MORGUE_OK && !read_front(&wreck))
            status = mg_fail_memory(err);
        if (status == MORGUE_OK)
            status = check_documents(&wreck, err);
    }
    if (status == MORGUE_OK)
        *ret = wreck;
    else
        mg_wreck_close(&wreck);
    return status;
}

morgue_status mg_wreck_open_terms(mg_wreck *wreck, morgue_error *err)
{
    const mg_base *base = wreck->versioned ? &wreck->base : NULL;
    if (wreck->terms_opened)
        return MORGUE_OK;
    wreck->terms_opened = true;
    return mg_relic_open(wreck->path, "termlist", base, MG_BASE_TERMLIST, &wreck->terms, err);
}

void mg_wreck_close(mg_wreck *wreck)
{
    mg_relic_close(&wreck->documents);
    mg_relic_close(&wreck->postings);
    mg_relic_close(&wreck->terms);
    mg_pieces_free(&wreck->dictionaries);
    mg_pieces_free(&wreck->revisions);
    mg_pieces_free(&wreck->lengths);
    mg_pieces_free(&wreck->hashes.chunks);
    mg_pieces_free(&wreck->sources.chunks);
    mg_buffer_free(&wreck->hashes.tag);
    mg_buffer_free(&wreck->sources.tag);
    mg_pieces_free(&wreck->records);
    free(wreck->known);
    free(wreck->path);
    wreck->known = NULL;
    wreck->path = NULL;
}

uint64_t mg_wreck_articles(const mg_wreck *wreck)
{
    return wreck->versioned ? wreck->base.articles : wreck->n_known;
}

/* ---- Documents, one after the other ------------------------------------------------------- */

static bool take_record(void *user, mg_relic *relic, uint32_t i, const mg_item *item,
                        uint32_t number, uint32_t revision)
{
    mg_wreck *wreck = user;
    uint32_t docid = mg_key_document(item);
    return !docid || keep(relic, &wreck->records, i, docid, number, revision);
}

/* Takes up more of a whole table: it is in order. The pieces of the document where it stands come
 * to the front. */
static bool take_leaves(mg_wreck *wreck)
{
    mg_pieces *p = &wreck->records;
    mg_relic *relic = &wreck->documents;
    if (wreck->at_record)
        memmove(p->at, p->at + wreck->at_record, (p->n - wreck->at_record) * sizeof *p->at);
    p->n -= wreck->at_record;
    wreck->at_record = 0;
    for (; wreck->at_leaf < relic->n_leaves && p->n < BATCH; wreck->at_leaf++) {
        mg_item item;
        uint32_t revision, number;
        uint32_t count = mg_relic_take_leaf(relic, relic->leaves[wreck->at_leaf], &revision);
        for (uint32_t i = 0; i < count; i++)
            if (mg_relic_item(relic, i, &item, &number) &&
                !take_record(wreck, relic, i, &item, number, revision))
                return false;
    }
    return true;
}

/* Takes up all that there is of all documents. */
static bool take_all(mg_wreck *wreck)
{
    wreck->records.n = 0;
    wreck->searched = true;
    bool fits = mg_relic_each(&wreck->documents, true, take_record, wreck);
    mg_pieces_sort(&wreck->records);
    return fits;
}

/* The pieces where it stands, and at least one behind them, if there are more. */
static bool look_ahead(mg_wreck *wreck, size_t *ret_n)
{
    mg_pieces *p = &wreck->records;
    bool fits = true;
    for (;;) {
        *ret_n = wreck->at_record < p->n ? mg_pieces_group(p, wreck->at_record) : 0;
        bool more = !wreck->searched && wreck->at_leaf < wreck->documents.n_leaves;
        if (!fits || !more || wreck->at_record + *ret_n < p->n)
            return fits;
        fits = take_leaves(wreck);
    }
}

static bool has_live(const mg_piece *pieces, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (pieces[i].rank == MG_PIECE_LIVE)
            return true;
    return false;
}

/* The pieces where it stands; NULL where there are none, as where nothing was ever found. */
static const mg_piece *here(const mg_wreck *wreck, size_t n)
{
    return n ? wreck->records.at + wreck->at_record : NULL;
}

/* What is live in a whole table is what there is. */
static bool next_of_whole(mg_wreck *wreck, mg_trace *ret, size_t n)
{
    const mg_piece *piece = here(wreck, n);
    if (n)
        *ret = (mg_trace){piece->id, has_live(piece, n), piece, n};
    wreck->at_record += n;
    return n > 0;
}

/* Goes along what is known and what was found. */
static bool next_of_damaged(mg_wreck *wreck, mg_trace *ret, size_t n)
{
    const mg_piece *piece = here(wreck, n);
    uint32_t known = wreck->at_known < wreck->n_known ? wreck->known[wreck->at_known] : UINT32_MAX;
    uint32_t found = n ? piece->id : UINT32_MAX;
    *ret = (mg_trace){.docid = known < found ? known : found, .known = known <= found};
    if (found <= known) {
        ret->pieces = piece;
        ret->n = n;
        wreck->at_record += n;
    }
    wreck->at_known += known <= found && known != UINT32_MAX;
    return ret->docid != UINT32_MAX;
}

morgue_status mg_wreck_next(mg_wreck *wreck, mg_trace *ret, bool *ret_more, morgue_error *err)
{
    size_t n;
    if (!wreck->whole && !wreck->searched && !take_all(wreck))
        return mg_fail_memory(err);
    do {
        if (!look_ahead(wreck, &n))
            return mg_fail_memory(err);
        *ret_more = wreck->whole ? next_of_whole(wreck, ret, n) : next_of_damaged(wreck, ret, n);
    } while (*ret_more && !ret->known && wreck->sure);
    return MORGUE_OK;
}

morgue_status mg_wreck_search(mg_wreck *wreck, mg_trace *trace, morgue_error *err)
{
    if (!wreck->searched) {
        if (!take_all(wreck))
            return mg_fail_memory(err);
        wreck->at_record = 0;
        while (wreck->at_record < wreck->records.n &&
               wreck->records.at[wreck->at_record].id <= trace->docid)
            wreck->at_record++;
    }
    size_t from;
    trace->n = mg_pieces_find(&wreck->records, trace->docid, &from);
    trace->pieces = trace->n ? wreck->records.at + from : NULL;
    return MORGUE_OK;
}
