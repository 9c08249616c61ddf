/* Texts compared as bytes, which is how terms are in order. */
#ifndef MG_TEXT_H
#define MG_TEXT_H

#include <stdbool.h>
#include <string.h>

#include "morgue.h"

/* Less than 0, 0, greater than 0: a comes before b, is the same, comes behind. */
static inline int mg_text_compare(morgue_text a, morgue_text b)
{
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static inline bool mg_text_is(morgue_text a, morgue_text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* For qsort() and bsearch(). */
static inline int mg_text_order(const void *a, const void *b)
{
    return mg_text_compare(*(const morgue_text *)a, *(const morgue_text *)b);
}

#endif
