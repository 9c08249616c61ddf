/* How much of one text is in another. */
#ifndef MG_PAGE_COMPARE_H
#define MG_PAGE_COMPARE_H

#include "morgue.h"

/* The share of the pairs of neighbouring words of `text` that stand in `other` too: 0 to 1, about;
 * 1 where there are none. */
float mg_share_in(morgue_text text, morgue_text other);

#endif
