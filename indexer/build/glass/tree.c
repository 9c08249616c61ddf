#include "indexer/build/glass/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/error.h"

enum { REVISION = 1 };

static uint8_t *put32(uint8_t *at, uint32_t value)
{
    return mg_glass_put16(mg_glass_put16(at, value >> 16), value);
}

/* ---- The file ----------------------------------------------------------------------------- */

morgue_status mg_glass_tree_flush(mg_glass_table *table, morgue_error *err)
{
    const uint8_t *from = table->output;
    while (table->output_used) {
        ssize_t n = write(table->fd, from, table->output_used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return mg_fail_errno(err, "write", table->path);
        from += n;
        table->output_used -= (size_t)n;
    }
    return MORGUE_OK;
}

/* Lays the block out behind what is waiting in the output buffer. */
static void lay_out(const mg_glass_table *table, const mg_glass_block *from, unsigned level,
                    uint8_t *to)
{
    uint32_t start = table->block_size - from->used;
    uint32_t dir_end = MG_GLASS_HEAD + MG_GLASS_DIRECTORY_ENTRY * from->count;
    uint32_t gap = start - dir_end;
    uint8_t *at = put32(to, REVISION);
    *at++ = (uint8_t)level;
    at = mg_glass_put16(at, gap);
    at = mg_glass_put16(at, gap);
    at = mg_glass_put16(at, dir_end);
    for (uint32_t i = 0; i < from->count; i++)
        at = mg_glass_put16(at, start + from->offsets[i]);
    memset(at, 0, gap);
    memcpy(to + start, from->items, from->used);
}

static void empty_block(const mg_glass_table *table, mg_glass_block *b)
{
    b->used = b->count = 0;
    b->room = table->block_size - MG_GLASS_HEAD;
}

/* Ends the open block of a level and opens an empty one; its separator is left as it was. */
static morgue_status write_block(mg_glass_table *table, unsigned level, morgue_error *err)
{
    if (table->output_used + table->block_size > MG_GLASS_OUTPUT) {
        morgue_status status = mg_glass_tree_flush(table, err);
        if (status != MORGUE_OK)
            return status;
    }
    if (table->blocks == UINT32_MAX)
        return mg_fail(err, MORGUE_INVALID, "%s: too many blocks", table->path);
    lay_out(table, &table->level[level], level, table->output + table->output_used);
    table->output_used += table->block_size;
    table->blocks++;
    empty_block(table, &table->level[level]);
    return MORGUE_OK;
}

/* ---- Levels ------------------------------------------------------------------------------- */

morgue_status mg_glass_tree_grow(mg_glass_table *table, morgue_error *err)
{
    if (table->levels == MG_GLASS_LEVELS)
        return mg_fail(err, MORGUE_INVALID, "%s: over %d levels: make the blocks larger",
                       table->path, MG_GLASS_LEVELS);
    mg_glass_block *b = &table->level[table->levels];
    b->items = malloc(table->block_size);
    b->offsets = malloc(table->block_size);
    if (!b->items || !b->offsets)
        return mg_fail_memory(err);
    empty_block(table, b);
    table->levels++;
    return MORGUE_OK;
}

static void add_branch_item(mg_glass_block *b, const mg_glass_separator *least, uint32_t child)
{
    /* The first item of a branch block stands for all that is less. */
    bool first = b->count == 0;
    size_t len = first ? 0 : least->len;
    uint8_t *at = put32(mg_glass_add_item(b, 4 + 1 + len + MG_GLASS_COMPONENT), child);
    *at++ = (uint8_t)len;
    memcpy(at, least->key, len);
    mg_glass_put16(at + len, first ? 0 : least->component);
    if (first)
        b->least = *least;
}

/* Tells the levels above of the block just written, beginning with `level`. A branch block that is
 * full is written too, and passed on. */
static morgue_status add_child(mg_glass_table *table, unsigned level,
                               const mg_glass_separator *least, morgue_error *err)
{
    mg_glass_separator up = *least;
    for (;; level++) {
        uint32_t child = table->blocks - 1;
        morgue_status status = MORGUE_OK;
        if (level == table->levels && (status = mg_glass_tree_grow(table, err)) != MORGUE_OK)
            return status;
        mg_glass_block *b = &table->level[level];
        if (b->room >= 4u + 1 + up.len + MG_GLASS_COMPONENT + MG_GLASS_DIRECTORY_ENTRY) {
            add_branch_item(b, &up, child);
            return MORGUE_OK;
        }
        mg_glass_separator own = b->least;
        if ((status = write_block(table, level, err)) != MORGUE_OK)
            return status;
        add_branch_item(b, &up, child);
        up = own;
    }
}

/* The open leaf is full. */
morgue_status mg_glass_tree_end_leaf(mg_glass_table *table, morgue_error *err)
{
    if (table->last != table->boundary) {
        memcpy(table->boundary, table->last, table->last_len);
        table->last = table->boundary;
    }
    morgue_status status = write_block(table, 0, err);
    return status == MORGUE_OK ? add_child(table, 1, &table->level[0].least, err) : status;
}

/* Writes the open blocks from the leaf up; the last one is the root. */
morgue_status mg_glass_tree_end(mg_glass_table *table, morgue_error *err)
{
    for (unsigned level = 0;; level++) {
        mg_glass_separator least = table->level[level].least;
        morgue_status status = write_block(table, level, err);
        if (status != MORGUE_OK || level + 1 == table->levels)
            return status;
        if ((status = add_child(table, level + 1, &least, err)) != MORGUE_OK)
            return status;
    }
}
