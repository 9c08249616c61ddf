/* What is answered where shards of a spread archive do not: never as if it were whole. The library
 * is told by this test which shards these are. */
#include <stdlib.h>
#include <string.h>

#include "search/results/results.h"
#include "search/server/metrics.h"
#include "tests/unit/server/served.h"

enum { SHARDS = 9 };

static served s;
static web_metrics metrics;
static size_t n_missing;  /* of the searches to come */
static unsigned searches; /* that are left before they are: of an export, say */
static bool article_is_missing;

/* ---- A library that lacks shards ----------------------------------------------------------- */

morgue_status __real_morgue_search(morgue_archive *archive, const char *query,
                                   const morgue_search_options *options, morgue_results **ret,
                                   morgue_error *err);
morgue_status __wrap_morgue_search(morgue_archive *archive, const char *query,
                                   const morgue_search_options *options, morgue_results **ret,
                                   morgue_error *err);
morgue_status __real_morgue_archive_article(morgue_archive *archive, const char *id, size_t len,
                                            morgue_article *article, morgue_error *err);
morgue_status __wrap_morgue_archive_article(morgue_archive *archive, const char *id, size_t len,
                                            morgue_article *article, morgue_error *err);
bool __wrap_morgue_archive_shard(morgue_archive *archive, size_t i, morgue_shard *ret);

static char *name_of(size_t i)
{
    char name[64];
    snprintf(name, sizeof name, "tcp <node%zu>:7411", i);
    return strdup(name);
}

static void lack(morgue_results *r)
{
    r->n_shards = SHARDS;
    r->missing = calloc(n_missing, sizeof *r->missing);
    r->n_missing = n_missing;
    for (size_t i = 0; i < n_missing; i++) {
        r->missing[i].shard = name_of(i);
        r->missing[i].reason = strdup("connection refused");
        mg_results_note(r, "%s did not answer", r->missing[i].shard);
    }
}

morgue_status __wrap_morgue_search(morgue_archive *archive, const char *query,
                                   const morgue_search_options *options, morgue_results **ret,
                                   morgue_error *err)
{
    morgue_status status = __real_morgue_search(archive, query, options, ret, err);
    if (status == MORGUE_OK && n_missing && !searches)
        lack(*ret);
    searches -= searches > 0;
    return status;
}

morgue_status __wrap_morgue_archive_article(morgue_archive *archive, const char *id, size_t len,
                                            morgue_article *article, morgue_error *err)
{
    if (!article_is_missing)
        return __real_morgue_archive_article(archive, id, len, article, err);
    *err = (morgue_error){MORGUE_NETWORK, "tcp <node0>:7411 does not answer", -1};
    return MORGUE_NETWORK;
}

bool __wrap_morgue_archive_shard(morgue_archive *archive, size_t i, morgue_shard *ret)
{
    static char name[64];
    (void)archive;
    if (i >= SHARDS)
        return false;
    snprintf(name, sizeof name, "tcp <node%zu>:7411", i);
    *ret = (morgue_shard){
        .name = name, .trouble = i < n_missing ? "connection refused" : NULL, .articles = 1000 + i};
    return true;
}

static void setup(void)
{
    served_open(&s, NULL);
    s.site.metrics = &metrics;
}

static void teardown(void)
{
    served_close(&s);
}

static void begin(void)
{
    n_missing = searches = 0;
    web_set(&metrics.shards_missing, 0);
    article_is_missing = false;
}

/* ---- Pages -------------------------------------------------------------------------------- */

static const char *const pages[] = {"/search?q=ferry",
                                    "/search?q=ferry&view=concordance",
                                    "/search?q=zzzz",
                                    "/search?q=ferry&source=Harbour+Gazette",
                                    "/facets?q=ferry",
                                    "/similar/mw-20240216-0031",
                                    "/article/mw-20240216-0031",
                                    "/article/mw-20240216-0031?q=cable",
                                    "/"};

static void check_page(const char *target, const char *line)
{
    web_answer answer = served_ask(&s, target, "text/html");
    ck_assert_int_eq(answer.status, 0);
    ck_assert_msg(answer.partial == (line != NULL), "%s", target);
    ck_assert_msg(!line || strstr(answer.body.data, line), "%s lacks %s", target, line);
    ck_assert_msg(line || !strstr(answer.body.data, "did not answer"), "%s", target);
    web_answer_free(&answer);
}

START_TEST(pages_say_it)
{
    static const char one[] =
        "<p class=\"notice\" role=\"status\">1 of 9 shards did not answer, so "
        "its articles are missing: tcp &lt;node0&gt;:7411 (connection "
        "refused)</p>";
    static const char many[] = ": tcp &lt;node0&gt;:7411 (connection refused), ";
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        n_missing = 0;
        check_page(pages[i], NULL);
        n_missing = 1;
        check_page(pages[i], one);
        n_missing = 8;
        check_page(pages[i], "8 of 9 shards did not answer, so their articles are missing");
        check_page(pages[i], many);
        check_page(pages[i], " and 3 more</p>");
    }
}
END_TEST

/* An article may be on a shard that is missing: it is not said that there is none. */
START_TEST(articles_that_may_be_there)
{
    static const char *const targets[] = {
        "/article/mw-20240216-0031", "/article/mw-20240216-0031?format=json",
        "/article/mw-20240216-0031?format=bibtex", "/article/nonsense"};
    article_is_missing = true;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        web_answer answer = served_ask(&s, targets[i], "text/html");
        ck_assert_int_eq(answer.status, 503);
        ck_assert_uint_gt(answer.retry_after, 0);
        ck_assert_ptr_nonnull(strstr(answer.body.data, "a shard of the archive does not answer"));
        ck_assert_ptr_null(strstr(answer.body.data, "node0"));
        ck_assert_str_eq(answer.trouble, "tcp <node0>:7411 does not answer");
        web_answer_free(&answer);
    }
}
END_TEST

/* That nothing is marked has another reason than time. */
START_TEST(articles_without_marks)
{
    n_missing = 1;
    char *page = served_text(&s, "/article/mw-20240216-0031?q=zzzz", 200);
    ck_assert_ptr_nonnull(strstr(page, "not one that the query finds"));
    free(page);
}
END_TEST

START_TEST(help_lists_shards)
{
    s.site.spread = true;
    n_missing = 1;
    web_answer answer = served_ask(&s, "/help", "text/html");
    ck_assert(answer.partial);
    ck_assert_ptr_nonnull(strstr(
        answer.body.data, "<td><code>tcp &lt;node0&gt;:7411</code></td><td>1,000</td><td>does "
                          "not answer: connection refused</td>"));
    ck_assert_ptr_nonnull(
        strstr(answer.body.data,
               "<td><code>tcp &lt;node8&gt;:7411</code></td><td>1,008</td><td>answers</td>"));
    web_answer_free(&answer);
    s.site.spread = false;
    n_missing = 0;
    answer = served_ask(&s, "/help", "text/html");
    ck_assert(!answer.partial && !strstr(answer.body.data, "node8"));
    web_answer_free(&answer);
}
END_TEST

/* ---- Data --------------------------------------------------------------------------------- */

START_TEST(data_says_it)
{
    static const char *const targets[] = {"/search?q=ferry&format=json",
                                          "/similar/mw-20240216-0031?format=json",
                                          "/facets?q=ferry&format=json", "/timeline?q=ferry"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        n_missing = 2;
        json_t *answer = served_json(&s, targets[i], 200);
        json_t *missing = json_object_get(answer, "missing");
        ck_assert(json_is_true(json_object_get(answer, "partial")));
        ck_assert(json_is_false(json_object_get(answer, "total_is_exact")));
        ck_assert_uint_eq(json_array_size(missing), 2);
        const char *shard = json_string_value(json_object_get(json_array_get(missing, 1), "shard"));
        ck_assert_str_eq(shard, "tcp <node1>:7411");
        json_decref(answer);
        n_missing = 0;
        answer = served_json(&s, targets[i], 200);
        ck_assert(json_is_false(json_object_get(answer, "partial")));
        ck_assert_uint_eq(json_array_size(json_object_get(answer, "missing")), 0);
        json_decref(answer);
    }
}
END_TEST

START_TEST(others_are_to_be_asked_anew)
{
    static const char *const targets[] = {"/suggest?q=harb", "/feed.atom?q=ferry"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        n_missing = 1;
        web_answer answer = served_ask(&s, targets[i], NULL);
        ck_assert_msg(answer.partial, "%s", targets[i]);
        web_answer_free(&answer);
    }
}
END_TEST

/* ---- Exports ------------------------------------------------------------------------------ */

START_TEST(exports_that_never_begin)
{
    n_missing = 1;
    char *text = served_text(&s, "/export.csv?q=ferry", 503);
    ck_assert_str_eq(text, "a shard of the archive does not answer: try again in a moment\n");
    free(text);
}
END_TEST

/* Once it is on its way it is cut: see web_more. */
START_TEST(exports_that_are_cut)
{
    web_headers headers = {0};
    web_request request;
    web_answer answer = {0};
    static const char target[] = "/export.jsonl?q=the";
    ck_assert_int_eq(web_request_parse(target, strlen(target), &headers, &request), 0);
    n_missing = 1;
    searches = 1;
    web_respond(&s.desk, "GET", &request, &answer);
    ck_assert_int_eq(answer.status, 0);
    ck_assert(answer.more && answer.body.len);
    web_text_clear(&answer.body);
    ck_assert(!answer.more(&s.desk, &answer));
    web_request_free(&request);
    web_answer_free(&answer);
}
END_TEST

/* ---- Watching ----------------------------------------------------------------------------- */

static void check_text(const char *target, int status, const char *line)
{
    char *text = served_text(&s, target, status);
    ck_assert_msg(strstr(text, line) != NULL, "%s: %s", target, text);
    free(text);
}

/* The log is told of what has changed, once. */
static void check_log(const char *target, const char *line)
{
    web_answer answer = served_ask(&s, target, NULL);
    ck_assert_int_eq(answer.status, 0);
    ck_assert_str_eq(answer.trouble, line);
    web_answer_free(&answer);
}

START_TEST(watched)
{
    web_set(&metrics.shards, SHARDS);
    check_text("/healthz", 200, "ok\n");
    n_missing = 3;
    check_log("/search?q=ferry&format=json",
              "3 of 9 shards did not answer: tcp <node0>:7411 (connection refused)");
    check_log("/search?q=storm&format=json", "");
    check_text("/healthz", 200, "ok: 3 of 9 shards do not answer\n");
    check_text("/metrics", 200, "\nmorgue_shards 9\n");
    check_text("/metrics", 200, "\nmorgue_shards_missing 3\n");
    n_missing = 0;
    check_log("/search?q=ferry&format=json", "all shards answer again");
    check_text("/metrics", 200, "\nmorgue_shards_missing 0\n");
    web_set(&metrics.archive_trouble, 1);
    check_text("/healthz", 503, "changes of the archive cannot be read\n");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("partial");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, pages_say_it);
    tcase_add_test(tests, articles_that_may_be_there);
    tcase_add_test(tests, articles_without_marks);
    tcase_add_test(tests, help_lists_shards);
    tcase_add_test(tests, data_says_it);
    tcase_add_test(tests, others_are_to_be_asked_anew);
    tcase_add_test(tests, exports_that_never_begin);
    tcase_add_test(tests, exports_that_are_cut);
    tcase_add_test(tests, watched);
    return run_tests("web_partial", tests);
}
