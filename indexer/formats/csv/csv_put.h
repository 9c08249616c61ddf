/* From a row of a table to an article. */
#ifndef MG_CSV_PUT_H
#define MG_CSV_PUT_H

#include "indexer/formats/csv/csv_table.h"
#include "indexer/formats/put.h"

/* Reads the row, which is settled, into the article. Errors: BAD_INPUT (neither title nor text),
 * NO_MEMORY. */
morgue_status mg_csv_put_row(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row);

/* Does the row say nothing: is every cell blank? */
bool mg_csv_is_blank_row(const mg_csv_row *row);

/* Calls `each` for the members of a list as programs print one: "['a', "b"]", "[a, b]". False,
 * without a call, where it is none; `ret` then has no meaning. */
typedef morgue_status (*mg_csv_each)(void *user, morgue_text text);
bool mg_csv_printed_list(morgue_text cell, mg_csv_each each, void *user, morgue_status *ret);

#endif
