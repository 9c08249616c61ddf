/* UTF-8 against a slow reader that follows the table of RFC 3629; exact terms. */
#include <stdlib.h>
#include <string.h>

#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "tests/unit/scratch.h"

/* ---- The reference ------------------------------------------------------------------------ */

/* The rows of the table of well-formed byte sequences: ranges of the bytes one to four. */
static const unsigned char rows[][8] = {
    {0x00, 0x7F},
    {0xC2, 0xDF, 0x80, 0xBF},
    {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
    {0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
    {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
    {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
    {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
    {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
    {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
};

/* Bytes of the sequence at `s`, 0 where there is none. */
static size_t slow_sequence(const unsigned char *s, size_t left)
{
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        size_t n = 0;
        while (n < 4 && (n == 0 || rows[r][2 * n]) && n < left && s[n] >= rows[r][2 * n] &&
               s[n] <= rows[r][2 * n + 1])
            n++;
        if (n && (n == 4 || !rows[r][2 * n]))
            return n;
    }
    return 0;
}

static size_t slow_clean_prefix(const unsigned char *s, size_t len)
{
    size_t i = 0;
    while (i < len) {
        size_t n = slow_sequence(s + i, len - i);
        bool control = (s[i] < 32 && !strchr("\n\t\r", s[i])) || s[i] == 0 || s[i] == 127;
        if (!n || control)
            break;
        i += n;
    }
    return i;
}

static void check_text(const char *text, size_t len)
{
    char *exact = malloc(len + !len);
    memcpy(exact, text, len);
    CHECK(mg_utf8_clean_prefix(exact, len) == slow_clean_prefix((const unsigned char *)exact, len));
    free(exact);
}

/* ---- Checking ----------------------------------------------------------------------------- */

/* All sequences of up to three bytes, and those of four with a last byte that decides nothing. */
START_TEST(test_short_sequences)
{
    static const unsigned char ends[] = {0x00, 0x7F, 0x80, 0xBF, 0xC0};
    char text[4] = {0};
    text[0] = (char)_i;
    check_text(text, 1);
    for (unsigned b = 0; b < 256; b++) {
        text[1] = (char)b;
        check_text(text, 2);
        for (unsigned c = 0; c < sizeof ends; c++) {
            text[2] = (char)ends[c];
            check_text(text, 3);
            for (unsigned d = 0; d < sizeof ends; d++) {
                text[3] = (char)ends[d];
                check_text(text, 4);
            }
        }
    }
}
END_TEST

/* Every character comes back from its bytes, and is clean unless it is a control. */
START_TEST(test_all_characters)
{
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        unsigned len, again;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        len = mg_utf8_put(c, bytes);
        if (mg_utf8_get(bytes, bytes + len, &again) != c || again != len ||
            slow_sequence((unsigned char *)bytes, len) != len)
            ck_abort_msg("U+%04X", (unsigned)c);
        bool clean = mg_utf8_clean_prefix(bytes, len) == len;
        bool control = (c < 32 && c != '\n' && c != '\t' && c != '\r') || c == 127;
        if (clean == control)
            ck_abort_msg("U+%04X: clean %d", (unsigned)c, clean);
    }
}
END_TEST

/* Bytes of which many are near to being UTF-8, at every alignment to the eight that are looked at
 * at once. */
static size_t roll_bytes(uint64_t *seed, char *ret, size_t most)
{
    size_t n = 0, wanted = roll(seed, (uint32_t)most - 16);
    while (n < wanted) {
        uint32_t kind = roll(seed, 12);
        unsigned plain = 1 + roll(seed, 9);
        if (kind < 5)
            for (; plain; plain--)
                ret[n++] = (char)(0x20 + roll(seed, 0x5F));
        else if (kind < 10)
            n += mg_utf8_put(roll(seed, kind < 8 ? 0x1000 : 0x110000), ret + n);
        else
            ret[n++] = (char)roll(seed, 256);
    }
    return n;
}

START_TEST(test_generated)
{
    char text[216];
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 1000; round++)
        check_text(text, roll_bytes(&seed, text, sizeof text));
}
END_TEST

START_TEST(test_cut)
{
    char text[216];
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 100; round++) {
        size_t len = roll_bytes(&seed, text, sizeof text);
        len = mg_utf8_clean_prefix(text, len);
        for (size_t max = 0; max <= len + 2; max++) {
            size_t cut = mg_utf8_cut(text, len, max);
            CHECK(cut <= max && cut <= len);
            CHECK(mg_utf8_clean_prefix(text, cut) == cut);
            CHECK(max >= len ? cut == len : cut + 4 > max);
            CHECK(cut == len || ((unsigned char)text[cut] & 0xC0) != 0x80);
        }
    }
}
END_TEST

/* What is mended is clean, and clean text stays as it is. */
START_TEST(test_mend)
{
    char text[216];
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 2000; round++) {
        mg_buffer once = {0}, twice = {0};
        mg_mend counts = {0}, none = {0};
        size_t len = roll_bytes(&seed, text, sizeof text);
        size_t clean = mg_utf8_clean_prefix(text, len);
        CHECK(mg_utf8_mend(text, len, &once, &counts));
        CHECK(mg_utf8_clean_prefix(once.data ? once.data : "", once.len) == once.len);
        CHECK(once.len >= len && (!clean || memcmp(once.data, text, clean) == 0));
        CHECK((counts.bytes + counts.controls > 0) == (clean < len));
        CHECK(mg_utf8_mend(once.data, once.len, &twice, &none));
        CHECK(!none.bytes && !none.controls && twice.len == once.len);
        CHECK(!once.len || memcmp(once.data, twice.data, once.len) == 0);
        mg_buffer_free(&once);
        mg_buffer_free(&twice);
    }
}
END_TEST

/* ---- Exact terms -------------------------------------------------------------------------- */

static const struct {
    morgue_field_id field;
    const char *text, *term;
} exact[] = {
    {MORGUE_ID, "A b\xC3\xA9", "QA b\xC3\xA9"},
    {MORGUE_ID, "", "Q"},
    {MORGUE_URL, "HTTP://x/?Y", "UHTTP://x/?Y"},
    {MORGUE_LANG, "EN", "Len"},
    {MORGUE_ORG, "  The   U.N.,\n Geneva ", "XOEthe un geneva"},
    {MORGUE_LOCATION, "K\xC3\xB6ln", "XLEkoln"},
    {MORGUE_PERSON, "Jean-Luc O'Neil's", "XPEjean luc o'neil"},
    {MORGUE_TOPIC, "!?", "XKE!?"},
    {MORGUE_TITLE, "x", ""},
    {MORGUE_DATE, "2022", ""},
    {MORGUE_EXTRA, "x", ""},
};

START_TEST(test_exact)
{
    char term[MG_EXACT_MAX];
    size_t len = mg_exact_term(exact[_i].field, exact[_i].text, strlen(exact[_i].text), term);
    ck_assert(is_text((morgue_text){term, len}, exact[_i].term));
}
END_TEST

/* Long values keep within the room, stay apart, and fold as short ones do. */
START_TEST(test_exact_long)
{
    char terms[4][MG_EXACT_MAX];
    for (unsigned words = 1; words < 400; words += 1 + words / 10) {
        mg_buffer value = {0};
        size_t lens[4];
        for (unsigned i = 0; i < words; i++)
            put(&value, "Ab\xC3\xA9 ");
        lens[0] = mg_exact_term(MORGUE_ORG, value.data, value.len, terms[0]);
        for (char *c = value.data; *c; c++)
            *c = *c == 'b' ? 'B' : *c;
        lens[1] = mg_exact_term(MORGUE_ORG, value.data, value.len, terms[1]);
        put(&value, "x");
        lens[2] = mg_exact_term(MORGUE_ORG, value.data, value.len, terms[2]);
        lens[3] = mg_exact_term(MORGUE_URL, value.data, value.len, terms[3]);
        for (int i = 0; i < 4; i++) {
            ck_assert_uint_le(lens[i], MG_EXACT_MAX);
            ck_assert_uint_eq(mg_utf8_clean_prefix(terms[i], lens[i]), lens[i]);
        }
        ck_assert_uint_eq(lens[0], lens[1]);
        ck_assert_mem_eq(terms[0], terms[1], lens[0]);
        ck_assert(lens[0] != lens[2] || memcmp(terms[0], terms[2], lens[0]) != 0);
        mg_buffer_free(&value);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("utf8");
    tcase_add_loop_test(tests, test_short_sequences, 0, 256);
    tcase_add_test(tests, test_all_characters);
    tcase_add_loop_test(tests, test_generated, 0, 6);
    tcase_add_loop_test(tests, test_cut, 0, 3);
    tcase_add_loop_test(tests, test_mend, 0, 3);
    tcase_add_loop_test(tests, test_exact, 0, sizeof exact / sizeof *exact);
    tcase_add_test(tests, test_exact_long);
    return run_tests("utf8", tests);
}
