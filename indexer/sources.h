/* The fingerprints of the bytes that the archive's articles were read from: a dump that is read
 * again need not be looked into where it has not changed. 16 bytes an article, and as much again
 * for the table's room. */
#ifndef MG_SOURCES_H
#define MG_SOURCES_H

#include "indexer/shards.h"

typedef struct mg_source {
    uint64_t source; /* 0: an empty slot */
    uint64_t size;   /* bytes of the article's title and text; GONE when it is there no more */
} mg_source;

/* Zero-initialise it. Until it is loaded it knows nothing, and changes are not kept. */
typedef struct mg_sources {
    mg_source *slots; /* open addressing */
    size_t cap;       /* a power of two, or 0 */
    size_t count;
    bool loaded;
    bool off; /* would take too much memory, or could not be read */
} mg_sources;

/* Takes up what the shards have, within `memory` bytes; if that is not enough, or they cannot be
 * read, nothing is known: dumps are read the long way. */
void mg_sources_load(mg_sources *sources, const mg_shards *shards, uint64_t memory);
void mg_sources_free(mg_sources *sources);

bool mg_sources_find(const mg_sources *sources, uint64_t source, uint64_t *ret_size);

/* An article that was read from `before` is now there as read from `after`; 0: none. */
void mg_sources_change(mg_sources *sources, uint64_t before, uint64_t after, uint64_t size);

size_t mg_sources_memory(const mg_sources *sources);

#endif
