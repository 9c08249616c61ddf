/* The language of a text. */
#ifndef MG_TAGGER_LANGUAGE_H
#define MG_TAGGER_LANGUAGE_H

#include "indexer/tagger/model.h"

/* ISO 639-1 in small letters; "" where it is unsure. */
typedef struct mg_language {
    char code[3];
} mg_language;

/* Guesses from at most 2 KB of title and text. Without its section in the model it only knows the
 * languages that have a script of their own. */
mg_language mg_language_guess(const mg_tagger_model *model, morgue_text title, morgue_text text);

/* The same for a section's bytes (used to measure the guesses). */
mg_language mg_language_guess_with(morgue_text section, morgue_text title, morgue_text text);

#endif
