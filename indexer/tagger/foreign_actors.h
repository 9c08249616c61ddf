/* What articles in other languages than English name, as actors of a linker. */
#ifndef MG_TAGGER_FOREIGN_ACTORS_H
#define MG_TAGGER_FOREIGN_ACTORS_H

#include "indexer/tagger/foreign.h"
#include "indexer/tagger/linker.h"

/* Sets the linker's actors, for mg_tags_put(). False when memory is out. */
bool mg_foreign_actors(mg_foreign *foreign, const char lang[3], morgue_text title, morgue_text text,
                       const mg_tables *tables, const mg_registry *registry, mg_linker *linker);

#endif
