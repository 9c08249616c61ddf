#include "indexer/input/stream.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

void mg_stream_close(mg_stream *stream)
{
    if (stream)
        stream->type->close(stream);
}

bool mg_stream_can_seek(const mg_stream *stream)
{
    return stream->type->seek;
}

/* ---- Bytes that were read already ---------------------------------------------------------- */

typedef struct prefixed {
    mg_stream stream;
    char *data; /* NULL when all was handed out */
    size_t start;
    size_t len;
    morgue_error after; /* OK: the bytes of `under` follow */
    mg_stream *under;
} prefixed;

static morgue_status read_prefixed(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                                   morgue_error *err)
{
    prefixed *p = (prefixed *)stream;
    if (!p->len) {
        free(p->data);
        p->data = NULL;
        if (p->after.status != MORGUE_OK) {
            *err = p->after;
            return p->after.status;
        }
        *ret_n = 0;
        return p->under ? p->under->type->read(p->under, to, n, ret_n, err) : MORGUE_OK;
    }
    n = n < p->len ? n : p->len;
    memcpy(to, p->data + p->start, n);
    p->start += n;
    p->len -= n;
    *ret_n = n;
    return MORGUE_OK;
}

static void close_prefixed(mg_stream *stream)
{
    prefixed *p = (prefixed *)stream;
    mg_stream_close(p->under);
    free(p->data);
    free(p);
}

morgue_status mg_stream_prefixed(char *data, size_t start, size_t len, const morgue_error *after,
                                 mg_stream *under, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type type = {.read = read_prefixed, .close = close_prefixed};
    prefixed *p = calloc(1, sizeof *p);
    if (!p) {
        free(data);
        mg_stream_close(under);
        return mg_fail_memory(err);
    }
    *p = (prefixed){{&type}, data, start, len, {0}, under};
    if (after)
        p->after = *after;
    *ret = &p->stream;
    return MORGUE_OK;
}
