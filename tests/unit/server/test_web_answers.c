/* Facets, timelines, errors, exports in parts, descriptions. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/server/served.h"

static served s;

static void setup(void)
{
    served_open(&s, NULL);
}

static void teardown(void)
{
    served_close(&s);
}

static json_int_t number_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    ck_assert_msg(json_is_integer(value), "%s", key);
    return json_integer_value(value);
}

static const char *string_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    ck_assert_msg(json_is_string(value), "%s", key);
    return json_string_value(value);
}

/* ---- Facets and timelines ----------------------------------------------------------------- */

/* Each value is what a search with it as a filter finds. */
static void check_values(const char *field, const json_t *values)
{
    const json_t *value;
    size_t i;
    json_int_t last = -1;
    json_array_foreach(values, i, value)
    {
        char target[1024];
        snprintf(target, sizeof target, "%s",
                 target_of("/search", field, string_at(value, "value"), "&exact=1&format=json"));
        json_t *page = served_json(&s, target, 200);
        ck_assert_msg(number_at(page, "total") == number_at(value, "count"), "%s", target);
        ck_assert(last < 0 || json_object_get(value, "main") || number_at(value, "count") <= last);
        last = number_at(value, "count");
        json_decref(page);
    }
}

START_TEST(facets)
{
    json_t *answer = served_json(&s, "/facets?format=json&values=1000", 200);
    static const char *const fields[] = {"person", "org", "location", "source", "section"};
    const json_t *all = json_object_get(answer, "facets");
    ck_assert_uint_eq(json_object_size(all), 5);
    ck_assert_str_eq(string_at(answer, "query"), "");
    for (size_t i = 0; i < 5; i++) {
        const json_t *values = json_object_get(all, fields[i]);
        ck_assert_uint_gt(json_array_size(values), 0);
        ck_assert_int_eq(number_at(json_object_get(answer, "values"), fields[i]),
                         json_array_size(values));
        ck_assert_int_lt(number_at(json_object_get(answer, "without"), fields[i]),
                         number_at(answer, "total"));
        check_values(fields[i], values);
    }
    json_decref(answer);
}
END_TEST

START_TEST(facets_that_are_named)
{
    json_t *answer =
        served_json(&s,
                    "/facets?q=nato&facets=authors,source&values=2&from=2018&source=Meridian+Wire"
                    "&format=json",
                    200);
    const json_t *all = json_object_get(answer, "facets");
    ck_assert_uint_eq(json_object_size(all), 2);
    ck_assert_uint_le(json_array_size(json_object_get(all, "author")), 2);
    ck_assert_uint_le(json_array_size(json_object_get(all, "source")), 1);
    json_decref(answer);
}
END_TEST

static json_int_t sum_of(const json_t *timeline, const char *key)
{
    json_int_t sum = 0;
    for (size_t i = 0; i < json_array_size(timeline); i++)
        sum += number_at(json_array_get(timeline, i), key);
    return sum;
}

START_TEST(timelines)
{
    static const char *const cases[][2] = {{"/timeline?q=nato", "year"},
                                           {"/timeline?q=nato&timeline=month", "month"},
                                           {"/timeline?q=*&from=2018&to=2018", "month"},
                                           {"/timeline?q=*&from=2018-05&to=2018-06", "day"},
                                           {"/timeline?from=2018-05-03&to=2018-05-03", "day"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *answer = served_json(&s, cases[i][0], 200);
        const json_t *timeline = json_object_get(answer, "timeline");
        ck_assert_str_eq(string_at(answer, "period"), cases[i][1]);
        ck_assert_int_eq(sum_of(timeline, "count") + number_at(answer, "undated"),
                         number_at(answer, "total"));
        ck_assert_int_ge(sum_of(timeline, "of"), sum_of(timeline, "count"));
        json_decref(answer);
    }
}
END_TEST

/* ---- Errors ------------------------------------------------------------------------------- */

START_TEST(errors)
{
    static const struct {
        const char *target;
        int status, column;
        const char *message;
    } cases[] = {{"/search?q=nato+%22a&format=json", 400, 6, "column 6: the quote is never closed"},
                 {"/search?q=K%C3%B6ln+(a&format=json", 400, 6, NULL},
                 {"/search?q=a+OR&format=json", 400, 3, NULL},
                 {"/search?q=a+%26&person=Ann&format=json", 400, 3, NULL},
                 {"/facets?q=(&format=json", 400, 1, NULL},
                 {"/timeline?q=)", 400, 1, NULL},
                 {"/similar/none?format=json", 404, 0, "there is no such article"},
                 {"/article/none?format=json", 404, 0, "there is no such article"},
                 {"/facets?facets=text", 400, 0, "the values of text cannot be counted"},
                 {"/search?after=nonsense&format=json", 400, 0, NULL},
                 {"/search?n=x&format=json", 400, 0, "n=x: give a whole number from 1 to 100"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        web_answer answer = served_ask(&s, cases[i].target, "application/json");
        ck_assert_msg(answer.status == cases[i].status, "%s: %s", cases[i].target,
                      answer.body.data);
        ck_assert_str_eq(answer.type, "application/json");
        json_t *body = json_loads(answer.body.data, 0, NULL);
        const json_t *error = json_object_get(body, "error");
        ck_assert_int_eq(number_at(error, "status"), cases[i].status);
        if (cases[i].message)
            ck_assert_str_eq(string_at(error, "message"), cases[i].message);
        const json_t *column = json_object_get(error, "column");
        ck_assert_msg(json_integer_value(column) == cases[i].column, "%s: %s", cases[i].target,
                      answer.body.data);
        json_decref(body);
        web_answer_free(&answer);
    }
}
END_TEST

START_TEST(errors_of_exports_are_no_files)
{
    web_answer answer = served_ask(&s, "/export.csv?q=%22", NULL);
    ck_assert_int_eq(answer.status, 400);
    ck_assert_str_eq(answer.type, "text/plain; charset=utf-8");
    ck_assert_str_eq(answer.body.data, "column 1: the quote is never closed\n");
    ck_assert_str_eq(answer.file_name, "");
    ck_assert_ptr_null(answer.more);
    web_answer_free(&answer);
}
END_TEST

START_TEST(paths_that_are_none)
{
    web_answer answer = served_ask(&s, "/Search", "application/json");
    ck_assert_int_eq(answer.status, 404);
    ck_assert_str_eq(answer.type, "application/json");
    web_answer_free(&answer);
    answer = served_ask(&s, "/Search?format=json", "text/html");
    ck_assert_int_eq(answer.status, 404);
    ck_assert_str_eq(answer.type, "application/json");
    web_answer_free(&answer);
}
END_TEST

/* What the library says of the server's files is not told. */
START_TEST(faults_of_the_library)
{
    static const struct {
        morgue_status status;
        int http;
        bool told;
    } cases[] = {{MORGUE_BAD_QUERY, 400, true},  {MORGUE_INVALID, 400, true},
                 {MORGUE_NOT_FOUND, 404, false}, {MORGUE_STALE, 503, false},
                 {MORGUE_CANCELLED, 503, false}, {MORGUE_NO_MEMORY, 503, false},
                 {MORGUE_CORRUPT, 500, false},   {MORGUE_IO, 500, false},
                 {MORGUE_INTERNAL, 500, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        morgue_error err = {cases[i].status, "/srv/secret is wrong", 3};
        web_fault fault = web_fault_of(&err, "abc");
        ck_assert_int_eq(fault.status, cases[i].http);
        ck_assert_msg((strstr(fault.message, "/srv") != NULL) == cases[i].told, "%zu", i);
        ck_assert_int_eq(fault.column, cases[i].status == MORGUE_BAD_QUERY ? 4 : 0);
    }
    morgue_error far = {MORGUE_BAD_QUERY, "elsewhere", 4};
    ck_assert_int_eq(web_fault_of(&far, "abc").column, 0);
    ck_assert_int_eq(web_fault_of(&far, "äbcd").column, 5);
    far.offset = -1;
    ck_assert_int_eq(web_fault_of(&far, "abc").column, 0);
}
END_TEST

/* ---- Exports ------------------------------------------------------------------------------ */

enum { MANY = 1000 };

static char *many_lines(void)
{
    web_text text = {0};
    for (int i = 0; i < MANY; i++)
        web_putf(&text,
                 "{\"id\": \"many%d\", \"title\": \"Number %d\", \"date\": \"2020-01-%02d\"}\n", i,
                 i, 1 + i % 28);
    return text.data;
}

START_TEST(exports_in_parts)
{
    served many;
    char *lines = many_lines();
    served_open(&many, lines);
    static const char *const targets[] = {"/export.jsonl?q=number",
                                          "/export.jsonl?q=number&sort=oldest",
                                          "/export.jsonl?q=title:number&from=2020&to=2020"};
    for (size_t t = 0; t < 3; t++) {
        bool seen[MANY] = {false};
        char *text = served_text(&many, targets[t], 200), *rest = NULL;
        size_t n = 0;
        for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
            json_t *hit = json_loads(line, 0, NULL);
            ck_assert_msg(hit != NULL, "%s", line);
            const char *id = string_at(hit, "id");
            if (strncmp(id, "many", 4) == 0) {
                ck_assert(!seen[atoi(id + 4)]);
                seen[atoi(id + 4)] = true;
                n++;
            }
            json_decref(hit);
        }
        ck_assert_uint_eq(n, MANY);
        free(text);
    }
    served_close(&many);
    free(lines);
}
END_TEST

static bool never(void *user)
{
    (void)user;
    return false;
}

/* Once something has been sent, what fails is cut off and not ended. */
START_TEST(exports_that_fail_are_cut)
{
    served many;
    char *lines = many_lines();
    served_open(&many, lines);
    web_headers headers = {.accept = NULL};
    web_request request;
    web_answer answer = {0};
    ck_assert_int_eq(web_request_parse("/export.csv?q=number", 20, &headers, &request), 0);
    web_respond(&many.desk, "GET", &request, &answer);
    web_request_free(&request);
    ck_assert_int_eq(answer.status, 0);
    ck_assert_ptr_nonnull(answer.more);
    ck_assert_str_eq(answer.file_name, "articles.csv");
    web_text_clear(&answer.body);
    many.desk.go_on = never;
    ck_assert(!answer.more(&many.desk, &answer));
    ck_assert(answer.body.lost);
    web_answer_free(&answer);
    served_close(&many);
    free(lines);
}
END_TEST

/* Ten articles, together longer than an answer can be. */
static char *long_lines(void)
{
    enum { LONG = 7 << 20, ROOM = LONG + 100 };
    char *lines = malloc(10 * ROOM), *at = lines;
    ck_assert_ptr_nonnull(lines);
    for (int i = 0; i < 10; i++) {
        at += sprintf(at, "{\"id\": \"long%d\", \"title\": \"Endless\", \"text\": \"w ", i);
        memset(at, 'x', LONG);
        at += LONG;
        at += sprintf(at, "\"}\n");
    }
    return lines;
}

START_TEST(exports_of_long_texts)
{
    served many;
    web_headers headers = {.accept = NULL};
    web_request request;
    web_answer answer = {0};
    char *lines = long_lines();
    served_open(&many, lines);
    static const char target[] = "/export.jsonl?q=endless&full=1";
    ck_assert_int_eq(web_request_parse(target, strlen(target), &headers, &request), 0);
    web_respond(&many.desk, "GET", &request, &answer);
    web_request_free(&request);
    size_t n = 0, most = 0;
    do {
        ck_assert(!answer.body.lost);
        for (const char *at = answer.body.data; (at = strstr(at, "\"id\": \"long")); at++)
            n++;
        most = answer.body.len > most ? answer.body.len : most;
        web_text_clear(&answer.body);
    } while (answer.more(&many.desk, &answer));
    ck_assert_uint_eq(n, 10);
    ck_assert_uint_lt(most, WEB_TEXT_MAX);
    web_answer_free(&answer);
    served_close(&many);
    free(lines);
}
END_TEST

#define NEST2(a, b)  "(" a "+W/1000+" b ")"
#define NEST4(a, b)  NEST2(NEST2(a, b), NEST2(b, a))
#define NEST8(a, b)  NEST2(NEST4(a, b), NEST4(b, a))
#define NEST16(a, b) NEST2(NEST8(a, b), NEST8(b, a))

/* What a search that was ended early has found is a page, and no export. */
START_TEST(exports_that_lack_articles_are_none)
{
    enum { ARTICLES = 60, WORDS = 3000 };
    static const char line[] = "{\"id\": \"%d\", \"text\": \"";
    char *lines = malloc(ARTICLES * (WORDS * 4 + 64)), *to = lines;
    uint64_t seed = 3;
    served slow;
    ck_assert_ptr_nonnull(lines);
    for (int i = 0; i < ARTICLES; i++) {
        to += sprintf(to, line, i);
        for (int w = 0; w < WORDS; w++)
            to = stpcpy(to, roll(&seed, 2) ? "the " : "of ");
        to = stpcpy(to, "\"}\n");
    }
    served_open(&slow, lines);
    slow.site.timeout_ms = 1;
    char *page = served_text(&slow, "/search?format=json&n=1&q=" NEST16("the", "of"), 200);
    ck_assert_ptr_nonnull(strstr(page, "\"partial\": true"));
    free(page);
    char *refusal = served_text(&slow, "/export.csv?q=" NEST16("the", "of"), 503);
    ck_assert_ptr_null(strstr(refusal, "id,title"));
    free(refusal);
    served_close(&slow);
    free(lines);
}
END_TEST

START_TEST(an_empty_archive)
{
    served none;
    served_open(&none, "");
    char *csv = served_text(&none, "/export.csv", 200);
    ck_assert_ptr_nonnull(strstr(csv, "id,title,date"));
    ck_assert_ptr_eq(strchr(csv, '\n') + 1, csv + strlen(csv));
    free(csv);
    csv = served_text(&none, "/export.jsonl", 200);
    ck_assert_str_eq(csv, "");
    free(csv);
    static const char *const targets[] = {"/search?format=json", "/facets?format=json", "/timeline",
                                          "/suggest?q=abc"};
    for (size_t i = 0; i < 4; i++)
        json_decref(served_json(&none, targets[i], 200));
    free(served_text(&none, "/feed.atom", 200));
    served_close(&none);
}
END_TEST

/* ---- Descriptions ------------------------------------------------------------------------- */

START_TEST(search_engine)
{
    s.site.title = "The \"Daily\" <Star> & Evening Standard of the North";
    char *text = served_text(&s, "/opensearch.xml", 200);
    s.site.title = "The Archive";
    ck_assert_ptr_nonnull(strstr(text, "<ShortName>The &quot;Daily&quot; &lt;Sta</ShortName>"));
    ck_assert_ptr_nonnull(
        strstr(text, "template=\"http://a.example/m/search?q={searchTerms}&amp;"));
    ck_assert_ptr_nonnull(strstr(text, "template=\"http://a.example/m/suggest?q={searchTerms}\""));
    ck_assert_ptr_nonnull(strstr(text, "template=\"http://a.example/m/feed.atom?q={searchTerms}"));
    free(text);
}
END_TEST

/* ---- Time --------------------------------------------------------------------------------- */

static bool takes_its_time(void *user)
{
    (void)user;
    usleep(20000);
    return true;
}

/* What time has left incomplete says so, so that nobody keeps it for the whole. */
START_TEST(without_time)
{
    static const char *const targets[] = {"/suggest?q=mar", "/article/hg-2016-02-09-01?q=the",
                                          "/article/hg-2016-02-09-01", "/search?q=the"};
    served late;
    served_open(&late, NULL);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        for (int in_time = 1; in_time >= 0; in_time--) {
            late.site.timeout_ms = in_time ? 0 : 1;
            late.desk.go_on = in_time ? NULL : takes_its_time;
            web_answer answer = served_ask(&late, targets[i], NULL);
            ck_assert_msg(answer.status == 0, "%s: %d", targets[i], answer.status);
            ck_assert_msg(answer.partial == !in_time, "%s", targets[i]);
            ck_assert_ptr_null(strstr(answer.body.data, "not one that the query finds"));
            web_answer_free(&answer);
        }
    served_close(&late);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("answers");
    tcase_set_timeout(tests, 60);
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, facets);
    tcase_add_test(tests, facets_that_are_named);
    tcase_add_test(tests, timelines);
    tcase_add_test(tests, errors);
    tcase_add_test(tests, errors_of_exports_are_no_files);
    tcase_add_test(tests, paths_that_are_none);
    tcase_add_test(tests, faults_of_the_library);
    tcase_add_test(tests, exports_in_parts);
    tcase_add_test(tests, exports_that_fail_are_cut);
    tcase_add_test(tests, exports_of_long_texts);
    tcase_add_test(tests, exports_that_lack_articles_are_none);
    tcase_add_test(tests, an_empty_archive);
    tcase_add_test(tests, search_engine);
    tcase_add_test(tests, without_time);
    return run_tests("web_answers", tests);
}
