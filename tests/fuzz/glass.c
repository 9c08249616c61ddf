/* Shards whose tables are damaged, read without Xapian. The input is that of shards.h. */
#include <stdlib.h>

#include "archive/index_kind.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "tests/fuzz/shards.h"

/* ---- Reading ------------------------------------------------------------------------------ */

/* Dice, so that an input is read in the same way each time. */
static uint32_t dice;

static uint32_t roll(uint32_t sides)
{
    dice = dice * 1664525 + 1013904223;
    return (dice >> 16) % sides;
}

static bool is_expected(morgue_status status)
{
    return status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_NOT_FOUND ||
           status == MORGUE_BAD_VERSION || status == MORGUE_INVALID;
}

static void read_list(mg_index *index, morgue_text term)
{
    enum { ROOM = 100, PATIENCE = 500 };
    uint32_t docids[ROOM], wdfs[ROOM], last = 0;
    mg_places places = {0};
    mg_list *list = NULL;
    morgue_error err;
    EXPECT_OK(mg_list_open(index, term.data, term.len, &list, &err), &err);
    for (int i = 0; list && i < PATIENCE && mg_list_peek(list); i++) {
        EXPECT(mg_list_peek(list) > last);
        if (roll(3) == 0)
            mg_list_skip(list, last + roll(200));
        size_t n = mg_list_take(list, UINT32_MAX, 1 + roll(ROOM), docids, wdfs);
        for (size_t k = 0; k < n; k++) {
            EXPECT(docids[k] > last);
            last = docids[k];
        }
        EXPECT(mg_list_positions(list, last, &places));
        for (size_t k = 1; k < places.n; k++)
            EXPECT(places.at[k - 1] < places.at[k]);
        if (n == 0)
            break;
    }
    mg_list_free(list);
    free(places.at);
}

static void read_terms(mg_index *index)
{
    enum { PATIENCE = 3000 };
    morgue_text term;
    uint32_t frequency;
    mg_terms *terms = mg_terms_open(index, roll(4) ? "" : "w", roll(4) ? 0 : 1);
    EXPECT(terms);
    for (int i = 0; i < PATIENCE && mg_terms_next(terms, &term, &frequency); i++) {
        EXPECT(term.len <= 255 && term.data[term.len] == '\0');
        if (roll(8) == 0)
            read_list(index, term);
        if (roll(100) == 0)
            mg_terms_seek(terms, "w2", 2);
    }
    mg_terms_free(terms);
    read_list(index, (morgue_text){"w0", 2});
}

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    (void)user;
    (void)adler;
    (void)err;
    *ret = fuzz_dictionary;
    return MORGUE_OK;
}

static bool take_term(void *user, morgue_text term, uint32_t wdf)
{
    size_t *left = user;
    (void)wdf;
    EXPECT(term.len <= 255 && term.data[term.len] == '\0');
    return --*left > 0;
}

static void read_document(mg_index *index, uint32_t docid, morgue_article *article)
{
    morgue_error err;
    mg_buffer packed = {0}, record = {0};
    size_t left = 1 + roll(500);
    morgue_status status = mg_index_record(index, docid, &packed, &err);
    EXPECT(is_expected(status));
    if (status == MORGUE_OK)
        status = mg_unpack(packed.data ? packed.data : "", packed.len, find_dictionary, NULL,
                           &record, &err);
    if (status == MORGUE_OK)
        status = mg_record_decode(record.data, record.len, article, &err);
    EXPECT(is_expected(status));
    EXPECT(is_expected(
        mg_index_document_terms(index, docid, roll(2) ? "" : "w", take_term, &left, &err)));
    mg_buffer_free(&packed);
    mg_buffer_free(&record);
}

static void read_documents(mg_index *index)
{
    static const char *const keys[] = {"morgue.revision", "morgue.dictionary", "none"};
    morgue_error err;
    mg_buffer value = {0}, greatest = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    for (uint32_t docid = 0; docid < FUZZ_ARTICLES + 20; docid += 1 + roll(12))
        read_document(index, docid, article);
    read_document(index, mg_index_last(index), article);
    for (uint32_t window = 0; window < 3; window++)
        EXPECT(mg_index_lengths(index, window) && mg_index_dates(index, window));
    EXPECT(mg_index_lengths(index, mg_index_last(index) / MG_WINDOW));
    EXPECT(mg_index_dates(index, mg_index_last(index) / MG_WINDOW));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        EXPECT(is_expected(mg_index_metadata(index, keys[i], &value, &err)));
    for (uint32_t slot = 0; slot < 10; slot++)
        EXPECT(is_expected(mg_index_value_bounds(index, slot, &value, &greatest, &err)));
    morgue_article_free(article);
    mg_buffer_free(&value);
    mg_buffer_free(&greatest);
}

/* Whether the index could be opened is left to Xapian where the version file is not understood. */
static morgue_status read_shard(const char *path, uint32_t seed)
{
    mg_index *index = NULL;
    morgue_error err = {0};
    morgue_status status = mg_glass_open(path, &index, &err);
    dice = seed;
    if (status == MORGUE_OK && index) {
        read_terms(index);
        read_documents(index);
        status = mg_index_check(index, &err);
    }
    EXPECT(status == MORGUE_OK || (status == MORGUE_CORRUPT && *err.message));
    mg_index_free(index);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    bool altered = false;
    fuzz_shard *s = fuzz_shard_damage(data, size);
    for (unsigned i = 0; i < FUZZ_FILES; i++)
        altered = altered || fuzz_shard_is_damaged(s, i);
    morgue_status status = read_shard(s->path, (uint32_t)size);
    EXPECT(altered || status == MORGUE_OK);
    fuzz_shard_put_back(s);
    return 0;
}
