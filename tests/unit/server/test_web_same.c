/* The server sends what morgue-search prints, but for the time it took. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/unit/server/served.h"

static served s;

static void setup(void)
{
    served_open(&s, "{\"id\": \"odd/1\", \"title\": \"Odd \\\"<b>\\\" \\u0001 & co\", \"text\": "
                    "\"One, two;\\tthree.\\n\\nIncident near Marenne, again.\", \"author\": "
                    "[\"A\", \"B; C\"]}\n"
                    "{\"id\": \"odd2\", \"text\": \"No title near Marenne, no date.\"}\n");
}

static void teardown(void)
{
    served_close(&s);
}

/* What a command prints; to be freed. */
static char *printed_by(const char *command)
{
    char *text = NULL;
    size_t len = 0;
    char part[4096];
    FILE *pipe = popen(command, "r");
    FILE *all = open_memstream(&text, &len);
    ck_assert(pipe && all);
    for (size_t n; (n = fread(part, 1, sizeof part, pipe)) > 0;)
        fwrite(part, 1, n, all);
    int status = pclose(pipe);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) <= 1, "%s", command);
    fclose(all);
    return text;
}

static char *search(const char *options, const char *query)
{
    char command[2048];
    snprintf(command, sizeof command, "%s/morgue-search %s -- %s/archive '%s'", BIN_DIR, options,
             s.scratch.path, query);
    return printed_by(command);
}

/* Drops the number behind each "took_ms" and "ms". */
static void drop_times(char *text)
{
    for (char *at = text; (at = strstr(at, "ms\": "));) {
        at += strlen("ms\": ");
        memmove(at, at + strspn(at, "0123456789.e-"), strlen(at + strspn(at, "0123456789.e-")) + 1);
    }
}

static void expect_same(char *sent, char *printed, const char *what, const char *query)
{
    drop_times(sent);
    drop_times(printed);
    ck_assert_msg(strcmp(sent, printed) == 0, "%s, %s:\n%.1000s\n%.1000s", what, query, sent,
                  printed);
    free(sent);
    free(printed);
}

static const char *const queries[] = {"nato",
                                      "\"article 5\"",
                                      "marenne",
                                      "flood OR storm",
                                      "*",
                                      "attack W/5 embassy",
                                      "person:washington",
                                      "title:council -terminal",
                                      "zzzzz",
                                      "washingtn",
                                      "date:2018..2019",
                                      "odd",
                                      "~blinkin",
                                      "org:=\"harbour party\"",
                                      "id:odd/1",
                                      "cs:US"};
enum { QUERIES = sizeof queries / sizeof *queries };

START_TEST(pages)
{
    static const char *const shapes[][2] = {
        {"", "&format=json"},
        {"--limit=3 --offset=2 --sort=newest", "&format=json&n=3&offset=2&sort=newest"},
        {"--snippets=3 --full --exact", "&format=json&snippets=3&full=1&exact=1"},
        {"--snippets=0 --sort=oldest", "&format=json&snippets=0&sort=oldest"},
        {"--facets=person,source,location --facet-values=3",
         "&format=json&facets=person,source,location&values=3"},
        {"--timeline=month --explain", "&format=json&timeline=month&explain=1"},
        {"--facets=organizations --timeline=year",
         "&facets=organizations&timeline=year&format=json"}};
    const size_t n = sizeof shapes / sizeof *shapes;
    for (size_t i = 0; i < QUERIES * n; i++) {
        const char *const *shape = shapes[i % n];
        const char *query = queries[i / n];
        char options[256];
        snprintf(options, sizeof options, "--format=json %s", shape[0]);
        char *sent = served_text(&s, target_of("/search", "q", query, shape[1]), 200);
        expect_same(sent, search(options, query), shape[1], query);
    }
}
END_TEST

/* Page after page, by the cursors of either. */
START_TEST(pages_that_follow)
{
    char rest[256] = "&format=json&n=7", options[256] = "--format=json --limit=7";
    size_t count = 0;
    for (bool more = true; more; count++) {
        char *sent = served_text(&s, target_of("/search", "q", "the", rest), 200);
        json_t *page = json_loads(sent, 0, NULL);
        const char *next = json_string_value(json_object_get(page, "next"));
        expect_same(sent, search(options, "the"), rest, "the");
        more = next != NULL;
        snprintf(rest, sizeof rest, "&format=json&n=7&after=%s", next);
        snprintf(options, sizeof options, "--format=json --limit=7 --after=%s", next);
        json_decref(page);
    }
    ck_assert_uint_gt(count, 3);
}
END_TEST

START_TEST(similar_articles)
{
    json_t *page = served_json(&s, target_of("/search", "q", "nato", "&format=json&n=5"), 200);
    const json_t *hits = json_object_get(page, "results");
    ck_assert_uint_eq(json_array_size(hits), 5);
    for (size_t i = 0; i < json_array_size(hits); i++) {
        const char *id = json_string_value(json_object_get(json_array_get(hits, i), "id"));
        char options[512];
        web_text path = {0};
        web_puts(&path, "/similar/");
        web_put_url(&path, id, strlen(id));
        snprintf(options, sizeof options, "--format=json --limit=4 --similar='%s'", id);
        char *sent = served_text(&s, target_of(path.data, "n", "4", "&format=json"), 200);
        expect_same(sent, search(options, ""), path.data, id);
        web_text_free(&path);
    }
    json_decref(page);
}
END_TEST

START_TEST(exports)
{
    char *marked = served_text(&s, "/export.csv?q=ferry&bom=1", 200);
    expect_same(marked, search("--limit=100000 --format=csv --bom", "ferry"), "/export.csv", "bom");
    static const char *const shapes[][2] = {{"", ""},
                                            {"--full --sort=newest", "&full=1&sort=newest"},
                                            {"--sort=oldest", "&sort=oldest"}};
    static const char *const kinds[][2] = {{"/export.csv", "csv"}, {"/export.jsonl", "jsonl"}};
    for (size_t i = 0; i < QUERIES * 6; i++) {
        const char *const *shape = shapes[i % 3], *const *kind = kinds[i / 3 % 2];
        const char *query = queries[i / 6];
        char options[256];
        snprintf(options, sizeof options, "--limit=100000 --format=%s %s", kind[1], shape[0]);
        char *sent = served_text(&s, target_of(kind[0], "q", query, shape[1]), 200);
        expect_same(sent, search(options, query), kind[0], query);
    }
}
END_TEST

START_TEST(articles)
{
    char command[512];
    snprintf(command, sizeof command, "%s/morgue-search --dump %s/archive", BIN_DIR,
             s.scratch.path);
    char *dump = printed_by(command);
    char *rest = NULL;
    size_t n = 0;
    for (char *line = strtok_r(dump, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), n++) {
        json_t *article = json_loads(line, 0, NULL);
        const char *id = json_string_value(json_object_get(article, "id"));
        web_text path = {0};
        web_puts(&path, "/article/");
        web_put_url(&path, id, strlen(id));
        char *sent = served_text(&s, target_of(path.data, "format", "json", ""), 200);
        ck_assert_int_eq(strncmp(sent, line, strlen(line)), 0);
        ck_assert_str_eq(sent + strlen(line), "\n");
        free(sent);
        web_text_free(&path);
        json_decref(article);
    }
    ck_assert_uint_gt(n, 70);
    free(dump);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("same");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, pages);
    tcase_add_test(tests, pages_that_follow);
    tcase_add_test(tests, similar_articles);
    tcase_add_test(tests, exports);
    tcase_add_test(tests, articles);
    return run_tests("web_same", tests);
}
