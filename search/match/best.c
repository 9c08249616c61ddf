#include "search/match/best.h"

#include <stdlib.h>

#include "archive/grow.h"

bool mg_hit_before(const mg_hit *a, const mg_hit *b)
{
    if (a->key != b->key)
        return a->key > b->key;
    if (a->shard != b->shard)
        return a->shard < b->shard;
    return a->docid < b->docid;
}

/* ---- Heaps -------------------------------------------------------------------------------- */

typedef bool before_fn(const mg_hit *a, const mg_hit *b);

static bool after(const mg_hit *a, const mg_hit *b)
{
    return mg_hit_before(b, a);
}

/* Moves the hit at `i` down until none below it belongs above it. */
static void sink(mg_hit *hits, size_t n, size_t i, before_fn *above)
{
    mg_hit moving = hits[i];
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && above(&hits[child + 1], &hits[child]))
            child++;
        if (!above(&hits[child], &moving))
            break;
        hits[i] = hits[child];
    }
    hits[i] = moving;
}

static void rise(mg_hit *hits, size_t i, before_fn *above)
{
    mg_hit moving = hits[i];
    for (size_t parent; i && above(&moving, &hits[parent = (i - 1) / 2]); i = parent)
        hits[i] = hits[parent];
    hits[i] = moving;
}

bool mg_best_add(mg_best *best, const mg_hit *hit)
{
    if (best->after && !mg_hit_before(best->after, hit))
        return true;
    if (best->n == best->most) {
        if (best->most && mg_hit_before(hit, &best->hits[0])) {
            best->hits[0] = *hit;
            sink(best->hits, best->n, 0, after);
        }
        return true;
    }
    if (!MG_GROW(best->hits, best->cap, best->n + 1))
        return false;
    best->hits[best->n] = *hit;
    rise(best->hits, best->n++, after);
    return true;
}

static int in_order(const void *a, const void *b)
{
    return mg_hit_before(a, b) ? -1 : mg_hit_before(b, a);
}

void mg_best_sort(mg_best *best)
{
    if (best->n)
        qsort(best->hits, best->n, sizeof *best->hits, in_order);
}

void mg_hits_heap(mg_hit *hits, size_t n)
{
    for (size_t i = n / 2; i--;)
        sink(hits, n, i, mg_hit_before);
}

mg_hit mg_hits_take_first(mg_hit *hits, size_t *n)
{
    mg_hit first = hits[0];
    hits[0] = hits[--*n];
    if (*n)
        sink(hits, *n, 0, mg_hit_before);
    return first;
}
