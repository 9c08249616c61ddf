/* Interpolative coding: the middle position of a range is coded within the bounds that its ends and
 * their number leave to it, then the halves the same way.
 * Source: Xapian 1.4.22, common/bitstream.cc and backends/glass/glass_positionlist.cc. */
#include "indexer/build/glass/position.h"

#include <endian.h>
#include <string.h>

#include "archive/glass/pack.h"

enum { DEPTH = 32 }; /* ranges halve */

typedef struct bits {
    uint8_t *at;
    uint64_t waiting; /* the low `count` bits; less than a byte between two calls */
    unsigned count;
} bits;

/* Appends up to 32 bits, the lowest first. Stores 8 bytes and keeps what is not a whole one: that
 * needs no branch. */
static inline void put_bits(bits *out, uint32_t value, unsigned n)
{
    out->waiting |= (uint64_t)value << out->count;
    out->count += n;
    uint64_t bytes = htole64(out->waiting);
    memcpy(out->at, &bytes, sizeof bytes);
    out->at += out->count >> 3;
    out->waiting >>= out->count & ~7u;
    out->count &= 7;
}

/* Codes a value below `bound`. Where that is no power of two the values in the middle take a bit
 * less; the bits written are the value's own in either case. */
static inline void put_below(bits *out, uint32_t value, uint32_t bound)
{
    unsigned n = 63 - (unsigned)__builtin_clzll(((uint64_t)bound - 1) << 1 | 1);
    uint32_t half = (uint32_t)((UINT64_C(1) << n) >> 1);
    uint32_t middle = bound - half; /* values from here to half are the short ones */
    put_bits(out, value, n - ((uint32_t)(value - middle) < (uint32_t)(half - middle)));
}

/* The positions between the first and the last, both known. Recursion would be: the middle of j..k,
 * the left half, the right half; the stack keeps the right ends. */
static void put_between(bits *out, const uint32_t *positions, uint32_t n)
{
    uint32_t ends[DEPTH];
    unsigned depth = 0;
    uint32_t j = 0, k = n - 1;
    for (;;) {
        while (k - j > 1) {
            uint32_t mid = j + (k - j) / 2;
            put_below(out, positions[mid] - (positions[j] + (mid - j)),
                      positions[k] - positions[j] - (k - j) + 1);
            ends[depth++] = k;
            k = mid;
        }
        if (depth == 0)
            return;
        j = k;
        k = ends[--depth];
    }
}

uint8_t *mg_glass_positions_put(uint8_t *at, const uint32_t *positions, size_t n)
{
    uint32_t last = positions[n - 1];
    at = mg_glass_put_uint(at, last);
    if (n == 1)
        return at;
    bits out = {.at = at};
    put_below(&out, positions[0], last);
    put_below(&out, (uint32_t)n - 2, last - positions[0]);
    put_between(&out, positions, (uint32_t)n);
    return out.at + (out.count > 0); /* put_bits() has stored the last bits already */
}

bool mg_glass_positions_encode(const uint32_t *positions, size_t n, mg_buffer *ret)
{
    if (!mg_buffer_reserve(ret, mg_glass_positions_room(n)))
        return false;
    uint8_t *begin = (uint8_t *)ret->data + ret->len;
    ret->len += (size_t)(mg_glass_positions_put(begin, positions, n) - begin);
    ret->data[ret->len] = '\0';
    return true;
}
