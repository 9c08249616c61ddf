/* Answers of web servers, as archives of the web keep them (RFC 9110, 9112): read as browsers read
 * them, for what is wrong in an answer was shown to readers all the same. */
#ifndef MG_HTTP_H
#define MG_HTTP_H

#include "archive/buffer.h"
#include "morgue.h"

/* A body larger than this, unpacked, is refused. */
#define MG_HTTP_BODY_MAX ((size_t)64 << 20)

typedef struct mg_http {
    unsigned status;    /* 200, ... */
    morgue_text fields; /* see fields.h */
    morgue_text body;   /* as it was sent: chunked, packed */
} mg_http;

/* Takes an answer apart; interim ones (100 Continue) before it are passed over. False where it does
 * not begin with a status line. */
bool mg_http_parse(morgue_text message, mg_http *ret);

/* Memory for bodies, to be used again and again. Zero-initialise it. */
typedef struct mg_http_scratch {
    mg_buffer a;
    mg_buffer b;
} mg_http_scratch;

void mg_http_scratch_free(mg_http_scratch *scratch);

/* Sets *ret to the body without its transfer and content encodings; it lives as long as the message
 * and until the scratch is used again. Where it is not in the encodings that the fields tell of (a
 * crawler may have undone them), it is as it stands. *ret_problem is what is wrong with it where
 * only a part could be read, static, or NULL. Errors: BAD_INPUT (an encoding that is not known,
 * nothing can be unpacked, more than MG_HTTP_BODY_MAX), NO_MEMORY. */
morgue_status mg_http_body(const mg_http *http, mg_http_scratch *scratch, morgue_text *ret,
                           const char **ret_problem, morgue_error *err);

/* Appends the chunks of a body, put together. False, and nothing appended, where it does not begin
 * with a chunk; *ret_ok is false when memory is out. Wrong lengths are overcome by the next line
 * that can begin a chunk. */
bool mg_http_dechunk(morgue_text body, mg_buffer *ret, const char **ret_problem, bool *ret_ok);

#endif
