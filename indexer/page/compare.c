#include "indexer/page/compare.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A set of hashes in which strangers may be taken for members, seldom: 1 in 30 where texts have
 * 17,000 pairs. */
enum { BITS = 1 << 19 };

typedef struct pairs {
    const unsigned char *at, *end;
    uint32_t before; /* the hash of the word before; 0: none yet */
} pairs;

static bool is_word(unsigned char c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The next word: of East Asian scripts (three bytes and more) each character is one. */
static uint32_t next_word(pairs *p)
{
    uint32_t hash = 2166136261u;
    while (p->at < p->end && !is_word(*p->at))
        p->at++;
    if (p->at == p->end)
        return 0;
    bool wide = *p->at >= 0xE3;
    do {
        unsigned char c = *p->at++;
        c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
        hash = (hash ^ c) * 16777619u;
    } while (p->at < p->end && is_word(*p->at) && (wide ? (*p->at & 0xC0) == 0x80 : *p->at < 0xE3));
    return hash ? hash : 1;
}

/* False at the end. */
static bool next_pair(pairs *p, uint32_t *ret)
{
    if (!p->before && !(p->before = next_word(p)))
        return false;
    uint32_t word = next_word(p);
    if (!word)
        return false;
    uint32_t hash = (p->before * 2654435761u) ^ word;
    hash ^= hash >> 15;
    *ret = hash % BITS;
    p->before = word;
    return true;
}

static pairs pairs_of(morgue_text text)
{
    const unsigned char *at = (const unsigned char *)text.data;
    return (pairs){at, at + text.len, 0};
}

float mg_share_in(morgue_text text, morgue_text other)
{
    unsigned char set[BITS / 8];
    uint32_t pair;
    size_t all = 0, found = 0;
    memset(set, 0, sizeof set);
    for (pairs p = pairs_of(other); next_pair(&p, &pair);)
        set[pair / 8] |= (unsigned char)(1 << pair % 8);
    for (pairs p = pairs_of(text); next_pair(&p, &pair); all++)
        found += set[pair / 8] >> pair % 8 & 1;
    return all ? (float)found / (float)all : 1;
}
