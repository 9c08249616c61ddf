/* What a format is: one file with one `const mg_format`, and one line in formats.def.
 *
 * A file's format is found by bidding: each format looks at the first bytes and says how sure it
 * is and why; the highest bid wins, and a file that nobody bids for holds no articles and is
 * skipped. Then the format reads article after article from the input.
 *
 * Formats look at UTF-8, into which files in other character sets are converted before; what is
 * not valid there is mended as values are put (see put.h). Only formats that are `raw`, whose files
 * hold parts in character sets of their own, see the bytes as they are. */
#ifndef MG_FORMAT_H
#define MG_FORMAT_H

#include "archive/buffer.h"
#include "archive/date.h"
#include "indexer/input/input.h"
#include "morgue.h"

/* What came of reading on. */
typedef enum mg_reading {
    MG_READ_ARTICLE, /* `article` holds the next one */
    MG_READ_KNOWN,   /* the archive has it as it stands here; nothing was read */
    MG_READ_DELETED, /* `article` holds the id of one that is to be deleted, and counts for nothing
                        else */
    MG_READ_BAD,     /* this article cannot be used, and `err` says why; the next may be fine. With
                        the status NOT_FOUND it is none (a page of links) and not counted */
    MG_READ_END,     /* no more articles */
    MG_READ_BROKEN   /* the rest of the file cannot be read, and `err` says why */
} mg_reading;

/* What is known of the bytes from outside of them. Texts may be {"", 0}, and are UTF-8. */
typedef struct mg_context {
    morgue_text url;     /* where they came from */
    morgue_text date;    /* when they were fetched or sent: no date of publication, but better than
                            none (see mg_put_context()) */
    morgue_text charset; /* declared by who sent them */
    unsigned depth;      /* how many files they are inside of; 0 for a file of its own */
} mg_context;

#define MG_NO_CONTEXT ((mg_context){{"", 0}, {"", 0}, {"", 0}, 0})

/* Formats that an import has besides those in formats.def: see foreign.h. */
typedef struct mg_formats {
    struct mg_format *list;
    size_t count;
} mg_formats;

/* What a format needs while it reads one file. Formats of the caller's own know it by its tag. */
typedef struct morgue_reader {
    mg_input *input;
    const struct mg_format *format; /* that reads */
    const mg_formats *own;          /* of the caller; NULL: none */
    mg_context context;
    const morgue_mapping *mappings; /* of the caller, before the defaults */
    size_t n_mappings;
    struct mg_key_log *keys; /* of keys.h; NULL: nobody asks */
    uint64_t offset; /* set by the format: where the article just read begins (byte, line) */
    uint64_t line;
    mg_buffer notes; /* things mended in the article just read, one a line; at the end of the file,
                        what in it holds no articles; the reader's user empties it */
    void *state;     /* of the format */
    unsigned clean;  /* MG_CLEAN_* (clean.h) for the values to be put, set by the format: those of
                        markup, which are unescaped already, need none */

    /* How mg_put() read the dates of the article just read; the reader's user clears them. Which
     * reading an ambiguous one has is decided for the whole dump: see import/order.h. */
    mg_date_reading published;
    mg_date_reading modified;

    /* The fingerprint of the bytes of the article just read, see mg_reader_knows(). */
    uint64_t source;
    uint64_t salt;                                 /* of how they are read */
    bool (*is_known)(void *user, uint64_t source); /* NULL: nothing is */
    void *user;
} mg_reader;

/* What a format says to the first bytes of a file. */
typedef struct mg_bid {
    int sure;        /* 0: not mine; 100: cannot be anything else */
    const char *why; /* what it was recognised by, as in "a file that WHY": "begins with <rss>";
                        static. NULL where sure is 0 */
} mg_bid;

#define MG_NO_BID ((mg_bid){0, NULL})

typedef struct mg_format {
    const char *name;
    const char *description;
    const char *extensions;
    bool raw;                 /* bids for and reads the file's own bytes, not UTF-8 */
    const morgue_format *own; /* one of the caller's; NULL: one of formats.def */

    /* How sure it is that a file beginning with these bytes (up to 64 KiB, cut anywhere) and called
     * `path` is of its format. 10: some text; 30-50: looks like it; 60-80: most likely; 90-100: a
     * mark that nothing else has. NULL in one of the caller's. */
    mg_bid (*bid)(morgue_text head, const char *path);

    /* Do these bytes, which begin a file that the format is most likely of, show that its lines are
     * articles, to be read as they come? NULL: it has to see more of any file. */
    bool (*lines)(morgue_text head);

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

/* What of the reader's format and settings changes how bytes are read; for reader->salt. */
uint64_t mg_reader_salt(const mg_reader *reader);

/* The list of formats, by index; NULL beyond its end. */
const mg_format *mg_format_at(size_t i);

/* The format of this name, or NULL; one of the caller's (`own`, may be NULL) before the others. */
const mg_format *mg_format_named(const mg_formats *own, const char *name);

/* The format of the highest bid, or NULL; of equal bids one of the caller's counts. `raw` is the
 * beginning of the file, `text` the same as UTF-8. *ret_bid (may be NULL) is its bid. */
const mg_format *mg_format_recognise(const mg_formats *own, morgue_text raw, morgue_text text,
                                     const char *path, mg_bid *ret_bid);

#endif
