/* Which of several keys of a dump fills a field, and what one string says for it. */
#ifndef MG_CHOOSE_H
#define MG_CHOOSE_H

#include "indexer/formats/keys.h"
#include "indexer/formats/put.h"

/* For each field that an article has once: what has the best claim to it so far. Zero-initialise
 * it. */
typedef struct mg_choice {
    const void *best[MORGUE_FIELD_COUNT]; /* NULL: nothing */
    mg_claim claims[MORGUE_FIELD_COUNT];
} mg_choice;

/* Is this a claim to a field that an article has once? */
bool mg_claims_once(mg_claim claim, morgue_field_id field);

/* `what`, which is not blank, claims the field; of equal claims the first has it. */
void mg_choose(mg_choice *choice, mg_claim claim, morgue_field_id field, const void *what);

/* Does one string list several names in this field? */
bool mg_lists_names(morgue_field_id field);

/* Puts a string that stands for all values of a repeatable field: a byline, or a list. Only
 * keywords are parted by commas: "Washington, D.C." is one place. Errors: NO_MEMORY. */
morgue_status mg_put_names(mg_sink *put, morgue_field_id field, morgue_text text);

#endif
