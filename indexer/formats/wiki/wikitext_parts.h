/* What the parts of the reading of wikitext share. */
#ifndef MG_WIKITEXT_PARTS_H
#define MG_WIKITEXT_PARTS_H

#include <stdint.h>

#include "indexer/formats/wiki/wikitext.h"

/* A bracket that opens, and where what closes it begins. */
typedef struct mg_wiki_pair {
    size_t open;
    size_t close; /* 0: nothing closes it */
} mg_wiki_pair;

/* All of {{ }}, {{{ }}}, [[ ]] and {| |} in a text, in the order in which they open. */
typedef struct mg_wiki_pairs {
    mg_wiki_pair *pairs;
    size_t count;
    size_t cap;
} mg_wiki_pairs;

/* Finds them, in linear time. What is nested deeper than a limit, and beyond a number of pairs, is
 * none. False when memory is out. */
bool mg_wiki_pairs_find(morgue_text text, mg_wiki_pairs *ret);
/* Does {{{ stand there, a parameter? Its pair closes with three braces. */
bool mg_wiki_is_parameter(morgue_text text, size_t at);
void mg_wiki_pairs_free(mg_wiki_pairs *pairs);

/* Inside of the text made from wikitext by the first pass, a line break that is meant. */
#define MG_WIKI_BREAK '\v'

/* Tags of HTML and extensions. */
typedef enum mg_wiki_tag {
    WIKI_NO_TAG,
    WIKI_INLINE, /* its content stands in the line */
    WIKI_BLOCK,  /* its content is a paragraph */
    WIKI_ITEM,
    WIKI_BREAK,
    WIKI_NOWIKI,
    WIKI_POEM,
    WIKI_OUT /* dropped with its content */
} mg_wiki_tag;

mg_wiki_tag mg_wiki_tag_named(morgue_text name);

enum { MG_WIKI_ENDED_TAGS = 32 };

/* The number of a tag whose end is looked for (WIKI_NOWIKI, WIKI_POEM, WIKI_OUT); others have
 * MG_WIKI_ENDED_TAGS. */
unsigned mg_wiki_tag_number(morgue_text name);

/* The state of the first pass. */
typedef struct mg_wiki_reading {
    morgue_text text;
    const mg_wiki_names *names;
    bool news;
    mg_wiki_facts *facts;
    mg_wiki_pairs pairs;
    size_t next_pair;                /* pairs before it open before the place being read */
    unsigned depth;                  /* of what is nested and kept */
    size_t ends[MG_WIKI_ENDED_TAGS]; /* where the next end of each tag begins; SIZE_MAX: nowhere;
                                        behind what was read: not looked for yet */
    mg_buffer *to;
} mg_wiki_reading;

/* Reads the part of the text from `at` to `end` and appends what it makes of it. Parts are read in
 * the order in which they stand. False when memory is out. */
bool mg_wiki_read(mg_wiki_reading *r, size_t at, size_t end);

/* Where the pair that opens here closes; 0: none does. */
size_t mg_wiki_close(mg_wiki_reading *r, size_t at);

/* The next `mark` in the part that stands in no inner pair; `end` where there is none. */
size_t mg_wiki_mark(mg_wiki_reading *r, size_t at, size_t end, char mark);

/* The part of the text without white space around it. */
morgue_text mg_wiki_part(const mg_wiki_reading *r, size_t at, size_t end);

/* A template, a link, between its brackets. False when memory is out. */
bool mg_wiki_template(mg_wiki_reading *r, size_t at, size_t end);
bool mg_wiki_link(mg_wiki_reading *r, size_t at, size_t end);

/* The second pass: lines into paragraphs, headings and lists. False when memory is out. */
bool mg_wiki_lines(morgue_text lines, mg_buffer *ret);

#endif
