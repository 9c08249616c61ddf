/* Start tags with attributes as HTML allows them, made into such as XML does. */
#ifndef MG_XML_TAG_H
#define MG_XML_TAG_H

#include "archive/buffer.h"
#include "morgue.h"

/* Has the start tag nothing but attributes with quoted values, without "<" in them? */
bool mg_xml_tag_sound(morgue_text tag);

/* Appends the start tag with its attributes quoted: `<a b=1 c d='x>` is `<a b="1" c="c" d="x">`.
 * What is no attribute is left out. False when memory is out. */
bool mg_xml_tag_mend(morgue_text tag, mg_buffer *ret);

#endif
