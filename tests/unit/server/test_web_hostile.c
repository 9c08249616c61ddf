/* Articles that were written to break out of a page: whatever stands in one is text on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/server/pages.h"

static pages p;
static morgue_error err;

/* Breaks out of content, of an attribute in either quotes, of a tag, a comment, a script, a
 * template, a line; turns the direction of writing; is no ASCII. */
#define BREAK                                                                                      \
    "</title></p></script><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover=\""  \
    "alert(3)\" ' onfocus='alert(4)' --> ]]> {{site.title}} {{{x}}} &lt;b&gt; &amp; \xe2\x80\xae"  \
    "kcab \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"

/* An id, which links have to bring through a path. */
#define ID "../../a/b?c#d%2e&e=\"><script>alert(5)</script> \xe2\x80\xae"

static const char id_in_path[] = "/article/..%2F..%2Fa%2Fb%3Fc%23d%252e%26e%3D%22%3E%3Cscript%3E"
                                 "alert%285%29%3C%2Fscript%3E%20%E2%80%AE";

enum { LONG = (2 << 20) + 100000, MANY = 9000 }; /* more than a page shows */

static morgue_article *hostile(const char *url)
{
    morgue_article *article =
        make_article((const field_text[]){{MORGUE_TITLE, "title " BREAK},
                                          {MORGUE_TEXT, "storm " BREAK},
                                          {MORGUE_DATE, "2021-05-01"},
                                          {MORGUE_SOURCE, "source " BREAK},
                                          {MORGUE_SECTION, "section " BREAK},
                                          {MORGUE_AUTHOR, "author " BREAK},
                                          {MORGUE_PERSON, "person " BREAK},
                                          {MORGUE_ORG, "org " BREAK},
                                          {MORGUE_LOCATION, "location " BREAK},
                                          {MORGUE_TOPIC, "topic " BREAK},
                                          {MORGUE_DATELINE, "dateline " BREAK},
                                          {MORGUE_LANG, "e\"n><b>"},
                                          {MORGUE_URL, url},
                                          {0}});
    OK(morgue_article_add_extra(article, "<b>key</b>", "\"<i>extra</i>\"", MORGUE_NUL, &err));
    return article;
}

/* One that is long in every way that is not forbidden. */
static morgue_article *endless(void)
{
    char *text = malloc(LONG + 1), name[32];
    ck_assert(text != NULL);
    for (size_t i = 0; i < LONG; i++)
        text[i] = "flood \n\n"[i % 8];
    text[LONG] = '\0';
    morgue_article *article =
        make_article((const field_text[]){{MORGUE_ID, "endless"}, {MORGUE_TEXT, text}, {0}});
    for (size_t i = 0; i < 100000; i++)
        text[i] = "drop \n\n "[i % 8];
    OK(morgue_article_set(article, MORGUE_TITLE, text, 100000, &err));
    OK(morgue_article_set(article, MORGUE_SOURCE, text, 100000, &err));
    OK(morgue_article_add(article, MORGUE_AUTHOR, text, 100000, MORGUE_GIVEN, &err));
    OK(morgue_article_add(article, MORGUE_PERSON, text, 100000, MORGUE_GIVEN, &err));
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "Person %d", i);
        OK(morgue_article_add(article, MORGUE_PERSON, name, MORGUE_NUL, MORGUE_GIVEN, &err));
    }
    free(text);
    return article;
}

/* Ids that are hard to ask for and easily taken for each other. */
static const char *const alike[] = {"x y",     "x*y",       "x?y", "x\"y",          "x\"»y",
                                    "x\"»」y", "x\"»」』y", "\"",  "*?\"",          "x\\y",
                                    "X Y",     "(x) y",     "-x",  "x\xef\xbf\xbfy"};
enum { ALIKE = sizeof alike / sizeof *alike, NO_QUOTES = 6 /* all of them are in it */ };

static void setup(void)
{
    morgue_article *articles[4 + ALIKE];
    articles[0] = hostile("javascript:alert(6)//http://a.example/");
    OK(morgue_article_set(articles[0], MORGUE_ID, ID, MORGUE_NUL, &err));
    articles[1] = hostile("https://a.example/\"><script>alert(7)</script>");
    OK(morgue_article_set(articles[1], MORGUE_ID, "second", MORGUE_NUL, &err));
    articles[2] =
        make_article((const field_text[]){{MORGUE_ID, "controls"},
                                          {MORGUE_TITLE, "storm \x01\x08\x1b[31m\x7f"},
                                          {MORGUE_TEXT, "storm \x01\x0b\x0c \xef\xbf\xbe"},
                                          {0}});
    articles[3] = endless();
    for (size_t i = 0; i < ALIKE; i++)
        articles[4 + i] = make_article((const field_text[]){{MORGUE_ID, alike[i]},
                                                            {MORGUE_TITLE, alike[i]},
                                                            {MORGUE_TEXT, "quake"},
                                                            {MORGUE_TOPIC, alike[i]},
                                                            {0}});
    pages_open(&p, articles, 4 + ALIKE);
    p.site.title = "Title " BREAK;
}

static void teardown(void)
{
    pages_close(&p);
}

/* Nothing on the page that templates do not have: elements and attributes that a text would make.
 */
static void check_page(xmlDoc *page, const char *target)
{
    static const char *const never[] = {
        "//script[not(@src)]",
        "//script[not(starts-with(@src, '/base/static/'))]",
        "//img",
        "//b",
        "//i",
        "//@*[starts-with(local-name(), 'on')]",
        "//@style",
        "//iframe",
        "//comment()",
        "//@href[starts-with(., 'javascript') or starts-with(., 'data')]",
        "//@href[not(starts-with(., '/base/') or starts-with(., '#') or . = '' or "
        "parent::a[@rel='noopener noreferrer nofollow'])]"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(pages_count(page, never[i]) == 0, "%s: %s", target, never[i]);
    ck_assert_uint_eq(pages_count(page, "//script"), 1);
    ck_assert_uint_eq(pages_count(page, "//head"), 1);
    ck_assert_uint_eq(pages_count(page, "//body"), 1);
}

START_TEST(texts_stay_texts)
{
    char article[400];
    snprintf(article, sizeof article, "%s?q=storm", id_in_path);
    const char *const targets[] = {"/",
                                   "/help",
                                   "/search?q=storm",
                                   "/search?q=storm&view=concordance",
                                   "/search?q=storm&sort=oldest&n=1",
                                   "/facets?facets=person",
                                   "/facets?facets=topic",
                                   "/facets?facets=lang",
                                   "/similar/second",
                                   "/article/second?q=storm",
                                   "/article/controls?q=storm",
                                   article};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        xmlDoc *page = pages_get(&p, targets[i], 200);
        check_page(page, targets[i]);
        xmlFreeDoc(page);
    }
}
END_TEST

/* And they are all there, as they were written. */
START_TEST(texts_are_whole)
{
    xmlDoc *page = pages_get(&p, "/search?q=storm&source=none", 200);
    xmlFreeDoc(page);
    page = pages_get(&p, "/article/second?q=storm", 200);
    pages_says(page, "//h1", "title " BREAK);
    pages_says(page, "//div[@class='article-text']/p[2]", "storm " BREAK);
    pages_says(page, "//p[@class='dateline']", "dateline " BREAK);
    pages_says(page, "//a[@class='source']", "source " BREAK);
    pages_says(page, "//section[@data-field='org']//span[@class='facet-value']", "org " BREAK);
    pages_says(page, "//details[@class='facts']//th[.='<b>key</b>']/../td", "\"<i>extra</i>\"");
    pages_says(page, "//p[@class='original']/a/@href",
               "https://a.example/\"><script>alert(7)</script>");
    xmlFreeDoc(page);
}
END_TEST

/* Links of values and ids lead to what they name. */
START_TEST(links_find_what_they_name)
{
    xmlDoc *page = pages_get(&p, "/article/second", 200);
    static const char *const links[] = {
        "//a[@class='source']/@href", "//a[@class='section']/@href", "//a[@class='author']/@href",
        "//section[@data-field='person']//a/@href", "//section[@data-field='org']//a/@href"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        char *link = pages_link(page, links[i]);
        xmlDoc *found = pages_get(&p, link, 200);
        ck_assert_msg(pages_count(found, "//li[@class='hit']") == 2, "%s", link);
        xmlFreeDoc(found);
        xmlFree(link);
    }
    xmlFreeDoc(page);
    page = pages_get(&p, id_in_path, 200);
    pages_says(page, "//details[@class='facts']//th[.='Id']/../td", ID);
    pages_says(page, "//span[@class='url-text']", "javascript:alert(6)//http://a.example/");
    ck_assert_uint_eq(pages_count(page, "//p[@class='original']/a"), 0);
    xmlFreeDoc(page);
}
END_TEST

START_TEST(queries_stay_texts)
{
    static const char *const targets[] = {"/search?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                                          "/search?q=storm&person=%22%3E%3Cb%3E",
                                          "/search?q=%22%3E%3Cimg+src%3Dx%3E%22&from=1&to=%22",
                                          "/search?sort=%3Cscript%3E",
                                          "/article/%3Cscript%3E",
                                          "/%3Cscript%3E",
                                          "/static/%3Cscript%3E",
                                          "/facets?facets=%3Cb%3E",
                                          "/search?q=%E2%80%AE%22%3Cb%3E"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        web_answer answer;
        pages_ask(&p, targets[i], &answer);
        int status = answer.status ? answer.status : 200;
        web_answer_free(&answer);
        xmlDoc *page = pages_get(&p, targets[i], status);
        check_page(page, targets[i]);
        xmlFreeDoc(page);
    }
}
END_TEST

START_TEST(endless_articles_have_an_end)
{
    static const struct {
        const char *target;
        size_t most;
    } rows[] = {{"/article/endless", 8 << 20},
                {"/article/endless?q=flood", 8 << 20},
                {"/search?q=flood", 200 << 10},
                {"/search?q=flood&view=concordance", 200 << 10},
                {"/facets?q=flood&facets=person", 2 << 20},
                {"/", 200 << 10}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        web_answer answer;
        pages_ask(&p, rows[i].target, &answer);
        ck_assert_msg(answer.body.len < rows[i].most, "%s: %zu", rows[i].target, answer.body.len);
        web_answer_free(&answer);
        xmlDoc *page = pages_get(&p, rows[i].target, 200);
        check_page(page, rows[i].target);
        xmlFreeDoc(page);
    }
    xmlDoc *page = pages_get(&p, "/article/endless?q=flood", 200);
    ck_assert_uint_eq(pages_count(page, "//details[@class='cite']"), 0);
    ck_assert_uint_eq(pages_count(page, "//p[@class='notice']"), 1);
    ck_assert_uint_eq(pages_count(page, "//section[@data-field='person']//li"), 60);
    ck_assert_uint_ge(pages_count(page, "//mark"), 1000);
    ck_assert_uint_le(pages_count(page, "//mark"), 20000);
    xmlFreeDoc(page);
}
END_TEST

START_TEST(articles_are_not_taken_for_others)
{
    for (size_t i = 0; i < ALIKE; i++) {
        web_text target = {0};
        web_puts(&target, "/base/article/");
        web_put_url(&target, alike[i], strlen(alike[i]));
        size_t len = target.len;
        web_puts(&target, "?q=quake");
        xmlDoc *page = pages_get(&p, target.data + strlen("/base"), 200);
        ck_assert_msg(i == NO_QUOTES || pages_count(page, "//mark") == 1, "%s", target.data);
        target.data[len] = '\0';
        pages_says(page, "//p[@class='permalink']/a/@href", target.data);
        xmlFreeDoc(page);
        web_text_free(&target);
    }
}
END_TEST

/* What no query can name has no link. */
START_TEST(links_are_understood)
{
    static const char *const targets[] = {"/search?q=quake", "/facets?q=quake&facets=topic"};
    for (size_t i = 0; i < 2; i++) {
        xmlDoc *page = pages_get(&p, targets[i], 200);
        size_t n = pages_count(page, "//main//li//a");
        for (size_t k = 1; k <= n; k++) {
            char xpath[64];
            snprintf(xpath, sizeof xpath, "(//main//li//a)[%zu]/@href", k);
            char *link = pages_link(page, xpath);
            web_answer answer;
            pages_ask(&p, link, &answer);
            ck_assert_msg(!answer.status, "%s: %d", link, answer.status);
            web_answer_free(&answer);
            xmlFree(link);
        }
        xmlFreeDoc(page);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("hostile");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, texts_stay_texts);
    tcase_add_test(tests, texts_are_whole);
    tcase_add_test(tests, links_find_what_they_name);
    tcase_add_test(tests, queries_stay_texts);
    tcase_add_test(tests, endless_articles_have_an_end);
    tcase_add_test(tests, articles_are_not_taken_for_others);
    tcase_add_test(tests, links_are_understood);
    return run_tests("hostile", tests);
}
