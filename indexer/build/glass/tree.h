/* The blocks of a table being written and the levels they form: what table.c puts items into.
 *
 * Each level has one open block; a block that is full goes to the file, and a key that separates it
 * from the one before goes with its number to the level above.
 *
 * A block: 11 bytes of head, a directory of 2 bytes an item, a gap, the items packed against the
 * end. While a block is open its items grow upwards in memory of their own, so that the one copy
 * into the output buffer puts all of them in place.
 *
 * Source of the format: Xapian 1.4.22, backends/glass/glass_table.{h,cc}. */
#ifndef MG_GLASS_TREE_H
#define MG_GLASS_TREE_H

#include "archive/glass/pack.h"
#include "indexer/build/glass/table.h"

enum {
    MG_GLASS_HEAD = 11,
    MG_GLASS_DIRECTORY_ENTRY = 2,
    MG_GLASS_COMPONENT = 2,   /* bytes of a component's number */
    MG_GLASS_LEVELS = 10,     /* what Xapian's cursors can hold */
    MG_GLASS_OUTPUT = 1 << 20 /* bytes handed to the system at a time */
};

/* Where a block begins: the least key that belongs into it, and the component. */
typedef struct mg_glass_separator {
    uint8_t key[MG_GLASS_KEY_MAX];
    uint8_t len;
    uint16_t component;
} mg_glass_separator;

typedef struct mg_glass_block {
    uint8_t *items;
    uint16_t *offsets; /* of the items, in `items` */
    uint32_t used, count;
    uint32_t room; /* bytes left for items and directory */
    mg_glass_separator least;
} mg_glass_block;

struct mg_glass_table {
    int fd;
    char *path;
    bool broken; /* failed or finished: can only be freed */
    uint32_t block_size;
    uint32_t max_item;
    unsigned compress_min;
    unsigned levels; /* that have an open block */
    uint64_t entries;
    uint32_t blocks;
    uint8_t *output;
    size_t output_used;
    const uint8_t *last; /* the last key: in the open leaf or in `boundary` */
    size_t last_len;
    uint8_t boundary[MG_GLASS_KEY_MAX]; /* the last key of the leaf before */
    mg_glass_block level[MG_GLASS_LEVELS];
};

/* Hands the waiting blocks to the system. Errors: IO. */
morgue_status mg_glass_tree_flush(mg_glass_table *table, morgue_error *err);

/* Opens one more level with an empty block. Errors: INVALID (too many), NO_MEMORY. */
morgue_status mg_glass_tree_grow(mg_glass_table *table, morgue_error *err);

/* Writes the open leaf, tells the levels above, opens the next. Errors: those of the two above. */
morgue_status mg_glass_tree_end_leaf(mg_glass_table *table, morgue_error *err);

/* Writes the open blocks from the leaf up; the last one in the file is the root. */
morgue_status mg_glass_tree_end(mg_glass_table *table, morgue_error *err);

static inline uint8_t *mg_glass_put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return at + 2;
}

/* An item of a block that has room for it. */
static inline uint8_t *mg_glass_add_item(mg_glass_block *block, size_t size)
{
    uint8_t *item = block->items + block->used;
    block->offsets[block->count++] = (uint16_t)block->used;
    block->used += (uint32_t)size;
    block->room -= (uint32_t)size + MG_GLASS_DIRECTORY_ENTRY;
    return item;
}

#endif
