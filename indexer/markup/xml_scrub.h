/* The bytes of an XML file on their way to the parser: what is broken and can only mean one thing
 * is mended, and what the parser must not see is left out. After this there are only tags, text and
 * CDATA sections, in clean UTF-8.
 *
 *   &, <           that begin nothing become text
 *   entities       HTML's and those that the file declares as plain text are resolved, others
 *                  become text; so none is ever expanded by the parser, and nothing is loaded
 *   DOCTYPE        left out, with its declarations; comments and processing instructions too
 *   bytes          that are no UTF-8, and control characters, as mg_utf8_mend() does */
#ifndef MG_XML_SCRUB_H
#define MG_XML_SCRUB_H

#include "archive/buffer.h"
#include "archive/utf8.h"
#include "morgue.h"

/* What stands at the beginning of a text. */
typedef enum mg_xml_part {
    XML_TEXT,
    XML_START, /* a start tag, or an empty-element tag */
    XML_END,   /* an end tag */
    XML_CDATA, /* the mark at the beginning of a section; its content follows */
    XML_LEFT_OUT,
    XML_CUT /* what begins here goes on behind the text that is at hand */
} mg_xml_part;

/* Tells what part stands at the beginning of `text`, and sets *ret_len to its bytes. A part that
 * has not ended in the text is XML_CUT unless `whole`: then it is text, or left out, as it is. */
mg_xml_part mg_xml_part_at(morgue_text text, bool whole, size_t *ret_len);

/* The qualified name of a tag. */
morgue_text mg_xml_tag_name(morgue_text tag);

/* Entities that a file declares. Zero-initialise it. */
typedef struct mg_xml_entities {
    mg_buffer names_and_values; /* each NUL-terminated */
    size_t count;
} mg_xml_entities;

/* Reads the declarations of a DOCTYPE: those of internal entities that are plain text. False when
 * memory is out. */
bool mg_xml_declare(mg_xml_entities *entities, morgue_text doctype);

/* Appends text or a tag, its entities resolved to numbers, its bytes mended. False when memory is
 * out. */
bool mg_xml_scrub(const mg_xml_entities *entities, morgue_text part, bool is_tag, mg_buffer *ret,
                  mg_mend *mend);

#endif
