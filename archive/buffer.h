/* A growable run of bytes. Zero-initialise it; what it holds is followed by a NUL. */
#ifndef MG_BUFFER_H
#define MG_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* No buffer grows beyond this: hostile input is refused, not swallowed. */
#define MG_BUFFER_MAX ((size_t)1 << 30)

typedef struct mg_buffer {
    char *data; /* NULL until something was appended */
    size_t len;
    size_t cap;
} mg_buffer;

/* Makes room for `more` bytes behind len. False when memory is out or MG_BUFFER_MAX is passed. */
bool mg_buffer_reserve(mg_buffer *buffer, size_t more);

/* Appends; false, and nothing appended, as mg_buffer_reserve(). */
bool mg_buffer_append(mg_buffer *buffer, const void *data, size_t len);
bool mg_buffer_append_string(mg_buffer *buffer, const char *string);
bool mg_buffer_append_byte(mg_buffer *buffer, char byte);

/* Empties and keeps the memory. */
void mg_buffer_clear(mg_buffer *buffer);

/* Gives the memory back; the buffer can be used again. */
void mg_buffer_free(mg_buffer *buffer);

#endif
