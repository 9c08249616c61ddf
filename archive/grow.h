/* Arrays that grow by doubling. */
#ifndef MG_GROW_H
#define MG_GROW_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for `need` items in an array of allocated memory. `items` and `cap` are the lvalues
 * that hold it and how many items it has room for; both may be zero. False when memory is out: then
 * both are what they were. */
#define MG_GROW(items, cap, need)                                                                  \
    ((size_t)(need) <= (cap) || mg_grow((void *)&(items), &(cap), (need), sizeof *(items)))

/* The same for the pointer at `array`, to items of `size` bytes. */
bool mg_grow(void *array, size_t *cap, size_t need, size_t size);

#endif
