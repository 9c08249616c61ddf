/* Hashes of words and of features: the same on every machine, since models are made of them. */
#ifndef MG_TAGGER_HASH_H
#define MG_TAGGER_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t mg_mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    return h;
}

/* Up to eight bytes as a number, the first the least. */
static inline uint64_t mg_load(const char *data, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++)
        word |= (uint64_t)(unsigned char)data[i] << (8 * i);
    return word;
}

static inline uint64_t mg_hash(const char *data, size_t len)
{
    uint64_t h = len * 0x9E3779B97F4A7C15u;
    for (; len >= 8; data += 8, len -= 8)
        h = mg_mix(h ^ mg_load(data, 8));
    return mg_mix(h ^ mg_load(data, len));
}

/* One word more behind a run of words; the run of no words is 0. */
static inline uint64_t mg_hash_next(uint64_t run, uint64_t word)
{
    return mg_mix(run * 0x9E3779B97F4A7C15u + word + 1);
}

/* A feature: what template it is of, and its value. */
static inline uint32_t mg_hash_feature(unsigned template, uint64_t value)
{
    return (uint32_t)(mg_mix(value + template * 0xA0761D6478BD642Fu) >> 16);
}

#endif
