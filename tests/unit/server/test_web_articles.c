/* Articles as data, and how they are cited. */
#include <stdlib.h>
#include <string.h>

#include "search/server/cite.h"
#include "tests/unit/server/served.h"

typedef void cite_writer(const morgue_article *article, const char *url, web_text *ret);

static const char page[] = "http://a.example/m/article/x";

static void expect(cite_writer *cite, const field_text *values, const char *expected)
{
    morgue_article *article = make_article(values);
    web_text text = {0};
    cite(article, page, &text);
    ck_assert_str_eq(text.data, expected);
    web_text_free(&text);
    morgue_article_free(article);
}

#define FIELDS(...) ((field_text[]){__VA_ARGS__, {MORGUE_ID, NULL}})

/* ---- In words ----------------------------------------------------------------------------- */

START_TEST(plain)
{
    expect(web_cite_plain,
           FIELDS({MORGUE_TITLE, "Ferry runs again"}, {MORGUE_AUTHOR, "Ann Lee"},
                  {MORGUE_AUTHOR, "Bo Ray"}, {MORGUE_AUTHOR, "Cy Fox"}, {MORGUE_SOURCE, "Herald"},
                  {MORGUE_DATE, "2022-01-03"}, {MORGUE_URL, "https://h.example/1"}),
           "Ann Lee, Bo Ray and Cy Fox. “Ferry runs again.” Herald, 3 January 2022. "
           "https://h.example/1");
    expect(
        web_cite_plain,
        FIELDS({MORGUE_TITLE, "Who won?"}, {MORGUE_AUTHOR, "J. Doe Jr."}, {MORGUE_DATE, "2022-12"}),
        "J. Doe Jr. “Who won?” December 2022. http://a.example/m/article/x");
    expect(web_cite_plain,
           FIELDS({MORGUE_ID, "x"}, {MORGUE_SOURCE, "Herald"}, {MORGUE_DATE, "2022"}),
           "“x.” Herald, 2022. http://a.example/m/article/x");
    expect(web_cite_plain, FIELDS({MORGUE_TITLE, "Two\nlines\x01"}),
           "“Two lines .” http://a.example/m/article/x");
    expect(web_cite_plain,
           FIELDS({MORGUE_TITLE, "T"}, {MORGUE_DATE, "2022-01-21T14:05:09Z"}, {MORGUE_SOURCE, "S"}),
           "“T.” S, 21 January 2022. http://a.example/m/article/x");
}
END_TEST

/* ---- BibTeX ------------------------------------------------------------------------------- */

START_TEST(bibtex)
{
    expect(web_cite_bibtex,
           FIELDS({MORGUE_ID, "h-1"}, {MORGUE_TITLE, "50% of {R&D} costs $1_000 #1 ~x^2\\"},
                  {MORGUE_AUTHOR, "Ann Lee"}, {MORGUE_AUTHOR, "Smith and Sons"},
                  {MORGUE_SOURCE, "The Herald 24"}, {MORGUE_DATE, "2022-01-03"},
                  {MORGUE_URL, "https://h.example/a_b?c=50%25&d={}"}),
           "@article{theherald242022-c867322d,\n"
           "  author = {Ann Lee and {Smith and Sons}},\n"
           "  title = {{50\\% of (R\\&D) costs \\$1\\_000 \\#1 "
           "\\textasciitilde{}x\\textasciicircum{}2\\textbackslash{}}},\n"
           "  journal = {The Herald 24},\n"
           "  year = {2022},\n"
           "  month = jan,\n"
           "  day = {3},\n"
           "  url = {https://h.example/a_b?c=50%25&d=%7B%7D}\n"
           "}\n");
    expect(web_cite_bibtex, FIELDS({MORGUE_ID, "x"}, {MORGUE_TITLE, "T"}, {MORGUE_DATE, "2022"}),
           "@misc{article2022-fd0c5087,\n"
           "  title = {{T}},\n"
           "  year = {2022},\n"
           "  url = {http://a.example/m/article/x}\n"
           "}\n");
}
END_TEST

/* What BibTeX counts are braces: the entry ends with the last one and not before. */
static void expect_balance(const char *entry)
{
    int depth = 0;
    for (const char *c = strchr(entry, '{'); *c; c++) {
        depth += (*c == '{') - (*c == '}');
        CHECK(depth > 0 || strcmp(c, "}\n") == 0 || strcmp(c, "\n") == 0);
    }
    CHECK(depth == 0);
}

/* Whatever the archive says, it is one record with one value a line. */
START_TEST(hostile_values)
{
    static const char alphabet[] = "{}{}\\\"%@,=\n\r\t-ab ER  TY";
    uint64_t seed = 5;
    for (int round = 0; round < 2000; round++) {
        char value[40];
        size_t len = 1 + roll(&seed, sizeof value - 2);
        for (size_t i = 0; i < len; i++)
            value[i] = alphabet[roll(&seed, sizeof alphabet - 1)];
        value[len] = '\0';
        morgue_article *article =
            make_article(FIELDS({MORGUE_ID, value}, {MORGUE_TITLE, value}, {MORGUE_AUTHOR, value},
                                {MORGUE_SOURCE, value}, {MORGUE_URL, value}));
        web_text text = {0};
        web_cite_bibtex(article, page, &text);
        expect_balance(text.data);
        web_text_clear(&text);
        web_cite_ris(article, page, &text);
        char *rest = NULL, *last = NULL;
        for (char *line = strtok_r(text.data, "\r\n", &rest); line;
             line = strtok_r(NULL, "\r\n", &rest)) {
            CHECK(strlen(line) >= 6 && memcmp(line + 2, "  - ", 4) == 0);
            CHECK(!last || strncmp(line, "TY", 2) != 0);
            CHECK(!last || strncmp(last, "ER", 2) != 0);
            last = line;
        }
        CHECK(last && strcmp(last, "ER  - ") == 0);
        web_text_free(&text);
        morgue_article_free(article);
    }
}
END_TEST

/* ---- RIS ---------------------------------------------------------------------------------- */

START_TEST(ris)
{
    expect(web_cite_ris,
           FIELDS({MORGUE_ID, "h-1"}, {MORGUE_TITLE, "Ferry\nruns"}, {MORGUE_AUTHOR, "Ann Lee"},
                  {MORGUE_AUTHOR, "Bo Ray"}, {MORGUE_SOURCE, "Herald"}, {MORGUE_SECTION, "World"},
                  {MORGUE_DATE, "2022-01-03"}, {MORGUE_LANG, "en"}, {MORGUE_TOPIC, "ferries"},
                  {MORGUE_URL, "https://h.example/1"}),
           "TY  - NEWS\r\nAU  - Ann Lee\r\nAU  - Bo Ray\r\nTI  - Ferry runs\r\nT2  - Herald\r\n"
           "SE  - World\r\nPY  - 2022\r\nDA  - 2022/01/03/\r\nLA  - en\r\nKW  - ferries\r\n"
           "AN  - h-1\r\nUR  - https://h.example/1\r\nER  - \r\n");
    expect(web_cite_ris, FIELDS({MORGUE_TITLE, "T"}, {MORGUE_DATE, "2022-11"}),
           "TY  - NEWS\r\nTI  - T\r\nPY  - 2022\r\nDA  - 2022/11//\r\n"
           "UR  - http://a.example/m/article/x\r\nER  - \r\n");
    expect(web_cite_ris, FIELDS({MORGUE_TITLE, "T"}, {MORGUE_DATE, "2022"}),
           "TY  - NEWS\r\nTI  - T\r\nPY  - 2022\r\nDA  - 2022///\r\n"
           "UR  - http://a.example/m/article/x\r\nER  - \r\n");
}
END_TEST

/* ---- The answers -------------------------------------------------------------------------- */

static void expect_answer(served *s, const char *target, const char *type, const char *file_name,
                          const char *part)
{
    web_answer answer = served_ask(s, target, NULL);
    ck_assert_int_eq(answer.status, 0);
    ck_assert_str_eq(answer.type, type);
    ck_assert_str_eq(answer.file_name, file_name);
    ck_assert_msg(strstr(answer.body.data, part) != NULL, "%s", answer.body.data);
    web_answer_free(&answer);
}

START_TEST(answers)
{
    served s;
    served_open(&s, "{\"id\": \"a/b?\\\"c\\\" é\", \"title\": \"T\"}\n");
    const char *id = "/article/a%2Fb%3F%22c%22%20%C3%A9";
    char target[128];
    snprintf(target, sizeof target, "%s?format=bibtex", id);
    expect_answer(&s, target, "application/x-bibtex; charset=utf-8", "a-b-c-.bib",
                  "url = {http://a.example/m/article/a%2Fb%3F%22c%22%20%C3%A9}");
    snprintf(target, sizeof target, "%s?format=ris", id);
    expect_answer(&s, target, "application/x-research-info-systems; charset=utf-8", "a-b-c-.ris",
                  "UR  - http://a.example/m/article/a%2Fb%3F%22c%22%20%C3%A9\r\n");
    snprintf(target, sizeof target, "%s?format=text", id);
    expect_answer(&s, target, "text/plain; charset=utf-8", "", "“T.” http://a.example");
    snprintf(target, sizeof target, "%s?format=json", id);
    expect_answer(&s, target, "application/json", "", "{\"id\":\"a/b?\\\"c\\\" é\"");
    served_close(&s);
}
END_TEST

/* Each page is of the article whose id was given, whatever the query finds. */
START_TEST(ids_that_look_alike)
{
    static const char lines[] = "{\"id\": \"x 1\", \"title\": \"One\", \"text\": \"storm\"}\n"
                                "{\"id\": \"x*1\", \"title\": \"Two\", \"text\": \"storm\"}\n"
                                "{\"id\": \"x\\\"1\", \"title\": \"Three\", \"text\": \"storm\"}\n";
    static const char *const rows[][2] = {{"/article/x%201?q=storm", ">One</h1>"},
                                          {"/article/x%2A1?q=storm", ">Two</h1>"},
                                          {"/article/x%221?q=storm", ">Three</h1>"}};
    served alike;
    served_open(&alike, lines);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = served_text(&alike, rows[i][0], 200);
        ck_assert_msg(strstr(text, rows[i][1]) != NULL, "%s", rows[i][0]);
        free(text);
    }
    served_close(&alike);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("articles");
    tcase_add_test(tests, plain);
    tcase_add_test(tests, bibtex);
    tcase_add_test(tests, hostile_values);
    tcase_add_test(tests, ris);
    tcase_add_test(tests, answers);
    tcase_add_test(tests, ids_that_look_alike);
    return run_tests("web_articles", tests);
}
