/* Bodies of mail: parts, their encodings, and the text that a reader of the mail sees (RFC 2045,
 * 2046, 3676). */
#ifndef MG_MIME_H
#define MG_MIME_H

#include "archive/buffer.h"
#include "morgue.h"

/* A message or a part of one. */
typedef struct mg_mime_part {
    morgue_text fields; /* see fields.h */
    morgue_text body;   /* as it was sent */
    morgue_text type;   /* Content-Type with its parameters; "text/plain" where nothing is said */
} mg_mime_part;

/* Takes apart what begins with fields, or with the empty line where there are none. */
void mg_mime_split(morgue_text entity, mg_mime_part *ret);

/* Takes the next part of a body of several; false at its end. A last part that is not closed is
 * one. `boundary` is not empty. */
bool mg_mime_next(morgue_text *body, morgue_text boundary, morgue_text *ret);

/* Appends the body without its transfer encoding. False when memory is out. */
bool mg_mime_decode(const mg_mime_part *part, mg_buffer *ret);

/* Appends text in which paragraphs are broken into lines that end in a space (RFC 3676), joined.
 * `delsp`: the space is not one of the text. False when memory is out. */
bool mg_mime_unflow(morgue_text text, bool delsp, mg_buffer *ret);

/* ---- The text of a mail (mime_body.c) ------------------------------------------------------- */

/* Something attached that is not part of the text. */
typedef struct mg_attachment {
    mg_buffer name;      /* with its type: "photo.jpg (image/jpeg)" */
    mg_buffer bytes;     /* of what may be news; else empty */
    morgue_text charset; /* declared; lives as long as the message */
} mg_attachment;

enum { MG_ATTACHMENTS_MAX = 64 };

/* Zero-initialise it. */
typedef struct mg_mime_body {
    mg_buffer text; /* UTF-8, plain line feeds */
    mg_attachment attachments[MG_ATTACHMENTS_MAX];
    size_t n_attachments;
    size_t n_more; /* that found no room */
    size_t n_parts;
    bool encrypted; /* there is text, but not for us */
    bool too_deep;  /* parts in parts, or parts, that were not looked into */
} mg_mime_body;

/* Gathers the text and the attachments of a message. Of alternatives plain text is taken, unless it
 * only says that there is a better one. Errors: NO_MEMORY. */
morgue_status mg_mime_gather(const mg_mime_part *message, mg_mime_body *ret, morgue_error *err);

/* Empties it, and keeps memory. */
void mg_mime_body_clear(mg_mime_body *body);
void mg_mime_body_free(mg_mime_body *body);

/* Finds the first part of type text/html; false where there is none. */
bool mg_mime_find_html(const mg_mime_part *message, mg_mime_part *ret);

#endif
