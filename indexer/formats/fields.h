/* Header fields as mail, HTTP and WARC have them (RFC 5322 2.2, RFC 9112 5, ISO 28500 4): lines
 * `Name: value`, of which those that begin with white space go on with the line before, up to an
 * empty line. Lines end in CRLF or LF, mixed as they come. */
#ifndef MG_FIELDS_H
#define MG_FIELDS_H

#include <stdbool.h>

#include "indexer/text/slice.h"
#include "morgue.h"

/* Length of the fields at the start of the text, with the empty line that ends them; 0 where there
 * is no such line. */
size_t mg_fields_length(morgue_text text);

/* Takes the next field from *block; false at its end. Lines that are none are passed over. The
 * value is without white space around it, and has the line ends inside of it as they stand. */
bool mg_fields_next(morgue_text *block, morgue_text *ret_name, morgue_text *ret_value);

/* The value of the first field of this name, letter case not minded; {"", 0} where there is none.
 */
morgue_text mg_fields_get(morgue_text block, const char *name);

/* What stands before the parameters: "text/html" of "text/html; charset=x". */
morgue_text mg_field_word(morgue_text value);

/* A parameter of `word; name=value; name="value"`, without its quotes; {"", 0} where there is
 * none. */
morgue_text mg_field_parameter(morgue_text value, const char *name);

#endif
