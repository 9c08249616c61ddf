/* Marks: up to where somebody knows of the changes of an archive, "12-9f3c21aa". */
#ifndef MG_SINCE_H
#define MG_SINCE_H

#include "archive/reader.h"

typedef struct mg_since {
    bool all;         /* from the beginning: all articles there are, also of unknown revisions */
    bool has_lineage; /* else it is a number alone */
    uint64_t revision;
    uint32_t lineage;
} mg_since;

/* Reads a mark; NULL, "" and "0" are all. Errors: INVALID. */
morgue_status mg_since_parse(const char *text, mg_since *ret, morgue_error *err);

/* Does the archive, which is at this revision, know what has changed since the mark? Errors: STALE.
 */
morgue_status mg_since_check(const mg_since *since, const morgue_archive *archive,
                             uint64_t revision, morgue_error *err);

/* The mark of the archive at this revision. */
void mg_since_spell(const morgue_archive *archive, uint64_t revision, char ret[MORGUE_MARK_MAX]);

#endif
