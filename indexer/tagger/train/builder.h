/* Writing a model file. */
#ifndef MG_TRAIN_BUILDER_H
#define MG_TRAIN_BUILDER_H

#include "archive/buffer.h"
#include "indexer/tagger/tables.h"

typedef struct builder {
    mg_buffer sections[MG_SECTION_COUNT];
} builder;

/* A key of a table and its row. */
typedef struct keyed {
    uint64_t hash;
    uint32_t row;
} keyed;

/* Sets a section to a table whose rows are `payload`, `row_size` bytes each. */
bool builder_table(builder *b, mg_section section, keyed *keys, size_t n, const void *payload,
                   size_t row_size, size_t n_rows);

/* The gazetteer: lines "kinds TAB name [TAB canonical TAB field TAB country TAB flags]". */
bool builder_gazetteer(builder *b, const char *path);

/* Words and their clusters: lines "word TAB fine TAB middle TAB coarse TAB case". */
bool builder_lexicon(builder *b, const char *path);

/* A section as it is in a file. */
bool builder_file(builder *b, mg_section section, const char *path);

bool builder_write(const builder *b, const char *path);
void builder_free(builder *b);

#endif
