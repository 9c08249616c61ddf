/* A file being read: a window on its unpacked bytes that formats look into and move along. */
#ifndef MG_INPUT_H
#define MG_INPUT_H

#include "morgue.h"

typedef struct mg_input mg_input;

/* Opens a file ("-": standard input). Gzip is recognised by its first bytes and unpacked.
 * Errors: NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_input_open(const char *path, mg_input **ret, morgue_error *err);

/* The same for bytes in memory, which are copied. `path` is what it is called. Errors: NO_MEMORY.
 */
morgue_status mg_input_memory(morgue_text bytes, const char *path, mg_input **ret,
                              morgue_error *err);
void mg_input_free(mg_input *input);

/* Reads ahead until `want` bytes stand in the window or the file ends, and hands out the window:
 * all that is there, perhaps more than wanted, fewer only at the end of the file. It lives until
 * the next call. The window never holds more than MG_WINDOW_MAX bytes. Errors: IO (also a gzip
 * stream that is broken or ends too early: what came before stays readable), NO_MEMORY, BAD_INPUT
 * (want > MG_WINDOW_MAX). */
#define MG_WINDOW_MAX ((size_t)192 << 20)
morgue_status mg_input_peek(mg_input *input, size_t want, morgue_text *ret, morgue_error *err);

/* Moves the window `n` bytes along (n <= its length). */
void mg_input_skip(mg_input *input, size_t n);

/* Where the window begins, in unpacked bytes from 0, and its line from 1. */
uint64_t mg_input_offset(const mg_input *input);
uint64_t mg_input_line(const mg_input *input);

/* Bytes read from the file so far, before unpacking; for progress. */
uint64_t mg_input_bytes_read(const mg_input *input);

const char *mg_input_path(const mg_input *input);

#endif
