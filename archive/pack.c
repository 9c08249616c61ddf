#include "archive/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "archive/error.h"

/* ---- Packing ------------------------------------------------------------------------------ */

/* Setting a dictionary costs zlib a pass over it; copying a stream that has it set costs a fraction
 * of that. So one stream is prepared and copied for each record, into memory that is kept from copy
 * to copy: it is of the size that the allocator would take from the system and give back each time.
 */
enum { BLOCKS = 8 };

typedef struct block {
    void *data;
    size_t size;
    bool in_use;
} block;

struct mg_packer {
    z_stream primed;
    free_func own_free; /* zlib's own, of the primed stream */
    void *own_opaque;
    block blocks[BLOCKS];
};

static void *take_block(void *user, unsigned items, unsigned item_size)
{
    mg_packer *packer = user;
    size_t size = (size_t)items * item_size;
    for (size_t i = 0; i < BLOCKS; i++) {
        block *b = &packer->blocks[i];
        if (b->in_use || (b->data && b->size != size))
            continue;
        if (!b->data && !(b->data = malloc(size)))
            return NULL;
        b->size = size;
        b->in_use = true;
        return b->data;
    }
    return NULL;
}

static void give_block(void *user, void *data)
{
    mg_packer *packer = user;
    for (size_t i = 0; i < BLOCKS; i++)
        if (packer->blocks[i].data == data)
            packer->blocks[i].in_use = false;
}

morgue_status mg_packer_new(int level, const char *dictionary, size_t len, mg_packer **ret,
                            morgue_error *err)
{
    mg_packer *packer = calloc(1, sizeof *packer);
    if (!packer)
        return mg_fail_memory(err);
    if (deflateInit(&packer->primed, level) != Z_OK) {
        free(packer);
        return mg_fail_memory(err);
    }
    if (len)
        deflateSetDictionary(&packer->primed, (const Bytef *)dictionary, (uInt)len);
    packer->own_free = packer->primed.zfree;
    packer->own_opaque = packer->primed.opaque;
    packer->primed.zalloc = take_block; /* from here on for copies only */
    packer->primed.zfree = give_block;
    packer->primed.opaque = packer;
    *ret = packer;
    return MORGUE_OK;
}

void mg_packer_free(mg_packer *packer)
{
    if (!packer)
        return;
    packer->primed.zfree = packer->own_free;
    packer->primed.opaque = packer->own_opaque;
    deflateEnd(&packer->primed);
    for (size_t i = 0; i < BLOCKS; i++)
        free(packer->blocks[i].data);
    free(packer);
}

/* Runs the stream to its end into room that is known to suffice. */
static bool deflate_all(z_stream *stream, const char *data, size_t len, mg_buffer *ret)
{
    union {
        const char *in;
        Bytef *out;
    } input = {data}; /* zlib does not write to its input, but says so only with ZLIB_CONST */
    size_t bound = deflateBound(stream, (uLong)len) + 16;
    mg_buffer_clear(ret);
    if (len > MG_BUFFER_MAX || !mg_buffer_reserve(ret, bound))
        return false;
    stream->next_in = input.out;
    stream->avail_in = (uInt)len;
    stream->next_out = (Bytef *)ret->data;
    stream->avail_out = (uInt)bound;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END)
        return false;
    ret->len = stream->total_out;
    return true;
}

morgue_status mg_pack(mg_packer *packer, const char *data, size_t len, mg_buffer *ret,
                      morgue_error *err)
{
    z_stream stream;
    if (deflateCopy(&stream, &packer->primed) != Z_OK)
        return mg_fail_memory(err);
    bool done = deflate_all(&stream, data, len, ret);
    deflateEnd(&stream);
    return done ? MORGUE_OK : mg_fail_memory(err);
}

/* ---- Unpacking ---------------------------------------------------------------------------- */

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
        if (!mg_buffer_reserve(ret, ret->len + 4096))
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
