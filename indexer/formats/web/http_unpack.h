/* Unpacking what a web server packed: the content codings of RFC 9110, 8.4.1, and Brotli. */
#ifndef MG_HTTP_UNPACK_H
#define MG_HTTP_UNPACK_H

#include "archive/buffer.h"
#include "morgue.h"

/* Unpacks *body by the coding of this name into `ret`, which is empty, and sets *body to it. A body
 * that is not packed as said stays. *problem is set (static) where only the beginning could be
 * unpacked. Errors: BAD_INPUT (a coding that is not known; more than `max` bytes), NO_MEMORY. */
morgue_status mg_http_unpack(morgue_text coding, size_t max, morgue_text *body, mg_buffer *ret,
                             const char **problem, morgue_error *err);

#endif
