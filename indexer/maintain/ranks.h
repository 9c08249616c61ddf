/* Which of several articles with one id is the one to keep. 24 bytes an id, and as much again for
 * the table's room. Ids are told apart by a hash of 128 bits with a seed that nobody knows before:
 * no archive can be made in which two ids have the same. */
#ifndef MG_RANKS_H
#define MG_RANKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct mg_rank {
    uint64_t low, high; /* hash of the id; both 0: an empty slot */
    uint64_t rank;
} mg_rank;

/* Zero-initialise it. */
typedef struct mg_ranks {
    mg_rank *slots; /* open addressing */
    size_t cap;     /* a power of two, or 0 */
    size_t count;
    uint64_t seed;
} mg_ranks;

/* Takes note of one; the greatest rank counts. *ret_seen: there was one with this id. False when
 * memory is out. */
bool mg_ranks_add(mg_ranks *ranks, const char *id, size_t len, uint64_t rank, bool *ret_seen);

/* Has no other of the id a greater rank? */
bool mg_ranks_is_best(const mg_ranks *ranks, const char *id, size_t len, uint64_t rank);
void mg_ranks_free(mg_ranks *ranks);

#endif
