/* JSON: what holds the articles, what their keys mean, and what becomes of broken ones. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

START_TEST(containers)
{
    static const char *const two[] = {
        "{\"title\":\"A\"}\n{\"title\":\"B\"}\n",
        "{\"title\":\"A\"}\r\n\r\n{\"title\":\"B\"}",
        "\xEF\xBB\xBF[{\"title\":\"A\"},{\"title\":\"B\"}]",
        "[\n  {\n    \"title\": \"A\"\n  },\n  {\n    \"title\": \"B\"\n  }\n]\n",
        "{\"title\":\"A\"}{\"title\":\"B\"}",
        "{\n \"title\": \"A\"\n}\n{\n \"title\": \"B\"\n}\n",
        "{\"status\":\"ok\",\"total\":2,\"articles\":[{\"title\":\"A\"},{\"title\":\"B\"}],"
        "\"next\":[{\"title\":\"C\"}]}",
        "{\"response\":{\"meta\":{\"hits\":2},\"docs\":[{\"title\":\"A\"},{\"title\":\"B\"}]}}",
        "{\"took\":3,\"hits\":{\"total\":2,\"hits\":[{\"_source\":{\"title\":\"A\"}},"
        "{\"_source\":{\"title\":\"B\"}}]}}",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Feed\",\"language\":\"en\","
        "\"items\":[{\"title\":\"A\"},{\"title\":\"B\"}]}",
        "{\"_items\":[{\"title\":\"A\"},{\"title\":\"B\"}],\"_meta\":{}}",
        "{\"articles\":[{\"title\":\"A\"}]}\n{\"articles\":[{\"title\":\"B\"}]}\n",
    };
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        expect_reading(two[i], "=\ntitle=A\n=\ntitle=B\n");
    expect_reading("[]", "");
    expect_reading("{\"articles\": []}", "");
}
END_TEST

START_TEST(usual_keys)
{
    expect_reading(
        "{\"_id\":7,\"headline\":\"H\",\"body\":\"T\",\"published_at\":\"2022-01-21T14:05:09Z\","
        "\"publication\":\"P\",\"byline\":\"By A Lee and B Ek\",\"people\":[\"X\"],"
        "\"orgs\":[{\"name\":\"NATO\",\"by\":\"tagger\"},{\"label\":\"EU\"}],"
        "\"keywords\":\"a, b\",\"link\":\"http://x\",\"lang\":\"en\",\"Desk\":\"World\"}",
        "=\nid=7\ntitle=H\ntext=T\ndate=2022-01-21T14:05:09Z\n"
        "source=P\nauthor=A Lee\nauthor=B Ek\nperson=X\norg*=NATO\norg=EU\ntopic=a\ntopic=b\n"
        "url=http://x\nlang=en\nsection=World\n");
    expect_reading("{\"title\":\"T\",\"timestamp\":1642773909,\"actors\":[\"NATO\",\"Ann Lee\"]}",
                   "=\ntitle=T\nraw_date=1642773909\ndate=2022-01-21T14:05:09Z\norg=NATO\n"
                   "person=Ann Lee\n");
    expect_reading("{\"title\":{\"rendered\":\"T\"},\"text\":[\"one\",\"two\"],"
                   "\"location\":\"Washington, D.C.\",\"date\":{\"$date\":\"2022\"}}",
                   "=\ntitle=T\ntext=one\n\ntwo\nlocation=Washington, D.C.\n"
                   "date=2022\n");
    expect_reading("{\"title\":\"T\",\"date\":{\"$date\":{\"$numberLong\":\"1642773909000\"}}}",
                   "=\ntitle=T\nraw_date=1642773909000\ndate=2022-01-21T14:05:09Z\n");
}
END_TEST

/* Lines of a dump of ours: read, written and read again, their tags stay as they were. */
START_TEST(tags_of_our_own)
{
    static const char *const same[] = {
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"dump\"},{\"name\":\"Q\",\"by\":"
        "\"dump\","
        "\"mentions\":2}],\"locations\":[{\"name\":\"Nairobi\",\"by\":\"tagger\",\"confidence\":0."
        "93,"
        "\"mentions\":4,\"main\":true},{\"name\":\"Kenya\",\"by\":\"inherited\",\"confidence\":0."
        "07}]}",
        "{\"title\":\"T\",\"organizations\":[{\"name\":\"O\",\"by\":\"tagger\",\"confidence\":0.0},"
        "{\"name\":\"Ö\",\"by\":\"tagger\",\"confidence\":0.3,\"mentions\":65535}]}",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect_dump(same[i], same[i]);
    for (int percent = 0; percent < 100; percent++) {
        char line[200];
        snprintf(line, sizeof line,
                 "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\",\"confidence\":%."
                 "2g%s}]}",
                 percent / 100.0, percent ? "" : ".0");
        expect_dump(line, line);
    }
}
END_TEST

/* What cannot be is brought into bounds; what others write beside a name is not ours. */
START_TEST(tags_of_others)
{
    static const char given[] = "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"dump\"}]}";
    expect_dump("{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"main\":true,\"mentions\":5}]}",
                given);
    expect_dump("{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"Smith\",\"main\":true}]}",
                given);
    expect_dump(
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"dump\",\"confidence\":0.2}]}",
        given);
    expect_dump(
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\",\"confidence\":-1e300,"
        "\"mentions\":-9,\"main\":1}]}",
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\",\"confidence\":0.0}]}");
    expect_dump(
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\",\"confidence\":1e300,"
        "\"mentions\":9223372036854775807}]}",
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\",\"mentions\":65535}]}");
    expect_dump(
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\",\"confidence\":\"0.4\","
        "\"mentions\":\"7\",\"main\":\"yes\"}]}",
        "{\"title\":\"T\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\"}]}");
}
END_TEST

START_TEST(envelopes)
{
    expect_reading("{\"model\":\"news\",\"pk\":7,\"fields\":{\"title\":\"T\",\"body\":\"B\"}}",
                   "=\nextra.model=\"news\"\nid=7\ntitle=T\ntext=B\n");
    expect_reading("{\"data\":[{\"id\":\"1\",\"attributes\":{\"title\":\"T\"}}]}",
                   "=\nid=1\ntitle=T\n");
    expect_reading("{\"article\":{\"title\":\"other\"},\"title\":\"T\"}",
                   "=\ntitle=T\nextra.title=\"other\"\n");
    expect_reading("{\"webTitle\":\"T\",\"fields\":{\"body\":\"<p>One.</p><p>Two.</p>\"}}",
                   "=\ntitle=T\ntext=One.\n\nTwo.\n");
    expect_reading("{\"title\":\"T\",\"fields\":[\"a\"]}", "=\ntitle=T\nextra.fields=[\"a\"]\n");
}
END_TEST

START_TEST(texts_that_stand_in)
{
    expect_reading("{\"title\":\"T\",\"snippet\":\"S\",\"lead_paragraph\":\"Longer\"}",
                   "=\ntitle=T\nextra.snippet=\"S\"\ntext=Longer\n");
    expect_reading("{\"title\":\"T\",\"text\":\" \",\"description\":\"D\"}",
                   "=\ntitle=T\ntext=D\n");
    expect_reading("{\"title\":\"T\",\"description\":\"Longer\",\"content\":\"C\"}",
                   "=\ntitle=T\nextra.description=\"Longer\"\ntext=C\n");
}
END_TEST

START_TEST(tags_of_several_kinds)
{
    expect_reading(
        "{\"title\":\"T\",\"keywords\":[{\"name\":\"persons\",\"value\":\"Lee, Ann\",\"rank\":1},"
        "{\"name\":\"organizations\",\"value\":\"Port Board\"},"
        "{\"name\":\"glocations\",\"value\":\"Ystad\"},{\"name\":\"subject\",\"value\":\"Ferries\"}"
        "]}",
        "=\ntitle=T\nperson=Lee, Ann\norg=Port Board\nlocation=Ystad\ntopic=Ferries\n");
    expect_reading("{\"title\":\"T\",\"tags\":[{\"type\":\"keyword\",\"webTitle\":\"Ferries\"},"
                   "{\"type\":\"contributor\",\"webTitle\":\"Ann Lee\"}]}",
                   "=\ntitle=T\ntopic=Ferries\nauthor=Ann Lee\n");
    expect_reading(
        "{\"title\":\"T\",\"tags\":[{\"name\":\"Ferries\",\"id\":3},{\"name\":\"Quays\"}]}",
        "=\ntitle=T\ntopic=Ferries\ntopic=Quays\n");
    expect_reading("{\"title\":\"T\",\"entities\":{\"persons\":[{\"name\":\"Ann Lee\"}],"
                   "\"locations\":[\"Ystad\"],\"dates\":[\"Monday\"]}}",
                   "=\ntitle=T\nperson=Ann Lee\nlocation=Ystad\n"
                   "extra.entities={\"persons\":[{\"name\":\"Ann Lee\"}],"
                   "\"locations\":[\"Ystad\"],\"dates\":[\"Monday\"]}\n");
    expect_reading("{\"title\":\"T\",\"ner\":[{\"text\":\"Ystad\",\"label\":\"GPE\"},"
                   "{\"text\":\"two\",\"label\":\"CARDINAL\"}]}",
                   "=\ntitle=T\nlocation=Ystad\nextra.ner=[{\"text\":\"Ystad\",\"label\":\"GPE\"},"
                   "{\"text\":\"two\",\"label\":\"CARDINAL\"}]\n");
}
END_TEST

START_TEST(names_of_languages)
{
    expect_reading("{\"title\":\"T\",\"language\":\"English\"}", "=\ntitle=T\nlang=en\n");
    expect_reading("{\"title\":\"T\",\"language\":\"deu\"}", "=\ntitle=T\nlang=de\n");
    expect_reading("{\"title\":\"T\",\"language\":\"pt-BR\"}", "=\ntitle=T\nlang=pt-BR\n");
}
END_TEST

START_TEST(numbers_are_no_names)
{
    expect_reading("{\"title\":\"T\",\"author\":5,\"tags\":[1,2],\"topics\":[\"7\",8]}",
                   "=\ntitle=T\nextra.author=5\nextra.tags=[1,2]\ntopic=7\ntopic=8\n");
}
END_TEST

START_TEST(claims_do_not_depend_on_order)
{
    expect_reading("{\"headline\":\"H\",\"title\":\"T\"}", "=\nextra.headline=\"H\"\ntitle=T\n");
    expect_reading("{\"title\":\"T\",\"headline\":\"H\"}", "=\ntitle=T\nextra.headline=\"H\"\n");
    expect_reading("{\"title\":\"\",\"headline\":\"H\",\"body\":null}", "=\ntitle=H\n");
}
END_TEST

START_TEST(extras_keep_their_spelling)
{
    expect_reading("{\"title\":\"T\",\"a\":1.10,\"b\":[1, {\"c\": null}],\"d\\u0041\":\"\\u00e9\","
                   "\"e\":true,\"f\":null,\"g\":12345678901234567890123}",
                   "=\ntitle=T\nextra.a=1.10\nextra.b=[1,{\"c\":null}]\nextra.dA=\"\\u00e9\"\n"
                   "extra.e=true\nextra.f=null\nextra.g=12345678901234567890123\n");
    expect_reading("{\"title\":\"T\",\"extra\":{\"a\":[1, 2],\"b\":\"c d\"}}",
                   "=\ntitle=T\nextra.a=[1,2]\nextra.b=\"c d\"\n");
    expect_reading(
        "{\"title\":\"T\",\"persons\":[{\"id\":5}],\"source\":[\"A\",\"B\"]}",
        "=\ntitle=T\nextra.persons=[{\"id\":5}]\nsource=A\nextra.source=[\"A\",\"B\"]\n");
}
END_TEST

START_TEST(dates)
{
    expect_reading("{\"title\":\"T\",\"date\":\"soon\"}",
                   "=\ntitle=T\nraw_date=soon\n"
                   "~ the date \"soon\" is not understood: \"soon\" is no word of a date\n");
    expect_reading("{\"raw_date\":\"Jan 21 2022\",\"title\":\"T\",\"date\":\"2022-01-21\"}",
                   "=\ntitle=T\ndate=2022-01-21\nraw_date=Jan 21 2022\n");
    expect_reading("{\"raw_date\":\"soon\",\"title\":\"T\"}", "=\ntitle=T\nraw_date=soon\n");
    expect_reading("{\"title\":\"T\",\"date\":\"Mon, 21 Jan 2022\"}",
                   "=\ntitle=T\nraw_date=Mon, 21 Jan 2022\ndate=2022-01-21\n"
                   "~ the date \"Mon, 21 Jan 2022\" names a weekday that it does not fall on\n");
}
END_TEST

START_TEST(last_changes)
{
    expect_reading("{\"title\":\"T\",\"date\":\"2022-01-21\",\"dateModified\":\"Jan 22, 2022\","
                   "\"version\":3}",
                   "=\ntitle=T\ndate=2022-01-21\nmodified=2022-01-22\nversion=3\n");
    expect_reading("{\"title\":\"T\",\"firstcreated\":\"2022-01-21\",\"versioncreated\":"
                   "\"2022-01-21T10:00:00+01:00\"}",
                   "=\ntitle=T\ndate=2022-01-21\nmodified=2022-01-21T09:00:00Z\n");
    expect_reading(
        "{\"title\":\"T\",\"updated\":\"soon\"}",
        "=\ntitle=T\nextra.raw_modified=\"soon\"\n"
        "~ the date of the last change \"soon\" is not understood: \"soon\" is no word of "
        "a date\n");
}
END_TEST

START_TEST(mapped_keys)
{
    const morgue_mapping mappings[] = {{MORGUE_SOURCE, "source.name"},
                                       {MORGUE_AUTHOR, "meta.authors.full"},
                                       {MORGUE_TITLE, "Titel"},
                                       {MORGUE_SECTION, "a.b"}};
    static const char text[] =
        "{\"titel\":\"T\",\"title\":\"U\",\"source\":{\"id\":3,\"name\":\"N\"},"
        "\"meta\":{\"authors\":[{\"full\":\"A\"},{\"full\":\"B\"}]},"
        "\"a.b\":\"S\"}";
    mg_buffer got = {0};
    read_text(text, sizeof text - 1, NULL, mappings, 4, &got);
    ck_assert_str_eq(got.data, "=\nsource=N\nauthor=A\nauthor=B\ntitle=T\nextra.title=\"U\"\n"
                               "extra.source={\"id\":3,\"name\":\"N\"}\n"
                               "extra.meta={\"authors\":[{\"full\":\"A\"},{\"full\":\"B\"}]}\n"
                               "section=S\n");
    mg_buffer_free(&got);
}
END_TEST

START_TEST(mended)
{
    expect_reading("{\"title\":\"Caf\xE9\"}",
                   "=\ntitle=Caf\xC3\xA9\n~ 1 byte was not UTF-8: read as Windows-1252\n");
    expect_reading("{\"title\":\"a\\u0000b\\u0007c\"}",
                   "=\ntitle=a b c\n~ 2 control characters turned into spaces\n");
    expect_reading("{\"title\":\"a\\ud83d\\ude00b\\ud83dc\",\"x\":[\"\\udc00\"]}",
                   "=\ntitle=a\xF0\x9F\x98\x80"
                   "b\xEF\xBF\xBD"
                   "c\nextra.x=[\"\xEF\xBF\xBD\"]\n~ 1 half surrogate pair replaced\n"
                   "~ 1 half surrogate pair replaced\n");
    expect_reading("{\"title\":\"a\tb\",\"x\":[\"c\td\"]}",
                   "=\ntitle=a\tb\nextra.x=[\"c\\td\"]\n"
                   "~ control characters in a string that should be escaped\n");
}
END_TEST

START_TEST(bad_lines_cost_themselves_only)
{
    expect_reading("{\"title\":\"A\"}\n{\"title\":\"B}\n{\"title\":\"C\"}\nrubbish\n"
                   "{\"title\":\"D\",}\n{\"title\" \"E\"}\n[1]\n{\"x\":1}\n{\"title\":tru}\n"
                   "{\"title\":\"F\\x\"}\n{\"title\":\"G\"}x\n{\"title\":\"H\"},\n",
                   "=\ntitle=A\n"
                   "- line 2, column 10: a value is missing or not closed\n"
                   "=\ntitle=C\n"
                   "- not a JSON object: articles are objects\n"
                   "- line 5, column 14: a key in quotes is missing\n"
                   "- line 6, column 10: a colon is missing\n"
                   "- not a JSON object: articles are objects\n"
                   "- the article has neither title nor text\n"
                   "- line 9, column 12: invalid token near 'tru'\n"
                   "- line 10, column 12: an escape that JSON does not have\n"
                   "- line 11, column 14: something behind the object\n"
                   "=\ntitle=H\n");
}
END_TEST

START_TEST(arrays_are_taken_up_again)
{
    expect_reading("[\n{\"title\":\"A\"},\n{\"title\":\"B},\n{\"title\":\"C\"}\n]",
                   "=\ntitle=A\n"
                   "- the element in line 3 has a string that its line does not end\n"
                   "=\ntitle=C\n");
    expect_reading("[\n  {\n    \"title\": \"A,\n    \"x\": {\n    }\n  },\n  {\n"
                   "    \"title\": \"B\"\n  }\n]",
                   "- the element in line 2 has a string that its line does not end\n"
                   "=\ntitle=B\n");
    expect_reading("[\n{\"title\":\"A\"},\n{\"title\":{\"B\"},\n{\"title\":\"C\"}\n]",
                   "=\ntitle=A\n- the element in line 3 has brackets that do not match\n"
                   "=\ntitle=C\n");
    expect_reading("[{\"title\":\"A\"},{\"title\":\"B},{\"title\":\"C\"}]",
                   "=\ntitle=A\n! the element in line 1 is not closed before the file ends: "
                   "nothing behind it can be told apart\n");
    expect_reading("[{\"title\":\"A\"}", "=\ntitle=A\n"
                                         "! the array is not closed: the file may be cut short\n");
    expect_reading("[{\"title\":\"A\"},1,\"x\",{\"title\":\"B\"}]",
                   "=\ntitle=A\n- not a JSON object: articles are objects\n"
                   "- not a JSON object: articles are objects\n=\ntitle=B\n");
    expect_reading("[{\"title\":\"A\"}},{\"title\":\"B\"}]",
                   "=\ntitle=A\n- \"},\" where an object should begin (line 1)\n=\ntitle=B\n");
}
END_TEST

START_TEST(hostile_depth)
{
    enum { DEPTH = 200000 };
    char *text = malloc(DEPTH * 2 + 100);
    size_t n = (size_t)sprintf(text, "{\"title\":\"A\",\"x\":");
    memset(text + n, '[', DEPTH);
    memset(text + n + DEPTH, ']', DEPTH);
    strcpy(text + n + 2 * DEPTH, "}\n{\"title\":\"B\"}\n");
    mg_buffer got = {0};
    read_text(text, strlen(text), NULL, NULL, 0, &got);
    ck_assert_ptr_nonnull(strstr(got.data, "- line 1, column "));
    ck_assert_ptr_nonnull(strstr(got.data, "maximum parsing depth reached"));
    ck_assert_ptr_nonnull(strstr(got.data, "=\ntitle=B\n"));
    mg_buffer_free(&got);
    free(text);
}
END_TEST

/* An object of so many members, each "N":VALUE with its number, or an array of so many parts. */
static void put_members(mg_buffer *to, const char *begin, const char *member, int count,
                        const char *end)
{
    char text[64];
    ck_assert(mg_buffer_append_string(to, begin));
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, member, i);
        ck_assert(mg_buffer_append_string(to, text));
    }
    ck_assert(mg_buffer_append_string(to, end));
}

/* What is beyond a limit costs its article, and says which limit that is. */
START_TEST(limits)
{
    static const struct {
        const char *begin, *member, *end;
        int most;
        const char *reason;
    } rows[] = {
        {"{\"title\":\"A\"", ",\"key%d\":0", "}\n", 9999, "the object has over 10000 keys"},
        {"{\"title\":\"A\",\"persons\":[\"P\"", ",\"Person %d\"", "]}\n", 9999,
         "the article has over 10000 values"},
        {"{\"title\":\"A\",\"tags\":[\"P\"", ",\"Tag %d\"", "]}\n", 9999,
         "the article has over 10000 values"},
        {"{\"title\":\"A\",\"x\":[[]", ",%d", "]}\n", 249998,
         "line 1, column 18: a value of over 250000 parts"},
        {"{\"title\":\"A\",\"x\":[\"\\\",,,\"", ",\"%d,,,\"", "]}\n", 249999,
         "line 1, column 18: a value of over 250000 parts"},
    };
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        mg_buffer text = {0}, got = {0};
        bool over = i % 2;
        put_members(&text, rows[i / 2].begin, rows[i / 2].member, rows[i / 2].most + over,
                    rows[i / 2].end);
        ck_assert(mg_buffer_append_string(&text, "{\"title\":\"B\"}\n"));
        read_text(text.data, text.len, NULL, NULL, 0, &got);
        ck_assert_int_eq(strstr(got.data, "title=A") != NULL, !over);
        ck_assert_int_eq(strstr(got.data, rows[i / 2].reason) != NULL, over);
        ck_assert_ptr_nonnull(strstr(got.data, "=\ntitle=B\n"));
        mg_buffer_free(&text);
        mg_buffer_free(&got);
    }
}
END_TEST

static const char *const whole[] = {
    "{\"title\":\"A "
    "\\\"q\\\"\",\"text\":\"x\\ny\",\"persons\":[{\"name\":\"P\",\"by\":\"tagger\"}],"
    "\"k\":[1,2.5,{\"z\":\"\\u00e9\"}]}",
    "[\n  {\"title\": \"A\", \"date\": \"21 Jan 2022\"},\n  {\"body\": \"B\"}\n]\n",
    "{\"status\":\"ok\",\"articles\":[{\"title\":\"A\"},{\"title\":\"B\\ud83d\\ude00\"}]}",
};

/* Any byte of valid files changed, left out or cut off behind: any result will do, but no
 * undefined behaviour and an end. */
START_TEST(damage_does_no_harm)
{
    static const char bytes[] = "{}[]\",:\\ \nu0aA1\x00\xC3\xFF";
    srand(3);
    for (int i = 0; i < 4000; i++) {
        const char *row = whole[(size_t)rand() % (sizeof whole / sizeof *whole)];
        size_t len = strlen(row);
        char *text = malloc(len);
        memcpy(text, row, len);
        for (int k = rand() % 4; k >= 0; k--)
            text[(size_t)rand() % len] = bytes[(size_t)rand() % (sizeof bytes - 1)];
        mg_buffer got = {0};
        read_text(text, rand() % 3 ? len : (size_t)rand() % len, "json", NULL, 0, &got);
        mg_buffer_free(&got);
        free(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("json");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, containers);
    tcase_add_test(tests, usual_keys);
    tcase_add_test(tests, tags_of_several_kinds);
    tcase_add_test(tests, names_of_languages);
    tcase_add_test(tests, numbers_are_no_names);
    tcase_add_test(tests, tags_of_our_own);
    tcase_add_test(tests, tags_of_others);
    tcase_add_test(tests, envelopes);
    tcase_add_test(tests, texts_that_stand_in);
    tcase_add_test(tests, claims_do_not_depend_on_order);
    tcase_add_test(tests, extras_keep_their_spelling);
    tcase_add_test(tests, dates);
    tcase_add_test(tests, last_changes);
    tcase_add_test(tests, mapped_keys);
    tcase_add_test(tests, mended);
    tcase_add_test(tests, bad_lines_cost_themselves_only);
    tcase_add_test(tests, arrays_are_taken_up_again);
    tcase_add_test(tests, hostile_depth);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, damage_does_no_harm);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
