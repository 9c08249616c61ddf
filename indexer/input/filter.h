/* One file that was compressed: zstd, bzip2, lz4, compress. */
#ifndef MG_FILTER_H
#define MG_FILTER_H

#include "indexer/input/limits.h"
#include "indexer/input/magic.h"
#include "indexer/input/stream.h"

typedef struct mg_filter_user {
    mg_magic magic;
    mg_meter *meter;
} mg_filter_user;

/* An mg_stream_maker for MG_FILTER; `user` is an mg_filter_user, and not kept. Reading fails where
 * the data is damaged or cut off. */
morgue_status mg_filter_stream(mg_stream *under, void *user, mg_stream **ret, morgue_error *err);

#endif
