#include "archive/glass/btree.h"

#include <endian.h>
#include <string.h>

#include "archive/glass/unpack.h"

enum {
    HEAD = 11,     /* of a block, before its directory of offsets */
    ENTRY = 2,     /* of the directory */
    ITEM_HEAD = 3, /* of a leaf's item: 2 bytes size and flags, 1 length of the key */
    CHILD = 4,     /* of a branch's item: the block's number */
    COMPONENT = 2  /* its number, behind the key */
};

enum { COMPRESSED = 0x8000, LAST = 0x4000, FIRST = 0x2000, SIZE = 0x1FFF };

void mg_btree_init(mg_btree *tree, const char *name, const mg_base_root *root, uint32_t revision,
                   const uint8_t *map, uint64_t size)
{
    uint64_t blocks = size / root->block_size;
    *tree = (mg_btree){.map = root->empty ? NULL : map,
                       .size = size,
                       .blocks = blocks < UINT32_MAX ? (uint32_t)blocks : UINT32_MAX,
                       .block_size = root->block_size,
                       .root = root->block,
                       .level = root->level,
                       .revision = revision,
                       .name = name};
}

bool mg_btree_damaged(mg_btree *tree, const char *damage)
{
    if (!tree->damage)
        tree->damage = damage;
    return false;
}

/* ---- Blocks ------------------------------------------------------------------------------- */

/* The block of this number if it is what it should be. *ret_count is never 0. */
static const uint8_t *get_block(mg_btree *tree, uint32_t number, uint32_t level,
                                uint32_t *ret_count)
{
    if (number >= tree->blocks) {
        mg_btree_damaged(tree, "a block lies behind the end of the file");
        return NULL;
    }
    const uint8_t *block = tree->map + (uint64_t)number * tree->block_size;
    uint32_t end = mg_glass_get16(block + 9);
    if (mg_glass_get32(block) > tree->revision) {
        tree->newer = true;
        mg_btree_damaged(tree, "a block is newer than the table");
        return NULL;
    }
    if (block[4] != level || end < HEAD + ENTRY || end > tree->block_size || end % 2 == 0) {
        mg_btree_damaged(tree, "a block's head makes no sense");
        return NULL;
    }
    *ret_count = (end - HEAD) / ENTRY;
    return block;
}

bool mg_btree_has_root(mg_btree *tree)
{
    uint32_t count;
    return !tree->map || get_block(tree, tree->root, tree->level, &count);
}

/* Where an item begins: at least `head` bytes before the block's end. */
static inline uint32_t offset_of(const mg_btree *tree, const uint8_t *block, uint32_t i,
                                 uint32_t head)
{
    uint32_t offset = mg_glass_get16(block + HEAD + ENTRY * i);
    return offset + head <= tree->block_size ? offset : 0;
}

static const char item_damage[] = "an item does not fit into its block";

/* ---- Comparing ---------------------------------------------------------------------------- */

typedef struct target {
    const uint8_t *key;
    uint32_t len;
    uint64_t head; /* the first eight bytes as a number, zeros behind a shorter key */
} target;

static uint64_t head_of(const uint8_t *key, size_t len)
{
    uint64_t head = 0;
    memcpy(&head, key, len < 8 ? len : 8);
    return be64toh(head);
}

static inline int compare_whole(const uint8_t *key, uint32_t len, const target *to)
{
    int order = memcmp(key, to->key, len < to->len ? len : to->len);
    return order ? order : (len > to->len) - (len < to->len);
}

/* The same of a key in a block, which has other bytes behind it. */
static inline uint64_t load_head(const uint8_t *key, uint32_t len)
{
    uint64_t head;
    if (__builtin_expect(mg_glass_is_beyond(key, key), 0))
        return head_of(key, len);
    memcpy(&head, key, sizeof head);
    head = be64toh(head);
    return len < 8 ? head & ~(UINT64_MAX >> 8 * len) : head;
}

static inline int compare_key(const uint8_t *key, uint32_t len, const target *to)
{
    uint64_t head = load_head(key, len);
    if (head != to->head)
        return head < to->head ? -1 : 1;
    return compare_whole(key, len, to);
}

/* Components behind the first are greater than the key alone. */
static inline int compare_leaf_item(const uint8_t *item, const target *to)
{
    int order = compare_key(item + ITEM_HEAD, item[2], to);
    return order ? order : !(mg_glass_get16(item) & FIRST);
}

static inline int compare_branch_item(const uint8_t *item, const target *to)
{
    const uint8_t *key = item + CHILD + 1;
    uint32_t len = item[CHILD];
    int order = compare_key(key, len, to);
    return order ? order : mg_glass_get16(key + len) > 1;
}

enum { NOWHERE = UINT32_MAX };

/* The first item of low .. high - 1 that is not less than the target; high where there is none. */
static uint32_t search_leaf(mg_btree *tree, const uint8_t *leaf, uint32_t low, uint32_t high,
                            const target *to)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t offset = offset_of(tree, leaf, middle, ITEM_HEAD);
        if (offset == 0) {
            mg_btree_damaged(tree, item_damage);
            return NOWHERE;
        }
        if (compare_leaf_item(leaf + offset, to) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The last item that is not greater than the target; the first stands for all that is less. */
static uint32_t search_branch(mg_btree *tree, const uint8_t *block, uint32_t count,
                              const target *to)
{
    uint32_t low = 1, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t offset = offset_of(tree, block, middle, CHILD + 1);
        if (offset == 0) {
            mg_btree_damaged(tree, item_damage);
            return NOWHERE;
        }
        if (compare_branch_item(block + offset, to) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

/* ---- Moving ------------------------------------------------------------------------------- */

static bool end(mg_cursor *cursor)
{
    cursor->leaf = NULL;
    return false;
}

/* Opens the block that the item of the branch above `level` points to. */
static const uint8_t *child_of(mg_cursor *cursor, uint32_t level, uint32_t *ret_count)
{
    const mg_branch *branch = &cursor->above[level];
    mg_btree *tree = cursor->tree;
    uint32_t offset = offset_of(tree, branch->block, branch->at, CHILD + 1);
    if (offset == 0) {
        mg_btree_damaged(tree, item_damage);
        return NULL;
    }
    return get_block(tree, mg_glass_get32(branch->block + offset), level, ret_count);
}

/* Goes down to the leaf that has the target. Level l's parent is above[l]. */
static bool descend(mg_cursor *cursor, const target *to)
{
    mg_btree *tree = cursor->tree;
    cursor->steps = 0;
    if (!tree->map || tree->level > MG_BTREE_LEVELS)
        return end(cursor);
    uint32_t count;
    const uint8_t *block = get_block(tree, tree->root, tree->level, &count);
    for (uint32_t level = tree->level; block && level > 0; level--) {
        uint32_t at = search_branch(tree, block, count, to);
        if (at == NOWHERE)
            return end(cursor);
        cursor->above[level - 1] = (mg_branch){block, at, count};
        block = child_of(cursor, level - 1, &count);
    }
    cursor->leaf = block;
    cursor->count = count;
    return block != NULL;
}

/* Goes to the neighbouring leaf, at its first item or its last. */
static bool step(mg_cursor *cursor, bool back)
{
    mg_btree *tree = cursor->tree;
    uint32_t level = 0, count = 0;
    while (level < tree->level &&
           (back ? cursor->above[level].at == 0
                 : cursor->above[level].at + 1 == cursor->above[level].count))
        level++;
    if (level == tree->level)
        return end(cursor);
    if (cursor->steps++ >= tree->blocks) {
        mg_btree_damaged(tree, "its leaves run in a circle");
        return end(cursor);
    }
    cursor->above[level].at += back ? UINT32_MAX : 1;
    const uint8_t *block = child_of(cursor, level, &count);
    while (block && level-- > 0) {
        cursor->above[level] = (mg_branch){block, back ? count - 1 : 0, count};
        block = child_of(cursor, level, &count);
    }
    cursor->leaf = block;
    cursor->count = count;
    cursor->at = back ? count - 1 : 0;
    return block != NULL;
}

static bool is_here(const mg_cursor *cursor, const target *to)
{
    const mg_btree *tree = cursor->tree;
    uint32_t offset = offset_of(tree, cursor->leaf, cursor->at, ITEM_HEAD);
    return offset && compare_leaf_item(cursor->leaf + offset, to) == 0;
}

/* Ends a search in a leaf at an item, which may be the first of the next leaf. */
static bool settle(mg_cursor *cursor, uint32_t at, const target *to)
{
    if (at == NOWHERE)
        return end(cursor);
    cursor->at = at;
    if (at < cursor->count)
        return is_here(cursor, to);
    return step(cursor, false) && is_here(cursor, to);
}

bool mg_cursor_find(mg_cursor *cursor, const uint8_t *key, size_t len)
{
    const target to = {key, (uint32_t)len, head_of(key, len)};
    return descend(cursor, &to) &&
           settle(cursor, search_leaf(cursor->tree, cursor->leaf, 0, cursor->count, &to), &to);
}

/* Is the target in the leaf behind this one, as far as their branch can tell? */
static bool is_next(const mg_cursor *cursor, const target *to)
{
    const mg_branch *branch = &cursor->above[0];
    mg_btree *tree = cursor->tree;
    if (tree->level == 0 || branch->at + 2 >= branch->count)
        return false;
    uint32_t offset = offset_of(tree, branch->block, branch->at + 2, CHILD + 1);
    return offset && compare_branch_item(branch->block + offset, to) > 0;
}

/* Doubles the distance until the target is passed. */
bool mg_cursor_find_near(mg_cursor *cursor, const uint8_t *key, size_t len)
{
    const target to = {key, (uint32_t)len, head_of(key, len)};
    mg_btree *tree = cursor->tree;
    if (!cursor->leaf)
        return mg_cursor_find(cursor, key, len);
    uint32_t low = cursor->at, high = low;
    for (uint32_t stride = 1; high < cursor->count; high += stride, stride *= 2) {
        uint32_t offset = offset_of(tree, cursor->leaf, high, ITEM_HEAD);
        if (offset == 0)
            return mg_cursor_find(cursor, key, len);
        int order = compare_leaf_item(cursor->leaf + offset, &to);
        if (order >= 0 && high == cursor->at)
            return order == 0 || mg_cursor_find(cursor, key, len);
        if (order >= 0)
            return settle(cursor, search_leaf(tree, cursor->leaf, low, high, &to), &to);
        low = high + 1;
    }
    uint32_t at = search_leaf(tree, cursor->leaf, low, cursor->count, &to);
    if (at != cursor->count)
        return settle(cursor, at, &to);
    if (!is_next(cursor, &to) || !step(cursor, false))
        return mg_cursor_find(cursor, key, len);
    return settle(cursor, search_leaf(tree, cursor->leaf, 0, cursor->count, &to), &to);
}

bool mg_cursor_item(const mg_cursor *cursor, mg_item *ret)
{
    mg_btree *tree = cursor->tree;
    if (!cursor->leaf)
        return false;
    uint32_t offset = offset_of(tree, cursor->leaf, cursor->at, ITEM_HEAD);
    const uint8_t *item = cursor->leaf + offset;
    uint32_t head = mg_glass_get16(item), size = (head & SIZE) + ITEM_HEAD;
    ret->first = head & FIRST;
    ret->last = head & LAST;
    ret->compressed = head & COMPRESSED;
    ret->key = item + ITEM_HEAD;
    ret->key_len = item[2];
    uint32_t before = ITEM_HEAD + ret->key_len + (ret->first ? 0 : COMPONENT);
    if (offset == 0 || offset + size > tree->block_size || before > size)
        return mg_btree_damaged(tree, item_damage);
    ret->part = item + before;
    ret->part_len = size - before;
    return true;
}

bool mg_cursor_next(mg_cursor *cursor)
{
    if (!cursor->leaf)
        return false;
    return ++cursor->at < cursor->count || step(cursor, false);
}

bool mg_cursor_find_before(mg_cursor *cursor, const uint8_t *key, size_t len)
{
    mg_item item;
    const target to = {key, (uint32_t)len, head_of(key, len)};
    if (!descend(cursor, &to))
        return false;
    uint32_t at = search_leaf(cursor->tree, cursor->leaf, 0, cursor->count, &to);
    if (at == NOWHERE)
        return end(cursor);
    cursor->at = at;
    if (at < cursor->count && is_here(cursor, &to))
        return true;
    do
        if (cursor->at-- == 0 && !step(cursor, true))
            return false;
    while (mg_cursor_item(cursor, &item) && !item.first);
    return mg_cursor_item(cursor, &item);
}
