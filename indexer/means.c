#include "indexer/means.h"

#include <unistd.h>

#define MEMORY_BESIDES ((uint64_t)32 << 20) /* what there is beside what is counted */

static uint64_t default_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / 4 : (uint64_t)1 << 30;
}

uint64_t mg_means_memory(uint64_t asked)
{
    uint64_t memory = asked ? asked : default_memory();
    return memory > 2 * MEMORY_BESIDES ? memory - MEMORY_BESIDES : memory / 2;
}

unsigned mg_means_jobs(unsigned asked)
{
    long cores = asked ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (unsigned)cores : 1;
}
