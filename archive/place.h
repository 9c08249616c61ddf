/* Where an article is in an archive. */
#ifndef MG_ARCHIVE_PLACE_H
#define MG_ARCHIVE_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "morgue.h"

typedef struct mg_place {
    uint32_t shard;
    uint32_t docid; /* in the shard; 0: none */
} mg_place;

/* The place of the article with an id, as its exact term; its docid is 0 where the archive does not
 * have it. Errors: NO_MEMORY; what was read counts only if mg_index_check() finds nothing wrong
 * afterwards. */
morgue_status mg_place_of_id(const morgue_archive *archive, const char *term, size_t len,
                             mg_place *ret, morgue_error *err);

/* All documents have an order: by their numbers in their shards, then by the shards. Xapian numbers
 * them in the same way where it opens the shards as one database. */
uint64_t mg_place_number(const morgue_archive *archive, mg_place place);
mg_place mg_place_of_number(const morgue_archive *archive, uint64_t number);

/* Makes *place the next in that order; its docid is 0 before the first and after the last. Errors:
 * NO_MEMORY; as above, what was read counts only if the shards are found good afterwards. */
morgue_status mg_place_next(const morgue_archive *archive, mg_place *place, morgue_error *err);

#endif
