/* Records as they lie in an archive that may be damaged. The first byte says how to take the rest:
 * even, as a packed record; odd, as a record, which may also be one of an earlier version, in an
 * archive that has the features of the bits above. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/manifest.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "tests/fuzz/fuzz.h"

static const char dictionary[] =
    "SAINT-AUBRAC (Meridian) - the senators of Marenne said on Tuesday";

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    (void)user;
    if (!adler)
        return mg_fail(err, MORGUE_CORRUPT, "there is no such dictionary");
    *ret = (morgue_text){dictionary, sizeof dictionary - 1};
    return MORGUE_OK;
}

static morgue_status find_right(void *user, uint32_t adler, morgue_text *ret, morgue_error *err)
{
    (void)user;
    (void)err;
    EXPECT(adler == mg_dictionary_adler(dictionary, sizeof dictionary - 1));
    *ret = (morgue_text){dictionary, sizeof dictionary - 1};
    return MORGUE_OK;
}

/* Packing and unpacking gives the same bytes. */
static void expect_packs(const mg_buffer *record)
{
    static mg_packer *packer;
    mg_buffer packed = {0}, unpacked = {0};
    if (!packer)
        EXPECT(mg_packer_new(6, dictionary, sizeof dictionary - 1, &packer, NULL) == MORGUE_OK);
    EXPECT(mg_pack(packer, record->data, record->len, &packed, NULL) == MORGUE_OK);
    EXPECT(mg_unpack(packed.data, packed.len, find_right, NULL, &unpacked, NULL) == MORGUE_OK);
    EXPECT(unpacked.len == record->len && memcmp(unpacked.data, record->data, record->len) == 0);
    mg_buffer_free(&packed);
    mg_buffer_free(&unpacked);
}

/* What decodes encodes to a record in order, which stays as it is from there on. */
static void expect_encodes(morgue_article *article)
{
    mg_buffer first = {0}, second = {0};
    morgue_text line;
    EXPECT(mg_record_encode(article, &first, NULL) == MORGUE_OK);
    EXPECT(mg_record_decode(first.data, first.len, article, NULL) == MORGUE_OK);
    EXPECT(mg_record_encode(article, &second, NULL) == MORGUE_OK);
    EXPECT(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
    expect_packs(&first);
    EXPECT(morgue_article_json(article, &line, NULL) == MORGUE_OK);
    mg_buffer_free(&first);
    mg_buffer_free(&second);
}

static void decode(const char *data, size_t len)
{
    morgue_error err = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    morgue_status status = mg_record_decode(data, len, article, &err);
    EXPECT(status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION);
    EXPECT(status == err.status);
    if (status == MORGUE_OK)
        expect_encodes(article);
    morgue_article_free(article);
}

/* What any version made decodes to an article as this one makes them. What is not earlier is the
 * same by both ways. */
static void decode_earlier(const char *data, size_t len, uint32_t features)
{
    morgue_error err = {0};
    mg_buffer first = {0}, second = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    morgue_status status = mg_record_decode_earlier(data, len, features, article, &err);
    EXPECT(status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION);
    EXPECT(status == err.status);
    if (status == MORGUE_OK) {
        EXPECT(mg_record_encode(article, &first, NULL) == MORGUE_OK);
        expect_encodes(article);
    }
    if (len && data[0] == MG_RECORD_VERSION) {
        EXPECT(mg_record_decode(data, len, article, NULL) == status);
        EXPECT(status != MORGUE_OK || mg_record_encode(article, &second, NULL) == MORGUE_OK);
        EXPECT(first.len == second.len);
        EXPECT(!first.len || memcmp(first.data, second.data, first.len) == 0);
    }
    mg_buffer_free(&first);
    mg_buffer_free(&second);
    morgue_article_free(article);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mg_buffer record = {0};
    if (!size)
        return 0;
    const char *rest = (const char *)data + 1;
    if (data[0] & 1) {
        decode(rest, size - 1);
        decode_earlier(rest, size - 1, data[0] >> 1 & MG_FEATURES_ALL);
    } else if (mg_unpack(rest, size - 1, find_dictionary, NULL, &record, NULL) == MORGUE_OK) {
        decode(record.data, record.len);
    }
    mg_buffer_free(&record);
    return 0;
}
