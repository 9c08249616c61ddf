/* Blocks of `Key: value` lines above a text. */
#ifndef MG_HEADER_H
#define MG_HEADER_H

#include "indexer/formats/put.h"

/* Length of the header block at the start of the text, with the empty line that ends it; 0 where
 * there is none. A block is one only if its first key is a field's and every line of it is
 * `Key: value` or, beginning with white space, goes on with the line before. */
size_t mg_header_length(const mg_reader *reader, morgue_text text);

/* Puts the values of a block. Keys without a field become extras. Errors: NO_MEMORY. */
morgue_status mg_header_put(mg_sink *put, morgue_text block);

#endif
