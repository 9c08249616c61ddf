/* Compressing tags as Xapian reads them. */
#ifndef MG_GLASS_DEFLATE_H
#define MG_GLASS_DEFLATE_H

#include "morgue.h"

/* State that is kept from tag to tag; one thread at a time. */
typedef struct mg_glass_deflate mg_glass_deflate;

/* Level: zlib's, 1 to 9. Errors: INVALID, NO_MEMORY. */
morgue_status mg_glass_deflate_new(int level, mg_glass_deflate **ret, morgue_error *err);
void mg_glass_deflate_free(mg_glass_deflate *deflate);

/* A tag as it goes into a table. */
typedef struct mg_glass_tag {
    const void *data; /* borrowed: the input itself, or until the next call */
    size_t len;
    bool compressed;
} mg_glass_tag;

/* Compresses, where that makes it smaller. Errors: NO_MEMORY. */
morgue_status mg_glass_deflate_tag(mg_glass_deflate *deflate, const void *data, size_t len,
                                   mg_glass_tag *ret, morgue_error *err);

#endif
