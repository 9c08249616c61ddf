/* The parts of the date parser: what it has found so far, numbers, words, the calendar. */
#ifndef MG_DATE_PARTS_H
#define MG_DATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/date.h"

/* How the offset of a zone goes with the date. */
typedef enum mg_date_season {
    DATE_SEASON_NONE,  /* it does not */
    DATE_SEASON_US,    /* daylight saving time by the rule of the United States */
    DATE_SEASON_MOSCOW /* an hour more from 2011 to 2014 */
} mg_date_season;

enum { MG_DATE_TEXT_MAX = 160 };

/* The text being read, in lower case, and what was found in it: -1 for what was not. */
typedef struct mg_date_scan {
    char text[MG_DATE_TEXT_MAX + 8];
    const char *at;
    int year, month, day;
    int hour, minute, second;
    int half;    /* 0: none, 1: am, 2: pm */
    int weekday; /* 0: Monday */
    int offset;  /* minutes east, when has_zone */
    mg_date_season season;
    bool has_zone;
    bool unsure_zone;    /* a time stands beside a zone that we do not know */
    bool group_in_doubt; /* day and month came as "01/02/2022" */
    mg_date_order shown; /* by a group such as "21/01/2022" */
    bool two_in_one;     /* a mark such as 日 stands by another number than was found before */
    bool month_was_mar;  /* "mar." may be mardi, martes or March */
    morgue_error *err;
} mg_date_scan;

/* Fails with this reason; always false. */
bool mg_date_bad(mg_date_scan *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Copies the text into s->text in lower case, with one kind of space and none around it. False for
 * an empty or overlong text. */
bool mg_date_make_plain(mg_date_scan *s, const char *text, size_t len);

/* Digits that stand at `at`, and the value of `n` of them (n < 19). */
size_t mg_date_digits_at(const char *at);
int64_t mg_date_value(const char *at, size_t n);
int mg_date_take_number(mg_date_scan *s, size_t n);

/* Two digits are a year up to the next one, or of the century before it. */
int mg_date_full_year(int value, size_t digits);

/* hh, hhmm or hhmmss. */
bool mg_date_take_compact_time(mg_date_scan *s, size_t n);

/* A run of digits with no marks between: a year, YYYYMM, YYYYMMDD, YYYYMMDDhhmm[ss] or the
 * seconds, milliseconds or microseconds of Unix. */
bool mg_date_take_run(mg_date_scan *s, size_t n);

/* "2022-01-21", "21.01.2022", "2022-021", "01/2022", "2022-W03-5": sets *ret_taken where such a
 * group stands. False when it stands there and is wrong. */
bool mg_date_take_group(mg_date_scan *s, bool *ret_taken);

/* Takes an offset such as +02:00, -0500 or +2 where one stands here: sets *ret_taken. False when it
 * is wrong. */
bool mg_date_take_offset(mg_date_scan *s, bool *ret_taken);

/* Takes a zone by its name, in lower case without dots; false where it is none. */
bool mg_date_take_zone(mg_date_scan *s, const char *word, size_t len);

/* Settles the offset of a zone that goes with the season, for the local date and time in `s`; where
 * it cannot be known, s->unsure_zone is set. */
void mg_date_settle_zone(mg_date_scan *s);

/* What a word in a date means. */
typedef enum mg_date_word {
    DATE_WORD_UNKNOWN,
    DATE_WORD_MONTH,   /* value: 1 to 12 */
    DATE_WORD_WEEKDAY, /* value: 0 to 6, from Monday */
    DATE_WORD_AM,
    DATE_WORD_PM,
    DATE_WORD_NOISE /* "at", "de", "Uhr": says nothing new */
} mg_date_word;

/* Looks up a word in lower case, without dots; sets *ret_value for months and weekdays. */
mg_date_word mg_date_word_find(const char *word, size_t len, int *ret_value);

/* Is the word in the list, whose words are separated by spaces? */
bool mg_date_word_listed(const char *list, const char *word, size_t len);

/* The day of the week of a day, counted from 1970-01-01: 0 is Monday. */
int mg_date_weekday(int64_t days);

/* Checks the parts and writes the date, turned into UTC; `s` is not to be used afterwards.
 * *ret_odd_weekday: it does not fall on the weekday named. */
bool mg_date_finish(mg_date_scan *s, char ret[MG_DATE_MAX], bool *ret_odd_weekday);

/* Days from 1970-01-01 to a day of the Gregorian calendar, and back. */
int64_t mg_days_from_civil(int year, int month, int day);
void mg_civil_from_days(int64_t days, int *ret_year, int *ret_month, int *ret_day);

int mg_days_in_month(int year, int month);

#endif
