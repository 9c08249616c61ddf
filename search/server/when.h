/* Dates of articles, which are as precise as they are known: "2022", "2022-01", "2022-01-21",
 * "2022-01-21T14:05:09Z". */
#ifndef WEB_WHEN_H
#define WEB_WHEN_H

#include "search/server/text.h"

/* A date taken apart. */
typedef struct web_when {
    int year;  /* -1: it is no date */
    int month; /* from 1; 0: not known */
    int day;
    const char *time; /* "14:05" and what follows; NULL: not known */
} web_when;

web_when web_when_read(const char *date);

/* "21 January 2022, 14:05 UTC", "January 2022". Puts what is no date as it is. */
void web_put_when(web_text *text, const char *date);

/* The same without a time. */
void web_put_day(web_text *text, const char *date);

/* "21 Jan", "Jan 2022", "2022" */
void web_put_when_short(web_text *text, const char *date);

/* The number of a day, from some day long ago; of its first or its last day where no day is known.
 */
long web_when_first_day(web_when when);
long web_when_last_day(web_when when);

/* The day of that number. */
web_when web_when_of_day(long day);

#endif
