/* Targets of requests taken apart. */
#include "search/server/request.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

static const web_headers none = {NULL, NULL};

static int parse(const char *target, web_request *ret)
{
    return web_request_parse(target, strlen(target), &none, ret);
}

/* What a value of q arrives as; NULL: refused. Static. */
static const char *q_of(const char *query)
{
    static char value[256], target[512];
    web_request request;
    snprintf(target, sizeof target, "/search?%s", query);
    if (parse(target, &request) != 0)
        return NULL;
    snprintf(value, sizeof value, "(none)");
    for (size_t i = request.n_params; i--;)
        if (strcmp(request.params[i].name, "q") == 0)
            snprintf(value, sizeof value, "%s", request.params[i].value);
    web_request_free(&request);
    return value;
}

START_TEST(values_are_decoded)
{
    ck_assert_str_eq(q_of("q=a+b"), "a b");
    ck_assert_str_eq(q_of("q=a%20b%2Bc"), "a b+c");
    ck_assert_str_eq(q_of("q=a=b"), "a=b");
    ck_assert_str_eq(q_of("q=%3D%26%3F%25"), "=&?%");
    ck_assert_str_eq(q_of("q=K%C3%B6ln"), "Köln");
    ck_assert_str_eq(q_of("q=K%c3%b6ln"), "Köln");
    ck_assert_str_eq(q_of("q="), "");
    ck_assert_str_eq(q_of("q"), "");
    ck_assert_str_eq(q_of("%71=x"), "x");
    ck_assert_str_eq(q_of("q=one&q=two"), "one");
    ck_assert_str_eq(q_of("a=1&&q=x&"), "x");
    ck_assert_str_eq(q_of("Q=x"), "(none)");
    ck_assert_str_eq(q_of("q=line%0Abreak%09tab"), "line\nbreak\ttab");
    ck_assert_str_eq(q_of("q=%ef%bf%bf"), "\xef\xbf\xbf");
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
    static const char *const broken[] = {
        "q=%",   "q=%2",  "q=%zz",       "q=a%0",          "q=%00",          "q=a%00b",
        "q=%ff", "q=%c3", "q=%c0%80",    "q=%ed%a0%80",    "q=%f4%90%80%80", "q=%01",
        "q=%7f", "%ff=1", "q=%e2%28%a1", "q=%f0%80%80%80", "q=%1b[0m"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        ck_assert_msg(q_of(broken[i]) == NULL, "%s", broken[i]);
}
END_TEST

START_TEST(targets_are_paths_of_ascii)
{
    static const char *const broken[] = {"",       "search", "*",       "http://a/search",
                                         "/a b",   "/a\tb",  "/a\r\nb", "/K\xc3\xb6ln",
                                         "/a\x7f", " /a"};
    web_request request;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        ck_assert_int_eq(parse(broken[i], &request), 400);
    ck_assert_int_eq(web_request_parse("/a\0b", 4, &none, &request), 400);
    ck_assert_int_eq(parse("/article/a%2Fb", &request), 0);
    ck_assert_str_eq(request.path, "/article/a%2Fb");
    ck_assert_uint_eq(request.n_params, 0);
    web_request_free(&request);
}
END_TEST

START_TEST(lengths_and_numbers_have_limits)
{
    char target[WEB_TARGET_MAX + 2];
    web_request request;
    memset(target, 'a', sizeof target);
    target[0] = '/';
    ck_assert_int_eq(web_request_parse(target, WEB_TARGET_MAX + 1, &none, &request), 414);
    ck_assert_int_eq(web_request_parse(target, WEB_TARGET_MAX, &none, &request), 0);
    ck_assert_uint_eq(strlen(request.path), WEB_TARGET_MAX);
    web_request_free(&request);
    strcpy(target, "/?");
    for (int i = 0; i < WEB_PARAMS_MAX; i++)
        strcat(target, "a=1&");
    ck_assert_int_eq(parse(target, &request), 0);
    ck_assert_uint_eq(request.n_params, WEB_PARAMS_MAX);
    web_request_free(&request);
    strcat(target, "a=1");
    ck_assert_int_eq(parse(target, &request), 400);
}
END_TEST

START_TEST(headers_are_kept)
{
    const web_headers headers = {"application/json", "\"1\""};
    web_request request;
    ck_assert_int_eq(web_request_parse("/", 1, &headers, &request), 0);
    ck_assert_str_eq(request.headers.accept, "application/json");
    ck_assert_str_eq(request.headers.if_none_match, "\"1\"");
    web_request_free(&request);
}
END_TEST

/* Whatever is sent: nothing but text gets through. */
START_TEST(dice)
{
    uint64_t seed = 17;
    for (int round = 0; round < 20000; round++) {
        static const char alphabet[] = "/?&=%+aqQ0189fFcC3b.~-_";
        char target[64];
        size_t len = 1 + roll(&seed, sizeof target - 1);
        for (size_t i = 0; i < len; i++)
            target[i] = roll(&seed, 20) ? alphabet[roll(&seed, sizeof alphabet - 1)]
                                        : (char)roll(&seed, 256);
        target[0] = '/';
        web_request request;
        int refused = web_request_parse(target, len, &none, &request);
        CHECK(refused == 0 || refused == 400);
        if (refused)
            continue;
        for (size_t i = 0; i < request.n_params; i++)
            for (const char *c = request.params[i].value; *c; c++)
                CHECK((unsigned char)*c >= ' ' || strchr("\t\r\n", *c));
        web_request_free(&request);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("request");
    tcase_add_test(tests, values_are_decoded);
    tcase_add_test(tests, what_is_no_text_is_refused);
    tcase_add_test(tests, targets_are_paths_of_ascii);
    tcase_add_test(tests, lengths_and_numbers_have_limits);
    tcase_add_test(tests, headers_are_kept);
    tcase_add_test(tests, dice);
    return run_tests("web_request", tests);
}
