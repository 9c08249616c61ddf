/* What searches keep of an archive from one to the next: what they have worked out for its state,
 * and what people have written beside it, read again when it has changed. */
#ifndef MG_DESK_H
#define MG_DESK_H

#include "archive/reader.h"
#include "archive/registry/aliases.h"
#include "archive/registry/blocklist.h"
#include "search/query/memo.h"
#include "search/query/plan.h"

/* A file as it was when it was read. */
typedef struct mg_desk_stamp {
    bool there;
    int64_t size;
    int64_t seconds;
    int64_t nanoseconds;
} mg_desk_stamp;

enum { MG_DESK_FAILURE_MAX = 512 };

typedef struct mg_desk {
    mg_memo *memo;           /* NULL where memory was out */
    mg_aliases *aliases;     /* NULL: none */
    mg_blocklist *blocklist; /* NULL: none */
    mg_desk_stamp aliases_stamp;
    mg_desk_stamp blocklist_stamp;
    char aliases_failure[MG_DESK_FAILURE_MAX]; /* why the file could not be read; "" where it could
                                                */
    char blocklist_failure[MG_DESK_FAILURE_MAX];
} mg_desk;

/* The archive's desk, with the files as they are now. What cannot be read counts as not there, and
 * is told. Lives until the archive takes up another state. NULL when memory is out. */
const mg_desk *mg_desk_of(morgue_archive *archive);

/* The same as it was last; NULL where there is none yet. */
const mg_desk *mg_desk_now(const morgue_archive *archive);

/* Notice `i` about the files; NULL after the last. */
const char *mg_desk_notice(const mg_desk *desk, size_t i);

/* What queries are planned for. */
mg_plan_setting mg_desk_setting(const morgue_archive *archive, const mg_desk *desk);

#endif
