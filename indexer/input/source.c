#include "indexer/input/source.h"

#include <stdlib.h>

#include "archive/error.h"

typedef struct source {
    mg_stream stream;
    const morgue_source *from;
    mg_meter *meter;
    bool ended; /* it is not asked again */
} source;

/* What the caller says may be half filled, or mean something else to us. */
static morgue_status failed(morgue_status status, morgue_error *said, morgue_error *err)
{
    if (status == MORGUE_NO_MEMORY)
        return mg_fail_memory(err);
    return mg_fail(err, MORGUE_IO, "%s",
                   mg_error_said(said, "cannot be read, and does not say why"));
}

static morgue_status read_source(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                                 morgue_error *err)
{
    source *s = (source *)stream;
    morgue_error said = {.offset = -1};
    size_t got = 0;
    morgue_status status = s->ended ? MORGUE_OK : s->from->read(s->from->user, to, n, &got, &said);
    s->ended = s->ended || status != MORGUE_OK || !got;
    if (status != MORGUE_OK)
        return failed(status, &said, err);
    if (got > n) {
        s->ended = true;
        return mg_fail(err, MORGUE_IO, "says that it has put %zu bytes into room for %zu", got, n);
    }
    s->meter->packed += got;
    *ret_n = got;
    return MORGUE_OK;
}

static void close_source(mg_stream *stream)
{
    free(stream);
}

morgue_status mg_source_stream(const morgue_source *from, mg_meter *meter, mg_stream **ret,
                               morgue_error *err)
{
    static const mg_stream_type type = {.read = read_source, .close = close_source};
    source *s = calloc(1, sizeof *s);
    if (!s)
        return mg_fail_memory(err);
    *s = (source){.stream = {&type}, .from = from, .meter = meter};
    *ret = &s->stream;
    return MORGUE_OK;
}
