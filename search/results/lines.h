/* The lines of a concordance: what was asked for with what stands around it. */
#ifndef MG_LINES_H
#define MG_LINES_H

#include "archive/buffer.h"
#include "search/results/marks.h"

/* Zero-initialise it. */
typedef struct mg_lines {
    morgue_line *at;
    size_t n;
    mg_buffer text; /* what all of them say */
} mg_lines;

/* Replaces the lines by those of a title and a text, with up to `context` characters on either
 * side. Left, node and right, joined, are as the text has them. Errors: NO_MEMORY. */
morgue_status mg_lines_make(const mg_marks *marks, morgue_text title, morgue_text text,
                            size_t context, mg_lines *ret, morgue_error *err);
void mg_lines_free(mg_lines *lines);

#endif
