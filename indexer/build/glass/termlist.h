/* The tags of the termlist table: a document's terms, and the value slots it has. */
#ifndef MG_GLASS_TERMLIST_H
#define MG_GLASS_TERMLIST_H

#include "archive/buffer.h"
#include "morgue.h"

typedef struct mg_glass_term {
    const char *data;
    uint32_t len; /* 1 to 245 */
    uint32_t wdf;
} mg_glass_term;

/* Appends the tag for n different terms, sorted by bytes; doclen is the sum of their wdf. Nothing
 * for n = 0: the tag is empty then, but still to be put. False when memory is out. */
bool mg_glass_termlist_encode(const mg_glass_term *terms, size_t n, uint32_t doclen,
                              mg_buffer *ret);

/* Appends the tag of mg_glass_key_slots_used() for n rising slots. Without slots it is not to be
 * put. False when memory is out. */
bool mg_glass_slots_used_encode(const uint32_t *slots, size_t n, mg_buffer *ret);

#endif
