/* The text of the article on a page. */
#ifndef MG_PAGE_TEXT_H
#define MG_PAGE_TEXT_H

#include "archive/buffer.h"
#include "indexer/page/outline.h"

/* What was found, for judging. */
typedef struct mg_page_text {
    float words;         /* of the text */
    float good;          /* of it, of running text */
    uint32_t paragraphs; /* that read like text */
    uint32_t linked;     /* lines among the text that are links and no more */
    uint32_t headings;   /* that are links */
    float all_words;     /* of the page, and those of its links */
    float link_words;
    size_t link_bytes;
    size_t bytes;
} mg_page_text;

/* Finds the text below the root and appends it. `title` is the headline, which is not repeated.
 * Errors: NO_MEMORY. */
morgue_status mg_page_text_find(mg_outline *outline, const mg_node *root, morgue_text title,
                                mg_buffer *text, mg_page_text *ret, morgue_error *err);

#endif
