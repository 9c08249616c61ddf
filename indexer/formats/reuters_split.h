/* Finding the <REUTERS> elements of a file. */
#ifndef MG_REUTERS_SPLIT_H
#define MG_REUTERS_SPLIT_H

#include "indexer/input/input.h"

/* Passes over everything before the next element. *ret_found is false at the end of the file. */
morgue_status mg_reuters_find(mg_input *input, bool *ret_found, morgue_error *err);

/* Sets *ret to the element at the window's beginning, tags and all; it lives until the window
 * moves. BAD_INPUT where it is not closed before the next one or grows too long: it is passed over
 * then. */
morgue_status mg_reuters_take(mg_input *input, morgue_text *ret, morgue_error *err);

#endif
