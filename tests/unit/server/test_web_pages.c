/* The pages: what stands on each, and where its links lead. */
#include <stdio.h>
#include <string.h>

#include "search/server/assets.h"
#include "tests/unit/server/storms.h"

static pages p;
static morgue_error err;

static void setup(void)
{
    storms_open(&p);
}

static void teardown(void)
{
    pages_close(&p);
}

/* ---- Every page --------------------------------------------------------------------------- */

START_TEST(every_page_is_whole)
{
    static const struct {
        const char *target, *kind;
        int status;
    } rows[] = {{"/", "home", 200},
                {"/search", "results", 200},
                {"/search?q=storm", "results", 200},
                {"/search?q=storm&view=concordance", "concordance", 200},
                {"/search?q=storm&n=3&offset=6&sort=newest", "results", 200},
                {"/search?q=nowhere", "results", 200},
                {"/search?q=storm&unknown=1", "results", 200},
                {"/article/storm%2F3?q=storm", "article", 200},
                {"/article/undated", "article", 200},
                {"/similar/storm%2F3", "results", 200},
                {"/facets?q=storm&facets=source", "facets", 200},
                {"/help", "help", 200},
                {"/search?q=%22storm", "fault", 400},
                {"/search?n=0", "fault", 400},
                {"/search?from=x", "fault", 400},
                {"/facets?facets=title", "fault", 400},
                {"/facets?facets=actor", "fault", 400},
                {"/article/none", "fault", 404},
                {"/similar/none", "fault", 404},
                {"/static/none.css", "fault", 404},
                {"/static/head.html", "fault", 404},
                {"/none", "fault", 404}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xmlDoc *page = pages_get(&p, rows[i].target, rows[i].status);
        char body[64];
        snprintf(body, sizeof body, "page-%s", rows[i].kind);
        pages_says(page, "/html/body/@class", body);
        pages_says(page, "/html/@lang", "en");
        pages_says(page, "//p[@class='masthead-title']/a/@href", "/base/");
        ck_assert_uint_eq(pages_count(page, "//main[@id='main']//h1"), 1);
        ck_assert_uint_eq(pages_count(page, "//title"), 1 + pages_count(page, "//*[@class='bar']"));
        ck_assert_uint_eq(pages_count(page, "//@style | //@onclick | //script[not(@src)]"), 0);
        ck_assert_uint_eq(pages_count(page, "//input[@id='q']"), 1);
        xmlFreeDoc(page);
    }
}
END_TEST

/* Everything that pages link to is there, however one walks; unless others make it. */
START_TEST(links_lead_somewhere)
{
    static const char *const starts[] = {"/",
                                         "/search?q=storm&person=Ada+Berg&from=2021&n=4",
                                         "/help",
                                         "/article/storm%2F3?q=storm",
                                         "/facets?facets=person",
                                         "/search?q=storm&view=concordance",
                                         "/similar/storm%2F4"};
    size_t followed = 0;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        xmlDoc *page = pages_get(&p, starts[i], 200);
        size_t n = pages_count(page, "//body//a[starts-with(@href, '/base/')]/@href");
        for (size_t j = 1; j <= n; j++) {
            char xpath[96];
            snprintf(xpath, sizeof xpath, "(//body//a[starts-with(@href, '/base/')]/@href)[%zu]",
                     j);
            char *link = pages_link(page, xpath);
            bool ours = !strstr(link, "format=") && !strstr(link, "/export.") &&
                        !strstr(link, "/feed.") && !strstr(link, "/openapi");
            if (ours)
                xmlFreeDoc(pages_get(&p, link, 200));
            followed += ours;
            xmlFree(link);
        }
        xmlFreeDoc(page);
    }
    ck_assert_uint_gt(followed, 100);
}
END_TEST

/* ---- Results ------------------------------------------------------------------------------ */

START_TEST(results_show_hits)
{
    xmlDoc *page = pages_get(&p, "/search?q=storm&sort=oldest", 200);
    pages_says(page, "//h1//strong", "30");
    ck_assert_uint_eq(pages_count(page, "//ol[@class='hits']/li"), 10);
    pages_says(page, "(//li[@class='hit'])[1]//h2/a", "Storm number 0");
    pages_says(page, "(//li[@class='hit'])[1]//h2/a/@href",
               "/base/article/storm%2F0?q=storm&sort=oldest");
    pages_says(page, "(//li[@class='hit'])[1]//h2//mark", "Storm");
    pages_says(page, "(//li[@class='hit'])[1]//time", "1 January 2021");
    pages_says(page, "(//li[@class='hit'])[1]//time/@datetime", "2021-01-01");
    pages_says(page, "(//li[@class='hit'])[1]//p[@class='snippet']/mark", "storm");
    pages_says(page, "(//li[@class='hit'])[1]//a[contains(@class, 'tag-person')]", "Cy Dunn");
    pages_says(page, "(//li[@class='hit'])[1]/article/@lang", "en");
    pages_says(page, "//nav[@class='pager']/a[@rel='next']/@href",
               "/base/search?q=storm&sort=oldest&offset=10");
    pages_says(page, "//link[@rel='alternate']/@href", "/base/feed.atom?q=storm");
    xmlFreeDoc(page);
}
END_TEST

START_TEST(facets_add_and_remove)
{
    xmlDoc *page = pages_get(&p, "/search?q=storm", 200);
    pages_says(page, "//section[@data-field='person']//a[span='Ada Berg']//span[2]", "20");
    char *link = pages_link(page, "//section[@data-field='person']//a[span='Ada Berg']/@href");
    ck_assert_str_eq(link, "/search?q=storm&person=Ada%20Berg");
    xmlFreeDoc(page);
    page = pages_get(&p, link, 200);
    xmlFree(link);
    pages_says(page, "//h1//strong", "20");
    pages_says(page, "//a[@class='filter']/span[@class='filter-value']", "Ada Berg");
    pages_says(page, "//form[@class='search']/input[@name='person']/@value", "Ada Berg");
    pages_says(page, "//section[@data-field='person']//a[@class='active']/span", "Ada Berg");
    link = pages_link(page, "//section[@data-field='person']//a[@class='active']/@href");
    ck_assert_str_eq(link, "/search?q=storm");
    xmlFree(link);
    link = pages_link(page, "//a[@class='filter']/@href");
    ck_assert_str_eq(link, "/search?q=storm");
    xmlFree(link);
    xmlFreeDoc(page);
}
END_TEST

/* An article has one source: several mean any of them, and the others can still be chosen. */
START_TEST(sources_add_up)
{
    xmlDoc *page = pages_get(&p, "/search?q=storm&source=The+Day", 200);
    pages_says(page, "//h1//strong", "15");
    pages_says(page, "//section[@data-field='source']//a[@class='active']/span", "The Day");
    pages_says(page, "//section[@data-field='source']//a[span='Night & Fog']/span[2]", "15");
    char *link = pages_link(page, "//section[@data-field='source']//a[span='Night & Fog']/@href");
    xmlFreeDoc(page);
    page = pages_get(&p, link, 200);
    xmlFree(link);
    pages_says(page, "//h1//strong", "30");
    ck_assert_uint_eq(pages_count(page, "//a[@class='filter']"), 2);
    ck_assert_uint_eq(pages_count(page, "//section[@data-field='source']//a[@class='active']"), 2);
    xmlFreeDoc(page);
    page = pages_get(&p, "/facets?q=storm&facets=source&source=The+Day", 200);
    ck_assert_uint_eq(pages_count(page, "//section[@data-field='source']//li"), 2);
    ck_assert_uint_eq(pages_count(page, "//section[@data-field='source']//a[@class='active']"), 1);
    xmlFreeDoc(page);
}
END_TEST

/* Whoever sees the numbers expects them in their order. */
START_TEST(facets_are_in_the_order_of_their_numbers)
{
    static const char *const rows[][2] = {
        {"Ada Berg", "20"}, {"Cy Dunn", "10"}, {"Often Named", "4"}, {"Written About", "3"}};
    static const char *const targets[] = {"/", "/search?q=storm", "/facets?q=storm&facets=person"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        xmlDoc *page = pages_get(&p, targets[i], 200);
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++)
            for (int k = 0; k < 2; k++) {
                char xpath[128];
                snprintf(xpath, sizeof xpath, "//section[@data-field='person']//li[%zu]/a/span[%d]",
                         j + 1, k + 1);
                pages_says(page, xpath, rows[j][k]);
            }
        xmlFreeDoc(page);
    }
}
END_TEST

START_TEST(without_a_headline)
{
    static const char headline[] = "//li[@class='hit'][.//@href[contains(., 'undated')]]//span"
                                   "[@class='untitled']";
    xmlDoc *page = pages_get(&p, "/search?q=when&sort=oldest", 200);
    pages_says(page, headline, "When?");
    xmlFreeDoc(page);
}
END_TEST

START_TEST(nothing_but_a_space)
{
    xmlDoc *page = pages_get(&p, "/search?q=+", 200);
    pages_says(page, "//h1//strong", "33");
    xmlFreeDoc(page);
}
END_TEST

START_TEST(nothing_found_says_what_may_help)
{
    xmlDoc *page = pages_get(&p, "/search?q=stormm&person=Nobody", 200);
    ck_assert_uint_eq(pages_count(page, "//section[@class='nothing']"), 1);
    pages_says(page, "//section[@class='nothing']//a/@href", "/base/search?q=stormm");
    pages_says(page, "//input[@id='q']/@value", "stormm");
    ck_assert_uint_eq(pages_count(page, "//ol[@class='hits']"), 0);
    xmlFreeDoc(page);
    page = pages_get(&p, "/search?q=stormm", 200);
    pages_says(page, "//p[@class='suggestion']/a", "storm");
    xmlFreeDoc(page);
}
END_TEST

START_TEST(pages_follow_each_other)
{
    char link[64] = "/search?q=storm&n=7";
    size_t hits = 0, n = 0;
    while (*link) {
        xmlDoc *page = pages_get(&p, link, 200);
        hits += pages_count(page, "//li[@class='hit']");
        n++;
        char *next = pages_text(page, "//a[@rel='next']/@href");
        snprintf(link, sizeof link, "%s", *next ? next + 5 : "");
        xmlFree(next);
        ck_assert_uint_eq(pages_count(page, "//a[@rel='prev']"), n > 1);
        xmlFreeDoc(page);
    }
    ck_assert_uint_eq(hits, STORMS);
    ck_assert_uint_eq(n, 5);
}
END_TEST

START_TEST(behind_the_last_page)
{
    xmlDoc *page = pages_get(&p, "/search?q=storm&offset=99", 200);
    ck_assert_uint_eq(pages_count(page, "//li[@class='hit']"), 0);
    pages_says(page, "//p[@class='nothing']/a/@href", "/base/search?q=storm");
    xmlFreeDoc(page);
    page = pages_get(&p, "/search?q=storm&n=7&offset=23", 200);
    ck_assert_uint_eq(pages_count(page, "//li[@class='hit']"), 7);
    ck_assert_uint_eq(pages_count(page, "//a[@rel='next']"), 0);
    xmlFreeDoc(page);
}
END_TEST

/* An archive in which there is nothing, and a site without a memory. */
START_TEST(empty_archive)
{
    static const char *const targets[] = {"/", "/help", "/search", "/search?q=storm", "/facets"};
    pages empty;
    pages_open(&empty, NULL, 0);
    struct web_memory *memory = empty.site.memory;
    empty.site.memory = NULL;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        xmlFreeDoc(pages_get(&empty, targets[i], 200));
    empty.site.memory = memory;
    pages_close(&empty);
}
END_TEST

/* ---- Articles ----------------------------------------------------------------------------- */

START_TEST(article_with_marks)
{
    xmlDoc *page = pages_get(&p, "/article/storm%2F9?q=storm&person=Cy+Dunn&sort=oldest", 200);
    ck_assert_uint_eq(pages_count(page, "//div[@class='article-text']/p"), 2);
    ck_assert_uint_eq(pages_count(page, "//div[@class='article-text']/p/mark"), 2);
    pages_says(page, "//div[@class='article-text']/p[2]", "The storm went.");
    pages_says(page, "//h1/mark", "Storm");
    pages_says(page, "//nav[@class='back']/a/@href",
               "/base/search?q=storm&person=Cy%20Dunn&sort=oldest");
    pages_says(page, "//aside//section[@data-field='person']//a/@href",
               "/base/search?person=Cy%20Dunn");
    pages_says(page, "//aside//section[@data-field='person']//a/@class", "main");
    ck_assert_uint_eq(pages_count(page, "//section[@class='similar']//li"), 5);
    pages_says(page, "//p[@class='permalink']/a/@href", "/base/article/storm%2F9");
    ck_assert_uint_eq(pages_count(page, "//details[@class='cite']//pre"), 2);
    xmlFreeDoc(page);
}
END_TEST

START_TEST(article_without_marks)
{
    static const char *const targets[] = {"/article/calm?q=storm", "/article/calm?q=%22broken"};
    for (size_t i = 0; i < 2; i++) {
        xmlDoc *page = pages_get(&p, targets[i], 200);
        pages_says(page, "//div[@class='article-text']/p", "Nothing moved.");
        ck_assert_uint_eq(pages_count(page, "//mark"), 0);
        pages_says(page, "//p[@class='notice']",
                   "This article is not one that the query finds: nothing is marked in it.");
        pages_says(page, "//time", "2020");
        pages_says(page, "//p[@class='original']/a/@rel", "noopener noreferrer nofollow");
        xmlFreeDoc(page);
    }
    xmlDoc *page = pages_get(&p, "/article/calm", 200);
    ck_assert_uint_eq(pages_count(page, "//p[@class='notice'] | //nav[@class='back']"), 0);
    xmlFreeDoc(page);
}
END_TEST

/* ---- Faults ------------------------------------------------------------------------------- */

START_TEST(faults_point_at_the_place)
{
    static const char *const rows[][2] = {{"/search?q=storm+%22a", "storm \"a\n      ^"},
                                          {"/search?q=%E6%97%A5%E6%9C%AC+%22a", "日本 \"a\n　　 ^"},
                                          {"/search?q=e%CC%81+%22a", "e\xcc\x81 \"a\n  ^"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xmlDoc *page = pages_get(&p, rows[i][0], 400);
        pages_says(page, "//pre[@class='query-caret']", rows[i][1]);
        ck_assert_uint_eq(
            pages_count(page, "//section[@class='fault']//a[contains(@href, '/help')]"), 1);
        xmlFreeDoc(page);
    }
    xmlDoc *page = pages_get(&p, "/search?q=%22a&person=Ada+Berg", 400);
    pages_says(page, "//input[@id='q']/@value", "\"a");
    pages_says(page, "//input[@name='person']/@value", "Ada Berg");
    xmlFreeDoc(page);
}
END_TEST

/* What the help shows can be asked, and what it says of this archive finds something. */
START_TEST(help_can_be_asked)
{
    xmlDoc *page = pages_get(&p, "/help", 200);
    size_t n = pages_count(page, "//table[contains(@class, 'help-table')]//tr/td[1]//code");
    size_t fields = pages_count(page, "//table[contains(@class, 'fields')]//tr/td[1]//code");
    ck_assert_uint_gt(fields, 10);
    ck_assert_uint_ge(n, fields + 20);
    for (size_t i = 1; i <= n - fields; i++) {
        char xpath[128];
        snprintf(xpath, sizeof xpath,
                 "(//table[contains(@class, 'help-table') and not(contains(@class, 'fields'))]"
                 "//tr/td[1]//code)[%zu]",
                 i);
        char *query = pages_text(page, xpath);
        web_text target = {0};
        web_puts(&target, "/search?q=");
        web_put_url(&target, query, strlen(query));
        xmlFreeDoc(pages_get(&p, target.data, 200));
        web_text_free(&target);
        xmlFree(query);
    }
    n = pages_count(page, "//table[contains(@class, 'examples')]//a/@href");
    ck_assert_uint_ge(n, 2);
    for (size_t i = 1; i <= n; i++) {
        char xpath[96];
        snprintf(xpath, sizeof xpath, "(//table[contains(@class, 'examples')]//a/@href)[%zu]", i);
        char *link = pages_link(page, xpath);
        xmlDoc *found = pages_get(&p, link, 200);
        ck_assert_msg(pages_count(found, "//li[@class='hit']") > 0, "%s", link);
        xmlFreeDoc(found);
        xmlFree(link);
    }
    xmlFreeDoc(page);
}
END_TEST

/* ---- Files, and what is remembered -------------------------------------------------------- */

START_TEST(files_keep_as_long_as_they_are_the_same)
{
    const web_asset *css = web_asset_named("morgue.css");
    char target[96];
    web_answer answer;
    ck_assert(css != NULL && css->packed_len > 0);
    snprintf(target, sizeof target, "/static/morgue.css?v=%s", css->hash);
    pages_ask(&p, target, &answer);
    ck_assert_ptr_eq(answer.data, css->data);
    ck_assert_uint_gt(answer.max_age, 86400);
    ck_assert(strstr(answer.etag, css->hash) != NULL);
    web_answer_free(&answer);
    pages_ask(&p, "/static/morgue.css?v=old", &answer);
    ck_assert_uint_lt(answer.max_age, 86400);
    web_answer_free(&answer);
    ck_assert(web_asset_named("../morgue.css") == NULL);
}
END_TEST

START_TEST(front_page_remembers_a_state)
{
    morgue_writer *writer;
    morgue_article *late = make_article((const field_text[]){
        {MORGUE_ID, "late"}, {MORGUE_TITLE, "Late"}, {MORGUE_DATE, "2022"}, {0}});
    xmlDoc *page = pages_get(&p, "/", 200);
    pages_says(page, "//p[@class='front-figures']/strong", "33");
    ck_assert_uint_eq(pages_count(page, "//li[@class='hit']"), 6);
    xmlFreeDoc(page);
    OK(morgue_writer_open(p.scratch.path, NULL, &writer, &err));
    OK(morgue_writer_add(writer, late, NULL, &err));
    morgue_article_free(late);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_reopen(p.desk.archive, NULL, &err));
    page = pages_get(&p, "/", 200);
    ck_assert_uint_eq(pages_count(page, "//h3[.='Late']"), 0);
    xmlFreeDoc(page);
    strcpy(p.desk.state, "2");
    page = pages_get(&p, "/", 200);
    ck_assert_uint_eq(pages_count(page, "//h3[.='Late']"), 1);
    xmlFreeDoc(page);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("pages");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, every_page_is_whole);
    tcase_add_test(tests, links_lead_somewhere);
    tcase_add_test(tests, results_show_hits);
    tcase_add_test(tests, facets_add_and_remove);
    tcase_add_test(tests, sources_add_up);
    tcase_add_test(tests, facets_are_in_the_order_of_their_numbers);
    tcase_add_test(tests, without_a_headline);
    tcase_add_test(tests, nothing_but_a_space);
    tcase_add_test(tests, nothing_found_says_what_may_help);
    tcase_add_test(tests, pages_follow_each_other);
    tcase_add_test(tests, behind_the_last_page);
    tcase_add_test(tests, empty_archive);
    tcase_add_test(tests, article_with_marks);
    tcase_add_test(tests, article_without_marks);
    tcase_add_test(tests, faults_point_at_the_place);
    tcase_add_test(tests, help_can_be_asked);
    tcase_add_test(tests, files_keep_as_long_as_they_are_the_same);
    tcase_add_test(tests, front_page_remembers_a_state);
    return run_tests("pages", tests);
}
