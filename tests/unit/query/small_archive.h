/* An archive of a few articles for tests of the query side: terms as the indexer makes them, in a
 * database of its own that goes away with it. */
#ifndef SMALL_ARCHIVE_H
#define SMALL_ARCHIVE_H

#include "archive/reader.h"
#include "morgue.h"
#include "search/query/plan.h"

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
    mg_index *index;     /* its tables read directly */
    mg_index *iterators; /* the same through Xapian */
    mg_index *far;       /* the test's, the same behind a network; NULL: is not compared */
    xap_stem *stems[2];
    size_t n_stems;
} small_archive;

/* Article i gets the document id i + 1. Words are stemmed in English. Fails the test on errors. */
void small_archive_open(small_archive *archive, const small_article *articles, size_t n);
void small_archive_close(small_archive *archive);

/* What queries are planned for; `n_stems` of the stemmers are used. */
mg_plan_setting small_archive_setting(const small_archive *archive, size_t n_stems);

/* The numbers of the documents that the query finds, rising: "1 3 4"; "-" where there is none.
 * Fails the test on errors, and where the ways of reading differ. Static; lasts until the next
 * call. */
const char *small_archive_find(const small_archive *archive, const char *query);

/* The same by falling weight. */
const char *small_archive_rank(const small_archive *archive, const char *query);

/* What the document scores; -1 where the query does not find it. */
double small_archive_score(const small_archive *archive, const char *query, uint32_t docid);

#endif
