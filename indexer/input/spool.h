/* A stream laid aside in a temporary file that has no name, so that it can seek. */
#ifndef MG_SPOOL_H
#define MG_SPOOL_H

#include "indexer/input/stream.h"

/* Reads all of `under`, which is taken over, also on failure, into a file in $TMPDIR (or /tmp). IO
 * where that cannot be written, would hold more than `max` bytes, or `under` cannot be read.
 * Errors: IO, NO_MEMORY. */
morgue_status mg_spool(mg_stream *under, uint64_t max, mg_stream **ret, morgue_error *err);

#endif
