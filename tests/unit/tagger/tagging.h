/* The tagger with the small model that is made from tests/unit/tagger/small, and what it puts into
 * articles, written down. */
#ifndef TAGGING_H
#define TAGGING_H

#include "indexer/tagger/tagger.h"

mg_tagger_model *open_small_model(void);

/* An article of this title and text. */
morgue_article *news(const char *title, const char *text);

/* Its tags: "per NAME 3*; org ..." in the order of the fields; how often it is mentioned, where
 * that was counted, "*" where the article is about it, "=" where it was given, "^" where it is
 * inherited. Static, until the next call. */
const char *written(const morgue_article *article);

/* The tags of a title and a text. */
const char *tags_of(const mg_registry *registry, const char *title, const char *text);

#endif
