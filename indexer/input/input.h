/* A file being read: a window on its unpacked bytes that formats look into and move along. */
#ifndef MG_INPUT_H
#define MG_INPUT_H

#include "indexer/input/limits.h"
#include "indexer/input/stream.h"
#include "morgue.h"

typedef struct mg_input mg_input;

/* Opens a file ("-": standard input) by itself: what is compressed is unpacked, containers are not
 * looked into (see members.h). Errors: NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_input_open(const char *path, mg_input **ret, morgue_error *err);

/* The same for bytes in memory, which are copied and not unpacked. `path` is what it is called.
 * Errors: NO_MEMORY. */
morgue_status mg_input_memory(morgue_text bytes, const char *path, mg_input **ret,
                              morgue_error *err);

/* The same for a stream, which is taken over, also on failure. Errors: NO_MEMORY. */
morgue_status mg_input_stream(mg_stream *stream, const char *path, mg_input **ret,
                              morgue_error *err);
void mg_input_free(mg_input *input);

/* Reads ahead until `want` bytes stand in the window or the file ends, and hands out the window:
 * all that is there, perhaps more than wanted, fewer only at the end of the file. It lives until
 * the next call. The window never holds more than MG_WINDOW_MAX bytes. Errors: IO (also packed
 * bytes that are broken or end too early, and a limit that is hit: what came before stays
 * readable), NO_MEMORY, BAD_INPUT (want > MG_WINDOW_MAX). */
#define MG_WINDOW_MAX ((size_t)192 << 20)
morgue_status mg_input_peek(mg_input *input, size_t want, morgue_text *ret, morgue_error *err);

/* The same for a look at the beginning: of an input that is followed the first line that is not
 * blank will do, however many bytes are wanted. */
morgue_status mg_input_peek_head(mg_input *input, size_t want, morgue_text *ret, morgue_error *err);

/* From now on the input is followed: it is read as it comes, and nobody should wait for more than
 * he can use. It stays so when it is wrapped. */
void mg_input_follow(mg_input *input);
bool mg_input_is_followed(const mg_input *input);

/* Moves the window `n` bytes along (n <= its length). */
void mg_input_skip(mg_input *input, size_t n);

/* Puts a stream of its own between the bytes that were not skipped yet, those in the window
 * included, and the window: `make` gets a stream of them and makes one that reads on from it. From
 * then on window, offsets and lines are of what that stream hands out; offset and line go on from
 * where they stand. After a failure the input has ended. Errors: as `make`, NO_MEMORY. */
morgue_status mg_input_wrap(mg_input *input, mg_stream_maker *make, void *user, morgue_error *err);

/* Takes the bytes that were not skipped yet out of the input, which has ended then, as a stream. If
 * nothing was skipped or wrapped, and what is under the input can seek, then the stream can.
 * Errors: NO_MEMORY. */
morgue_status mg_input_release(mg_input *input, mg_stream **ret, morgue_error *err);

/* Where the window begins, in unpacked bytes from 0, and its line from 1. */
uint64_t mg_input_offset(const mg_input *input);
uint64_t mg_input_line(const mg_input *input);

const char *mg_input_path(const mg_input *input);

#endif
