#include "archive/odd.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 32, ENTITY_MAX = 48 };

/* Sets the top bits of those of eight bytes that are no ASCII, or an ampersand; perhaps of others
 * behind an ampersand. The first byte is the lowest. */
static inline uint64_t suspects_of(const char *at)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word = le64toh(word);
    return (word | ((word ^ ones * '&') - ones)) & ones * 0x80;
}

/* What of a character of three bytes is to be changed? */
static bool is_odd_of_three(const unsigned char *at)
{
    if (at[0] == 0xEF)
        return at[1] == 0xBB && at[2] == 0xBF;
    if (at[0] == 0xE1)
        return at[1] == 0x9A && at[2] == 0x80;
    if (at[0] != 0xE2)
        return false;
    if (at[1] == 0x80)
        return at[2] <= 0x8B || at[2] == 0x8E || at[2] == 0x8F || (at[2] >= 0xA8 && at[2] <= 0xAF);
    return at[1] == 0x81 && (at[2] == 0x9F || at[2] == 0xA0 || (at[2] >= 0xA6 && at[2] <= 0xA9));
}

/* "&name;" or "&#146;", however it is called. */
static bool may_be_entity(const unsigned char *at, size_t left)
{
    size_t n = 1;
    left = left < ENTITY_MAX ? left : ENTITY_MAX;
    while (n < left && (at[n] == '#' || (at[n] >= '0' && at[n] <= '9') ||
                        ((at[n] | 0x20) >= 'a' && (at[n] | 0x20) <= 'z')))
        n++;
    return n > 1 && n < left && at[n] == ';';
}

static bool is_suspect(const unsigned char *at, size_t left)
{
    if (at[0] == '&')
        return may_be_entity(at, left);
    if (left < 2)
        return false;
    if (at[0] == 0xC2)
        return at[1] <= 0xA0 || at[1] == 0xAD;
    if (at[0] == 0xC3)
        return left > 3 && mg_may_be_mojibake((const char *)at);
    if (at[0] == 0xD8)
        return at[1] == 0x9C;
    return left > 2 && is_odd_of_three(at);
}

/* Looks at those of eight bytes that the bits point to. */
static bool is_any_suspect(const char *at, uint64_t bits, const char *end)
{
    for (; bits; bits &= bits - 1) {
        const char *one = at + __builtin_ctzll(bits) / 8;
        if (is_suspect((const unsigned char *)one, (size_t)(end - one)))
            return true;
    }
    return false;
}

bool mg_text_is_odd(morgue_text text)
{
    const char *at = text.data, *end = at + text.len;
    for (; end - at >= BLOCK; at += BLOCK) {
        uint64_t bits[BLOCK / 8], any = 0;
        for (int i = 0; i < BLOCK / 8; i++)
            any |= bits[i] = suspects_of(at + 8 * i);
        for (int i = 0; any && i < BLOCK / 8; i++)
            if (is_any_suspect(at + 8 * i, bits[i], end))
                return true;
    }
    for (; at < end; at++)
        if (is_suspect((const unsigned char *)at, (size_t)(end - at)))
            return true;
    return false;
}
