/* What packing and unpacking by ISA-L share: zlib's header (RFC 1950), and its input. */
#ifndef MG_ISAL_H
#define MG_ISAL_H

#include <stdint.h>

enum {
    MG_ZLIB_HEADER = 6,            /* bytes: method, flags, Adler-32 of the dictionary */
    MG_ZLIB_WITH_DICTIONARY = 0x20 /* in the flags; without it the Adler-32 is left out */
};

/* ISA-L does not write to its input, but does not say so. */
static inline uint8_t *mg_isal_input(const char *data)
{
    union {
        const char *in;
        uint8_t *out;
    } input = {data};
    return input.out;
}

#endif
