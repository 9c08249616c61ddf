/* Two indexes of the same shard, read in every way that there is, have to say the same. */
#ifndef TEST_INDEX_COMPARE_H
#define TEST_INDEX_COMPARE_H

#include "archive/index.h"

/* Fails the test at the first difference, and where one of them met damage. Of the positions and
 * document terms every `every`-th is compared. */
void compare_indexes(mg_index *one, mg_index *other, uint32_t every, uint64_t seed);

/* The shard opened directly against the iterators. */
void compare_ways_of(const char *path, uint32_t every, uint64_t seed);

#endif
