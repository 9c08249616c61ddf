#include "search/query/dates.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "search/query/chars.h"
#include "search/query/fail.h"

/* Dates of less precision are prefixes of more precise ones, of these lengths. */
static const size_t precisions[] = {4, 6, 8, MG_DATE_DIGITS};
enum { N_PRECISIONS = 4 };

/* ---- Calendar ----------------------------------------------------------------------------- */

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static int number(const char *digits, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < len; i++)
        n = 10 * n + (digits[i] - '0');
    return n;
}

/* The first second of the interval that these digits name. */
static void first_second(const char *digits, size_t len, char ret[MG_DATE_DIGITS + 1])
{
    memcpy(ret, "00000101000000", MG_DATE_DIGITS + 1);
    memcpy(ret, digits, len);
}

static void last_second(const char *digits, size_t len, char ret[MG_DATE_DIGITS + 1])
{
    memcpy(ret, "00001231235959", MG_DATE_DIGITS + 1);
    memcpy(ret, digits, len);
    if (len == 6) {
        int days = days_in_month(number(digits, 4), number(digits + 4, 2));
        ret[6] = (char)('0' + days / 10);
        ret[7] = (char)('0' + days % 10);
    }
}

/* A point of time, field by field, least significant first. */
typedef struct moment {
    int part[6]; /* second, minute, hour, day, month, year */
} moment;

static moment read_moment(const char *digits)
{
    return (moment){{number(digits + 12, 2), number(digits + 10, 2), number(digits + 8, 2),
                     number(digits + 6, 2), number(digits + 4, 2), number(digits, 4)}};
}

static bool write_moment(const moment *m, char ret[MG_DATE_DIGITS + 1])
{
    if (m->part[5] < 0 || m->part[5] > 9999)
        return false;
    char text[80];
    snprintf(text, sizeof text, "%04d%02d%02d%02d%02d%02d", m->part[5], m->part[4], m->part[3],
             m->part[2], m->part[1], m->part[0]);
    memcpy(ret, text, MG_DATE_DIGITS);
    ret[MG_DATE_DIGITS] = '\0';
    return true;
}

/* The greatest value of part i, given the parts above it. */
static int greatest(const moment *m, int i)
{
    static const int limits[] = {59, 59, 23, 0, 12, 9999};
    return i == 3 ? days_in_month(m->part[5], m->part[4]) : limits[i];
}

/* The next second; false after the year 9999. A leap second counts as the last of its minute. */
static bool next_second(char digits[MG_DATE_DIGITS + 1])
{
    moment m = read_moment(digits);
    int i = 0;
    for (; i < 5 && m.part[i] >= greatest(&m, i); i++)
        m.part[i] = i == 3 || i == 4;
    m.part[i]++;
    return write_moment(&m, digits);
}

/* The second before; false before the year 0. */
static bool previous_second(char digits[MG_DATE_DIGITS + 1])
{
    moment m = read_moment(digits);
    int i = 0;
    while (i < 5 && m.part[i] <= (i == 3 || i == 4))
        i++;
    m.part[i]--;
    while (i-- > 0)
        m.part[i] = greatest(&m, i);
    return write_moment(&m, digits);
}

/* ---- One date ----------------------------------------------------------------------------- */

/* Is the text as the pattern, where 0 stands for a digit? */
static bool has_shape(const char *text, size_t len, const char *pattern)
{
    if (strlen(pattern) != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i])
            return false;
    return true;
}

static bool is_iso(const char *text, size_t len)
{
    return has_shape(text, len, "0000") || has_shape(text, len, "0000-00") ||
           has_shape(text, len, "0000-00-00") || has_shape(text, len, "0000-00-00T00:00:00Z");
}

/* A piece of the query's text. */
typedef struct piece {
    const char *text;
    size_t len;
    size_t column;
} piece;

/* Takes the quotes off; false where it does not stand in quotes as a whole. */
static bool unquote(piece *p)
{
    unsigned open;
    unsigned close;
    const char *end = p->text + p->len;
    const uint32_t *closers = mg_char_closers(mg_char_at(p->text, end, &open));
    const char *last = mg_utf8_before(p->text, end);
    uint32_t c = mg_char_at(last, end, &close);
    if (!closers || last == p->text || (c != closers[0] && c != closers[1]))
        return false;
    p->text += open;
    p->len -= open + close;
    return true;
}

static morgue_status not_a_date(const piece *p, const char *reason, morgue_error *err)
{
    return mg_query_fail(err, p->column, "'%.*s' is not a date: %s",
                         mg_query_shown(p->text, p->len), p->text, reason);
}

/* Is there such a day and time? Unlike mg_date_parse(), which judges the dates of articles, a query
 * may ask for any year, also for one to come. */
static morgue_status check_calendar(const piece *p, const char *digits, size_t len,
                                    morgue_error *err)
{
    char second[MG_DATE_DIGITS + 1];
    char reason[64];
    first_second(digits, len, second);
    moment m = read_moment(second);
    if (m.part[4] < 1 || m.part[4] > 12)
        snprintf(reason, sizeof reason, "there is no month %d", m.part[4]);
    else if (m.part[3] < 1 || m.part[3] > greatest(&m, 3))
        snprintf(reason, sizeof reason, "the month has %d days", greatest(&m, 3));
    else if (m.part[2] > 23 || m.part[1] > 59 || m.part[0] > 60)
        snprintf(reason, sizeof reason, "there is no such time of day");
    else
        return MORGUE_OK;
    return not_a_date(p, reason, err);
}

/* The digits of one date, as precise as it is given. */
static morgue_status parse_digits(const piece *p, char ret[MG_DATE_MAX], size_t *ret_len,
                                  morgue_error *err)
{
    char canonical[MG_DATE_MAX];
    morgue_error why;
    piece date = *p;
    bool quoted = unquote(&date);
    if (is_iso(date.text, date.len)) {
        *ret_len = mg_date_digits(date.text, date.len, ret);
        return check_calendar(&date, ret, *ret_len, err);
    }
    if (!quoted)
        return not_a_date(
            &date, "write 2022, 2022-01 or 2022-01-21, or put another spelling in quotes", err);
    if (mg_date_parse(date.text, date.len, canonical, &why) != MORGUE_OK)
        return not_a_date(&date, why.message, err);
    *ret_len = mg_date_digits(canonical, strlen(canonical), ret);
    return MORGUE_OK;
}

/* ---- Ranges ------------------------------------------------------------------------------- */

/* The ".." of the text outside of quotes, or NULL. */
static const char *find_dots(const char *text, const char *end)
{
    unsigned width;
    const uint32_t *closers = NULL;
    for (const char *at = text; at < end; at += width) {
        uint32_t c = mg_char_at(at, end, &width);
        if (closers)
            closers = c == closers[0] || (closers[1] && c == closers[1]) ? NULL : closers;
        else if (c == '.' && end - at > 1 && at[1] == '.')
            return at;
        else
            closers = mg_char_closers(c);
    }
    return NULL;
}

static morgue_status parse_one_sided(const piece *p, mg_date_side side, mg_date_range *ret,
                                     morgue_error *err)
{
    char digits[MG_DATE_MAX];
    size_t len;
    morgue_status status = parse_digits(p, digits, &len, err);
    if (status != MORGUE_OK)
        return status;
    bool there;
    if (side == MG_DATE_BEFORE) {
        first_second(digits, len, ret->to);
        there = previous_second(ret->to);
    } else {
        last_second(digits, len, ret->from);
        there = next_second(ret->from);
    }
    return there ? MORGUE_OK : not_a_date(p, "no year lies beyond it", err);
}

static morgue_status parse_ends(const piece *from, const piece *to, mg_date_range *ret,
                                morgue_error *err)
{
    char digits[MG_DATE_MAX];
    size_t len;
    morgue_status status;
    if (from->len) {
        if ((status = parse_digits(from, digits, &len, err)) != MORGUE_OK)
            return status;
        first_second(digits, len, ret->from);
    }
    if (to->len) {
        if ((status = parse_digits(to, digits, &len, err)) != MORGUE_OK)
            return status;
        last_second(digits, len, ret->to);
    }
    if (from->len && to->len && strcmp(ret->from, ret->to) > 0)
        return mg_query_fail(err, from->column, "the range ends before it begins");
    return MORGUE_OK;
}

/* The text on both sides of the dots; without dots the same on both. */
static morgue_status split(const piece *whole, piece *from, piece *to, morgue_error *err)
{
    const char *end = whole->text + whole->len;
    const char *dots = find_dots(whole->text, end);
    *from = *to = *whole;
    if (!dots)
        return MORGUE_OK;
    from->len = (size_t)(dots - whole->text);
    to->text = dots + 2;
    to->len = (size_t)(end - to->text);
    to->column = whole->column + mg_char_count(whole->text, from->len) + 2;
    if (!from->len && !to->len)
        return mg_query_fail(err, whole->column, "a range needs a date at one end at least");
    if (find_dots(to->text, end))
        return mg_query_fail(err, to->column, "a range has two ends");
    return MORGUE_OK;
}

morgue_status mg_date_range_parse(const char *text, size_t len, mg_date_side side, size_t column,
                                  mg_date_range *ret, morgue_error *err)
{
    piece whole = {text, len, column};
    piece from;
    piece to;
    mg_date_range range = {"", ""};
    morgue_status status;
    if (!len)
        return mg_query_fail(err, column, "there is no date");
    if (side != MG_DATE_WITHIN)
        status = parse_one_sided(&whole, side, &range, err);
    else if ((status = split(&whole, &from, &to, err)) == MORGUE_OK)
        status = parse_ends(&from, &to, &range, err);
    if (status == MORGUE_OK)
        *ret = range;
    return status;
}

/* ---- Rules -------------------------------------------------------------------------------- */

/* The length of the least precise date that begins (ends) with this second. */
static size_t shortest(const char *second, void bound(const char *, size_t, char *))
{
    char whole[MG_DATE_DIGITS + 1];
    for (size_t i = 0; i < N_PRECISIONS; i++) {
        bound(second, precisions[i], whole);
        if (strcmp(whole, second) == 0)
            return precisions[i];
    }
    return MG_DATE_DIGITS;
}

/* Below `to` in byte order stand all dates that end before it, and its own prefixes: the year and
 * the month it lies in. Those that end later than the range are excepted. */
static void add_exceptions(const char *to, const char *from, mg_date_rule *rule)
{
    char end[MG_DATE_DIGITS + 1];
    for (size_t i = 0; i + 1 < N_PRECISIONS; i++) {
        last_second(to, precisions[i], end);
        bool above = strncmp(to, from, precisions[i]) > 0 ||
                     (strncmp(to, from, precisions[i]) == 0 && strlen(from) <= precisions[i]);
        if (above && strcmp(end, to) > 0) {
            char *except = rule->except[rule->n_except++];
            memcpy(except, to, precisions[i]);
            except[precisions[i]] = '\0';
        }
    }
}

void mg_date_rule_make(const mg_date_range *range, mg_date_rule *ret)
{
    *ret = (mg_date_rule){.from = "0", .to = "~"};
    if (range->from[0])
        memcpy(ret->from, range->from, shortest(range->from, first_second));
    if (!range->to[0])
        return;
    size_t len = shortest(range->to, last_second);
    memcpy(ret->to, range->to, len);
    ret->to[len] = '~'; /* behind every digit: what begins with `to` is within */
    add_exceptions(range->to, ret->from, ret);
}

/* ---- Describing --------------------------------------------------------------------------- */

static bool describe_digits(const char *digits, size_t len, mg_buffer *ret)
{
    static const char before[] = "\0\0\0\0-\0-\0T\0:\0:"; /* what stands before digit i */
    for (size_t i = 0; i < len; i++)
        if ((before[i] && !mg_buffer_append_byte(ret, before[i])) ||
            !mg_buffer_append_byte(ret, digits[i]))
            return false;
    return len < MG_DATE_DIGITS || mg_buffer_append_byte(ret, 'Z');
}

bool mg_date_range_describe(const mg_date_range *range, mg_buffer *ret)
{
    size_t from = range->from[0] ? shortest(range->from, first_second) : 0;
    size_t to = range->to[0] ? shortest(range->to, last_second) : 0;
    for (size_t i = 0; from && to && i < N_PRECISIONS; i++) {
        char first[MG_DATE_DIGITS + 1];
        char last[MG_DATE_DIGITS + 1];
        first_second(range->from, precisions[i], first);
        last_second(range->from, precisions[i], last);
        if (strcmp(first, range->from) == 0 && strcmp(last, range->to) == 0)
            return describe_digits(range->from, precisions[i], ret);
    }
    return describe_digits(range->from, from, ret) && mg_buffer_append_string(ret, "..") &&
           describe_digits(range->to, to, ret);
}
