/* A table of articles: how it is written, and which field each of its columns is. */
#ifndef MG_CSV_TABLE_H
#define MG_CSV_TABLE_H

#include "indexer/formats/csv/csv_dialect.h"
#include "indexer/formats/csv/csv_stats.h"
#include "indexer/formats/keys.h"

typedef struct mg_csv_column {
    morgue_text name; /* as the header has it; "column3" where it has none, or not a new one */
    mg_claim claim;
    morgue_field_id field; /* unless CLAIM_NONE */
} mg_csv_column;

enum { MG_CSV_NO_COLUMN = -1 };

/* Zero-initialise it. */
typedef struct mg_csv_table {
    mg_csv_dialect dialect;
    mg_csv_column *columns;
    size_t count;
    size_t width;               /* cells of most rows: fewer than `count` in no sound table */
    size_t begin;               /* where the first row of articles begins */
    size_t header_len;          /* bytes of the row of names before that; 0: there is none */
    bool named;                 /* the header has names of fields for the title or the text */
    bool guessed;               /* a column of texts was found by what it holds */
    bool prose;                 /* may be text whose sentences have as many commas */
    bool sound;                 /* several rows, nearly all of the same number of cells */
    int year, month, day, time; /* columns of parts of the date, or MG_CSV_NO_COLUMN */
    mg_buffer arena;
} mg_csv_table;

/* Finds out by the beginning of a file; `is_all`: it is all of it. `reader` (may be NULL) has the
 * caller's mappings: keys are names of the header, "column3" and "3". A text that is no table
 * becomes one of one column. False when memory is out. */
bool mg_csv_table_find(const mg_reader *reader, morgue_text head, bool is_all, mg_csv_table *ret);
void mg_csv_table_free(mg_csv_table *table);

#endif
