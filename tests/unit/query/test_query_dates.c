/* The rule on the digits of a date, against intervals of seconds computed by the C library. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/query/dates.h"

static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

/* A date as precise as it is known: the first `known` of year, month, day, and with 4 the time. */
typedef struct date {
    int known;
    int year, month, day, hour, minute, second;
} date;

static int days_in(int year, int month)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month, .tm_mday = 0};
    time_t last = timegm(&tm);
    return gmtime_r(&last, &tm)->tm_mday;
}

/* Dates that like to stand at the edges of years, months and days. */
static date any_date(uint64_t *seed)
{
    date d = {.known = 1 + (int)roll(seed, 4), .year = 2019 + (int)roll(seed, 3)};
    bool edge = roll(seed, 2);
    d.month = edge ? (roll(seed, 2) ? 1 : 12) : 1 + (int)roll(seed, 12);
    int days = days_in(d.year, d.month);
    d.day = roll(seed, 2) ? (roll(seed, 2) ? 1 : days) : 1 + (int)roll(seed, (uint32_t)days);
    bool last = roll(seed, 2);
    edge = roll(seed, 3);
    d.hour = edge ? (last ? 23 : 0) : (int)roll(seed, 24);
    d.minute = edge ? (last ? 59 : 0) : (int)roll(seed, 60);
    d.second = edge ? (last ? 59 : 0) : (int)roll(seed, 60);
    return d;
}

static time_t seconds(int year, int month, int day, int hour, int minute, int second)
{
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_sec = second};
    return timegm(&tm);
}

static time_t first_of(const date *d)
{
    return seconds(d->year, d->known > 1 ? d->month : 1, d->known > 2 ? d->day : 1,
                   d->known > 3 ? d->hour : 0, d->known > 3 ? d->minute : 0,
                   d->known > 3 ? d->second : 0);
}

static time_t last_of(const date *d)
{
    switch (d->known) {
    case 1: return seconds(d->year + 1, 1, 1, 0, 0, 0) - 1;
    case 2: return seconds(d->year, d->month + 1, 1, 0, 0, 0) - 1;
    case 3: return seconds(d->year, d->month, d->day + 1, 0, 0, 0) - 1;
    default: return first_of(d);
    }
}

/* As a query has it (with signs) or as the slot has it (without). */
static void write_date(const date *d, bool signs, char ret[96])
{
    size_t n = (size_t)snprintf(ret, 96, "%04d", d->year);
    if (d->known > 1)
        n += (size_t)snprintf(ret + n, 96 - n, signs ? "-%02d" : "%02d", d->month);
    if (d->known > 2)
        n += (size_t)snprintf(ret + n, 96 - n, signs ? "-%02d" : "%02d", d->day);
    if (d->known > 3)
        snprintf(ret + n, 96 - n, signs ? "T%02d:%02d:%02dZ" : "%02d%02d%02d", d->hour, d->minute,
                 d->second);
}

static bool rule_takes(const mg_date_rule *rule, const char *digits)
{
    for (size_t i = 0; i < rule->n_except; i++)
        if (strcmp(rule->except[i], digits) == 0)
            return false;
    return strcmp(digits, rule->from) >= 0 && strcmp(digits, rule->to) <= 0;
}

/* ---- Ranges made by dice ------------------------------------------------------------------ */

/* What is asked: the text, and the seconds from `from` to `to` that it means. */
typedef struct question {
    char text[224];
    mg_date_side side;
    time_t from;
    time_t to;
} question;

static question any_question(uint64_t *seed)
{
    question q = {.from = INT64_MIN, .to = INT64_MAX};
    date a = any_date(seed);
    date b = any_date(seed);
    char from[96];
    char to[96];
    write_date(&a, true, from);
    write_date(&b, true, to);
    uint32_t form = roll(seed, 6);
    q.side = form == 0 ? MG_DATE_BEFORE : form == 1 ? MG_DATE_AFTER : MG_DATE_WITHIN;
    if (form == 0)
        q.to = first_of(&a) - 1;
    else if (form == 1)
        q.from = last_of(&a) + 1;
    if (form == 2 || form == 3 || form == 5)
        q.from = first_of(&a);
    if (form == 2)
        q.to = last_of(&a);
    else if (form == 4 || form == 5)
        q.to = last_of(&b);
    snprintf(q.text, sizeof q.text, "%s%s%s", form == 4 ? "" : from, form > 2 ? ".." : "",
             form > 3 ? to : "");
    return q;
}

START_TEST(test_dice)
{
    uint64_t seed = 4711 + (uint64_t)_i;
    unsigned found = 0;
    for (unsigned round = 0; round < 3000; round++) {
        question q = any_question(&seed);
        mg_date_range range;
        mg_date_rule rule;
        morgue_error err;
        morgue_status status = mg_date_range_parse(q.text, strlen(q.text), q.side, 0, &range, &err);
        ck_assert_msg((status == MORGUE_OK) == (q.from <= q.to), "%s: %s", q.text, err.message);
        if (status != MORGUE_OK)
            continue;
        mg_date_rule_make(&range, &rule);
        for (unsigned i = 0; i < 40; i++) {
            date article = any_date(&seed);
            char digits[96];
            write_date(&article, false, digits);
            bool within = first_of(&article) >= q.from && last_of(&article) <= q.to;
            ck_assert_msg(rule_takes(&rule, digits) == within, "side %d of %s and %s: %d", q.side,
                          q.text, digits, within);
            found += within;
        }
    }
    ck_assert_uint_gt(found, 10000);
}
END_TEST

/* ---- Ranges by hand ----------------------------------------------------------------------- */

START_TEST(test_no_date)
{
    static const char *const ranges[] = {"..2022", "2022..", "2022"};
    for (size_t i = 0; i < 3; i++) {
        mg_date_range range;
        mg_date_rule rule;
        ck_assert_int_eq(
            mg_date_range_parse(ranges[i], strlen(ranges[i]), MG_DATE_WITHIN, 0, &range, NULL),
            MORGUE_OK);
        mg_date_rule_make(&range, &rule);
        ck_assert(!rule_takes(&rule, "")); /* an article without a date is never found */
    }
}
END_TEST

static const struct {
    const char *range;
    const char *digits;
    bool found;
} by_hand[] = {
    {"2019-06", "2019", false},
    {"2019-06", "201906", true},
    {"2019", "2019", true},
    {"2018..2020", "2019", true},
    {"2019-01..2019-12-31", "2019", true},
    {"2019-01-02..2020", "2019", false},
    {"2018..2019-11", "2019", false},
    {"2020-02-29", "20200229235959", true},
    {"2016", "20161231235960", true}, /* a leap second */
    {"..2019-06-15", "201906", false},
    {"..2019-06-15", "20190615", true},
};

START_TEST(test_by_hand)
{
    mg_date_range range;
    mg_date_rule rule;
    const char *text = by_hand[_i].range;
    ck_assert_int_eq(mg_date_range_parse(text, strlen(text), MG_DATE_WITHIN, 0, &range, NULL),
                     MORGUE_OK);
    mg_date_rule_make(&range, &rule);
    ck_assert_int_eq(rule_takes(&rule, by_hand[_i].digits), by_hand[_i].found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("query dates");
    TCase *tests = tcase_create("dates");
    tcase_add_loop_test(tests, test_dice, 0, 4);
    tcase_add_test(tests, test_no_date);
    tcase_add_loop_test(tests, test_by_hand, 0, sizeof by_hand / sizeof *by_hand);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
