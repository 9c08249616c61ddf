/* What a query may become while it is typed. */
#include <string.h>

#include "search/server/names.h"
#include "tests/unit/server/served.h"

static served s;

static const char lines[] = "{\"id\": \"1\", \"title\": \"One\", \"persons\": [\"Joe Quux\", "
                            "\"Jill O'Quinn\"], \"organizations\": [\"Quux Corp. & Sons\"]}\n"
                            "{\"id\": \"2\", \"title\": \"Two tidings\", \"persons\": [\"Joe "
                            "Quux\", \"Łukasz Quägel\"], \"locations\": [\"Quuxville\"]}\n"
                            "{\"id\": \"3\", \"title\": \"Three\", \"persons\": [\"Joe Quux\"], "
                            "\"locations\": [\"Quuxville\"], \"source\": \"Quux Times\"}\n"
                            "{\"id\": \"4\", \"title\": \"Four\", \"persons\": [\"Anna-Quux "
                            "Meyer\", \"The \\\"Quux\\\" * Kid\"], \"locations\": [\"北京市\"]}\n";

static void setup(void)
{
    served_open(&s, lines);
}

static void teardown(void)
{
    served_close(&s);
}

/* The first completions of `q`, as "query (12 articles)", joined by "; ". Static. */
static const char *suggested(const char *q, const char *rest)
{
    static char text[1024];
    json_t *answer = served_json(&s, target_of("/suggest", "q", q, rest), 200);
    const json_t *queries = json_array_get(answer, 1), *counts = json_array_get(answer, 2);
    const json_t *links = json_array_get(answer, 3);
    ck_assert_str_eq(json_string_value(json_array_get(answer, 0)), q);
    ck_assert_uint_eq(json_array_size(queries), json_array_size(counts));
    ck_assert_uint_eq(json_array_size(queries), json_array_size(links));
    text[0] = '\0';
    for (size_t i = 0; i < json_array_size(queries) && i < 3; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s (%s)", i ? "; " : "",
                 json_string_value(json_array_get(queries, i)),
                 json_string_value(json_array_get(counts, i)));
    json_decref(answer);
    return text;
}

START_TEST(the_last_word)
{
    ck_assert_str_eq(suggested("quux", ""),
                     "person:=\"Joe Quux\" (3 articles); location:=\"Quuxville\" "
                     "(2 articles); person:=\"Anna-Quux Meyer\" (1 article)");
    ck_assert_str_eq(suggested("quuxv", ""), "location:=\"Quuxville\" (2 articles)");
    ck_assert_str_eq(suggested("tidings quuxv", ""), "tidings location:=\"Quuxville\" (1 article)");
    ck_assert_str_eq(suggested("QUÄG", ""), "person:=\"Łukasz Quägel\" (1 article)");
    ck_assert_str_eq(suggested("luka", ""), "person:=\"Łukasz Quägel\" (1 article)");
    ck_assert_str_eq(suggested("o'qui", ""), "person:=\"Jill O'Quinn\" (1 article)");
    ck_assert_str_eq(suggested("北京", ""), "location:=\"北京市\" (1 article)");
}
END_TEST

/* Who types two words of a name does not mean anybody whose name has the second. */
START_TEST(several_words)
{
    ck_assert_str_eq(suggested("joe q", ""), "person:=\"Joe Quux\" (3 articles)");
    ck_assert_str_eq(suggested("tidings joe qu", ""), "tidings person:=\"Joe Quux\" (1 article)");
    ck_assert_str_eq(suggested("meyer q", ""), "");
    ck_assert_str_eq(suggested("joe ", ""), "person:=\"Joe Quux\" (3 articles)");
    ck_assert_str_eq(suggested("\"joe q", ""), "person:=\"Joe Quux\" (3 articles)");
    ck_assert_str_eq(suggested("corp. & s", ""), "org:=\"Quux Corp. & Sons\" (1 article)");
}
END_TEST

START_TEST(fields)
{
    ck_assert_str_eq(suggested("org:qu", ""), "org:=\"Quux Corp. & Sons\" (1 article)");
    ck_assert_str_eq(suggested("places:=\"quu", ""), "location:=\"Quuxville\" (2 articles)");
    ck_assert_str_eq(suggested("source:quu", ""), "source:=\"Quux Times\" (1 article)");
    ck_assert_str_eq(suggested("two person:joe", ""), "two person:=\"Joe Quux\" (1 article)");
    ck_assert_str_eq(suggested("nonsense:joe", ""), "");
    ck_assert_str_eq(suggested("date:20", ""), "");
    ck_assert_str_eq(suggested("text:joe", ""), "");
}
END_TEST

START_TEST(nothing_to_complete)
{
    static const char *const queries[] = {
        "",       " ",        "q", "zzzzzz", "-quux", "(",       "\"",        "*",
        "quu*x)", "a OR qu(", "&", "=quux",  "?",     "person:", "person:\"", "((((quux"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        ck_assert_msg(strcmp(suggested(queries[i], ""), "") == 0, "%s: %s", queries[i],
                      suggested(queries[i], ""));
}
END_TEST

START_TEST(as_many_as_wished)
{
    ck_assert_str_eq(suggested("quux", "&n=1"), "person:=\"Joe Quux\" (3 articles)");
    json_t *answer = served_json(&s, "/suggest?q=joe", 200);
    ck_assert_str_eq(json_string_value(json_array_get(json_array_get(answer, 3), 0)),
                     "http://a.example/m/search?q=person%3A%3D%22Joe%20Quux%22");
    json_decref(answer);
}
END_TEST

/* What is suggested finds what it says. */
START_TEST(suggestions_are_queries)
{
    static const char *const typed[] = {"quux", "joe", "kid", "wash",
                                        "mar",  "the", "北",  "council no"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        json_t *answer = served_json(&s, target_of("/suggest", "q", typed[i], ""), 200);
        const json_t *queries = json_array_get(answer, 1);
        for (size_t k = 0; k < json_array_size(queries); k++) {
            char count[32];
            const char *query = json_string_value(json_array_get(queries, k));
            json_t *page =
                served_json(&s, target_of("/search", "q", query, "&exact=1&format=json"), 200);
            json_int_t total = json_integer_value(json_object_get(page, "total"));
            snprintf(count, sizeof count, "%d article%s", (int)total, total == 1 ? "" : "s");
            ck_assert_int_gt(total, 0);
            const char *told = json_string_value(json_array_get(json_array_get(answer, 2), k));
            ck_assert_msg(!*told || strcmp(told, count) == 0, "%s: %s, not %s", query, told, count);
            json_decref(page);
        }
        json_decref(answer);
    }
}
END_TEST

/* What is suggested finds something, also where the archive's owner wants a name forgotten. */
START_TEST(blocked_names)
{
    served blocked;
    served_open(&blocked, lines);
    scratch_write(&blocked.scratch, "archive/blocklist.txt", "person: Joe Quux\n", 17);
    json_t *answer = served_json(&blocked, "/suggest?q=joe+quux", 200);
    const json_t *queries = json_array_get(answer, 1);
    for (size_t i = 0; i < json_array_size(queries); i++)
        ck_assert_str_ne(json_string_value(json_array_get(queries, i)), "person:=\"Joe Quux\"");
    json_decref(answer);
    served_close(&blocked);
}
END_TEST

START_TEST(names_match)
{
    static const struct {
        const char *name, *words;
        bool match;
    } cases[] = {{"Joe Biden", "bid", true},
                 {"Joe Biden", "joe b", true},
                 {"Joe Biden", "JOE  BIDEN", true},
                 {"Joe Biden", "oe", false},
                 {"Joe Biden", "biden joe", false},
                 {"Joe Biden", "", false},
                 {"Joe Biden", "joe ", true},
                 {"Łódź", "lodz", true},
                 {"Zoë O'Neill", "zoe o", true},
                 {"Straße", "strasse", true},
                 {"AT&T", "at t", true},
                 {"\xff\xfe", "x", false},
                 {"U.S. Senate", "u.s. sen", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char wanted[WEB_FOLDED_MAX];
        web_names_fold(cases[i].words, wanted);
        ck_assert_msg(web_names_match(cases[i].name, strlen(cases[i].name), wanted) ==
                          cases[i].match,
                      "%s, %s", cases[i].name, cases[i].words);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("suggest");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_last_word);
    tcase_add_test(tests, several_words);
    tcase_add_test(tests, fields);
    tcase_add_test(tests, nothing_to_complete);
    tcase_add_test(tests, as_many_as_wished);
    tcase_add_test(tests, suggestions_are_queries);
    tcase_add_test(tests, blocked_names);
    tcase_add_test(tests, names_match);
    return run_tests("web_suggest", tests);
}
