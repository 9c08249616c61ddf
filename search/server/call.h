/* A request on its way from its first line to the end of its answer. */
#ifndef WEB_CALL_H
#define WEB_CALL_H

#include "search/server/answer.h"
#include "search/server/server.h"

typedef enum web_step {
    WEB_STEP_LINE,    /* its first line was read */
    WEB_STEP_HEADER,  /* its header was, and it is to be answered */
    WEB_STEP_WAITING, /* a worker has it, and the connection is suspended */
} web_step;

typedef struct web_call {
    web_job job;
    web_server *server;
    struct MHD_Connection *connection;
    web_peer *peer;
    web_client client; /* who asks: behind a proxy another than the peer */
    web_step step;
    uint64_t begun_us;
    time_t begun;
    const char *method, *version; /* these and the headers live as long as the call */
    web_headers headers;
    const char *encoding, *authorization, *host, *forwarded, *length,
        *transfer; /* NULL: not sent */
    const char *referer, *agent;
    bool odd; /* its headers could be understood in two ways */
    web_request request;
    bool parsed;                   /* the request is to be freed */
    size_t route;                  /* its row; beyond the last: none */
    int status;                    /* of the answer */
    struct MHD_Response *response; /* NULL: none yet */
    bool lost;                     /* the response is not whole: the connection is cut */
    uint64_t bytes;                /* of its body; counts up where it is a long one */
    uint64_t held;                 /* of these, what the server has to keep for it alone */
    size_t target_len;
    const char *target; /* as it was sent, without a host before it */
    char line[];        /* as it was sent */
} web_call;

/* Notes the first line; NULL when memory is out. */
web_call *web_call_new(web_server *server, struct MHD_Connection *connection, const char *target);
void web_call_free(web_call *call);

/* Takes the headers over. */
void web_call_read(web_call *call, const char *method, const char *version);

/* Refuses what is not even read to its end: false then. */
bool web_call_check_header(web_call *call);

/* Answers the call, or gives it to who does and suspends the connection meanwhile. */
void web_call_begin(web_call *call);

/* The call has its response, of which the connection is waiting to be told. */
void web_call_done(web_call *call);

#endif
