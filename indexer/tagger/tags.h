/* Actors and places as tags of an article. */
#ifndef MG_TAGGER_TAGS_H
#define MG_TAGGER_TAGS_H

#include "indexer/tagger/linker.h"

/* Tags of one article at most; those named most often are kept. */
enum { MG_TAGS_MAX = 500 };

/* Puts them in: see mg_tagger_tag(). Errors: NO_MEMORY. */
morgue_status mg_tags_put(mg_linker *linker, morgue_article *article, unsigned fields,
                          morgue_error *err);

#endif
