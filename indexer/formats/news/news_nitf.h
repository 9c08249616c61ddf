/* The parts of reading the element <nitf>. */
#ifndef MG_NEWS_NITF_H
#define MG_NEWS_NITF_H

#include "indexer/formats/news/news.h"

/* Puts the tags that <docdata> gives: identified content, keywords, places of the event. */
void mg_nitf_docdata_tags(mg_news *news, const mg_node *docdata);

/* Puts the subjects of <tobject> as topics. */
void mg_nitf_subjects(mg_news *news, const mg_node *tobject);

/* Puts the names that are marked in the text. */
void mg_nitf_marked(mg_news *news, const mg_node *body);

/* Appends the full name of a <location>, "Ottawa, Ontario", and puts each part as a tag where
 * `parts` is true and there are several. */
void mg_nitf_location(mg_news *news, const mg_node *location, bool parts, mg_buffer *ret);

#endif
