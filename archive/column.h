/* The exact values of one field the other way round: by document, as numbers. What counting the
 * values of many documents needs; term by term and document by document it takes ten times as long.
 */
#ifndef MG_COLUMN_H
#define MG_COLUMN_H

#include "archive/arena.h"
#include "archive/index.h"

typedef struct mg_column {
    morgue_text *values; /* terms without their prefix, by their bytes */
    uint32_t n_values;
    uint32_t last;     /* greatest document number */
    uint32_t *starts;  /* the values of document d are numbers[starts[d]] to before */
    uint32_t *numbers; /* numbers[starts[d + 1]], rising; each an index into `values` */
    mg_arena arena;    /* for the values */
} mg_column;

/* More values of all documents together, which take 8 bytes each while a column is made and 4 then,
 * are counted in the other ways. */
enum { MG_COLUMN_MAX = 8 << 20 };

/* The column of the terms with this prefix; it lives as long as the index. NULL where it cannot be
 * had: it is too large, memory is out, or nobody has asked before, because for a single search it
 * is not worth its making; of a shard that is far also while it has not told it yet. `go_on` is
 * asked now and then while it is made, which takes a tenth of a second for a million values. What
 * was read counts only if mg_index_check() finds nothing wrong afterwards. */
const mg_column *mg_index_column(mg_index *index, const char *prefix, bool (*go_on)(void *user),
                                 void *user);

/* Tells a shard that is far that the column will be asked for. */
void mg_index_expect_column(mg_index *index, const char *prefix);

#endif
