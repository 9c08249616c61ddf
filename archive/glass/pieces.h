/* Where the components of tags lie in a table that may be damaged, and putting them together. The
 * same component may be there several times, of several versions of the tag. 16 bytes a component.
 */
#ifndef MG_GLASS_PIECES_H
#define MG_GLASS_PIECES_H

#include "archive/glass/relic.h"

#define MG_PIECE_LIVE UINT32_MAX

typedef struct mg_piece {
    uint32_t id;   /* of the tag: a document, or what else the keys tell apart */
    uint32_t rank; /* MG_PIECE_LIVE in a block that counts, else by the block's revision */
    uint32_t block;
    uint16_t item; /* in the block */
    uint16_t number;
} mg_piece;

/* Zero-initialise it. */
typedef struct mg_pieces {
    mg_piece *at;
    size_t n;
    size_t cap;
} mg_pieces;

void mg_pieces_free(mg_pieces *pieces);

/* Adds item `i` of the leaf that was taken up. False when memory is out. */
bool mg_pieces_add(mg_pieces *pieces, const mg_relic *relic, uint32_t i, uint32_t id,
                   uint32_t number, uint32_t revision);

/* Brings those of a tag together: by id, by number, the best first. */
void mg_pieces_sort(mg_pieces *pieces);

/* The pieces of the tag that begins at `from`, in sorted ones: how many. */
size_t mg_pieces_group(const mg_pieces *pieces, size_t from);

/* The pieces of a tag: *ret is where they begin. 0 where there are none. */
size_t mg_pieces_find(const mg_pieces *pieces, uint32_t id, size_t *ret);

enum { MG_PIECES_TRIES = 16 };

/* Puts a tag together from its pieces, replacing what is in `ret`. With `tries` = 0 from the best
 * of each, then from the best that are not better than the second best, and so on. *ret_live: all
 * of them count. False where they are not whole; *ret_more: another try may be worth it. */
bool mg_pieces_join(mg_relic *relic, const mg_piece *group, size_t n, unsigned tries,
                    mg_buffer *ret, bool *ret_live, bool *ret_more);

#endif
