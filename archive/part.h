/* Which part of all articles an archive takes that is one of several, `part` of `parts` from 1 on:
 * by a hash of the id alone, so that whoever has an id knows which of the archives has the article,
 * and no two have it.
 *
 * The range of the hash is cut into as many stretches of one length. So doubling their number cuts
 * each in two: what was in part K of N is in part 2K-1 or 2K of 2N, and in no other. */
#ifndef MG_PART_H
#define MG_PART_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xxhash.h>

#include "archive/error.h"

enum { MG_PARTS_MAX = 1000 };

typedef struct mg_part {
    uint32_t part, parts; /* 0 of 0: the archive takes all articles */
} mg_part;

/* Is there such a part? 0 of 0 is none. */
static inline bool mg_part_is_valid(uint64_t part, uint64_t parts)
{
    return part >= 1 && part <= parts && parts <= MG_PARTS_MAX;
}

/* The same of a caller's, who may ask for 0 of 0, that is all. Errors: INVALID. */
static inline morgue_status mg_part_check(uint64_t part, uint64_t parts, morgue_error *err)
{
    if ((!part && !parts) || mg_part_is_valid(part, parts))
        return MORGUE_OK;
    return mg_fail(err, MORGUE_INVALID,
                   "there is no part %" PRIu64 "/%" PRIu64 ": parts are 1/N to N/N, N at most %d",
                   part, parts, MG_PARTS_MAX);
}

/* The part, from 1, that has the article with this id. */
static inline uint32_t mg_part_of(const char *id, size_t len, uint32_t parts)
{
    uint64_t hash = XXH3_64bits(id, len);
    return (uint32_t)((hash >> 32) * parts >> 32) + 1;
}

/* Is the article with this id one that an archive of this part takes? */
static inline bool mg_part_takes(const mg_part *part, const char *id, size_t len)
{
    return !part->parts || mg_part_of(id, len, part->parts) == part->part;
}

#endif
