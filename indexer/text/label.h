/* Names of character sets. */
#ifndef MG_LABEL_H
#define MG_LABEL_H

#include "morgue.h"

/* The name that iconv has for the character set of this label, as declarations spell it ("latin1",
 * "Shift_JIS", "x-sjis"); NULL where nobody knows it. Static. */
const char *mg_label_charset(morgue_text label);

#endif
