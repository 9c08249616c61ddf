/* Packed records and the dictionaries that they are made with. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "archive/pack.h"
#include "tests/unit/scratch.h"

/* The dictionary that the finder hands out, whichever one is asked for. */
typedef struct shelf {
    morgue_text dictionary;
    uint32_t asked;
    unsigned times;
    morgue_status answer;
    bool by_number; /* gives it only to who asks for it by its own */
} shelf;

static morgue_status find(void *user, uint32_t adler, morgue_text *ret, morgue_error *err)
{
    shelf *s = user;
    s->asked = adler;
    s->times++;
    bool other =
        s->by_number && adler != mg_dictionary_adler(s->dictionary.data, s->dictionary.len);
    morgue_status answer = other ? MORGUE_CORRUPT : s->answer;
    if (answer != MORGUE_OK && err)
        *err = (morgue_error){.status = answer, .message = "no such dictionary"};
    if (answer == MORGUE_OK)
        *ret = s->dictionary;
    return answer;
}

/* News as dice write it: words that come again. */
static mg_buffer news(uint64_t seed, size_t len)
{
    mg_buffer text = {0};
    while (text.len < len && text.len < 200000) {
        roll_words(&seed, 200, &text);
        put(&text, ". It was said on ");
    }
    CHECK(mg_buffer_reserve(&text, 2 * len + 200000));
    while (text.len < len)
        CHECK(mg_buffer_append(&text, text.data, text.len));
    text.len = len;
    return text;
}

static mg_buffer noise(uint64_t seed, size_t len)
{
    mg_buffer bytes = {0};
    ck_assert(mg_buffer_reserve(&bytes, len));
    for (; bytes.len < len; bytes.len++)
        bytes.data[bytes.len] = (char)roll(&seed, 256);
    return bytes;
}

static mg_buffer dictionary_of(const mg_buffer *sample)
{
    morgue_error err;
    mg_buffer dictionary = {0};
    OK(mg_dictionary_make(sample->data ? sample->data : "", sample->len, &dictionary, &err));
    return dictionary;
}

static void pack(const mg_buffer *dictionary, int level, const mg_buffer *data, mg_buffer *ret)
{
    morgue_error err;
    mg_packer *packer;
    OK(mg_packer_new(level, dictionary ? dictionary->data : NULL, dictionary ? dictionary->len : 0,
                     &packer, &err));
    OK(mg_pack(packer, data->data ? data->data : "", data->len, ret, &err));
    mg_packer_free(packer);
}

static void check_round_trip(const mg_buffer *dictionary, const mg_buffer *data)
{
    morgue_error err;
    mg_buffer packed = {0}, unpacked = {0};
    shelf s = {0};
    put(&unpacked, "to be replaced");
    if (dictionary)
        s.dictionary = (morgue_text){dictionary->data, dictionary->len};
    pack(dictionary, 1, data, &packed);
    OK(mg_unpack(packed.data, packed.len, find, &s, &unpacked, &err));
    ck_assert_uint_eq(s.times, dictionary != NULL);
    ck_assert_uint_eq(unpacked.len, data->len);
    ck_assert(!data->len || memcmp(unpacked.data, data->data, data->len) == 0);
    ck_assert_int_eq(unpacked.data[unpacked.len], '\0');
    mg_buffer_free(&packed);
    mg_buffer_free(&unpacked);
}

START_TEST(test_round_trip)
{
    static const size_t sizes[] = {0,    1,     2,     15,    100,     4095,    4096,
                                   4097, 32767, 32768, 65537, 1000000, 20000000};
    size_t len = sizes[_i];
    mg_buffer sample = news(99, 60000), dictionary = dictionary_of(&sample);
    mg_buffer text = news((uint64_t)_i, len), bytes = noise((uint64_t)_i, len);
    check_round_trip(NULL, &text);
    check_round_trip(&dictionary, &text);
    check_round_trip(NULL, &bytes);
    check_round_trip(&dictionary, &bytes);
    mg_buffer_free(&sample);
    mg_buffer_free(&dictionary);
    mg_buffer_free(&text);
    mg_buffer_free(&bytes);
}
END_TEST

/* One packer packs many records, the same every time. */
START_TEST(test_packer_again)
{
    morgue_error err;
    mg_packer *packer;
    mg_buffer sample = news(1, 100000), first = {0}, second = {0}, between = {0};
    OK(mg_packer_new(1, sample.data, 20000, &packer, &err));
    OK(mg_pack(packer, sample.data + 500, 3000, &first, &err));
    OK(mg_pack(packer, "x", 1, &between, &err));
    OK(mg_pack(packer, sample.data + 500, 3000, &second, &err));
    ck_assert_uint_eq(first.len, second.len);
    ck_assert_mem_eq(first.data, second.data, first.len);
    mg_packer_free(packer);
    mg_packer_free(NULL);
    mg_buffer_free(&sample);
    mg_buffer_free(&first);
    mg_buffer_free(&second);
    mg_buffer_free(&between);
}
END_TEST

/* The bytes are damaged, or give the very text (bits that fill up a byte mean nothing). */
static bool is_harmless(const char *data, size_t len, shelf *s, const mg_buffer *text)
{
    mg_buffer unpacked = {0};
    bool same = mg_unpack(data, len, find, s, &unpacked, NULL) == MORGUE_OK &&
                unpacked.len == text->len && memcmp(unpacked.data, text->data, text->len) == 0;
    mg_buffer_free(&unpacked);
    return same;
}

static void check_damaged(const char *data, size_t len, shelf *s)
{
    morgue_error err = {0};
    mg_buffer unpacked = {0};
    char *exact = malloc(len + !len);
    memcpy(exact, data, len);
    morgue_status status = mg_unpack(exact, len, find, s, &unpacked, &err);
    CHECK(status == MORGUE_CORRUPT && err.status == status && err.message[0]);
    free(exact);
    mg_buffer_free(&unpacked);
}

/* zlib's own answer about a stream without a dictionary: its text, or that it is damaged. */
static bool zlib_unpacks(const mg_buffer *packed, mg_buffer *ret)
{
    uLongf len = (uLongf)ret->cap - 1;
    int result = uncompress((Bytef *)ret->data, &len, (const Bytef *)packed->data, packed->len);
    ret->len = result == Z_OK ? len : 0;
    return result == Z_OK;
}

/* Streams of zlib's at each level, whole and with a few bits turned, are to us what they are to
 * zlib; but that where both have the very text, one may have found more wrong on the way. */
START_TEST(test_as_zlib)
{
    uint64_t seed = 11;
    shelf none = {.answer = MORGUE_CORRUPT};
    mg_buffer packed = {0}, ours = {0}, theirs = {0};
    CHECK(mg_buffer_reserve(&theirs, 200000) && mg_buffer_reserve(&packed, 200000));
    for (int round = 0; round < 2000; round++) {
        mg_buffer text = news(round, 1 + roll(&seed, roll(&seed, 20) ? 3000 : 100000));
        uLongf len = (uLongf)packed.cap;
        CHECK(compress2((Bytef *)packed.data, &len, (const Bytef *)text.data, text.len,
                        round % 10) == Z_OK);
        packed.len = len;
        for (uint32_t turned = roll(&seed, 3); turned; turned--)
            packed.data[roll(&seed, (uint32_t)len)] ^= (char)(1 << roll(&seed, 8));
        bool sound = zlib_unpacks(&packed, &theirs);
        morgue_status status = mg_unpack(packed.data, packed.len, find, &none, &ours, NULL);
        CHECK(status == MORGUE_OK || status == MORGUE_CORRUPT);
        CHECK(!sound || status == MORGUE_OK);
        const mg_buffer *right = sound ? &theirs : &text;
        CHECK(status != MORGUE_OK ||
              (ours.len == right->len && memcmp(ours.data, right->data, ours.len) == 0));
        mg_buffer_free(&text);
    }
    mg_buffer_free(&packed);
    mg_buffer_free(&ours);
    mg_buffer_free(&theirs);
}
END_TEST

/* Whatever is cut off, added or changed is found out: the stream has a check sum, its
 * dictionary a number. */
START_TEST(test_damaged_stream)
{
    uint64_t seed = 7;
    unsigned harmless = 0;
    mg_buffer text = news(3, 3000), sample = news(3, 40000), packed = {0};
    mg_buffer dictionary = dictionary_of(&sample);
    shelf s = {.dictionary = {dictionary.data, dictionary.len}, .by_number = true};
    pack(_i ? &dictionary : NULL, 6, &text, &packed);
    for (size_t len = 0; len < packed.len; len++)
        check_damaged(packed.data, len, &s);
    for (int round = 0; round < 1000; round++) {
        size_t at = 2 + roll(&seed, (uint32_t)packed.len - 2);
        char old = packed.data[at];
        packed.data[at] = (char)(old ^ (1 << roll(&seed, 8)));
        if (!is_harmless(packed.data, packed.len, &s, &text))
            check_damaged(packed.data, packed.len, &s);
        else
            harmless++;
        packed.data[at] = old;
    }
    ck_assert_uint_lt(harmless, 10);
    put(&packed, "x");
    check_damaged(packed.data, packed.len, &s);
    mg_buffer_free(&text);
    mg_buffer_free(&sample);
    mg_buffer_free(&packed);
    mg_buffer_free(&dictionary);
}
END_TEST

START_TEST(test_wrong_dictionary)
{
    morgue_error err;
    mg_buffer text = news(4, 5000), sample = news(5, 100000), packed = {0}, unpacked = {0};
    mg_buffer dictionary = dictionary_of(&sample);
    shelf s = {.dictionary = {dictionary.data, dictionary.len}};
    pack(&dictionary, 1, &text, &packed);
    OK(mg_unpack(packed.data, packed.len, find, &s, &unpacked, &err));
    ck_assert_uint_eq(s.asked, mg_dictionary_adler(dictionary.data, dictionary.len));
    const unsigned char *head = (const unsigned char *)packed.data;
    ck_assert(head[1] & 0x20);
    ck_assert_uint_eq((uint32_t)head[2] << 24 | (uint32_t)head[3] << 16 | (uint32_t)head[4] << 8 |
                          head[5],
                      s.asked);
    s.dictionary = (morgue_text){sample.data, 1000};
    FAILS(MORGUE_CORRUPT, mg_unpack(packed.data, packed.len, find, &s, &unpacked, &err));
    s.answer = MORGUE_STALE;
    FAILS(MORGUE_STALE, mg_unpack(packed.data, packed.len, find, &s, &unpacked, &err));
    mg_buffer_free(&text);
    mg_buffer_free(&sample);
    mg_buffer_free(&packed);
    mg_buffer_free(&unpacked);
    mg_buffer_free(&dictionary);
}
END_TEST

/* At every length of sample: within its bounds, made of the sample, the same every time. */
START_TEST(test_dictionary)
{
    static const size_t sizes[] = {0,    1,     7,     8,     63,    64,    65,
                                   1000, 32767, 32768, 32769, 40000, 100001};
    mg_buffer sample = _i & 1 ? news((uint64_t)_i, sizes[_i / 2]) : noise(2, sizes[_i / 2]);
    mg_buffer exact = {.data = malloc(sample.len + 1), .len = sample.len};
    memcpy(exact.data, sample.data ? sample.data : "", sample.len);
    mg_buffer first = dictionary_of(&sample), second = dictionary_of(&exact);
    ck_assert_uint_le(first.len, MG_DICTIONARY_MAX);
    ck_assert_uint_eq(first.len, second.len);
    ck_assert(!first.len || memcmp(first.data, second.data, first.len) == 0);
    for (size_t i = 0; i + 64 <= first.len; i += 64)
        CHECK(memmem(sample.data, sample.len, first.data + i, 64));
    mg_buffer_free(&sample);
    mg_buffer_free(&exact);
    mg_buffer_free(&first);
    mg_buffer_free(&second);
}
END_TEST

/* What it is for: short records of the same kind come out smaller, at level 1, than at level 6
 * without it. */
START_TEST(test_dictionary_helps)
{
    mg_buffer sample = news(11, 600000), packed = {0};
    mg_buffer dictionary = dictionary_of(&sample);
    size_t with = 0, without = 0;
    for (uint64_t seed = 100; seed < 150; seed++) {
        mg_buffer record = news(seed, 2500);
        pack(&dictionary, 1, &record, &packed);
        with += packed.len;
        pack(NULL, 6, &record, &packed);
        without += packed.len;
        mg_buffer_free(&record);
    }
    ck_assert_msg(with < without, "%zu bytes with, %zu without", with, without);
    mg_buffer_free(&sample);
    mg_buffer_free(&packed);
    mg_buffer_free(&dictionary);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("pack");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_round_trip, 0, 13);
    tcase_add_test(tests, test_packer_again);
    tcase_add_test(tests, test_as_zlib);
    tcase_add_loop_test(tests, test_damaged_stream, 0, 2);
    tcase_add_test(tests, test_wrong_dictionary);
    tcase_add_loop_test(tests, test_dictionary, 0, 26);
    tcase_add_test(tests, test_dictionary_helps);
    return run_tests("pack", tests);
}
