/* The ways of counting the values of a shard, which come to the same: between tally.c,
 * tally_terms.c and tally_documents.c. */
#ifndef MG_TALLY_WAYS_H
#define MG_TALLY_WAYS_H

#include "archive/field.h"
#include "search/results/tally.h"

/* Errors of all: STALE, CORRUPT, IO, NO_MEMORY. Past the deadline the rest is left out. */
morgue_status mg_tally_by_terms(mg_tally *tally, uint32_t shard, morgue_error *err);
morgue_status mg_tally_by_documents(mg_tally *tally, uint32_t shard, morgue_error *err);

/* The columns of the tally's fields in a shard; false where one cannot be had. */
struct mg_column;
typedef struct mg_tally_columns {
    const struct mg_column *of[MG_TAG_FIELD_COUNT];
} mg_tally_columns;
bool mg_tally_find_columns(mg_tally *tally, uint32_t shard, mg_tally_columns *ret);
morgue_status mg_tally_by_columns(mg_tally *tally, uint32_t shard, const mg_tally_columns *columns,
                                  morgue_error *err);

/* Counts the articles of a shard that are about the value, by its terms. */
morgue_status mg_tally_look_up_main(mg_tally *tally, uint32_t shard, mg_tally_value *value,
                                    morgue_error *err);

/* ---- What they share ---------------------------------------------------------------------- */

/* Of the terms that are counted. */
const char *mg_tally_prefix(bool main, morgue_field_id field);

/* The value of a term, new where there is none; NULL when memory is out. It stays in its place
 * until the next new one. */
mg_tally_value *mg_tally_value_of(mg_tally *tally, morgue_text term);

/* The name that a term is counted under where it has aliases; NULL where it has none. */
const mg_alias *mg_tally_alias(const mg_tally *tally, morgue_text term);

bool mg_tally_is_late(mg_tally *tally);

#endif
