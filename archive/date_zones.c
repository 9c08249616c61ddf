/* Zones: numeric offsets, the names of RFC 822, and the abbreviations of the press. */
#include "archive/date_parts.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Is an offset such as +02:00, -0500 or +2 standing here? A minus needs a time before it, or
 * minutes behind it, to be none of the marks between the parts of a date. */
static bool offset_stands_here(const mg_date_scan *s)
{
    if ((*s->at != '+' && *s->at != '-') || !is_digit(s->at[1]))
        return false;
    size_t n = mg_date_digits_at(s->at + 1);
    bool minutes = n == 2 && s->at[3] == ':' && mg_date_digits_at(s->at + 4) == 2;
    if (s->hour < 0)
        return s->year >= 0 && minutes;
    return minutes || n == 4 || n == 2 || n == 1;
}

bool mg_date_take_offset(mg_date_scan *s, bool *ret_taken)
{
    *ret_taken = offset_stands_here(s);
    if (!*ret_taken)
        return true;
    int sign = *s->at++ == '-' ? -1 : 1;
    size_t n = mg_date_digits_at(s->at);
    int hours = mg_date_take_number(s, n);
    int minutes = 0;
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (*s->at == ':') {
        s->at++;
        minutes = mg_date_digits_at(s->at) == 2 ? mg_date_take_number(s, 2) : 60;
    }
    if (hours > 15 || minutes > 59)
        return mg_date_bad(s, "no zone is %d:%02d from Greenwich", hours, minutes);
    s->offset = (s->has_zone ? s->offset : 0) + sign * (hours * 60 + minutes);
    s->has_zone = true;
    return true;
}

/* ---- Names --------------------------------------------------------------------------------- */

/* The offsets are those of RFC 822 and of the abbreviations in the IANA time zone database (2024a).
 * An abbreviation that several countries share has the meaning that it has in English-language
 * news, which is that of the wire services: AST, CST, EST, MST and PST are North American, BST is
 * British Summer Time, GST the Gulf's. IST (India, Ireland, Israel), AMT (Amazon, Armenia) and WST
 * are left out, for there is none: a time beside them is not relied on. */
static const struct {
    const char *names;
    int minutes;
    mg_date_season season;
} zones[] = {
    {"utc gmt ut z wet uct zulu", 0, DATE_SEASON_NONE},
    {"bst west cet mez wat", 60, DATE_SEASON_NONE},
    {"cest mesz eet sast cat", 120, DATE_SEASON_NONE},
    {"eest trt eat idt", 180, DATE_SEASON_NONE},
    {"msk", 180, DATE_SEASON_MOSCOW},
    {"irst", 210, DATE_SEASON_NONE},
    {"gst msd", 240, DATE_SEASON_NONE},
    {"irdt aft", 270, DATE_SEASON_NONE},
    {"pkt uzt yekt", 300, DATE_SEASON_NONE},
    {"npt", 345, DATE_SEASON_NONE},
    {"mmt", 390, DATE_SEASON_NONE},
    {"ict wib", 420, DATE_SEASON_NONE},
    {"hkt sgt awst pht wita myt", 480, DATE_SEASON_NONE},
    {"jst kst wit", 540, DATE_SEASON_NONE},
    {"acst", 570, DATE_SEASON_NONE},
    {"aest chst", 600, DATE_SEASON_NONE},
    {"acdt", 630, DATE_SEASON_NONE},
    {"aedt", 660, DATE_SEASON_NONE},
    {"nzst", 720, DATE_SEASON_NONE},
    {"nzdt", 780, DATE_SEASON_NONE},
    {"ndt", -150, DATE_SEASON_NONE},
    {"art brt adt", -180, DATE_SEASON_NONE},
    {"nst", -210, DATE_SEASON_NONE},
    {"ast edt", -240, DATE_SEASON_NONE},
    {"est cdt cot pet", -300, DATE_SEASON_NONE},
    {"cst mdt", -360, DATE_SEASON_NONE},
    {"mst pdt", -420, DATE_SEASON_NONE},
    {"pst akdt", -480, DATE_SEASON_NONE},
    {"akst", -540, DATE_SEASON_NONE},
    {"hst", -600, DATE_SEASON_NONE},
    {"et eastern", -300, DATE_SEASON_US},
    {"ct central", -360, DATE_SEASON_US},
    {"mt mountain", -420, DATE_SEASON_US},
    {"pt pacific", -480, DATE_SEASON_US},
};

/* "3 p.m. Eastern Time", "Eastern Daylight Time": the season is said, or left to the date. */
static bool take_season_word(mg_date_scan *s, const char *word, size_t len)
{
    if (!s->has_zone)
        return false;
    if (mg_date_word_listed("time", word, len))
        return true;
    if (s->season != DATE_SEASON_US || !mg_date_word_listed("standard daylight", word, len))
        return false;
    s->offset += *word == 'd' ? 60 : 0;
    s->season = DATE_SEASON_NONE;
    return true;
}

bool mg_date_take_zone(mg_date_scan *s, const char *word, size_t len)
{
    if (take_season_word(s, word, len))
        return true;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (mg_date_word_listed(zones[i].names, word, len)) {
            s->offset = zones[i].minutes;
            s->season = zones[i].season;
            s->has_zone = true;
            return true;
        }
    return false;
}

/* ---- Seasons ------------------------------------------------------------------------------- */

/* The `n`th Sunday of a month, or its last one for n = 0, as a day of the year's calendar. */
static int64_t sunday(int year, int month, int n)
{
    int64_t first = mg_days_from_civil(year, month, n ? 1 : mg_days_in_month(year, month) - 6);
    return first + 6 - mg_date_weekday(first) + (n ? (n - 1) * 7 : 0);
}

/* Daylight saving time of the United States by the Uniform Time Act of 1966 (15 U.S.C. 260a) and
 * its amendments: from 2007 the second Sunday of March to the first of November, from 1987 the
 * first Sunday of April to the last of October, from 1967 the last Sunday of April to the last of
 * October, in 1974 and 1975 from January 6th and February 23rd; at 2 a.m. local time. In the hour
 * that comes twice, the first one is taken. Before 1967 every state had its own: false. */
static bool us_season(const mg_date_scan *s, bool *ret_summer)
{
    int year = s->year;
    if (year < 1967)
        return false;
    int64_t begin = year >= 2007   ? sunday(year, 3, 2)
                    : year >= 1987 ? sunday(year, 4, 1)
                    : year == 1974 ? mg_days_from_civil(year, 1, 6)
                    : year == 1975 ? mg_days_from_civil(year, 2, 23)
                                   : sunday(year, 4, 0);
    int64_t end = year >= 2007 ? sunday(year, 11, 1) : sunday(year, 10, 0);
    int64_t day = mg_days_from_civil(year, s->month, s->day);
    *ret_summer = (day > begin || (day == begin && s->hour >= 2)) &&
                  (day < end || (day == end && s->hour < 2));
    return true;
}

/* Moscow was at +4 all the year from 2011-03-27 to 2014-10-26, and called that MSK. */
static bool moscow_ahead(const mg_date_scan *s)
{
    int64_t day = mg_days_from_civil(s->year, s->month, s->day);
    return day >= mg_days_from_civil(2011, 3, 27) && day < mg_days_from_civil(2014, 10, 26);
}

void mg_date_settle_zone(mg_date_scan *s)
{
    bool summer = false;
    if (s->season == DATE_SEASON_US) {
        s->unsure_zone = !us_season(s, &summer);
        s->offset += summer ? 60 : 0;
    } else if (s->season == DATE_SEASON_MOSCOW && moscow_ahead(s)) {
        s->offset += 60;
    }
    s->season = DATE_SEASON_NONE;
}
