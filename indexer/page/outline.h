/* A page as two lists: its boxes (elements that hold text in lines of their own) and its blocks
 * (the lines: paragraphs, headings, list items, cells), both in document order. What lies in a box
 * is a range of either list, so that nothing is walked twice. */
#ifndef MG_PAGE_OUTLINE_H
#define MG_PAGE_OUTLINE_H

#include <stdint.h>

#include "indexer/page/names.h"
#include "indexer/page/words.h"

/* A paragraph: a run of text with no beginning or end of a box in it. */
typedef struct mg_block {
    const mg_node *first, *last; /* runs of text */
    uint32_t box;                /* it stands in */
    mg_measure text;
    uint32_t bytes;
    float weight; /* of the score: of text positive, of what is none negative */
    bool dropped; /* it is no part of the article */
    bool chosen;  /* it lies where the article was found */
} mg_block;

typedef struct mg_box {
    const mg_node *node;
    uint32_t parent;             /* its index is less; the root is its own */
    uint32_t end;                /* index behind the boxes in it */
    uint32_t blocks, blocks_end; /* the blocks in it */
    mg_role role;
    float score;
} mg_box;

typedef struct mg_outline {
    mg_box *boxes;
    mg_block *blocks;
    uint32_t n_boxes, n_blocks;
    uint32_t room_boxes, room_blocks;
    const mg_node *root;
} mg_outline;

/* Outlines what is below the root. Errors: NO_MEMORY. */
morgue_status mg_outline_make(mg_outline *outline, const mg_node *root, morgue_error *err);
void mg_outline_free(mg_outline *outline);

/* Is the element never text: scripts, controls, embedded objects? */
bool mg_is_no_text(const mg_node *element);

/* The node behind `node` in document order, what is never text passed over with all that is in it;
 * NULL at the end. */
const mg_node *mg_text_on(const mg_node *root, const mg_node *node);

#endif
