/* An article on its way into the archive. */
#ifndef MG_ENTRY_H
#define MG_ENTRY_H

#include "indexer/versions.h"
#include "morgue.h"

enum { MG_HASH_SIZE = 16, MG_SOURCE_SIZE = 8 };

/* A source's fingerprint as a value. */
static inline void mg_source_put(uint64_t source, char ret[MG_SOURCE_SIZE])
{
    for (int i = 0; i < MG_SOURCE_SIZE; i++)
        ret[i] = (char)(source >> (56 - 8 * i));
}

static inline uint64_t mg_source_get(const char *value, size_t len)
{
    uint64_t source = 0;
    for (size_t i = 0; len == MG_SOURCE_SIZE && i < len; i++)
        source = source << 8 | (unsigned char)value[i];
    return source;
}

typedef struct mg_entry {
    const morgue_article *article; /* with an id */
    morgue_text id_term;           /* the exact term of its id */
    morgue_text record;
    morgue_text packed;               /* the packed record; for updates only */
    unsigned char hash[MG_HASH_SIZE]; /* of the record */
    uint64_t size;                    /* bytes of title and text */
    uint64_t source;                  /* fingerprint of where it was read from; 0: none */
    mg_version version;
} mg_entry;

/* Can the article be indexed? Errors: BAD_INPUT. */
morgue_status mg_entry_check(const morgue_article *article, morgue_error *err);

/* An article without id is known by its address, else by what it says. Errors: NO_MEMORY. */
morgue_status mg_entry_ensure_id(morgue_article *article, morgue_error *err);

#endif
