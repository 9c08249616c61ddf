/* Bytes of the caller's (morgue/formats.h) as a stream. */
#ifndef MG_SOURCE_H
#define MG_SOURCE_H

#include "indexer/input/limits.h"
#include "indexer/input/stream.h"

/* Reads from `source`, which must outlive the stream, as the meter. Errors: NO_MEMORY. */
morgue_status mg_source_stream(const morgue_source *source, mg_meter *meter, mg_stream **ret,
                               morgue_error *err);

#endif
