/* What a writer may use of the machine. */
#ifndef MG_MEANS_H
#define MG_MEANS_H

#include <stdint.h>

/* Bytes that may be used for what is counted, and threads, of what the options ask for; 0: what
 * suits the machine. */
uint64_t mg_means_memory(uint64_t asked);
unsigned mg_means_jobs(unsigned asked);

#endif
