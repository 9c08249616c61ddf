/*
 * morgue/formats.h - the part of morgue.h about formats of the caller's own, and about dumps that
 * are not files; morgue.h includes it, and has the rules that hold everywhere.
 *
 * A format is a struct of functions that is given to an import beside Morgue's own, in
 * morgue_import_options. Nothing is registered anywhere: it counts for that import only.
 *
 *     static const morgue_format cards = {
 *         .name = "cards", .description = "a card index, typed off", .extensions = "cards",
 *         .bid = bid, .next = next};
 *     const morgue_format *const formats[] = {&cards};
 *     const morgue_import_options options = {.formats = formats, .n_formats = 1};
 */
#ifndef MORGUE_FORMATS_H
#define MORGUE_FORMATS_H

#include "morgue.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Reading a file ----------------------------------------------------------------------- */

/* A file that a format reads: a window on its bytes, unpacked and, unless the format is raw, as
 * UTF-8; and where what was read goes. It lives from the format's open() to its close(). */
typedef struct morgue_reader morgue_reader;

/* Reads ahead until `want` bytes stand in the window or the file ends, and hands out the window:
 * all that is there, perhaps more than wanted, fewer only at the end of the file. It lives until
 * the next call. In a file that is followed (see morgue_import_options) this waits until so many
 * have come: ask for as few as you can use. Errors: IO (also packed bytes that are broken: what
 * came before stays readable), BAD_INPUT (more than 192 MiB wanted), NO_MEMORY. Since 0.2. */
MORGUE_API morgue_status morgue_reader_peek(morgue_reader *reader, size_t want, morgue_text *ret,
                                            morgue_error *err);

/* Moves the window `n` bytes along, at most its length. Since 0.2. */
MORGUE_API void morgue_reader_skip(morgue_reader *reader, size_t n);

/* What the file is called: its path, "-" for standard input, the name of a source; members of a
 * container have a path in it behind that. Lives as long as the reader. Since 0.2. */
MORGUE_API const char *morgue_reader_path(const morgue_reader *reader);

/* Says that the next article begins where the window stands, for problems to be told with their
 * place (byte and line). Where next() does not call it, that is where the window stood when next()
 * was called. Since 0.2. */
MORGUE_API void morgue_reader_mark(morgue_reader *reader);

/* For a format that has the bytes of one article before it, and has not looked into them yet: true
 * when the archive has the article that they were read as before. Then next() skips them and
 * returns MORGUE_READ_KNOWN, which makes a second run over the same dump fast. A format that reads
 * such bytes in another way than before needs another name. Never true when nothing is written.
 * Since 0.2. */
MORGUE_API bool morgue_reader_knows(morgue_reader *reader, const char *bytes, size_t len);

/* Puts a value into the article as Morgue's own formats do: what is not valid UTF-8 is mended,
 * white space around it goes, left-overs of HTML are cleaned away, dates are understood in any
 * usual spelling (03/04/2022 as all of the dump shows), a list of names is taken apart, empty text
 * is passed over. What was mended is told as MORGUE_REPAIRED. A value that is to go in as it stands
 * is set with morgue_article_set(). Errors: INVALID (a field that articles do not have, as
 * MORGUE_ACTOR), BAD_INPUT (too much for one article: docs/limits.md), NO_MEMORY. Since 0.2. */
MORGUE_API morgue_status morgue_reader_put(morgue_reader *reader, morgue_article *article,
                                           morgue_field_id field, const char *text, size_t len,
                                           morgue_error *err);

/* Tells of the article being read that something in it was mended or left out; at the end of the
 * file, of what in it holds no articles. One line; dropped when memory is out. Since 0.2. */
MORGUE_API void morgue_reader_note(morgue_reader *reader, const char *text);

/* ---- A format ----------------------------------------------------------------------------- */

/* What came of reading on. */
typedef enum morgue_reading {
    MORGUE_READ_ARTICLE, /* `article` holds the next one */
    MORGUE_READ_KNOWN,   /* the archive has it: see morgue_reader_knows() */
    MORGUE_READ_BAD,     /* this article cannot be used, and `err` says why; the next may be fine.
                            The window has to move on between two that are not added: a file is
                            broken off where it does not */
    MORGUE_READ_END,     /* no more articles */
    MORGUE_READ_BROKEN   /* the rest of the file cannot be read, and `err` says why */
} morgue_reading;

/* A format of the caller's own. Zero-initialise it. It and all that its pointers point to must live
 * until the import returns. Its functions are called in the thread that imports, for one file at a
 * time. `err` is never NULL there: fill its status and message. With the status NO_MEMORY, READ_BAD
 * and READ_BROKEN end the import. */
typedef struct morgue_format {
    const char *name; /* for morgue_import_options.format; of lower-case letters, digits, _ */
    const char *description; /* one line */
    const char *extensions;  /* usual file name endings, separated by spaces; may be "" */
    bool raw;                /* sees the bytes of files as they are, not as UTF-8 */

    /* How sure it is that a file beginning with these bytes (up to 64 KiB, cut anywhere) and called
     * `path` is of its format: 0: not mine; 10: some text; 30 to 50: looks like it; 60 to 80: most
     * likely; 90 to 100: a mark that nothing else has. Then it sets *ret_why to what it was
     * recognised by, as in "it WHY": "begins with <rss>"; static. The highest bid of all formats
     * wins; of equal ones, the caller's. It is asked anew as more comes of a file that is followed,
     * until the highest is 60 or more. */
    int (*bid)(void *user, const char *head, size_t len, const char *path, const char **ret_why);

    /* Begins a file: sets *ret_state, which next() and close() get. May be NULL. A failure costs
     * the file; NO_MEMORY ends the import. */
    morgue_status (*open)(void *user, morgue_reader *reader, void **ret_state, morgue_error *err);

    /* Reads the next article into `article`, which is empty. */
    morgue_reading (*next)(void *state, morgue_reader *reader, morgue_article *article,
                           morgue_error *err);

    /* Gives the state back, also where open() has failed: NULL then, unless it had set it. May be
     * NULL. */
    void (*close)(void *state);

    void *user;        /* for bid and open; where there is no open(), the state too */
    void *reserved[4]; /* zeros */
} morgue_format;

/* ---- Dumps that are not files ------------------------------------------------------------- */

/* Bytes that the caller has, or gets from somewhere: what a file would hold, packed or not; for
 * morgue_import_source(). */
typedef struct morgue_source {
    const char *name; /* what problems call it; its ending may tell the format: "feed.xml" */

    /* Puts the next bytes, up to `size`, into `into` and their number into *ret, 0 at the end. May
     * wait; nothing is done meanwhile, so that commits by time come late then. A failure costs what
     * would have come; CANCELLED ends the import, and what was read of an article that is not whole
     * counts for nothing. Called in the thread that imports; `err` is never NULL. Not called again
     * after its end or a failure. */
    morgue_status (*read)(void *user, char *into, size_t size, size_t *ret, morgue_error *err);
    void *user;
} morgue_source;

#ifdef __cplusplus
}
#endif

#endif /* MORGUE_FORMATS_H */
