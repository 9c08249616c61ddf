/* Ranges of dates in queries, and the rule that finds the articles within one.
 *
 * An article's date is an interval: a year, a month, a day or a second, as precise as it is known.
 * It matches when the whole of it lies within the range asked for: an article of "2019" is found by
 * date:2019 and date:2018..2020, not by date:2019-06. */
#ifndef MG_DATES_H
#define MG_DATES_H

#include <stddef.h>

#include "archive/buffer.h"
#include "archive/date.h"
#include "morgue.h"

typedef enum mg_date_side { MG_DATE_WITHIN, MG_DATE_BEFORE, MG_DATE_AFTER } mg_date_side;

enum { MG_DATE_DIGITS = 14 };

/* First and last second, "20220121000000"; "" for an open end. */
typedef struct mg_date_range {
    char from[MG_DATE_DIGITS + 1];
    char to[MG_DATE_DIGITS + 1];
} mg_date_range;

/* Parses "2022-01", "2022-01..2022-03-15", "2022..", "..2022", and for a side other than WITHIN one
 * date. An end in quotes may have any usual spelling. `column` is that of the text. Errors:
 * BAD_QUERY. */
morgue_status mg_date_range_parse(const char *text, size_t len, mg_date_side side, size_t column,
                                  mg_date_range *ret, morgue_error *err);

/* Appends the range in canonical form, "2022-01..2022-03-15". False when memory is out. */
bool mg_date_range_describe(const mg_date_range *range, mg_buffer *ret);

/* The same range for strings of digits in MG_SLOT_DATE, compared by their bytes: `from` <= date <=
 * `to`, and the date is none of `except`. */
typedef struct mg_date_rule {
    char from[MG_DATE_DIGITS + 1];
    char to[MG_DATE_DIGITS + 2];
    char except[3][MG_DATE_DIGITS + 1];
    size_t n_except;
} mg_date_rule;

void mg_date_rule_make(const mg_date_range *range, mg_date_rule *ret);

#endif
