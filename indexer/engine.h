/* How shards come about. Zeros are what users get; tests and measurements set it differently. */
#ifndef MG_ENGINE_H
#define MG_ENGINE_H

#include "indexer/tagging.h"
#include "morgue.h"

typedef struct mg_engine {
    bool foreign; /* as if Xapian's format were not the one that is written directly */
    bool untidy;  /* merge only on request */
    const mg_tag_finder *finder; /* of tags; NULL: the tagger */
} mg_engine;

/* morgue_writer_open() with an engine, of which a copy is kept. */
morgue_status mg_writer_open(const char *path, const morgue_writer_options *options,
                             const mg_engine *engine, morgue_writer **ret, morgue_error *err);

#endif
