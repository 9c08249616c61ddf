/* What may have been meant. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static void add(morgue_writer *writer, int i, const char *text, const char *person)
{
    char id[16];
    snprintf(id, sizeof id, "id%d", i);
    morgue_article *a = make_article(
        (const field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, text}, {MORGUE_PERSON, person}, {0}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
}

static void setup(void)
{
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < 120; i++)
        add(writer, i, "the government met on sanctions and the blink of an eye", "");
    for (int i = 200; i < 210; i++)
        add(writer, i, "Blinken spoke of sanctions", "Antony Blinken");
    for (int i = 300; i < 302; i++)
        add(writer, i, "the goverment of typing errors", "");
    add(writer, 400,
        "\xC3\xA9lections anticip\xC3\xA9"
        "es",
        "");
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

static const struct {
    const char *query, *suggestion;
} rows[] = {
    {"governmnet", "government"},
    {"Goverment", "Government"}, /* stands there, but sixty times rarer */
    {"goverment", "government"},
    {"blinkn", "blinken"}, /* names first: blink is more frequent */
    {"person:blinkn", "person:blinken"},
    {"actor:blinkn", "actor:blinken"},
    {"person:anthony", "person:antony"},
    {"sanctoins  AND (blinkne OR \"missing\")", "sanctions  AND (blinken OR \"missing\")"},
    {"sacntions W/9 Blinkn", "sanctions W/9 Blinken"},
    {"anticip\xC3\xA9s \xC3\xA9lections", "anticipees \xC3\xA9lections"},
    {"sanctoins -blinkn", "sanctions -blinkn"},
    {"government", NULL},
    {"=blinkn", NULL},
    {"\"blinkn\"", NULL},
    {"blinkn*", NULL},
    {"~xyzzyx", NULL},
    {"xyzzyx", NULL},
    {"blinkn xyzzyx", NULL}, /* would still find nothing */
    {"12345", NULL},
    {"ey", NULL},
    {"date:1999", NULL},
    {"sanctions NOT sanctoins", NULL},
    {"typing errors", NULL}, /* few hits, but nothing is misspelled */
};

START_TEST(test_suggestions)
{
    morgue_results *results;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OK(morgue_search(archive, rows[i].query, NULL, &results, &err));
        const char *suggestion = morgue_results_suggestion(results);
        if (rows[i].suggestion)
            ck_assert_msg(suggestion && strcmp(suggestion, rows[i].suggestion) == 0, "%s: %s",
                          rows[i].query, suggestion ? suggestion : "none");
        else
            ck_assert_msg(!suggestion, "%s: %s", rows[i].query, suggestion);
        morgue_results_free(results);
    }
}
END_TEST

/* What has an alias is no slip. */
START_TEST(test_alias)
{
    morgue_results *results;
    scratch_write(&s, "aliases.txt", "blinkn = blin", 13);
    OK(morgue_search(archive, "blinkn", NULL, &results, &err));
    ck_assert_ptr_null(morgue_results_suggestion(results));
    morgue_results_free(results);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("suggest");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_suggestions);
    tcase_add_test(tests, test_alias);
    return run_tests("suggest", tests);
}
