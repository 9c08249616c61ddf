/* Turning bytes of a character set into UTF-8, piece by piece. */
#ifndef MG_DECODER_H
#define MG_DECODER_H

#include "archive/buffer.h"
#include "morgue.h"

typedef struct mg_decoder mg_decoder;

/* Is there a decoder for this name? */
bool mg_decoder_exists(const char *name);

/* Errors: NO_MEMORY; BAD_INPUT where there is none for the name. */
morgue_status mg_decoder_new(const char *name, mg_decoder **ret, morgue_error *err);
void mg_decoder_free(mg_decoder *decoder);

/* Appends the piece as valid UTF-8, control characters as they are. A character cut at its end
 * waits for the next piece, unless this is the last. What cannot be read becomes U+FFFD and is
 * counted in *bad. False when memory is out. */
bool mg_decoder_push(mg_decoder *decoder, morgue_text piece, bool last, mg_buffer *ret,
                     size_t *bad);

#endif
