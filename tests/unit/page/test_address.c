/* Addresses, titles, and how much of one text is in another. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/page/compare.h"
#include "indexer/page/meta.h"

static morgue_text text(const char *string)
{
    return (morgue_text){string, strlen(string)};
}

START_TEST(dates)
{
    static const char *const rows[][2] = {
        {"https://x.example/2019/11/18/asian-markets", "2019-11-18"},
        {"https://x.example/news/2019-3-7-fog.html", "2019-03-07"},
        {"https://x.example/story_20190307.html", "2019-03-07"},
        {"https://x.example/politica/2022/04/asamblea/", "2022-04"},
        {"https://x.example/2022/13/01/a", ""},
        {"https://x.example/2022/00/10/a", ""},
        {"https://x.example/201911181077343476-arrogance/", ""},
        {"https://x.example/1234/05/06/a", ""},
        {"https://x.example/2019", ""},
        {"https://x.example/2019/11", ""},
        {"x", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char date[11] = "";
        ck_assert(mg_date_in_address(text(rows[i][0]), date) == (*rows[i][1] != '\0'));
        ck_assert_str_eq(date, rows[i][1]);
    }
}
END_TEST

START_TEST(absolute)
{
    static const char *const rows[][3] = {
        {"https://a.example/x", "", "https://a.example/x"},
        {"/x", "https://a.example/y/z?q", "https://a.example/x"},
        {"//b.example/x", "https://a.example/y", "https://b.example/x"},
        {"/x", "https://a.example", "https://a.example/x"},
        {"/x", "", ""},
        {"x", "https://a.example/y", ""},
        {"", "https://a.example/y", ""},
        {"javascript:void(0)", "https://a.example/y", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mg_buffer ret = {0};
        ck_assert(mg_absolute(text(rows[i][0]), text(rows[i][1]), &ret));
        ck_assert_str_eq(ret.data ? ret.data : "", rows[i][2]);
        mg_buffer_free(&ret);
    }
}
END_TEST

START_TEST(own)
{
    static const char *const owns[] = {"https://x.example/news/harbour-wall-gives-way",
                                       "https://x.example/a/harbour-wall-gives-way.html/",
                                       "https://x.example/story?id=20319",
                                       "x.example/world/46010",
                                       "https://x.example/2019/11/18/index_20191118.html",
                                       "https://x.example/港の灯台百年"};
    static const char *const others[] = {"",
                                         "https://x.example",
                                         "https://x.example/",
                                         "https://a-long-name-of-a-site-20190.example/",
                                         "https://x.example/news/",
                                         "https://x.example/press.html",
                                         "https://x.example/de/medienmitteilungen.html#2019-11-18"};
    for (size_t i = 0; i < sizeof owns / sizeof *owns; i++)
        ck_assert_msg(mg_is_own_address(text(owns[i])), "%s", owns[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!mg_is_own_address(text(others[i])), "%s", others[i]);
}
END_TEST

START_TEST(titles)
{
    static const char *const rows[][4] = {
        /* title, site, heading, what remains */
        {"Fog at Skerry Point - The Post", "The Post", "", "Fog at Skerry Point"},
        {"The Post | Fog at Skerry Point", "The Post", "", "Fog at Skerry Point"},
        {"Fog at Skerry Point | Sea | The Post", "", "", "Fog at Skerry Point"},
        {"Fog at Skerry Point - Sea | The Post", "the post", "", "Fog at Skerry Point - Sea"},
        {"Fog - what it is", "The Post", "", "Fog - what it is"},
        {"Fog - what it is", "", "", "Fog - what it is"},
        {"Storm \xE2\x80\x93 The Post", "Post", "", "Storm \xE2\x80\x93 The Post"},
        {"Fog at Skerry Point - Sea", "", "Fog at Skerry Point", "Fog at Skerry Point"},
        {"\xE9\x9C\xA7\xEF\xBD\x9C\xE6\xB8\xAF", "\xE6\xB8\xAF", "", "\xE9\x9C\xA7"},
        {"The Post", "The Post", "", "The Post"},
        {" - ", "", "", "-"},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        morgue_text title = mg_title_proper(text(rows[i][0]), text(rows[i][1]), text(rows[i][2]));
        ck_assert_msg(title.len == strlen(rows[i][3]) &&
                          memcmp(title.data, rows[i][3], title.len) == 0,
                      "%s: %.*s", rows[i][0], (int)title.len, title.data);
    }
}
END_TEST

START_TEST(shares)
{
    morgue_text whole = text("One two three four, five six seven eight nine ten.");
    ck_assert_float_eq(mg_share_in(text("three FOUR five"), whole), 1);
    ck_assert_float_eq(mg_share_in(text("four three two"), whole), 0);
    ck_assert_float_eq(mg_share_in(whole, text("")), 0);
    ck_assert_float_eq(mg_share_in(text(""), whole), 1);
    ck_assert_float_eq(mg_share_in(text("灯台は港"), text("石の灯台は港にある")), 1);
    ck_assert_float_eq(mg_share_in(text("two three nine"), whole), 0.5f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("address");
    TCase *tests = tcase_create("address");
    tcase_add_test(tests, dates);
    tcase_add_test(tests, absolute);
    tcase_add_test(tests, own);
    tcase_add_test(tests, titles);
    tcase_add_test(tests, shares);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
