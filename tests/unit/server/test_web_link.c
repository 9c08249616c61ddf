/* From what was asked back to queries and links. */
#include <stdio.h>
#include <string.h>

#include "search/server/route.h"
#include "tests/unit/scratch.h"

static morgue_error err;

/* ---- Filters ------------------------------------------------------------------------------ */

static void expect_filter(const web_ask *ask, const char *expected)
{
    web_text query = {0};
    web_put_filters(&query, ask);
    ck_assert_str_eq(query.data ? query.data : "", expected);
    web_text_free(&query);
}

START_TEST(filters_as_a_query)
{
    web_ask ask = web_nothing;
    expect_filter(&ask, "");
    ask.filters[ask.n_filters++] = (web_filter){MORGUE_PERSON, "Ann"};
    ask.filters[ask.n_filters++] = (web_filter){MORGUE_SOURCE, "Herald"};
    ask.filters[ask.n_filters++] = (web_filter){MORGUE_PERSON, "Bob"};
    expect_filter(&ask, "person:=\"Ann\" source:=\"Herald\" person:=\"Bob\"");
    ask.filters[ask.n_filters++] = (web_filter){MORGUE_SOURCE, "Times"};
    ask.from = "2022";
    expect_filter(&ask, "person:=\"Ann\" (source:=\"Herald\" OR source:=\"Times\") person:=\"Bob\" "
                        "date:2022..");
    ask.n_filters = 0;
    ask.to = "2022";
    expect_filter(&ask, "date:2022");
    ask.from = "";
    expect_filter(&ask, "date:..2022");
}
END_TEST

/* Values that mean something to a query, each in an article of its own. */
static const char *const odd[] = {
    "plain",
    "two words",
    "north * road",
    "north x road",
    "*",
    "north*",
    "northern",
    "why?not",
    "\"quoted\" name",
    "“typographic” name",
    "„german“ name",
    "«french» name",
    "»turned« name",
    "「japanese」 name",
    "\"all\" “of” «them» 「at」 once's",
    "(brackets) name",
    "brackets) OR (others",
    "a OR b",
    "a AND NOT b",
    "-minus",
    "title:field",
    "=equals",
    "~tilde",
    "cs:US",
    "back\\slash\\",
    "line\nbreak",
    "tab\tstop",
    "cr\rlf",
    "100% & more <b>",
    "it's O'Brien",
    "F-16",
    "Łódź",
    "北京市",
    "—",
    "…",
    "&",
    "- -",
    "נתב\"ג",
    "W/5",
    "\u200bzero\u200bwidth",
    "nbsp\u00a0here",
    "a very long value that goes on and on so that it does not fit into a term of the index and "
    "has "
    "to be cut, with a hash at its end, which counts the words and not what stands between them: "
    "\"so "
    "that\" * it is found (all the same)",
};
enum { ODD = sizeof odd / sizeof *odd };

static void write_odd(const char *path)
{
    morgue_writer *writer;
    OK(morgue_writer_open(path, NULL, &writer, &err));
    for (size_t i = 0; i < ODD; i++) {
        char id[16];
        snprintf(id, sizeof id, "odd-%zu", i);
        morgue_article *article = make_article((field_text[]){{MORGUE_ID, id},
                                                              {MORGUE_TITLE, "A title"},
                                                              {MORGUE_SOURCE, odd[i]},
                                                              {MORGUE_PERSON, odd[i]},
                                                              {MORGUE_ID, NULL}});
        OK(morgue_writer_add(writer, article, NULL, &err));
        morgue_article_free(article);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

/* The articles that the filter finds, of which the one with number `i` has to be one. */
static uint64_t found(morgue_archive *archive, morgue_field_id field, size_t i)
{
    web_ask ask = web_nothing;
    morgue_results *results;
    bool there = false;
    char id[16];
    ask.filters[ask.n_filters++] = (web_filter){field, odd[i]};
    web_put_filters(&ask.filter, &ask);
    morgue_search_options options = web_ask_options(&ask);
    options.limit = ODD;
    options.exact = true;
    if (morgue_search(archive, "*", &options, &results, &err) != MORGUE_OK)
        ck_abort_msg("%s: %s", ask.filter.data, err.message);
    snprintf(id, sizeof id, "odd-%zu", i);
    for (size_t k = 0; k < morgue_results_count(results); k++) {
        morgue_hit hit;
        OK(morgue_results_hit(results, k, &hit, &err));
        there = there || is_text(morgue_article_get(hit.article, MORGUE_ID, 0), id);
    }
    ck_assert_msg(there, "%s finds not '%s'", ask.filter.data, odd[i]);
    uint64_t total = morgue_results_total(results);
    morgue_results_free(results);
    web_ask_free(&ask);
    return total;
}

START_TEST(values_are_themselves)
{
    scratch s;
    morgue_archive *archive;
    scratch_open(&s);
    write_odd(scratch_path(&s, "archive"));
    OK(morgue_archive_open(scratch_path(&s, "archive"), &archive, &err));
    for (size_t i = 0; i < ODD; i++) {
        if (strcmp(odd[i], "*") == 0)
            continue; /* it has no word that could be asked for */
        ck_assert_msg(found(archive, MORGUE_PERSON, i) == 1, "person=%s", odd[i]);
        ck_assert_msg(found(archive, MORGUE_SOURCE, i) == 1, "source=%s", odd[i]);
    }
    morgue_archive_free(archive);
    scratch_close(&s);
}
END_TEST

/* ---- Links -------------------------------------------------------------------------------- */

START_TEST(links_have_what_their_path_takes)
{
    web_ask ask = web_nothing;
    web_text link = {0};
    ask.q = "a&b \"c\"";
    ask.n = 20;
    ask.offset = 40;
    ask.sort = MORGUE_NEWEST_FIRST;
    ask.from = "2022";
    web_put_link(&link, "/m", "/search", &ask);
    ask.filters[ask.n_filters++] = (web_filter){MORGUE_ORG, "X/Y"};
    web_puts(&link, "\n");
    web_put_link(&link, "", "/export.csv", &ask);
    web_puts(&link, "\n");
    web_put_link(&link, "", "/article/a%2Fb", &ask);
    web_puts(&link, "\n");
    web_put_link(&link, "", "/nowhere", &ask);
    ck_assert_str_eq(link.data,
                     "/m/search?q=a%26b%20%22c%22&from=2022&sort=newest&n=20&offset=40\n"
                     "/export.csv?q=a%26b%20%22c%22&org=X%2FY&from=2022&sort=newest\n"
                     "/article/a%2Fb?q=a%26b%20%22c%22&org=X%2FY&from=2022&sort=newest&n=20"
                     "&offset=40\n"
                     "/nowhere");
    web_text_free(&link);
}
END_TEST

static const char *roll_text(uint64_t *seed)
{
    static const char *const texts[] = {"nato",  "\"article 5\"", "a&b=c",     "50%",
                                        "a+b c", "北京",          "title:(x)", "#?/",
                                        "'\"<>", "\n\t",          "-x",        "~y"};
    return texts[roll(seed, sizeof texts / sizeof *texts)];
}

static web_ask roll_ask(uint64_t *seed)
{
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG,     MORGUE_LOCATION,
                                             MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
                                             MORGUE_TOPIC,  MORGUE_LANG};
    static const char *const dates[] = {"", "2019", "2019-02", "2019-02-03"};
    web_ask ask = web_nothing;
    ask.q = roll(seed, 4) ? roll_text(seed) : "";
    for (uint32_t n = roll(seed, 5); n; n--)
        ask.filters[ask.n_filters++] =
            (web_filter){fields[roll(seed, sizeof fields / sizeof *fields)], roll_text(seed)};
    ask.from = dates[roll(seed, 4)];
    ask.to = roll(seed, 2) ? "2022-12-31" : "";
    ask.n = roll(seed, 2) ? 1 + roll(seed, WEB_HITS_MAX) : WEB_HITS_DEFAULT;
    ask.offset = roll(seed, 2) ? roll(seed, 100001) : 0;
    ask.sort = (morgue_sort)roll(seed, 3);
    ask.timeline = (morgue_period)roll(seed, 4);
    ask.facet_values = roll(seed, 2) ? roll(seed, WEB_VALUES_MAX + 1) : 0;
    ask.snippets = roll(seed, 11);
    ask.context = roll(seed, 2) ? roll(seed, 401) : 0;
    ask.view = (web_view)roll(seed, 2);
    ask.exact = roll(seed, 2);
    ask.full = roll(seed, 2);
    ask.explain = roll(seed, 2);
    return ask;
}

static void expect_same(const web_ask *a, const web_ask *b, const char *link)
{
    ck_assert_str_eq(a->q, b->q);
    ck_assert_str_eq(a->from, b->from);
    ck_assert_str_eq(a->to, b->to);
    ck_assert_msg(a->n_filters == b->n_filters, "%s", link);
    for (size_t i = 0; i < a->n_filters; i++) {
        ck_assert_int_eq(a->filters[i].field, b->filters[i].field);
        ck_assert_str_eq(a->filters[i].value, b->filters[i].value);
    }
    ck_assert_msg(a->n == b->n && a->offset == b->offset && a->sort == b->sort &&
                      a->timeline == b->timeline && a->facet_values == b->facet_values &&
                      a->snippets == b->snippets && a->context == b->context &&
                      a->view == b->view && a->exact == b->exact && a->full == b->full &&
                      a->explain == b->explain,
                  "%s", link);
}

START_TEST(links_ask_the_same)
{
    uint64_t seed = 23;
    const web_headers headers = {.accept = "text/html"};
    for (int round = 0; round < 500; round++) {
        web_ask ask = roll_ask(&seed), again;
        web_text link = {0};
        web_request request;
        web_fault fault;
        const char *id;
        web_put_link(&link, "", "/search", &ask);
        ck_assert_int_eq(web_request_parse(link.data, link.len, &headers, &request), 0);
        const web_route *route = web_route_find(request.path, &id);
        ck_assert_msg(web_ask_read(&request, route->params, route->formats, &again, &fault),
                      "%s: %s", link.data, fault.message);
        for (size_t i = 0; i < request.n_params; i++)
            ck_assert(request.params[i].taken);
        expect_same(&ask, &again, link.data);
        web_ask_free(&again);
        web_request_free(&request);
        web_text_free(&link);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("link");
    tcase_add_test(tests, filters_as_a_query);
    tcase_add_test(tests, values_are_themselves);
    tcase_add_test(tests, links_have_what_their_path_takes);
    tcase_add_test(tests, links_ask_the_same);
    return run_tests("web_link", tests);
}
