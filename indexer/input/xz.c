#include "indexer/input/xz.h"

#include <lzma.h>
#include <stdlib.h>

#include "archive/error.h"

enum { CHUNK = 128 << 10 };

typedef struct xz {
    mg_stream stream;
    mg_stream *under;
    mg_meter *meter;
    lzma_stream unpacker;
    bool file_ended;
    bool ended;
    unsigned char packed[CHUNK];
} xz;

static morgue_status failed(const xz *x, lzma_ret result, morgue_error *err)
{
    char size[MG_SIZE_TEXT];
    bool early = result == LZMA_BUF_ERROR;
    if (result == LZMA_MEMLIMIT_ERROR || result == LZMA_MEM_ERROR)
        return mg_fail(
            err, MORGUE_IO, "the xz data takes more memory to unpack than %s: unpack it yourself",
            result == LZMA_MEM_ERROR ? "there is" : mg_size_text(x->meter->limits->memory, size));
    return mg_fail(err, MORGUE_IO,
                   "the xz data %s: the articles before this place are in, get a whole copy for "
                   "the rest",
                   early                          ? "ends too early"
                   : result == LZMA_FORMAT_ERROR  ? "is followed by something else"
                   : result == LZMA_OPTIONS_ERROR ? "is of a kind that is not known here"
                                                  : "is damaged");
}

/* Reads packed bytes when all were used. */
static morgue_status feed(xz *x, morgue_error *err)
{
    size_t n = 0;
    if (x->unpacker.avail_in || x->file_ended)
        return MORGUE_OK;
    morgue_status status = x->under->type->read(x->under, x->packed, CHUNK, &n, err);
    if (status != MORGUE_OK)
        return status;
    x->file_ended = n == 0;
    x->unpacker.next_in = x->packed;
    x->unpacker.avail_in = n;
    return MORGUE_OK;
}

static morgue_status read_xz(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                             morgue_error *err)
{
    xz *x = (xz *)stream;
    lzma_stream *z = &x->unpacker;
    morgue_status status = MORGUE_OK;
    z->next_out = to;
    z->avail_out = n;
    while (status == MORGUE_OK && !x->ended && z->avail_out == n) {
        status = feed(x, err);
        if (status != MORGUE_OK)
            break;
        lzma_ret result = lzma_code(z, x->file_ended ? LZMA_FINISH : LZMA_RUN);
        x->ended = result == LZMA_STREAM_END;
        if (result != LZMA_OK && result != LZMA_STREAM_END)
            status = failed(x, result, err);
    }
    *ret_n = n - z->avail_out;
    return *ret_n ? mg_meter_unpacked(x->meter, *ret_n, err) : status;
}

static void close_xz(mg_stream *stream)
{
    xz *x = (xz *)stream;
    lzma_end(&x->unpacker);
    mg_stream_close(x->under);
    free(x);
}

morgue_status mg_xz_stream(mg_stream *under, void *user, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type type = {.read = read_xz, .close = close_xz};
    const lzma_stream empty = LZMA_STREAM_INIT;
    xz *x = calloc(1, sizeof *x);
    if (!x) {
        mg_stream_close(under);
        return mg_fail_memory(err);
    }
    x->stream.type = &type;
    x->under = under;
    x->meter = user;
    x->unpacker = empty;
    if (lzma_auto_decoder(&x->unpacker, x->meter->limits->memory, LZMA_CONCATENATED) != LZMA_OK) {
        close_xz(&x->stream);
        return mg_fail_memory(err);
    }
    *ret = &x->stream;
    return MORGUE_OK;
}
