/* Unpacking by zlib, whoever has packed. */
#include "archive/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "archive/error.h"

enum { AT_ONCE = 4096 };

static morgue_status damaged(const z_stream *stream, morgue_error *err)
{
    return mg_fail(err, MORGUE_CORRUPT, "a packed article is damaged: %s",
                   stream->msg ? stream->msg : "it ends too early");
}

static morgue_status set_dictionary(z_stream *stream, mg_dictionary_finder *finder, void *user,
                                    morgue_error *err)
{
    morgue_text dictionary;
    morgue_status status = finder(user, (uint32_t)stream->adler, &dictionary, err);
    if (status != MORGUE_OK)
        return status;
    if (inflateSetDictionary(stream, (const Bytef *)dictionary.data, (uInt)dictionary.len) != Z_OK)
        return damaged(stream, err);
    return MORGUE_OK;
}

static morgue_status inflate_all(z_stream *stream, mg_dictionary_finder *finder, void *user,
                                 mg_buffer *ret, morgue_error *err)
{
    for (;;) {
        if (ret->len >= MG_BUFFER_MAX - 2 * AT_ONCE) /* few bytes can say so much */
            return mg_fail(err, MORGUE_CORRUPT, "a packed article is damaged: it is too long");
        if (!mg_buffer_reserve(ret, AT_ONCE))
            return mg_fail_memory(err);
        size_t room = ret->cap - ret->len - 1;
        stream->next_out = (Bytef *)ret->data + ret->len;
        stream->avail_out = (uInt)room;
        int result = inflate(stream, Z_NO_FLUSH);
        ret->len += room - stream->avail_out;
        ret->data[ret->len] = '\0';
        if (result == Z_STREAM_END)
            return MORGUE_OK;
        if (result == Z_MEM_ERROR)
            return mg_fail_memory(err);
        if (result == Z_NEED_DICT) {
            morgue_status status = set_dictionary(stream, finder, user, err);
            if (status != MORGUE_OK)
                return status;
        } else if (result != Z_OK) {
            return damaged(stream, err);
        }
    }
}

morgue_status mg_unpack(const char *data, size_t len, mg_dictionary_finder *finder, void *user,
                        mg_buffer *ret, morgue_error *err)
{
    union {
        const char *in;
        Bytef *out;
    } input = {data};
    z_stream stream = {.next_in = input.out, .avail_in = (uInt)len};
    mg_buffer_clear(ret);
    if (inflateInit(&stream) != Z_OK)
        return mg_fail_memory(err);
    morgue_status status = inflate_all(&stream, finder, user, ret, err);
    if (status == MORGUE_OK && stream.avail_in)
        status = mg_fail(err, MORGUE_CORRUPT, "a packed article has bytes behind its end");
    inflateEnd(&stream);
    return status;
}
