/* Finding stories: control characters and what stands for them. */
#include <ctype.h>
#include <string.h>

#include "indexer/formats/wire/anpa.h"

/* What each kind of marks writes for SOH, STX, ETX, EOT. */
static const char *const begins[] = {"\x01", "^A", "<SOH>", "\xE2\x90\x81"};
static const char *const texts[] = {"\x02", "^B", "<STX>", "\xE2\x90\x82"};
static const char *const ends[] = {"\x03", "^C", "<ETX>", "\xE2\x90\x83"};
static const char *const stops[] = {"\x04", "^D", "<EOT>", "\xE2\x90\x84"};

static morgue_text behind(morgue_text text, const char *at)
{
    return (morgue_text){at, (size_t)(text.data + text.len - at)};
}

/* Behind SOH stands "W2870" and a unit separator (in any writing), or "eca0003 3 i". */
static bool begins_header(morgue_text text)
{
    size_t letters = 0, digits = 0;
    while (letters < text.len && letters < 5 && isalpha((unsigned char)text.data[letters]))
        letters++;
    while (letters + digits < text.len && digits < 5 &&
           isdigit((unsigned char)text.data[letters + digits]))
        digits++;
    size_t n = letters + digits;
    if (!letters || digits < 3 || n + 4 > text.len)
        return false;
    const char *at = text.data + n;
    if (*at == ANPA_US || *at == '^' || *at == '<' || *at == '\xE2')
        return true;
    return at[0] == ' ' && isdigit((unsigned char)at[1]) && at[2] == ' ' &&
           isalpha((unsigned char)at[3]);
}

const char *mg_anpa_find(mg_anpa_marks marks, morgue_text text)
{
    size_t n = strlen(begins[marks]);
    for (const char *at; (at = memmem(text.data, text.len, begins[marks], n));
         text = behind(text, at + 1))
        if (begins_header(behind(text, at + n)))
            return at;
    return NULL;
}

/* "^D" is one only in a line of its own. */
static const char *find_stop(mg_anpa_marks marks, morgue_text text)
{
    size_t n = strlen(stops[marks]);
    for (const char *at; (at = memmem(text.data, text.len, stops[marks], n));
         text = behind(text, at + n)) {
        bool alone =
            at[-1] == '\n' && (at + n == text.data + text.len || at[n] == '\n' || at[n] == '\r');
        if (marks != ANPA_CARETS || alone)
            return at + n;
    }
    return NULL;
}

size_t mg_anpa_length(mg_anpa_marks marks, morgue_text text, bool is_all)
{
    size_t n = strlen(begins[marks]);
    if (text.len <= n)
        return is_all ? text.len : 0;
    morgue_text rest = behind(text, text.data + n);
    const char *stop = find_stop(marks, rest);
    const char *next =
        mg_anpa_find(marks, (morgue_text){rest.data, stop ? (size_t)(stop - rest.data) : rest.len});
    const char *end = next ? next : stop;
    return end ? (size_t)(end - text.data) : is_all ? text.len : 0;
}

/* ---- Making plain -------------------------------------------------------------------------- */

/* Is "^C" the end of the text, and no caret before a line that begins with C? */
static bool ends_text(const char *at, const char *end)
{
    if (at[-1] == ' ' || at[-1] == '\t')
        return true;
    return at[-1] == '\n' && (end - at < 3 || isdigit((unsigned char)at[2]) || at[2] == '\n');
}

/* The control character that is written at `at`; 0 where there is none. In carets a second STX is
 * text ("^By ANN LEE"). */
static char written_at(mg_anpa_marks marks, const char *at, const char *end, size_t *ret_len,
                       bool *has_text)
{
    static const struct {
        const char *const *names;
        char control;
    } parts[] = {{begins, ANPA_SOH}, {texts, ANPA_STX}, {ends, ANPA_ETX}, {stops, ANPA_EOT}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t n = strlen(parts[i].names[marks]);
        if ((size_t)(end - at) < n || memcmp(at, parts[i].names[marks], n) != 0)
            continue;
        if (marks == ANPA_CARETS && parts[i].control == ANPA_STX && *has_text)
            continue;
        if (marks == ANPA_CARETS && parts[i].control == ANPA_ETX && !ends_text(at, end))
            continue;
        *has_text = *has_text || parts[i].control == ANPA_STX;
        *ret_len = n;
        return parts[i].control;
    }
    return '\0';
}

/* Other controls in the header: the unit separator, and what says whether lines are justified. */
static char other_at(mg_anpa_marks marks, const char *at, const char *end, size_t *ret_len)
{
    static const struct {
        const char *name;
        mg_anpa_marks marks;
        char control;
    } others[] = {{"^_", ANPA_CARETS, ANPA_US},
                  {"<US>", ANPA_NAMES, ANPA_US},
                  {"\xE2\x90\x9F", ANPA_PICTURES, ANPA_US},
                  {"^Q", ANPA_CARETS, 0x11},
                  {"<DC1>", ANPA_NAMES, 0x11},
                  {"\xE2\x90\x91", ANPA_PICTURES, 0x11},
                  {"^R", ANPA_CARETS, 0x12},
                  {"<DC2>", ANPA_NAMES, 0x12},
                  {"\xE2\x90\x92", ANPA_PICTURES, 0x12},
                  {"^S", ANPA_CARETS, 0x13},
                  {"<DC3>", ANPA_NAMES, 0x13},
                  {"\xE2\x90\x93", ANPA_PICTURES, 0x13},
                  {"^T", ANPA_CARETS, 0x14},
                  {"<DC4>", ANPA_NAMES, 0x14},
                  {"\xE2\x90\x94", ANPA_PICTURES, 0x14}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t n = strlen(others[i].name);
        if (others[i].marks == marks && (size_t)(end - at) >= n &&
            memcmp(at, others[i].name, n) == 0) {
            *ret_len = n;
            return others[i].control;
        }
    }
    return '\0';
}

static bool means_something(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x20 ? u != 0x7F
                     : u == '\t' || u == '\n' || u == '\r' || (u >= 1 && u <= 4) ||
                           (u >= 0x11 && u <= 0x14) || u == ANPA_US;
}

bool mg_anpa_plain(mg_anpa_marks marks, morgue_text story, mg_buffer *ret)
{
    const char *at = story.data, *end = at + story.len;
    bool has_text = false;
    while (at < end) {
        size_t n = 1;
        char c = '\0';
        if (marks != ANPA_CONTROLS)
            c = written_at(marks, at, end, &n, &has_text);
        if (!c && marks != ANPA_CONTROLS && !has_text)
            c = other_at(marks, at, end, &n);
        c = c ? c : *at;
        if (means_something(c) && !mg_buffer_append_byte(ret, c))
            return false;
        at += n;
    }
    return true;
}
