/* Mentions made better by rules, after the model. */
#ifndef MG_TAGGER_MENTIONS_H
#define MG_TAGGER_MENTIONS_H

#include "indexer/tagger/map.h"
#include "indexer/tagger/spotter.h"

/* The run of the folded hashes of words first..last. */
uint64_t mg_run_of(const mg_scene *scene, size_t first, size_t last);

/* What the gazetteer says of them, as bits. */
uint32_t mg_kinds_of(const mg_scene *scene, size_t first, size_t last);

/* Cuts off titles and articles, and gives all mentions of one name in the article the type that it
 * was most surely taken for, where that is clear. `map` and `sums` are working memory, sums of 4
 * floats a mention. False when memory is out. */
bool mg_mentions_tidy(const mg_scene *scene, mg_mention *mentions, size_t n, mg_map *map,
                      float (*sums)[4]);

#endif
