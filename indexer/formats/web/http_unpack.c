#include "indexer/formats/web/http_unpack.h"

#define ZLIB_CONST
#include <brotli/decode.h>
#include <zlib.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"

enum { STEP = 64 << 10 };

/* How unpacking ended. */
typedef enum ending { ALL, EARLY, DAMAGED, TOO_MUCH, NO_ROOM } ending;

/* Room behind the buffer and before its NUL: as much as there is, at least a step. */
static size_t make_room(mg_buffer *buffer)
{
    return mg_buffer_reserve(buffer, STEP) ? buffer->cap - buffer->len - 1 : 0;
}

static void add_len(mg_buffer *buffer, size_t n)
{
    buffer->len += n;
    buffer->data[buffer->len] = '\0';
}

/* ---- Deflate ------------------------------------------------------------------------------- */

/* `window` as inflateInit2() takes it. */
static ending inflate_all(morgue_text from, int window, size_t max, mg_buffer *ret)
{
    z_stream z = {.next_in = (const Bytef *)from.data, .avail_in = (uInt)from.len};
    int result = inflateInit2(&z, window);
    if (result != Z_OK)
        return NO_ROOM;
    while (result == Z_OK && ret->len <= max) {
        size_t room = make_room(ret);
        if (!room) {
            result = Z_MEM_ERROR;
            break;
        }
        z.next_out = (Bytef *)ret->data + ret->len;
        z.avail_out = (uInt)room;
        result = inflate(&z, Z_NO_FLUSH);
        add_len(ret, room - z.avail_out);
    }
    inflateEnd(&z);
    if (result == Z_MEM_ERROR)
        return NO_ROOM;
    if (ret->len > max)
        return TOO_MUCH;
    return result == Z_STREAM_END ? ALL : result == Z_BUF_ERROR ? EARLY : DAMAGED;
}

static bool is_gzip(morgue_text body)
{
    return body.len > 2 && (unsigned char)body.data[0] == 0x1F &&
           (unsigned char)body.data[1] == 0x8B;
}

/* RFC 1950, 2.2. */
static bool is_zlib(morgue_text body)
{
    if (body.len < 2)
        return false;
    unsigned method = (unsigned char)body.data[0], flags = (unsigned char)body.data[1];
    return (method & 0x0F) == 8 && (method * 256 + flags) % 31 == 0;
}

/* ---- Brotli -------------------------------------------------------------------------------- */

static ending unbrotli(morgue_text from, size_t max, mg_buffer *ret)
{
    const uint8_t *in = (const uint8_t *)from.data;
    size_t n_in = from.len;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state)
        return NO_ROOM;
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && ret->len <= max) {
        size_t room = make_room(ret), left = room;
        uint8_t *out = (uint8_t *)ret->data + ret->len;
        if (!room)
            break;
        result = BrotliDecoderDecompressStream(state, &n_in, &in, &left, &out, NULL);
        add_len(ret, room - left);
    }
    bool failed = result == BROTLI_DECODER_RESULT_ERROR;
    bool no_memory =
        failed && BrotliDecoderGetErrorCode(state) <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES;
    BrotliDecoderDestroyInstance(state);
    if (ret->len > max)
        return TOO_MUCH;
    if (no_memory || result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
        return NO_ROOM;
    return failed ? DAMAGED : result == BROTLI_DECODER_RESULT_SUCCESS ? ALL : EARLY;
}

/* Brotli and bare deflate have no mark to know them by: what begins as text does is text. */
static bool begins_as_text(morgue_text body)
{
    size_t n = body.len < 32 ? body.len : 32;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)body.data[i];
        if (c < '\t' || (c > '\r' && c < 0x20) || c == 0x7F)
            return false;
    }
    return n < 32 || body.data[0] == '<' || body.data[0] == '{' || body.data[0] == '[';
}

/* ---- The codings --------------------------------------------------------------------------- */

/* Packed by `coding`? Then unpacks it. */
static bool unpack(morgue_text coding, morgue_text body, size_t max, mg_buffer *ret,
                   ending *ret_ending)
{
    if (is_gzip(body) && !mg_text_like(coding, "br")) /* "deflate" may be said of it too */
        *ret_ending = inflate_all(body, 15 + 16, max, ret);
    else if (mg_text_like(coding, "deflate") && (is_zlib(body) || !begins_as_text(body)))
        *ret_ending = inflate_all(body, is_zlib(body) ? 15 : -15, max, ret);
    else if (mg_text_like(coding, "br") && !begins_as_text(body))
        *ret_ending = unbrotli(body, max, ret);
    else
        return false;
    return true;
}

static bool is_known(morgue_text coding)
{
    static const char *const names[] = {"gzip", "x-gzip", "deflate",  "br",
                                        "",     "none",   "identity", "utf-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mg_text_like(coding, names[i]))
            return true;
    return false;
}

morgue_status mg_http_unpack(morgue_text coding, size_t max, morgue_text *body, mg_buffer *ret,
                             const char **problem, morgue_error *err)
{
    ending how = ALL;
    if (!is_known(coding) && !is_gzip(*body)) {
        int n = coding.len > 40 ? 40 : (int)coding.len;
        return mg_fail(err, MORGUE_BAD_INPUT, "it is packed as \"%.*s\", which is not read", n,
                       coding.data);
    }
    if (!unpack(coding, *body, max, ret, &how))
        return MORGUE_OK;
    if (how == NO_ROOM)
        return mg_fail_memory(err);
    if (how == TOO_MUCH)
        return mg_fail(err, MORGUE_BAD_INPUT, "unpacked, it has more than %zu MB", max >> 20);
    if (how != ALL && !ret->len)
        return MORGUE_OK; /* it is not packed at all */
    if (how != ALL)
        *problem = how == EARLY ? "the packed answer ends too early: what was there is in"
                                : "the packed answer is damaged: what came before that is in";
    *body = (morgue_text){ret->data ? ret->data : "", ret->len};
    return MORGUE_OK;
}
