/* Which part of the program answers which path. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "search/server/answer.h"
#include "search/server/ask.h"
#include "search/server/request.h"
#include "search/server/site.h"

/* Fills an empty answer. `id` is what stands behind the path of a route that ends with a slash,
 * decoded; NULL for others. The desk has an archive where the route says WEB_BY_WORKER. */
typedef void web_handler(web_desk *desk, const web_request *request, const web_ask *ask,
                         const char *id, web_answer *answer);

typedef enum web_pace {
    WEB_AT_ONCE,  /* needs no archive and no time: answered where the request was read */
    WEB_BY_WORKER /* searches */
} web_pace;

typedef struct web_route {
    const char *path; /* "/search"; "/article/" has an id behind it */
    web_pace pace;
    uint32_t params;   /* bits of web_param_id */
    uint32_t formats;  /* bits of web_format, the first the default */
    web_handler *page; /* answers as HTML; NULL: it cannot */
    web_handler *data; /* in the other formats */
} web_route;

/* Row `i` of the table; NULL behind the last. */
const web_route *web_route_at(size_t i);

/* The route of a request, or NULL; its path stays as it is. */
const web_route *web_route_of(const web_request *request);

/* The route of a path and, decoded in place, the id in it; NULL: there is none. */
const web_route *web_route_find(char *path, const char **ret_id);

/* The parameters that a path takes, as bits of web_param_id; 0 for a path that is none. */
uint32_t web_route_params(const char *path);

/* All of it: from a parsed request to its answer; `method` is that of HTTP. What a client does
 * wrong is answered, too. The desk may be without an archive where web_needs_worker() is false. */
void web_respond(web_desk *desk, const char *method, web_request *request, web_answer *answer);

/* Does the request have to be answered by a worker? */
bool web_needs_worker(const web_request *request);

#endif
