/* The same articles as a shard made directly, and as one made by Xapian's own writer. Without
 * Check, for the fuzz target too. */
#ifndef TEST_TWO_WAYS_H
#define TEST_TWO_WAYS_H

#include "archive/buffer.h"
#include "morgue.h"

/* Records side by side. Zero-initialise it. */
typedef struct records {
    mg_buffer bytes;
    size_t *starts; /* n + 1 of them */
    size_t n;
} records;

/* Adds the article's record. False when memory is out. */
bool records_add(records *all, const morgue_article *article);
morgue_text records_at(const records *all, size_t i);
void records_free(records *all);

/* Write all of them as documents 1, 2, ... with the same metadata; `dictionary` may be empty. */
morgue_status write_direct(const char *path, const records *all, morgue_text dictionary,
                           unsigned jobs, morgue_error *err);
morgue_status write_slowly(const char *path, const records *all, morgue_text dictionary,
                           morgue_error *err);

/* Adds, replaces and removes articles through Xapian's writer, as the dice have it. */
morgue_status change_some(const char *path, const records *all, uint64_t seed, unsigned n,
                          morgue_error *err);

#endif
