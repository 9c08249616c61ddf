/* Position lists: interpolative coding, as indexer/build/glass/position.c writes it.
 * Source: Xapian 1.4.22, common/bitstream.cc and backends/glass/glass_positionlist.cc. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "archive/glass/glass.h"
#include "archive/glass/unpack.h"
#include "archive/grow.h"

enum { DEPTH = 32 /* ranges halve */ };

typedef struct bits {
    const uint8_t *data;
    uint64_t at, end; /* in bits */
    bool over;        /* it was read behind the end */
} bits;

/* Decodes a value below `bound`, which is not 0. Where that is no power of two the values in the
 * middle take a bit less. Whatever the bits are, the value is below the bound. */
static inline uint32_t get_below(bits *in, uint32_t bound)
{
    uint64_t word;
    memcpy(&word, in->data + (in->at >> 3), sizeof word);
    word = le64toh(word) >> (in->at & 7);
    unsigned n = 63 - (unsigned)__builtin_clzll(((uint64_t)bound - 1) << 1 | 1);
    uint32_t whole = (uint32_t)((UINT64_C(1) << n) - 1);
    uint32_t half = whole - (whole >> 1); /* 2^(n-1); 0 for n = 0 */
    uint32_t value = (uint32_t)word & (whole >> 1);
    uint32_t is_long = value < bound - half; /* no branch: nobody could foretell it */
    value |= (uint32_t)word & half & -is_long;
    in->at += n - 1 + is_long;
    return value;
}

/* As get_below(), but never loads from behind the end. */
static inline uint32_t get_checked(bits *in, uint32_t bound)
{
    if (__builtin_expect(in->at > in->end, 0)) {
        in->at = in->end;
        in->over = true;
    }
    return get_below(in, bound);
}

/* The position in the middle of a range of `n` more, whose ends are known. */
static inline uint32_t get_middle(bits *in, uint32_t low, uint32_t high, uint32_t before,
                                  uint32_t n)
{
    return low + before + get_checked(in, high - low - n + 1);
}

/* The positions between the first and the last. Recursion would be: the middle of j..k, the left
 * half, the right half; the stack keeps the right ends. `low` and `high` are the positions of j and
 * k: what was just decoded is needed at once. */
static void get_between(bits *in, uint32_t *positions, uint32_t n)
{
    uint32_t ends[DEPTH];
    unsigned depth = 0;
    uint32_t j = 0, k = n - 1, low = positions[j], high = positions[k];
    while (!in->over) {
        while (k - j > 3) {
            uint32_t before = (k - j) / 2;
            uint32_t middle = get_middle(in, low, high, before, k - j);
            ends[depth++] = k;
            k = j + before;
            positions[k] = high = middle;
        }
        if (k - j > 1)
            positions[j + 1] = low = get_middle(in, low, high, 1, k - j);
        if (k - j > 2)
            positions[j + 2] = get_middle(in, low, high, 1, 2);
        if (depth == 0)
            return;
        j = k;
        k = ends[--depth];
        low = high;
        high = positions[k];
    }
}

bool mg_glass_positions_decode(const uint8_t *tag, size_t len, mg_places *ret, bool *ret_memory)
{
    const uint8_t *at = tag, *end = tag + len;
    uint32_t last;
    *ret_memory = true;
    if (!mg_glass_get_uint(&at, end, &last))
        return false;
    bits in = {.data = at, .end = (uint64_t)(end - at) * 8};
    uint64_t n = 1;
    uint32_t first = last;
    if (in.end) {
        if (last == 0)
            return false;
        first = get_checked(&in, last);
        n = (uint64_t)get_checked(&in, last - first) + 2;
    }
    if (n > MG_BUFFER_MAX / sizeof *ret->at)
        return false;
    if (!MG_GROW(ret->at, ret->cap, n)) {
        *ret_memory = false;
        return false;
    }
    ret->at[0] = first;
    ret->at[n - 1] = last;
    if (n > 2)
        get_between(&in, ret->at, (uint32_t)n);
    if (in.over || in.at > in.end)
        return false;
    ret->n = n;
    return true;
}

/* ---- Of a list ---------------------------------------------------------------------------- */

static bool open_positions(mg_glass_list *list)
{
    mg_glass *glass = (mg_glass *)list->face.index;
    list->positions = malloc(sizeof *list->positions);
    if (list->positions)
        mg_cursor_init(list->positions, &glass->tables[MG_BASE_POSITION]);
    return list->positions != NULL;
}

/* So that eight bytes can be loaded behind a tag that is where it stands in the table. */
static bool move_from_edge(mg_buffer *scratch, const uint8_t **tag, size_t len)
{
    if (!len || *tag == (const uint8_t *)scratch->data ||
        !mg_glass_is_beyond(*tag + len - 1, *tag + len))
        return true;
    mg_buffer_clear(scratch);
    if (!mg_buffer_append(scratch, *tag, len) || !mg_buffer_reserve(scratch, sizeof(uint64_t)))
        return false;
    *tag = (const uint8_t *)scratch->data;
    return true;
}

bool mg_glass_list_positions(mg_list *face, uint32_t docid, mg_places *ret)
{
    mg_glass_list *list = (mg_glass_list *)face;
    mg_glass *glass = (mg_glass *)face->index;
    const uint8_t *tag;
    size_t len;
    mg_item item;
    bool memory = true;
    if (!list->positions && !open_positions(list))
        return false;
    uint8_t *key_end = mg_glass_put_sortint(list->key + list->stem_len, docid);
    if (!mg_cursor_find_near(list->positions, list->key, (size_t)(key_end - list->key)) ||
        !mg_cursor_item(list->positions, &item) ||
        !mg_cursor_tag(list->positions, &item, &glass->scratch, &tag, &len))
        return !list->positions->tree->starved;
    if (!move_from_edge(&glass->scratch, &tag, len))
        return false;
    if (!mg_glass_positions_decode(tag, len, ret, &memory) && memory)
        mg_btree_damaged(list->positions->tree, "a list of positions cannot be read");
    return memory;
}
