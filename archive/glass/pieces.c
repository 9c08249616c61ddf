#include "archive/glass/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"

void mg_pieces_free(mg_pieces *pieces)
{
    free(pieces->at);
    *pieces = (mg_pieces){0};
}

/* Between 0, which is none, and that of what is live. */
static uint32_t rank_of(uint32_t revision)
{
    return revision < MG_PIECE_LIVE - 2 ? revision + 1 : MG_PIECE_LIVE - 1;
}

bool mg_pieces_add(mg_pieces *pieces, const mg_relic *relic, uint32_t i, uint32_t id,
                   uint32_t number, uint32_t revision)
{
    if (!MG_GROW(pieces->at, pieces->cap, pieces->n + 1))
        return false;
    pieces->at[pieces->n++] = (mg_piece){
        .id = id,
        .rank = mg_relic_is_live(relic, relic->number) ? MG_PIECE_LIVE : rank_of(revision),
        .block = relic->number,
        .item = (uint16_t)i,
        .number = (uint16_t)number};
    return true;
}

static int compare(const void *a, const void *b)
{
    const mg_piece *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

void mg_pieces_sort(mg_pieces *pieces)
{
    if (pieces->n)
        qsort(pieces->at, pieces->n, sizeof *pieces->at, compare);
}

size_t mg_pieces_group(const mg_pieces *pieces, size_t from)
{
    size_t n = 1;
    while (from + n < pieces->n && pieces->at[from + n].id == pieces->at[from].id)
        n++;
    return n;
}

size_t mg_pieces_find(const mg_pieces *pieces, uint32_t id, size_t *ret)
{
    size_t low = 0, high = pieces->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pieces->at[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    *ret = low;
    return low < pieces->n && pieces->at[low].id == id ? mg_pieces_group(pieces, low) : 0;
}

/* The greatest rank below a bound; 0 where there is none. */
static uint32_t rank_below(const mg_piece *group, size_t n, uint64_t bound)
{
    uint32_t best = 0;
    for (size_t i = 0; i < n; i++)
        if (group[i].rank < bound && group[i].rank > best)
            best = group[i].rank;
    return best;
}

typedef struct joining {
    mg_buffer parts;
    bool compressed, last, live;
} joining;

/* Appends a component. */
static bool append(mg_relic *relic, const mg_piece *piece, joining *to)
{
    mg_item item;
    uint32_t revision, number;
    uint32_t count = mg_relic_take_leaf(relic, piece->block, &revision);
    if (piece->item >= count || !mg_relic_item(relic, piece->item, &item, &number))
        return false;
    if (to->parts.len > MG_BUFFER_MAX - (1 << 16))
        return false;
    if (!mg_buffer_append(&to->parts, item.part, item.part_len)) {
        relic->starved = true;
        return false;
    }
    if (piece->number == 1)
        to->compressed = item.compressed;
    to->live = to->live && piece->rank == MG_PIECE_LIVE;
    to->last = item.last;
    return true;
}

/* Appends one component of each number up to the last: the best that the bound allows, else the
 * one nearest to it. The pieces of a number stand together, the best first. */
static bool append_all(mg_relic *relic, const mg_piece *group, size_t n, uint32_t bound,
                       joining *to)
{
    uint32_t number = 1;
    for (size_t i = 0; i < n && !to->last; i++, number++) {
        if (group[i].number != number)
            return false;
        while (group[i].rank > bound && i + 1 < n && group[i + 1].number == number)
            i++;
        if (!append(relic, &group[i], to))
            return false;
        while (i + 1 < n && group[i + 1].number == number)
            i++;
    }
    return to->last;
}

bool mg_pieces_join(mg_relic *relic, const mg_piece *group, size_t n, unsigned tries,
                    mg_buffer *ret, bool *ret_live, bool *ret_more)
{
    joining to = {.live = true};
    uint32_t bound = MG_PIECE_LIVE;
    for (unsigned i = 0; i < tries; i++)
        bound = rank_below(group, n, i ? bound : rank_below(group, n, UINT64_MAX));
    *ret_more = tries + 1 < MG_PIECES_TRIES && rank_below(group, n, bound) > 0;
    bool done = bound && append_all(relic, group, n, bound, &to);
    mg_buffer_clear(ret);
    if (done && to.compressed)
        done = mg_relic_inflate(relic, &to.parts, ret);
    else if (done && !mg_buffer_append(ret, to.parts.data, to.parts.len))
        done = false;
    mg_buffer_free(&to.parts);
    *ret_live = to.live;
    return done;
}
