/* What a client asks for: the target of a request taken apart. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

enum {
    WEB_TARGET_MAX = 8192, /* bytes of a target */
    WEB_PARAMS_MAX = 64    /* parameters of a request */
};

/* A parameter as it was sent: UTF-8 without NUL. */
typedef struct web_param {
    const char *name;
    const char *value;
    bool taken; /* somebody knew what to do with it */
} web_param;

/* What of the headers has a say in the answer; NULL: not sent. */
typedef struct web_headers {
    const char *accept;
    const char *if_none_match;
} web_headers;

typedef struct web_request {
    char *path; /* as it was sent, still with its %XX: "/article/a%2Fb" */
    web_param params[WEB_PARAMS_MAX];
    size_t n_params;
    web_headers headers;
    char *memory; /* for the texts above */
} web_request;

/* Takes a target such as "/search?q=a+b" apart. The headers, borrowed, have to live as long as the
 * request. Returns 0, or the status of HTTP that refuses it: 400 (no such path can be meant, a bad
 * %XX, no UTF-8, a NUL, too many parameters), 414 (too long), 500 (out of memory). After 0 it is to
 * be freed. */
int web_request_parse(const char *target, size_t len, const web_headers *headers, web_request *ret);
void web_request_free(web_request *request);

/* Resolves %XX in place, and with `form` + for a space. False where that is no UTF-8 text without
 * control characters but tabs and line breaks. */
bool web_decode(char *text, bool form);

#endif
