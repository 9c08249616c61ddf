/* Who and where: finds the persons, organizations and places that an article names, and adds them
 * to it as tags. */
#ifndef MG_TAGGER_H
#define MG_TAGGER_H

#include "archive/registry/registry.h"
#include "indexer/tagger/model.h"

/* Working memory of one thread. */
typedef struct mg_tagger mg_tagger;

/* The model and the registry (NULL: none) must outlive the tagger. Errors: NO_MEMORY. */
morgue_status mg_tagger_new(const mg_tagger_model *model, const mg_registry *registry,
                            mg_tagger **ret, morgue_error *err);
void mg_tagger_free(mg_tagger *tagger);

/* Fields that are to be filled, as bits. */
enum { MG_TAG_FIELDS = 1u << MORGUE_PERSON | 1u << MORGUE_ORG | 1u << MORGUE_LOCATION };

/* Adds tags for what title and text name to those of the three fields whose bits are set in
 * `fields`; counts the mentions of tags that are there, and tells which are what the article is
 * about. Removes nothing. The same article always gets the same tags. Errors: NO_MEMORY. */
morgue_status mg_tagger_tag(mg_tagger *tagger, morgue_article *article, unsigned fields,
                            morgue_error *err);

#endif
