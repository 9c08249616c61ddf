/* How often a client may ask: a bucket of tokens for each, which fills again with time. */
#ifndef WEB_LIMITS_H
#define WEB_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "search/server/client.h"

typedef struct web_limits web_limits;

/* `rate` tokens a second, of which `burst` can be saved up. NULL when memory is out. It remembers
 * some thousand clients; where they are more, those forget first that have not asked for longest.
 */
web_limits *web_limits_new(double rate, double burst);
void web_limits_free(web_limits *limits);

/* Takes tokens from the client's bucket, down to a debt of a burst. False where there was not a
 * whole one left, with the seconds until there is; nothing is taken then. By any thread. */
bool web_limits_take(web_limits *limits, const web_client *client, double tokens, uint64_t now_ms,
                     unsigned *ret_wait);

#endif
