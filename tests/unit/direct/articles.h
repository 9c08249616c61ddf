/* Articles made by dice. */
#ifndef TEST_ARTICLES_H
#define TEST_ARTICLES_H

#include "tests/unit/scratch.h"

/* Replaces what is in the article: up to so many words of text; some of the fields; every few
 * times one without words, with many authors, or with names that come twice. */
void roll_article(uint64_t *seed, unsigned words, morgue_article *ret);

/* Appends a word: skewed, of a few thousand; now and then a compound, one of another script, a very
 * long one. */
void roll_word(uint64_t *seed, mg_buffer *ret);

#endif
