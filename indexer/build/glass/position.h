/* The tags of the position table: where a term stands in a document. */
#ifndef MG_GLASS_POSITION_H
#define MG_GLASS_POSITION_H

#include "archive/buffer.h"
#include "morgue.h"

/* The most bytes the tag of n positions may take, and a writer may touch. */
static inline size_t mg_glass_positions_room(size_t n)
{
    return 32 + 5 * n;
}

/* Writes the tag of n >= 1 strictly rising positions at a cursor with mg_glass_positions_room(n)
 * bytes; returns its end. Bytes of the room behind the end may change. */
uint8_t *mg_glass_positions_put(uint8_t *at, const uint32_t *positions, size_t n);

/* Appends the same to a buffer. False when memory is out. */
bool mg_glass_positions_encode(const uint32_t *positions, size_t n, mg_buffer *ret);

#endif
