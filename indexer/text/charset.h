/* Which character set bytes are in, and turning them into UTF-8. */
#ifndef MG_CHARSET_H
#define MG_CHARSET_H

#include "archive/buffer.h"
#include "indexer/input/input.h"
#include "morgue.h"

enum { MG_CHARSET_NAME_MAX = 32 };

/* A decision. */
typedef struct mg_charset {
    char name[MG_CHARSET_NAME_MAX]; /* as iconv knows it: "UTF-8", "WINDOWS-1251", "UTF-16LE" */
    const char *why;                /* "byte order mark", "declared", "detected", "nothing else",
                                       "declared UTF-8, but it is not": static */
    bool utf8;                      /* nothing to convert (ASCII too), but perhaps to mend */
    bool guessed;                   /* by what the text looks like, and converted */
    bool overruled;                 /* something else was declared */
    size_t mark;                    /* bytes of the byte order mark at the beginning */
} mg_charset;

/* Decides by the first bytes (as many as are at hand, 64 KiB do) and what is declared outside of
 * them ("" nothing): a byte order mark; else what is declared, there or in the bytes themselves
 * (XML, HTML, CSS-like declarations), where the bytes agree; else UTF-8, where they are; else what
 * detection says. Never fails: what nobody knows is Windows-1252. */
void mg_charset_decide(morgue_text head, morgue_text declared, mg_charset *ret);

/* Appends the bytes (the mark, if any, included: it is passed over) as valid UTF-8, in which
 * control characters stay. *ret_bad (may be NULL) counts what could not be read, U+FFFD in the
 * result. Errors: NO_MEMORY. */
morgue_status mg_charset_decode(const mg_charset *charset, morgue_text bytes, mg_buffer *ret,
                                size_t *ret_bad, morgue_error *err);

/* From here on the input's window, which holds the mark, is UTF-8, converted as it is read; offsets
 * and lines count the converted bytes. Does nothing but pass over the mark where charset->utf8.
 * Errors: NO_MEMORY. */
morgue_status mg_input_decode(mg_input *input, const mg_charset *charset, morgue_error *err);

#endif
