/* From a page of the web to the article on it: what the page says of it (JSON-LD, <meta>,
 * microdata), and its text, told apart from all that stands around it. */
#ifndef MG_PAGE_H
#define MG_PAGE_H

#include "indexer/formats/put.h"

typedef struct mg_webpage mg_webpage;

/* Keeps memory from page to page. NULL when memory is out. */
mg_webpage *mg_webpage_new(void);
void mg_webpage_free(mg_webpage *page);

/* Reads a page and puts its article: title, text and whatever else is said. Where several means say
 * the same, JSON-LD goes before <meta>, that before microdata, and these before what is shown; the
 * ranks are in meta.def. Errors: BAD_INPUT (there is no article on this page, and why), NO_MEMORY.
 */
morgue_status mg_webpage_read(mg_webpage *page, morgue_text html, mg_sink *put);

#endif
