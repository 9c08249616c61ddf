/* A seed for tables of hashes, so that nobody can make up keys that collide. */
#ifndef MG_SEED_H
#define MG_SEED_H

#include <stdint.h>

/* Another each time. */
uint64_t mg_seed(void);

#endif
