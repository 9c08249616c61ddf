/* Bytes that come one after the other: a file, what a filter makes of other bytes, a member of a
 * container. A stream is read by one reader, which owns it.
 *
 * A kind of stream is a struct that begins with an mg_stream, and its type. One that reads another
 * stream owns that. */
#ifndef MG_STREAM_H
#define MG_STREAM_H

#include "morgue.h"

typedef struct mg_stream mg_stream;

typedef struct mg_stream_type {
    /* Reads up to `n` (> 0) bytes and sets *ret_n; 0 is the end, which may be asked for again. What
     * came before a failure is handed out first; after a failure only close() is called. Messages
     * do not name the file: who reads the stream knows what it is called. `err` is never NULL.
     * Errors: IO, NO_MEMORY. */
    morgue_status (*read)(mg_stream *stream, void *to, size_t n, size_t *ret_n, morgue_error *err);

    /* Moves to a byte of the stream, and says which streams can do that. NULL: cannot. */
    bool (*seek)(mg_stream *stream, uint64_t offset);

    /* Bytes of the whole stream; NULL where seek is. */
    uint64_t (*size)(const mg_stream *stream);

    /* Gives back the stream and what it owns. */
    void (*close)(mg_stream *stream);
} mg_stream_type;

struct mg_stream {
    const mg_stream_type *type;
};

/* Accepts NULL. */
void mg_stream_close(mg_stream *stream);

/* Can its bytes be read in any order? */
bool mg_stream_can_seek(const mg_stream *stream);

/* Makes a stream that reads on from `under`, which it takes over, also when it fails (then `under`
 * is closed). `user` is the maker's. Errors: NO_MEMORY, others as the maker says. */
typedef morgue_status mg_stream_maker(mg_stream *under, void *user, mg_stream **ret,
                                      morgue_error *err);

/* Hands out bytes, then those of `under` (NULL: none). `data` was made by malloc(); it and `under`
 * are taken over, also on failure. `after` (may be NULL) is a failure that comes behind the bytes
 * instead of more. Errors: NO_MEMORY. */
morgue_status mg_stream_prefixed(char *data, size_t start, size_t len, const morgue_error *after,
                                 mg_stream *under, mg_stream **ret, morgue_error *err);

#endif
