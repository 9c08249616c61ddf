#include "indexer/text/survey.h"

#include "archive/utf8.h"

/* Counts bytes from `least` on; written so that it becomes vector code. */
static size_t count_from(const unsigned char *at, size_t len, unsigned char least)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += at[i] >= least;
    return n;
}

/* Is this the beginning of a sequence whose end is beyond the bytes? */
static bool is_cut(const unsigned char *at, size_t left)
{
    size_t len = at[0] < 0xC2 || at[0] > 0xF4 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    for (size_t i = 1; i < left; i++)
        if ((at[i] & 0xC0) != 0x80)
            return false;
    return left < len;
}

void mg_survey_bytes(morgue_text bytes, mg_survey *ret)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    mg_survey found = {.high = count_from(at, bytes.len, 0x80)};
    size_t begun = found.high ? count_from(at, bytes.len, 0xC0) : 0;
    for (size_t left = bytes.len; left;) {
        size_t clean = mg_utf8_clean_prefix((const char *)at, left);
        at += clean;
        left -= clean;
        if (!left)
            break;
        if (*at >= 0x80 && is_cut(at, left)) {
            begun--;
            break;
        }
        begun -= *at >= 0xC0;
        found.bad += *at >= 0x80;
        found.controls += *at < 0x80;
        found.nuls += *at == 0;
        found.escape |= *at == 0x1B || *at == 0x0E || *at == 0x0F;
        at++;
        left--;
    }
    found.good = begun;
    *ret = found;
}

/* ---- UTF-16 and UTF-32 ---------------------------------------------------------------------- */

/* How text in one of the world's scripts looks in one byte order, and hardly in the other. */
typedef struct tally {
    size_t units;
    size_t ascii;
    size_t letters; /* of scripts that newspapers are written in */
    size_t pairs;   /* ideographs that are two printable bytes as well */
    size_t strange; /* controls, what is not assigned or private, halves of surrogates */
} tally;

static void count_unit(uint32_t c, bool *after_high, tally *ret)
{
    bool low = c >= 0xDC00 && c < 0xE000;
    ret->units++;
    ret->strange += low != *after_high;
    *after_high = c >= 0xD800 && c < 0xDC00;
    if (low || *after_high)
        return;
    ret->pairs += c >= 0x4000 && c < 0x7F00 && (c & 0xFF) >= 0x20 && (c & 0xFF) < 0x7F;
    if ((c >= 0x20 && c < 0x7F) || (c >= '\t' && c <= '\r'))
        ret->ascii++;
    else if (c < 0xA0 || (c >= 0xE000 && c < 0xF900) || c >= 0xFFF0 || (c & 0xFFFE) == 0xFFFE)
        ret->strange++;
    else if ((c < 0x0700 || (c >= 0x0900 && c < 0x1200) || (c >= 0x1E00 && c < 0x2070) ||
              (c >= 0x3000 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000) ||
              (c >= 0xAC00 && c < 0xD7A4) || c >= 0xFF00))
        ret->letters++;
}

static tally tally_utf16(const unsigned char *at, size_t len, bool little)
{
    tally ret = {0};
    bool after_high = false;
    for (size_t i = 0; i + 1 < len; i += 2)
        count_unit(little ? at[i] | (uint32_t)at[i + 1] << 8 : at[i + 1] | (uint32_t)at[i] << 8,
                   &after_high, &ret);
    return ret;
}

static bool is_utf32(const unsigned char *at, size_t len, bool little)
{
    size_t units = len / 4;
    for (size_t i = 0; i + 3 < len; i += 4) {
        uint32_t c = little ? at[i] | (uint32_t)at[i + 1] << 8 | (uint32_t)at[i + 2] << 16 |
                                  (uint32_t)at[i + 3] << 24
                            : at[i + 3] | (uint32_t)at[i + 2] << 8 | (uint32_t)at[i + 1] << 16 |
                                  (uint32_t)at[i] << 24;
        if (!c || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
            return false;
    }
    return units >= 2;
}

/* Nearly nothing strange in one order, and something that only text has: white space and letters of
 * ASCII among the units, which in the other order are rare ideographs. */
static bool is_text(const tally *here, const tally *other)
{
    return here->units >= 4 && here->strange <= here->units / 100 &&
           here->ascii + here->letters >= here->units - here->units / 20 &&
           here->ascii > other->ascii && here->pairs <= here->units / 5 * 3;
}

const char *mg_survey_wide(morgue_text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    if (is_utf32(at, bytes.len, true))
        return "UTF-32LE";
    if (is_utf32(at, bytes.len, false))
        return "UTF-32BE";
    tally little = tally_utf16(at, bytes.len, true), big = tally_utf16(at, bytes.len, false);
    if (is_text(&little, &big))
        return "UTF-16LE";
    return is_text(&big, &little) ? "UTF-16BE" : NULL;
}
