/* Records out of damaged shards. */
#ifndef MG_RESCUE_H
#define MG_RESCUE_H

#include "indexer/entry.h"
#include "indexer/maintain/dictionaries.h"
#include "indexer/maintain/wreck.h"

/* What records are read with. Zero-initialise it, but for the features of the archive, see
 * archive/manifest.h. */
typedef struct mg_rescue {
    uint32_t features;
    mg_dictionaries dictionaries; /* of all shards */
    morgue_article *article;
    mg_entry_room room;
    mg_buffer packed, best, record;
} mg_rescue;

/* How good what was found of a document is. */
typedef enum mg_find {
    MG_FIND_NONE,    /* there is nothing that can be read */
    MG_FIND_EARLIER, /* a version before the one that the shard had last */
    MG_FIND_DOUBT,   /* nothing leads to it, and nothing tells whether it is the last version */
    MG_FIND_ODD,     /* it is in its place, but has not the fingerprint that is kept beside it */
    MG_FIND_GOOD
} mg_find;

typedef struct mg_rescued {
    mg_find find;
    mg_entry entry;  /* of what was found; lives until the next */
    const char *why; /* nothing was found; static */
} mg_rescued;

/* Takes note of the dictionaries of a shard. Errors: NO_MEMORY. */
morgue_status mg_rescue_learn(mg_rescue *rescue, mg_wreck *wreck, morgue_error *err);

/* The same of those that lie in the archive's folder. Errors: NO_MEMORY. */
morgue_status mg_rescue_learn_copies(mg_rescue *rescue, const char *archive, morgue_error *err);

/* Reads the record of a document: one whose check sum holds, that can be decoded, and that has an
 * id. Of several the one that counts is taken, else the one with the fingerprint that is kept
 * beside it, else the latest. Errors: NO_MEMORY. */
morgue_status mg_rescue_read(mg_rescue *rescue, mg_wreck *wreck, mg_trace *trace, mg_rescued *ret,
                             morgue_error *err);
void mg_rescue_free(mg_rescue *rescue);

#endif
