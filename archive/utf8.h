/* UTF-8: reading, writing, checking and mending. */
#ifndef MG_UTF8_H
#define MG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/buffer.h"

/* Decodes the character at `at` (at < end) of valid UTF-8; sets *ret_len to its bytes. */
uint32_t mg_utf8_get(const char *at, const char *end, unsigned *ret_len);

/* Where the character before `at` (at > begin) begins, in valid UTF-8. */
static inline const char *mg_utf8_before(const char *begin, const char *at)
{
    do
        at--;
    while (at > begin && ((unsigned char)*at & 0xC0) == 0x80);
    return at;
}

/* Writes a character (up to 4 bytes) and returns its length. */
unsigned mg_utf8_put(uint32_t character, char ret[4]);

/* Bytes at the start of the text that are clean: valid UTF-8 (RFC 3629) without NUL or the other
 * control characters that text does not have. `len` when all of it is. */
size_t mg_utf8_clean_prefix(const char *text, size_t len);

/* What mg_utf8_mend() changed. */
typedef struct mg_mend {
    size_t bytes;    /* that were not UTF-8, read as Windows-1252 */
    size_t controls; /* NUL and other control characters, turned into spaces */
} mg_mend;

/* Appends the text to `ret` as clean UTF-8. False when memory is out. */
bool mg_utf8_mend(const char *text, size_t len, mg_buffer *ret, mg_mend *counts);

/* The character of a byte from 0x80 on in Windows-1252; U+FFFD where it has none. */
uint32_t mg_windows1252(unsigned char byte);

/* The greatest length <= max at which the text can be cut without splitting a character. */
size_t mg_utf8_cut(const char *text, size_t len, size_t max);

#endif
