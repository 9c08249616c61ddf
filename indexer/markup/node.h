/* A small tree of parsed markup: what the XML and HTML formats read. Nodes and their strings live
 * in the tree's arena until it is cleared or freed. */
#ifndef MG_NODE_H
#define MG_NODE_H

#include "archive/buffer.h"
#include "indexer/markup/tags.h"
#include "morgue.h"

typedef struct mg_attribute {
    const char *name;  /* without prefix; "xml:lang" is "lang" in MG_NS_XML */
    const char *space; /* namespace, "" where there is none */
    morgue_text value; /* entities resolved; NUL-terminated */
    struct mg_attribute *next;
} mg_attribute;

#define MG_NS_XML "http://www.w3.org/XML/1998/namespace"

/* An element, or a run of text (name NULL). */
typedef struct mg_node {
    const char *name;  /* without prefix, as written; in HTML lower case; NULL: text */
    const char *space; /* namespace, "" where there is none or in HTML */
    mg_tag tag;        /* which of HTML's elements has this name (in XML too); MG_TAG_NONE */
    morgue_text text;  /* of a run: entities resolved, clean UTF-8, white space as it stands */
    mg_attribute *attributes;
    struct mg_node *parent, *first, *last, *prev, *next;
} mg_node;

typedef struct mg_markup mg_markup;

/* NULL when memory is out. */
mg_markup *mg_markup_new(void);
void mg_markup_free(mg_markup *tree);

/* Forgets all nodes; keeps memory for the next ones. */
void mg_markup_clear(mg_markup *tree);

/* Bytes of the nodes and their strings. */
size_t mg_markup_size(const mg_markup *tree);

/* Building. Strings are copied. NULL or false when memory is out. */
mg_node *mg_markup_element(mg_markup *tree, mg_node *parent, morgue_text name, const char *space);
bool mg_markup_attribute(mg_markup *tree, mg_node *element, morgue_text name, const char *space,
                         morgue_text value);
bool mg_markup_text(mg_markup *tree, mg_node *parent,
                    morgue_text text); /* joins the run before it */

/* Takes the last child of its parent away again, with all that was built since: the arena is as it
 * was before. */
void mg_markup_unhang(mg_markup *markup, mg_node *node);

/* ---- Looking ------------------------------------------------------------------------------- */

/* Names are compared with letter case not minded: nothing tells elements of one parent apart by it,
 * and there are files in capitals.
 *
 * Is it an element of this name, whatever its namespace? NULL is none. */
bool mg_node_is(const mg_node *node, const char *name);

/* The first child element of this name; NULL where there is none, or node is NULL. */
const mg_node *mg_node_child(const mg_node *node, const char *name);

/* The next element of the same name among its siblings; NULL after the last. */
const mg_node *mg_node_same_next(const mg_node *node);

/* Follows a path of child elements, "head/docdata/date.issue", by the first of each name. */
const mg_node *mg_node_at(const mg_node *node, const char *path);

/* The node after `node` in document order, below `root` (itself not handed out again); NULL at the
 * end: for (n = root; n; n = mg_node_on(root, n)). */
const mg_node *mg_node_on(const mg_node *root, const mg_node *node);

/* The same, but what is below `node` is passed over. */
const mg_node *mg_node_over(const mg_node *root, const mg_node *node);

/* The first element of this name below `root`, at any depth; NULL where there is none. */
const mg_node *mg_node_find(const mg_node *root, const char *name);

/* An attribute's value, by its name without prefix; {"", 0} where there is none or node is NULL. */
morgue_text mg_node_attribute(const mg_node *node, const char *name);

/* Appends all text below the node, white space collapsed to single spaces and trimmed, as a
 * browser's textContent in one line. False when memory is out. NULL appends nothing. */
bool mg_node_line(const mg_node *node, mg_buffer *ret);

#endif
