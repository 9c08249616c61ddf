/* Reading dates. The text is brought into a plain form (lower case, one kind of space), then read
 * piece by piece - groups of numbers, times, zones, words - each of which fills its part of the
 * date; the parts are checked at the end. So "Friday 21 January 2022", "21-JAN-2022 14:05:09.12"
 * and "Fri Jan 21 14:05:09 EST 2022" need no patterns of their own. */
#include "archive/date.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "archive/date_parts.h"
#include "archive/error.h"

enum { FIRST_YEAR = 1400 };

bool mg_date_bad(mg_date_scan *s, const char *format, ...)
{
    char reason[256];
    va_list args;
    va_start(args, format);
    mg_vformat(reason, sizeof reason, format, args);
    va_end(args);
    mg_fail(s->err, MORGUE_BAD_INPUT, "%s", reason);
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* ---- Times and zones ----------------------------------------------------------------------- */

/* hh:mm[:ss[.fraction]] */
static bool take_time(mg_date_scan *s)
{
    size_t n = mg_date_digits_at(s->at);
    if (n > 2)
        return mg_date_bad(s, "\"%.*s\" is no hour", (int)n, s->at);
    s->hour = mg_date_take_number(s, n);
    s->minute = s->second = 0;
    s->at++;
    n = mg_date_digits_at(s->at);
    if (n != 2)
        return mg_date_bad(s, "the minutes are missing");
    s->minute = mg_date_take_number(s, n);
    if (*s->at != ':' || !is_digit(s->at[1]))
        return true;
    s->at++;
    n = mg_date_digits_at(s->at);
    if (n > 2)
        return mg_date_bad(s, "\"%.*s\" are no seconds", (int)n, s->at);
    s->second = mg_date_take_number(s, n);
    if ((*s->at == '.' || *s->at == ',') && is_digit(s->at[1]))
        s->at += 1 + mg_date_digits_at(s->at + 1);
    return true;
}

/* Is an offset such as +02:00, -0500 or +2 standing here? A minus needs a time before it, or
 * minutes behind it, to be none of the marks between the parts of a date. */
static bool zone_stands_here(const mg_date_scan *s)
{
    if ((*s->at != '+' && *s->at != '-') || !is_digit(s->at[1]))
        return false;
    size_t n = mg_date_digits_at(s->at + 1);
    bool minutes = n == 2 && s->at[3] == ':' && mg_date_digits_at(s->at + 4) == 2;
    if (s->hour < 0)
        return s->year >= 0 && minutes;
    return minutes || n == 4 || n == 2 || n == 1;
}

static bool take_zone(mg_date_scan *s)
{
    int sign = *s->at++ == '-' ? -1 : 1;
    size_t n = mg_date_digits_at(s->at);
    int hours = mg_date_take_number(s, n);
    int minutes = 0;
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (*s->at == ':') {
        s->at++;
        minutes = mg_date_digits_at(s->at) == 2 ? mg_date_take_number(s, 2) : 60;
    }
    if (hours > 15 || minutes > 59)
        return mg_date_bad(s, "no zone is %d:%02d from Greenwich", hours, minutes);
    s->offset = (s->has_zone ? s->offset : 0) + sign * (hours * 60 + minutes);
    s->has_zone = true;
    return true;
}

/* ---- Words --------------------------------------------------------------------------------- */

/* Takes the marks of Chinese, Japanese and Korean behind a number, the French "14h05" and the
 * German "14.05 Uhr". False where none of them stands there. */
static bool take_marked_number(mg_date_scan *s, size_t n)
{
    const char *behind = s->at + n;
    int value = (int)mg_date_value(s->at, n);
    struct {
        const char *marks[3];
        int *part;
    } units[] = {{{"年", "년", NULL}, &s->year},   {{"月", "월", NULL}, &s->month},
                 {{"日", "일", "号"}, &s->day},    {{"時", "시", "时"}, &s->hour},
                 {{"分", "분", NULL}, &s->minute}, {{"秒", "초", NULL}, &s->second}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (size_t k = 0; k < 3 && units[i].marks[k]; k++)
            if (strncmp(behind, units[i].marks[k], strlen(units[i].marks[k])) == 0) {
                *units[i].part = value;
                s->at = behind + strlen(units[i].marks[k]);
                return true;
            }
    bool hours = *behind == 'h' && is_digit(behind[1]);
    hours = hours || (*behind == '.' && s->year >= 0 && s->day >= 0 && s->hour < 0);
    if (n > 2 || !hours || mg_date_digits_at(behind + 1) != 2)
        return false;
    s->hour = value;
    s->minute = (int)mg_date_value(behind + 1, 2);
    s->at = behind + 3;
    return true;
}

/* Copies the word at s->at without its dots: "p.m." becomes "pm". */
static size_t take_letters(mg_date_scan *s, char ret[MG_DATE_TEXT_MAX])
{
    size_t n = 0;
    bool hyphens = false;
    for (const char *at = s->at; is_letter(*at) || *at == '-'; at++)
        hyphens = hyphens || strncmp(at, "-feira", 6) == 0;
    while (is_letter(*s->at) || (*s->at == '.' && n && n < 4) || (*s->at == '-' && hyphens)) {
        if (*s->at != '.')
            ret[n++] = *s->at;
        s->at++;
    }
    return n;
}

static bool set_month(mg_date_scan *s, int month, bool is_mar)
{
    if (s->month >= 0 && is_mar)
        return true; /* 21 janvier, mar. */
    if (s->month >= 0 && !s->month_was_mar)
        return mg_date_bad(s, "two months in one date");
    s->month = month;
    s->month_was_mar = is_mar;
    return true;
}

static bool take_word(mg_date_scan *s)
{
    char word[MG_DATE_TEXT_MAX];
    int value = 0;
    size_t n = take_letters(s, word);
    if (n == 1 && word[0] == 't' && s->year >= 0 && is_digit(*s->at))
        return s->at[2] == ':' || mg_date_take_compact_time(s, mg_date_digits_at(s->at));
    if (n == 2 && memcmp(word, "am", 2) == 0 && s->hour >= 0 && s->hour <= 12) {
        s->half = 1; /* else it is the German "am 21. Januar" */
        return true;
    }
    switch (mg_date_word_find(word, n, &value)) {
    case DATE_WORD_MONTH: return set_month(s, value, n == 3 && memcmp(word, "mar", 3) == 0);
    case DATE_WORD_ZONE:
        s->offset = value;
        s->has_zone = true;
        return true;
    case DATE_WORD_AM: s->half = 1; return true;
    case DATE_WORD_PM: s->half = 2; return true;
    case DATE_WORD_NOISE: return true;
    default: break;
    }
    s->unsure_zone = s->hour >= 0 && n >= 1 && n <= 5;
    return s->unsure_zone || mg_date_bad(s, "\"%.*s\" is no word of a date", (int)n, word);
}

/* ---- The date ------------------------------------------------------------------------------ */

/* A number that is a day, a year or the hour before "pm". */
static bool take_lone_number(mg_date_scan *s, size_t n)
{
    const char *behind = s->at + n;
    behind += strspn(behind, " ");
    bool half = n <= 2 && (*behind == 'a' || *behind == 'p') &&
                ((behind[1] == 'm' && !is_letter(behind[2])) || strncmp(behind + 1, ".m", 2) == 0 ||
                 strncmp(behind + 1, ". m", 3) == 0);
    if (half && s->hour < 0) {
        s->hour = mg_date_take_number(s, n);
        s->minute = s->second = 0;
        return true;
    }
    if (n <= 2 && s->day < 0) {
        s->day = mg_date_take_number(s, n);
        return true;
    }
    if ((n == 2 || n == 4) && s->year < 0) {
        s->year = mg_date_full_year(mg_date_take_number(s, n), n);
        return true;
    }
    return mg_date_bad(s, "\"%.*s\" is one number too many", (int)n, s->at);
}

static bool take_digits(mg_date_scan *s)
{
    size_t n = mg_date_digits_at(s->at);
    bool taken = false;
    if (s->at[n] == ':' && n <= 3)
        return take_time(s);
    if (n <= 4 && take_marked_number(s, n))
        return true;
    if (!mg_date_take_group(s, &taken))
        return false;
    if (taken)
        return true;
    if (s->year < 0 && s->month < 0 && s->day < 0 && n >= 4)
        return mg_date_take_run(s, n);
    return take_lone_number(s, n);
}

/* Comments in brackets say again what was said: "(EST)", "[Europe/Berlin]". */
static void skip_comment(mg_date_scan *s)
{
    char close = *s->at == '(' ? ')' : ']';
    const char *end = strchr(s->at, close);
    s->at = end ? end + 1 : s->at + strlen(s->at);
}

static bool take_piece(mg_date_scan *s)
{
    if (zone_stands_here(s))
        return take_zone(s);
    if (is_digit(*s->at))
        return take_digits(s);
    if (is_letter(*s->at))
        return take_word(s);
    if (*s->at == '(' || *s->at == '[')
        skip_comment(s);
    else if (strchr(" ,.;-/|'\"", *s->at) || (*s->at == ':' && s->hour < 0))
        s->at++;
    else
        return mg_date_bad(s, "\"%c\" has no place in a date", *s->at);
    return true;
}

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

/* Turns a time with zone, or 24:00, into UTC. */
static void shift_to_utc(mg_date_scan *s)
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
    write_date(s, written);
    return day <= today + 366 || mg_date_bad(s, "the date %s lies in the future", written);
}

static bool read_date(mg_date_scan *s)
{
    while (*s->at)
        if (!take_piece(s))
            return false;
    if (s->group_in_doubt && s->half) {
        int day = s->day;
        s->day = s->month;
        s->month = day;
    }
    if (!check_day(s) || !check_time(s))
        return false;
    if (s->hour >= 0)
        shift_to_utc(s);
    return check_not_ahead(s);
}

morgue_status mg_date_parse(const char *text, size_t len, char ret[MG_DATE_MAX], morgue_error *err)
{
    mg_date_scan s = {
        .year = -1, .month = -1, .day = -1, .hour = -1, .minute = -1, .second = -1, .err = err};
    if (len == MORGUE_NUL)
        len = strlen(text);
    if (!mg_date_make_plain(&s, text, len) || !read_date(&s))
        return MORGUE_BAD_INPUT;
    write_date(&s, ret);
    return MORGUE_OK;
}

size_t mg_date_digits(const char *date, size_t len, char ret[MG_DATE_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < len && n < MG_DATE_MAX - 1; i++)
        if (is_digit(date[i]))
            ret[n++] = date[i];
    ret[n] = '\0';
    return n;
}
