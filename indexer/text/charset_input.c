/* A stream that converts what it reads, and putting it below the window of an input. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/text/charset.h"
#include "indexer/text/decoder.h"

enum { PIECE = 64 << 10 };

typedef struct converter {
    mg_stream stream;
    mg_stream *under;
    mg_decoder *decoder;
    mg_buffer text; /* converted; handed out up to `given` */
    size_t given;
    bool at_end;
    char piece[PIECE];
} converter;

/* Converts the next piece, or what is left behind the last one. */
static morgue_status read_on(converter *c, morgue_error *err)
{
    size_t n = 0, bad = 0;
    morgue_status status = c->under->type->read(c->under, c->piece, PIECE, &n, err);
    if (status != MORGUE_OK)
        return status;
    mg_buffer_clear(&c->text);
    c->given = 0;
    c->at_end = n == 0;
    if (!mg_decoder_push(c->decoder, (morgue_text){c->piece, n}, c->at_end, &c->text, &bad))
        return mg_fail_memory(err);
    return MORGUE_OK;
}

static morgue_status converter_read(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                                    morgue_error *err)
{
    converter *c = (converter *)stream;
    while (c->given == c->text.len && !c->at_end) {
        morgue_status status = read_on(c, err);
        if (status != MORGUE_OK)
            return status;
    }
    size_t left = c->text.len - c->given;
    n = n < left ? n : left;
    if (n)
        memcpy(to, c->text.data + c->given, n);
    c->given += n;
    *ret_n = n;
    return MORGUE_OK;
}

static void converter_close(mg_stream *stream)
{
    converter *c = (converter *)stream;
    mg_stream_close(c->under);
    mg_decoder_free(c->decoder);
    mg_buffer_free(&c->text);
    free(c);
}

static const mg_stream_type converter_type = {.read = converter_read, .close = converter_close};

/* `user` points to the decoder, which is taken. */
static morgue_status make_converter(mg_stream *under, void *user, mg_stream **ret,
                                    morgue_error *err)
{
    mg_decoder **decoder = user;
    converter *c = calloc(1, sizeof *c);
    if (!c) {
        mg_stream_close(under);
        return mg_fail_memory(err);
    }
    c->stream.type = &converter_type;
    c->under = under;
    c->decoder = *decoder;
    *decoder = NULL;
    *ret = &c->stream;
    return MORGUE_OK;
}

morgue_status mg_input_decode(mg_input *input, const mg_charset *charset, morgue_error *err)
{
    mg_decoder *decoder = NULL;
    mg_input_skip(input, charset->mark);
    if (charset->utf8)
        return MORGUE_OK;
    morgue_status status = mg_decoder_new(charset->name, &decoder, err);
    if (status == MORGUE_BAD_INPUT) /* a C library without it: mended as it is put */
        return MORGUE_OK;
    if (status == MORGUE_OK)
        status = mg_input_wrap(input, make_converter, &decoder, err);
    mg_decoder_free(decoder);
    return status;
}
