/* The stemmers that suit an archive: those of the languages that its articles are in. */
#ifndef MG_STEMS_H
#define MG_STEMS_H

#include <stddef.h>

#include "archive/index.h"
#include "xapian/xapian_c.h"

enum { MG_STEMS_MAX = 8 };

/* Opens stemmers for the languages of at least one article in a hundred, by their codes; the one
 * for English where no language is known. Returns how many: what cannot be opened is left out. */
size_t mg_stems_open(mg_index *const *indexes, size_t n_indexes, xap_stem *ret[MG_STEMS_MAX]);
void mg_stems_close(xap_stem *const *stems, size_t n);

#endif
