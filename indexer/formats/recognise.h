/* From a file that was just opened to the format that reads it. */
#ifndef MG_RECOGNISE_H
#define MG_RECOGNISE_H

#include "indexer/formats/format.h"
#include "indexer/text/charset.h"

typedef struct mg_recognised {
    const mg_format *format; /* NULL: no format reads this file, or it is empty */
    const char *why;         /* what it was recognised by; "was asked for" */
    mg_charset charset;      /* of the file; UTF-8 where the format is raw */
    bool empty;
} mg_recognised;

/* Looks at the beginning of the input and chooses: `asked` (may be NULL) or the format of the
 * highest bid, of the caller's (`own`, may be NULL) and all others. Unless that is raw, the input
 * hands out UTF-8 from here on. Errors: IO (nothing can be read), NO_MEMORY. */
morgue_status mg_recognise(mg_input *input, const mg_context *context, const mg_format *asked,
                           const mg_formats *own, mg_recognised *ret, morgue_error *err);

#endif
