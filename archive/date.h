/* Dates: any usual spelling -> UTC with the precision that was given. */
#ifndef MG_DATE_H
#define MG_DATE_H

#include "morgue.h"

/* Room for the longest canonical date, "2022-01-21T14:05:09Z", and its NUL. */
#define MG_DATE_MAX 32

/* Parses a date in any usual spelling and writes it in canonical form (see MORGUE_DATE): as precise
 * as it was given, a time with zone turned into UTC, a time without zone taken as UTC.
 *
 * Understood are ISO 8601 and its shortened forms, the dates of mail and feeds (RFC 822, 2822, 850,
 * asctime), Unix seconds, milliseconds and microseconds, "26-FEB-1987 15:01:01.79", written-out
 * dates in English, German, French, Spanish, Italian, Portuguese and Dutch, with weekday, time,
 * am/pm and zone in any order, and the numeric dates of Europe, America and East Asia.
 *
 * Decisions: in "01/02/2022" the day comes first, unless am or pm stand beside it; "01/21/2022" is
 * taken as it must be meant. Years of two digits are those up to next year, else of the century
 * before. Beside a zone that is not known or has several meanings (ET, IST) only the day is kept.
 * Databases' "2022-05-00" is a month.
 *
 * Errors: BAD_INPUT, with a reason to show: what cannot be read ("month 13"), years before 1400
 * ("the year 0001 is a placeholder"), and dates more than a year ahead of the clock ("the date
 * 2050-03-01 lies in the future"). */
morgue_status mg_date_parse(const char *text, size_t len, char ret[MG_DATE_MAX], morgue_error *err);

/* The digits of a canonical date, for MG_SLOT_DATE: "2022-01-21T14:05:09Z" -> "20220121140509".
 * Returns their number. */
size_t mg_date_digits(const char *date, size_t len, char ret[MG_DATE_MAX]);

#endif
