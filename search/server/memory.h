/* What pages remember of the archive, because it is costly to find out and the same for everybody:
 * shared by all workers of a server, and good for one state of the archive. */
#ifndef WEB_MEMORY_H
#define WEB_MEMORY_H

#include <jansson.h>

typedef struct web_memory web_memory;

/* NULL: out of memory. */
web_memory *web_memory_new(void);
void web_memory_free(web_memory *memory);

/* A copy of what is remembered of this state, or NULL. `memory` may be NULL: nothing is. */
json_t *web_memory_get(web_memory *memory, const char *state);

/* Remembers a copy of it instead of what was. */
void web_memory_put(web_memory *memory, const char *state, const json_t *value);

#endif
