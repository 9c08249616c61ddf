/* Reading what comes as it comes: through a pipe, from a terminal. */
#ifndef MG_LIVE_H
#define MG_LIVE_H

#include "morgue.h"

/* What to do while nothing comes. */
typedef struct mg_live {
    /* Called before each read, and again whenever *ret_ms, which it sets, have passed without one.
     * A failure, which it keeps to itself, ends the reading like one of the file. */
    morgue_status (*idle)(void *user, int *ret_ms, morgue_error *err);
    void *user;
} mg_live;

#endif
