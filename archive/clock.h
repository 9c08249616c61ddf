/* Time that passes. */
#ifndef MG_ARCHIVE_CLOCK_H
#define MG_ARCHIVE_CLOCK_H

#include <time.h>

/* Milliseconds on a clock that never goes back. */
static inline double mg_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

#endif
