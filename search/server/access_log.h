/* A line for each request, as Apache and nginx write them: the combined format, and then the
 * seconds that the answer took. */
#ifndef WEB_ACCESS_LOG_H
#define WEB_ACCESS_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "search/server/client.h"

typedef struct web_access_log web_access_log;

typedef struct web_access {
    const web_client *client;
    const char *user; /* "-": none */
    time_t time;
    const char *method, *target;
    const char *version; /* "HTTP/1.1" */
    int status;
    uint64_t bytes;
    const char *referer, *agent; /* NULL: not sent */
    uint64_t us;
} web_access;

/* Appends to the file; "-" is stdout. Returns 0 or the number of the error. */
int web_access_log_open(const char *path, web_access_log **ret);
void web_access_log_free(web_access_log *log);

/* Opens the file anew, which may have been renamed meanwhile; where that fails it goes on with the
 * one that it has. Returns 0 or the number of the error. */
int web_access_log_reopen(web_access_log *log);

/* False when the line could not be written. By any thread. */
bool web_access_log_write(web_access_log *log, const web_access *access);

/* How the line reads, of which the part that fits. Quotes, backslashes, control characters and what
 * is not ASCII become \xHH. Returns the length without the NUL. */
enum { WEB_ACCESS_LINE = 4096 };
size_t web_access_line(const web_access *access, char ret[WEB_ACCESS_LINE]);

#endif
