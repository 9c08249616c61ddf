/* Concordances: of hits by example, and what must always hold of their lines. */
#include <stdlib.h>
#include <string.h>

#include "search/results/lines.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static const char text_of[] =
    "The mayor attacked the plan on Monday.\nNobody  else \t attacked it.\n\nPolice said the "
    "cease-fire held. An at\xC2\xADtack on the police was not expected by anyone.\n \nAttack.";

static void setup(void)
{
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    morgue_article *a = make_article(
        (const field_text[]){{MORGUE_TITLE, "Mayor attacks plan"}, {MORGUE_TEXT, text_of}, {0}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

static void put_text(mg_buffer *out, morgue_text text)
{
    CHECK(mg_buffer_append(out, text.data, text.len));
}

/* All lines of the only hit: "left[node]right", a "T " before those of the title. */
static void check_lines(const char *query, uint32_t context, const char *expected)
{
    morgue_results *results;
    const morgue_line *lines = NULL;
    size_t n = 0;
    mg_buffer out = {0};
    put(&out, "");
    OK(morgue_search(archive, query, NULL, &results, &err));
    ck_assert_uint_eq(morgue_results_count(results), 1);
    OK(morgue_results_lines(results, 0, 1, &lines, &n, &err));
    OK(morgue_results_lines(results, 0, context, &lines, &n, &err));
    for (size_t i = 0; i < n; i++) {
        put(&out, i ? "\n" : "");
        put(&out, lines[i].in_title ? "T " : "");
        put_text(&out, lines[i].left);
        put(&out, "[");
        put_text(&out, lines[i].node);
        put(&out, "]");
        put_text(&out, lines[i].right);
    }
    ck_assert_str_eq(out.data, expected);
    mg_buffer_free(&out);
    FAILS(MORGUE_INVALID, morgue_results_lines(results, 1, context, &lines, &n, &err));
    morgue_results_free(results);
}

START_TEST(test_words)
{
    /* within the paragraph, at words, spaces single, soft hyphens gone */
    check_lines("attack", 14,
                "T Mayor [attacks] plan\n"
                "The mayor [attacked] the plan on\n"
                "Nobody else [attacked] it.\n"
                "held. An [attack] on the police\n"
                "[Attack].");
    check_lines("attack", 0,
                "T Mayor [attacks] plan\n"
                "The mayor [attacked] the plan on Monday. Nobody else attacked it.\n"
                "The mayor attacked the plan on Monday. Nobody else [attacked] it.\n"
                "Police said the cease-fire held. An [attack] on the police was not expected by "
                "anyone.\n"
                "[Attack].");
}
END_TEST

START_TEST(test_phrases)
{
    check_lines("\"attacked the plan\"", 11, "The mayor [attacked the plan] on Monday.");
    check_lines("ceasefire", 10, "said the [cease-fire] held. An");
    /* different marks, a line each */
    check_lines("\"the mayor\" mayor", 9,
                "T [Mayor] attacks\n"
                "[The mayor] attacked\n"
                "The [mayor] attacked");
    /* but only one for the same bytes */
    check_lines("held =held \"held\"", 11, "cease-fire [held]. An");
    check_lines("mayor NOT train", 5, "T [Mayor]\nThe [mayor]");
    check_lines("*", 5, "");
}
END_TEST

/* From the first to the last of what stands near each other, each word in the shortest way. */
START_TEST(test_near)
{
    check_lines("mayor W/3 plan", 9,
                "T [Mayor attacks plan]\n"
                "The [mayor attacked the plan] on");
    check_lines("attack W/3 police", 4, "An [attack on the police] was");
    /* the title is a hundred words before the text */
    check_lines("attack PRE/200 cease-fire", 1,
                "T [attacks]\n"
                "[attacked the plan on Monday. Nobody else attacked it. Police said the "
                "cease-fire]\n"
                "[attacked it. Police said the cease-fire]");
}
END_TEST

/* ---- Always ------------------------------------------------------------------------------- */

static const char *const parts[] = {
    "alpha ", "beta. ",    "x\n",  "\n\n", "  \t", "caf\xC3\xA9 ", "\xE5\x8C\x97\xE7\xBA\xA6",
    "needle", "(needle) ", "\n \n"};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The three pieces joined stand in the squeezed text, and are no longer than they may be. */
static void check_line(const mg_buffer *squeezed, const morgue_line *line, size_t context)
{
    mg_buffer joined = {0};
    put_text(&joined, line->left);
    put_text(&joined, line->node);
    put_text(&joined, line->right);
    CHECK(is_text(line->node, "needle"));
    CHECK(!line->left.data[line->left.len] && !line->node.data[line->node.len] &&
          !line->right.data[line->right.len]);
    CHECK(memmem(squeezed->data, squeezed->len, joined.data, joined.len));
    CHECK(!memchr(joined.data, '\n', joined.len) && !strstr(joined.data, "  "));
    CHECK(line->left.len <= 3 * context && line->right.len <= 3 * context);
    CHECK(!line->left.len || line->left.data[0] != ' ');
    CHECK(!line->right.len || line->right.data[line->right.len - 1] != ' ');
    mg_buffer_free(&joined);
}

static void check_text(const mg_buffer *text, size_t context)
{
    mg_marks marks = {0};
    mg_lines lines = {0};
    mg_buffer squeezed = {0};
    mg_match found[400];
    for (char *at = text->data; (at = strstr(at, "needle")); at += 6) {
        size_t start = (size_t)(at - text->data);
        found[marks.text_wholes.n++] = (mg_match){start, start + 6, 0, 0};
    }
    for (size_t i = 0; i < text->len; i++)
        if (!is_space(text->data[i]) || !i || !is_space(text->data[i - 1]))
            CHECK(mg_buffer_append_byte(&squeezed, is_space(text->data[i]) ? ' ' : text->data[i]));
    marks.text_wholes.at = found;
    OK(mg_lines_make(&marks, (morgue_text){"", 0}, (morgue_text){text->data, text->len}, context,
                     &lines, &err));
    ck_assert_uint_eq(lines.n, marks.text_wholes.n);
    for (size_t i = 0; i < lines.n; i++)
        check_line(&squeezed, &lines.at[i], context);
    mg_lines_free(&lines);
    mg_buffer_free(&squeezed);
}

START_TEST(test_always)
{
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 300; round++) {
        mg_buffer text = {0};
        put(&text, "");
        for (unsigned n = roll(&seed, 300); n; n--)
            put(&text, parts[roll(&seed, sizeof parts / sizeof *parts)]);
        check_text(&text, 1 + roll(&seed, 100));
        mg_buffer_free(&text);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("lines");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_words);
    tcase_add_test(tests, test_phrases);
    tcase_add_test(tests, test_near);
    tcase_add_loop_test(tests, test_always, 0, 4);
    return run_tests("lines", tests);
}
