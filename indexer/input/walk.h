/* Walks files and folders, in order of their names, so that a run can be repeated. */
#ifndef MG_WALK_H
#define MG_WALK_H

#include "morgue.h"

typedef struct mg_walk mg_walk;

/* What the walk came across. */
typedef struct mg_walk_entry {
    const char *path; /* lives until the next call */
    bool named;       /* by the caller, not found in a folder */
    uint64_t size;    /* bytes; 0 where it is not known */
    const char *skip; /* NULL for a file to read; else why it is passed over: "hidden file",
                         "not a regular file", "a link to a folder above it" ... */
    const char *fail; /* NULL, or why it cannot be read: "Permission denied" */
} mg_walk_entry;

/* Errors: NO_MEMORY. Paths that do not exist come out as entries with `fail`. */
morgue_status mg_walk_open(const char *const *paths, size_t n, mg_walk **ret, morgue_error *err);
void mg_walk_free(mg_walk *walk);

/* Sets *ret_more to false after the last entry. Errors: NO_MEMORY. */
morgue_status mg_walk_next(mg_walk *walk, mg_walk_entry *ret, bool *ret_more, morgue_error *err);

/* Bytes of all regular files below the paths, for progress; 0 if standard input is among them. */
uint64_t mg_walk_total(const char *const *paths, size_t n);

#endif
