#include "search/server/when.h"

#include <ctype.h>
#include <string.h>

static const char *const months[] = {"",        "January",  "February", "March",  "April",
                                     "May",     "June",     "July",     "August", "September",
                                     "October", "November", "December"};

/* `len` digits, or -1. */
static int digits(const char *text, size_t len)
{
    int number = 0;
    for (size_t i = 0; i < len; i++) {
        if (!isdigit((unsigned char)text[i]))
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* A number of two digits behind a hyphen, from 1 to `most`; else -1. */
static int part(const char *text, int most)
{
    int number = *text == '-' ? digits(text + 1, 2) : -1;
    return number >= 1 && number <= most ? number : -1;
}

static bool is_time(const char *text)
{
    return *text == 'T' && digits(text + 1, 2) >= 0 && text[3] == ':' && digits(text + 4, 2) >= 0;
}

web_when web_when_read(const char *date)
{
    const web_when none = {.year = -1};
    web_when when = {.year = digits(date, 4)};
    if (when.year < 0 || !date[4])
        return when;
    when.month = part(date + 4, 12);
    if (when.month < 0)
        return none;
    if (!date[7])
        return when;
    when.day = part(date + 7, 31);
    if (when.day < 0 || (date[10] && !is_time(date + 10)))
        return none;
    when.time = date[10] ? date + 11 : NULL;
    return when;
}

void web_put_day(web_text *text, const char *date)
{
    web_when when = web_when_read(date);
    if (when.year < 0) {
        web_puts(text, date);
        return;
    }
    if (when.day)
        web_putf(text, "%d ", when.day);
    if (when.month)
        web_putf(text, "%s ", months[when.month]);
    web_putf(text, "%04d", when.year);
}

void web_put_when(web_text *text, const char *date)
{
    web_when when = web_when_read(date);
    web_put_day(text, date);
    if (when.year >= 0 && when.time)
        web_putf(text, ", %.5s UTC", when.time);
}

void web_put_when_short(web_text *text, const char *date)
{
    web_when when = web_when_read(date);
    if (when.year >= 0 && when.day)
        web_putf(text, "%d %.3s", when.day, months[when.month]);
    else if (when.year >= 0 && when.month)
        web_putf(text, "%.3s %04d", months[when.month], when.year);
    else
        web_puts(text, date);
}

/* Days before the first of the month of the Gregorian calendar, by counting years from March:
 * https://howardhinnant.github.io/date_algorithms.html#days_from_civil */
static long days_before(int year, int month)
{
    year -= month <= 2;
    long day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
    return 365L * year + year / 4 - year / 100 + year / 400 + day_of_year;
}

long web_when_first_day(web_when when)
{
    return days_before(when.year, when.month ? when.month : 1) + (when.day ? when.day - 1 : 0);
}

long web_when_last_day(web_when when)
{
    if (when.day)
        return web_when_first_day(when);
    int month = when.month ? when.month : 12;
    return (month == 12 ? days_before(when.year + 1, 1) : days_before(when.year, month + 1)) - 1;
}

/* The same the other way: the year is estimated, and not too early. */
web_when web_when_of_day(long day)
{
    web_when when = {.year = (int)(day / 365) + 1, .day = 1};
    while (days_before(when.year, 1) > day)
        when.year--;
    when.month = 12;
    while (days_before(when.year, when.month) > day)
        when.month--;
    when.day = (int)(day - days_before(when.year, when.month)) + 1;
    return when;
}
