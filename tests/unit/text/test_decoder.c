/* Conversion: whatever a character set has comes back, in pieces of any size; what cannot be read
 * is counted; inputs hand out the same. */
#include <check.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "indexer/text/charset.h"
#include "indexer/text/decoder.h"

/* Character sets, and a range of characters besides ASCII that random text is made of. */
static const struct {
    const char *name;
    uint32_t from, to;
} sets[] = {
    {"WINDOWS-1250", 0xA0, 0x17F},   {"WINDOWS-1251", 0x400, 0x45F},
    {"WINDOWS-1252", 0xA0, 0xFF},    {"WINDOWS-1253", 0x384, 0x3CE},
    {"WINDOWS-1254", 0xA0, 0x15F},   {"WINDOWS-1255", 0x5D0, 0x5EA},
    {"WINDOWS-1256", 0x621, 0x64A},  {"WINDOWS-1257", 0xA0, 0x17E},
    {"CP874", 0xE01, 0xE3A},         {"ISO-8859-2", 0xA0, 0x17F},
    {"ISO-8859-5", 0x401, 0x45F},    {"ISO-8859-15", 0xA0, 0x17F},
    {"KOI8-R", 0x410, 0x44F},        {"KOI8-U", 0x404, 0x457},
    {"MACINTOSH", 0xA0, 0xFF},       {"MAC-CYRILLIC", 0x410, 0x44F},
    {"CP437", 0x2550, 0x256C},       {"CP850", 0xA0, 0xFF},
    {"CP866", 0x410, 0x44F},         {"CP932", 0x3041, 0x30F6},
    {"CP932", 0x4E00, 0x9000},       {"EUC-JP-MS", 0x4E00, 0x9000},
    {"ISO-2022-JP", 0x3041, 0x30F6}, {"ISO-2022-JP", 0x4E00, 0x9000},
    {"CP949", 0xAC00, 0xD7A3},       {"ISO-2022-KR", 0xAC00, 0xD7A3},
    {"GB18030", 0x4E00, 0x9FA5},     {"GB18030", 0x10000, 0x10FFF},
    {"BIG5-HKSCS", 0x4E00, 0x9FA5},  {"UTF-16LE", 0x400, 0x10FFFF},
    {"UTF-16BE", 0x400, 0x10FFFF},   {"UTF-32LE", 0x400, 0x10FFFF},
    {"UTF-32BE", 0x400, 0x10FFFF},
};

enum { CHARACTERS = 300 };

static size_t convert(iconv_t to, char *from, size_t len, char *ret, size_t room)
{
    size_t before = room;
    iconv(to, NULL, NULL, NULL, NULL);
    if (iconv(to, &from, &len, &ret, &room) != 0 || iconv(to, NULL, NULL, &ret, &room) != 0)
        return 0;
    return before - room;
}

/* Random text that the character set has; returns its length in UTF-8. */
static size_t random_text(iconv_t to, unsigned set, char *ret)
{
    size_t len = 0;
    for (int i = 0; i < CHARACTERS; i++) {
        char bytes[16];
        uint32_t c = sets[set].from + (uint32_t)rand() % (sets[set].to - sets[set].from + 1);
        if (rand() % 4 == 0 || (c >= 0xD800 && c < 0xE000))
            c = (uint32_t)(rand() % 10 ? ' ' + rand() % 94 : '\n');
        unsigned n = mg_utf8_put(c, ret + len);
        if (c != '\\' && c != '~' && convert(to, ret + len, n, bytes, sizeof bytes))
            len += n;
    }
    return len;
}

/* Decodes in pieces of up to `max` bytes. */
static void decode_in_pieces(const char *name, morgue_text bytes, size_t max, mg_buffer *ret,
                             size_t *bad)
{
    mg_decoder *decoder;
    ck_assert_int_eq(mg_decoder_new(name, &decoder, NULL), MORGUE_OK);
    while (bytes.len) {
        size_t n = 1 + (size_t)rand() % max;
        n = n < bytes.len ? n : bytes.len;
        ck_assert(mg_decoder_push(decoder, (morgue_text){bytes.data, n}, false, ret, bad));
        bytes.data += n;
        bytes.len -= n;
    }
    ck_assert(mg_decoder_push(decoder, (morgue_text){"", 0}, true, ret, bad));
    mg_decoder_free(decoder);
}

START_TEST(test_round_trip)
{
    char text[CHARACTERS * 4], bytes[CHARACTERS * 8];
    iconv_t to = iconv_open(sets[_i].name, "UTF-8");
    ck_assert_msg(to != (iconv_t)-1, "%s", sets[_i].name);
    srand((unsigned)_i);
    for (int round = 0; round < 50; round++) {
        mg_buffer got = {0};
        size_t bad = 0, len = random_text(to, (unsigned)_i, text);
        morgue_text in = {bytes, convert(to, text, len, bytes, sizeof bytes)};
        ck_assert_uint_gt(len, CHARACTERS / 8);
        decode_in_pieces(sets[_i].name, in, round % 2 ? 7 : 100, &got, &bad);
        ck_assert_uint_eq(bad, 0);
        ck_assert_msg(got.len == len && memcmp(got.data, text, len) == 0, "%s: %.*s, not %.*s",
                      sets[_i].name, (int)got.len, got.data, (int)len, text);
        mg_buffer_free(&got);
    }
    iconv_close(to);
}
END_TEST

/* Any bytes become valid UTF-8, the same whole and in pieces. */
START_TEST(test_rubbish)
{
    char bytes[600];
    srand((unsigned)_i);
    for (int round = 0; round < 50; round++) {
        mg_buffer whole = {0}, pieces = {0};
        mg_charset charset = {.why = ""};
        size_t bad = 0, bad_pieces = 0, len = (size_t)rand() % sizeof bytes;
        strcpy(charset.name, sets[_i].name);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(rand() % 3 ? rand() : ' ' + rand() % 94);
        morgue_text in = {bytes, len};
        ck_assert_int_eq(mg_charset_decode(&charset, in, &whole, &bad, NULL), MORGUE_OK);
        decode_in_pieces(sets[_i].name, in, 9, &pieces, &bad_pieces);
        ck_assert_uint_eq(bad, bad_pieces);
        ck_assert_uint_eq(whole.len, pieces.len);
        ck_assert(!whole.len || memcmp(whole.data, pieces.data, whole.len) == 0);
        ck_assert_uint_le(whole.len, 4 * len + 3);
        mg_buffer_free(&whole);
        mg_buffer_free(&pieces);
    }
}
END_TEST

START_TEST(test_hz)
{
    static const char bytes[] = "a~~b ~{VPND~} c~\nd ~{VP\ne~";
    mg_buffer got = {0};
    size_t bad = 0;
    for (size_t max = 1; max < 9; max++) {
        mg_buffer_clear(&got);
        decode_in_pieces("HZ-GB-2312", (morgue_text){bytes, sizeof bytes - 1}, max, &got, &bad);
        ck_assert_str_eq(got.data, "a~b 中文 cd 中\ne~");
    }
    ck_assert_uint_eq(bad, 0);
    mg_buffer_free(&got);
}
END_TEST

/* What cannot be read is one U+FFFD, at the end as well. */
START_TEST(test_bad)
{
    static const mg_charset sjis = {.name = "CP932", .why = ""};
    static const mg_charset utf8 = {.name = "UTF-8", .why = "", .utf8 = true, .mark = 3};
    mg_buffer got = {0};
    size_t bad = 0;
    ck_assert_int_eq(
        mg_charset_decode(&sjis, (morgue_text){"\x93\xFA\xFF.\x93", 5}, &got, &bad, NULL),
        MORGUE_OK);
    ck_assert_str_eq(got.data, "日\xEF\xBF\xBD.\xEF\xBF\xBD");
    ck_assert_uint_eq(bad, 2);
    mg_buffer_clear(&got);
    ck_assert_int_eq(
        mg_charset_decode(&utf8, (morgue_text){"\xEF\xBB\xBF\x93\x01\xE9", 6}, &got, &bad, NULL),
        MORGUE_OK);
    ck_assert_str_eq(got.data, "“\x01é");
    ck_assert_uint_eq(bad, 2);
    mg_buffer_free(&got);
}
END_TEST

/* An input converts from the window on; its offsets count converted bytes. */
START_TEST(test_input)
{
    enum { LINES = 40000 };
    static char bytes[LINES * 8];
    static const mg_charset charset = {.name = "UTF-16LE", .why = "", .mark = 2};
    size_t n = 0;
    mg_input *input;
    morgue_text window;
    memcpy(bytes, "\xFF\xFE", 2);
    for (n = 2; n + 6 <= sizeof bytes; n += 6)
        memcpy(bytes + n,
               "\x16\x04"
               "a\0\n\0",
               6);
    ck_assert_int_eq(mg_input_memory((morgue_text){bytes, n}, "x", &input, NULL), MORGUE_OK);
    ck_assert_int_eq(mg_input_peek(input, 10, &window, NULL), MORGUE_OK);
    ck_assert_int_eq(mg_input_decode(input, &charset, NULL), MORGUE_OK);
    uint64_t begin = mg_input_offset(input);
    for (size_t i = 0; i < (n - 2) / 6; i++) {
        ck_assert_int_eq(mg_input_peek(input, 4, &window, NULL), MORGUE_OK);
        ck_assert(window.len >= 4 && memcmp(window.data, "Жa\n", 4) == 0);
        ck_assert_uint_eq(mg_input_offset(input), begin + 4 * i);
        ck_assert_uint_eq(mg_input_line(input), i + 1);
        mg_input_skip(input, 4);
    }
    ck_assert_int_eq(mg_input_peek(input, 1, &window, NULL), MORGUE_OK);
    ck_assert_uint_eq(window.len, 0);
    mg_input_free(input);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decoder");
    TCase *tests = tcase_create("decoder");
    tcase_add_loop_test(tests, test_round_trip, 0, sizeof sets / sizeof *sets);
    tcase_add_loop_test(tests, test_rubbish, 0, sizeof sets / sizeof *sets);
    tcase_add_test(tests, test_hz);
    tcase_add_test(tests, test_bad);
    tcase_add_test(tests, test_input);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
