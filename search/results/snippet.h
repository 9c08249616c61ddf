/* The part of a text that shows best why it was found. */
#ifndef MG_SNIPPET_H
#define MG_SNIPPET_H

#include "archive/buffer.h"
#include "search/query/plan.h"

typedef struct mg_snippet {
    mg_buffer text; /* white space runs are single spaces, soft hyphens are left out */
    morgue_mark *marks;
    size_t n_marks;
    bool starts_late; /* text comes before it, after it */
    bool ends_early;
} mg_snippet;

/* Takes about `length` characters around the place where most of what the query asked for stands
 * closest together, from the beginning of a sentence where one is near; the beginning of the text
 * where nothing in it was asked for. Errors: NO_MEMORY. */
morgue_status mg_snippet_make(const mg_plan *plan, morgue_text text, size_t length, mg_snippet *ret,
                              morgue_error *err);
void mg_snippet_free(mg_snippet *snippet);

#endif
