/* A tagger of the caller's own as a finder of tags: see morgue_tagger in morgue.h. */
#ifndef MG_TAGGING_FOREIGN_H
#define MG_TAGGING_FOREIGN_H

#include "indexer/tagging.h"

/* The finder lives as long as *tagger. Errors: INVALID (it finds nothing: there is no tag()). */
morgue_status mg_foreign_finder(morgue_tagger *tagger, mg_tag_finder *ret, morgue_error *err);

#endif
