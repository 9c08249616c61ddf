/* A file of the system as a stream. */
#ifndef MG_FILE_H
#define MG_FILE_H

#include "indexer/input/limits.h"
#include "indexer/input/live.h"
#include "indexer/input/stream.h"

/* Opens `path` ("-": standard input). What is read counts as packed bytes of the meter, which must
 * outlive the stream; NULL: of one of its own, with the usual limits. A regular file can seek;
 * for what else comes, `live`, which must outlive the stream, says how to wait (NULL: read() does).
 * Errors: NOT_FOUND, IO, NO_MEMORY; they name the path. */
morgue_status mg_file_open(const char *path, mg_meter *meter, const mg_live *live, mg_stream **ret,
                           morgue_error *err);

/* Is it waited for by the `live` that it was opened with? */
bool mg_file_is_live(const mg_stream *stream);

/* The same of a descriptor, which is taken over, also on failure. Errors: NO_MEMORY. */
morgue_status mg_file_stream(int fd, mg_meter *meter, mg_stream **ret, morgue_error *err);

/* The meter of such a stream. */
mg_meter *mg_file_meter(mg_stream *stream);

#endif
