/* Bytes whose character set is looked for, with a label declared in front of the first line end:
 * what comes of them is valid UTF-8, the same whole and piece by piece. */
#include "indexer/text/charset.h"

#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "indexer/text/decoder.h"
#include "tests/fuzz/fuzz.h"

/* Valid but for control characters, which stay. */
static void expect_valid(const mg_buffer *text)
{
    for (size_t at = 0; at < text->len; at++) {
        at += mg_utf8_clean_prefix(text->data + at, text->len - at);
        EXPECT(at >= text->len || (unsigned char)text->data[at] < 0x80);
    }
}

static void expect_same_in_pieces(const mg_charset *charset, morgue_text bytes,
                                  const mg_buffer *whole)
{
    mg_buffer text = {0};
    mg_decoder *decoder;
    size_t bad = 0, piece = 1 + bytes.len % 7;
    EXPECT(mg_decoder_new(charset->name, &decoder, NULL) == MORGUE_OK);
    while (bytes.len) {
        size_t n = piece < bytes.len ? piece : bytes.len;
        EXPECT(mg_decoder_push(decoder, (morgue_text){bytes.data, n}, n == bytes.len, &text, &bad));
        bytes.data += n;
        bytes.len -= n;
    }
    EXPECT(text.len == whole->len && (!text.len || !memcmp(text.data, whole->data, text.len)));
    mg_decoder_free(decoder);
    mg_buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = fuzz_copy(data, size);
    const char *end = memchr(copy, '\n', size);
    morgue_text label = {copy, end ? (size_t)(end - copy) : 0};
    morgue_text bytes = {copy + label.len + (end != NULL), size - label.len - (end != NULL)};
    mg_buffer whole = {0};
    mg_charset charset;
    size_t bad = 0;
    mg_charset_decide(bytes, label, &charset);
    EXPECT(charset.why && memchr(charset.name, '\0', sizeof charset.name));
    EXPECT(charset.mark <= bytes.len);
    EXPECT(mg_charset_decode(&charset, bytes, &whole, &bad, NULL) == MORGUE_OK);
    EXPECT(whole.len <= 4 * bytes.len + 8 && bad <= bytes.len);
    expect_valid(&whole);
    if (!charset.utf8)
        expect_same_in_pieces(
            &charset, (morgue_text){bytes.data + charset.mark, bytes.len - charset.mark}, &whole);
    mg_buffer_free(&whole);
    free(copy);
    return 0;
}
