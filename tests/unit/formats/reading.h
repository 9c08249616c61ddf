/* Reading a text with a format, for tests: what came of it is written down line by line. */
#ifndef READING_H
#define READING_H

#include "archive/buffer.h"
#include "indexer/formats/format.h"

/* Reads `text` as a file and appends a record to `ret`: for each article a line "= ID @OFFSET LINE"
 * (without the place when `places` is false) and a line "field=value" for each of its values
 * ("extra.key=json", "field*=value" when the tagger gave it), "~ note" for each note, "- reason"
 * for what is bad and "! reason" for what is broken. `format` NULL: recognised; "no format" where
 * nothing bids. */
void read_text(const char *text, size_t len, const char *format, const morgue_mapping *mappings,
               size_t n_mappings, mg_buffer *ret);

/* The same for a file. */
void read_path(const char *path, const char *format, const morgue_mapping *mappings,
               size_t n_mappings, bool places, mg_buffer *ret);

/* Reads the text and fails the test unless the record is this. */
void expect_reading(const char *text, const char *expected);

/* Expects the one article in `text` to be this line of a dump. */
void expect_dump(const char *text, const char *expected);

/* Calls `visit` for each article of a file, with how it was read. */
typedef void (*visit_article)(void *user, mg_reading reading, const morgue_article *article,
                              const morgue_error *err);
void visit_path(const char *path, visit_article visit, void *user);

#endif
