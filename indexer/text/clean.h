/* Making text clean that is valid UTF-8 already: what came from typesetting, web pages and broken
 * conversions, and is no part of what was written. */
#ifndef MG_CLEAN_H
#define MG_CLEAN_H

#include <stdint.h>

#include "archive/buffer.h"
#include "morgue.h"

/* What was changed. */
typedef struct mg_cleaned {
    size_t mojibake; /* runs of UTF-8 that had been read as Windows-1252, mended */
    size_t joined;   /* words hyphenated at a line's end, joined with a soft hyphen, which the
                        tokenizer takes as a hyphen: both forms are found */
    size_t entities; /* "&amp;" and the like, resolved */
} mg_cleaned;

enum {
    MG_CLEAN_ENTITIES = 1, /* the text is plain, and entities in it are left-overs */
    MG_CLEAN_LINES = 2,    /* the text has hard line ends: join what is hyphenated there */
    MG_CLEAN_NOTHING = 4   /* whoever wrote the text says that it is meant as it stands */
};

/* Does the text need mg_clean()? A fast look; false is certain. */
bool mg_needs_cleaning(morgue_text text, unsigned flags);

/* Appends the text: soft hyphens, zero-width spaces, byte order marks and directional marks that
 * embrace nothing dropped; non-breaking and other odd spaces turned into spaces (line and paragraph
 * separators into line feeds); mojibake that is certain mended. False when memory is out. */
bool mg_clean(morgue_text text, unsigned flags, mg_buffer *ret, mg_cleaned *counts);

/* Appends the text with HTML's entities resolved, all that the standard names. References to
 * control characters become nothing, numbers 128-159 mean Windows-1252; entities that are not known
 * stay as they are. Sets *ret_count (may be NULL) to the number resolved. False when memory is out.
 */
bool mg_unescape_entities(morgue_text text, mg_buffer *ret, size_t *ret_count);

/* The character of an entity's name without & and ;, such as "eacute"; 0 where it is none (entities
 * of two characters count as none). */
uint32_t mg_entity_named(const char *name, size_t len);

#endif
