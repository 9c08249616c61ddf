/* The files of search/web, which are built into the program. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

typedef struct web_asset {
    const char *name; /* "morgue.css"; templates are "page.html" */
    const char *type; /* Content-Type */
    const char *data; /* ends with a NUL that does not count */
    size_t len;
    const char *packed; /* the same with gzip; NULL: not worth it */
    size_t packed_len;
    const char *hash; /* of the content: for links and ETag */
} web_asset;

/* NULL: there is none. */
const web_asset *web_asset_named(const char *name);

#endif
