/* Choosing a dictionary. The sample is cut into segments; a segment is worth the sum, over its runs
 * of RUN bytes, of how often each run occurs elsewhere in the sample and is not in the dictionary
 * yet. In each of as many stretches of the sample as segments fit into the dictionary the best one
 * is taken: the idea of the "cover" algorithm of Liao, Petri, Moffat and Wirth, "Effective
 * construction of relative Lempel-Ziv dictionaries" (WWW 2016). */
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "archive/error.h"
#include "archive/pack.h"

enum { RUN = 8, SEGMENT = 64, HASH_BITS = 18, SEGMENTS = MG_DICTIONARY_MAX / SEGMENT };

typedef struct choice {
    size_t start;
    uint32_t worth;
} choice;

static uint32_t run_hash(const char *at)
{
    uint64_t run;
    memcpy(&run, at, RUN);
    return (uint32_t)(run * 0x9E3779B97F4A7C15u >> (64 - HASH_BITS));
}

static uint32_t worth_of(const char *segment, const uint16_t *counts)
{
    uint32_t worth = 0;
    for (size_t i = 0; i + RUN <= SEGMENT; i++) {
        uint16_t count = counts[run_hash(segment + i)];
        worth += count > 1 ? count : 0;
    }
    return worth;
}

/* The best segment that begins in [from, to); its runs count for nothing afterwards. */
static choice take_best(const char *sample, size_t from, size_t to, uint16_t *counts)
{
    choice best = {from, 0};
    for (size_t start = from; start < to; start += RUN) {
        uint32_t worth = worth_of(sample + start, counts);
        if (worth > best.worth)
            best = (choice){start, worth};
    }
    for (size_t i = 0; best.worth && i + RUN <= SEGMENT; i++)
        counts[run_hash(sample + best.start + i)] = 0;
    return best;
}

static int by_worth(const void *a, const void *b)
{
    const choice *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

static void count_runs(const char *sample, size_t len, uint16_t *counts)
{
    for (size_t i = 0; i + RUN <= len; i++) {
        uint16_t *count = &counts[run_hash(sample + i)];
        *count += *count < UINT16_MAX;
    }
}

morgue_status mg_dictionary_make(const char *sample, size_t len, mg_buffer *ret, morgue_error *err)
{
    choice choices[SEGMENTS];
    size_t stretch = len / SEGMENTS;
    if (stretch < SEGMENT)
        return mg_buffer_append(ret, sample, len < MG_DICTIONARY_MAX ? len : MG_DICTIONARY_MAX)
                   ? MORGUE_OK
                   : mg_fail_memory(err);
    uint16_t *counts = calloc((size_t)1 << HASH_BITS, sizeof *counts);
    if (!counts || !mg_buffer_reserve(ret, MG_DICTIONARY_MAX)) {
        free(counts);
        return mg_fail_memory(err);
    }
    count_runs(sample, len, counts);
    for (size_t i = 0; i < SEGMENTS; i++)
        choices[i] = take_best(sample, i * stretch, (i + 1) * stretch - SEGMENT + 1, counts);
    free(counts);
    qsort(choices, SEGMENTS, sizeof *choices, by_worth);
    for (size_t i = 0; i < SEGMENTS; i++)
        if (choices[i].worth)
            mg_buffer_append(ret, sample + choices[i].start, SEGMENT);
    return MORGUE_OK;
}

uint32_t mg_dictionary_adler(const char *dictionary, size_t len)
{
    return (uint32_t)adler32(adler32(0, NULL, 0), (const Bytef *)dictionary, (uInt)len);
}

/* RFC 1950, 2.2: FDICT is a bit of the second byte, DICTID the four behind it. */
bool mg_pack_dictionary(const char *data, size_t len, uint32_t *ret_adler)
{
    enum { HEADER = 6, FDICT = 0x20 };
    uint32_t adler;
    if (len < HEADER || !(data[1] & FDICT))
        return false;
    memcpy(&adler, data + 2, sizeof adler);
    *ret_adler = be32toh(adler);
    return true;
}
