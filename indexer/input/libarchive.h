/* Reading a stream through libarchive: what its filters and its containers share. */
#ifndef MG_LIBARCHIVE_H
#define MG_LIBARCHIVE_H

#include <archive.h>

#include "indexer/input/limits.h"
#include "indexer/input/stream.h"

enum { MG_PACKED_CHUNK = 128 << 10 };

/* An archive of libarchive's over a stream. */
typedef struct mg_opened {
    struct archive *archive;
    mg_stream *under;
    uint64_t at;          /* where `under` stands, in its bytes */
    morgue_error problem; /* why `under` could not be read on */
    const void *block;    /* bytes that libarchive has handed out last */
    size_t block_len;
    int64_t block_at;  /* where they belong in the member; sparse ones have holes */
    int64_t member_at; /* bytes of the member read so far */
    bool member_ended;
    unsigned char packed[MG_PACKED_CHUNK];
} mg_opened;

/* Sets `opened` (zeros) up to read `under`, which it takes over, also on failure. What the archive
 * supports is still to be said, then mg_opened_begin(). Errors: NO_MEMORY. */
morgue_status mg_opened_new(mg_opened *opened, mg_stream *under, morgue_error *err);
void mg_opened_free(mg_opened *opened);

/* Opens it. Errors: IO. */
morgue_status mg_opened_begin(mg_opened *opened, morgue_error *err);

/* A new member begins. */
void mg_opened_member(mg_opened *opened);

/* Reads on in the member, as a stream's read() does. Errors: IO. */
morgue_status mg_opened_read(mg_opened *opened, void *to, size_t n, size_t *ret_n,
                             morgue_error *err);

/* Passes over a block of the member; *ret_n is 0 behind the last one. Errors: IO. */
morgue_status mg_opened_pass(mg_opened *opened, size_t *ret_n, morgue_error *err);

/* Why libarchive has failed, as IO: the stream's own failure where that is why. */
morgue_status mg_opened_failed(const mg_opened *opened, morgue_error *err);

#endif
