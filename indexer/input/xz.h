/* xz, lzip and lzma, by liblzma itself: it can be told how much memory a file may make it take. */
#ifndef MG_XZ_H
#define MG_XZ_H

#include "indexer/input/limits.h"
#include "indexer/input/stream.h"

/* An mg_stream_maker; `user` is the mg_meter that counts what is unpacked. Several streams and
 * padding behind the last one are fine. Reading fails where the data is damaged, cut off, followed
 * by something else, or needs more memory than the limits allow. */
morgue_status mg_xz_stream(mg_stream *under, void *user, mg_stream **ret, morgue_error *err);

#endif
