/* Which elements of a record are open, by the tags as they stand in the file. */
#ifndef MG_XML_NEST_H
#define MG_XML_NEST_H

#include "archive/buffer.h"
#include "morgue.h"

/* Zero-initialise it. */
typedef struct mg_xml_nest {
    mg_buffer names; /* of the open elements, each followed by its length */
    size_t depth;    /* of those in `names` */
    size_t deeper;   /* open elements that are deeper than is kept */
} mg_xml_nest;

void mg_xml_nest_clear(mg_xml_nest *nest);
void mg_xml_nest_free(mg_xml_nest *nest);

/* An element begins. False when memory is out. */
bool mg_xml_nest_push(mg_xml_nest *nest, morgue_text name);

typedef enum mg_xml_end {
    XML_END_SOUND, /* it ends the innermost element */
    XML_END_LATE,  /* elements inside of what it ends were not closed: their end tags are in *ret */
    XML_END_STRAY  /* it ends nothing that is open */
} mg_xml_end;

/* An end tag of this name. Appends to `ret` the end tags that are missing before it; *ret_ok is
 * false when memory is out. */
mg_xml_end mg_xml_nest_pop(mg_xml_nest *nest, morgue_text name, mg_buffer *ret, bool *ret_ok);

#endif
