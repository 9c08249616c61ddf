/* The ids seen in one file, as 64-bit hashes: enough to tell a duplicate within a dump from a newer
 * version of what the archive has. 8 to 16 bytes an id. */
#ifndef MG_IDSET_H
#define MG_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialise it. */
typedef struct mg_idset {
    uint64_t *slots; /* open addressing; 0 is an empty slot */
    size_t cap;      /* a power of two, or 0 */
    size_t count;
    uint64_t seed; /* of the hashes */
} mg_idset;

/* Adds an id. Sets *ret_seen when it was there already. False when memory is out. */
bool mg_idset_add(mg_idset *set, const char *id, size_t len, bool *ret_seen);

/* Forgets all ids and keeps the memory. */
void mg_idset_clear(mg_idset *set);
void mg_idset_free(mg_idset *set);

#endif
