#include "indexer/input/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "archive/error.h"

enum { CHUNK = 256 << 10 };

typedef struct gzip {
    mg_stream stream;
    mg_stream *under;
    mg_meter *meter;
    z_stream unpacker;
    bool between_members;
    bool file_ended;
    unsigned char packed[CHUNK];
} gzip;

static morgue_status failed(morgue_error *err, const char *what)
{
    return mg_fail(err, MORGUE_IO,
                   "the gzip data %s: the articles before this place are in, get a whole copy for "
                   "the rest",
                   what);
}

/* Reads packed bytes when all were used. */
static morgue_status feed(gzip *g, morgue_error *err)
{
    size_t n = 0;
    if (g->unpacker.avail_in || g->file_ended)
        return MORGUE_OK;
    morgue_status status = g->under->type->read(g->under, g->packed, CHUNK, &n, err);
    if (status != MORGUE_OK)
        return status;
    g->file_ended = n == 0;
    g->unpacker.next_in = g->packed;
    g->unpacker.avail_in = (uInt)n;
    return MORGUE_OK;
}

/* Behind a member may come another one, padding of NULs, or the end. */
static morgue_status next_member(gzip *g, morgue_error *err)
{
    z_stream *z = &g->unpacker;
    while (z->avail_in && *z->next_in == 0) {
        z->next_in++;
        z->avail_in--;
    }
    if (!z->avail_in)
        return MORGUE_OK;
    if (*z->next_in != 0x1F)
        return failed(err, "is followed by something else");
    if (inflateReset(z) != Z_OK)
        return failed(err, "cannot be unpacked");
    g->between_members = false;
    return MORGUE_OK;
}

static morgue_status unpack(gzip *g, morgue_error *err)
{
    if (g->file_ended && !g->unpacker.avail_in)
        return failed(err, "ends too early");
    int result = inflate(&g->unpacker, Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        g->between_members = true;
    else if (result == Z_MEM_ERROR)
        return mg_fail_memory(err);
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return failed(err, "is damaged");
    return MORGUE_OK;
}

static morgue_status read_gzip(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                               morgue_error *err)
{
    gzip *g = (gzip *)stream;
    z_stream *z = &g->unpacker;
    uInt room = n > UINT_MAX ? UINT_MAX : (uInt)n;
    morgue_status status = MORGUE_OK;
    z->next_out = to;
    z->avail_out = room;
    while (status == MORGUE_OK && z->avail_out == room) {
        status = feed(g, err);
        if (status == MORGUE_OK && g->between_members)
            status = next_member(g, err);
        if (g->between_members && g->file_ended)
            break;
        if (status == MORGUE_OK && !g->between_members)
            status = unpack(g, err);
    }
    *ret_n = room - z->avail_out;
    return *ret_n ? mg_meter_unpacked(g->meter, *ret_n, err) : status;
}

static void close_gzip(mg_stream *stream)
{
    gzip *g = (gzip *)stream;
    inflateEnd(&g->unpacker);
    mg_stream_close(g->under);
    free(g);
}

morgue_status mg_gzip_stream(mg_stream *under, void *user, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type type = {.read = read_gzip, .close = close_gzip};
    gzip *g = calloc(1, sizeof *g);
    if (!g || inflateInit2(&g->unpacker, 15 + 16) != Z_OK) {
        free(g);
        mg_stream_close(under);
        return mg_fail_memory(err);
    }
    g->stream.type = &type;
    g->under = under;
    g->meter = user;
    *ret = &g->stream;
    return MORGUE_OK;
}
