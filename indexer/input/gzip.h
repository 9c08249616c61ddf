/* Gzip (RFC 1952), by zlib itself: dumps are .jsonl.gz and .warc.gz more often than anything else,
 * of thousands of members, and what comes before a damage is handed out to the last byte. */
#ifndef MG_GZIP_H
#define MG_GZIP_H

#include "indexer/input/limits.h"
#include "indexer/input/stream.h"

/* An mg_stream_maker; `user` is the mg_meter that counts what is unpacked. Several members and
 * padding of NULs behind the last one are fine. Reading fails where the data is damaged, cut off,
 * or followed by something else. */
morgue_status mg_gzip_stream(mg_stream *under, void *user, mg_stream **ret, morgue_error *err);

#endif
