/* Long answers: made in parts by workers, while others search. */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H

#include "search/server/call.h"

/* Makes the response of the call out of an answer with `more`, which it takes over; it is packed
 * where `packed` is set. False where there are too many already, or memory is out. */
bool web_stream(web_call *call, web_answer *answer, bool packed);

#endif
