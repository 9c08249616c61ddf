/* Who answers: a desk with its archive, which is kept up to date. */
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#include "search/server/call.h"
#include "search/server/server.h"

typedef struct web_worker {
    web_server *server;
    web_desk desk;
    web_gzip *gzip;
    web_call *call;    /* that it is about; NULL: none */
    uint64_t fresh_ms; /* when it last looked for changes */
    uint64_t asked_ms; /* when it last looked whether the client is still there */
} web_worker;

/* Opens the archive, where it is to have one. On failure NULL and what is wrong. */
web_worker *web_worker_new(web_server *server, bool with_archive, morgue_error *err);
void web_worker_free(web_worker *worker);

/* Finds out what the archive holds; false and what is wrong where that cannot be. */
bool web_worker_begin(web_worker *worker, morgue_error *err);

/* Takes up what was committed, unless it has looked for that just now. */
void web_worker_refresh(web_worker *worker);

/* For the pool, where nothing is to be done. */
void web_worker_idle(void *memory);

/* Answers the call, whose request was found to be in order: call->response and what goes with it.
 */
void web_worker_answer(web_worker *worker, web_call *call);

#endif
