/* The articles of a shard, one after the other, against what is kept beside them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "indexer/entry.h"
#include "indexer/maintain/verify.h"

/* What the values of a window say of a document. */
typedef struct values {
    unsigned char hash[MG_HASH_SIZE];
    char size[24];
    char date[32];
    uint8_t hash_len, size_len, date_len;
} values;

/* Working on the documents of a shard. */
typedef struct reading {
    mg_suspect *suspect;
    values *window; /* MG_WINDOW of them */
    mg_buffer packed, record;
    morgue_article *article;
    mg_entry_room room;
    uint64_t words; /* of the documents so far */
} reading;

/* ---- Values ------------------------------------------------------------------------------- */

static bool take_hash(void *user, uint32_t docid, const char *data, size_t len)
{
    values *s = &((values *)user)[docid % MG_WINDOW];
    s->hash_len = len == sizeof s->hash ? (uint8_t)len : 0;
    memcpy(s->hash, data, s->hash_len);
    return true;
}

static bool take_size(void *user, uint32_t docid, const char *data, size_t len)
{
    values *s = &((values *)user)[docid % MG_WINDOW];
    s->size_len = len < sizeof s->size ? (uint8_t)len : 0;
    memcpy(s->size, data, s->size_len);
    return true;
}

static bool take_date(void *user, uint32_t docid, const char *data, size_t len)
{
    values *s = &((values *)user)[docid % MG_WINDOW];
    s->date_len = len <= sizeof s->date ? (uint8_t)len : 0;
    memcpy(s->date, data, s->date_len);
    return true;
}

static bool read_values(reading *r, uint32_t window)
{
    mg_index *index = r->suspect->index;
    memset(r->window, 0, MG_WINDOW * sizeof *r->window);
    return mg_index_values(index, MG_SLOT_HASH, window, take_hash, r->window) &&
           mg_index_values(index, MG_SLOT_SIZE, window, take_size, r->window) &&
           mg_index_values(index, MG_SLOT_DATE, window, take_date, r->window);
}

/* ---- Dictionaries ------------------------------------------------------------------------- */

/* Appends what the shard has under the key, where that is the dictionary itself. */
static morgue_status look_in(mg_index *index, const char *key, uint32_t adler, mg_buffer *ret,
                             morgue_error *err)
{
    if (!index)
        return MORGUE_OK;
    morgue_status status = mg_index_metadata(index, key, ret, err);
    if (status == MORGUE_OK && ret->len && mg_dictionary_adler(ret->data, ret->len) != adler)
        mg_buffer_clear(ret);
    return status == MORGUE_NO_MEMORY ? status : MORGUE_OK;
}

/* In this shard, else in any: as readers do. */
static morgue_status load_dictionary(const mg_suspect *s, uint32_t adler, mg_buffer *ret,
                                     morgue_error *err)
{
    char key[MG_META_KEY_MAX];
    mg_meta_dictionary_key(adler, key);
    morgue_status status = look_in(s->index, key, adler, ret, err);
    for (size_t i = 0; status == MORGUE_OK && !ret->len && i < s->run->n_indexes; i++)
        status = look_in(s->run->indexes[i], key, adler, ret, err);
    if (status == MORGUE_OK && !ret->len)
        status = mg_fail(err, MORGUE_CORRUPT, "its dictionary %08" PRIx32 " is lost", adler);
    return status;
}

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    const mg_suspect *s = user;
    mg_buffer text = {0};
    mg_dictionaries *met = &s->run->dictionaries;
    morgue_status status = MORGUE_OK;
    if (!mg_dictionaries_find(met, adler)) {
        status = load_dictionary(s, adler, &text, err);
        if (status == MORGUE_OK && !mg_dictionaries_keep(met, adler, &text))
            status = mg_fail_memory(err);
        mg_buffer_free(&text);
    }
    if (status != MORGUE_OK)
        return status;
    const mg_buffer *found = mg_dictionaries_find(met, adler);
    *ret = (morgue_text){found->data, found->len};
    return MORGUE_OK;
}

/* ---- One article -------------------------------------------------------------------------- */

/* The fingerprint is of what was given; the size is of title and text. */
static morgue_status compare_values(reading *r, uint32_t docid, const char *id, morgue_error *err)
{
    mg_entry entry;
    char size[24];
    const mg_suspect *s = r->suspect;
    const values *kept = &r->window[docid % MG_WINDOW];
    morgue_status status = mg_entry_make(r->article, false, &r->room, &entry, err);
    if (status != MORGUE_OK)
        return status;
    s->run->verdict.articles++;
    r->suspect->text_bytes += entry.size;
    if (kept->hash_len != MG_HASH_SIZE || memcmp(kept->hash, entry.hash, MG_HASH_SIZE) != 0)
        mg_verify_tell(s, docid, id, "it is not the article that its fingerprint was made of");
    int len = snprintf(size, sizeof size, "%" PRIu64, entry.size);
    if (kept->size_len != len || memcmp(kept->size, size, (size_t)len) != 0)
        mg_verify_tell(s, docid, id, "it has %s bytes of text, and the index says %.*s", size,
                       kept->size_len, kept->size);
    return MORGUE_OK;
}

static bool add_bare(void *user, morgue_text term, uint32_t wdf)
{
    uint64_t *sum = user;
    *sum += mg_print_bare(&(mg_print){.term = term.data, .len = term.len, .wdf = wdf});
    return true;
}

/* What is kept by document: its terms, its length, its date. */
static morgue_status compare_document(reading *r, uint32_t docid, uint32_t length, const char *id,
                                      morgue_error *err)
{
    uint64_t sum = 0;
    morgue_error met;
    const mg_suspect *s = r->suspect;
    const mg_footprint *f = &s->run->footprint;
    const values *kept = &r->window[docid % MG_WINDOW];
    morgue_status status = mg_index_document_terms(s->index, docid, "", add_bare, &sum, &met);
    if (status != MORGUE_OK)
        return mg_verify_met(s, docid, id, status, &met, err);
    if (sum != mg_footprint_bare(f))
        mg_verify_tell(s, docid, id, "its list of terms is not what its text makes");
    if (length != f->length)
        mg_verify_tell(s, docid, id, "it has %" PRIu64 " words, and the index says %" PRIu32,
                       f->length, length);
    if (kept->date_len != f->date_len || memcmp(kept->date, f->date, f->date_len) != 0)
        mg_verify_tell(s, docid, id, "its date is %.*s, and the index says %.*s", (int)f->date_len,
                       f->date, kept->date_len, kept->date);
    return MORGUE_OK;
}

/* Keeps the sum of all its terms for the comparison with all postings. */
static bool keep_sum(mg_suspect *s, uint32_t docid)
{
    mg_sums *sums = mg_verify_sums(s, docid);
    if (sums)
        sums->sum[docid % MG_WINDOW] += mg_footprint_whole(&s->run->footprint);
    return sums != NULL;
}

static morgue_status compare_index(reading *r, uint32_t docid, uint32_t length, const char *id,
                                   morgue_error *err)
{
    mg_suspect *s = r->suspect;
    if (!s->sums && s->run->done % s->run->step)
        return MORGUE_OK;
    morgue_status status = mg_footprint_make(&s->run->footprint, r->article, err);
    if (status == MORGUE_OK)
        status = compare_document(r, docid, length, id, err);
    if (status == MORGUE_OK && s->sums)
        status = keep_sum(s, docid) ? MORGUE_OK : mg_fail_memory(err);
    else if (status == MORGUE_OK)
        status = mg_verify_article(s, docid, id, err);
    s->run->verdict.compared += status == MORGUE_OK;
    return status;
}

static morgue_status check_id(reading *r, uint32_t docid, const char *id, morgue_error *err)
{
    bool seen = false;
    if (!*id)
        mg_verify_tell(r->suspect, docid, id, "it has no id");
    else if (!mg_idset_add(&r->suspect->run->ids, id, strlen(id), &seen))
        return mg_fail_memory(err);
    if (seen)
        mg_verify_tell(r->suspect, docid, id, "there is another article with this id");
    return MORGUE_OK;
}

/* An article that cannot be read: its id may be among its terms. */
static morgue_status tell_unread(mg_suspect *s, uint32_t docid, morgue_status met_status,
                                 const morgue_error *met, morgue_error *err)
{
    mg_buffer id = {0};
    s->unread = true;
    mg_sums *sums = s->sums ? mg_verify_sums(s, docid) : NULL;
    if (sums)
        sums->unread[docid % MG_WINDOW / 64] |= UINT64_C(1) << docid % 64;
    mg_index_document_id(s->index, docid, &id);
    bool fits = mg_buffer_append_byte(&id, '\0');
    morgue_status status = mg_verify_met(s, docid, fits ? id.data : "", met_status, met, err);
    mg_buffer_free(&id);
    return status;
}

/* Reads the article. *ret is false where that cannot be, which was told then. */
static morgue_status read_article(reading *r, uint32_t docid, bool *ret, morgue_error *err)
{
    morgue_error met;
    mg_suspect *s = r->suspect;
    morgue_status status = mg_index_record(s->index, docid, &r->packed, &met);
    if (status == MORGUE_OK)
        status = mg_unpack(r->packed.data, r->packed.len, find_dictionary, s, &r->record, &met);
    if (status == MORGUE_OK)
        status = mg_record_decode(r->record.data, r->record.len, r->article, &met);
    *ret = status == MORGUE_OK;
    return *ret ? status : tell_unread(s, docid, status, &met, err);
}

/* Nobody looks for it here, nor replaces it, nor deletes it. */
static void check_part(const reading *r, uint32_t docid, morgue_text id)
{
    const mg_suspect *s = r->suspect;
    const mg_part *part = &s->run->part;
    if (!mg_part_takes(part, id.data, id.len))
        mg_verify_tell(s, docid, id.data, "it is for part %u/%u, and the archive is part %u/%u",
                       mg_part_of(id.data, id.len, part->parts), part->parts, part->part,
                       part->parts);
}

static morgue_status check_article(reading *r, uint32_t docid, uint32_t length, morgue_error *err)
{
    bool readable;
    morgue_status status = read_article(r, docid, &readable, err);
    r->words += length;
    if (status != MORGUE_OK || !readable)
        return status;
    morgue_text given = morgue_article_get(r->article, MORGUE_ID, 0);
    const char *id = given.data;
    check_part(r, docid, given);
    status = check_id(r, docid, id, err);
    if (status == MORGUE_OK)
        status = compare_values(r, docid, id, err);
    return status == MORGUE_OK ? compare_index(r, docid, length, id, err) : status;
}

/* ---- All of them -------------------------------------------------------------------------- */

static morgue_status go_on(mg_verification *run, morgue_error *err)
{
    run->done++;
    return run->done % 64 == 0 ? mg_verify_go_on(run, err) : MORGUE_OK;
}

static morgue_status check_window(reading *r, uint32_t window, uint32_t *articles,
                                  morgue_error *err)
{
    const mg_lengths *page = mg_index_lengths(r->suspect->index, window);
    morgue_status status = MORGUE_OK;
    bool begun = false;
    if (!page)
        return mg_fail_memory(err);
    for (uint32_t i = 0; status == MORGUE_OK && i < MG_WINDOW; i++) {
        if (!(page->present[i / 64] >> i % 64 & 1))
            continue;
        if (!begun && !read_values(r, window))
            return mg_fail_memory(err);
        begun = true;
        ++*articles;
        status = check_article(r, window * MG_WINDOW + i, page->length[i], err);
        if (status == MORGUE_OK)
            status = go_on(r->suspect->run, err);
    }
    return status;
}

/* What the shard says of all its articles. */
static morgue_status check_totals(const reading *r, uint32_t articles, morgue_error *err)
{
    morgue_error met;
    uint64_t bytes = 0;
    mg_buffer digits = {0};
    const mg_suspect *s = r->suspect;
    if (articles != mg_index_articles(s->index))
        mg_verify_tell(s, 0, "", "it says that it has %" PRIu32 " articles, and has %" PRIu32,
                       mg_index_articles(s->index), articles);
    if (r->words != mg_index_total_length(s->index))
        mg_verify_tell(s, 0, "", "it says that it has %" PRIu64 " words, and has %" PRIu64,
                       mg_index_total_length(s->index), r->words);
    morgue_status status = mg_index_metadata(s->index, MG_META_TEXT_BYTES, &digits, &met);
    if (status == MORGUE_OK && mg_buffer_append_byte(&digits, '\0'))
        bytes = strtoull(digits.data, NULL, 10);
    mg_buffer_free(&digits);
    if (status == MORGUE_OK && bytes != s->text_bytes && !s->unread)
        mg_verify_tell(s, 0, "", "it says that it has %" PRIu64 " bytes of text, and has %" PRIu64,
                       bytes, s->text_bytes);
    return mg_verify_met(s, 0, "", status, &met, err);
}

static void end_reading(reading *r)
{
    free(r->window);
    mg_buffer_free(&r->packed);
    mg_buffer_free(&r->record);
    mg_entry_room_free(&r->room);
    morgue_article_free(r->article);
}

morgue_status mg_verify_records(mg_suspect *s, morgue_error *err)
{
    uint32_t articles = 0;
    reading r = {.suspect = s};
    r.window = malloc(MG_WINDOW * sizeof *r.window);
    r.article = morgue_article_new();
    morgue_status status = r.window && r.article ? MORGUE_OK : mg_fail_memory(err);
    for (uint32_t w = 0; status == MORGUE_OK && w <= mg_index_last(s->index) / MG_WINDOW; w++)
        status = check_window(&r, w, &articles, err);
    if (status == MORGUE_OK)
        status = check_totals(&r, articles, err);
    end_reading(&r);
    return status;
}
