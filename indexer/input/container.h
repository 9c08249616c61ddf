/* The members of one container: a zip, a tar, a 7z ... */
#ifndef MG_CONTAINER_H
#define MG_CONTAINER_H

#include "indexer/input/limits.h"
#include "indexer/input/magic.h"
#include "indexer/input/stream.h"

typedef struct mg_container mg_container;

/* What stands in a container. */
typedef struct mg_item {
    const char *name; /* in any character set; lives until the next call */
    const char *skip; /* NULL, or why it is passed over */
    const char *fail; /* NULL, or why it cannot be read */
    bool folder;      /* nothing to tell of */
} mg_item;

/* Opens a container over `under`, which is taken over, also on failure. One that must seek is laid
 * aside where `under` cannot. The meter must outlive it. Errors: IO, NO_MEMORY. */
morgue_status mg_container_open(mg_stream *under, const mg_magic *magic, mg_meter *meter,
                                mg_container **ret, morgue_error *err);
void mg_container_free(mg_container *container);

/* Goes on to the next member; *ret_more is false behind the last one. Errors: IO (the rest cannot
 * be read), NO_MEMORY. */
morgue_status mg_container_next(mg_container *container, mg_item *ret, bool *ret_more,
                                morgue_error *err);

/* The bytes of this member, to be closed before the next one. Its failures are of the member: those
 * of the container come again from mg_container_next(). Errors: NO_MEMORY. */
morgue_status mg_container_stream(mg_container *container, mg_stream **ret, morgue_error *err);

#endif
