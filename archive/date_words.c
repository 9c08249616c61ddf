/* The words of dates in English, German, French, Spanish, Italian, Portuguese and Dutch, and the
 * calendar. Words are listed whole: guessing from beginnings would read "mart" as March and "so"
 * as September. */
#include "archive/date_parts.h"

#include <string.h>

static const char *const months[12] = {
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari",
    ("february feb febr februar feber février fevrier févr fév fevr febrero febbraio fevereiro fev "
     "februari"),
    "march mar märz maerz mrz mär mars marzo março marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sept sep septembre septiembre setiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
};

/* From Monday. "mar" is a month, see set_month() in date.c. */
static const char *const weekdays[7] = {
    "monday mon montag mo lundi lun lunes lunedì lunedi segunda segunda-feira seg maandag ma "
    "星期一 周一 月曜日",
    "tuesday tue tues dienstag di mardi martes martedì martedi terça terca terça-feira terca-feira "
    "ter dinsdag 星期二 周二 火曜日",
    "wednesday wed mittwoch mi mercredi mer miércoles miercoles mié mie mercoledì mercoledi quarta "
    "quarta-feira qua woensdag wo 星期三 周三 水曜日",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì giovedi gio quinta "
    "quinta-feira qui donderdag 星期四 周四 木曜日",
    "friday fri freitag fr vendredi ven viernes vie venerdì venerdi sexta sexta-feira sex vrijdag "
    "vr 星期五 周五 金曜日",
    "saturday sat samstag sonnabend sa samedi sam sábado sabado sáb sab sabato zaterdag za 星期六 "
    "周六 土曜日",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo 星期日 星期天 周日 日曜日",
};

static const char noise[] = "feira the of at on de del den der am um uhr le el la las los les il à "
                            "a às o op om hrs hours h st nd rd th er ro";

bool mg_date_word_listed(const char *list, const char *word, size_t len)
{
    while (*list) {
        const char *end = strchrnul(list, ' ');
        if ((size_t)(end - list) == len && memcmp(list, word, len) == 0)
            return true;
        for (list = end; *list == ' ';)
            list++;
    }
    return false;
}

static bool find_in(const char *const *lists, int n, const char *word, size_t len, int *ret)
{
    for (int i = 0; i < n; i++)
        if (mg_date_word_listed(lists[i], word, len)) {
            *ret = i;
            return true;
        }
    return false;
}

mg_date_word mg_date_word_find(const char *word, size_t len, int *ret_value)
{
    int at;
    if (find_in(months, 12, word, len, &at)) {
        *ret_value = at + 1;
        return DATE_WORD_MONTH;
    }
    if (find_in(weekdays, 7, word, len, ret_value))
        return DATE_WORD_WEEKDAY;
    if (mg_date_word_listed("pm 下午 午後", word, len))
        return DATE_WORD_PM;
    if (mg_date_word_listed("上午 午前", word, len))
        return DATE_WORD_AM;
    return mg_date_word_listed(noise, word, len) ? DATE_WORD_NOISE : DATE_WORD_UNKNOWN;
}

/* ---- Plain form ---------------------------------------------------------------------------- */

/* Spaces and dashes of typesetting, and the ordinal sign of "1º de enero", count as spaces. */
static size_t odd_space(const char *at, size_t left)
{
    static const char *const spaces[] = {"\xC2\xA0",     "\xC2\xBA",     "\xC2\xAA",
                                         "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x93",
                                         "\xE2\x80\x94", "\xE3\x80\x80", "\xC2\xB7"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        size_t n = strlen(spaces[i]);
        if (n <= left && memcmp(at, spaces[i], n) == 0)
            return n;
    }
    return 0;
}

static char lowered(char c, char before)
{
    unsigned char byte = (unsigned char)c;
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    if ((unsigned char)before == 0xC3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97)
        return (char)(byte + 0x20); /* A-grave .. Thorn in UTF-8 */
    return (unsigned char)c < 0x20 ? ' ' : c;
}

bool mg_date_make_plain(mg_date_scan *s, const char *text, size_t len)
{
    size_t n = 0;
    while (len && (unsigned char)text[len - 1] <= ' ')
        len--;
    while (len && (unsigned char)*text <= ' ')
        text++, len--;
    if (!len)
        return mg_date_bad(s, "the date is empty");
    if (len > MG_DATE_TEXT_MAX)
        return mg_date_bad(s, "%zu bytes are no date", len);
    for (size_t i = 0; i < len;) {
        size_t space = odd_space(text + i, len - i);
        s->text[n++] = space ? ' ' : lowered(text[i], i ? text[i - 1] : ' ');
        i += space ? space : 1;
    }
    s->text[n] = '\0';
    s->at = s->text;
    return true;
}

/* ---- Calendar ------------------------------------------------------------------------------ */

int mg_days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* The year is counted from March, so that the leap day is its last; 400 years are 146097 days. */
int64_t mg_days_from_civil(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void mg_civil_from_days(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day = days - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year + era * 400 + (*ret_month <= 2));
}

int mg_date_weekday(int64_t days)
{
    return (int)((days % 7 + 7 + 3) % 7); /* 1970-01-01 was a Thursday */
}
