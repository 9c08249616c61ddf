/* The best hits so far, whatever is best. */
#ifndef MG_BEST_H
#define MG_BEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Equal keys are in the order of the archive, and of nothing that changes with what else is in it:
 * a place between two hits stays where it is when others come. */
typedef struct mg_hit {
    uint64_t key; /* what is greater comes first */
    double score; /* only told */
    uint32_t shard;
    uint32_t docid; /* in the shard, from 1 */
} mg_hit;

/* Does `a` come before `b`? */
bool mg_hit_before(const mg_hit *a, const mg_hit *b);

/* At most `most` of them. Zero-initialise it, but for `most` and `after`. */
typedef struct mg_best {
    size_t most;
    const mg_hit *after; /* only what comes behind this place; NULL: all */
    mg_hit *hits;        /* a heap with the last of them at its top; free() it */
    size_t n;
    size_t cap;
} mg_best;

/* Could a hit with this key still be among them? */
static inline bool mg_best_takes(const mg_best *best, uint64_t key)
{
    if (best->after && key > best->after->key)
        return false;
    return best->n < best->most || (best->most && key >= best->hits[0].key);
}

/* False when memory is out. */
bool mg_best_add(mg_best *best, const mg_hit *hit);

/* Puts them in order, the first first; nothing can be added any more. */
void mg_best_sort(mg_best *best);

/* Makes of any hits a heap with the first of them at its top, and takes it out. */
void mg_hits_heap(mg_hit *hits, size_t n);
mg_hit mg_hits_take_first(mg_hit *hits, size_t *n);

/* The order of a score: the greater the score, the greater the key. */
static inline uint64_t mg_key_of_score(double score)
{
    uint64_t bits; /* those of doubles that are not negative are in their order */
    memcpy(&bits, &score, sizeof bits);
    return score > 0 ? bits : 0;
}

#endif
