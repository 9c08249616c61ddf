/* The parser's events turned into nodes. */
#ifndef MG_XML_BUILD_H
#define MG_XML_BUILD_H

#include <libxml/parser.h>

#include "indexer/markup/xml.h"

/* A record on its way out. */
typedef struct mg_xml_record {
    mg_markup *markup;
    mg_node *node;
    bool too_large;
    uint64_t offset;
    uint64_t line;
    char problem[200]; /* what was not well-formed in it first; "" nothing */
    struct mg_xml_record *next;
} mg_xml_record;

typedef struct mg_xml_builder {
    mg_xml_is_record is_record;
    void *user;
    mg_markup *outside; /* the root and what stands outside of records */
    mg_node *root;
    mg_node *top;     /* the innermost open element */
    size_t depth;     /* of open elements */
    size_t flat;      /* of open elements too deep to be nodes */
    size_t replaying; /* start tags of open elements that are being told to a new parser */
    bool root_closed;
    mg_xml_record *open; /* being built */
    size_t record_depth; /* of its element */
    mg_xml_record *ready, **ready_end;
    mg_xml_record *spare;
    mg_buffer prefixes; /* declared outside of records: ` xmlns:dc="..."` for each */
    char **spaces;      /* namespaces seen */
    size_t n_spaces;
    uint64_t offset; /* of the piece being parsed */
    uint64_t line;
    char problem[200]; /* outside of records */
    bool no_memory;
} mg_xml_builder;

/* Handlers for a parser whose user data is the builder. */
void mg_xml_handlers(xmlSAXHandler *ret);

bool mg_xml_builder_init(mg_xml_builder *builder, mg_xml_is_record is_record, void *user);
void mg_xml_builder_free(mg_xml_builder *builder);

/* Forgets the document, for the next one. */
void mg_xml_builder_restart(mg_xml_builder *builder);

/* Ends the open record, as it is, and everything in it. */
void mg_xml_close_record(mg_xml_builder *builder, const char *problem);

/* Takes the first record that is ready; NULL. Give it back. */
mg_xml_record *mg_xml_take(mg_xml_builder *builder);
void mg_xml_give_back(mg_xml_builder *builder, mg_xml_record *record);

#endif
