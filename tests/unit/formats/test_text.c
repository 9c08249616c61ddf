/* Plain text, header blocks, and the list of formats. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/formats/put.h"
#include "reading.h"

START_TEST(first_line_is_the_title)
{
    expect_reading("\n\nTalks in Geneva\n\nFirst paragraph.\n\nSecond one.\n",
                   "=\ntitle=Talks in Geneva\ntext=First paragraph.\n\nSecond one.\n");
    expect_reading("only a line", "=\ntitle=only a line\n");
    expect_reading("Title\r\n\r\nOne\r\nTwo\r\n", "=\ntitle=Title\ntext=One\nTwo\n");
    expect_reading("Title\n\n    Indented.\n", "=\ntitle=Title\ntext=    Indented.\n");
    expect_reading("\xEF\xBB\xBFTitle\n\nText", "=\ntitle=Title\ntext=Text\n");
}
END_TEST

START_TEST(header_block)
{
    expect_reading("Title: Talks in\n  Geneva\nDate: 21 January 2022\nSource: Harbour Gazette\n"
                   "By: By Ann Lee and Bo Ek\nActors: Antony Blinken; NATO; Bank of England\n"
                   "Locations: Geneva, Ukraine\nTopics: diplomacy; war, cold\nPage: 3 \"left\"\n"
                   "\nThe text.\n",
                   "=\ntitle=Talks in Geneva\nraw_date=21 January 2022\ndate=2022-01-21\n"
                   "source=Harbour Gazette\nauthor=Ann Lee\nauthor=Bo Ek\nperson=Antony Blinken\n"
                   "org=NATO\norg=Bank of England\nlocation=Geneva\nlocation=Ukraine\n"
                   "topic=diplomacy\ntopic=war, cold\nextra.Page=\"3 \\\"left\\\"\"\n"
                   "text=The text.\n");
    expect_reading("Date: 2022-01-21\n\nFirst line\n\nText.",
                   "=\ndate=2022-01-21\ntitle=First line\ntext=Text.\n");
    expect_reading("Titel: Nebel\nDatum: 4. Januar 2010\nAutor: Anna Lee\nQuelle: Kurier\n\nText.",
                   "=\ntitle=Nebel\nraw_date=4. Januar 2010\ndate=2010-01-04\n"
                   "author=Anna Lee\nsource=Kurier\ntext=Text.\n");
    expect_reading("headline: Only a header\nPUBLISHED: someday\n",
                   "=\ntitle=Only a header\nraw_date=someday\n"
                   "~ the date \"someday\" is not understood: \"someday\" is no word of a date\n");
}
END_TEST

/* However a name comes about: by a format that puts names together, in a list, behind odd spaces. A
 * dump of the article is read as the same. */
START_TEST(names_of_authors_have_no_by)
{
    static const char rule[] = "____________________________________________________________\n";
    char text[512];
    snprintf(text, sizeof text,
             "%sTitle: Fog\nAuthor: Lee, by Ann; by Ek, Bo; by: by Cy; Bye, Di\n"
             "Publication title: P\n%s",
             rule, rule);
    expect_reading(text, "=\ntitle=Fog\nauthor=Ann Lee\nauthor=Bo by Ek\nauthor=Cy\n"
                         "author=Di Bye\nsource=P\n");
    expect_dump(text, "{\"title\":\"Fog\",\"source\":\"P\","
                      "\"authors\":[\"Ann Lee\",\"Bo by Ek\",\"Cy\",\"Di Bye\"]}");
    expect_reading("{\"title\":\"Fog\",\"authors\":[\"by: Ann Lee\",\"\\u00a0by Bo Ek\",\"By\"]}",
                   "=\ntitle=Fog\nauthor=Ann Lee\nauthor=Bo Ek\nauthor=By\n");
}
END_TEST

START_TEST(what_looks_like_a_header)
{
    expect_reading("Geneva: talks end\n\nText.", "=\ntitle=Geneva: talks end\ntext=Text.\n");
    expect_reading("Date: the fruit\nwas sold out.\n\nText.",
                   "=\ntitle=Date: the fruit\ntext=was sold out.\n\nText.\n");
    expect_reading("Title:no space\n\nText.", "=\ntitle=Title:no space\ntext=Text.\n");
}
END_TEST

START_TEST(encodings)
{
    expect_reading("Caf\xE9\n\nna\xEFve\n", "=\ntitle=Caf\xC3\xA9\ntext=na\xC3\xAFve\n"
                                            "~ 2 bytes were not UTF-8: read as Windows-1252\n");
    expect_reading("a\x01"
                   "b\n\nand a text that is long enough to be one\n",
                   "=\ntitle=a b\ntext=and a text that is long enough to be one\n"
                   "~ 1 control character turned into spaces\n");
    static const char wide[] = "\xFF\xFEH\0i\0\n\0\x3D\xD8\x00\xDE!\0\x00\xDC";
    mg_buffer got = {0};
    read_text(wide, sizeof wide - 1, NULL, NULL, 0, &got);
    ck_assert_str_eq(got.data, "=\ntitle=Hi\ntext=\xF0\x9F\x98\x80!\xEF\xBF\xBD\n");
    mg_buffer_free(&got);
}
END_TEST

START_TEST(what_is_no_text)
{
    expect_reading("   \n\n", "- the article has neither title nor text\n");
    expect_reading("<?xml version=\"1.0\"?><a/>", "no format\n");
    expect_reading("%PDF-1.4 and so on", "no format\n");
    mg_buffer got = {0};
    read_text("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, NULL, NULL, 0, &got);
    ck_assert_str_eq(got.data, "no format\n");
    mg_buffer_free(&got);
}
END_TEST

START_TEST(mappings_reach_headers)
{
    const morgue_mapping mappings[] = {{MORGUE_SECTION, "Ressort"}, {MORGUE_TITLE, "Titel"}};
    static const char text[] = "Titel: Gespr\xC3\xA4"
                               "che\nRessort: Ausland\n\nText.";
    mg_buffer got = {0};
    read_text(text, sizeof text - 1, NULL, mappings, 2, &got);
    ck_assert_str_eq(got.data, "=\ntitle=Gespr\xC3\xA4"
                               "che\nsection=Ausland\ntext=Text.\n");
    mg_buffer_free(&got);
}
END_TEST

static const struct {
    const char *name;
    bool organization;
} actors[] = {
    {"Antony Blinken", false},
    {"NATO", true},
    {"G7", true},
    {"AT&T", true},
    {"Bank of England", true},
    {"Ministry of Defence", true},
    {"Labour Party", true},
    {"Acme Ltd.", true},
    {"University of Bern", true},
    {"Vladimir Putin", false},
    {"Ban Ki-moon", false},
    {"Jos\xC3\xA9 Ramos", false},
    {"X", false},
};

START_TEST(persons_and_organizations)
{
    morgue_text name = {actors[_i].name, strlen(actors[_i].name)};
    ck_assert_msg(mg_is_organization(name) == actors[_i].organization, "%s", name.data);
}
END_TEST

START_TEST(list_of_formats)
{
    morgue_format_info info;
    size_t n = 0;
    for (; morgue_format_at(n, &info); n++) {
        ck_assert_str_eq(mg_format_named(NULL, info.name)->name, info.name);
        ck_assert_uint_gt(strlen(info.description), 0);
    }
    ck_assert_uint_ge(n, 3);
    ck_assert_ptr_null(mg_format_named(NULL, "nothing"));
    ck_assert_ptr_null(mg_format_at(n));
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(mg_format_at(i)->bid((morgue_text){"", 0}, "empty").sure, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, first_line_is_the_title);
    tcase_add_test(tests, header_block);
    tcase_add_test(tests, names_of_authors_have_no_by);
    tcase_add_test(tests, what_looks_like_a_header);
    tcase_add_test(tests, encodings);
    tcase_add_test(tests, what_is_no_text);
    tcase_add_test(tests, mappings_reach_headers);
    tcase_add_loop_test(tests, persons_and_organizations, 0, sizeof actors / sizeof *actors);
    tcase_add_test(tests, list_of_formats);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
