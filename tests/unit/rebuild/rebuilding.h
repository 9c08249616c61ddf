/* Archives that are damaged and made anew. */
#ifndef REBUILDING_H
#define REBUILDING_H

#include "tests/unit/tidy/news.h"

/* What morgue_rebuild() told. */
typedef struct told {
    unsigned count;
    unsigned articles; /* of which it was told that they are lost */
    mg_buffer text;    /* a line each: place, document, id, what */
} told;

/* Articles of an archive by their numbers: 0 where it is not there, else 1 more than the version.
 * Fails the test where one is not what was added. */
enum { NUMBERS = 400 };
typedef struct articles {
    int version[NUMBERS];
    unsigned count;
} articles;

void read_articles(const news *n, articles *ret);

/* Rebuilds the archive, of which nothing may be open. */
morgue_rebuilt rebuild(news *n, told *ret);
void told_free(told *t);

/* Reads or writes a file of the archive. */
void read_archive_file(const news *n, const char *name, mg_buffer *ret);
void write_archive_file(const news *n, const char *name, const mg_buffer *data);

#endif
