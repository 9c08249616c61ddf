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

/* May the values be told apart by their numbers in a column alone? Not where names are alike or
 * blocked, or an article may have one in several fields. */
bool mg_tally_is_plain(const mg_tally *tally);

/* Of a plain tally whose matches are all in this shard, takes the `wanted` most frequent values: of
 * many values few are shown. */
morgue_status mg_tally_by_numbers(mg_tally *tally, uint32_t shard, const mg_tally_columns *columns,
                                  morgue_error *err);

/* Adds to each value of a plain tally the articles of the shard that are about it; the columns are
 * those of what articles are about. */
morgue_status mg_tally_main_by_numbers(mg_tally *tally, uint32_t shard,
                                       const mg_tally_columns *columns, mg_tally_value *values,
                                       size_t n, morgue_error *err);

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

/* The value that a term is counted under, itself or its name; NULL when memory is out. */
mg_tally_value *mg_tally_value_under(mg_tally *tally, morgue_text term);

/* An article has the value; once more makes no difference. */
void mg_tally_note(mg_tally *tally, uint32_t shard, uint32_t docid, mg_tally_value *value);

bool mg_tally_is_late(mg_tally *tally);

#endif
