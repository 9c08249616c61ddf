/* HTML, whatever its state, as a tree. */
#ifndef MG_HTML_H
#define MG_HTML_H

#include "indexer/markup/node.h"

/* Parses a page or a fragment (UTF-8; what is not is mended) into the tree, which is cleared first.
 * *ret is the element <html>, which every document has. Hostile nesting is bounded: what is deeper
 * than 256 elements is hung up there. Errors: NO_MEMORY, BAD_INPUT (over 64 MB). */
morgue_status mg_html_parse(mg_markup *tree, morgue_text html, const mg_node **ret,
                            morgue_error *err);

#endif
