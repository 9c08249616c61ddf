/* Pieces of text as they are shown, with what was asked for marked in them. */
#ifndef MG_SNIPPET_H
#define MG_SNIPPET_H

#include "archive/buffer.h"
#include "search/results/marks.h"

typedef struct mg_snippet {
    mg_buffer text; /* white space runs are single spaces, soft hyphens are left out */
    morgue_mark *marks;
    size_t n_marks;
    bool starts_late; /* text comes before it, after it */
    bool ends_early;
} mg_snippet;

/* Bytes [start, end) of a text. */
typedef struct mg_window {
    size_t start;
    size_t end;
} mg_window;

/* Cuts the window out of the text. Errors: NO_MEMORY. */
morgue_status mg_snippet_cut(const mg_match_list *matches, morgue_text text, mg_window window,
                             mg_snippet *ret, morgue_error *err);

/* The marks in the window of the text as it stands, in bytes from the window's start; for free().
 * NULL when memory is out. */
morgue_mark *mg_snippet_marks(const mg_match_list *matches, mg_window window, size_t *ret_n);

/* The whole text. Errors: NO_MEMORY. */
morgue_status mg_snippet_make(const mg_match_list *matches, morgue_text text, mg_snippet *ret,
                              morgue_error *err);
void mg_snippet_free(mg_snippet *snippet);

#endif
