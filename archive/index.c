#include "archive/index.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/index_kind.h"
#include "archive/tokenizer.h"

morgue_status mg_index_open(const char *path, mg_index **ret, morgue_error *err)
{
    mg_index *index = NULL;
    morgue_status status = mg_glass_open(path, &index, err);
    if (status == MORGUE_OK && !index)
        status = mg_iterators_open(path, &index, err);
    if (status == MORGUE_OK)
        *ret = index;
    return status;
}

/* Windows without a document, and those behind the last one, share a page, so that a number that is
 * far too great costs little. */
static const mg_lengths no_lengths;
static const mg_dates no_dates = {.least = UINT64_MAX};

/* What was made for the index, and is not one of these. */
static void free_page(const void *page)
{
    if (page != &no_lengths && page != &no_dates)
        free((void *)(uintptr_t)page);
}

static size_t windows_of(const mg_index *index)
{
    return index->last / MG_WINDOW + 1;
}

void mg_index_forget(mg_index *index)
{
    for (size_t i = 0; index->lengths && i < windows_of(index); i++)
        free_page(index->lengths[i]);
    for (size_t i = 0; index->dates && i < windows_of(index); i++)
        free_page(index->dates[i]);
    free(index->lengths);
    free(index->blank);
    free(index->dates);
    mg_index_free_columns(index->columns);
    index->lengths = NULL;
    index->blank = NULL;
    index->dates = NULL;
    index->columns = NULL;
}

void mg_index_free(mg_index *index)
{
    if (!index)
        return;
    mg_index_forget(index);
    index->kind->free(index);
}

morgue_status mg_index_check(const mg_index *index, morgue_error *err)
{
    return index->kind->check(index, err);
}

uint32_t mg_index_articles(const mg_index *index)
{
    return index->articles;
}

uint32_t mg_index_last(const mg_index *index)
{
    return index->last;
}

uint64_t mg_index_total_length(const mg_index *index)
{
    return index->total_length;
}

/* ---- Reading ahead ------------------------------------------------------------------------ */

bool mg_index_is_far(const mg_index *index)
{
    return index->kind->expect != NULL;
}

void mg_index_expect(mg_index *index, mg_ahead what, uint32_t number, const char *text, size_t len)
{
    if (index->kind->expect)
        index->kind->expect(index, what, number, text, len);
}

/* ---- Terms -------------------------------------------------------------------------------- */

mg_terms *mg_terms_open(mg_index *index, const char *prefix, size_t len)
{
    return index->kind->terms_open(index, prefix, len);
}

void mg_terms_pass_capitals(mg_terms *terms)
{
    if (terms->index->kind->terms_pass_capitals)
        terms->index->kind->terms_pass_capitals(terms);
}

bool mg_terms_next(mg_terms *terms, morgue_text *ret, uint32_t *ret_frequency)
{
    return terms->index->kind->terms_next(terms, ret, ret_frequency);
}

morgue_status mg_index_frequency(mg_index *index, const char *term, size_t len, uint32_t *ret,
                                 morgue_error *err)
{
    mg_list *list = NULL;
    if (index->kind->frequency) {
        *ret = index->kind->frequency(index, term, len);
        return MORGUE_OK;
    }
    morgue_status status = mg_list_open(index, term, len, &list, err);
    *ret = list ? mg_list_frequency(list) : 0;
    mg_list_free(list);
    return status;
}

void mg_terms_seek(mg_terms *terms, const char *term, size_t len)
{
    terms->index->kind->terms_seek(terms, term, len);
}

void mg_terms_free(mg_terms *terms)
{
    if (terms)
        terms->index->kind->terms_free(terms);
}

/* ---- Postings ----------------------------------------------------------------------------- */

morgue_status mg_list_open(mg_index *index, const char *term, size_t len, mg_list **ret,
                           morgue_error *err)
{
    *ret = NULL;
    return len ? index->kind->list_open(index, term, len, ret, err) : MORGUE_OK;
}

void mg_list_free(mg_list *list)
{
    if (list)
        list->index->kind->list_free(list);
}

uint32_t mg_list_frequency(const mg_list *list)
{
    return list->frequency;
}

uint64_t mg_list_occurrences(const mg_list *list)
{
    return list->occurrences;
}

uint32_t mg_list_peek(mg_list *list)
{
    return list->next;
}

void mg_list_skip(mg_list *list, uint32_t docid)
{
    if (list->next && list->next < docid)
        list->index->kind->list_skip(list, docid);
}

size_t mg_list_take(mg_list *list, uint32_t end, size_t room, uint32_t *docids, uint32_t *wdfs)
{
    if (!list->next || list->next >= end || !room)
        return 0;
    return list->index->kind->list_take(list, end, room, docids, wdfs);
}

bool mg_list_positions(mg_list *list, uint32_t docid, mg_places *ret)
{
    ret->n = 0;
    return list->index->kind->list_positions(list, docid, ret);
}

morgue_status mg_list_open_phrases(mg_index *index, const xap_phrases *phrases, mg_list **ret,
                                   morgue_error *err)
{
    *ret = NULL;
    return index->kind->phrases(index, phrases, ret, err);
}

void mg_index_expect_phrases(mg_index *index, const xap_phrases *phrases)
{
    index->kind->phrases(index, phrases, NULL, NULL);
}

/* ---- Windows ------------------------------------------------------------------------------ */

const mg_lengths *mg_index_lengths(mg_index *index, uint32_t window)
{
    if (window >= windows_of(index))
        return &no_lengths;
    if (!index->lengths && !(index->lengths = calloc(windows_of(index), sizeof(mg_lengths *))))
        return NULL;
    const mg_lengths **page = &index->lengths[window];
    if (*page)
        return *page;
    if (!index->blank && !(index->blank = calloc(1, sizeof *index->blank)))
        return NULL;
    if (!index->kind->lengths(index, window, index->blank)) {
        free(index->blank);
        index->blank = NULL;
        return NULL;
    }
    for (size_t i = 0; i < MG_WINDOW_WORDS; i++)
        if (index->blank->present[i]) /* counting is slow */
            index->blank->documents += (uint32_t)__builtin_popcountll(index->blank->present[i]);
    *page = index->blank->documents ? index->blank : &no_lengths;
    if (index->blank->documents)
        index->blank = NULL;
    return *page;
}

uint32_t mg_lengths_next(const mg_lengths *lengths, uint32_t from)
{
    uint64_t mask = ~UINT64_C(0) << from % 64;
    for (uint32_t word = from / 64; lengths->documents && word < MG_WINDOW_WORDS; word++) {
        uint64_t rest = lengths->present[word] & mask;
        if (rest)
            return word * 64 + (uint32_t)__builtin_ctzll(rest);
        mask = ~UINT64_C(0);
    }
    return MG_WINDOW;
}

bool mg_index_values(mg_index *index, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user)
{
    return window >= windows_of(index) || index->kind->values(index, slot, window, fn, user);
}

morgue_status mg_index_value_bounds(mg_index *index, uint32_t slot, mg_buffer *ret_least,
                                    mg_buffer *ret_greatest, morgue_error *err)
{
    return index->kind->value_bounds(index, slot, ret_least, ret_greatest, err);
}

static bool take_date(void *user, uint32_t docid, const char *digits, size_t len)
{
    mg_dates *dates = user;
    uint64_t key = mg_date_key(digits, len);
    if (key == 0)
        return true;
    dates->key[docid % MG_WINDOW] = key;
    if (key < dates->least)
        dates->least = key;
    if (key > dates->greatest)
        dates->greatest = key;
    return true;
}

const mg_dates *mg_index_dates(mg_index *index, uint32_t window)
{
    if (window >= windows_of(index))
        return &no_dates;
    if (!index->dates && !(index->dates = calloc(windows_of(index), sizeof(mg_dates *))))
        return NULL;
    const mg_dates **page = &index->dates[window];
    if (*page)
        return *page;
    mg_dates *made = calloc(1, sizeof *made);
    if (made)
        made->least = UINT64_MAX;
    if (!made || !index->kind->values(index, MG_SLOT_DATE, window, take_date, made)) {
        free(made);
        return NULL;
    }
    *page = made;
    if (!made->greatest) {
        free(made);
        *page = &no_dates;
    }
    return *page;
}

/* Eight digits as eight times four bits, each one more than the digit; 0 where not all are digits.
 */
static uint32_t pack_digits(const char *digits)
{
    uint64_t word;
    memcpy(&word, digits, sizeof word);
    word = be64toh(word) - 0x3030303030303030u;
    if (((word + 0x7676767676767676u) | word) & 0x8080808080808080u)
        return 0;
    word += 0x0101010101010101u;
    word = (word | word >> 4) & 0x00FF00FF00FF00FFu;
    word = (word | word >> 8) & 0x0000FFFF0000FFFFu;
    return (uint32_t)(word | word >> 16);
}

uint64_t mg_date_key(const char *digits, size_t len)
{
    size_t i = 0;
    uint64_t key = 0;
    if (len >= 8) {
        key = (uint64_t)pack_digits(digits) << 32;
        i = key ? 8 : 0;
    }
    for (; i < len && i < 16; i++) {
        unsigned digit = (unsigned char)digits[i] - (unsigned)'0';
        if (digit > 9)
            break;
        key |= (uint64_t)(digit + 1) << (60 - 4 * i);
    }
    return key;
}

/* ---- Documents ---------------------------------------------------------------------------- */

morgue_status mg_index_record(mg_index *index, uint32_t docid, mg_buffer *ret, morgue_error *err)
{
    return index->kind->record(index, docid, ret, err);
}

morgue_status mg_index_record_of_hit(mg_index *index, uint32_t docid, mg_buffer *ret,
                                     morgue_error *err)
{
    morgue_status status = mg_index_record(index, docid, ret, err);
    return status == MORGUE_NOT_FOUND
               ? mg_fail(err, MORGUE_CORRUPT,
                         "the index of a shard names its article %u, which is not there",
                         (unsigned)docid)
               : status;
}

morgue_status mg_index_document_terms(mg_index *index, uint32_t docid, const char *prefix,
                                      mg_term_fn *fn, void *user, morgue_error *err)
{
    return index->kind->document_terms(index, docid, prefix, fn, user, err);
}

static bool take_id(void *user, morgue_text term, uint32_t wdf)
{
    mg_buffer *id = user;
    (void)wdf;
    if (term.len - 1 < MG_VALUE_MAX)
        mg_buffer_append(id, term.data + 1, term.len - 1);
    return false;
}

void mg_index_document_id(mg_index *index, uint32_t docid, mg_buffer *ret)
{
    mg_index_document_terms(index, docid, mg_field_at(MORGUE_ID)->exact, take_id, ret, NULL);
}

morgue_status mg_index_metadata(mg_index *index, const char *key, mg_buffer *ret, morgue_error *err)
{
    return index->kind->metadata(index, key, ret, err);
}

morgue_status mg_index_each_metadata(mg_index *index, const char *from, size_t len,
                                     mg_metadata_fn *fn, void *user, morgue_error *err)
{
    return index->kind->each_metadata(index, from, len, fn, user, err);
}
