/* Searches as feeds, by the rules of RFC 4287. */
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "tests/unit/server/served.h"

static served s;

static const char lines[] =
    "{\"id\": \"a <1>\", \"title\": \"<script>alert('x')</script> & \\\"co\\\"\", \"text\": "
    "\"Zebra ]]> <b>bold</b> &amp; more.\", \"text_type\": \"plain\", \"date\": \"2021-05\", "
    "\"authors\": [\"A & B\", \"C\"], \"source\": \"S\", "
    "\"section\": \"\\\"World\\\" <News>\", \"url\": \"https://x.example/a b?c=1&d='2'\", "
    "\"language\": \"en\"}\n"
    "{\"id\": \"b2\", \"text\": \"Zebra without a title.\", \"date\": \"2021-06-07T08:09:10Z\", "
    "\"source\": \"The Source\", \"url\": \"javascript:alert(1)\"}\n"
    "{\"id\": \"c3\", \"title\": \"Zebra undated\", \"modified\": \"2021-99-99\"}\n"
    "{\"id\": \"d4\", \"title\": \"Zebra changed\", \"text\": \"Text.\", \"date\": \"2020\", "
    "\"modified\": \"2021-07-01\"}\n";

static void setup(void)
{
    served_open(&s, lines);
}

static void teardown(void)
{
    served_close(&s);
}

static xmlDoc *feed(const char *target, xmlXPathContext **ret_context)
{
    char *text = served_text(&s, target, 200);
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), target, NULL, XML_PARSE_NONET);
    ck_assert_msg(doc != NULL, "%.500s", text);
    free(text);
    *ret_context = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(*ret_context, BAD_CAST "a", BAD_CAST "http://www.w3.org/2005/Atom");
    return doc;
}

static int count(xmlXPathContext *context, const char *xpath)
{
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST xpath, context);
    ck_assert_msg(found != NULL, "%s", xpath);
    int n = found->nodesetval ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    return n;
}

static void says(xmlXPathContext *context, const char *xpath, const char *expected)
{
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST xpath, context);
    xmlChar *text = xmlXPathCastToString(found);
    ck_assert_msg(strcmp((char *)text, expected) == 0, "%s: '%s', not '%s'", xpath, text, expected);
    xmlFree(text);
    xmlXPathFreeObject(found);
}

/* "2022-01-21T14:05:09Z" and nothing else. */
static void check_dates(xmlXPathContext *context)
{
    xmlXPathObject *found =
        xmlXPathEvalExpression(BAD_CAST "//a:updated/text()|//a:published/text()", context);
    ck_assert_int_gt(found->nodesetval->nodeNr, 0);
    for (int i = 0; i < found->nodesetval->nodeNr; i++) {
        int year, month, day, hour, minute, second, end = 0;
        const char *text = (const char *)found->nodesetval->nodeTab[i]->content;
        int n = sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute,
                       &second, &end);
        ck_assert_msg(n == 6 && end == 20 && !text[20] && month >= 1 && month <= 12 && day >= 1,
                      "%s", text);
    }
    xmlXPathFreeObject(found);
}

/* Sections 4.1.1 and 4.1.2. */
static void check_rules(xmlXPathContext *context)
{
    int entries = count(context, "/a:feed/a:entry");
    ck_assert_int_eq(count(context, "/a:feed"), 1);
    ck_assert_int_eq(count(context, "/a:feed/a:id"), 1);
    ck_assert_int_eq(count(context, "/a:feed/a:title"), 1);
    ck_assert_int_eq(count(context, "/a:feed/a:updated"), 1);
    ck_assert_int_ge(count(context, "/a:feed/a:author[a:name]"), 1);
    ck_assert_int_eq(count(context, "/a:feed/a:link[@rel='self']"), 1);
    ck_assert_int_eq(count(context, "/a:feed/a:link[@rel='alternate'][@type='text/html']"), 1);
    ck_assert_int_eq(count(context, "//a:entry[count(a:id)=1][count(a:title)=1]"
                                    "[count(a:updated)=1][count(a:published)<2]"
                                    "[count(a:summary)<2][count(a:link[@rel='alternate'])=1]"),
                     entries);
    ck_assert_int_eq(count(context, "//a:entry[a:id=preceding::a:entry/a:id]"), 0);
    ck_assert_int_eq(count(context, "//a:author[count(a:name[normalize-space()])!=1]"), 0);
    ck_assert_int_eq(count(context, "//a:link[contains(@href,' ')]|//a:id[contains(.,' ')]"), 0);
    ck_assert_int_eq(count(context, "//a:link[not(starts-with(@href,'http'))]"), 0);
    check_dates(context);
}

START_TEST(hostile_articles)
{
    xmlXPathContext *context;
    xmlDoc *doc = feed("/feed.atom?q=zebra", &context);
    check_rules(context);
    ck_assert_int_eq(count(context, "/a:feed/a:entry"), 4);
    says(context, "/a:feed/a:title", "The Archive: zebra");
    says(context, "/a:feed/a:id", "http://a.example/m/feed.atom?q=zebra");
    says(context, "/a:feed/a:updated", "2021-07-01T00:00:00Z");
    says(context, "/a:feed/a:entry[1]/a:title", "b2");
    says(context, "/a:feed/a:entry[1]/a:updated", "2021-06-07T08:09:10Z");
    says(context, "/a:feed/a:entry[1]/a:author/a:name", "The Source");
    says(context, "count(/a:feed/a:entry[1]/a:link[@rel='via'])", "0");
    says(context, "/a:feed/a:entry[2]/a:title", "<script>alert('x')</script> & \"co\"");
    says(context, "/a:feed/a:entry[2]/a:id", "http://a.example/m/article/a%20%3C1%3E");
    says(context, "/a:feed/a:entry[2]/a:updated", "2021-05-01T00:00:00Z");
    says(context, "count(/a:feed/a:entry[2]/a:published)", "0");
    says(context, "/a:feed/a:entry[2]/a:author[1]/a:name", "A & B");
    says(context, "/a:feed/a:entry[2]/a:category/@term", "\"World\" <News>");
    says(context, "/a:feed/a:entry[2]/a:link[@rel='via']/@href",
         "https://x.example/a%20b?c=1&d=%272%27");
    says(context, "/a:feed/a:entry[2]/a:summary", "Zebra ]]> <b>bold</b> &amp; more.");
    says(context, "/a:feed/a:entry[4]/a:updated", "1970-01-01T00:00:00Z");
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
}
END_TEST

START_TEST(all_articles)
{
    static const char *const targets[] = {"/feed.atom", "/feed.atom?n=100",
                                          "/feed.atom?q=nato&person=Ann+%22%26%3C&from=2018",
                                          "/feed.atom?q=zzzzz", "/feed.atom?q=%3Cb%3E&n=3"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        xmlXPathContext *context;
        xmlDoc *doc = feed(targets[i], &context);
        check_rules(context);
        xmlXPathFreeContext(context);
        xmlFreeDoc(doc);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("feed");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, hostile_articles);
    tcase_add_test(tests, all_articles);
    return run_tests("web_feed", tests);
}
