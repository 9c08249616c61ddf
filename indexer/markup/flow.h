/* From markup to text as a reader of the page sees it: paragraphs separated by empty lines, white
 * space collapsed. */
#ifndef MG_FLOW_H
#define MG_FLOW_H

#include "indexer/markup/node.h"

/* Should this element be left out, with all that is in it? */
typedef bool (*mg_flow_skip)(void *user, const mg_node *element);

/* Appends the text of the node. Block elements are paragraphs of their own, <br> a line feed, two
 * of them a new paragraph; cells of a table row are separated by tabs, list items are lines of
 * their own that begin with "- "; <pre> keeps its lines. Left out: script, style, noscript,
 * template, head, form controls, embedded objects, captions and figures (their images are not
 * there), hidden elements, and what `skip` (may be NULL) says. False when memory is out. */
bool mg_flow(const mg_node *node, mg_flow_skip skip, void *user, mg_buffer *ret);

#endif
