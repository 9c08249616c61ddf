/* Packing by zlib: where ISA-L is not to be had. */
#include "archive/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "archive/error.h"

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
