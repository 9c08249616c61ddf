#include "search/server/limits.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SETS = 1024, WAYS = 8 };

typedef struct bucket {
    web_client key;
    double tokens;
    uint64_t at_ms; /* when there were so many; 0: nobody's */
} bucket;

struct web_limits {
    pthread_mutex_t lock;
    double rate, burst;
    uint64_t seed; /* so that nobody can choose addresses that share a set */
    bucket buckets[SETS][WAYS];
};

web_limits *web_limits_new(double rate, double burst)
{
    web_limits *limits = calloc(1, sizeof *limits);
    if (!limits)
        return NULL;
    pthread_mutex_init(&limits->lock, NULL);
    limits->rate = rate;
    limits->burst = burst > 1 ? burst : 1;
    if (getrandom(&limits->seed, sizeof limits->seed, 0) < 0)
        limits->seed = (uint64_t)(uintptr_t)limits;
    return limits;
}

void web_limits_free(web_limits *limits)
{
    if (limits)
        pthread_mutex_destroy(&limits->lock);
    free(limits);
}

/* The finisher of MurmurHash3, over both halves. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 33) * 0xff51afd7ed558ccdULL;
    x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

static bucket *find(web_limits *limits, const web_client *key)
{
    uint64_t half[2];
    memcpy(half, key->bytes, sizeof half);
    bucket *set = limits->buckets[mix(mix(half[0] ^ limits->seed) ^ half[1]) % SETS];
    bucket *oldest = set;
    for (bucket *b = set; b < set + WAYS; b++) {
        if (b->at_ms && web_client_same(&b->key, key))
            return b;
        if (b->at_ms < oldest->at_ms)
            oldest = b;
    }
    *oldest = (bucket){.key = *key, .tokens = limits->burst};
    return oldest;
}

bool web_limits_take(web_limits *limits, const web_client *client, double tokens, uint64_t now_ms,
                     unsigned *ret_wait)
{
    web_client key = web_client_key(client);
    pthread_mutex_lock(&limits->lock);
    bucket *b = find(limits, &key);
    if (b->at_ms && now_ms > b->at_ms)
        b->tokens += limits->rate * (double)(now_ms - b->at_ms) / 1000;
    if (b->tokens > limits->burst)
        b->tokens = limits->burst;
    b->at_ms = now_ms;
    bool fine = b->tokens >= 1;
    if (fine)
        b->tokens = b->tokens - tokens > -limits->burst ? b->tokens - tokens : -limits->burst;
    else
        *ret_wait = 1 + (unsigned)((1 - b->tokens) / limits->rate);
    pthread_mutex_unlock(&limits->lock);
    return fine;
}
