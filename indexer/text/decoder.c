#include "indexer/text/decoder.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/text/hz.h"

/* No character of any set has more bytes, with the escape sequence before it. */
enum { CARRY_MAX = 32 };

struct mg_decoder {
    iconv_t conversion;
    size_t unit;           /* bytes that are passed over where nothing can be read */
    char carry[CARRY_MAX]; /* the beginning of a character whose end was not there yet */
    size_t carried;
    bool is_hz;
    mg_hz hz;
    mg_buffer scratch;
};

static bool is_hz(const char *name)
{
    return strcmp(name, MG_HZ_NAME) == 0;
}

static iconv_t open_conversion(const char *name)
{
    return iconv_open("UTF-8", is_hz(name) ? "GB18030" : name);
}

bool mg_decoder_exists(const char *name)
{
    iconv_t conversion = open_conversion(name);
    if (conversion == (iconv_t)-1)
        return false;
    iconv_close(conversion);
    return true;
}

morgue_status mg_decoder_new(const char *name, mg_decoder **ret, morgue_error *err)
{
    mg_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder)
        return mg_fail_memory(err);
    decoder->is_hz = is_hz(name);
    decoder->unit = strncmp(name, "UTF-16", 6) == 0 ? 2 : strncmp(name, "UTF-32", 6) == 0 ? 4 : 1;
    decoder->conversion = open_conversion(name);
    if (decoder->conversion == (iconv_t)-1) {
        free(decoder);
        return errno == ENOMEM ? mg_fail_memory(err)
                               : mg_fail(err, MORGUE_BAD_INPUT,
                                         "the character set %s cannot be converted here", name);
    }
    *ret = decoder;
    return MORGUE_OK;
}

void mg_decoder_free(mg_decoder *decoder)
{
    if (!decoder)
        return;
    iconv_close(decoder->conversion);
    mg_buffer_free(&decoder->scratch);
    free(decoder);
}

static bool append_unknown(mg_buffer *ret, size_t *bad)
{
    ++*bad;
    return mg_buffer_append_string(ret, "\xEF\xBF\xBD");
}

/* One call of iconv(); 0 or its errno. At text.data NULL it hands out what it keeps back. */
static int convert_step(mg_decoder *decoder, morgue_text *text, mg_buffer *ret)
{
    char *from; /* POSIX forgot a const */
    memcpy(&from, &text->data, sizeof from);
    char *to = ret->data + ret->len;
    size_t room = ret->cap - ret->len - 1;
    size_t result = iconv(decoder->conversion, text->data ? &from : NULL, &text->len, &to, &room);
    int problem = result == (size_t)-1 ? errno : 0;
    text->data = from;
    ret->len = (size_t)(to - ret->data);
    ret->data[ret->len] = '\0';
    return problem;
}

/* Converts as much of *text as there is, up to a character that is cut at its end. */
static bool convert(mg_decoder *decoder, morgue_text *text, mg_buffer *ret, size_t *bad)
{
    while (text->len) {
        if (!mg_buffer_reserve(ret, text->len + text->len / 2 + 64))
            return false;
        switch (convert_step(decoder, text, ret)) {
        case 0:
        case E2BIG: break;
        case EINVAL: return true;
        default:
            if (!append_unknown(ret, bad))
                return false;
            size_t n = text->len < decoder->unit ? text->len : decoder->unit;
            text->data += n;
            text->len -= n;
        }
    }
    return true;
}

/* Completes the character that was cut with bytes from *piece. */
static bool convert_carry(mg_decoder *decoder, morgue_text *piece, mg_buffer *ret, size_t *bad)
{
    while (decoder->carried && piece->len) {
        decoder->carry[decoder->carried++] = *piece->data++;
        piece->len--;
        morgue_text text = {decoder->carry, decoder->carried};
        if (!convert(decoder, &text, ret, bad))
            return false;
        if (text.len == CARRY_MAX) { /* no character is that long */
            text.data++;
            text.len--;
            if (!append_unknown(ret, bad))
                return false;
        }
        memmove(decoder->carry, text.data, text.len);
        decoder->carried = text.len;
    }
    return true;
}

static bool finish(mg_decoder *decoder, mg_buffer *ret, size_t *bad)
{
    morgue_text kept_back = {NULL, 0};
    if (decoder->carried && !append_unknown(ret, bad))
        return false;
    decoder->carried = 0;
    if (!mg_buffer_reserve(ret, 64))
        return false;
    (void)convert_step(decoder, &kept_back, ret);
    return true;
}

static bool push(mg_decoder *decoder, morgue_text piece, mg_buffer *ret, size_t *bad)
{
    if (!convert_carry(decoder, &piece, ret, bad) || !convert(decoder, &piece, ret, bad))
        return false;
    for (; piece.len >= CARRY_MAX; piece.data++, piece.len--) /* cannot be: iconv(3) */
        if (!append_unknown(ret, bad))
            return false;
    if (piece.len) {
        memcpy(decoder->carry, piece.data, piece.len);
        decoder->carried = piece.len;
    }
    return true;
}

bool mg_decoder_push(mg_decoder *decoder, morgue_text piece, bool last, mg_buffer *ret, size_t *bad)
{
    if (decoder->is_hz) {
        mg_buffer_clear(&decoder->scratch);
        if (!mg_hz_push(&decoder->hz, piece, last, &decoder->scratch))
            return false;
        piece = (morgue_text){decoder->scratch.data, decoder->scratch.len};
    }
    return push(decoder, piece, ret, bad) && (!last || finish(decoder, ret, bad));
}
