/* What is cleaned, and what is meant as it is written. */
#include <check.h>
#include <string.h>

#include "archive/utf8.h"
#include "indexer/text/clean.h"

static mg_cleaned counts;

/* The text cleaned; what needs no cleaning must not change. */
static const char *cleaned(const char *text, unsigned flags)
{
    static char ret[1024];
    mg_buffer out = {0};
    morgue_text in = {text, strlen(text)};
    ck_assert(mg_clean(in, flags, &out, &counts));
    ck_assert(mg_needs_cleaning(in, flags) || strcmp(out.data ? out.data : "", text) == 0);
    ck_assert_uint_lt(out.len, sizeof ret);
    strcpy(ret, out.data ? out.data : "");
    mg_buffer_free(&out);
    return ret;
}

static const struct {
    const char *text, *clean;
    size_t mojibake;
} mended[] = {
    {"Itâ€™s a cafÃ©", "It’s a café", 2},
    {"Ð£ÐºÑ€Ð°Ñ—Ð½Ð°", "Україна", 1},
    {"æ—¥æœ¬", "日本", 1},
    {"Â£5, 20Â\xC2\xB0", "£5, 20°", 2},
    {"ðŸ˜€", "😀", 1},
    {"â‚¬ 5â„¢", "€ 5™", 2},
    {"Santa MarÃ\xC2\xAD"
     "a",
     "Santa María", 1},
    {"kÄ±sa", "kısa", 1},
    {"Ã¢â‚¬â„¢08", "’08", 2},                       /* twice */
    {"â\xC2\x80\xC2\x99s", "’s", 1},                /* through Latin-1 */
    {"the pope\xC2\x92s", "the pope’s", 1},         /* Windows-1252 as Latin-1 */
    {"â€œno,â€ he said", "“no,” he said", 2},       /* a byte was lost */
    {"voilÃ\xC2\xA0 le cafÃ©", "voilà le café", 2}, /* likely where another is certain */
    /* as written */
    {"voilÃ\xC2\xA0 le", "voilÃ  le", 0},
    {"« révélé\xC2\xA0» a", "« révélé » a", 0},
    {"“MANHÔ, NÃO", "“MANHÔ, NÃO", 0},
    {"café’s – naïve… Ärger”", "café’s – naïve… Ärger”", 0},
    {"Café™®", "Café™®", 0},
    {"ÉTÉ… À “L’ÎLE”", "ÉTÉ… À “L’ÎLE”", 0},
    {"Україна, 日本", "Україна, 日本", 0},
};

START_TEST(test_mojibake)
{
    ck_assert_str_eq(cleaned(mended[_i].text, 0), mended[_i].clean);
    ck_assert_uint_eq(counts.mojibake, mended[_i].mojibake);
}
END_TEST

START_TEST(test_characters)
{
    ck_assert_str_eq(cleaned("a\xC2\xAD"
                             "b\xE2\x80\x8B"
                             "c\xEF\xBB\xBF"
                             "d\xE2\x81\xA0"
                             "e",
                             0),
                     "abcde");
    ck_assert_str_eq(cleaned("a\xC2\xA0"
                             "b\xE2\x80\x89"
                             "c\xE2\x80\xAF"
                             "d",
                             0),
                     "a b c d");
    ck_assert_str_eq(cleaned("a\xE2\x80\xA8"
                             "b\xE2\x80\xA9"
                             "c",
                             0),
                     "a\nb\n\nc");
    /* marks that embrace nothing go, others stay, as do joiners */
    ck_assert_str_eq(cleaned("a\xE2\x80\x8F\xE2\x80\xAA\xE2\x80\xACz", 0), "az");
    ck_assert_str_eq(cleaned("\xE2\x80\xABx\xE2\x80\xAC", 0), "\xE2\x80\xABx\xE2\x80\xAC");
    ck_assert_str_eq(cleaned("\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", 0),
                     "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE");
}
END_TEST

START_TEST(test_entities)
{
    ck_assert_str_eq(
        cleaned("AT&amp;T &#8217; &#x2019; &eacute; &nbsp;&lt;b&gt;", MG_CLEAN_ENTITIES),
        "AT&T ’ ’ é  <b>");
    ck_assert_uint_eq(counts.entities, 7);
    ck_assert_str_eq(cleaned("&quot;&amp;&#146;&nbsp;&lt;b&gt;", 0), "\"&’ &lt;b&gt;");
    ck_assert_str_eq(cleaned("&#0;&#7;&#55296;&#x110000;&#99999999999;", MG_CLEAN_ENTITIES),
                     "&#55296;&#x110000;&#99999999999;");
    ck_assert_str_eq(cleaned("a=1&copy=2&b; R&D & &unknown; &#; &#x; &;", MG_CLEAN_ENTITIES),
                     "a=1&copy=2&b; R&D & &unknown; &#; &#x; &;");
    ck_assert_uint_eq(mg_entity_named("eacute", 6), 0xE9);
    ck_assert_uint_eq(mg_entity_named("CounterClockwiseContourIntegral", 31), 0x2233);
    ck_assert_uint_eq(mg_entity_named("AElig", 5), 0xC6);
    ck_assert_uint_eq(mg_entity_named("zwnj", 4), 0x200C);
    ck_assert_uint_eq(mg_entity_named("eacut", 5), 0);
    ck_assert_uint_eq(mg_entity_named("", 0), 0);
}
END_TEST

/* Every entity is found: the table is sorted. */
START_TEST(test_entity_table)
{
    static const struct {
        const char *name;
        uint32_t character;
    } table[] = {
#define E(NAME, CHARACTER) {#NAME, CHARACTER},
#include "indexer/text/entities.def"
#undef E
    };
    ck_assert_uint_gt(sizeof table / sizeof *table, 2000);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        ck_assert_uint_eq(mg_entity_named(table[i].name, strlen(table[i].name)),
                          table[i].character);
}
END_TEST

#define SHY "\xC2\xAD"

static const struct {
    const char *text, *joined;
} lines[] = {
    {"the govern-\nment", "the govern" SHY "ment"},
    {"the govern- \r\n  ment", "the govern" SHY "ment"},
    {"уря-\nду", "уря" SHY "ду"},
    {"Jean-\nClaude", "Jean-Claude"},
    {"U.S.-\nled", "U.S.-led"},
    {"NATO-\nled", "NATO-led"},
    {"state-of-the-\nart", "state-of-the-art"},
    {"2019-\n20, F-\n16", "2019-20, F-16"},
    {"he said -\nand left", "he said -\nand left"},
    {"he said--\nand left", "he said--\nand left"},
    {"a list-\n\nof things", "a list-\n\nof things"},
    {"at the end-\n", "at the end-\n"},
    {"-\n-\na", "-\n-\na"},
};

START_TEST(test_lines)
{
    ck_assert_str_eq(cleaned(lines[_i].text, MG_CLEAN_LINES), lines[_i].joined);
    ck_assert_str_eq(cleaned(lines[_i].text, 0), lines[_i].text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("clean");
    TCase *tests = tcase_create("clean");
    tcase_add_loop_test(tests, test_mojibake, 0, sizeof mended / sizeof *mended);
    tcase_add_test(tests, test_characters);
    tcase_add_test(tests, test_entities);
    tcase_add_test(tests, test_entity_table);
    tcase_add_loop_test(tests, test_lines, 0, sizeof lines / sizeof *lines);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
