/* Values of mail header fields as text: RFC 5322 folding and addresses, RFC 2047 encoded words,
 * RFC 2231 parameters; and what mailers make of them. */
#ifndef MG_MIME_HEADER_H
#define MG_MIME_HEADER_H

#include "archive/buffer.h"
#include "morgue.h"

/* Appends the value in one line, encoded words decoded, as clean UTF-8. Bytes that are not ASCII
 * are read as they must be meant. Errors: NO_MEMORY. */
morgue_status mg_mime_text(morgue_text value, mg_buffer *ret, morgue_error *err);

/* Takes the next address from a list: the name as it stands, with quotes and comments, or empty;
 * and the address. False at the end. */
bool mg_mime_address(morgue_text *list, morgue_text *ret_name, morgue_text *ret_address);

/* Appends a name without quotes, as mg_mime_text(). Errors: NO_MEMORY. */
morgue_status mg_mime_name(morgue_text name, mg_buffer *ret, morgue_error *err);

/* Appends a parameter as text, put together where it comes in parts; nothing where there is none.
 * Errors: NO_MEMORY. */
morgue_status mg_mime_parameter(morgue_text value, const char *name, mg_buffer *ret,
                                morgue_error *err);

/* ---- Encodings ------------------------------------------------------------------------------ */

/* Append decoded bytes; what is not of the encoding is passed over (base64) or kept as it stands.
 * `header`: the Q of RFC 2047, where an underscore is a space. False when memory is out. */
bool mg_mime_base64(morgue_text text, mg_buffer *ret);
bool mg_mime_quoted(morgue_text text, bool header, mg_buffer *ret);
bool mg_mime_uu(morgue_text text, mg_buffer *ret);

#endif
