/* What a shard says of itself, read without opening the archive. */
#ifndef MG_FACTS_H
#define MG_FACTS_H

#include "archive/store.h"
#include "morgue.h"

typedef struct mg_facts {
    uint64_t text_bytes;
    uint64_t revision; /* of the commit that changed it last */
    uint64_t packed;   /* the revision when it was packed last; 0: never */
    bool direct;       /* it, or a part of it, was built directly */
} mg_facts;

/* The facts of shard `i` of the store's manifest. Errors: CORRUPT, BAD_VERSION, IO, NO_MEMORY. */
morgue_status mg_facts_read(const mg_store *store, size_t i, mg_facts *ret, morgue_error *err);

/* Those of all shards; the array is for free(). Errors: as above. */
morgue_status mg_facts_read_all(const mg_store *store, mg_facts **ret, morgue_error *err);

#endif
