/* Pages as a whole: the text found on small ones, what is refused, and how long hostile ones take.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/formats/recognise.h"

/* Reads the page as the format does; `context` may be NULL. */
static mg_reading read_page(morgue_text html, const mg_context *context, morgue_article *article,
                            morgue_error *err)
{
    mg_input *input;
    mg_recognised found;
    mg_reader reader = {.context = MG_NO_CONTEXT};
    if (context)
        reader.context = *context;
    ck_assert_int_eq(mg_input_memory(html, "page", &input, err), MORGUE_OK);
    ck_assert_int_eq(mg_recognise(input, &reader.context, NULL, NULL, &found, err), MORGUE_OK);
    ck_assert_ptr_nonnull(found.format);
    ck_assert_str_eq(found.format->name, "html");
    reader.input = input;
    ck_assert_int_eq(found.format->open(&reader, err), MORGUE_OK);
    mg_reading reading = found.format->next(&reader, article, err);
    morgue_article *none = morgue_article_new();
    ck_assert_int_eq(found.format->next(&reader, none, err), MG_READ_END);
    morgue_article_free(none);
    found.format->close(&reader);
    mg_buffer_free(&reader.notes);
    mg_input_free(input);
    return reading;
}

#define S1 "The wall was built in the year of the flood, and nobody has touched it since then. "
#define S2 "When it was measured in March, it stood a hand lower than it had in the old drawings. "
#define S3                                                                                         \
    "The council will hear from the engineers on Monday, and then decide what is to be done. "

static void expect_text(const char *body, const char *expected)
{
    mg_buffer html = {0};
    morgue_error err = {0};
    morgue_article *article = morgue_article_new();
    ck_assert(mg_buffer_append_string(&html, "<!DOCTYPE html><title>Wall</title><body>") &&
              mg_buffer_append_string(&html, body));
    mg_reading reading = read_page((morgue_text){html.data, html.len}, NULL, article, &err);
    if (!expected)
        ck_assert_int_eq(reading, MG_READ_BAD);
    else
        ck_assert_msg(strcmp(morgue_article_get(article, MORGUE_TEXT, 0).data, expected) == 0,
                      "%s:\n%s%s", body, morgue_article_get(article, MORGUE_TEXT, 0).data,
                      err.message);
    morgue_article_free(article);
    mg_buffer_free(&html);
}

#define P(TEXT) "<p>" TEXT "</p>"
#define T1      "The wall was built in the year of the flood, and nobody has touched it since then."
#define T2      "When it was measured in March, it stood a hand lower than it had in the old drawings."
#define T3      "The council will hear from the engineers on Monday, and then decide what is to be done."
#define ALL     T1 "\n\n" T2 "\n\n" T3

START_TEST(texts)
{
    /* what names say, and when they are not believed */
    expect_text("<div>" P(S1) P(S2) P(S3) "</div>", ALL);
    expect_text("<div class=share>" P(S1) P(S2) P(S3) "</div>", ALL);
    expect_text("<div class=sidebar><div class=comments>" P(S1) P(S2) P(S3) "</div></div>", ALL);
    expect_text("<div>" P(S1) P(S2) P(S3) "</div><div class=comments>" P(S1) P(S1 S2) P(S2 S1)
                    P(S3) "</div>",
                ALL);
    expect_text("<form>" P(S1) "<aside>" P(S3) "</aside>" P(S2) P(S3) "</form>", ALL);
    /* no names at all */
    expect_text("<a href=/>Home</a><p>" S1 "<br><br>" S2 "<br>\n<br/>" S3 "<p><a href=x>Next</a>",
                ALL);
    expect_text("<table><tr><td><a href=a>One</a><br><a href=b>Two</a><td>" P(S1) P(S2)
                    P(S3) "</table>",
                ALL);
    /* in the midst */
    expect_text("<div>" P(S1) P("Read more: <a href=x>The flood</a>") P(S2) P("Advertisement")
                    P(S3) "</div>",
                ALL);
    expect_text("<div><h1>Wall</h1><p>By A. Writer</p>" P(
                    S1) "<ul><li><a href=a>One story</a>"
                        "<li><a href=b>Another story</a></ul>" P(S2)
                            P(S3) "<h3>More</h3><p><a href=t>walls</a></p></div>",
                ALL);
    expect_text("<div>" P(S1) "<h2>Cracks</h2>" P(
                    S2) "<ul><li>One metre lost<li>Two stones gone</ul>" P(S3) "</div>",
                T1 "\n\nCracks\n\n" T2 "\n\n- One metre lost\n- Two stones gone\n\n" T3);
    expect_text("<div>" P(S1 "<span hidden>Not this.</span>") P(S2 "<script>x()</script>") P(S3),
                ALL);
    /* in several parts */
    expect_text("<article><div class=post-text>" P(S1) "</div><div class=ad>x</div>"
                                                       "<div class=post-text>" P(S2)
                                                           P(S3) "</div></article>",
                ALL);
}
END_TEST

START_TEST(refused)
{
    expect_text("", NULL);
    expect_text("<p>Sign in to read on.</p>", NULL);
    expect_text("<ul><li><a href=a>One story</a><li><a href=b>Another story of the wall</a></ul>",
                NULL);
    expect_text("<div><h2><a href=a>The wall is lower now</a></h2>" P(
                    "It fell.") "<h2><a href=b>The sea "
                                "is higher now</a></h2>" P("It rose.") "</div>",
                NULL);
}
END_TEST

static void expect_context(const char *link, const char *url, const char *date, const char *id)
{
    mg_context from = {.url = {"https://www.x.example/2020/02/03/wall?page=20", 45},
                       .date = {"2021-01-01", 10}};
    mg_buffer page = {0};
    morgue_error err = {0};
    morgue_article *article = morgue_article_new();
    ck_assert(mg_buffer_append_string(&page, "<html><title>Wall</title>") &&
              mg_buffer_append_string(&page, link) &&
              mg_buffer_append_string(&page, "<body>" P(S1) P(S2) P(S3)));
    if (*id)
        from.url = (morgue_text){"", 0};
    ck_assert_int_eq(read_page((morgue_text){page.data, page.len}, &from, article, &err),
                     MG_READ_ARTICLE);
    ck_assert_str_eq(morgue_article_get(article, MORGUE_URL, 0).data, url);
    ck_assert_str_eq(morgue_article_get(article, MORGUE_DATE, 0).data, date);
    ck_assert_int_eq(strncmp(morgue_article_get(article, MORGUE_ID, 0).data, id, strlen(id)), 0);
    morgue_article_free(article);
    mg_buffer_free(&page);
}

START_TEST(context)
{
    expect_context("", "https://www.x.example/2020/02/03/wall?page=20", "2020-02-03", "");
    expect_context("<link rel=canonical href=/news/the-old-wall>",
                   "https://www.x.example/news/the-old-wall", "2021-01-01", "");
    expect_context("<link rel=canonical href=/news>",
                   "https://www.x.example/2020/02/03/wall?page=20", "2020-02-03", "");
    expect_context("<link rel=canonical href=https://y.example/news>", "https://y.example/news",
                   "2021-01-01", "https://y.example/news#");
}
END_TEST

/* Seconds for a page of `before`, `times` times `piece`, and `behind`. */
static double time_of(const char *before, const char *piece, size_t times, const char *behind)
{
    mg_buffer html = {0};
    morgue_error err = {0};
    morgue_article *article = morgue_article_new();
    ck_assert(mg_buffer_append_string(&html, "<html>") && mg_buffer_append_string(&html, before));
    for (size_t i = 0; i < times; i++)
        ck_assert(mg_buffer_append_string(&html, piece));
    ck_assert(mg_buffer_append_string(&html, behind));
    clock_t start = clock();
    read_page((morgue_text){html.data, html.len}, NULL, article, &err);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    morgue_article_free(article);
    mg_buffer_free(&html);
    return seconds;
}

/* What costs the square of its size takes minutes here. */
START_TEST(hostile)
{
    static const char *const rows[][3] = {
        {"", "<div class=author>", ""},
        {"", "<div class=comments><p>One, two and three of the four went. ", ""},
        {"", "<b>x", ""},
        {"", "<a href=x>y", ""},
        {"", "x<br>", ""},
        {"<div ", " a b=c", ">"},
        {"<div class='", "share ", "'>x"},
        {"", "<ul><li><a href=x>One two three</a>", ""},
        {"", "<table><tr><td>x", ""},
        {"", "<div class=article-body>One two three, four five six seven eight.</div>", ""},
        {"", "<div itemprop=author><time><a rel=tag>", ""},
        {"<script type='application/ld+json'>", "[", "</script>"},
        {"<script type='application/ld+json'>{'@type':'x',", "\" ", "</script>"},
        {"<script type='application/ld+json'>{\"@graph\":[",
         "{\"@type\":\"NewsArticle\",\"author\":"
         "{\"@id\":\"#a\"}},",
         "]}</script>"},
        {"<script type='application/ld+json'>", "/*", ""},
        {"<title>", "a | ", "</title>"},
        {"", "<meta property=og:title content='a | b'>", ""},
        {"", "<", ""},
        {"", "&amp", ""},
        {"", "<!--", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double seconds = time_of(rows[i][0], rows[i][1], 40000, rows[i][2]);
        ck_assert_msg(seconds < 10, "%s: %.1f s", rows[i][1], seconds);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("page");
    TCase *tests = tcase_create("page");
    tcase_add_test(tests, texts);
    tcase_add_test(tests, refused);
    tcase_add_test(tests, context);
    tcase_add_test(tests, hostile);
    tcase_set_timeout(tests, 300);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
