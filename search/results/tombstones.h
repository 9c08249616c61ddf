/* What was deleted from an archive. */
#ifndef MG_TOMBSTONES_H
#define MG_TOMBSTONES_H

#include "archive/arena.h"
#include "archive/reader.h"

typedef struct mg_tombstone {
    uint64_t revision; /* of the commit that deleted it last */
    morgue_text id;
} mg_tombstone;

typedef struct mg_tombstones {
    mg_tombstone *at; /* by their revisions */
    size_t n;
    mg_arena ids;
} mg_tombstones;

void mg_tombstones_free(mg_tombstones *dead);

/* Finds the articles that commits after the revision `since` have deleted, and that the archive
 * does not have again. Errors: CORRUPT, STALE, IO, NO_MEMORY; what was read counts only if
 * mg_archive_settle() finds nothing wrong afterwards. */
morgue_status mg_tombstones_find(const morgue_archive *archive, uint64_t since, mg_tombstones *ret,
                                 morgue_error *err);

#endif
