/* Which of an article's tags are its own: given with it, not found by a tagger. */
#ifndef MG_TAGS_H
#define MG_TAGS_H

#include "archive/buffer.h"
#include "morgue.h"

/* Has the article nothing that a tagger has made: no tags, no counts of mentions? */
bool mg_tags_are_given(const morgue_article *article);

/* Takes away what a tagger has made. */
void mg_tags_strip(morgue_article *article);

/* Appends the record of the article as it would be stripped, and leaves the article as it is.
 * Errors: NO_MEMORY. */
morgue_status mg_tags_encode_given(const morgue_article *article, mg_buffer *ret,
                                   morgue_error *err);

/* Those of the three fields of tags of which the article has no given value, as bits. */
unsigned mg_tags_lacking(const morgue_article *article);

#endif
