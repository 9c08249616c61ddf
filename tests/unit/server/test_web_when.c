/* Dates as people read them, and the days of the calendar. */
#include <string.h>

#include "search/server/when.h"
#include "tests/unit/scratch.h"

START_TEST(read_by_people)
{
    static const char *const pairs[][3] = {
        {"2022", "2022", "2022"},
        {"2022-01", "January 2022", "Jan 2022"},
        {"2022-01-21", "21 January 2022", "21 Jan"},
        {"2022-01-21T14:05:09Z", "21 January 2022, 14:05 UTC", "21 Jan"},
        {"0987-12-01", "1 December 0987", "1 Dec"},
        {"", "", ""},
        {"soon", "soon", "soon"},
        {"2022-13-01", "2022-13-01", "2022-13-01"},
        {"2022-05-99", "2022-05-99", "2022-05-99"},
        {"20", "20", "20"},
        {"20220", "20220", "20220"},
        {"2022-1", "2022-1", "2022-1"},
        {"2022-01-", "2022-01-", "2022-01-"},
        {"2022-01-21 soon", "2022-01-21 soon", "2022-01-21 soon"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        web_text text = {0};
        web_put_when(&text, pairs[i][0]);
        ck_assert_str_eq(text.data, pairs[i][1]);
        web_text_clear(&text);
        web_put_when_short(&text, pairs[i][0]);
        ck_assert_str_eq(text.data, pairs[i][2]);
        web_text_free(&text);
    }
}
END_TEST

START_TEST(without_a_time)
{
    static const char *const pairs[][2] = {{"2022-01-21T14:05:09Z", "21 January 2022"},
                                           {"2022-01-21", "21 January 2022"},
                                           {"2022", "2022"},
                                           {"soon", "soon"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        web_text text = {0};
        web_put_day(&text, pairs[i][0]);
        ck_assert_str_eq(text.data, pairs[i][1]);
        web_text_free(&text);
    }
}
END_TEST

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Every day of the years that a date can have, counted one by one. */
START_TEST(days_follow_each_other)
{
    static const int lengths[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long day = web_when_first_day((web_when){.year = 1});
    for (int year = 1; year <= 9999; year++) {
        CHECK(web_when_first_day((web_when){.year = year}) == day);
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month] + (month == 2 && is_leap(year));
            for (int i = 1; i <= length; i++, day++) {
                web_when when = web_when_of_day(day);
                CHECK(when.year == year && when.month == month && when.day == i);
                CHECK(web_when_first_day(when) == day && web_when_last_day(when) == day);
            }
            CHECK(web_when_last_day((web_when){.year = year, .month = month}) == day - 1);
        }
        CHECK(web_when_last_day((web_when){.year = year}) == day - 1);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("when");
    tcase_add_test(tests, read_by_people);
    tcase_add_test(tests, without_a_time);
    tcase_add_test(tests, days_follow_each_other);
    return run_tests("when", tests);
}
