/* Looking at runs of text that are not NUL-terminated. */
#ifndef MG_SLICE_H
#define MG_SLICE_H

#include <stdbool.h>

#include "morgue.h"

/* Is it this string? _like: letter case of ASCII not minded. */
bool mg_text_is(morgue_text text, const char *string);
bool mg_text_like(morgue_text text, const char *string);

/* Does it begin with this, letter case not minded? */
bool mg_text_begins(morgue_text text, const char *with);

/* Is it one of a list of words that are separated by spaces, letter case not minded? */
bool mg_text_among(morgue_text text, const char *list);

/* The first line of the text without its end; moves *text behind it. */
morgue_text mg_take_line(morgue_text *text);

#endif
