/* What a format is: one file with one `const mg_format`, and one line in formats.def.
 *
 * A file's format is found by bidding: each format looks at the first bytes and says how sure it
 * is; the highest bid wins, and a file that nobody bids for holds no articles and is skipped. Then
 * the format reads article after article from the input. */
#ifndef MG_FORMAT_H
#define MG_FORMAT_H

#include "archive/buffer.h"
#include "indexer/input/input.h"
#include "morgue.h"

/* What came of reading on. */
typedef enum mg_reading {
    MG_READ_ARTICLE, /* `article` holds the next one */
    MG_READ_KNOWN,   /* the archive has it as it stands here; nothing was read */
    MG_READ_BAD,     /* this article cannot be used, and `err` says why; the next may be fine */
    MG_READ_END,     /* no more articles */
    MG_READ_BROKEN   /* the rest of the file cannot be read, and `err` says why */
} mg_reading;

/* What a format needs while it reads one file. */
typedef struct mg_reader {
    mg_input *input;
    const morgue_mapping *mappings; /* of the caller, before the defaults */
    size_t n_mappings;
    uint64_t offset; /* set by the format: where the article just read begins (byte, line) */
    uint64_t line;
    mg_buffer notes; /* things mended in the article just read, one a line; the reader's user
                        empties it */
    void *state;     /* of the format */

    /* The fingerprint of the bytes of the article just read, see mg_reader_knows(). */
    uint64_t source;
    uint64_t salt;                                 /* of how they are read */
    bool (*is_known)(void *user, uint64_t source); /* NULL: nothing is */
    void *user;
} mg_reader;

typedef struct mg_format {
    const char *name;
    const char *description;
    const char *extensions;

    /* How sure it is, 0 (not mine) to 100, that a file beginning with these bytes (up to 64 KiB)
     * and called `path` is of its format. */
    int (*bid)(morgue_text head, const char *path);

    /* Prepares reader->state. May be NULL. Errors: NO_MEMORY. */
    morgue_status (*open)(mg_reader *reader, morgue_error *err);

    /* Reads the next article into `article`, which is empty. */
    mg_reading (*next)(mg_reader *reader, morgue_article *article, morgue_error *err);

    /* Gives reader->state back. May be NULL. */
    void (*close)(mg_reader *reader);
} mg_format;

/* A format that has the bytes of one article before it, and has not looked into them yet, asks
 * here: true when the archive has the article that they were read as before, in the same way. Sets
 * reader->source. */
bool mg_reader_knows(mg_reader *reader, morgue_text bytes);

/* What of the reader's settings changes how bytes are read; for reader->salt. */
uint64_t mg_reader_salt(const mg_format *format, const mg_reader *reader);

/* The list of formats, by index; NULL beyond its end. */
const mg_format *mg_format_at(size_t i);

/* The format of this name, or NULL. */
const mg_format *mg_format_named(const char *name);

/* The format of the highest bid, or NULL. */
const mg_format *mg_format_recognise(morgue_text head, const char *path);

#endif
