/* Dates: a table of spellings, a table of refusals, and random times written in each spelling and
 * read back. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/date.h"

static const char *const rows[][2] = {
    /* ISO 8601 */
    {"2022", "2022"},
    {"2022-01", "2022-01"},
    {"202201", "2022-01"},
    {"2022-01-21", "2022-01-21"},
    {"20220121", "2022-01-21"},
    {"2022-01-21T14:05", "2022-01-21T14:05:00Z"},
    {"2022-01-21T14", "2022-01-21T14:00:00Z"},
    {"2022-01-21 14:05:09", "2022-01-21T14:05:09Z"},
    {"2022-01-21T14:05:09.123456Z", "2022-01-21T14:05:09Z"},
    {"2022-01-21T14:05:09,5Z", "2022-01-21T14:05:09Z"},
    {"2022-01-21t14:05:09z", "2022-01-21T14:05:09Z"},
    {"2022-01-21T14:05:09+02:00", "2022-01-21T12:05:09Z"},
    {"2022-01-21T14:05:09+0200", "2022-01-21T12:05:09Z"},
    {"2022-01-21T14:05:09-05", "2022-01-21T19:05:09Z"},
    {"2022-01-21T14:05:09 +05:30", "2022-01-21T08:35:09Z"},
    {"2021-12-31T23:30:00-01:00", "2022-01-01T00:30:00Z"},
    {"2022-01-01T00:30:00+01:00", "2021-12-31T23:30:00Z"},
    {"2022-01-21T14:05:09+01:00[Europe/Berlin]", "2022-01-21T13:05:09Z"},
    {"20220121T140509Z", "2022-01-21T14:05:09Z"},
    {"2022-01-21T140509Z", "2022-01-21T14:05:09Z"},
    {"20220121140509", "2022-01-21T14:05:09Z"},
    {"202201211405", "2022-01-21T14:05:00Z"},
    {"2022-W03-5", "2022-01-21"},
    {"2022-W03", "2022-01"},
    {"2020-W53-7", "2021-01-03"},
    {"2022-021", "2022-01-21"},
    {"2022-01-21+01:00", "2022-01-21"},
    {"2022-01-21-05:00", "2022-01-21"},
    {"2022-01-21Z", "2022-01-21"},
    {"2022-01-21T24:00:00Z", "2022-01-22T00:00:00Z"},
    {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
    {"2022-05-00", "2022-05"},
    {"2022-00-00", "2022"},
    /* Unix */
    {"1642773909", "2022-01-21T14:05:09Z"},
    {"1642773909123", "2022-01-21T14:05:09Z"},
    {"1642773909123456", "2022-01-21T14:05:09Z"},
    {"1642773909.25", "2022-01-21T14:05:09Z"},
    {"541350061", "1987-02-26T15:01:01Z"},
    /* Mail and feeds */
    {"Fri, 21 Jan 2022 14:05:09 GMT", "2022-01-21T14:05:09Z"},
    {"Fri, 21 Jan 2022 14:05 UT", "2022-01-21T14:05:00Z"},
    {"Fri, 21 Jan 22 14:05:09 EST", "2022-01-21T19:05:09Z"},
    {"Fri, 21 Jan 2022 14:05:09 -0500 (EST)", "2022-01-21T19:05:09Z"},
    {"Friday, 21-Jan-22 14:05:09 GMT", "2022-01-21T14:05:09Z"},
    {"21 Jul 2022 14:05:09 PDT", "2022-07-21T21:05:09Z"},
    {"21 Jan 2022 14:05:09 MST", "2022-01-21T21:05:09Z"},
    {"21 Jan 2022 14:05:09 CET", "2022-01-21T13:05:09Z"},
    {"21 Jul 2022 14:05:09 BST", "2022-07-21T13:05:09Z"},
    {"Fri Jan 21 14:05:09 2022", "2022-01-21T14:05:09Z"},
    {"Fri Jan 21 14:05:09 EST 2022", "2022-01-21T19:05:09Z"},
    {"Fri Jan 21 14:05:09 +0000 2022", "2022-01-21T14:05:09Z"},
    {"Fri Jan 21 2022 14:05:09 GMT+0100 (Central European Standard Time)", "2022-01-21T13:05:09Z"},
    /* Agencies */
    {"26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"},
    {"  3-MAR-1987  09:15:05.40", "1987-03-03T09:15:05Z"},
    {"2022-Jan-21", "2022-01-21"},
    {"11-Sep-01", "2001-09-11"},
    /* English */
    {"January 21, 2022", "2022-01-21"},
    {"21 January 2022", "2022-01-21"},
    {"January 2022", "2022-01"},
    {"Jan 2022", "2022-01"},
    {"May 2020", "2020-05"},
    {"21 Jan 22", "2022-01-21"},
    {"21 Jan '98", "1998-01-21"},
    {"20 Sept. 2019", "2019-09-20"},
    {"Friday 21 January 2022", "2022-01-21"},
    {"the 21st of January, 2022", "2022-01-21"},
    {"Jan. 21, 2022 3:04 p.m. EST", "2022-01-21T20:04:00Z"},
    {"Jan 21, 2022, 3 PM", "2022-01-21T15:00:00Z"},
    {"Sunday, 5 Dec. 1999 11 a.m.", "1999-12-05T11:00:00Z"},
    {"Friday, January 21st, 2022 at 3:04pm", "2022-01-21T15:04:00Z"},
    {"Jan 21, 2022, 3:04\xE2\x80\xAFPM", "2022-01-21T15:04:00Z"},
    {"12:30 AM January 21, 2022", "2022-01-21T00:30:00Z"},
    {"12:30 PM January 21, 2022", "2022-01-21T12:30:00Z"},
    {"14:05 - 21 January 2022", "2022-01-21T14:05:00Z"},
    /* Zones of the press */
    {"2022-01-21T14:05:09 IST", "2022-01-21"},
    {"21 Jul 2022 14:05:09 CEST", "2022-07-21T12:05:09Z"},
    {"21 Jan 2022 14:05:09 MSK", "2022-01-21T11:05:09Z"},
    {"21 Jan 2013 14:05:09 MSK", "2013-01-21T10:05:09Z"},
    {"26 Mar 2011 14:05:09 MSK", "2011-03-26T11:05:09Z"},
    {"26 Oct 2014 14:05:09 MSK", "2014-10-26T11:05:09Z"},
    {"21 Jan 2022 14:05:09 ICT", "2022-01-21T07:05:09Z"},
    {"21 Jan 2022 14:05:09 JST", "2022-01-21T05:05:09Z"},
    {"21 Jan 2022 14:05:09 AEDT", "2022-01-21T03:05:09Z"},
    {"21 Jan 2022 14:05:09 NPT", "2022-01-21T08:20:09Z"},
    {"21 Jan 2022 14:05:09 NST", "2022-01-21T17:35:09Z"},
    {"Jan. 21, 2022 3:04 p.m. ET", "2022-01-21T20:04:00Z"},
    {"July 21, 2022, 2 p.m. ET", "2022-07-21T18:00:00Z"},
    {"July 21, 2022, 2 p.m. Eastern", "2022-07-21T18:00:00Z"},
    {"July 21, 2022, 2 p.m. Pacific Time", "2022-07-21T21:00:00Z"},
    {"July 21, 2022, 2 p.m. Eastern Standard Time", "2022-07-21T19:00:00Z"},
    {"January 21, 2022, 2 p.m. Mountain Daylight Time", "2022-01-21T20:00:00Z"},
    {"March 13, 2022, 1:59 a.m. ET", "2022-03-13T06:59:00Z"},
    {"March 13, 2022, 3:00 a.m. ET", "2022-03-13T07:00:00Z"},
    {"November 6, 2022, 1:59 a.m. CT", "2022-11-06T06:59:00Z"},
    {"November 6, 2022, 2:00 a.m. CT", "2022-11-06T08:00:00Z"},
    {"April 1, 2006, 12:00 p.m. ET", "2006-04-01T17:00:00Z"},
    {"April 2, 2006, 12:00 p.m. ET", "2006-04-02T16:00:00Z"},
    {"October 28, 2006, 12:00 p.m. ET", "2006-10-28T16:00:00Z"},
    {"October 29, 2006, 12:00 p.m. ET", "2006-10-29T17:00:00Z"},
    {"April 27, 1986, 12:00 p.m. ET", "1986-04-27T16:00:00Z"},
    {"April 26, 1986, 12:00 p.m. ET", "1986-04-26T17:00:00Z"},
    {"January 6, 1974, 12:00 p.m. ET", "1974-01-06T16:00:00Z"},
    {"February 23, 1975, 12:00 p.m. ET", "1975-02-23T16:00:00Z"},
    {"July 4, 1966, 12:00 p.m. ET", "1966-07-04"},
    {"1970-01-01T00:00:01Z", "1970-01-01T00:00:01Z"},
    {"1970-01-01", "1970-01-01"},
    {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
    {"1900-01", "1900-01"},
    {"1900-01-01T09:30:00Z", "1900-01-01T09:30:00Z"},
    {"1900-01-02", "1900-01-02"},
    {"1753-01-01", "1753-01-01"},
    /* Other languages */
    {"21. Januar 2022, 14:05 Uhr", "2022-01-21T14:05:00Z"},
    {"Freitag, den 21. M\xC3\xA4rz 2014, 14.05 Uhr", "2014-03-21T14:05:00Z"},
    {"21. M\xC3\x84RZ 2014", "2014-03-21"},
    {"am 21. Januar 2022", "2022-01-21"},
    {"vendredi 21 janvier 2022 \xC3\xA0 14h05", "2022-01-21T14:05:00Z"},
    {"1er AO\xC3\x9BT 2021", "2021-08-01"},
    {"mar. 18 janvier 2022", "2022-01-18"},
    {"mar, 18 mar 2022", "2022-03-18"},
    {"21 de enero de 2022", "2022-01-21"},
    {"viernes, 21 de enero de 2022", "2022-01-21"},
    {"1\xC2\xBA de dezembro de 2021", "2021-12-01"},
    {"sexta-feira, 21 de janeiro de 2022", "2022-01-21"},
    {"21 gennaio 2022", "2022-01-21"},
    {"vrijdag 21 januari 2022", "2022-01-21"},
    {"2022年1月21日", "2022-01-21"},
    {"2022年1月21日(金) 14時05分", "2022-01-21T14:05:00Z"},
    {"2022年1月21日 星期五 下午3:04", "2022-01-21T15:04:00Z"},
    {"2022년 1월 21일", "2022-01-21"},
    {"2022年1月", "2022-01"},
    /* Numbers with marks */
    {"2022/01/21", "2022-01-21"},
    {"2022/1/2 14:05", "2022-01-02T14:05:00Z"},
    {"2022.01.21", "2022-01-21"},
    {"21.01.2022", "2022-01-21"},
    {"01.02.2022", "2022-02-01"},
    {"21.01.22 14:05", "2022-01-21T14:05:00Z"},
    {"21/01/2022", "2022-01-21"},
    {"01/21/2022", "2022-01-21"},
    {"21-01-2022", "2022-01-21"},
    {"01/02/2022", "2022-02-01"},
    {"01/02/2022 3:04 PM", "2022-01-02T15:04:00Z"},
    {"01/2022", "2022-01"},
    {"29 February 2020", "2020-02-29"},
    {"1400-01-01", "1400-01-01"},
};

START_TEST(spellings)
{
    char date[MG_DATE_MAX] = "";
    morgue_error err = {0};
    const char *text = rows[_i][0];
    morgue_status status = mg_date_parse(text, strlen(text), date, &err);
    ck_assert_msg(status == MORGUE_OK, "%s: %s", text, err.message);
    ck_assert_msg(strcmp(date, rows[_i][1]) == 0, "%s: %s", text, date);
}
END_TEST

static const char *const refused[][2] = {
    {"", "the date is empty"},
    {" \t ", "the date is empty"},
    {"yesterday", "\"yesterday\" is no word of a date"},
    {"0001-01-01T00:00:00Z", "the year 0001 is a placeholder"},
    {"0000-00-00 00:00:00", "the year 0000 is a placeholder"},
    {"1399-12-31", "the year 1399 is a placeholder"},
    {"0000000000", "Unix time 0 is a placeholder"},
    {"1970-01-01T00:00:00", "Unix time 0 is a placeholder"},
    {"1970-01-01T01:00:00+01:00", "Unix time 0 is a placeholder"},
    {"Wed, 31 Dec 1969 19:00:00 EST", "Unix time 0 is a placeholder"},
    {"1900-01-01", "1900-01-01 is a placeholder"},
    {"1/1/1900", "1900-01-01 is a placeholder"},
    {"1 January 1900", "1900-01-01 is a placeholder"},
    {"1900-01-01T01:00:00+01:00", "1900-01-01 is a placeholder"},
    {"1900-01-01T00:00:00-05:00", "1900-01-01 is a placeholder"},
    {"1900-01-01T00:00:00Z", "1900-01-01 is a placeholder"},
    {"1899-12-30 00:00:00", "1899-12-30 is a placeholder"},
    {"1753-01-01T00:00:00", "1753-01-01 is a placeholder"},
    {"1601-01-01T00:00:00Z", "1601-01-01 is a placeholder"},
    {"2099-12-31", "the date 2099-12-31 lies in the future"},
    {"31 February 2022", "day 31 of month 2 of 2022"},
    {"31/02/2022", "day 31 of month 2 of 2022"},
    {"2050-03-01", "the date 2050-03-01 lies in the future"},
    {"2050", "the date 2050 lies in the future"},
    {"2022-02-31", "day 31 of month 2 of 2022"},
    {"31 April 2022", "day 31 of month 4 of 2022"},
    {"29 February 2021", "day 29 of month 2 of 2021"},
    {"29.02.1900", "day 29 of month 2 of 1900"},
    {"2022-13-01", "month 13"},
    {"13/13/2022", "month 13"},
    {"2022-01-21T25:00:00", "the time 25:00:00"},
    {"2022-01-21T24:00:01", "the time 24:00:01"},
    {"2022-01-21 14:65", "the time 14:65:00"},
    {"2022-01-21 14:", "the minutes are missing"},
    {"31-MAR-1987 605:12:19.12", "\"605\" is no hour"},
    {"21 January", "a date without a year"},
    {"14:05", "a date without a year"},
    {"21 2022", "a date without a month"},
    {"0", "a date without a year"},
    {"12345", "\"12345\" is no date"},
    {"99999999999999999999999999", "\"99999999999999999999999999\" is no date"},
    {"21 Jan Feb 2022", "two months in one date"},
    {"10/01/2022 1日", "two dates in one"},
    {"2022年1月21日 22日", "two dates in one"},
    {"2022-01-21T14:05:09+99:00", "no zone is 99:00 from Greenwich"},
    {"2022-W54-1", "week 54"},
    {"2022-400", "day 400 of a year"},
    {"2022-01-21 = 3", "\"=\" has no place in a date"},
};

START_TEST(refusals)
{
    char date[MG_DATE_MAX] = "untouched";
    morgue_error err = {0};
    const char *text = refused[_i][0];
    ck_assert_int_eq(mg_date_parse(text, strlen(text), date, &err), MORGUE_BAD_INPUT);
    ck_assert_str_eq(err.message, refused[_i][1]);
    ck_assert_int_eq(err.status, MORGUE_BAD_INPUT);
    ck_assert_str_eq(date, "untouched");
}
END_TEST

/* Both readings of dates in numbers, what they prove, and weekdays that do not go with them. */
static const struct {
    const char *text;
    const char *date, *swapped;
    mg_date_order shows;
    bool half, odd_weekday;
} orders[] = {
    {"03/04/2022", "2022-04-03", "2022-03-04", MG_DATE_ORDER_UNKNOWN, false, false},
    {"3-4-22", "2022-04-03", "2022-03-04", MG_DATE_ORDER_UNKNOWN, false, false},
    {"03/04/2022 3:05 PM", "2022-04-03T15:05:00Z", "2022-03-04T15:05:00Z", MG_DATE_ORDER_UNKNOWN,
     true, false},
    {"01/12/2021 23:30 -0500", "2021-12-02T04:30:00Z", "2021-01-13T04:30:00Z",
     MG_DATE_ORDER_UNKNOWN, false, false},
    {"03.04.2022", "2022-04-03", "", MG_DATE_ORDER_UNKNOWN, false, false},
    {"04/04/2022", "2022-04-04", "", MG_DATE_ORDER_UNKNOWN, false, false},
    {"2022/03/04", "2022-03-04", "", MG_DATE_ORDER_UNKNOWN, false, false},
    {"4 March 2022", "2022-03-04", "", MG_DATE_ORDER_UNKNOWN, false, false},
    {"25/12/2021", "2021-12-25", "", MG_DATE_DAY_FIRST, false, false},
    {"12/25/2021", "2021-12-25", "", MG_DATE_MONTH_FIRST, false, false},
    {"25-12-21 10:00", "2021-12-25T10:00:00Z", "", MG_DATE_DAY_FIRST, false, false},
    {"12/13/2021 3:04 PM", "2021-12-13T15:04:00Z", "", MG_DATE_MONTH_FIRST, false, false},
    {"Fri 03/04/2022", "2022-03-04", "", MG_DATE_MONTH_FIRST, false, false},
    {"Sunday, 03/04/2022", "2022-04-03", "", MG_DATE_DAY_FIRST, false, false},
    {"Monday 03/04/2022", "2022-04-03", "2022-03-04", MG_DATE_ORDER_UNKNOWN, false, true},
    {"Friday 4 March 2022", "2022-03-04", "", MG_DATE_ORDER_UNKNOWN, false, false},
    {"Thursday 4 March 2022", "2022-03-04", "", MG_DATE_ORDER_UNKNOWN, false, true},
    {"Fri, 4 Mar 2022 23:30:00 EST", "2022-03-05T04:30:00Z", "", MG_DATE_ORDER_UNKNOWN, false,
     false},
    {"jeudi 4 mars 2022", "2022-03-04", "", MG_DATE_ORDER_UNKNOWN, false, true},
};

START_TEST(both_orders)
{
    mg_date_reading r;
    ck_assert_int_eq(mg_date_read(orders[_i].text, MORGUE_NUL, &r, NULL), MORGUE_OK);
    ck_assert_str_eq(r.date, orders[_i].date);
    ck_assert_str_eq(r.swapped, orders[_i].swapped);
    ck_assert_int_eq(r.ambiguous, *orders[_i].swapped != '\0');
    ck_assert_int_eq(r.shows, orders[_i].shows);
    ck_assert_int_eq(r.half, orders[_i].half);
    ck_assert_int_eq(r.odd_weekday, orders[_i].odd_weekday);
}
END_TEST

/* Of two readings the one that lies far ahead is not meant; but it proves nothing. */
START_TEST(readings_that_lie_ahead)
{
    mg_date_reading r;
    char text[32];
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    /* Next year, a month before or after this one: one reading at most is within a year. */
    snprintf(text, sizeof text, "01/12/%d", parts.tm_year + 1900 + 1);
    if (parts.tm_mon == 11)
        return; /* in December both are */
    ck_assert_int_eq(mg_date_read(text, MORGUE_NUL, &r, NULL), MORGUE_OK);
    ck_assert(!r.ambiguous);
    ck_assert_int_eq(r.shows, MG_DATE_ORDER_UNKNOWN);
    ck_assert_str_eq(r.date + 4, "-01-12");
}
END_TEST

START_TEST(overlong_text_is_no_date)
{
    char text[400], date[MG_DATE_MAX];
    memset(text, '1', sizeof text);
    ck_assert_int_eq(mg_date_parse(text, sizeof text, date, NULL), MORGUE_BAD_INPUT);
}
END_TEST

START_TEST(digits)
{
    char ret[MG_DATE_MAX];
    ck_assert_uint_eq(mg_date_digits("2022-01-21T14:05:09Z", 20, ret), 14);
    ck_assert_str_eq(ret, "20220121140509");
    ck_assert_uint_eq(mg_date_digits("2022-01", 7, ret), 6);
    ck_assert_str_eq(ret, "202201");
    ck_assert_uint_eq(mg_date_digits("", 0, ret), 0);
    ck_assert_str_eq(ret, "");
}
END_TEST

/* Spellings for strftime, and how precise they are. */
static const struct {
    const char *format;
    const char *canonical;
} written[] = {
    {"%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%SZ"},
    {"%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ"},
    {"%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%SZ"},
    {"%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ"},
    {"%a %b %e %H:%M:%S %Y", "%Y-%m-%dT%H:%M:%SZ"},
    {"%d-%b-%Y %H:%M:%S.17", "%Y-%m-%dT%H:%M:%SZ"},
    {"%B %e, %Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%SZ"},
    {"%I:%M:%S %p on %A, %d %B %Y", "%Y-%m-%dT%H:%M:%SZ"},
    {"%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%SZ"},
    {"%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:00Z"},
    {"%Y-%j", "%Y-%m-%d"},
    {"%G-W%V-%u", "%Y-%m-%d"},
    {"%e %B %Y", "%Y-%m-%d"},
    {"%B %Y", "%Y-%m"},
    {"%Y", "%Y"},
};

START_TEST(what_is_written_is_read_back)
{
    srand(7);
    for (int i = 0; i < 3000; i++) {
        time_t moment = (time_t)((unsigned)rand() % 1700000000u);
        if (i % 2)
            moment = -(moment / 3); /* back to 1952 */
        struct tm parts;
        char text[80], expected[80], date[MG_DATE_MAX] = "";
        morgue_error err = {0};
        gmtime_r(&moment, &parts);
        strftime(text, sizeof text, written[_i].format, &parts);
        strftime(expected, sizeof expected, written[_i].canonical, &parts);
        ck_assert_msg(mg_date_parse(text, strlen(text), date, &err) == MORGUE_OK, "%s: %s", text,
                      err.message);
        ck_assert_msg(strcmp(date, expected) == 0, "%s: %s", text, date);
    }
}
END_TEST

/* Any zone: local time and zone written out are the same moment. */
START_TEST(zones_are_turned_into_utc)
{
    srand(11);
    for (int i = 0; i < 3000; i++) {
        time_t moment = (time_t)((unsigned)rand() % 1700000000u);
        int minutes = rand() % (27 * 60) - 12 * 60;
        time_t local = moment + minutes * 60;
        struct tm parts, utc;
        char text[80], expected[80], date[MG_DATE_MAX] = "";
        gmtime_r(&local, &parts);
        gmtime_r(&moment, &utc);
        size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
        snprintf(text + n, sizeof text - n, "%c%02d%s%02d", minutes < 0 ? '-' : '+',
                 abs(minutes) / 60, i % 2 ? ":" : "", abs(minutes) % 60);
        strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &utc);
        ck_assert_int_eq(mg_date_parse(text, strlen(text), date, NULL), MORGUE_OK);
        ck_assert_msg(strcmp(date, expected) == 0, "%s: %s", text, date);
    }
}
END_TEST

/* Damaged dates: any result will do, but no undefined behaviour. */
START_TEST(damaged_spellings_do_no_harm)
{
    srand(13);
    static const char bytes[] = "0123456789 -:/.,+TZWapm()[]\xC3\xA4\xE5\xB9\xB4'h";
    for (int i = 0; i < 200000; i++) {
        char text[48], date[MG_DATE_MAX];
        const char *row = rows[(size_t)rand() % (sizeof rows / sizeof *rows)][0];
        size_t len = strlen(row) < sizeof text ? strlen(row) : sizeof text;
        memcpy(text, row, len);
        for (int k = rand() % 6; k >= 0; k--)
            text[(size_t)rand() % len] = bytes[(size_t)rand() % (sizeof bytes - 1)];
        if (mg_date_parse(text, len, date, NULL) == MORGUE_OK)
            ck_assert_uint_ge(strlen(date), 4);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("date");
    TCase *tcase = tcase_create("date");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, spellings, 0, sizeof rows / sizeof *rows);
    tcase_add_loop_test(tcase, refusals, 0, sizeof refused / sizeof *refused);
    tcase_add_loop_test(tcase, both_orders, 0, sizeof orders / sizeof *orders);
    tcase_add_test(tcase, readings_that_lie_ahead);
    tcase_add_test(tcase, overlong_text_is_no_date);
    tcase_add_test(tcase, digits);
    tcase_add_loop_test(tcase, what_is_written_is_read_back, 0, sizeof written / sizeof *written);
    tcase_add_test(tcase, zones_are_turned_into_utc);
    tcase_add_test(tcase, damaged_spellings_do_no_harm);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
