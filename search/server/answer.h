/* What goes back to a client, before any of it is sent. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "search/server/ask.h"
#include "search/server/site.h"
#include "search/server/text.h"

struct web_answer;

/* Puts the next part of a long answer into `answer->body`, which is empty then. False after the
 * last. It may be called by another thread, with another desk, than before. Once it has failed the
 * connection is cut, so that nobody takes the half for the whole: set `body.lost` and return false.
 */
typedef bool web_more(web_desk *desk, struct web_answer *answer);

/* Zero-initialise it; web_answer_free(). */
typedef struct web_answer {
    int status;       /* of HTTP; 0 counts as 200 */
    const char *type; /* Content-Type; static */
    web_text body;
    const char *data; /* instead of body: static bytes, and the same packed with gzip */
    size_t data_len;
    const char *packed;
    size_t packed_len;
    char etag[96];        /* with its quotes; "": none */
    char file_name[64];   /* to be saved under; "": to be shown. ASCII letters, digits, - and . */
    const char *location; /* of a redirect; static */
    unsigned max_age;     /* seconds without asking again; 0: ask each time */
    unsigned retry_after; /* seconds; 0: not said */
    bool partial;         /* time was up: to be asked anew, however little changes */
    char trouble[256];    /* what the log is told, and the client is not */
    web_more *more;       /* NULL: body is all */
    void *more_state;
    void (*more_free)(void *state);
} web_answer;

void web_answer_free(web_answer *answer);

/* Makes it an error, in the format that was asked for: a page, JSON, or a line of text. */
void web_refuse(const web_site *site, const web_ask *ask, const web_fault *fault,
                web_answer *answer);

/* What the library's error means to a client. Paths of the server are not told. */
web_fault web_fault_of(const morgue_error *err, const char *query);

#endif
