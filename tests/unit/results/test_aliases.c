/* Aliases in an archive: what is found, and what is marked. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static const char *const texts[] = {
    "NATO met in Kyiv.",
    "The North Atlantic Treaty Organization met in Kiev.",
    "The organization of a treaty; in the north, atlantic storms.",
    "L'OTAN met elsewhere.",
    "North Atlantic waters.",
    "A pact; a truce.",
};
enum { ARTICLES = sizeof texts / sizeof *texts };

static void setup(void)
{
    static const char names[] = "NATO = North Atlantic Treaty Organization = OTAN\nKyiv = Kiev\n";
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (size_t i = 0; i < ARTICLES; i++) {
        const char id[] = {(char)('a' + i), '\0'};
        morgue_article *a =
            make_article((const field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, texts[i]}, {0}});
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    scratch_write(&s, "aliases.txt", names, strlen(names));
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

/* Appends the passage with brackets around its marks. */
static void put_marked(mg_buffer *out, const morgue_passage *passage)
{
    for (size_t i = 0, m = 0; i <= passage->text.len; i++) {
        if (m && passage->marks[m - 1].start + passage->marks[m - 1].len == i)
            put(out, "]");
        if (m < passage->n_marks && passage->marks[m].start == i) {
            put(out, "[");
            m++;
        }
        if (i < passage->text.len)
            ck_assert(mg_buffer_append(out, passage->text.data + i, 1));
    }
}

/* The passage of article `id` among the hits; "" where it is none. Static. */
static const char *marked(const char *query, const char *id)
{
    static mg_buffer out;
    morgue_results *results;
    morgue_hit hit;
    mg_buffer_clear(&out);
    put(&out, "");
    OK(morgue_search(archive, query, NULL, &results, &err));
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        if (is_text(morgue_article_get(hit.article, MORGUE_ID, 0), id) && hit.n_passages)
            put_marked(&out, &hit.passages[0]);
    }
    morgue_results_free(results);
    return out.data;
}

static uint64_t total(const char *query)
{
    morgue_results *results;
    const morgue_search_options options = {.exact = true};
    OK(morgue_search(archive, query, &options, &results, &err));
    uint64_t n = morgue_results_total(results);
    morgue_results_free(results);
    return n;
}

START_TEST(test_found)
{
    static const struct {
        const char *query;
        uint64_t n;
    } rows[] = {{"nato", 3},
                {"otan", 3},
                {"=nato", 1},
                {"\"nato\"", 1},
                {"cs:NATO", 1},
                {"nat?", 1},
                {"north atlantic treaty organization", 4}, /* anywhere, or by another name */
                {"\"north atlantic treaty organization\"", 1},
                {"north atlantic", 3},
                {"kyiv nato", 2},
                {"kiev W/9 otan", 2},
                {"nato W/2 met", 3},
                {"(north atlantic treaty organization) W/4 kyiv", 2},
                {"kyiv NOT nato", 0},
                {"met -kiev", 1},
                {"person:nato", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(total(rows[i].query) == rows[i].n, "%s: %d", rows[i].query,
                      (int)total(rows[i].query));
}
END_TEST

START_TEST(test_marked)
{
    ck_assert_str_eq(marked("nato", "a"), "[NATO] met in Kyiv.");
    ck_assert_str_eq(marked("nato", "b"), "The [North Atlantic Treaty Organization] met in Kiev.");
    ck_assert_str_eq(marked("kyiv W/9 nato", "b"),
                     "The [North Atlantic Treaty Organization] met in [Kiev].");
    ck_assert_str_eq(marked("north atlantic treaty organization", "d"), "L'[OTAN] met elsewhere.");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("aliases");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_found);
    tcase_add_test(tests, test_marked);
    return run_tests("aliases", tests);
}
