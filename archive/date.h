/* Dates: any usual spelling -> UTC with the precision that was given. */
#ifndef MG_DATE_H
#define MG_DATE_H

#include "morgue.h"

/* Room for the beginning of a spelling, to be shown. */
#define MG_DATE_SPELLED 32

/* Room for the longest canonical date, "2022-01-21T14:05:09Z", and its NUL. */
#define MG_DATE_MAX 32

/* Which of two numbers is the day: "03/04/2022". */
typedef enum mg_date_order {
    MG_DATE_ORDER_UNKNOWN,
    MG_DATE_DAY_FIRST,
    MG_DATE_MONTH_FIRST
} mg_date_order;

/* A date as it was read. */
typedef struct mg_date_reading {
    char date[MG_DATE_MAX];    /* the date; where it is ambiguous, read day first */
    char swapped[MG_DATE_MAX]; /* the same read month first; "" where it is not ambiguous */
    bool ambiguous;
    mg_date_order shows;           /* the order that the spelling proves: "21/01/2022" */
    bool half;                     /* ambiguous, and am or pm stands beside it */
    bool odd_weekday;              /* names a weekday that it does not fall on */
    char spelled[MG_DATE_SPELLED]; /* its beginning, where it is ambiguous or shows an order */
} mg_date_reading;

#define MG_NO_DATE ((mg_date_reading){.date = ""})

/* Reads a date in any usual spelling into canonical form (see MORGUE_DATE): as precise as it was
 * given, a time with zone turned into UTC, a time without zone taken as UTC.
 *
 * Understood are ISO 8601 and its shortened forms, the dates of mail and feeds (RFC 822, 2822, 850,
 * asctime), Unix seconds, milliseconds and microseconds, "26-FEB-1987 15:01:01.79", written-out
 * dates in English, German, French, Spanish, Italian, Portuguese and Dutch, with weekday, time,
 * am/pm and zone in any order, and the numeric dates of Europe, America and East Asia.
 *
 * Decisions: of "01/21/2022" 21 is the day, and a weekday beside "03/04/2022" decides; without it
 * both readings are handed out, unless one of them cannot be. "03.04.2022" is April. Years of two
 * digits are those up to next year, else of the century before. Zones are those of RFC 822 and the
 * abbreviations of date_zones.c; "ET" and its like follow the daylight saving time of the United
 * States. Beside a zone that is not known or has several meanings (IST) only the day is kept.
 * Databases' "2022-05-00" is a month.
 *
 * Errors: BAD_INPUT, with a reason to show: what cannot be read ("month 13"), years before 1400
 * ("the year 0001 is a placeholder") and what else databases write where they have no date (Unix
 * time 0, 1900-01-01), and dates more than a year ahead of the clock ("the date
 * 2050-03-01 lies in the future"). */
morgue_status mg_date_read(const char *text, size_t len, mg_date_reading *ret, morgue_error *err);

/* The date of a reading where there is nothing to go by but the date itself: an ambiguous one is
 * read day first, or month first where am or pm stands beside it. */
const char *mg_date_alone(const mg_date_reading *reading);

/* Reads a date and takes it alone. Errors: as mg_date_read(). */
morgue_status mg_date_parse(const char *text, size_t len, char ret[MG_DATE_MAX], morgue_error *err);

/* The digits of a canonical date, for MG_SLOT_DATE: "2022-01-21T14:05:09Z" -> "20220121140509".
 * Returns their number. */
size_t mg_date_digits(const char *date, size_t len, char ret[MG_DATE_MAX]);

#endif
