#include "indexer/build/glass/table.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/error.h"
#include "indexer/build/glass/tree.h"

enum {
    COMPONENTS_MAX = 65535,
    LEAST_BLOCK = 2048,
    GREATEST_BLOCK = 65536,
    ITEM_HEAD = 3,       /* of a leaf's item: 2 bytes size and flags, 1 length of the key */
    LONGEST_ITEM = 8194, /* what 13 bits for the size less 3 can say */
    WORTHWHILE = 64      /* bytes of a long tag that a block's rest must hold to be used */
};

enum { COMPRESSED = 0x8000, LAST = 0x4000, FIRST = 0x2000 };

/* ---- Items -------------------------------------------------------------------------------- */

/* The separator of the leaf that this item opens: no more of the key than tells it from the last
 * key of the leaf before. */
static void set_least(mg_glass_separator *least, const mg_glass_table *table, const uint8_t *key,
                      size_t len, unsigned component)
{
    size_t keep = len;
    if (component == 1) {
        size_t common = 0;
        while (common < len && common < table->last_len && key[common] == table->last[common])
            common++;
        keep = common < len ? common + 1 : len;
    }
    memcpy(least->key, key, keep);
    least->len = (uint8_t)keep;
    least->component = (uint16_t)component;
}

static bool is_above(const mg_glass_table *table, const uint8_t *key, size_t len)
{
    size_t common = len < table->last_len ? len : table->last_len;
    int order = memcmp(key, table->last, common);
    return order > 0 || (order == 0 && len > table->last_len);
}

/* Puts one component where there is room for it. */
static inline void add_component(mg_glass_table *table, const void *key, size_t key_len,
                                 unsigned component, const void *part, size_t part_len,
                                 unsigned flags)
{
    mg_glass_block *leaf = &table->level[0];
    size_t extra = component > 1 ? MG_GLASS_COMPONENT : 0;
    size_t size = ITEM_HEAD + key_len + extra + part_len;
    if (leaf->count == 0)
        set_least(&leaf->least, table, key, key_len, component);
    uint8_t *at =
        mg_glass_put16(mg_glass_add_item(leaf, size), (uint32_t)(size - ITEM_HEAD) | flags);
    *at++ = (uint8_t)key_len;
    memcpy(at, key, key_len);
    table->last = at;
    table->last_len = key_len;
    at += key_len;
    if (extra)
        at = mg_glass_put16(at, component);
    if (part_len)
        memcpy(at, part, part_len);
}

/* How much of an item with such a head the open leaf takes: 0 when a new one is better. */
static size_t part_room(const mg_glass_table *table, size_t head)
{
    const mg_glass_block *leaf = &table->level[0];
    if (leaf->room < head + WORTHWHILE + MG_GLASS_DIRECTORY_ENTRY)
        return 0;
    size_t room = leaf->room - MG_GLASS_DIRECTORY_ENTRY;
    return (room < table->max_item ? room : table->max_item) - head;
}

/* A tag that is too long for an item goes into components, as long as they can be, that follow one
 * another over items and blocks. */
static morgue_status put_long(mg_glass_table *table, const void *key, size_t key_len,
                              const uint8_t *tag, size_t tag_len, unsigned flags, morgue_error *err)
{
    for (unsigned component = 1; component <= COMPONENTS_MAX; component++) {
        size_t head = ITEM_HEAD + key_len + (component > 1 ? MG_GLASS_COMPONENT : 0);
        size_t part = part_room(table, head);
        if (part == 0) {
            morgue_status status = mg_glass_tree_end_leaf(table, err);
            if (status != MORGUE_OK)
                return status;
            part = table->max_item - head;
        }
        bool last = part >= tag_len;
        if (last)
            part = tag_len;
        add_component(table, key, key_len, component, tag, part,
                      flags | (component == 1 ? FIRST : 0) | (last ? LAST : 0));
        if (last)
            return MORGUE_OK;
        tag += part;
        tag_len -= part;
    }
    return mg_fail(err, MORGUE_INVALID, "%s: a tag of over %d components", table->path,
                   COMPONENTS_MAX);
}

static morgue_status refuse(const mg_glass_table *table, size_t key_len, morgue_error *err)
{
    if (table->broken)
        return mg_fail(err, MORGUE_INVALID, "%s: finished, or failed before", table->path);
    if (key_len == 0 || key_len > MG_GLASS_KEY_MAX)
        return mg_fail(err, MORGUE_INVALID, "%s: a key of %zu bytes", table->path, key_len);
    return mg_fail(err, MORGUE_INVALID, "%s: keys out of order", table->path);
}

morgue_status mg_glass_table_put(mg_glass_table *table, const void *key, size_t key_len,
                                 const void *tag, size_t tag_len, bool compressed,
                                 morgue_error *err)
{
    unsigned flags = compressed ? COMPRESSED : 0;
    size_t size = ITEM_HEAD + key_len + tag_len;
    morgue_status status = MORGUE_OK;
    if (table->broken || key_len - 1 >= MG_GLASS_KEY_MAX || !is_above(table, key, key_len))
        status = refuse(table, key_len, err);
    else if (tag_len > table->max_item || size > table->max_item)
        status = put_long(table, key, key_len, tag, tag_len, flags, err);
    else if (size + MG_GLASS_DIRECTORY_ENTRY > table->level[0].room &&
             (status = mg_glass_tree_end_leaf(table, err)) != MORGUE_OK)
        ;
    else
        add_component(table, key, key_len, 1, tag, tag_len, flags | FIRST | LAST);
    if (status != MORGUE_OK)
        table->broken = true;
    table->entries += status == MORGUE_OK;
    return status;
}

uint64_t mg_glass_table_entries(const mg_glass_table *table)
{
    return table->entries;
}

uint64_t mg_glass_table_size(const mg_glass_table *table)
{
    return (uint64_t)table->blocks * table->block_size;
}

/* ---- Begin and end ------------------------------------------------------------------------ */

static morgue_status begin(mg_glass_table *table, morgue_error *err)
{
    static const uint8_t null_item[ITEM_HEAD] = {(FIRST | LAST) >> 8, 0, 0};
    table->output = malloc(MG_GLASS_OUTPUT);
    if (!table->path || !table->output)
        return mg_fail_memory(err);
    table->fd = open(table->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (table->fd < 0)
        return mg_fail_errno(err, "create", table->path);
    morgue_status status = mg_glass_tree_grow(table, err);
    if (status == MORGUE_OK) /* the first leaf begins with an item below all keys */
        memcpy(mg_glass_add_item(&table->level[0], sizeof null_item), null_item, sizeof null_item);
    return status;
}

static char *file_path(const char *folder, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s.glass", folder, name) < 0 ? NULL : path;
}

morgue_status mg_glass_table_open(const char *folder, const char *name, unsigned compress_min,
                                  uint32_t block_size, mg_glass_table **ret, morgue_error *err)
{
    uint32_t size = block_size ? block_size : MG_GLASS_BLOCK_SIZE;
    if (size < LEAST_BLOCK || size > GREATEST_BLOCK || (size & (size - 1)))
        return mg_fail(err, MORGUE_INVALID, "%s: blocks of %u bytes", folder, size);
    mg_glass_table *table = calloc(1, sizeof *table);
    if (!table)
        return mg_fail_memory(err);
    table->fd = -1;
    table->block_size = size;
    table->compress_min = compress_min;
    /* Xapian wants four items to fit a block. */
    table->max_item = (size - MG_GLASS_HEAD - 4 * MG_GLASS_DIRECTORY_ENTRY) / 4;
    if (table->max_item > LONGEST_ITEM)
        table->max_item = LONGEST_ITEM;
    table->last = table->boundary;
    table->path = file_path(folder, name);
    morgue_status status = begin(table, err);
    if (status == MORGUE_OK)
        *ret = table;
    else
        mg_glass_table_free(table);
    return status;
}

static morgue_status close_file(mg_glass_table *table, morgue_error *err)
{
    morgue_status status = mg_glass_tree_flush(table, err);
    if (status == MORGUE_OK && fsync(table->fd) != 0)
        status = mg_fail_errno(err, "write", table->path);
    if (close(table->fd) != 0 && status == MORGUE_OK)
        status = mg_fail_errno(err, "close", table->path);
    table->fd = -1;
    return status;
}

morgue_status mg_glass_table_finish(mg_glass_table *table, mg_glass_root *ret, morgue_error *err)
{
    if (table->broken)
        return refuse(table, 1, err);
    table->broken = true;
    bool empty = table->entries == 0;
    morgue_status status = empty ? MORGUE_OK : mg_glass_tree_end(table, err);
    if (status == MORGUE_OK)
        status = close_file(table, err);
    if (status == MORGUE_OK)
        *ret = (mg_glass_root){.root = empty ? 0 : table->blocks - 1,
                               .level = table->levels - 1,
                               .sequential = true,
                               .empty = empty,
                               .entries = table->entries,
                               .blocks = table->blocks,
                               .block_size = table->block_size,
                               .compress_min = table->compress_min};
    return status;
}

void mg_glass_table_free(mg_glass_table *table)
{
    if (!table)
        return;
    for (unsigned i = 0; i < MG_GLASS_LEVELS; i++) {
        free(table->level[i].items);
        free(table->level[i].offsets);
    }
    if (table->fd >= 0)
        close(table->fd);
    free(table->output);
    free(table->path);
    free(table);
}
