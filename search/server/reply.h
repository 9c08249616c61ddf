/* From an answer to what MHD sends. */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "search/server/call.h"

/* Makes the response of the call out of the answer, whose memory it takes over. `gzip` packs it. */
void web_reply(web_call *call, web_answer *answer, web_gzip *gzip);

/* Refuses the call with a few words, and counts why; retry_after: seconds, 0: not said. */
void web_reply_refuse(web_call *call, web_rejection why, int status, unsigned retry_after,
                      const char *message);

/* The same for what is wrong with the request itself. */
void web_reply_fault(web_call *call, int status, const char *message);

/* Puts a header into the response of the call, and all those that an answer has beside its body. An
 * answer without one of its headers is none: where memory is out the call is lost. */
void web_reply_header(web_call *call, const char *name, const char *value);
void web_reply_headers(web_call *call, const web_answer *answer);

#endif
