/* A finder of tags that is easy to foresee: every capitalised word of the title is a person. */
#ifndef TITLE_FINDER_H
#define TITLE_FINDER_H

#include <stdatomic.h>

#include "indexer/tagging.h"

/* What it is told, and what it has seen. Zero-initialise it. */
typedef struct title_finder {
    const char *surname; /* is put behind each word; NULL: nothing is */
    unsigned long fails; /* the article, from 1, at which memory is out; 0: never */
    atomic_ulong articles;
    atomic_ulong fields; /* of the last article */
    atomic_long hands;   /* that are there */
} title_finder;

/* The finder, which refers to `told`. Where it may tag persons it does, with a confidence of 80; in
 * any case it counts how often the title has the persons that are there, of whom the article is
 * then about. It heeds the registry. */
mg_tag_finder title_finder_face(title_finder *told);

#endif
