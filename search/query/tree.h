/* The tree of a query: what was asked, before any archive is looked at. */
#ifndef MG_TREE_H
#define MG_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/arena.h"
#include "archive/buffer.h"
#include "morgue.h"
#include "search/query/dates.h"

/* To add a kind: a row here, a case in tree.c (describe) and one in planner.c (plan); the compiler
 * names both places. */
typedef enum mg_node_kind {
    MG_NODE_WORD,    /* a word, found with the others of its stem */
    MG_NODE_LITERAL, /* =word: found as it stands */
    MG_NODE_PHRASE,  /* "words in this order" */
    MG_NODE_EXACT,   /* ="the whole value" */
    MG_NODE_FUZZY,   /* ~word: found with those spelled much like it */
    MG_NODE_DATE,
    MG_NODE_HAS,   /* has:field */
    MG_NODE_ALL,   /* every article */
    MG_NODE_NEAR,  /* the first child near the second */
    MG_NODE_AND,   /* all of the children */
    MG_NODE_OR,    /* at least one of them */
    MG_NODE_NOT,   /* all articles but those of the only child */
    MG_NODE_FILTER /* the only child, which adds to no score and is marked nowhere */
} mg_node_kind;

/* Wildcards within the text of a node: letters of no living language, so that the tokenizer, which
 * takes them for letters like others, still finds the words. A word of the text that is MG_WILD_ANY
 * alone stands for any one word between two others of a PHRASE or EXACT; no other word is without a
 * letter or digit, and the text holds the two characters as wildcards only. In id: and url: the
 * text may end in MG_WILD_ANY: all values that begin so. */
#define MG_WILD_ANY "\xEA\x9F\xB7" /* U+A7F7: any run of characters, for * */
#define MG_WILD_ONE "\xEA\x9E\x8F" /* U+A78F: one character, for ? */

typedef enum mg_reach { MG_REACH_WORDS, MG_REACH_SENTENCE, MG_REACH_PARAGRAPH } mg_reach;

/* How two things stand to each other. */
typedef struct mg_near {
    mg_reach reach;
    uint32_t words; /* REACH_WORDS: at most so far apart; neighbours are 1 apart */
    bool ordered;   /* the first before the second */
    bool negated;   /* the first, where the second does not stand so */
} mg_near;

typedef struct mg_node {
    mg_node_kind kind;
    size_t column;         /* in the query, in characters from 0 */
    bool scoped;           /* WORD to FUZZY: the query names the field */
    bool cased;            /* LITERAL, PHRASE, EXACT: in this very letter case */
    bool wild;             /* WORD to EXACT: there are wildcards in the text */
    morgue_field_id field; /* WORD to FUZZY: MORGUE_TEXT where it names none; HAS */
    morgue_text text;      /* WORD to FUZZY: as typed, without quotes; wildcards replaced */
    mg_date_range dates;   /* DATE */
    mg_near near;          /* NEAR */
    struct mg_node *child; /* NEAR, AND, OR, NOT, FILTER: the first */
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

/* Appends the tree as one line in canonical form: (and nato (not "article 5") person:=putin),
 * (w/5 attack embassy), (not-pre/s a b), title:cs:US, ~blinken, has:location, ukrain*.
 * False when memory is out. */
bool mg_query_describe(const mg_node *node, mg_buffer *ret);

#endif
