/* Packing with gzip. */
#ifndef WEB_GZIP_H
#define WEB_GZIP_H

#include "search/server/text.h"

/* A packer; used by one thread at a time, again and again. */
typedef struct web_gzip web_gzip;

web_gzip *web_gzip_new(void); /* NULL when memory is out */
void web_gzip_free(web_gzip *gzip);

/* Packs `len` bytes, all of them at once. False where memory is out or where the result would not
 * be smaller; it is to be freed in any case. */
bool web_gzip_pack(web_gzip *gzip, const char *data, size_t len, web_text *ret);

/* A part of a longer text: appends to `ret` what can be unpacked by itself so far; with `last`
 * that was all. */
bool web_gzip_part(web_gzip *gzip, const char *data, size_t len, bool last, web_text *ret);

#endif
