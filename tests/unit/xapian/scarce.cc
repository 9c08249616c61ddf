// SPDX-License-Identifier: GPL-2.0-or-later
//
// Memory that runs out when a test wants it to; for test_xapian_memory.c.

#include "scarce.h"

#include <cstdlib>
#include <new>

static long left = -1; // allocations until one fails; negative: never
static bool failed;

extern "C" void scarce_fail_after(long allocations) noexcept
{
    left = allocations;
    failed = false;
}

extern "C" bool scarce_failed(void) noexcept
{
    return failed;
}

void *operator new(std::size_t size)
{
    if (left == 0) {
        left = -1;
        failed = true;
        throw std::bad_alloc();
    }
    if (left > 0)
        left--;
    if (void *memory = std::malloc(size != 0 ? size : 1))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}
