#include "archive/utf8.h"

#include <string.h>

/* Windows-1252 (WHATWG index), the bytes 0x80 to 0x9F; from 0xA0 on it is Latin-1. */
static const uint16_t windows1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

uint32_t mg_windows1252(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? windows1252[byte - 0x80] : byte;
}

uint32_t mg_utf8_get(const char *at, const char *end, unsigned *ret_len)
{
    const unsigned char *s = (const unsigned char *)at;
    ptrdiff_t left = end - at;
    if (s[0] < 0xC0 || left < 2) {
        *ret_len = 1;
        return s[0];
    }
    if (s[0] < 0xE0 || left < 3) {
        *ret_len = 2;
        return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    }
    if (s[0] < 0xF0 || left < 4) {
        *ret_len = 3;
        return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
    *ret_len = 4;
    return (s[0] & 0x07u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

unsigned mg_utf8_put(uint32_t c, char ret[4])
{
    if (c < 0x80) {
        ret[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        ret[0] = (char)(0xC0 | c >> 6);
        ret[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        ret[0] = (char)(0xE0 | c >> 12);
        ret[1] = (char)(0x80 | (c >> 6 & 0x3F));
        ret[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    ret[0] = (char)(0xF0 | c >> 18);
    ret[1] = (char)(0x80 | (c >> 12 & 0x3F));
    ret[2] = (char)(0x80 | (c >> 6 & 0x3F));
    ret[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
}

/* Bytes of the well-formed sequence at `s` (RFC 3629, section 4), 0 where there is none. */
static unsigned sequence(const unsigned char *s, size_t left)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    unsigned len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (left < len)
        return 0;
    for (unsigned i = 1; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0; /* overlong, surrogate, beyond U+10FFFF */
    return len;
}

/* Sets a top bit where one of eight bytes is not printable ASCII, 0x20 to 0x7E. */
static inline uint64_t odd_of_eight(const unsigned char *s)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, s, sizeof word);
    uint64_t low = word - ones * 0x20;        /* borrows where a byte is below 0x20 */
    uint64_t high = word + ones;              /* carries into the top bit at 0x7F */
    return (word | low | high) & ones * 0x80; /* a false alarm only costs the slow way */
}

static inline bool eight_plain(const unsigned char *s)
{
    return !odd_of_eight(s);
}

static inline bool block_plain(const unsigned char *s)
{
    return !(odd_of_eight(s) | odd_of_eight(s + 8) | odd_of_eight(s + 16) | odd_of_eight(s + 24));
}

size_t mg_utf8_clean_prefix(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t i = 0;
    while (i < len) {
        while (len - i >= 32 && block_plain(s + i))
            i += 32;
        if (len - i >= 8 && eight_plain(s + i)) {
            i += 8;
            continue;
        }
        if (i == len)
            break;
        unsigned n = sequence(s + i, len - i);
        if (!n || (n == 1 && is_control(s[i])))
            return i;
        i += n;
    }
    return len;
}

/* Appends the one bad byte as what it most likely was meant to be. */
static bool mend_byte(unsigned char byte, mg_buffer *ret, mg_mend *counts)
{
    if (byte < 0x80) {
        counts->controls++;
        return mg_buffer_append_byte(ret, ' ');
    }
    char utf8[4];
    counts->bytes++;
    return mg_buffer_append(ret, utf8, mg_utf8_put(mg_windows1252(byte), utf8));
}

bool mg_utf8_mend(const char *text, size_t len, mg_buffer *ret, mg_mend *counts)
{
    while (len) {
        size_t clean = mg_utf8_clean_prefix(text, len);
        if (!mg_buffer_append(ret, text, clean))
            return false;
        if (clean == len)
            return true;
        if (!mend_byte((unsigned char)text[clean], ret, counts))
            return false;
        text += clean + 1;
        len -= clean + 1;
    }
    return true;
}

size_t mg_utf8_cut(const char *text, size_t len, size_t max)
{
    if (len <= max)
        return len;
    while (max && ((unsigned char)text[max] & 0xC0) == 0x80)
        max--;
    return max;
}
