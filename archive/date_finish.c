/* From the parts of a date to the date: is there such a day, is it meant, when is it in UTC? */
#include <stdio.h>
#include <time.h>

#include "archive/date_parts.h"

enum { FIRST_YEAR = 1400 };

static bool check_day(mg_date_scan *s)
{
    if (s->year < 0)
        return mg_date_bad(s, "a date without a year");
    if (s->year < FIRST_YEAR)
        return mg_date_bad(s, "the year %04d is a placeholder", s->year);
    if (s->month < 0 && s->day >= 0)
        return mg_date_bad(s, "a date without a month");
    if (s->month == 0 || s->month > 12)
        return mg_date_bad(s, "month %d", s->month);
    if (s->day == 0 || (s->day > 0 && s->day > mg_days_in_month(s->year, s->month)))
        return mg_date_bad(s, "day %d of month %d of %d", s->day, s->month, s->year);
    return true;
}

static bool check_time(mg_date_scan *s)
{
    if (s->hour < 0 || s->day < 0 || s->unsure_zone) {
        s->hour = -1;
        return true;
    }
    s->minute = s->minute < 0 ? 0 : s->minute;
    s->second = s->second < 0 ? 0 : s->second;
    if (s->half && s->hour >= 1 && s->hour <= 12)
        s->hour = s->hour % 12 + (s->half == 2 ? 12 : 0);
    bool midnight = s->hour == 24 && s->minute + s->second == 0;
    if ((s->hour > 23 && !midnight) || s->minute > 59 || s->second > 60)
        return mg_date_bad(s, "the time %d:%02d:%02d", s->hour, s->minute, s->second);
    s->second = s->second == 60 ? 59 : s->second; /* a leap second */
    return true;
}

/* The days that databases begin to count with, and so write for no day at all: SQL Server's and
 * Excel's 1900, OLE's 1899, SQL Server's 1753, Windows' 1601; the older ones count as such only
 * with a time of midnight. What is judged is the date, not its spelling, so that a date that was
 * taken is taken again in its canonical form. */
static bool check_meant(mg_date_scan *s)
{
    static const struct {
        int year, month, day;
        bool with_time;
    } first[] = {{1900, 1, 1, false}, {1899, 12, 30, true}, {1753, 1, 1, true}, {1601, 1, 1, true}};
    if (s->hour >= 0 && s->hour + s->minute + s->second > 0)
        return true;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (s->year == first[i].year && s->month == first[i].month && s->day == first[i].day &&
            (s->hour >= 0 || !first[i].with_time))
            return mg_date_bad(s, "%04d-%02d-%02d is a placeholder", s->year, s->month, s->day);
    return true;
}

/* Turns a time with zone, or 24:00, into UTC. */
static bool shift_to_utc(mg_date_scan *s)
{
    int minutes = s->hour * 60 + s->minute - (s->has_zone ? s->offset : 0);
    int64_t days = mg_days_from_civil(s->year, s->month, s->day);
    for (; minutes < 0; minutes += 1440)
        days--;
    for (; minutes >= 1440; minutes -= 1440)
        days++;
    mg_civil_from_days(days, &s->year, &s->month, &s->day);
    s->hour = minutes / 60;
    s->minute = minutes % 60;
    return days + s->hour + s->minute + s->second > 0 || days < 0 ||
           mg_date_bad(s, "Unix time 0 is a placeholder");
}

static void write_date(const mg_date_scan *s, char ret[MG_DATE_MAX])
{
    unsigned year = (unsigned)s->year % 10000, month = (unsigned)s->month % 100;
    unsigned day = (unsigned)s->day % 100, hour = (unsigned)s->hour % 100;
    unsigned minute = (unsigned)s->minute % 100, second = (unsigned)s->second % 100;
    if (s->month < 0)
        snprintf(ret, MG_DATE_MAX, "%04u", year);
    else if (s->day < 0)
        snprintf(ret, MG_DATE_MAX, "%04u-%02u", year, month);
    else if (s->hour < 0)
        snprintf(ret, MG_DATE_MAX, "%04u-%02u-%02u", year, month, day);
    else
        snprintf(ret, MG_DATE_MAX, "%04u-%02u-%02uT%02u:%02u:%02uZ", year, month, day, hour, minute,
                 second);
}

/* A date more than a year ahead of the clock is a slip or a placeholder. */
static bool check_not_ahead(mg_date_scan *s)
{
    int64_t today = (int64_t)time(NULL) / 86400;
    int64_t day = mg_days_from_civil(s->year, s->month < 0 ? 1 : s->month, s->day < 0 ? 1 : s->day);
    char written[MG_DATE_MAX];
    if (day <= today + 366)
        return true;
    write_date(s, written);
    return mg_date_bad(s, "the date %s lies in the future", written);
}

bool mg_date_finish(mg_date_scan *s, char ret[MG_DATE_MAX], bool *ret_odd_weekday)
{
    if (!check_day(s) || !check_time(s) || !check_meant(s))
        return false;
    *ret_odd_weekday = s->weekday >= 0 && s->day >= 0 &&
                       mg_date_weekday(mg_days_from_civil(s->year, s->month, s->day)) != s->weekday;
    if (s->hour >= 0)
        mg_date_settle_zone(s);
    if (s->unsure_zone)
        s->hour = -1;
    if ((s->hour >= 0 && !shift_to_utc(s)) || !check_meant(s) || !check_not_ahead(s))
        return false;
    write_date(s, ret);
    return true;
}
