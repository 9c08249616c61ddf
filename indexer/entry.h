/* An article on its way into the archive. */
#ifndef MG_ENTRY_H
#define MG_ENTRY_H

#include "archive/buffer.h"
#include "archive/tokenizer.h"
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
    unsigned char hash[MG_HASH_SIZE]; /* of what was given: see mg_entry_make() */
    uint64_t size;                    /* bytes of title and text */
    uint64_t source;                  /* fingerprint of where it was read from; 0: none */
    uint64_t revision;                /* of the commit that writes it; 0: not known */
    uint64_t retagged; /* instead, if the tagger makes another record of it; 0: the same */
    mg_version version;
} mg_entry;

/* Can the article be indexed, and be so in this much memory (0: any)? Errors: BAD_INPUT. */
morgue_status mg_entry_check(const morgue_article *article, uint64_t memory, morgue_error *err);

/* What an entry is made in: its texts live until the next one is. Zero-initialise it. */
typedef struct mg_entry_room {
    mg_buffer record;
    mg_buffer given;
    char term[MG_EXACT_MAX];
} mg_entry_room;

void mg_entry_room_free(mg_entry_room *room);

/* Makes an entry of an article that has an id. Its hash is that of the record without what a tagger
 * has made, so that an article is the same whatever tags were found in it; if it is to be tagged
 * (`anew`), its record is that one too. Errors: NO_MEMORY. */
morgue_status mg_entry_make(const morgue_article *article, bool anew, mg_entry_room *room,
                            mg_entry *ret, morgue_error *err);

/* An article without id is known by its address, else by what it says. Errors: NO_MEMORY. */
morgue_status mg_entry_ensure_id(morgue_article *article, morgue_error *err);

#endif
