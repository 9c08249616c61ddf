/* Sets of documents of a window as bits. */
#ifndef MG_BITS_H
#define MG_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "archive/index.h"

static inline void mg_bits_clear(uint64_t *bits)
{
    memset(bits, 0, MG_WINDOW_WORDS * sizeof *bits);
}

static inline bool mg_bits_has(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

static inline void mg_bits_set(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

static inline void mg_bits_unset(uint64_t *bits, uint32_t i)
{
    bits[i / 64] &= ~((uint64_t)1 << (i % 64));
}

static inline bool mg_bits_any(const uint64_t *bits)
{
    uint64_t any = 0;
    for (size_t i = 0; i < MG_WINDOW_WORDS; i++)
        any |= bits[i];
    return any;
}

static inline uint32_t mg_bits_count(const uint64_t *bits)
{
    uint32_t n = 0;
    for (size_t i = 0; i < MG_WINDOW_WORDS; i++)
        n += (uint32_t)__builtin_popcountll(bits[i]);
    return n;
}

/* bits &= mask; NULL leaves them. */
static inline void mg_bits_and(uint64_t *bits, const uint64_t *mask)
{
    for (size_t i = 0; mask && i < MG_WINDOW_WORDS; i++)
        bits[i] &= mask[i];
}

/* Runs the statement that follows for each bit that is set, with its number in `i`. The set may be
 * changed at bits that have been passed. */
#define MG_BITS_EACH(bits, i)                                                                      \
    for (uint32_t word_##i = 0; word_##i < MG_WINDOW_WORDS; word_##i++)                            \
        for (uint64_t left_##i = (bits)[word_##i], i = 0;                                          \
             left_##i && ((i = word_##i * 64 + (uint64_t)__builtin_ctzll(left_##i)), true);        \
             left_##i &= left_##i - 1)

#endif
