/* Time that only goes forwards. */
#ifndef WEB_CLOCK_H
#define WEB_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t web_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static inline uint64_t web_now_ms(void)
{
    return web_now_us() / 1000;
}

#endif
