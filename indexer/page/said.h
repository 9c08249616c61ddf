/* What a page says of its article in so many words, by whatever means: JSON-LD, <meta>, microdata.
 * Much is said twice and not always the same; each word has a rank, and the least one wins. */
#ifndef MG_PAGE_SAID_H
#define MG_PAGE_SAID_H

#include "indexer/formats/put.h"

typedef struct mg_saying {
    morgue_field_id field;
    const char *key; /* of an extra; static */
    unsigned rank;
    size_t at, len; /* in the arena */
} mg_saying;

/* Zero-initialise it. */
typedef struct mg_said {
    mg_saying *list;
    size_t n, room;
    mg_buffer arena;
} mg_said;

void mg_said_clear(mg_said *said);
void mg_said_free(mg_said *said);

/* Takes a value down as one line, entities resolved. Blank ones, and what is too much of it, are
 * passed over. `key` is for MORGUE_EXTRA, else NULL. False when memory is out. */
bool mg_say(mg_said *said, morgue_field_id field, const char *key, unsigned rank, morgue_text text);

/* The best value of the field, in the order in which they were said where ranks are the same;
 * {"", 0} where there is none. Lives until more is said. */
morgue_text mg_said_best(const mg_said *said, morgue_field_id field, const char *key);

/* Puts what was said of a field: the best value of one that an article has once, of others all
 * values of the best rank. Errors: NO_MEMORY. */
morgue_status mg_said_put(const mg_said *said, morgue_field_id field, mg_sink *put);

/* Puts the extras, each key once. Errors: NO_MEMORY. */
morgue_status mg_said_put_extras(const mg_said *said, mg_sink *put);

#endif
