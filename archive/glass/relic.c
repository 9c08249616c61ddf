/* Source of the format: Xapian 1.4.22, backends/glass/glass_table.{h,cc}. */
#include "archive/glass/relic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/glass/unpack.h"
#include "archive/grow.h"
#include "archive/path.h"

enum { HEAD = 11, ENTRY = 2, ITEM_HEAD = 3, CHILD = 4, COMPONENT = 2 };
enum { COMPRESSED = 0x8000, LAST = 0x4000, FIRST = 0x2000, SIZE = 0x1FFF };
enum { LEAST_BLOCK = 2048, GREATEST_BLOCK = 65536, USUAL_BLOCK = 8192, NONE = UINT32_MAX };
enum { SAMPLE = 512 /* blocks that tell the size of all */, CANDIDATES = 16 /* for the root */ };

bool mg_relic_damaged(mg_relic *relic, uint32_t block, const char *damage)
{
    relic->sound = false;
    relic->bad++;
    if (!relic->damage) {
        relic->damage = damage;
        relic->bad_block = block;
    }
    return false;
}

bool mg_relic_is_live(const mg_relic *relic, uint32_t block)
{
    return relic->live && block < relic->blocks && relic->live[block / 64] >> block % 64 & 1;
}

/* ---- Blocks ------------------------------------------------------------------------------- */

/* The block, until the next one is read; NULL where it is not there or the disk fails. */
static const uint8_t *read_block(mg_relic *relic, uint32_t number)
{
    size_t have = 0;
    if (number >= relic->blocks)
        return NULL;
    if (relic->number == number)
        return relic->block;
    relic->number = NONE;
    uint64_t from = (uint64_t)number * relic->block_size;
    while (have < relic->block_size) {
        ssize_t n =
            pread(relic->fd, relic->block + have, relic->block_size - have, (off_t)(from + have));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return NULL;
        have += (size_t)n;
    }
    relic->number = number;
    return relic->block;
}

/* How many items the directory has room for; 0 where it makes no sense. */
static uint32_t count_of(const mg_relic *relic, const uint8_t *block)
{
    uint32_t end = mg_glass_get16(block + 9);
    bool good = end >= HEAD + ENTRY && end <= relic->block_size && end % 2 == 1;
    return good ? (end - HEAD) / ENTRY : 0;
}

/* Where item `i` begins, with at least `head` bytes to the end of the block; 0 where it cannot. */
static uint32_t offset_of(const mg_relic *relic, const uint8_t *block, uint32_t i, uint32_t head)
{
    uint32_t offset = mg_glass_get16(block + HEAD + ENTRY * i);
    bool good = offset >= mg_glass_get16(block + 9) && offset + head <= relic->block_size;
    return good ? offset : 0;
}

static bool item_of(const mg_relic *relic, const uint8_t *block, uint32_t i, mg_item *ret,
                    uint32_t *ret_number)
{
    uint32_t offset = offset_of(relic, block, i, ITEM_HEAD);
    const uint8_t *item = block + offset;
    uint32_t head = mg_glass_get16(item), size = (head & SIZE) + ITEM_HEAD;
    if (!offset || offset + size > relic->block_size)
        return false;
    bool first = head & FIRST;
    uint32_t key_len = item[2], before = ITEM_HEAD + key_len + (first ? 0 : COMPONENT);
    if (before > size)
        return false;
    *ret = (mg_item){.key = item + ITEM_HEAD,
                     .key_len = key_len,
                     .part = item + before,
                     .part_len = size - before,
                     .first = first,
                     .last = head & LAST,
                     .compressed = head & COMPRESSED};
    *ret_number = first ? 1 : mg_glass_get16(item + ITEM_HEAD + key_len);
    return true;
}

uint32_t mg_relic_take_leaf(mg_relic *relic, uint32_t number, uint32_t *ret_revision)
{
    const uint8_t *block = read_block(relic, number);
    if (!block)
        return 0;
    *ret_revision = mg_glass_get32(block);
    bool counts =
        mg_relic_is_live(relic, number) || (block[4] == 0 && *ret_revision <= relic->revision);
    return counts ? count_of(relic, block) : 0;
}

bool mg_relic_item(const mg_relic *relic, uint32_t i, mg_item *ret, uint32_t *ret_number)
{
    return item_of(relic, relic->block, i, ret, ret_number);
}

bool mg_relic_inflate(mg_relic *relic, const mg_buffer *packed, mg_buffer *ret)
{
    relic->inflater.starved = false;
    bool done = mg_btree_inflate(&relic->inflater, (const uint8_t *)packed->data, packed->len, ret);
    relic->starved = relic->starved || relic->inflater.starved;
    return done;
}

/* ---- The tree ----------------------------------------------------------------------------- */

static bool starve(mg_relic *relic)
{
    relic->starved = true;
    return false;
}

static bool keep_leaf(mg_relic *relic, uint32_t number)
{
    if (!MG_GROW(relic->leaves, relic->leaves_cap, relic->n_leaves + 1))
        return starve(relic);
    relic->leaves[relic->n_leaves++] = number;
    return true;
}

/* Is the block that a tree leads to here what it should be, and there once only? It is live then. A
 * leaf whose head is damaged is one all the same: its branch says so. */
static const uint8_t *enter(mg_relic *relic, uint32_t number, uint32_t level, uint32_t latest)
{
    const uint8_t *block = read_block(relic, number);
    if (!block) {
        mg_relic_damaged(relic, number, "a block cannot be read");
        return NULL;
    }
    if (mg_relic_is_live(relic, number)) {
        mg_relic_damaged(relic, number, "two branches lead to one block");
        return NULL;
    }
    if (block[4] != level || mg_glass_get32(block) > latest || !count_of(relic, block)) {
        mg_relic_damaged(relic, number, "a block's head makes no sense");
        if (level)
            return NULL;
    }
    relic->live[number / 64] |= UINT64_C(1) << number % 64;
    return block;
}

/* The blocks under a branch, for free(); NULL when memory is out. One that cannot be told is NONE.
 */
static uint32_t *children_of(mg_relic *relic, const uint8_t *block, uint32_t count)
{
    uint32_t *children = malloc((size_t)count * sizeof *children);
    for (uint32_t i = 0; children && i < count; i++) {
        uint32_t offset = offset_of(relic, block, i, CHILD + 1);
        children[i] = offset ? mg_glass_get32(block + offset) : NONE;
    }
    return children;
}

/* Follows the tree down from a block: no deeper than there are levels. False when memory is out. */
static bool follow(mg_relic *relic, uint32_t number, uint32_t level, uint32_t latest)
{
    const uint8_t *block = enter(relic, number, level, latest);
    if (!block)
        return true;
    if (level == 0)
        return keep_leaf(relic, number);
    uint32_t count = count_of(relic, block), revision = mg_glass_get32(block);
    uint32_t *children = children_of(relic, block, count);
    bool fits = children || starve(relic);
    for (uint32_t i = 0; fits && i < count; i++)
        fits = follow(relic, children[i], level - 1, revision);
    free(children);
    return fits;
}

/* Room for a bit a block, whatever their size comes out as. */
static size_t live_words(const mg_relic *relic)
{
    return (size_t)(relic->size / LEAST_BLOCK / 64 + 1);
}

static void forget_tree(mg_relic *relic)
{
    relic->n_leaves = 0;
    relic->bad = 0;
    relic->damage = NULL;
    relic->sound = true;
    relic->rooted = false;
    if (relic->live)
        memset(relic->live, 0, live_words(relic) * sizeof *relic->live);
}

/* Takes this tree. False when memory is out. */
static bool take_tree(mg_relic *relic, uint32_t root, uint32_t level, uint32_t revision)
{
    forget_tree(relic);
    bool fits = level <= MG_BTREE_LEVELS ? follow(relic, root, level, revision)
                                         : mg_relic_damaged(relic, root, "it is too high") || true;
    relic->rooted = relic->n_leaves > 0;
    return fits;
}

/* ---- Without a version file --------------------------------------------------------------- */

/* The size of an item; 0 where it does not fit. */
static uint32_t size_of(const mg_relic *relic, const uint8_t *block, uint32_t i)
{
    mg_item item;
    uint32_t number;
    if (block[4] == 0)
        return item_of(relic, block, i, &item, &number)
                   ? (uint32_t)(item.part + item.part_len - block) -
                         mg_glass_get16(block + HEAD + ENTRY * i)
                   : 0;
    uint32_t offset = offset_of(relic, block, i, CHILD + 1);
    uint32_t size = offset ? CHILD + 1 + block[offset + CHILD] + COMPONENT : 0;
    return offset + size <= relic->block_size ? size : 0;
}

/* Do all items of a block fit into it, and is the rest as free as its head says? */
static bool is_plausible(const mg_relic *relic, const uint8_t *block)
{
    uint32_t count = count_of(relic, block), used = mg_glass_get16(block + 9);
    if (!count || block[4] > MG_BTREE_LEVELS)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t size = size_of(relic, block, i);
        if (!size || used + size > relic->block_size)
            return false;
        used += size;
    }
    return used + mg_glass_get16(block + 7) == relic->block_size;
}

static void set_block_size(mg_relic *relic, uint32_t size)
{
    uint64_t blocks = relic->size / size;
    relic->block_size = size;
    relic->blocks = blocks < NONE ? (uint32_t)blocks : NONE - 1;
    relic->number = NONE;
}

/* Bytes of the plausible blocks among some, were this their size. */
static uint64_t weigh(mg_relic *relic, uint32_t size)
{
    uint64_t weight = 0;
    set_block_size(relic, size);
    uint32_t step = relic->blocks / SAMPLE + 1;
    for (uint64_t i = 0; i < relic->blocks; i += step) {
        const uint8_t *block = read_block(relic, (uint32_t)i);
        if (block && is_plausible(relic, block))
            weight += (uint64_t)size * step;
    }
    return weight;
}

/* `likely` unless another explains more of the file. */
static void guess_block_size(mg_relic *relic, uint32_t likely)
{
    uint32_t best = likely;
    uint64_t most = weigh(relic, best);
    for (uint32_t size = LEAST_BLOCK; size <= GREATEST_BLOCK; size *= 2) {
        uint64_t weight = size == likely ? 0 : weigh(relic, size);
        if (weight > most) {
            most = weight;
            best = size;
        }
    }
    set_block_size(relic, best);
}

typedef struct candidates {
    uint32_t revision, level; /* the latest, and the highest of it */
    uint32_t blocks[CANDIDATES];
    size_t n;
    uint8_t key[UINT8_MAX]; /* the greatest of any leaf, */
    size_t key_len;
    uint32_t number; /* and its component */
} candidates;

/* Does an item stand before the greatest? */
static bool is_less(const mg_item *item, uint32_t number, const candidates *found)
{
    size_t len = item->key_len < found->key_len ? item->key_len : found->key_len;
    int order = memcmp(item->key, found->key, len);
    if (order == 0)
        order = (item->key_len > found->key_len) - (item->key_len < found->key_len);
    return order < 0 || (order == 0 && number < found->number);
}

static void consider(candidates *found, const mg_relic *relic, const uint8_t *block)
{
    mg_item last;
    uint32_t revision = mg_glass_get32(block), level = block[4], number;
    if (level == 0 && item_of(relic, block, count_of(relic, block) - 1, &last, &number) &&
        !is_less(&last, number, found)) {
        memcpy(found->key, last.key, last.key_len);
        found->key_len = last.key_len;
        found->number = number;
    }
    if (revision < found->revision || (revision == found->revision && level < found->level))
        return;
    if (revision > found->revision || level > found->level)
        found->n = 0;
    found->revision = revision;
    found->level = level;
    if (found->n < CANDIDATES)
        found->blocks[found->n++] = relic->number;
}

/* Does the tree begin where tables begin, with an item without a key, and reach to the greatest key
 * that there is? A part of a tree, whose root is lost, does not. */
static bool is_whole(mg_relic *relic, const candidates *found)
{
    mg_item item;
    uint32_t number;
    if (!relic->sound || !relic->rooted)
        return false;
    const uint8_t *block = read_block(relic, relic->leaves[0]);
    if (!block || !item_of(relic, block, 0, &item, &number) || item.key_len)
        return false;
    block = read_block(relic, relic->leaves[relic->n_leaves - 1]);
    return block && item_of(relic, block, count_of(relic, block) - 1, &item, &number) &&
           !is_less(&item, number, found);
}

/* Later than the latest commit are only blocks of one that was cut off: then no tree is whole, and
 * there is none. False when memory is out. */
static bool guess_tree(mg_relic *relic)
{
    candidates found = {.n = 0};
    for (uint32_t i = 0; i < relic->blocks; i++) {
        const uint8_t *block = read_block(relic, i);
        if (block && is_plausible(relic, block))
            consider(&found, relic, block);
    }
    relic->guessed = true;
    relic->revision = NONE;
    for (size_t i = 0; i < found.n; i++) {
        if (!take_tree(relic, found.blocks[i], found.level, found.revision))
            return false;
        if (is_whole(relic, &found))
            return true;
    }
    forget_tree(relic);
    mg_relic_damaged(relic, 0, "the root of its tree is not to be found");
    return true;
}

/* ---- Opening ------------------------------------------------------------------------------ */

/* An error of the disk that does not come again is none. */
static int open_patiently(const char *path)
{
    enum { TRIES = 3 };
    int fd = -1;
    for (int i = 0; fd < 0 && i < TRIES && (!i || errno == EIO); i++)
        fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd;
}

/* A file that is not there, or of which the disk tells nothing, is damage. */
static morgue_status open_file(const char *folder, mg_relic *relic, morgue_error *err)
{
    char file[32];
    struct stat info;
    snprintf(file, sizeof file, "%s.glass", relic->name);
    char *path = mg_path_join(folder, file);
    if (!path)
        return mg_fail_memory(err);
    relic->fd = open_patiently(path);
    morgue_status status = MORGUE_OK;
    if (relic->fd >= 0 && fstat(relic->fd, &info) == 0 && S_ISREG(info.st_mode)) {
        relic->size = (uint64_t)info.st_size;
    } else if (relic->fd >= 0 || errno == ENOENT || errno == ENOTDIR || errno == EIO) {
        if (relic->fd >= 0)
            close(relic->fd);
        relic->fd = -1;
    } else {
        status = mg_fail_errno(err, "open", path);
    }
    free(path);
    return status;
}

/* False when memory is out. */
static bool find_tree(mg_relic *relic, const mg_base *base, enum mg_base_table table)
{
    relic->block = malloc(GREATEST_BLOCK);
    relic->live = calloc(live_words(relic), sizeof *relic->live);
    if (!relic->block || !relic->live)
        return false;
    if (base) {
        const mg_base_root *root = &base->roots[table];
        relic->revision = base->revision;
        set_block_size(relic, root->block_size);
        if (!take_tree(relic, root->block, root->level, base->revision))
            return false;
        if (relic->rooted)
            return true;
    }
    guess_block_size(relic, base ? base->roots[table].block_size : USUAL_BLOCK);
    return guess_tree(relic);
}

morgue_status mg_relic_open(const char *folder, const char *name, const mg_base *base,
                            enum mg_base_table table, mg_relic *ret, morgue_error *err)
{
    mg_relic relic = {.name = name, .fd = -1, .number = NONE, .revision = NONE, .sound = true};
    if (base && base->roots[table].empty) {
        if (!base->articles) {
            *ret = relic;
            return MORGUE_OK;
        }
        base = NULL; /* that cannot be */
    }
    morgue_status status = open_file(folder, &relic, err);
    if (status != MORGUE_OK)
        return status;
    if (relic.fd < 0)
        mg_relic_damaged(&relic, 0, "it is missing");
    else if (relic.size < LEAST_BLOCK)
        mg_relic_damaged(&relic, 0, "it is cut off at its beginning");
    else if (!find_tree(&relic, base, table))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        *ret = relic;
    else
        mg_relic_close(&relic);
    return status;
}

void mg_relic_close(mg_relic *relic)
{
    if (relic->fd >= 0)
        close(relic->fd);
    free(relic->leaves);
    free(relic->live);
    free(relic->block);
    mg_btree_free(&relic->inflater);
    *relic = (mg_relic){.fd = -1};
}
