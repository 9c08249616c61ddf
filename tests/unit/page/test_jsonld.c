/* JSON-LD: mending it, finding the article in it, and what is said of that. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/page/jsonld.h"

static morgue_text text(const char *string)
{
    return (morgue_text){string, strlen(string)};
}

START_TEST(mending)
{
    static const char *const rows[][2] = {
        {"{\"a\": 1}", "{\"a\":1}"},
        {"{\"a\":1,}", "{\"a\":1}"},
        {"[1,,2,]", "[1,2]"},
        {"[,1]", "[1]"},
        {"{\"a\":1};", "{\"a\":1}"},
        {"<!-- {\"a\":1} -->", "{\"a\":1}"},
        {"//<![CDATA[\n{\"a\":1}\n//]]>", "{\"a\":1}"},
        {"/*<![CDATA[*/{\"a\":1}/*]]>*/", "{\"a\":1}"},
        {"{ // a comment, with \"quotes\"\n\"a\":1}", "{\"a\":1}"},
        {"{\"a\":1, /* one */ }", "{\"a\":1}"},
        {"{\"a\":\"x\ny\tz\"}", "{\"a\":\"x\\u000ay\\u0009z\"}"},
        {"{\"a\":\"http://x/y\"}", "{\"a\":\"http://x/y\"}"},
        {"{\"a\":\"he said \"no\" and left\"}", "{\"a\":\"he said \\\"no\\\" and left\"}"},
        {"{\"a\":\"\"no\", he said\",\"b\":2}", "{\"a\":\"\\\"no\\\", he said\",\"b\":2}"},
        {"{\"a\":\"it\\'s \\x41\"}", "{\"a\":\"it's x41\"}"},
        {"{\"a\":\"\\u00e9 \\ud83d\\ude00\"}", "{\"a\":\"\\u00e9 \\ud83d\\ude00\"}"},
        {"{\"a\":\"\\ud83d \\ude00 \\uXY\"}", "{\"a\":\"\\ufffd \\ufffd uXY\"}"},
        {"{\"a\":\"cut", "{\"a\":\"cut\""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mg_buffer ret = {0};
        ck_assert(mg_jsonld_mend(text(rows[i][0]), &ret));
        ck_assert_str_eq(ret.data ? ret.data : "", rows[i][1]);
        mg_buffer_free(&ret);
    }
}
END_TEST

/* The headline of the article chosen, "" where there is none. */
static void expect_article(const char *const *scripts, const char *url, const char *headline)
{
    mg_jsonld ld = {0};
    for (; *scripts; scripts++)
        ck_assert(mg_jsonld_add(&ld, text(*scripts)));
    const json_t *article = mg_jsonld_article(&ld, text(url));
    const char *found = json_string_value(json_object_get(article, "headline"));
    ck_assert_str_eq(found ? found : "", headline);
    mg_jsonld_free(&ld);
}

#define EXPECT_ARTICLE(URL, HEADLINE, ...)                                                         \
    expect_article((const char *const[]){__VA_ARGS__, NULL}, URL, HEADLINE)

START_TEST(choosing)
{
    EXPECT_ARTICLE("", "A", "{\"@type\":\"NewsArticle\",\"headline\":\"A\"}");
    EXPECT_ARTICLE("", "A", "[{\"@type\":\"Organization\",\"headline\":\"O\"}]", "no JSON at all",
                   "{\"@type\":\"http://schema.org/ReportageNewsArticle\",\"headline\":\"A\"}");
    EXPECT_ARTICLE("", "A",
                   "{\"@graph\":[{\"@type\":[\"Thing\",\"BlogPosting\"],\"headline\":\"A\"}]}");
    EXPECT_ARTICLE("", "A",
                   "{\"@type\":\"WebPage\",\"headline\":\"W\",\"mainEntity\":{\"@type\":"
                   "\"schema:Article\",\"headline\":\"A\"}}");
    EXPECT_ARTICLE("", "", "{\"@type\":\"JobPosting\",\"headline\":\"J\"}");
    EXPECT_ARTICLE("", "",
                   "{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"NewsArticle\","
                   "\"headline\":\"A\"}]}");
    /* the more special type, the one with a text, the one that is here */
    EXPECT_ARTICLE("", "N", "{\"@type\":\"Article\",\"headline\":\"A\"}",
                   "{\"@type\":\"NewsArticle\",\"headline\":\"N\"}");
    EXPECT_ARTICLE("", "B", "{\"@type\":\"Article\",\"headline\":\"A\"}",
                   "{\"@type\":\"Article\",\"headline\":\"B\",\"articleBody\":\"x\"}");
    EXPECT_ARTICLE("https://www.x.example/b/?utm=1", "B",
                   "[{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"url\":\"http://x.example/a\"},"
                   "{\"@type\":\"Article\",\"headline\":\"B\",\"url\":\"http://x.example/b\"}]");
    /* a page of other articles */
    EXPECT_ARTICLE(
        "http://x.example/", "",
        "[{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"url\":\"http://x.example/a\"},"
        "{\"@type\":\"NewsArticle\",\"headline\":\"B\",\"url\":\"http://x.example/b\"},"
        "{\"@type\":\"NewsArticle\",\"headline\":\"C\",\"url\":\"http://x.example/c\"}]");
}
END_TEST

static void expect_said(const char *script, morgue_field_id field, const char *expected)
{
    mg_jsonld ld = {0};
    mg_said said = {0};
    mg_buffer all = {0};
    ck_assert(mg_jsonld_add(&ld, text(script)));
    ck_assert(mg_jsonld_say(&ld, mg_jsonld_article(&ld, text("")), &said));
    for (size_t i = 0; i < said.n; i++)
        if (said.list[i].field == field)
            ck_assert((!all.len || mg_buffer_append_string(&all, "|")) &&
                      mg_buffer_append_string(&all, said.arena.data + said.list[i].at));
    ck_assert_str_eq(all.data ? all.data : "", expected);
    mg_buffer_free(&all);
    mg_said_free(&said);
    mg_jsonld_free(&ld);
}

#define ARTICLE(MEMBERS) "{\"@type\":\"NewsArticle\"," MEMBERS "}"

START_TEST(saying)
{
    static const struct {
        const char *script;
        morgue_field_id field;
        const char *expected;
    } rows[] = {
        {ARTICLE("\"headline\":\" One &amp;\\n two \""), MORGUE_TITLE, "One & two"},
        {ARTICLE("\"author\":\"A B\""), MORGUE_AUTHOR, "A B"},
        {ARTICLE("\"author\":[{\"name\":\"A\"},{\"name\":[\"B\",\"C\"]},\"https://x/d\",\"@e\"]"),
         MORGUE_AUTHOR, "A|B|C"},
        {"{\"@graph\":[" ARTICLE(
             "\"author\":{\"@id\":\"#a\"}") ",{\"@id\":\"#a\",\"name\":\"A\"}]}",
         MORGUE_AUTHOR, "A"},
        {ARTICLE("\"author\":{\"@id\":\"#nobody\"}"), MORGUE_AUTHOR, ""},
        {ARTICLE("\"publisher\":{\"name\":\"P\"}"), MORGUE_SOURCE, "P"},
        {ARTICLE("\"keywords\":\"a, b ,,c\""), MORGUE_TOPIC, "a|b|c"},
        {ARTICLE("\"keywords\":[\"a, b\",{\"name\":\"c\"}]"), MORGUE_TOPIC, "a, b|c"},
        {ARTICLE("\"articleSection\":[\"S\",\"t\"]"), MORGUE_SECTION, "S"},
        {ARTICLE("\"articleSection\":[\"S\",\"t\"]"), MORGUE_TOPIC, "t"},
        {ARTICLE("\"inLanguage\":{\"name\":\"German\",\"alternateName\":\"de\"}"), MORGUE_LANG,
         "de"},
        {ARTICLE("\"mentions\":[{\"@type\":\"Person\",\"name\":\"M\"},{\"@type\":\"SportsTeam\","
                 "\"name\":\"T\"}]"),
         MORGUE_PERSON, "M"},
        {ARTICLE("\"about\":{\"@type\":\"Corporation\",\"name\":\"C\"}"), MORGUE_ORG, "C"},
        {ARTICLE("\"contentLocation\":{\"name\":\"L\"},\"about\":[{\"@type\":\"Country\",\"name\":"
                 "\"K\"}]"),
         MORGUE_LOCATION, "L|K"},
        {ARTICLE("\"mainEntityOfPage\":{\"@id\":\"https://x.example/1\"}"), MORGUE_URL,
         "https://x.example/1"},
        {ARTICLE("\"dateline\":\"KYIV\""), MORGUE_DATELINE, "KYIV"},
        {"[{\"@type\":\"WebPage\",\"datePublished\":\"2020\"}]", MORGUE_DATE, "2020"},
        {"{\"@type\":\"NewsArticle\",\"headline\":7,\"author\":{},\"keywords\":null}", MORGUE_TITLE,
         ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_said(rows[i].script, rows[i].field, rows[i].expected);
}
END_TEST

START_TEST(bodies)
{
    static const char *const rows[][2] = {
        {"{\"articleBody\":\"a\"}", "a"},
        {"{\"articleBody\":[\"a\",\"b\"]}", "a\n\nb"},
        {"{\"reviewBody\":\"r\",\"text\":\"t\"}", "r"},
        {"{\"liveBlogUpdate\":[{\"headline\":\"h\",\"articleBody\":\"a\"},{\"articleBody\":\"b\"}]"
         "}",
         "h\n\na\n\nb"},
        {"{\"articleBody\":{\"no\":1}}", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mg_buffer ret = {0};
        json_t *article = json_loads(rows[i][0], 0, NULL);
        ck_assert(mg_jsonld_body(article, &ret));
        ck_assert_str_eq(ret.data ? ret.data : "", rows[i][1]);
        mg_buffer_free(&ret);
        json_decref(article);
    }
}
END_TEST

/* Scripts that would take much memory are passed over; those behind them are not. */
START_TEST(many_parts)
{
    enum { PARTS = 249990 };
    static const char article[] = "{\"@type\":\"NewsArticle\",\"headline\":\"H\"}";
    for (int over = 0; over < 2; over++) {
        mg_jsonld ld = {0};
        mg_buffer script = {0};
        ck_assert(mg_buffer_append_string(&script, "[1"));
        for (int i = 1; i < PARTS + 20 * over; i++)
            ck_assert(mg_buffer_append_string(&script, ",1"));
        ck_assert(mg_buffer_append_string(&script, "]"));
        ck_assert(mg_jsonld_add(&ld, (morgue_text){script.data, script.len}));
        ck_assert_uint_eq(ld.n, !over);
        ck_assert(mg_jsonld_add(&ld, text(article)));
        ck_assert_uint_eq(ld.n, 1 + !over);
        ck_assert_ptr_nonnull(mg_jsonld_article(&ld, text("")));
        ck_assert(mg_jsonld_add(&ld, (morgue_text){script.data, script.len}));
        ck_assert_uint_eq(ld.n, 1 + !over);
        mg_jsonld_free(&ld);
        mg_buffer_free(&script);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("jsonld");
    TCase *tests = tcase_create("jsonld");
    tcase_add_test(tests, mending);
    tcase_add_test(tests, choosing);
    tcase_add_test(tests, saying);
    tcase_add_test(tests, bodies);
    tcase_add_test(tests, many_parts);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
