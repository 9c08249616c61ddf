/* The timeline of a page of results, and the years beside it. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/server/storms.h"

static pages p;

static void setup(void)
{
    storms_open(&p);
}

static void teardown(void)
{
    pages_close(&p);
}

START_TEST(timeline_is_to_scale)
{
    xmlDoc *page = pages_get(&p, "/search?q=storm&from=2021", 200);
    pages_says(page, "//*[contains(@class, 'timeline-chart')]/@data-period", "month");
    pages_says(page, "//*[contains(@class, 'timeline-chart')]/@data-from", "2021-01");
    pages_says(page, "//*[contains(@class, 'timeline-chart')]/@data-link", "/base/search?q=storm");
    ck_assert_uint_eq(pages_count(page, "//*[@class='bar']"), 3);
    pages_says(page, "(//*[@class='bar'])[2]/@data-from", "2021-05");
    pages_says(page, "(//*[@class='bar'])[2]/@data-count", "10");
    pages_says(page, "(//*[@class='bar'])[2]/@href",
               "/base/search?q=storm&from=2021-05&to=2021-05");
    pages_says(page, "(//*[@class='bar'])[2]/*[1]", "May 2021: 10 of 10 articles (100.0 %)");
    /* January to September are nine months: the fifth begins at four ninths. */
    pages_says(page, "(//*[@class='bar'])[2]/*[2]/@x", "1422");
    pages_says(page, "(//*[@class='bar'])[1]/*[2]/@x", "0");
    ck_assert_uint_eq(pages_count(page, "//details[@class='timeline-data']//tbody/tr"), 3);
    xmlFreeDoc(page);
}
END_TEST

START_TEST(timeline_goes_by_the_range)
{
    static const char *const rows[][2] = {{"/search?q=storm", "year"},
                                          {"/search?q=storm&from=2001", "year"},
                                          {"/search?q=storm&from=2010", "month"},
                                          {"/search?q=storm&from=2021-01&to=2021-02", "day"},
                                          {"/search?q=storm&from=2021-05-05&to=2021-05-05", "day"},
                                          {"/search?q=storm&from=0001&to=9999", "year"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xmlDoc *page = pages_get(&p, rows[i][0], 200);
        pages_says(page, "//section[@class='timeline']/*[@data-period]/@data-period", rows[i][1]);
        xmlFreeDoc(page);
    }
    xmlDoc *page = pages_get(&p, "/search?q=storm&from=0001&to=9999", 200);
    pages_says(page, "//section[@class='timeline']/*[@data-period]/@data-from", "1990");
    pages_says(page, "//section[@class='timeline']/*[@data-period]/@data-to", "2021");
    xmlFreeDoc(page);
    page = pages_get(&p, "/search?q=storm&from=2030", 200);
    ck_assert_uint_eq(pages_count(page, "//section[@class='timeline']"), 0);
    xmlFreeDoc(page);
}
END_TEST

START_TEST(years_are_a_facet)
{
    xmlDoc *page = pages_get(&p, "/search", 200);
    pages_says(page, "//section[@data-field='year']//li[1]/a/span[1]", "2021");
    pages_says(page, "//section[@data-field='year']//li[2]/a/@href",
               "/base/search?from=2020&to=2020");
    xmlFreeDoc(page);
    page = pages_get(&p, "/search?from=2020&to=2020", 200);
    pages_says(page, "//section[@data-field='year']//li[1]/a/@href", "/base/search");
    xmlFreeDoc(page);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("timeline");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, timeline_is_to_scale);
    tcase_add_test(tests, timeline_goes_by_the_range);
    tcase_add_test(tests, years_are_a_facet);
    return run_tests("timeline", tests);
}
