/* Names as the news industry's XML formats give them. */
#include <check.h>
#include <string.h>

#include "indexer/formats/news/news.h"

static void expect_natural(const char *name, const char *expected)
{
    mg_buffer natural = {0};
    bool turned = mg_natural_name((morgue_text){name, strlen(name)}, &natural);
    ck_assert_msg(turned == (expected != NULL), "%s", name);
    if (expected)
        ck_assert_str_eq(natural.data, expected);
    else
        ck_assert_uint_eq(natural.len, 0);
    mg_buffer_free(&natural);
}

START_TEST(inverted)
{
    expect_natural("Green, Anna", "Anna Green");
    expect_natural("GREEN, ANNA M", "ANNA M GREEN");
    expect_natural("GREEN, ANNA (DR)", "ANNA GREEN");
    expect_natural("  Van der Meer,Jan ", "Jan Van der Meer");
    expect_natural("GAULLE, CHARLES DE", "CHARLES DE GAULLE");
    expect_natural("OKORO, RAYMOND JR", "RAYMOND OKORO JR");
    expect_natural("Okoro, Raymond, Jr.", "Raymond Okoro Jr.");
    expect_natural("O'Neill, Máire", "Máire O'Neill");
    expect_natural("Øygard, Åse", "Åse Øygard");
}
END_TEST

START_TEST(not_inverted)
{
    expect_natural("Anna Green", NULL);
    expect_natural("", NULL);
    expect_natural(",", NULL);
    expect_natural("Green,", NULL);
    expect_natural(", Anna", NULL);
    expect_natural("Raymond Okoro, Jr.", NULL);
    expect_natural("Anna Green, M.D.", NULL);
    expect_natural("Marguerite, Duchess of Sarn", NULL);
    expect_natural("Green, the painter", NULL);
    expect_natural("Green, 42", NULL);
    expect_natural("Green, Brown, Black", NULL);
    expect_natural("Green, Brown, Black, White", NULL);
    expect_natural("Harbour Supply, Inc.", NULL);
    expect_natural("The great name of the house, Anna", NULL);
}
END_TEST

START_TEST(codes)
{
    static const char *const table[][2] = {{"cpnat:person", "person"},
                                           {"http://cv.example/cpnature/person", "person"},
                                           {"http://cv.example/cpnature#person", "person"},
                                           {"person", "person"},
                                           {"a:", "a:"},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        morgue_text tail = mg_code_tail((morgue_text){table[i][0], strlen(table[i][0])});
        ck_assert_str_eq(tail.data, table[i][1]);
    }
}
END_TEST

START_TEST(listed)
{
    ck_assert(mg_text_among((morgue_text){"Person", 6}, "org person place"));
    ck_assert(!mg_text_among((morgue_text){"pers", 4}, "org person place"));
    ck_assert(!mg_text_among((morgue_text){"", 0}, "org person place"));
    ck_assert(!mg_text_among((morgue_text){"org person", 10}, "org person place"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("news");
    TCase *tests = tcase_create("news");
    tcase_add_test(tests, inverted);
    tcase_add_test(tests, not_inverted);
    tcase_add_test(tests, codes);
    tcase_add_test(tests, listed);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
