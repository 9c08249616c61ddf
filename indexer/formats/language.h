/* Languages as dumps name them. */
#ifndef MG_LANGUAGE_H
#define MG_LANGUAGE_H

#include "morgue.h"

/* The tag of a language by its name in one of the languages that dumps are made in, or by its code
 * of three letters: "English", "Deutsch", "eng" are "en", "de", "en". {"", 0}: not known. */
morgue_text mg_language_tag(morgue_text name);

#endif
