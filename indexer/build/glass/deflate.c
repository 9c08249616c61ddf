/* Tags as raw deflate streams. Source: Xapian 1.4.22, common/compression_stream.cc. */
#include "indexer/build/glass/deflate.h"

#define ZLIB_CONST
#include <stdlib.h>
#include <zlib.h>

#include "archive/buffer.h"
#include "archive/error.h"

enum {
    WINDOW = -15, /* raw; what the reader expects at most */
    MEMORY = 8,
    LEAST = 18, /* shorter tags are not tried, as Xapian does */
    READER_BUFFER = 8192
};

struct mg_glass_deflate {
    z_stream stream;
    mg_buffer output;
};

morgue_status mg_glass_deflate_new(int level, mg_glass_deflate **ret, morgue_error *err)
{
    if (level < 1 || level > 9)
        return mg_fail(err, MORGUE_INVALID, "compression level %d: give 1 to 9", level);
    mg_glass_deflate *deflate = calloc(1, sizeof *deflate);
    if (!deflate || deflateInit2(&deflate->stream, level, Z_DEFLATED, WINDOW, MEMORY,
                                 Z_DEFAULT_STRATEGY) != Z_OK) {
        free(deflate);
        return mg_fail_memory(err);
    }
    *ret = deflate;
    return MORGUE_OK;
}

void mg_glass_deflate_free(mg_glass_deflate *deflate)
{
    if (!deflate)
        return;
    deflateEnd(&deflate->stream);
    mg_buffer_free(&deflate->output);
    free(deflate);
}

/* Xapian inflates each component of a tag into a buffer of 8192 bytes, and stops when the input is
 * used up although zlib may still hold output: a last match that straddles the end of that buffer,
 * with the end of the stream in the same byte, gives "Too few chunks of compressed data". Its own
 * writer makes such streams. An empty stored block before the last, empty one means there is always
 * input left while data comes out, wherever the components part: zlib holds back less than 8192
 * bytes when its input ends. It costs some 5 bytes, for tags over 8192 only. */
static bool needs_tail(size_t len)
{
    return len > READER_BUFFER;
}

/* Whether the stream fits into the output. */
static bool compress_into(z_stream *stream, size_t len)
{
    if (needs_tail(len) && (deflate(stream, Z_SYNC_FLUSH) != Z_OK || stream->avail_out == 0))
        return false;
    return deflate(stream, Z_FINISH) == Z_STREAM_END;
}

morgue_status mg_glass_deflate_tag(mg_glass_deflate *deflate, const void *data, size_t len,
                                   mg_glass_tag *ret, morgue_error *err)
{
    mg_glass_tag tag = {data, len, false};
    z_stream *stream = &deflate->stream;
    mg_buffer_clear(&deflate->output);
    if (len > LEAST && len < MG_BUFFER_MAX) {
        if (!mg_buffer_reserve(&deflate->output, len))
            return mg_fail_memory(err);
        deflateReset(stream);
        stream->next_in = data;
        stream->avail_in = (uInt)len;
        stream->next_out = (Bytef *)deflate->output.data;
        stream->avail_out = (uInt)len - 1; /* only where smaller */
        if (compress_into(stream, len))
            tag = (mg_glass_tag){deflate->output.data, len - 1 - stream->avail_out, true};
    }
    *ret = tag;
    return MORGUE_OK;
}
