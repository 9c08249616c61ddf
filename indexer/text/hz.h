/* HZ (RFC 1843): GB 2312 in seven bits, between "~{" and "~}". glibc has no converter for it; with
 * the top bits set it is GB 18030. */
#ifndef MG_HZ_H
#define MG_HZ_H

#include "archive/buffer.h"
#include "morgue.h"

#define MG_HZ_NAME "HZ-GB-2312"

typedef struct mg_hz {
    bool chinese; /* between "~{" and "~}" */
    bool half;    /* a character's first byte was the last one */
    bool tilde;   /* the last byte was one, and nothing is decided yet */
} mg_hz;

/* Appends the piece as GB 18030. False when memory is out. */
bool mg_hz_push(mg_hz *state, morgue_text piece, bool last, mg_buffer *ret);

/* Is there nothing but ASCII and well-formed Chinese, and enough of it? */
bool mg_is_hz(morgue_text text);

#endif
