/* An article on its way into the archive. */
#ifndef MG_ENTRY_H
#define MG_ENTRY_H

#include "morgue.h"

enum { MG_HASH_SIZE = 16 };

typedef struct mg_entry {
    const morgue_article *article; /* with an id */
    morgue_text id_term;           /* the exact term of its id */
    morgue_text record;
    morgue_text packed;               /* the packed record; for updates only */
    unsigned char hash[MG_HASH_SIZE]; /* of the record */
    uint64_t size;                    /* bytes of title and text */
} mg_entry;

#endif
