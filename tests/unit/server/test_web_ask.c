/* Parameters read into what is asked for. */
#include "search/server/ask.h"

#include <string.h>

#include "tests/unit/scratch.h"

enum { EVERY = (1u << WEB_PARAM_COUNT) - 1 };
static const uint32_t page = 1u << WEB_HTML | 1u << WEB_JSON;
static const uint32_t data = 1u << WEB_JSON;

/* A request and what was read of it. */
typedef struct reading {
    web_request request;
    web_ask ask;
    web_fault fault;
    bool fine;
} reading;

static reading read_as(const char *target, const char *accept, uint32_t allowed, uint32_t formats)
{
    reading r = {.fault = {.status = 0}};
    web_headers headers = {.accept = accept};
    ck_assert_int_eq(web_request_parse(target, strlen(target), &headers, &r.request), 0);
    r.fine = web_ask_read(&r.request, allowed, formats, &r.ask, &r.fault);
    return r;
}

static void done(reading *r)
{
    web_ask_free(&r->ask);
    web_request_free(&r->request);
}

static void expect_fault(const char *target, const char *message)
{
    reading r = read_as(target, NULL, EVERY, data);
    ck_assert_msg(!r.fine, "%s", target);
    ck_assert_int_eq(r.fault.status, 400);
    ck_assert_int_eq(r.fault.column, 0);
    ck_assert_str_eq(r.fault.message, message);
    done(&r);
}

START_TEST(nothing_said)
{
    reading r = read_as("/search", NULL, EVERY, page);
    ck_assert(r.fine);
    ck_assert_str_eq(r.ask.q, "");
    ck_assert_uint_eq(r.ask.n, WEB_HITS_DEFAULT);
    ck_assert_uint_eq(r.ask.snippets, WEB_SNIPPETS_DEFAULT);
    ck_assert_int_eq(r.ask.format, WEB_HTML);
    morgue_search_options options = web_ask_options(&r.ask);
    ck_assert_uint_eq(options.limit, WEB_HITS_DEFAULT);
    ck_assert_ptr_null(options.filter);
    ck_assert_int_eq(options.timeline, MORGUE_NO_TIMELINE);
    done(&r);
}
END_TEST

START_TEST(everything_said)
{
    reading r =
        read_as("/search?q=nato&person=A+B&person=C&source=D&from=2019&to=2022-03&sort=oldest"
                "&n=100&offset=100000&after=x.y&facets=person,organizations,person&values=7"
                "&timeline=day&snippets=0&context=80&view=concordance&format=json&exact"
                "&full=1&explain=0&v=abc",
                NULL, EVERY, page);
    ck_assert_msg(r.fine, "%s", r.fault.message);
    morgue_search_options options = web_ask_options(&r.ask);
    ck_assert_str_eq(r.ask.q, "nato");
    ck_assert_str_eq(options.filter,
                     "person:=\"A B\" person:=\"C\" source:=\"D\" date:2019..2022-03");
    ck_assert_int_eq(options.sort, MORGUE_OLDEST_FIRST);
    ck_assert_uint_eq(options.limit, 100);
    ck_assert_uint_eq(options.offset, 100000);
    ck_assert_str_eq(options.after, "x.y");
    ck_assert_uint_eq(options.n_facets, 2);
    ck_assert_int_eq(options.facets[0], MORGUE_PERSON);
    ck_assert_int_eq(options.facets[1], MORGUE_ORG);
    ck_assert_uint_eq(options.facet_values, 7);
    ck_assert_int_eq(options.timeline, MORGUE_BY_DAY);
    ck_assert_uint_eq(options.snippets, MORGUE_NO_SNIPPETS);
    ck_assert_uint_eq(r.ask.context, 80);
    ck_assert_int_eq(r.ask.view, WEB_CONCORDANCE);
    ck_assert_int_eq(r.ask.format, WEB_JSON);
    ck_assert(r.ask.exact && r.ask.full && !r.ask.explain);
    ck_assert_str_eq(r.ask.version, "abc");
    done(&r);
}
END_TEST

START_TEST(days_of_leap_years)
{
    reading r = read_as("/search?from=2000-02-29&to=2020-02-29", NULL, EVERY, page);
    ck_assert_msg(r.fine, "%s", r.fault.message);
    done(&r);
}
END_TEST

START_TEST(what_is_wrong_is_told)
{
    static const char *const faults[][2] = {
        {"/?n=0", "n=0: give a whole number from 1 to 100"},
        {"/?n=101", "n=101: give a whole number from 1 to 100"},
        {"/?n=-1", "n=-1: give a whole number from 1 to 100"},
        {"/?n=+1", "n= 1: give a whole number from 1 to 100"},
        {"/?n=1x", "n=1x: give a whole number from 1 to 100"},
        {"/?n=0x10", "n=0x10: give a whole number from 1 to 100"},
        {"/?n=99999999999999999999999",
         "n=99999999999999999999999: give a whole number from 1 to 100"},
        {"/?offset=100001", "offset=100001: give a whole number from 0 to 100000"},
        {"/?sort=best", "sort=best: there is no such choice"},
        {"/?timeline=week", "timeline=week: there is no such choice"},
        {"/?exact=yes", "exact=yes: give 1 or 0"},
        {"/?facets=person,nonsense", "facets=nonsense: there is no such field"},
        {"/?from=yesterday", "from=yesterday: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?from=20", "from=20: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?from=2022-1", "from=2022-1: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?to=2022-13", "to=2022-13: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?to=2022-00", "to=2022-00: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?to=2022-01-32", "to=2022-01-32: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?to=2022-02-29", "to=2022-02-29: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?from=1900-02-29", "from=1900-02-29: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?to=2022-01-21T", "to=2022-01-21T: give a date such as 2022, 2022-01 or 2022-01-21"},
        {"/?from=2022-03&to=2022-02-28", "from=2022-03: this is later than the date of to"},
        {"/?format=html", "format=html: this is not to be had in such a format"},
        {"/?format=exe", "format=exe: this is not to be had in such a format"},
        {"/?fromat=json", "fromat=json: there is no such parameter here: see /openapi.json"},
        {"/?=1", "=1: there is no such parameter here: see /openapi.json"}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        expect_fault(faults[i][0], faults[i][1]);
}
END_TEST

/* A character is not cut in two where a message shows the beginning of a value. */
START_TEST(long_values_are_cut)
{
    char target[600] = "/?sort=a";
    for (int i = 0; i < 40; i++)
        strcat(target, "%C3%B6");
    reading r = read_as(target, NULL, EVERY, data);
    ck_assert(!r.fine);
    ck_assert_int_eq(strncmp(r.fault.message, "sort=aöö", 10), 0);
    ck_assert_ptr_nonnull(strstr(r.fault.message, "öö: there is no such choice"));
    ck_assert_uint_le(strlen(r.fault.message), 100);
    done(&r);
}
END_TEST

START_TEST(empty_fields_of_forms)
{
    reading r =
        read_as("/?q=&person=&from=&to=&n=&sort=&facets=&timeline=&view=&format=&offset=", NULL,
                EVERY, data);
    ck_assert_msg(r.fine, "%s", r.fault.message);
    ck_assert_uint_eq(r.ask.n, WEB_HITS_DEFAULT);
    ck_assert_uint_eq(r.ask.n_filters + r.ask.n_facets + r.ask.filter.len, 0);
    done(&r);
}
END_TEST

START_TEST(the_last_one_counts)
{
    reading r = read_as("/?sort=newest&sort=relevance&n=5&n=6&exact=1&exact=0", NULL, EVERY, data);
    ck_assert(r.fine);
    ck_assert_int_eq(r.ask.sort, MORGUE_BY_RELEVANCE);
    ck_assert_uint_eq(r.ask.n, 6);
    ck_assert(!r.ask.exact);
    done(&r);
}
END_TEST

START_TEST(formats)
{
    static const struct {
        const char *target, *accept;
        uint32_t formats;
        web_format format;
    } cases[] = {{"/", NULL, page, WEB_HTML},
                 {"/", "*/*", page, WEB_HTML},
                 {"/", "text/html,application/xhtml+xml,*/*;q=0.8", page, WEB_HTML},
                 {"/", "application/json", page, WEB_JSON},
                 {"/", "application/json, text/plain, */*", page, WEB_JSON},
                 {"/", "text/html, application/json", page, WEB_HTML},
                 {"/?format=html", "application/json", page, WEB_HTML},
                 {"/?format=json", "text/html", page, WEB_JSON},
                 {"/", "text/html", 1u << WEB_CSV, WEB_CSV},
                 {"/", "application/json", 1u << WEB_HTML, WEB_HTML}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_as(cases[i].target, cases[i].accept, EVERY, cases[i].formats);
        ck_assert(r.fine);
        ck_assert_msg(r.ask.format == cases[i].format, "%zu", i);
        done(&r);
    }
}
END_TEST

/* A program is told in JSON what is wrong, wherever the format stands. */
START_TEST(the_format_is_read_first)
{
    reading r = read_as("/?n=x&format=json", NULL, EVERY, page);
    ck_assert(!r.fine);
    ck_assert_int_eq(r.ask.format, WEB_JSON);
    done(&r);
}
END_TEST

/* Links to pages get parameters from all over the world. */
START_TEST(strangers)
{
    reading r = read_as("/?q=nato&utm_source=x", "text/html", EVERY, page);
    ck_assert(r.fine);
    ck_assert(r.request.params[0].taken && !r.request.params[1].taken);
    done(&r);
    r = read_as("/?q=nato&n=5", NULL, 1u << WEB_PARAM_Q, data);
    ck_assert(!r.fine);
    done(&r);
}
END_TEST

START_TEST(too_many)
{
    char target[2000] = "/?";
    for (int i = 0; i <= WEB_FILTERS_MAX; i++)
        strcat(target, "person=x&");
    expect_fault(target, "person=x: these are too many filters");
    strcpy(target, "/?facets=");
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++) {
        strcat(target, morgue_field_at(i)->name);
        strcat(target, ",");
    }
    reading r = read_as(target, NULL, EVERY, data);
    ck_assert(!r.fine);
    ck_assert_ptr_nonnull(strstr(r.fault.message, "these are too many fields"));
    done(&r);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("ask");
    tcase_add_test(tests, nothing_said);
    tcase_add_test(tests, everything_said);
    tcase_add_test(tests, days_of_leap_years);
    tcase_add_test(tests, what_is_wrong_is_told);
    tcase_add_test(tests, long_values_are_cut);
    tcase_add_test(tests, empty_fields_of_forms);
    tcase_add_test(tests, the_last_one_counts);
    tcase_add_test(tests, formats);
    tcase_add_test(tests, the_format_is_read_first);
    tcase_add_test(tests, strangers);
    tcase_add_test(tests, too_many);
    return run_tests("web_ask", tests);
}
