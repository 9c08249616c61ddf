/* Formats of the caller's own (morgue/formats.h) as formats among the others. Their functions are
 * somebody else's: what they say is taken with care, and none of it can hurt more than the file. */
#ifndef MG_FOREIGN_H
#define MG_FOREIGN_H

#include "indexer/formats/format.h"

/* The state of a reader whose format is one of them. */
typedef struct mg_foreign {
    void *state;         /* of the format */
    morgue_error failed; /* open() has: next() says so; OK otherwise */
    bool known;          /* asked in this next(), and so it was */
    bool idle;           /* the last of next() was no article, and left the window at `at` */
    uint64_t at;
} mg_foreign;

/* Makes formats of them, after looking whether they can be. What they point to must stay.
 * Errors: INVALID, NO_MEMORY. */
morgue_status mg_formats_make(const morgue_format *const *formats, size_t n, mg_formats *ret,
                              morgue_error *err);
void mg_formats_free(mg_formats *formats);

/* The bid of such a format, as bids should be. */
mg_bid mg_foreign_bid(const morgue_format *format, morgue_text head, const char *path);

#endif
