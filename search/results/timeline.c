#include "search/results/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

/* A period as the key of its dates (see mg_dates), and its counts. */
typedef struct bar {
    uint64_t key; /* 0: empty */
    uint64_t count;
    uint64_t of;
} bar;

/* Bars by their keys, an open table. There are few: one for each day at most. */
typedef struct bars {
    bar *slots;
    size_t size; /* a power of two */
    size_t n;
    unsigned shift; /* what of a key tells days, months or years apart */
    uint64_t undated;
    mg_deadline deadline;
} bars;

static unsigned digits_of(morgue_period period)
{
    return period == MORGUE_BY_YEAR ? 4 : period == MORGUE_BY_MONTH ? 6 : 8;
}

static bar *find(const bars *b, uint64_t key)
{
    size_t i = key * 0x9E3779B97F4A7C15u >> 32 & (b->size - 1);
    while (b->slots[i].key && b->slots[i].key != key)
        i = (i + 1) & (b->size - 1);
    return &b->slots[i];
}

static bool grow(bars *b)
{
    bars old = *b;
    b->size = old.size ? 2 * old.size : 256;
    b->slots = calloc(b->size, sizeof *b->slots);
    if (!b->slots) {
        *b = old;
        return false;
    }
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].key)
            *find(b, old.slots[i].key) = old.slots[i];
    free(old.slots);
    return true;
}

/* The bar of a date; NULL when memory is out. */
static bar *bar_of(bars *b, uint64_t date)
{
    uint64_t key = date >> b->shift << b->shift;
    if (2 * b->n >= b->size && !grow(b))
        return NULL;
    bar *found = find(b, key);
    if (!found->key) {
        found->key = key;
        b->n++;
    }
    return found;
}

/* Counts the articles of one set of bits. */
static bool count_bits(bars *b, const uint64_t *bits, const mg_dates *dates, bool matching)
{
    for (uint32_t w = 0; w < MG_WINDOW_WORDS; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint64_t date = dates->key[w * 64 + (uint32_t)__builtin_ctzll(left)];
            bar *found = date ? bar_of(b, date) : NULL;
            if (date && !found)
                return false;
            if (!date)
                b->undated += matching;
            else if (matching)
                found->count++;
            else
                found->of++;
        }
    return true;
}

static morgue_status count_shard(bars *b, mg_index *index, const uint64_t *matches,
                                 const uint64_t *among, size_t n_words, morgue_error *err)
{
    for (size_t w = 0; w < n_words && !mg_is_called_off(b->deadline); w += MG_WINDOW_WORDS) {
        const mg_dates *dates = mg_index_dates(index, (uint32_t)(w / MG_WINDOW_WORDS));
        if (!dates || !count_bits(b, matches + w, dates, true) ||
            !count_bits(b, among + w, dates, false))
            return mg_fail_memory(err);
    }
    return MORGUE_OK;
}

/* "2022-01-21", as much of it as the key has. */
static void write_period(uint64_t key, char *ret)
{
    for (unsigned i = 0; i < 8 && key; i++, key <<= 4) {
        if (i == 4 || i == 6)
            *ret++ = '-';
        *ret++ = (char)('0' + (int)(key >> 60) - 1);
    }
    *ret = '\0';
}

static int by_key(const void *a, const void *b)
{
    const bar *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Sorts the bars, and keeps those from the first match to the last. */
static morgue_status finish(bars *b, mg_timeline *ret, morgue_error *err)
{
    size_t n = 0, first = 0;
    for (size_t i = 0; i < b->size; i++)
        if (b->slots[i].key)
            b->slots[n++] = b->slots[i];
    if (n)
        qsort(b->slots, n, sizeof *b->slots, by_key);
    while (n && !b->slots[n - 1].count)
        n--;
    while (first < n && !b->slots[first].count)
        first++;
    ret->buckets = calloc(n - first + 1, sizeof *ret->buckets);
    if (!ret->buckets)
        return mg_fail_memory(err);
    for (size_t i = first; i < n; i++) {
        morgue_bucket *bucket = &ret->buckets[ret->n++];
        write_period(b->slots[i].key, bucket->from);
        bucket->count = b->slots[i].count;
        bucket->of = b->slots[i].of;
    }
    ret->undated = b->undated;
    return MORGUE_OK;
}

morgue_status mg_timeline_count(morgue_archive *archive, const mg_matches *matches,
                                const mg_matches *among, morgue_period period, mg_deadline deadline,
                                mg_timeline *ret, morgue_error *err)
{
    bars b = {.shift = 64 - 4 * digits_of(period), .deadline = deadline};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < matches->n_shards; i++)
        status = count_shard(&b, archive->indexes[i], matches->bits[i], among->bits[i],
                             matches->n_words[i], err);
    if (status == MORGUE_OK)
        status = finish(&b, ret, err);
    free(b.slots);
    return status;
}

void mg_timeline_free(mg_timeline *timeline)
{
    free(timeline->buckets);
    *timeline = (mg_timeline){0};
}
