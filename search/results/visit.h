/* Reads articles of an archive one after the other while a writer may be at it: what walks and
 * change feeds share. */
#ifndef MG_VISIT_H
#define MG_VISIT_H

#include "archive/place.h"
#include "archive/reader.h"

typedef struct mg_visit {
    morgue_archive *archive; /* its own: documents keep their numbers when another is reopened */
    bool all;                /* all articles, in the order of places; else those of `numbers` */
    bool ended;              /* of all: that the list of them is damaged was told */
    uint64_t *numbers;       /* numbers of places in the whole archive, in any order */
    size_t count;
    size_t at;     /* in `numbers` */
    mg_place last; /* visited last */
    mg_buffer packed;
    morgue_article *article;
} mg_visit;

/* Opens the archive; what to visit is the caller's to set. Errors: those of morgue_archive_open().
 */
morgue_status mg_visit_open(const char *path, mg_visit *ret, morgue_error *err);
void mg_visit_close(mg_visit *visit);

/* Sets *ret to the next article, which lives until the next call; NULL after the last. `last` is
 * its place then, and after all errors that an article has. Errors: NOT_FOUND (it was deleted
 * meanwhile), CORRUPT (it is damaged; the next call goes on behind it), STALE (the shard was
 * changed again and again, and then merged), NETWORK (a shard does not answer any more; the next
 * call goes on without it), IO, NO_MEMORY. */
morgue_status mg_visit_next(mg_visit *visit, morgue_article **ret, morgue_error *err);

#endif
