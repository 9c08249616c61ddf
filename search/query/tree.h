/* The tree of a query: what was asked, before any archive is looked at. */
#ifndef MG_TREE_H
#define MG_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/buffer.h"
#include "morgue.h"
#include "search/query/arena.h"
#include "search/query/dates.h"

/* To add a kind: a row here, a case in tree.c (describe) and one in planner.c (plan); the compiler
 * names both places. */
typedef enum mg_node_kind {
    MG_NODE_WORD,    /* a word, found with the others of its stem */
    MG_NODE_LITERAL, /* =word: found as it stands */
    MG_NODE_PHRASE,  /* "words in this order" */
    MG_NODE_EXACT,   /* ="the whole value" */
    MG_NODE_DATE,
    MG_NODE_ALL, /* every article */
    MG_NODE_AND, /* all of the children */
    MG_NODE_OR,  /* at least one of them */
    MG_NODE_NOT  /* all articles but those of the only child */
} mg_node_kind;

typedef struct mg_node {
    mg_node_kind kind;
    size_t column;         /* in the query, in characters from 0 */
    bool scoped;           /* WORD to EXACT: the query names the field */
    morgue_field_id field; /* WORD to EXACT: MORGUE_TEXT where it names none */
    morgue_text text;      /* WORD to EXACT: as typed, without quotes */
    mg_date_range dates;   /* DATE */
    struct mg_node *child; /* AND, OR, NOT: the first */
    struct mg_node *next;  /* the sibling behind this one */
} mg_node;

/* A query; nodes and texts live in its arena. Zero-initialise it. */
typedef struct mg_tree {
    mg_arena arena;
    mg_node *root;
    size_t n_nodes;
} mg_tree;

void mg_tree_free(mg_tree *tree);

/* A new node of the tree; NULL when memory is out. */
mg_node *mg_tree_node(mg_tree *tree, mg_node_kind kind, size_t column);

/* Appends the tree as one line in canonical form: (and nato (not "article 5") person:=putin).
 * False when memory is out. */
bool mg_query_describe(const mg_node *node, mg_buffer *ret);

#endif
