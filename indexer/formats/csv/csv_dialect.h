/* Finding out how a table is written. */
#ifndef MG_CSV_DIALECT_H
#define MG_CSV_DIALECT_H

#include "indexer/formats/csv/csv_row.h"

typedef struct mg_csv_guess {
    mg_csv_dialect dialect;
    size_t begin;      /* where the first row begins: behind empty lines and a line "sep=;" */
    size_t columns;    /* cells that most rows have; 0: it is no table */
    size_t rows;       /* that were looked at, without empty ones; of these: */
    size_t consistent; /* with this number of cells */
} mg_csv_guess;

/* Guesses by the beginning of a file; `is_all`: it is all of it. Of all ways to read the text the
 * one that gives the most rows of the same number of cells, of which there are at least two.
 * `columns` is 0 where no way gives such rows. False when memory is out. */
bool mg_csv_guess_dialect(morgue_text head, bool is_all, mg_csv_guess *ret);

/* Is the row an empty line? */
bool mg_csv_is_empty_row(const mg_csv_row *row);

#endif
