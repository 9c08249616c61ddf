/* Dates: any usual spelling -> UTC with the precision that was given. */
#ifndef MG_DATE_H
#define MG_DATE_H

#include "morgue.h"

/* Room for the longest canonical date, "2022-01-21T14:05:09Z", and its NUL. */
#define MG_DATE_MAX 32

/* Parses a date in any usual spelling and writes it in canonical form (see MORGUE_DATE): as precise
 * as it was given, a time with zone turned into UTC, a time without zone taken as UTC. Errors:
 * BAD_INPUT, with a reason to show ("month 13", "the year 0001 is a placeholder"). */
morgue_status mg_date_parse(const char *text, size_t len, char ret[MG_DATE_MAX], morgue_error *err);

/* The digits of a canonical date, for MG_SLOT_DATE: "2022-01-21T14:05:09Z" -> "20220121140509".
 * Returns their number. */
size_t mg_date_digits(const char *date, size_t len, char ret[MG_DATE_MAX]);

#endif
