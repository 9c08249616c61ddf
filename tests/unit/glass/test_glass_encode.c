/* Each encoder against a decoder written to be obvious, on generated input. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "indexer/build/glass/deflate.h"
#include "archive/glass/pack.h"
#include "indexer/build/glass/position.h"
#include "indexer/build/glass/table.h"
#include "indexer/build/glass/termlist.h"
#include "tests/unit/glass/documents.h"

/* ---- Packing ------------------------------------------------------------------------------ */

static uint64_t get_uint(const uint8_t **at)
{
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
}

START_TEST(numbers)
{
    uint8_t form[MG_GLASS_UINT_ROOM];
    for (int bit = 0; bit < 64; bit++) {
        for (int less = 0; less < 3; less++) {
            uint64_t value = (UINT64_C(1) << bit) - (uint64_t)less;
            const uint8_t *at = form;
            uint8_t *end = mg_glass_put_uint(form, value);
            ck_assert_uint_eq(get_uint(&at), value);
            ck_assert_ptr_eq(at, end);
            uint64_t last = 0;
            end = mg_glass_put_uint_last(form, value);
            while (end > form)
                last = last << 8 | *--end;
            ck_assert_uint_eq(last, value);
        }
    }
}
END_TEST

/* The forms sort as the numbers do, and have just the lengths and first form of the format. */
START_TEST(sorted_numbers)
{
    uint8_t before[MG_GLASS_SORTINT_ROOM] = {0}, form[MG_GLASS_SORTINT_ROOM];
    static const uint32_t limits[] = {0x8000, 1u << 22, 1u << 29};
    static const uint8_t marks[] = {0, 0x80, 0xC0, 0xE0};
    for (uint64_t value = 1; value <= UINT32_MAX; value += 1 + value / 97) {
        memset(form, 0, sizeof form);
        size_t len = (size_t)(mg_glass_put_sortint(form, (uint32_t)value) - form);
        size_t kind = 0;
        while (kind < 3 && value >= limits[kind])
            kind++;
        ck_assert_uint_eq(len, kind + 2);
        uint64_t back = form[0] ^ marks[kind];
        for (size_t i = 1; i < len; i++)
            back = back << 8 | form[i];
        ck_assert_uint_eq(back, value);
        ck_assert_int_lt(memcmp(before, form, sizeof form), 0);
        memcpy(before, form, sizeof form);
    }
}
END_TEST

START_TEST(keys_of_terms)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    char term[250];
    memset(term, 0, sizeof term);
    ck_assert_uint_eq(mg_glass_key_term(key, "", 0, 0), 0);
    ck_assert_uint_eq(mg_glass_key_term(key, term, 122, 0), 244);
    ck_assert_uint_eq(mg_glass_key_term(key, term, 123, 0), 0);
    ck_assert_uint_eq(mg_glass_key_term(key, "a\0b", 3, 0x102), 7);
    ck_assert_int_eq(memcmp(key,
                            "a\0\xFF"
                            "b\0\1\2",
                            7),
                     0);
    memset(term, 'x', sizeof term);
    ck_assert_uint_eq(mg_glass_key_position(key, term, 245, UINT32_MAX), 251);
    ck_assert_uint_eq(mg_glass_key_position(key, term, 246, 1), 0);
    ck_assert_uint_eq(mg_glass_key_value_stats(key, 0), 2);
    ck_assert_uint_eq(mg_glass_key_slots_used(key, 1), 3);
    ck_assert_uint_eq(mg_glass_key_metadata(key, ""), 0);
}
END_TEST

/* ---- Positions ---------------------------------------------------------------------------- */

typedef struct bit_reader {
    const uint8_t *from;
    size_t at;
} bit_reader;

static uint32_t get_bits(bit_reader *in, unsigned n)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < n; i++, in->at++)
        value |= (uint32_t)(in->from[in->at / 8] >> in->at % 8 & 1) << i;
    return value;
}

/* As the reader does it: the bits but one; a value below the middle may have one more. */
static uint64_t get_below(bit_reader *in, uint64_t bound)
{
    unsigned bits = 0;
    while ((bound - 1) >> bits)
        bits++;
    uint64_t spare = (UINT64_C(1) << bits) - bound;
    if (spare == 0)
        return get_bits(in, bits);
    uint64_t middle = (bound - spare) / 2;
    uint64_t value = get_bits(in, bits - 1);
    if (value < middle && get_bits(in, 1))
        value += middle + spare;
    return value;
}

static void get_between(bit_reader *in, uint32_t *positions, size_t j, size_t k)
{
    if (j + 1 >= k)
        return;
    size_t mid = j + (k - j) / 2;
    uint64_t bound = (uint64_t)positions[k] - positions[j] + j - k + 1;
    positions[mid] = (uint32_t)(get_below(in, bound) + positions[j] + (mid - j));
    get_between(in, positions, j, mid);
    get_between(in, positions, mid, k);
}

static void check_positions(const uint32_t *positions, size_t n)
{
    mg_buffer tag = {0};
    uint32_t *back = calloc(n, sizeof *back);
    ck_assert_ptr_nonnull(back);
    ck_assert(mg_glass_positions_encode(positions, n, &tag));
    ck_assert_uint_le(tag.len + 8, mg_glass_positions_room(n));
    const uint8_t *at = (const uint8_t *)tag.data;
    back[n - 1] = (uint32_t)get_uint(&at);
    bit_reader in = {at, 0};
    if (n > 1) {
        back[0] = (uint32_t)get_below(&in, back[n - 1]);
        ck_assert_uint_eq(get_below(&in, back[n - 1] - back[0]) + 2, n);
        get_between(&in, back, 0, n - 1);
    }
    ck_assert_ptr_eq(at + (in.at + 7) / 8, (const uint8_t *)tag.data + tag.len);
    ck_assert_int_eq(memcmp(back, positions, n * sizeof *back), 0);
    mg_buffer_free(&tag);
    free(back);
}

START_TEST(positions)
{
    static const uint32_t steps[] = {1, 2, 3, 40, 1000, 500000};
    uint32_t seed = 5, list[3000];
    for (size_t round = 0; round < 20000; round++) {
        size_t n = 1 + any_number(&seed, round % 100 ? 20 : 3000);
        uint32_t at = any_number(&seed, 2) ? 0 : any_number(&seed, 1000);
        uint32_t step = steps[round % 6];
        for (size_t i = 0; i < n; i++)
            list[i] = at += 1 + any_number(&seed, step);
        check_positions(list, n);
    }
}
END_TEST

START_TEST(extreme_positions)
{
    static const uint32_t lists[][3] = {
        {0, 1, 2}, {0, 1, UINT32_MAX}, {1, UINT32_MAX - 1, UINT32_MAX}, {0, 1u << 31, UINT32_MAX}};
    for (size_t i = 0; i < 4; i++)
        for (size_t n = 1; n <= 3; n++)
            check_positions(lists[i], n);
}
END_TEST

/* ---- Termlists ---------------------------------------------------------------------------- */

static void check_termlist(const mg_glass_term *terms, size_t n, uint32_t doclen)
{
    mg_buffer tag = {0};
    char term[256];
    size_t len = 0;
    ck_assert(mg_glass_termlist_encode(terms, n, doclen, &tag));
    const uint8_t *at = (const uint8_t *)tag.data;
    ck_assert_uint_eq(get_uint(&at), doclen);
    ck_assert_uint_eq(get_uint(&at), n);
    for (size_t i = 0; i < n; i++) {
        size_t same = i ? *at++ : 0;
        uint64_t wdf = 0;
        if (same > len) {
            wdf = same / (len + 1);
            same %= len + 1;
        }
        size_t rest = *at++;
        memcpy(term + same, at, rest);
        at += rest;
        len = same + rest;
        wdf = wdf ? wdf - 1 : get_uint(&at);
        ck_assert_uint_eq(len, terms[i].len);
        ck_assert_int_eq(memcmp(term, terms[i].data, len), 0);
        ck_assert_uint_eq(wdf, terms[i].wdf);
    }
    ck_assert_ptr_eq(at, (const uint8_t *)tag.data + tag.len);
    mg_buffer_free(&tag);
}

START_TEST(termlists)
{
    mg_glass_term terms[200];
    collection all = generate((shape){.seed = 3,
                                      .documents = 500,
                                      .terms = 200,
                                      .vocabulary = 1000,
                                      .odd_terms = true,
                                      .no_positions = true});
    for (size_t i = 0; i < all.n; i++) {
        const a_document *document = &all.documents[i];
        for (size_t t = 0; t < document->n_terms; t++)
            terms[t] =
                (mg_glass_term){document->terms[t].text.data, (uint32_t)document->terms[t].text.len,
                                document->terms[t].wdf};
        if (document->n_terms)
            check_termlist(terms, document->n_terms, any_number(&(uint32_t){7}, 1000));
    }
    free_collection(&all);
}
END_TEST

START_TEST(slots_used)
{
    static const uint32_t slots[] = {0, 1, 7, 0x80, 0xFFFFFFFE};
    mg_buffer tag = {0};
    ck_assert(mg_glass_slots_used_encode(slots, 5, &tag));
    const uint8_t *at = (const uint8_t *)tag.data;
    uint32_t slot = UINT32_MAX;
    for (size_t i = 0; i < 5; i++) {
        slot += (uint32_t)get_uint(&at) + 1;
        ck_assert_uint_eq(slot, slots[i]);
    }
    ck_assert_ptr_eq(at, (const uint8_t *)tag.data + tag.len);
    mg_buffer_free(&tag);
}
END_TEST

/* ---- Compression -------------------------------------------------------------------------- */

/* Xapian's loop: one component at a time into a buffer of 8192 bytes, until its input is used up.
 * Whether the end of the stream was seen; the bytes that came out by then. */
static bool read_component(z_stream *stream, const uint8_t *data, size_t len, size_t *ret_out)
{
    static uint8_t output[8192];
    stream->next_in = data;
    stream->avail_in = (uInt)len;
    while (stream->avail_in) {
        stream->next_out = output;
        stream->avail_out = sizeof output;
        int result = inflate(stream, Z_SYNC_FLUSH);
        ck_assert(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR);
        *ret_out += sizeof output - stream->avail_out;
        if (result == Z_STREAM_END)
            return true;
    }
    return false;
}

static bool can_be_read(const mg_glass_tag *tag, size_t len, size_t component)
{
    z_stream stream = {0};
    size_t out = 0;
    bool ended = false;
    ck_assert_int_eq(inflateInit2(&stream, -15), Z_OK);
    for (size_t at = 0; at < tag->len; at += component) {
        size_t rest = tag->len - at < component ? tag->len - at : component;
        ended = read_component(&stream, (const uint8_t *)tag->data + at, rest, &out);
    }
    inflateEnd(&stream);
    return ended && out == len;
}

/* However the components part. */
static void check_deflate(mg_glass_deflate *deflate, const char *data, size_t len)
{
    mg_glass_tag tag = {0};
    GOOD(mg_glass_deflate_tag(deflate, data, len, &tag, &fault));
    if (!tag.compressed) {
        ck_assert_ptr_eq(tag.data, data);
        ck_assert_uint_eq(tag.len, len);
        return;
    }
    ck_assert_uint_lt(tag.len, len);
    ck_assert(can_be_read(&tag, len, tag.len));
    for (size_t last = 1; last < 12 && last < tag.len; last++)
        ck_assert_msg(can_be_read(&tag, len, tag.len - last), "%zu bytes, last %zu", len, last);
    ck_assert(can_be_read(&tag, len, 2026));
}

START_TEST(compression)
{
    mg_glass_deflate *deflate = NULL;
    uint32_t seed = 11;
    size_t most = 34000;
    char *data = malloc(most);
    ck_assert_ptr_nonnull(data);
    GOOD(mg_glass_deflate_new(1 + 4 * _i, &deflate, &fault));
    for (uint32_t alphabet = 1; alphabet < 4; alphabet++) {
        for (size_t i = 0; i < most; i++)
            data[i] = (char)('y' + any_number(&seed, alphabet * alphabet));
        for (size_t len = 0; len < most;
             len += 1 + any_number(&seed, len > 8180 && len < 8800 ? 3 : 300))
            check_deflate(deflate, data, len);
    }
    mg_glass_deflate_free(deflate);
    free(data);
}
END_TEST

/* ---- Refusals ----------------------------------------------------------------------------- */

START_TEST(refused_items)
{
    char *folder = in_scratch("");
    char long_key[256] = {0};
    mg_glass_root root = {0};
    static const struct {
        size_t len;
        const char *key;
    } bad[] = {{0, ""}, {1, "b"}, {2, "am"}, {256, NULL}};
    for (size_t i = 0; i < 4; i++) {
        mg_glass_table *table = NULL;
        const char *key = bad[i].key ? bad[i].key : memset(long_key, 'z', sizeof long_key);
        GOOD(mg_glass_table_open(folder, "some", 0, 0, &table, &fault));
        GOOD(mg_glass_table_put(table, "b", 1, "tag", 3, false, &fault));
        ck_assert_int_eq(mg_glass_table_put(table, key, bad[i].len, "", 0, false, &fault),
                         MORGUE_INVALID);
        ck_assert_int_eq(mg_glass_table_put(table, "c", 1, "", 0, false, &fault), MORGUE_INVALID);
        ck_assert_int_eq(mg_glass_table_finish(table, &root, &fault), MORGUE_INVALID);
        mg_glass_table_free(table);
    }
    mg_glass_table_free(NULL);
    free(folder);
}
END_TEST

START_TEST(refused_tables)
{
    char *folder = in_scratch(""), *absent = in_scratch("absent");
    mg_glass_table *table = NULL;
    ck_assert_int_eq(mg_glass_table_open(folder, "some", 0, 1024, &table, &fault), MORGUE_INVALID);
    ck_assert_int_eq(mg_glass_table_open(folder, "some", 0, 9000, &table, &fault), MORGUE_INVALID);
    ck_assert_int_eq(mg_glass_table_open(absent, "some", 0, 0, &table, &fault), MORGUE_NOT_FOUND);
    ck_assert_ptr_null(table);
    free(folder);
    free(absent);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("glass_encode");
    TCase *tests = tcase_create("encoders");
    tcase_add_checked_fixture(tests, make_scratch, remove_scratch);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, numbers);
    tcase_add_test(tests, sorted_numbers);
    tcase_add_test(tests, keys_of_terms);
    tcase_add_test(tests, positions);
    tcase_add_test(tests, extreme_positions);
    tcase_add_test(tests, termlists);
    tcase_add_test(tests, slots_used);
    tcase_add_loop_test(tests, compression, 0, 3);
    tcase_add_test(tests, refused_items);
    tcase_add_test(tests, refused_tables);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
