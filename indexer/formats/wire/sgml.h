/* The little of SGML that news dumps need: elements by name, attributes, entities. */
#ifndef MG_SGML_H
#define MG_SGML_H

#include "archive/buffer.h"
#include "morgue.h"

/* The element `name` that begins first in `text`, searched from its start: sets *ret_content to
 * what is between its tags and *ret_attributes to what is behind the name in its first tag (each
 * may be NULL). False where there is none that is closed. Elements of one name do not nest. */
bool mg_sgml_element(morgue_text text, const char *name, morgue_text *ret_content,
                     morgue_text *ret_attributes);

/* The value of an attribute, without its quotes; {"", 0} where there is none. */
morgue_text mg_sgml_attribute(morgue_text attributes, const char *name);

/* What parts a line from the text before it: a new paragraph, a space; a line's end behind a
 * hyphen, for MG_CLEAN_LINES. */
const char *mg_line_joint(morgue_text before, bool fresh);

/* Appends a text of hard-wrapped lines: a line that begins with a space, or follows an empty one,
 * begins a paragraph; paragraphs are separated by empty lines. A line's end stays behind a hyphen,
 * for MG_CLEAN_LINES. False when memory is out. */
bool mg_unwrap(morgue_text text, mg_buffer *ret);

#endif
