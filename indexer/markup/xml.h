/* XML as a stream of records: the elements that are articles come out one at a time as trees, so
 * that a file of any size costs the memory of its largest record. Broken XML is read as far as it
 * can be understood. No network, no external entities; entities that a file defines itself are
 * bounded. */
#ifndef MG_XML_H
#define MG_XML_H

#include "indexer/formats/format.h"
#include "indexer/markup/node.h"

/* A record larger than this is refused. */
#define MG_XML_RECORD_MAX ((size_t)64 << 20)

typedef struct mg_xml mg_xml;

/* Is this element, which has just begun, a record? It has its attributes and its parents, which
 * have what came before it (see mg_xml_next()), but no content yet. */
typedef bool (*mg_xml_is_record)(void *user, const mg_node *element);

/* The reader's input must be UTF-8, whatever it declares. Errors: NO_MEMORY. */
morgue_status mg_xml_open(mg_reader *reader, mg_xml_is_record is_record, void *user, mg_xml **ret,
                          morgue_error *err);
void mg_xml_free(mg_xml *xml);

/* Reads the next record. Sets reader->offset and reader->line. *ret lives until the next call; its
 * parents are those of the file, with what stands in them outside of records so far (a feed's
 * title, say; at most 1 MB of it).
 *
 *   MG_READ_ARTICLE  *ret is a record; where something in it was not well-formed, there is a note
 *   MG_READ_BAD      a record that cannot be used (too large)
 *   MG_READ_END      no more records
 *   MG_READ_BROKEN   it is not XML from here on, or cannot be read */
mg_reading mg_xml_next(mg_xml *xml, const mg_node **ret, morgue_error *err);

/* The root element, with what stands outside of records so far; NULL before it began. */
const mg_node *mg_xml_root(const mg_xml *xml);

/* The name of the first element in the bytes at the beginning of a file, without prefix; and its
 * namespace where it is declared there. {"", 0} where they do not begin as XML does. For bids. */
morgue_text mg_xml_first_element(morgue_text head, morgue_text *ret_namespace);

#endif
