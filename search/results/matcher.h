/* Finds in a text what a query asked for: the words and phrases of a plan's mark groups. */
#ifndef MG_MATCHER_H
#define MG_MATCHER_H

#include <stddef.h>

#include "archive/tokenizer.h"
#include "search/query/plan.h"

/* One place where a group stands: bytes [start, end) of the text. */
typedef struct mg_match {
    size_t start;
    size_t end;
    size_t group; /* its number in the plan */
} mg_match;

typedef struct mg_matches {
    mg_match *list; /* by their ends, rising; free() it */
    size_t count;
    size_t cap;
} mg_matches;

/* More matches than this in one text tell nothing more. */
enum { MG_MATCHES_MAX = 4096 };

/* Appends the matches in the text. Phrases longer than 64 words are not looked for.
 * Errors: NO_MEMORY. */
morgue_status mg_matches_find(const mg_plan *plan, morgue_text text, mg_matches *ret,
                              morgue_error *err);

#endif
