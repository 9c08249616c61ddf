/* Articles in bytes that a format finds inside its file: the body of a WARC record, a part of an
 * e-mail. The bytes are read by whatever format recognises them. */
#ifndef MG_NESTED_H
#define MG_NESTED_H

#include "indexer/formats/format.h"

typedef struct mg_nested mg_nested;

/* Begins with the bytes, which must stay until the end of them was read. `context` is what is known
 * of them from outside; its texts must stay as well. *ret is NULL where no format recognises them:
 * then err says so (BAD_INPUT). The raw formats among them (WARC in WARC) are not tried beyond a
 * depth of 4. Errors: BAD_INPUT, NO_MEMORY. */
morgue_status mg_nested_open(mg_reader *outer, morgue_text bytes, const char *name,
                             const mg_context *context, mg_nested **ret, morgue_error *err);
/* The same where the format is known, by what was declared of the bytes; `format` NULL: it is not.
 */
morgue_status mg_nested_open_as(mg_reader *outer, const mg_format *format, morgue_text bytes,
                                const char *name, const mg_context *context, mg_nested **ret,
                                morgue_error *err);
void mg_nested_free(mg_nested *nested);

/* Reads on, as mg_format.next() does; notes, the fingerprint and the dates' readings go to the
 * outer reader, its offset and line stay as they are. */
mg_reading mg_nested_next(mg_nested *nested, mg_reader *outer, morgue_article *article,
                          morgue_error *err);

/* The format that recognised the bytes. */
const mg_format *mg_nested_format(const mg_nested *nested);

#endif
