#include "indexer/seed.h"

#include <sys/random.h>
#include <time.h>

uint64_t mg_seed(void)
{
    uint64_t seed;
    struct timespec now = {0};
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == sizeof seed)
        return seed;
    clock_gettime(CLOCK_REALTIME, &now); /* so early at boot that there is nothing better */
    return (uint64_t)now.tv_nsec * 0x9E3779B97F4A7C15u ^ (uint64_t)now.tv_sec;
}
