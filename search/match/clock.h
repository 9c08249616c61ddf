/* Time, for searches that must end, and those who want them to. */
#ifndef MG_CLOCK_H
#define MG_CLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/clock.h"

/* Somebody who may want a search stopped. All parts of a search share it. */
typedef struct mg_stop {
    bool (*go_on)(void *user); /* NULL: nobody */
    void *user;
    double asked; /* when last, of mg_now_ms(); 0: not yet */
    bool stopped; /* is not asked again then */
} mg_stop;

/* When a search has to end. */
typedef struct mg_deadline {
    double at;     /* of mg_now_ms(); 0: never */
    mg_stop *stop; /* NULL: nobody wants to know */
} mg_deadline;

#define MG_NO_DEADLINE ((mg_deadline){0, NULL})

/* Asks, unless it did so a moment ago. */
static inline bool mg_is_stopped(mg_stop *stop, double now)
{
    enum { ASK_EACH_MS = 2 };
    if (!stop->stopped && now - stop->asked >= ASK_EACH_MS) {
        stop->asked = now;
        stop->stopped = !stop->go_on(stop->user);
    }
    return stop->stopped;
}

static inline bool mg_is_past(mg_deadline deadline)
{
    if (deadline.at <= 0 && !deadline.stop)
        return false;
    double now = mg_now_ms();
    return (deadline.stop && mg_is_stopped(deadline.stop, now)) ||
           (deadline.at > 0 && now > deadline.at);
}

/* Where work cannot be left undone for lack of time. */
static inline bool mg_is_called_off(mg_deadline deadline)
{
    return deadline.stop && mg_is_stopped(deadline.stop, mg_now_ms());
}

#endif
