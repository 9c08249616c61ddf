/* An archive and its feed of changes, in short words. */
#ifndef FEED_H
#define FEED_H

#include "tests/unit/scratch.h"

extern scratch s;
extern morgue_error err;
extern char archive[120]; /* its path: "archive" in the scratch folder */

/* As a fixture. */
void feed_setup(void);
void feed_teardown(void);

/* A writer that does not tag. */
morgue_writer *open_writer(void);

/* Puts articles and takes some out, given as "a=text b=text -c", and commits. */
void commit(const char *deeds);
void compact(void);

/* The changes since then, as "1:a=text 2:-b": revision, id, and text, or that it was deleted.
 * Static; `mark` is where the next are to begin. */
const char *told(const char *since);
extern char mark[MORGUE_MARK_MAX];

/* The feed is refused with this status, and this in its message. */
void refuse(morgue_status status, const char *since, const char *says);

#endif
