/* What --base-url says. */
#ifndef WEB_BASE_URL_H
#define WEB_BASE_URL_H

#include <stdbool.h>

/* "https://example.org:81/morgue" taken apart. */
typedef struct web_base_url {
    char *memory;       /* of the texts; to be freed */
    const char *origin; /* "https://example.org:81" */
    const char *path;   /* "/morgue"; "" where there is none */
    const char *host;   /* "example.org" */
} web_base_url;

/* False where it is none of HTTP or HTTPS, or has more in it than scheme, host, port and path. */
bool web_base_url_read(const char *url, web_base_url *ret);

#endif
