/* What may have been meant by a query that finds little. */
#ifndef MG_SUGGEST_H
#define MG_SUGGEST_H

#include "archive/reader.h"
#include "search/match/finder.h"

/* A query with fewer hits than this may be misspelled. */
enum { MG_SUGGEST_BELOW = 5 };

/* The query with words that the archive does not have, or hardly, replaced by those that are
 * spelled much like them, where that finds more than `page` has; for free(), and NULL where there
 * is none, or time is over. The filter, which may be NULL, stays as it is. Errors: STALE, CORRUPT,
 * IO, NETWORK, NO_MEMORY. */
morgue_status mg_suggest(morgue_archive *archive, const char *query, const char *filter,
                         const mg_page *page, mg_deadline deadline, char **ret, morgue_error *err);

#endif
