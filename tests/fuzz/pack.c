/* Packed articles, behind their check sum. A fuzzer does not find an Adler-32, so the target writes
 * it. The first byte says what the rest is: bit 0, whether there is a dictionary;
 *
 *   bit 1 is 0   a bare deflate stream, which gets zlib's header and trailer
 *   bit 1 is 1   a text, of which the first part is what the dictionary is made of: a byte with
 *                its share in 256ths */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "archive/error.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "tests/fuzz/fuzz.h"

enum { WITH_DICTIONARY = 1, TEXT = 2, LONGEST = 2 << 20 };

typedef struct envelope {
    morgue_text dictionary; /* that there is */
    unsigned asked;
} envelope;

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    envelope *e = user;
    e->asked++;
    if (adler != mg_dictionary_adler(e->dictionary.data, e->dictionary.len))
        return mg_fail(err, MORGUE_CORRUPT, "there is no such dictionary");
    *ret = e->dictionary;
    return MORGUE_OK;
}

static bool unpacks(const mg_buffer *packed, size_t len, morgue_text dictionary, mg_buffer *ret)
{
    envelope e = {dictionary, 0};
    morgue_error err = {0};
    char *exact = fuzz_copy(packed->data, len);
    morgue_status status = mg_unpack(exact, len, find_dictionary, &e, ret, &err);
    EXPECT(status == MORGUE_OK || status == MORGUE_CORRUPT);
    EXPECT(status == err.status && (status == MORGUE_OK || *err.message) && e.asked <= 1);
    free(exact);
    return status == MORGUE_OK;
}

/* What unpacks to `text` does not when it is cut off, longer, turned in a byte that is its check
 * sum's, or when its dictionary is another. */
static void expect_refused(mg_buffer *packed, const mg_buffer *text, morgue_text dictionary)
{
    static const morgue_text other = {"another dictionary", 18};
    mg_buffer out = {0};
    EXPECT(unpacks(packed, packed->len, dictionary, &out));
    EXPECT(out.len == text->len && (!out.len || memcmp(out.data, text->data, out.len) == 0));
    size_t step = 1 + packed->len / 4;
    for (size_t len = 0; len < packed->len; len += step)
        EXPECT(!unpacks(packed, len, dictionary, &out));
    EXPECT(!unpacks(packed, packed->len - 1, dictionary, &out));
    EXPECT(!dictionary.len || !unpacks(packed, packed->len, other, &out));
    packed->data[packed->len - 1 - text->len % 4] ^= 0x10;
    EXPECT(!unpacks(packed, packed->len, dictionary, &out));
    packed->data[packed->len - 1 - text->len % 4] ^= 0x10;
    EXPECT(mg_buffer_append_byte(packed, 'x'));
    EXPECT(!unpacks(packed, packed->len, dictionary, &out));
    packed->len--;
    mg_buffer_free(&out);
}

static void decode(const mg_buffer *record)
{
    morgue_error err = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    morgue_status status = mg_record_decode(record->data, record->len, article, &err);
    EXPECT(status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION);
    morgue_article_free(article);
}

/* ---- A bare stream ------------------------------------------------------------------------ */

/* What zlib itself makes of it, and how many bytes of it are the stream; false where it is none. */
static bool inflate_bare(const uint8_t *data, size_t size, morgue_text dictionary, mg_buffer *ret,
                         size_t *ret_used)
{
    static char room[LONGEST];
    z_stream stream = {0};
    char *copy = fuzz_copy(data, size);
    EXPECT(inflateInit2(&stream, -15) == Z_OK);
    if (dictionary.len)
        EXPECT(inflateSetDictionary(&stream, (const Bytef *)dictionary.data,
                                    (uInt)dictionary.len) == Z_OK);
    stream.next_in = (Bytef *)copy;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)room;
    stream.avail_out = LONGEST;
    bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    EXPECT(mg_buffer_append(ret, room, stream.total_out));
    *ret_used = stream.total_in;
    inflateEnd(&stream);
    free(copy);
    return whole;
}

static void put_big_endian(mg_buffer *ret, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        EXPECT(mg_buffer_append_byte(ret, (char)(number >> shift)));
}

/* RFC 1950: method and window, flags with their check bits, the dictionary, the stream, the sum. */
static void wrap(const uint8_t *stream, size_t len, morgue_text dictionary, uint32_t sum,
                 mg_buffer *ret)
{
    EXPECT(mg_buffer_append(ret, dictionary.len ? "\x78\xBB" : "\x78\x9C", 2));
    if (dictionary.len)
        put_big_endian(ret, mg_dictionary_adler(dictionary.data, dictionary.len));
    EXPECT(mg_buffer_append(ret, stream, len));
    put_big_endian(ret, sum);
}

static void try_stream(const uint8_t *data, size_t size, morgue_text dictionary)
{
    mg_buffer text = {0}, packed = {0}, out = {0};
    size_t used;
    bool whole = inflate_bare(data, size, dictionary, &text, &used);
    uint32_t sum = (uint32_t)adler32(1, (const Bytef *)text.data, (uInt)text.len);
    wrap(data, whole ? used : size, dictionary, sum, &packed);
    if (whole) {
        expect_refused(&packed, &text, dictionary);
        decode(&text);
    } else {
        EXPECT(!unpacks(&packed, packed.len, dictionary, &out) || out.len > LONGEST);
    }
    mg_buffer_free(&text);
    mg_buffer_free(&packed);
    mg_buffer_free(&out);
}

/* ---- A text ------------------------------------------------------------------------------- */

static void try_text(const uint8_t *data, size_t size, bool with_dictionary)
{
    morgue_error err;
    mg_packer *packer;
    mg_buffer dictionary = {0}, text = {0}, packed = {0};
    size_t share = size ? (size - 1) * data[0] / 256 : 0;
    char *sample = fuzz_copy(data + (size > 0), share);
    if (size)
        EXPECT(mg_buffer_append(&text, data + 1 + share, size - 1 - share));
    if (with_dictionary)
        EXPECT_OK(mg_dictionary_make(sample, share, &dictionary, &err), &err);
    EXPECT(dictionary.len <= MG_DICTIONARY_MAX);
    EXPECT_OK(mg_packer_new(MG_PACK_LEVEL, dictionary.data, dictionary.len, &packer, &err), &err);
    for (int i = 0; i < 2; i++) { /* a packer may be used again */
        EXPECT_OK(mg_pack(packer, text.data ? text.data : "", text.len, &packed, &err), &err);
        expect_refused(&packed, &text, (morgue_text){dictionary.data, dictionary.len});
    }
    mg_packer_free(packer);
    free(sample);
    mg_buffer_free(&dictionary);
    mg_buffer_free(&text);
    mg_buffer_free(&packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char words[] = "SAINT-AUBRAC (Meridian) - the senators of Marenne said on Tuesday";
    bool with_dictionary = size && data[0] & WITH_DICTIONARY;
    if (!size)
        return 0;
    if (data[0] & TEXT)
        try_text(data + 1, size - 1, with_dictionary);
    else
        try_stream(data + 1, size - 1,
                   with_dictionary ? (morgue_text){words, sizeof words - 1} : (morgue_text){"", 0});
    return 0;
}
