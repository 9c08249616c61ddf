/* The stored form of articles: back and forth, and damaged. */
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/field.h"
#include "archive/manifest.h"
#include "archive/record.h"
#include "tests/unit/scratch.h"

/* Random bytes as a text that lies in memory of its exact size, so that overruns are seen. */
static char *roll_text(uint64_t *seed, size_t *ret_len)
{
    static const uint32_t sizes[] = {1, 2, 20, 128, 129, 300, 20000};
    *ret_len = roll(seed, sizes[roll(seed, 7)] + 1);
    char *text = malloc(*ret_len + 1);
    for (size_t i = 0; i < *ret_len; i++)
        text[i] = (char)roll(seed, 256);
    return text;
}

static void roll_tag(uint64_t *seed, mg_value *value)
{
    static const uint32_t mentions[] = {1, 5, 127, 128, 300, 65536};
    value->main = roll(seed, 2);
    value->mentions = (uint16_t)roll(seed, mentions[roll(seed, 6)]);
    if (value->origin != MORGUE_GIVEN)
        value->confidence = (uint8_t)roll(seed, 101);
}

/* An article with values of any bytes in any order, as no caller would make it. */
static morgue_article *roll_article(uint64_t *seed, unsigned most)
{
    morgue_error err;
    morgue_article *article = morgue_article_new();
    for (unsigned n = roll(seed, most + 1); n; n--) {
        size_t key_len, len;
        morgue_field_id field = (morgue_field_id)roll(seed, MORGUE_ACTOR);
        char *key = roll_text(seed, &key_len), *text = roll_text(seed, &len);
        morgue_text no_key = {"", 0}, extra_key = {key, key_len};
        OK(mg_article_append(article, field, (morgue_origin)roll(seed, 3),
                             field == MORGUE_EXTRA ? extra_key : no_key, (morgue_text){text, len},
                             &err));
        if (mg_field_is_tag(field))
            roll_tag(seed, &article->values[article->count - 1]);
        free(key);
        free(text);
    }
    return article;
}

static void check_same_tag(const morgue_article *a, const morgue_article *b, morgue_field_id field,
                           size_t i)
{
    morgue_tag x = {.confidence = 0}, y = x;
    CHECK(morgue_article_tag(a, field, i, &x) == mg_field_is_tag(field));
    CHECK(morgue_article_tag(b, field, i, &y) == mg_field_is_tag(field));
    CHECK(x.origin == y.origin && x.confidence == y.confidence && x.mentions == y.mentions &&
          x.main == y.main);
}

/* The same values of each field, in the same order. */
static void check_same(const morgue_article *a, const morgue_article *b)
{
    CHECK(a->count == b->count);
    for (unsigned id = 0; id < MORGUE_ACTOR; id++) {
        morgue_field_id field = (morgue_field_id)id;
        size_t n = morgue_article_count(a, field);
        CHECK(n == morgue_article_count(b, field));
        for (size_t i = 0; i < n; i++) {
            morgue_text x = morgue_article_get(a, field, i), y = morgue_article_get(b, field, i);
            CHECK(morgue_article_origin(a, field, i) == morgue_article_origin(b, field, i));
            check_same_tag(a, b, field, i);
            CHECK(x.len == y.len && memcmp(x.data, y.data, x.len) == 0 && !y.data[y.len]);
            x = morgue_article_extra_key(a, field == MORGUE_EXTRA ? i : n);
            y = morgue_article_extra_key(b, field == MORGUE_EXTRA ? i : n);
            CHECK(x.len == y.len && memcmp(x.data, y.data, x.len) == 0);
        }
    }
}

START_TEST(test_round_trip)
{
    morgue_error err;
    uint64_t seed = (uint64_t)_i;
    mg_buffer first = {0}, second = {0};
    morgue_article *article = roll_article(&seed, 60), *copy = morgue_article_new();
    OK(morgue_article_set(copy, MORGUE_ID, "to be cleared", MORGUE_NUL, &err));
    OK(mg_record_encode(article, &first, &err));
    OK(mg_record_decode(first.data, first.len, copy, &err));
    check_same(article, copy);
    OK(mg_record_encode(copy, &second, &err));
    ck_assert_uint_eq(first.len, second.len);
    ck_assert_mem_eq(first.data, second.data, first.len);
    mg_buffer_free(&first);
    mg_buffer_free(&second);
    morgue_article_free(article);
    morgue_article_free(copy);
}
END_TEST

/* Decodes bytes from memory of their exact size; what is taken for a record can be stored again. */
static morgue_status decode_copy(const char *data, size_t len, morgue_article *article)
{
    morgue_error err = {0};
    mg_buffer again = {0};
    char *exact = malloc(len + !len);
    memcpy(exact, data, len);
    morgue_status status = mg_record_decode(exact, len, article, &err);
    free(exact);
    if (status == MORGUE_OK)
        OK(mg_record_encode(article, &again, &err));
    else
        CHECK(err.status == status);
    CHECK(again.len <= len);
    mg_buffer_free(&again);
    return status;
}

/* Cut anywhere but behind a value, a record is damaged; there it is a shorter one. */
START_TEST(test_truncated)
{
    morgue_error err;
    uint64_t seed = (uint64_t)_i + 1000;
    mg_buffer record = {0};
    morgue_article *article = roll_article(&seed, 6), *copy = morgue_article_new();
    size_t whole = 0;
    OK(mg_record_encode(article, &record, &err));
    for (size_t len = 0; len <= record.len; len += 1 + len / 200) {
        morgue_status status = decode_copy(record.data, len, copy);
        ck_assert(status == MORGUE_OK || status == MORGUE_CORRUPT);
        ck_assert_uint_le(copy->count, article->count);
        whole += status == MORGUE_OK;
    }
    ck_assert_uint_le(whole, article->count + 1);
    ck_assert_int_eq(decode_copy(record.data, record.len, copy), MORGUE_OK);
    check_same(article, copy);
    mg_buffer_free(&record);
    morgue_article_free(article);
    morgue_article_free(copy);
}
END_TEST

START_TEST(test_flipped)
{
    morgue_error err;
    uint64_t seed = (uint64_t)_i + 2000;
    mg_buffer record = {0};
    morgue_article *article = roll_article(&seed, 8), *copy = morgue_article_new();
    OK(mg_record_encode(article, &record, &err));
    for (int round = 0; round < 500; round++) {
        size_t at = roll(&seed, (uint32_t)(record.len < 40 ? record.len : 40));
        char old = record.data[at];
        record.data[at] = (char)roll(&seed, 256);
        morgue_status status = decode_copy(record.data, record.len, copy);
        ck_assert(status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION);
        record.data[at] = old;
    }
    mg_buffer_free(&record);
    morgue_article_free(article);
    morgue_article_free(copy);
}
END_TEST

static const struct {
    const char *data;
    size_t len;
    morgue_status status;
} damaged[] = {
    {"", 0, MORGUE_CORRUPT},
    {"\x02", 1, MORGUE_OK},
    {"\x01", 1, MORGUE_BAD_VERSION},
    {"\x03", 1, MORGUE_BAD_VERSION},
    {"\0", 1, MORGUE_BAD_VERSION},
    {"\x02\x01\0\x03xyz", 7, MORGUE_OK},
    {"\x02\x01\0\x04xyz", 7, MORGUE_CORRUPT},
    {"\x02\x01\x03\x03xyz", 7, MORGUE_CORRUPT}, /* unknown origin */
    {"\x02\x12\0\x03xyz", 7, MORGUE_CORRUPT},   /* actor: no field of articles */
    {"\x02\x13\0\x03xyz", 7, MORGUE_CORRUPT},   /* unknown field */
    {"\x02\x11\0\x01k\x03xyz", 9, MORGUE_OK},
    {"\x02\x11\0\x01k\x04xyz", 9, MORGUE_CORRUPT},
    {"\x02\x01\0\x83\x80\x00xyz", 9, MORGUE_OK}, /* a long spelling of 3 */
    {"\x02\x01\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7Fxyz", 15, MORGUE_CORRUPT},
    {"\x02\x01\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01xyz", 16, MORGUE_CORRUPT},
    {"\x02\x01\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 15, MORGUE_CORRUPT},
    {"\x02\x0A\0\x64\0\0\x03xyz", 10, MORGUE_OK},       /* a tag: a person */
    {"\x02\x0A\x01\x5D\x01\x04\x03xyz", 10, MORGUE_OK}, /* of the tagger's, with all */
    {"\x02\x0C\x02\0\0\0\x03xyz", 10, MORGUE_OK},
    {"\x02\x0A\x01\x65\x01\x04\x03xyz", 10, MORGUE_CORRUPT}, /* 101 percent */
    {"\x02\x0A\0\x5D\x01\x04\x03xyz", 10, MORGUE_CORRUPT},   /* given, and not sure */
    {"\x02\x0A\x01\x5D\x02\x04\x03xyz", 10, MORGUE_CORRUPT}, /* unknown flag */
    {"\x02\x0A\x01\x5D\x01\xFF\xFF\x03\x03xyz", 12, MORGUE_OK},
    {"\x02\x0A\x01\x5D\x01\x80\x80\x04\x03xyz", 12, MORGUE_CORRUPT}, /* 65536 mentions */
    {"\x02\x0A\x01\x5D\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F\x03xyz", 17, MORGUE_CORRUPT},
    {"\x02\x0A\x01\x5D", 4, MORGUE_CORRUPT},
};

START_TEST(test_damaged)
{
    morgue_article *article = morgue_article_new();
    ck_assert_int_eq(decode_copy(damaged[_i].data, damaged[_i].len, article), damaged[_i].status);
    if (damaged[_i].status == MORGUE_OK && damaged[_i].len > 1)
        ck_assert(is_text(mg_value_text(article, &article->values[0]), "xyz"));
    morgue_article_free(article);
}
END_TEST

/* Records of earlier versions: tags have an origin only; at first any other key was field 14. */
static const struct {
    const char *data;
    size_t len;
    uint32_t features;
    morgue_status status;
} earlier[] = {
    {"\x01", 1, 0, MORGUE_OK},
    {"\x01\x0A\0\x03xyz\x0B\x01\x03uvw", 13, MG_FEATURE_DATELINE, MORGUE_OK},
    {"\x01\x0E\0\x03xyz", 7, MG_FEATURE_DATELINE, MORGUE_OK}, /* modified */
    {"\x01\x0E\0\x03xyz", 7, 0, MORGUE_CORRUPT},              /* a key, and no text */
    {"\x01\x0E\0\x01k\x03xyz", 9, 0, MORGUE_OK},              /* the key k */
    {"\x01\x11\0\x01k\x03xyz", 9, MG_FEATURE_DATELINE, MORGUE_OK},
    {"\x01\x11\0\x01k\x03xyz", 9, 0, MORGUE_CORRUPT}, /* no such field then */
    {"\x02\x0E\0\x03xyz", 7, 0, MORGUE_OK},           /* version 2 is as ever */
    {"\x03", 1, MG_FEATURES_ALL, MORGUE_BAD_VERSION},
    {"\0", 1, MG_FEATURES_ALL, MORGUE_BAD_VERSION},
    {"", 0, MG_FEATURES_ALL, MORGUE_CORRUPT},
};

START_TEST(test_earlier)
{
    morgue_error err;
    morgue_article *article = morgue_article_new();
    morgue_status status = mg_record_decode_earlier(earlier[_i].data, earlier[_i].len,
                                                    earlier[_i].features, article, &err);
    ck_assert_int_eq(status, earlier[_i].status);
    if (_i == 1) {
        ck_assert(is_text(morgue_article_get(article, MORGUE_PERSON, 0), "xyz"));
        ck_assert(is_text(morgue_article_get(article, MORGUE_ORG, 0), "uvw"));
        ck_assert_int_eq(morgue_article_origin(article, MORGUE_PERSON, 0), MORGUE_GIVEN);
        ck_assert_int_eq(morgue_article_origin(article, MORGUE_ORG, 0), MORGUE_TAGGER);
        ck_assert_uint_eq(article->values[1].confidence, MG_CONFIDENCE_MAX);
    }
    if (_i == 4) {
        ck_assert(is_text(morgue_article_extra_key(article, 0), "k"));
        ck_assert(is_text(morgue_article_get(article, MORGUE_EXTRA, 0), "xyz"));
    }
    if (earlier[_i].len && earlier[_i].data[0] == 1)
        ck_assert_int_eq(mg_record_decode(earlier[_i].data, earlier[_i].len, article, &err),
                         MORGUE_BAD_VERSION);
    morgue_article_free(article);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("record");
    tcase_add_loop_test(tests, test_round_trip, 0, 60);
    tcase_add_loop_test(tests, test_truncated, 0, 15);
    tcase_add_loop_test(tests, test_flipped, 0, 15);
    tcase_add_loop_test(tests, test_damaged, 0, sizeof damaged / sizeof *damaged);
    tcase_add_loop_test(tests, test_earlier, 0, sizeof earlier / sizeof *earlier);
    return run_tests("record", tests);
}
