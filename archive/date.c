/* Reading dates. The text is brought into a plain form (lower case, one kind of space), then read
 * piece by piece - groups of numbers, times, zones, words - each of which fills its part of the
 * date; the parts are checked at the end. So "Friday 21 January 2022", "21-JAN-2022 14:05:09.12"
 * and "Fri Jan 21 14:05:09 EST 2022" need no patterns of their own. */
#include "archive/date.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "archive/date_parts.h"
#include "archive/error.h"
#include "archive/utf8.h"

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

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* ---- Times --------------------------------------------------------------------------------- */

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
                s->two_in_one = s->two_in_one || (*units[i].part >= 0 && *units[i].part != value);
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
    case DATE_WORD_WEEKDAY: s->weekday = value; return true;
    case DATE_WORD_AM: s->half = 1; return true;
    case DATE_WORD_PM: s->half = 2; return true;
    case DATE_WORD_NOISE: return true;
    default: break;
    }
    if (mg_date_take_zone(s, word, n))
        return true;
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
    bool taken = false;
    if (!mg_date_take_offset(s, &taken))
        return false;
    if (taken)
        return true;
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

/* ---- Both readings ------------------------------------------------------------------------- */

static void swap_day_and_month(mg_date_scan *s)
{
    int day = s->day;
    s->day = s->month;
    s->month = day;
}

/* Takes one of two readings for the only one, which proves the order where `shows` says so. */
static bool settle(mg_date_reading *r, bool month_first, bool shows)
{
    if (month_first)
        memcpy(r->date, r->swapped, sizeof r->date);
    r->swapped[0] = '\0';
    r->odd_weekday = false;
    if (shows)
        r->shows = month_first ? MG_DATE_MONTH_FIRST : MG_DATE_DAY_FIRST;
    return true;
}

/* "03/04/2022". A date that lies ahead may become possible with time, so that it proves nothing. */
static bool finish_both(mg_date_scan *s, mg_date_reading *r)
{
    mg_date_scan turned = *s;
    bool odd_day_first = false, odd_month_first = false;
    swap_day_and_month(&turned);
    turned.err = NULL;
    bool month_first = mg_date_finish(&turned, r->swapped, &odd_month_first);
    s->err = month_first ? NULL : s->err;
    bool day_first = mg_date_finish(s, r->date, &odd_day_first);
    if (!day_first || !month_first)
        return (day_first || month_first) && settle(r, month_first, false);
    if (odd_day_first != odd_month_first)
        return settle(r, odd_day_first, true);
    r->odd_weekday = odd_day_first;
    r->ambiguous = true;
    r->half = s->half != 0;
    return true;
}

static bool read_date(mg_date_scan *s, mg_date_reading *r)
{
    while (*s->at)
        if (!take_piece(s))
            return false;
    if (s->two_in_one)
        return mg_date_bad(s, "two dates in one");
    if (s->group_in_doubt)
        return finish_both(s, r);
    r->shows = s->shown;
    return mg_date_finish(s, r->date, &r->odd_weekday);
}

static void keep_spelling(mg_date_reading *r, const char *text, size_t len)
{
    while (len && is_space(text[len - 1]))
        len--;
    while (len && is_space(*text))
        text++, len--;
    if (len >= sizeof r->spelled)
        len = mg_utf8_cut(text, len, sizeof r->spelled - 1);
    memcpy(r->spelled, text, len);
}

morgue_status mg_date_read(const char *text, size_t len, mg_date_reading *ret, morgue_error *err)
{
    mg_date_reading reading = {.shows = MG_DATE_ORDER_UNKNOWN};
    mg_date_scan s = {.year = -1,
                      .month = -1,
                      .day = -1,
                      .hour = -1,
                      .minute = -1,
                      .second = -1,
                      .weekday = -1,
                      .err = err};
    if (len == MORGUE_NUL)
        len = strlen(text);
    if (!mg_date_make_plain(&s, text, len) || !read_date(&s, &reading))
        return MORGUE_BAD_INPUT;
    if (reading.ambiguous || reading.shows != MG_DATE_ORDER_UNKNOWN)
        keep_spelling(&reading, text, len);
    *ret = reading;
    return MORGUE_OK;
}

const char *mg_date_alone(const mg_date_reading *reading)
{
    return reading->ambiguous && reading->half ? reading->swapped : reading->date;
}

morgue_status mg_date_parse(const char *text, size_t len, char ret[MG_DATE_MAX], morgue_error *err)
{
    mg_date_reading reading;
    morgue_status status = mg_date_read(text, len, &reading, err);
    if (status == MORGUE_OK)
        memcpy(ret, mg_date_alone(&reading), MG_DATE_MAX);
    return status;
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
