/* Time, for searches that must end. */
#ifndef MG_CLOCK_H
#define MG_CLOCK_H

#include <stdbool.h>
#include <time.h>

/* Milliseconds on a clock that never goes back. */
static inline double mg_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* `deadline` is of mg_now_ms(); 0: none. */
static inline bool mg_is_past(double deadline)
{
    return deadline > 0 && mg_now_ms() > deadline;
}

#endif
