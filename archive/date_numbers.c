/* The numbers of dates: runs of digits, groups with marks between, Unix time, weeks. */
#include "archive/date_parts.h"

#include <string.h>
#include <time.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- Numbers ------------------------------------------------------------------------------- */

size_t mg_date_digits_at(const char *at)
{
    size_t n = 0;
    while (is_digit(at[n]))
        n++;
    return n;
}

int64_t mg_date_value(const char *at, size_t n)
{
    int64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (at[i] - '0');
    return value;
}

int mg_date_take_number(mg_date_scan *s, size_t n)
{
    int value = (int)mg_date_value(s->at, n);
    s->at += n;
    return value;
}

static int this_year(void)
{
    int year, month, day;
    mg_civil_from_days((int64_t)time(NULL) / 86400, &year, &month, &day);
    return year;
}

int mg_date_full_year(int value, size_t digits)
{
    if (digits != 2)
        return value;
    int latest = this_year() + 1;
    int year = latest - latest % 100 + value;
    return year > latest ? year - 100 : year;
}

static void set_unix(mg_date_scan *s, int64_t seconds)
{
    mg_civil_from_days(seconds / 86400, &s->year, &s->month, &s->day);
    int of_day = (int)(seconds % 86400);
    s->hour = of_day / 3600;
    s->minute = of_day / 60 % 60;
    s->second = of_day % 60;
}

bool mg_date_take_compact_time(mg_date_scan *s, size_t n)
{
    if (n != 2 && n != 4 && n != 6)
        return mg_date_bad(s, "\"%.*s\" is no time of day", (int)n, s->at);
    s->hour = mg_date_take_number(s, 2);
    s->minute = n > 2 ? mg_date_take_number(s, 2) : 0;
    s->second = n > 4 ? mg_date_take_number(s, 2) : 0;
    if (n == 6 && (*s->at == '.' || *s->at == ','))
        s->at += 1 + mg_date_digits_at(s->at + 1);
    return true;
}

bool mg_date_take_run(mg_date_scan *s, size_t n)
{
    static const int64_t unix_scale[] = {[9] = 1, [10] = 1, [13] = 1000, [16] = 1000000};
    if (n < 17 && n >= 9 && unix_scale[n]) {
        set_unix(s, mg_date_value(s->at, n) / unix_scale[n]);
        s->at += n;
        if (*s->at == '.')
            s->at += 1 + mg_date_digits_at(s->at + 1);
        return true;
    }
    if (n != 4 && n != 6 && n != 8 && n != 12 && n != 14)
        return mg_date_bad(s, "\"%.*s\" is no date", (int)n, s->at);
    s->year = mg_date_take_number(s, 4);
    if (n >= 6)
        s->month = mg_date_take_number(s, 2);
    if (n >= 8)
        s->day = mg_date_take_number(s, 2);
    return n < 12 || mg_date_take_compact_time(s, n - 8);
}

/* ---- Groups of numbers --------------------------------------------------------------------- */

/* Up to three numbers with the same mark between them. */
typedef struct group {
    int value[3];
    size_t digits[3];
    int count;
    char mark;
    const char *end;
} group;

static group group_at(const char *at)
{
    group g = {.count = 0};
    for (;;) {
        size_t n = mg_date_digits_at(at);
        if (n == 0 || n > 4)
            break;
        g.value[g.count] = (int)mg_date_value(at, n);
        g.digits[g.count++] = n;
        at += n;
        g.end = at;
        bool goes_on = g.mark ? *at == g.mark : *at && strchr("-/.", *at);
        if (!goes_on || g.count == 3)
            break;
        g.mark = *at++;
    }
    return g;
}

/* Day, month and year in the order of the country: the one above 12 is the day. Where both may be
 * the month, the day comes first for now. */
static bool take_local_group(mg_date_scan *s, const group *g)
{
    s->year = mg_date_full_year(g->value[2], g->digits[2]);
    s->day = g->value[0];
    s->month = g->value[1];
    if (g->mark != '.' && s->day <= 12 && s->month <= 12)
        s->group_in_doubt = s->day != s->month;
    else if (g->mark != '.' && s->day > 12)
        s->shown = MG_DATE_DAY_FIRST;
    else if (g->mark != '.') {
        s->shown = MG_DATE_MONTH_FIRST;
        s->day = g->value[1];
        s->month = g->value[0];
    }
    s->at = g->end;
    return true;
}

/* Year first. Months and days of 00 are how databases write that they are not known. */
static bool take_year_group(mg_date_scan *s, const group *g)
{
    s->year = g->value[0];
    s->at = g->end;
    if (g->count == 2 && g->digits[1] == 3) {
        if (g->value[1] < 1 || g->value[1] > 366)
            return mg_date_bad(s, "day %d of a year", g->value[1]);
        int64_t days = mg_days_from_civil(s->year, 1, 1) + g->value[1] - 1;
        mg_civil_from_days(days, &s->year, &s->month, &s->day);
        return true;
    }
    if (g->count == 3 && g->value[2] > 0)
        s->day = g->value[2];
    if (g->value[1] > 0 || s->day > 0)
        s->month = g->value[1];
    return true;
}

/* 2022-W03 is a month at best; 2022-W03-5 is a day. Week 1 is the one with January 4th. */
static bool take_week(mg_date_scan *s)
{
    int year = mg_date_take_number(s, 4);
    s->at += 2;
    int week = mg_date_take_number(s, 2);
    if (week < 1 || week > 53)
        return mg_date_bad(s, "week %d", week);
    int weekday = 0;
    s->at += *s->at == '-' && is_digit(s->at[1]);
    if (is_digit(*s->at))
        weekday = mg_date_take_number(s, 1);
    if (weekday > 7)
        return mg_date_bad(s, "day %d of a week", weekday);
    int64_t fourth = mg_days_from_civil(year, 1, 4);
    int64_t monday = fourth - mg_date_weekday(fourth);
    mg_civil_from_days(monday + (week - 1) * 7 + (weekday ? weekday - 1 : 3), &s->year, &s->month,
                       &s->day);
    if (!weekday)
        s->day = -1;
    return true;
}

bool mg_date_take_group(mg_date_scan *s, bool *ret_taken)
{
    group g = group_at(s->at);
    bool open = s->year < 0 && s->month < 0 && s->day < 0;
    *ret_taken = true;
    if (open && g.count == 1 && g.digits[0] == 4 && s->at[4] == '-' && s->at[5] == 'w' &&
        is_digit(s->at[6]) && is_digit(s->at[7]))
        return take_week(s);
    if (open && g.count >= 2 && g.digits[0] == 4 && g.digits[1] <= 3)
        return take_year_group(s, &g);
    if (open && g.count == 3 && g.digits[0] <= 2 && g.digits[1] <= 2 &&
        (g.digits[2] == 4 || g.digits[2] == 2))
        return take_local_group(s, &g);
    if (open && g.count == 2 && g.digits[0] <= 2 && g.digits[1] == 4) {
        s->month = g.value[0];
        s->year = g.value[1];
        s->at = g.end;
        return true;
    }
    *ret_taken = false;
    return true;
}
