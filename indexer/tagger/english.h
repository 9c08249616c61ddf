/* Is it English? What can be said of a text before its language is guessed. */
#ifndef MG_TAGGER_ENGLISH_H
#define MG_TAGGER_ENGLISH_H

#include <stdbool.h>

#include "morgue.h"

/* Does it begin as only English does, with "the" and other small words? Saves most guesses, and
 * helps where a text is too short for one. */
bool mg_is_plainly_english(morgue_text text);

/* Is nearly all of it ASCII and typographic punctuation? Where nobody can tell the language, that
 * is taken for English. */
bool mg_may_be_english(morgue_text text);

#endif
