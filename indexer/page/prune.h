/* Taking out of an article what stands in its midst and is none of it: links to other articles,
 * calls to subscribe, copyright lines, headings of nothing. */
#ifndef MG_PAGE_PRUNE_H
#define MG_PAGE_PRUNE_H

#include "indexer/page/outline.h"

/* Drops blocks. `title` is the headline, which the text need not repeat. Errors: NO_MEMORY. */
morgue_status mg_prune(mg_outline *outline, morgue_text title, morgue_error *err);

/* What pages say around articles, in the languages known here. */
typedef enum mg_phrase {
    MG_PHRASE_NONE,
    MG_PHRASE_LEADS, /* "Read more:": a short line that begins so is none of the text */
    MG_PHRASE_ALONE, /* "Advertisement": one that has nothing else */
    MG_PHRASE_HOLDS  /* "All rights reserved": one that has it anywhere */
} mg_phrase;

/* Which kind of phrase is in a line of lower case. */
mg_phrase mg_phrase_in(morgue_text line);

#endif
