/* Files of elements one behind the other, each of them a record: <REUTERS>, <DOC>. */
#ifndef MG_SGML_SPLIT_H
#define MG_SGML_SPLIT_H

#include "indexer/input/input.h"

/* Moves the input to the next tag `name`, letter case not minded. *ret_found is false at the end of
 * the file. Errors: IO, NO_MEMORY. */
morgue_status mg_sgml_find(mg_input *input, const char *name, bool *ret_found, morgue_error *err);

/* The element that begins where mg_sgml_find() stopped, with its tags; it stays in the window.
 * BAD_INPUT: it is not closed before the next one begins or within 16 MB; the input is moved behind
 * it. Other errors: IO, NO_MEMORY. */
morgue_status mg_sgml_take(mg_input *input, const char *name, morgue_text *ret, morgue_error *err);

#endif
