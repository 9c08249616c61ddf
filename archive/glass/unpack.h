/* Reading what pack.h writes. Each function reads at a cursor, never at or behind `end`, and moves
 * it; false where the bytes end or say what cannot be. */
#ifndef MG_GLASS_UNPACK_H
#define MG_GLASS_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Are the eight bytes from `at` on another page than the byte `from`? That page may be none that
 * can be read, where nothing was written to it: a file has holes behind a block that a full disk
 * took half of, and in memory a full disk has no page of zeros for them. */
static inline bool mg_glass_is_beyond(const uint8_t *from, const uint8_t *at)
{
    enum { PAGE = 4096 };
    return ((uintptr_t)from ^ (uintptr_t)(at + 7)) >= PAGE;
}

static inline uint32_t mg_glass_get16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t mg_glass_get32(const uint8_t *at)
{
    return mg_glass_get16(at) << 16 | mg_glass_get16(at + 2);
}

static inline bool mg_glass_get_uint64(const uint8_t **at, const uint8_t *end, uint64_t *ret)
{
    uint64_t value = 0;
    const uint8_t *from = *at;
    for (unsigned shift = 0; from < end && shift < 64; shift += 7) {
        uint8_t byte = *from++;
        if (shift == 63 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *ret = value;
            *at = from;
            return true;
        }
    }
    return false;
}

static inline bool mg_glass_get_uint(const uint8_t **at, const uint8_t *end, uint32_t *ret)
{
    uint64_t value;
    if (*at < end && **at < 0x80) {
        *ret = *(*at)++;
        return true;
    }
    if (!mg_glass_get_uint64(at, end, &value) || value > UINT32_MAX)
        return false;
    *ret = (uint32_t)value;
    return true;
}

/* mg_glass_put_sortint(): the leading ones tell the length. */
static inline bool mg_glass_get_sortint(const uint8_t **at, const uint8_t *end, uint32_t *ret)
{
    const uint8_t *from = *at;
    if (from == end || *from >= 0xF0)
        return false;
    size_t len = *from < 0x80 ? 2 : *from < 0xC0 ? 3 : *from < 0xE0 ? 4 : 5;
    static const uint8_t masks[] = {[2] = 0x7F, [3] = 0x3F, [4] = 0x1F, [5] = 0x0F};
    if ((size_t)(end - from) < len)
        return false;
    uint64_t value = *from & masks[len];
    for (size_t i = 1; i < len; i++)
        value = value << 8 | from[i];
    if (value > UINT32_MAX)
        return false;
    *ret = (uint32_t)value;
    *at = from + len;
    return true;
}

#endif
