/* One table of a glass database, mapped into memory: a B-tree of blocks, read without a copy.
 *
 * What is read may be damaged, or be overwritten meanwhile by a writer who has gone on by two
 * commits. So nothing read is believed: numbers of blocks, levels, offsets and lengths are checked
 * each time, and a walk over the leaves has no more steps than the file has blocks. What fails
 * reads as an end and is remembered in the table. Behind each mapping lies MG_BTREE_SLACK bytes of
 * zeros, so that bytes may be loaded eight at a time, and lengths that change between being checked
 * and being used do no harm.
 *
 * Source of the format: Xapian 1.4.22, backends/glass/glass_table.{h,cc}. */
#ifndef MG_GLASS_BTREE_H
#define MG_GLASS_BTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/buffer.h"
#include "archive/glass/base.h"

enum {
    MG_BTREE_SLACK = 65536 + 64,
    MG_BTREE_LEVELS = 9 /* of branches */
};

typedef struct mg_btree {
    const uint8_t *map; /* NULL where the table is empty */
    uint64_t size;      /* of the file */
    uint32_t blocks;    /* whole ones that the file has */
    uint32_t block_size;
    uint32_t root;
    uint32_t level; /* of the root */
    uint32_t revision;
    const char *name;
    const char *damage;  /* what was found, NULL where all was good; static */
    bool newer;          /* a block of a later revision was met */
    bool starved;        /* memory was out */
    void *inflater;      /* z_stream, made on first use */
    mg_buffer scattered; /* components of a tag put together before it is inflated */
} mg_btree;

/* Where the mapping is: `map` is the file's, `size` its bytes. */
void mg_btree_init(mg_btree *tree, const char *name, const mg_base_root *root, uint32_t revision,
                   const uint8_t *map, uint64_t size);
void mg_btree_free(mg_btree *tree);

/* Is the root there, and a root? What is wrong with it is remembered. */
bool mg_btree_has_root(mg_btree *tree);

/* Inflates a raw stream, replacing what is in `ret`. False where it is damaged, and when memory is
 * out. */
bool mg_btree_inflate(mg_btree *tree, const uint8_t *data, size_t len, mg_buffer *ret);

/* Remembers the first damage. Returns false. */
bool mg_btree_damaged(mg_btree *tree, const char *damage);

/* ---- Cursors ------------------------------------------------------------------------------ */

typedef struct mg_branch {
    const uint8_t *block;
    uint32_t at, count;
} mg_branch;

/* On an item, or at the end. Private but for what the functions below give. */
typedef struct mg_cursor {
    mg_btree *tree;
    const uint8_t *leaf; /* NULL at the end, and before the first find */
    uint32_t at, count;
    uint32_t steps; /* from leaf to leaf since the last find */
    mg_branch above[MG_BTREE_LEVELS];
} mg_cursor;

/* An item: a key with its tag, or with one component of it. */
typedef struct mg_item {
    const uint8_t *key;
    const uint8_t *part;
    uint32_t key_len;
    uint32_t part_len;
    bool first, last; /* component of its tag */
    bool compressed;
} mg_item;

static inline void mg_cursor_init(mg_cursor *cursor, mg_btree *tree)
{
    cursor->tree = tree;
    cursor->leaf = NULL;
}

/* Goes to the first item whose key is not less than `key`. Is it equal? */
bool mg_cursor_find(mg_cursor *cursor, const uint8_t *key, size_t len);

/* The same when the item is likely to be near behind where the cursor is. */
bool mg_cursor_find_near(mg_cursor *cursor, const uint8_t *key, size_t len);

/* Goes to the item with the greatest key that is not greater than `key`: to its first component.
 * False where there is none. */
bool mg_cursor_find_before(mg_cursor *cursor, const uint8_t *key, size_t len);

/* The item where the cursor is; false at the end. */
bool mg_cursor_item(const mg_cursor *cursor, mg_item *ret);

/* Goes to the next item; false at the end. */
bool mg_cursor_next(mg_cursor *cursor);

/* The whole tag of the item where the cursor is, which then is on its last component. The bytes are
 * the table's own, or in `buffer`, which is replaced; either way eight more may be loaded behind
 * them. False where they are damaged, and when memory is out. */
bool mg_cursor_tag(mg_cursor *cursor, const mg_item *item, mg_buffer *buffer, const uint8_t **ret,
                   size_t *ret_len);

#endif
