/* What the parts of pages say, and that their links lead to it. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/server/pages.h"

static pages p;
static morgue_error err;

enum { WAVES = 10, QUIET = 10, YEARS = 12, CROWD = 65 };

static void add_person(morgue_article *article, const char *name, morgue_origin origin, bool main)
{
    const morgue_tag tag = {
        .name = {name, strlen(name)}, .origin = origin, .confidence = 90, .main = main};
    OK(morgue_article_add_tag(article, MORGUE_PERSON, &tag, &err));
}

static morgue_article *make(const char *id, const char *date, const char *source, const char *text)
{
    return make_article((const field_text[]){{MORGUE_ID, id},
                                             {MORGUE_TITLE, id},
                                             {MORGUE_DATE, date},
                                             {MORGUE_SOURCE, source},
                                             {MORGUE_TEXT, text},
                                             {0}});
}

/* The word 25 times, far from the beginning. */
static morgue_article *rich(void)
{
    char text[4000] = "";
    for (int i = 0; i < 100; i++)
        strcat(text, "Nothing at all. ");
    for (int i = 0; i < 25; i++)
        strcat(text, "A wave of calm. ");
    morgue_article *article = make("rich", "2021", "The Tide", text);
    OK(morgue_article_set(article, MORGUE_SECTION, "Sea", MORGUE_NUL, &err));
    add_person(article, "Given Gale", MORGUE_GIVEN, false);
    add_person(article, "Main Moor", MORGUE_TAGGER, true);
    return article;
}

/* In January half of all are about waves, in February all. */
static void setup(void)
{
    morgue_article *articles[2 * WAVES + QUIET + YEARS + 3];
    size_t n = 0;
    char id[32], date[32];
    for (int i = 0; i < 2 * WAVES + QUIET; i++) {
        snprintf(id, sizeof id, "day-%d", i);
        snprintf(date, sizeof date, "2021-%02d-%02d", i < WAVES ? 2 : 1, i % WAVES + 1);
        articles[n++] =
            make(id, date, i % 2 ? "The Tide" : "Ebb", i < 2 * WAVES ? "A wave." : "No.");
    }
    for (int i = 0; i < YEARS; i++) {
        snprintf(id, sizeof id, "year-%d", i);
        snprintf(date, sizeof date, "%d", 2000 + i);
        articles[n++] = make(id, date, "Ebb", "No.");
    }
    articles[n++] = make("again", "2000", "Ebb", "No.");
    articles[n++] = rich();
    morgue_article *crowd = articles[n++] = make("crowd", "2020", "Ebb", "No.");
    for (int i = 0; i < CROWD; i++) {
        snprintf(id, sizeof id, "Person %d", i);
        add_person(crowd, id, MORGUE_TAGGER, false);
    }
    pages_open(&p, articles, n);
}

static void teardown(void)
{
    pages_close(&p);
}

/* ---- Results ------------------------------------------------------------------------------ */

START_TEST(other_ways_of_looking)
{
    xmlDoc *page = pages_get(&p, "/search?q=wave&n=5&offset=15&from=2021&to=2021-12", 200);
    pages_says(page, "//a[@rel='prev']/@href",
               "/base/search?q=wave&from=2021&to=2021-12&n=5&offset=10");
    pages_says(page, "//ul[@class='sorts']//a[.='Oldest']/@href",
               "/base/search?q=wave&from=2021&to=2021-12&sort=oldest&n=5");
    pages_says(page, "//ul[@class='views']//a/@href",
               "/base/search?q=wave&from=2021&to=2021-12&view=concordance&n=5");
    pages_says(page, "//form[@class='search']/input[@name='from']/@value", "2021");
    pages_says(page, "//form[@class='search']/input[@name='to']/@value", "2021-12");
    xmlFreeDoc(page);
}
END_TEST

START_TEST(hits_show_what_they_are_about)
{
    xmlDoc *page = pages_get(&p, "/search?q=wave&section=Sea", 200);
    pages_says(page, "//h1/strong", "1");
    pages_says(page, "(//ul[@class='tags']//a)[1]", "Main Moor");
    pages_says(page, "(//ul[@class='tags']//a)[2]", "Given Gale");
    pages_says(page, "//p[@class='snippet']/*[1]", "\u2026 ");
    xmlFreeDoc(page);
    page = pages_get(&p, "/search?q=wave&section=Sea&view=concordance", 200);
    ck_assert_uint_eq(pages_count(page, "//tr[td[@class='node']]"), 20);
    pages_says(page, "//tr[@class='rest']//a", "5 more lines in this article");
    xmlFreeDoc(page);
}
END_TEST

/* ---- Numbers ------------------------------------------------------------------------------ */

START_TEST(bars_have_their_heights)
{
    xmlDoc *page = pages_get(&p, "/search?q=wave&from=2021&timeline=month", 200);
    pages_says(page, "(//a[@class='bar'])[1]/*[1]", "January 2021: 10 of 20 articles (50.0 %)");
    pages_says(page, "(//a[@class='bar'])[2]/*[1]", "February 2021: 10 of 10 articles (100.0 %)");
    pages_says(page, "(//a[@class='bar'])[2]/*[@class='bar-of']/@height", "400");
    pages_says(page, "(//a[@class='bar'])[2]/*[@class='bar-count']/@height", "800");
    pages_says(page, "//p[@class='timeline-legend']",
               "these articles all articles, each to its own scale; 1 with a date too vague to be "
               "shown");
    xmlFreeDoc(page);
}
END_TEST

/* Of many years those with most articles, and of these the later ones. */
START_TEST(years_are_the_most_frequent)
{
    xmlDoc *page = pages_get(&p, "/search", 200);
    ck_assert_uint_eq(pages_count(page, "//section[@data-field='year']//li"), 10);
    pages_says(page, "(//section[@data-field='year']//li)[1]/a/span[1]", "2021");
    pages_says(page, "(//section[@data-field='year']//li)[9]/a/span[1]", "2005");
    pages_says(page, "(//section[@data-field='year']//li)[10]/a/span[1]", "2000");
    xmlFreeDoc(page);
}
END_TEST

START_TEST(articles_without_a_value_are_counted)
{
    web_answer answer;
    xmlDoc *page = pages_get(&p, "/facets?q=wave&facets=section", 200);
    pages_says(page, "//p[@class='summary-of']",
               "1 of 1, most frequent first, in 21 articles; 20 articles have none. Back to the "
               "results");
    xmlFreeDoc(page);
    pages_ask(&p, "/facets?q=wave&facets=section&format=json", &answer);
    ck_assert(strstr(answer.body.data, "\"values\": {\"section\": 1}"));
    ck_assert(strstr(answer.body.data, "\"without\": {\"section\": 20}"));
    web_answer_free(&answer);
}
END_TEST

/* Follows the link that the xpath finds; the page behind it has to speak of so many articles. */
static void leads_to(xmlDoc *page, const char *target, const char *link, const char *number)
{
    char *path = pages_link(page, link), *said = pages_text(page, number);
    xmlDoc *behind = pages_get(&p, path, 200);
    char *total = pages_text(behind, "//h1/strong");
    ck_assert_msg(*said && !strcmp(said, total), "%s: %s says %s, and there are %s", target, path,
                  said, total);
    xmlFreeDoc(behind);
    xmlFree(total);
    xmlFree(said);
    xmlFree(path);
}

/* Also where a year or a month is only partly within the dates that are asked for. */
START_TEST(numbers_are_those_behind_their_links)
{
    static const char *const targets[] = {"/search",
                                          "/search?q=wave&from=2021-01-03&to=2021-02-05",
                                          "/search?from=2021-02",
                                          "/search?q=wave&to=2021-02-03&sort=newest",
                                          "/search?from=2021-01-05&to=2021-01-20&timeline=month",
                                          "/facets?facets=source&from=2021-01-06"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        xmlDoc *page = pages_get(&p, targets[i], 200);
        char link[120], number[120];
        size_t n = pages_count(page, "//li/a[not(@class)]/span[@class='facet-count']");
        ck_assert_uint_ge(n, 1);
        for (size_t k = 1; k <= n; k++) {
            snprintf(link, sizeof link,
                     "(//li/a[not(@class) and span/@class='facet-count'])[%zu]/@href", k);
            snprintf(number, sizeof number, "(//li/a[not(@class)]/span[@class='facet-count'])[%zu]",
                     k);
            leads_to(page, targets[i], link, number);
        }
        n = pages_count(page, "//*[@class='bar']");
        for (size_t k = 1; k <= n; k++) {
            snprintf(link, sizeof link, "(//*[@class='bar'])[%zu]/@href", k);
            snprintf(number, sizeof number, "(//*[@class='bar'])[%zu]/@data-count", k);
            leads_to(page, targets[i], link, number);
        }
        xmlFreeDoc(page);
    }
}
END_TEST

/* ---- Articles ----------------------------------------------------------------------------- */

START_TEST(articles_say_who_found_a_name)
{
    xmlDoc *page = pages_get(&p, "/article/rich?q=wave&n=5&offset=15", 200);
    ck_assert_uint_eq(pages_count(page, "//div[@class='article-text']//mark"), 25);
    pages_says(page, "//nav[@class='back']/a/@href", "/base/search?q=wave&n=5&offset=15");
    ck_assert_uint_eq(pages_count(page, "//aside//p[@class='found']"), 0);
    pages_says(page, "//aside//li[span[@class='found']]/a/span[1]", "Main Moor");
    xmlFreeDoc(page);
    page = pages_get(&p, "/article/crowd", 200);
    ck_assert_uint_eq(pages_count(page, "//aside//section[@data-field='person']//li"), 60);
    pages_says(page, "//aside//p[@class='facet-all']", "and 5 more");
    pages_says(page, "//aside//p[@class='found']", "found by the tagger");
    xmlFreeDoc(page);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("parts");
    tcase_set_timeout(tests, 60);
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, other_ways_of_looking);
    tcase_add_test(tests, hits_show_what_they_are_about);
    tcase_add_test(tests, bars_have_their_heights);
    tcase_add_test(tests, years_are_the_most_frequent);
    tcase_add_test(tests, articles_without_a_value_are_counted);
    tcase_add_test(tests, numbers_are_those_behind_their_links);
    tcase_add_test(tests, articles_say_who_found_a_name);
    return run_tests("parts", tests);
}
