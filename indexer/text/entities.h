/* Resolving entities, all or some. */
#ifndef MG_ENTITIES_H
#define MG_ENTITIES_H

#include "archive/buffer.h"
#include "morgue.h"

typedef enum mg_entities {
    MG_ALL_ENTITIES,
    MG_LEFT_ENTITIES /* but not < and >: what markup still has in it when it was resolved once was
                        escaped twice, or is about markup */
} mg_entities;

/* As mg_unescape_entities(); adds to *count. */
bool mg_resolve_entities(morgue_text text, mg_entities which, mg_buffer *ret, size_t *count);

#endif
