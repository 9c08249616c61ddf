/* What all answers of one server share, and what a worker has for itself. */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "morgue.h"

struct web_memory;
struct web_metrics;

/* Does not change while the server runs; used by all threads. */
typedef struct web_site {
    const char *archive; /* path of its folder, or of the list of its shards */
    bool spread;         /* is it such a list? Then it takes a while to ask for changes */
    const char *title;   /* what the page calls it */
    const char *base;    /* before the path of every link: "", or "/morgue" behind a proxy */
    const char *origin;  /* before that in absolute links: "http://127.0.0.1:8080" */
    uint32_t timeout_ms; /* of a search */
    struct web_metrics *metrics; /* NULL: nothing is counted */
    struct web_memory *memory; /* of pages, see memory.h; NULL: nothing is remembered */
} web_site;

enum { WEB_STATE_MAX = MORGUE_STATE_MAX };

/* One worker's own; used by one thread at a time. */
typedef struct web_desk {
    const web_site *site;
    morgue_archive *archive;
    morgue_stats stats;        /* of the state that the archive is in */
    char state[WEB_STATE_MAX]; /* differs from that of any other state of it: for ETag */
    bool (*go_on)(void *user); /* false once nobody waits for the answer: for morgue_search() */
    void *user;
} web_desk;

#endif
