/* An archive of a few articles for tests of the query side: terms as the indexer makes them, in a
 * database of its own that goes away with it. */
#ifndef SMALL_ARCHIVE_H
#define SMALL_ARCHIVE_H

#include "morgue.h"
#include "xapian/xapian_c.h"

/* An article; members that are not set are missing. */
typedef struct small_article {
    const char *title;
    const char *text;
    const char *date;
    const char *person;
    const char *org;
    const char *location;
    const char *lang;
    const char *id;
    const char *source;
} small_article;

typedef struct small_archive {
    char path[64];
    xap_database *db;
    xap_stem *stems[2];
    size_t n_stems;
} small_archive;

/* Article i gets the document id i + 1. Words are stemmed in English. Fails the test on errors. */
void small_archive_open(small_archive *archive, const small_article *articles, size_t n);
void small_archive_close(small_archive *archive);

/* The ids of the documents that the query finds, rising: "1 3 4"; "-" where there is none. Fails
 * the test on errors. Static; lasts until the next call. */
const char *small_archive_find(const small_archive *archive, const char *query);

/* The same by falling weight. */
const char *small_archive_rank(const small_archive *archive, const char *query);

#endif
