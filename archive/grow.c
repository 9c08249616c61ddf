#include "archive/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 16 };

/* The pointer is copied, because its type is not known here. */
bool mg_grow(void *array, size_t *cap, size_t need, size_t size)
{
    void *items;
    if (need <= *cap)
        return true;
    size_t more = *cap > need / 2 ? 2 * *cap : need;
    more = more < FIRST ? FIRST : more;
    if (more > SIZE_MAX / 2 / size)
        return false;
    memcpy(&items, array, sizeof items);
    items = realloc(items, more * size);
    if (!items)
        return false;
    memcpy(array, &items, sizeof items);
    *cap = more;
    return true;
}
