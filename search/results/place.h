/* Where an article is in an archive. */
#ifndef MG_PLACE_H
#define MG_PLACE_H

#include "archive/reader.h"

typedef struct mg_place {
    uint32_t shard;
    uint32_t docid; /* in the shard; 0: the archive does not have it */
} mg_place;

/* The place of the article with an id, as its exact term. Errors: NO_MEMORY; what was read counts
 * only if mg_index_check() finds nothing wrong afterwards. */
morgue_status mg_place_of_id(const morgue_archive *archive, const char *term, size_t len,
                             mg_place *ret, morgue_error *err);

#endif
