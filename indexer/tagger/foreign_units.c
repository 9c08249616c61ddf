#include "indexer/tagger/foreign_units.h"

#include <string.h>
#include <utf8proc.h>

#include "archive/grow.h"
#include "archive/utf8.h"
#include "indexer/tagger/foreign_table.h"
#include "indexer/tagger/hash.h"

enum { GAP_MAX = 4, SHORT_WORD = 3 /* letters */, SHOUTING_MIN = 8 };

/* ---- Characters --------------------------------------------------------------------------- */

typedef struct letter {
    bool part; /* of words: a letter, mark or digit */
    bool capital;
    bool small;
} letter;

static letter letter_of(uint32_t c)
{
    if (c < 0x80)
        return (letter){.capital = c >= 'A' && c <= 'Z',
                        .small = c >= 'a' && c <= 'z',
                        .part = (c | 32) >= 'a' ? (c | 32) <= 'z' : c >= '0' && c <= '9'};
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (letter){.capital = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT,
                    .small = category == UTF8PROC_CATEGORY_LL,
                    .part = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO &&
                            c != 0x2BB && c != 0x2BC};
}

/* What an Arabic letter is taken for; 0: for nothing. */
static uint32_t alike(uint32_t c)
{
    switch (c) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671: return 0x627; /* alef */
    case 0x649:
    case 0x6CC: return 0x64A; /* yeh */
    case 0x6A9: return 0x643; /* kaf */
    case 0x629: return 0x647; /* teh marbuta, heh */
    case 0x640:
    case 0x670: return 0;
    default: return c >= 0x64B && c <= 0x652 ? 0 : c;
    }
}

uint64_t mg_unit_hash(const char *word, size_t len)
{
    char buffer[MG_UNIT_MAX + 8];
    size_t n = 0;
    bool arabic = false;
    for (size_t i = 0; i < len && !arabic; i++)
        arabic = ((unsigned char)word[i] & 0xFCu) == 0xD8;
    if (!arabic || len > MG_UNIT_MAX)
        return mg_hash(word, len);
    unsigned step;
    for (const char *at = word, *end = word + len; at < end; at += step) {
        uint32_t c = alike(mg_utf8_get(at, end, &step));
        if (c)
            n += mg_utf8_put(c, buffer + n);
    }
    return mg_hash(buffer, n);
}

/* ---- What stands between units ------------------------------------------------------------ */

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c == 0x2026 ||
           c == 0x2022 || c == 0x2013 || c == 0x2014 || c == 0x3002;
}

static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == '\'' || c == 0x2019 || c == 0x2010 || c == 0x2011 || c == 0x200C ||
           c == 0x2BB || c == 0x2BC || c == 0x2018 || c == '"';
}

static unsigned letters(const char *at, const char *end)
{
    unsigned ret = 0;
    for (; at < end; at++)
        ret += ((unsigned char)*at & 0xC0) != 0x80;
    return ret;
}

/* How the unit at `to` goes with the one that ended at `from`. */
static unsigned gap_flags(const char *from, const char *to, unsigned word)
{
    bool first = false, odd = false, hyphen = false, stop = false, space = false;
    unsigned len, lines = 0, n = 0;
    for (const char *at = from; at < to; at += len, n++) {
        uint32_t c = mg_utf8_get(at, to, &len);
        first = first || ends_sentence(c);
        lines += c == '\n';
        hyphen = hyphen || is_hyphen(c);
        stop = stop || c == '.';
        space = space || c == ' ' || c == 0xA0 || c == '\n' || c == '\r' || c == '\t';
        odd = odd || !(is_hyphen(c) || c == '.' || c == ' ' || c == 0xA0 || c == '\n');
    }
    bool tight = hyphen && n == 1;
    bool joined =
        !odd && n <= GAP_MAX && lines == 0 && (!hyphen || tight) && (!stop || word <= SHORT_WORD);
    return (joined ? MG_UNIT_JOINED : 0u) | (joined && tight ? MG_UNIT_HYPHEN : 0u) |
           (joined && stop ? MG_UNIT_STOP : 0u) |
           (first && !(joined && stop && space) ? MG_UNIT_FIRST : 0u);
}

/* ---- Units -------------------------------------------------------------------------------- */

static bool add(mg_units *units, morgue_text text, const char *at, size_t len, unsigned flags)
{
    if (!MG_GROW(units->at, units->cap, units->n + 1))
        return false;
    units->at[units->n++] = (mg_unit){.at = (uint32_t)(at - text.data),
                                      .len = (uint16_t)len,
                                      .flags = (uint16_t)flags,
                                      .hash = mg_unit_hash(at, len)};
    return true;
}

/* The end of the word that begins here. In scripts without spaces only ASCII makes words. */
static const char *word_end(const char *at, const char *end, bool ascii, unsigned *flags)
{
    const char *from = at;
    for (unsigned len; at < end && at - from < MG_UNIT_MAX - 4; at += len) {
        uint32_t c = mg_utf8_get(at, end, &len);
        letter l = letter_of(c);
        if (!l.part || (ascii && c >= 0x80))
            break;
        if (at == from && l.capital)
            *flags |= MG_UNIT_CAPITAL;
        if (l.small)
            *flags |= MG_UNIT_SMALL;
    }
    return at;
}

static bool is_katakana(uint32_t c)
{
    return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC;
}

/* Marks the units of lines in which most words have capitals. */
static void mark_shouting(mg_unit *units, size_t n)
{
    size_t capitals = 0;
    for (size_t i = 0; i < n; i++)
        capitals += (units[i].flags & MG_UNIT_CAPITAL) != 0;
    if (n < SHOUTING_MIN || capitals * 10 < n * 7)
        return;
    for (size_t i = 0; i < n; i++)
        units[i].flags |= MG_UNIT_SHOUTED;
}

static bool has_line_end(const char *from, const char *to)
{
    return to > from && memchr(from, '\n', (size_t)(to - from)) != NULL;
}

bool mg_units_read(mg_units *units, morgue_text text, uint32_t mode)
{
    bool characters = mode >= MG_FOREIGN_CHARACTERS;
    const char *at = text.data, *last = at;
    const char *end = at + (text.len < UINT32_MAX ? text.len : UINT32_MAX);
    size_t line = 0;
    unsigned word = 0; /* letters */
    units->n = 0;
    for (unsigned len; at < end;) {
        unsigned flags = 0;
        uint32_t c = mg_utf8_get(at, end, &len);
        const char *next = word_end(at, end, characters, &flags);
        if (next == at && !(characters && c > ' ')) {
            at += len;
            continue;
        }
        if (next == at) {
            next = at + len;
            flags |= is_katakana(c) ? MG_UNIT_KATAKANA : 0u;
        }
        if (has_line_end(last, at)) {
            mark_shouting(units->at + line, units->n - line);
            line = units->n;
        }
        flags |= units->n == 0 ? MG_UNIT_FIRST : gap_flags(last, at, word);
        if (!add(units, text, at, (size_t)(next - at), flags))
            return false;
        word = letters(at, next);
        at = last = next;
    }
    if (units->n > line)
        mark_shouting(units->at + line, units->n - line);
    return true;
}
