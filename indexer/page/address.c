/* Addresses and titles: what is said in them beside the address and the title. */
#include <string.h>
#include <strings.h>

#include "indexer/page/meta.h"

/* ---- Addresses ----------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int number(const char *at, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(at[i]))
            return -1;
        value = value * 10 + at[i] - '0';
    }
    return value;
}

/* The number of one or two digits at `at`, 0 where there is none; sets *ret_n to their count. */
static int small_number(const char *at, const char *end, size_t *ret_n)
{
    *ret_n = 0;
    while (at + *ret_n < end && is_digit(at[*ret_n]) && *ret_n < 3)
        ++*ret_n;
    return *ret_n == 1 || *ret_n == 2 ? number(at, *ret_n) : 0;
}

static void write_number(int value, char *ret)
{
    ret[0] = (char)('0' + value / 10);
    ret[1] = (char)('0' + value % 10);
}

/* "2022/03/09", "2022-3-9", "20220309"; "2022/03/" is a month. Returns the length of the date, 0:
 * there is none. */
static size_t date_at(const char *at, const char *end, char ret[11])
{
    size_t n, days = 0;
    int year = end - at >= 8 ? number(at, 4) : -1, month, day = 0;
    if (year < 1990 || year > 2100)
        return 0;
    char mark = at[4];
    if (is_digit(mark)) {
        month = number(at + 4, 2);
        day = number(at + 6, 2);
        days = end - at > 8 && is_digit(at[8]) ? 0 : 2;
    } else {
        month = small_number(at + 5, end, &n);
        if (at + 5 + n < end && at[5 + n] == mark)
            day = small_number(at + 6 + n, end, &days);
        if (!days && (mark != '/' || n != 2 || at + 7 == end || at[7] != '/'))
            return 0;
    }
    if (!strchr("/-_0123456789", mark) || month < 1 || month > 12 || day > 31 ||
        (days && day < 1) || (is_digit(mark) && !days))
        return 0;
    memcpy(ret, at, 4);
    ret[4] = ret[7] = '-';
    write_number(month, ret + 5);
    write_number(day, ret + 8);
    ret[day ? 10 : 7] = '\0';
    return day ? 10 : 7;
}

bool mg_date_in_address(morgue_text url, char ret[11])
{
    for (size_t i = 8; i + 8 <= url.len; i++)
        if ((url.data[i - 1] == '/' || url.data[i - 1] == '-' || url.data[i - 1] == '_') &&
            is_digit(url.data[i]) && date_at(url.data + i, url.data + url.len, ret))
            return true;
    return false;
}

static bool has_scheme(morgue_text url)
{
    return (url.len > 7 && strncasecmp(url.data, "http://", 7) == 0) ||
           (url.len > 8 && strncasecmp(url.data, "https://", 8) == 0);
}

bool mg_absolute(morgue_text url, morgue_text base, mg_buffer *ret)
{
    if (has_scheme(url))
        return mg_buffer_append(ret, url.data, url.len);
    if (!has_scheme(base) || !url.len || url.data[0] != '/')
        return true;
    size_t n = (size_t)((const char *)memchr(base.data, ':', base.len) - base.data) + 1;
    if (url.len < 2 || url.data[1] != '/')
        for (n += 2; n < base.len && !strchr("/?#", base.data[n]);)
            n++;
    return mg_buffer_append(ret, base.data, n) && mg_buffer_append(ret, url.data, url.len);
}

/* Are there several words, a long one, or a number in this part of an address? */
static bool is_own_part(morgue_text part)
{
    enum { WORDS = 3, DIGITS = 4, LONG = 24 };
    size_t marks = 0, digits = 0, bytes = 0;
    for (size_t i = 0; i < part.len; i++) {
        char c = part.data[i];
        marks += i > 0 && strchr("-_+", c) && part.data[i - 1] != c;
        digits += is_digit(c);
        bytes += c == '%' ? 0 : c & 0x80 ? 2 : 1; /* as %E6 has two */
        if (c == '.' && i > 0 && part.len - i <= 6)
            break; /* what is behind is the kind of file */
    }
    return marks + 1 >= WORDS || digits >= DIGITS || bytes >= LONG;
}

bool mg_is_own_address(morgue_text url)
{
    size_t end = 0, start;
    while (end < url.len && url.data[end] != '#')
        end++;
    while (end && url.data[end - 1] == '/')
        end--;
    start = end;
    while (start && url.data[start - 1] != '/')
        start--;
    bool in_path = start > 8; /* behind the host */
    return in_path && is_own_part((morgue_text){url.data + start, end - start});
}

/* ---- Titles -------------------------------------------------------------------------------- */

/* The length of a mark between title and site at `at`, with the spaces around it; 0: none. */
static size_t mark_at(const char *at, const char *end)
{
    static const char *const marks[] = {" | ",
                                        " - ",
                                        " :: ",
                                        " \xC2\xBB ",
                                        " \xC2\xB7 ",
                                        " / ",
                                        " > ",
                                        " : ",
                                        "|",
                                        "\xEF\xBD\x9C",
                                        " \xE2\x80\x93 ",
                                        " \xE2\x80\x94 ",
                                        " \xE2\x80\xA2 ",
                                        " \xC2\xAB ",
                                        " \xE2\x80\xBA ",
                                        " \xE2\x80\xB9 "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if ((size_t)(end - at) >= n && memcmp(at, marks[i], n) == 0)
            return n;
    }
    return 0;
}

/* Letters and digits of both the same, whatever the case? */
static bool same_name(morgue_text a, morgue_text b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.len && strchr(" .'-", a.data[i]))
            i++;
        while (k < b.len && strchr(" .'-", b.data[k]))
            k++;
        if (i >= a.len || k >= b.len)
            return i >= a.len && k >= b.len && a.len;
        char x = a.data[i], y = b.data[k];
        x = x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
        y = y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
        if (x != y)
            return false;
    }
}

static size_t words_in(morgue_text text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.data[i] != ' ' && (!i || text.data[i - 1] == ' ');
    return n;
}

/* Is this part of a title the name of a site? It is so called, or it is short beside the rest and
 * behind a mark that titles do not have. */
static bool is_site(morgue_text part, morgue_text rest, morgue_text site, const char *mark)
{
    if (site.len)
        return same_name(part, site) || (part.len > site.len && part.len < site.len + 12 &&
                                         strncasecmp(part.data, site.data, site.len) == 0);
    bool bar = strchr("|", mark[0]) || mark[1] == '|' || (unsigned char)mark[0] == 0xEF;
    return bar && words_in(part) <= 4 && (words_in(rest) > words_in(part) || rest.len > part.len);
}

morgue_text mg_title_proper(morgue_text title, morgue_text site, morgue_text heading)
{
    title = mg_trimmed(title);
    if (heading.len >= 12 && title.len > heading.len &&
        memcmp(title.data, heading.data, heading.len) == 0 &&
        mark_at(title.data + heading.len, title.data + title.len))
        return (morgue_text){title.data, heading.len};
    for (int cuts = 0; cuts < 3; cuts++) {
        size_t first = 0, last = 0, n = 0;
        for (size_t i = 1; i < title.len; i++)
            if ((n = mark_at(title.data + i, title.data + title.len))) {
                first = first ? first : i;
                last = i;
                i += n - 1;
            }
        if (!first)
            return title;
        n = mark_at(title.data + last, title.data + title.len);
        morgue_text head = mg_trimmed((morgue_text){title.data, last});
        morgue_text tail = mg_trimmed((morgue_text){title.data + last + n, title.len - last - n});
        if (head.len && is_site(tail, head, site, title.data + last)) {
            title = head;
            continue;
        }
        n = mark_at(title.data + first, title.data + title.len);
        head = mg_trimmed((morgue_text){title.data, first});
        tail = mg_trimmed((morgue_text){title.data + first + n, title.len - first - n});
        if (!site.len || !tail.len || !is_site(head, tail, site, title.data + first))
            return title;
        title = tail;
    }
    return title;
}
