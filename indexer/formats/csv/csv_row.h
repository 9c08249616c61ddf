/* Tables of text, row by row: cells between delimiters, some of them in quotes (RFC 4180, and what
 * is written in its name). */
#ifndef MG_CSV_ROW_H
#define MG_CSV_ROW_H

#include "archive/buffer.h"
#include "morgue.h"

/* How a table is written. */
typedef struct mg_csv_dialect {
    char delimiter;
    char quote;    /* 0: cells are never quoted. A quote in a quoted cell is doubled */
    char line_end; /* '\n', with or without a carriage return before it; or '\r' */
    bool escapes;  /* a backslash takes the character behind it out of its function */
    bool spaces;   /* spaces behind a delimiter do not belong to the cell */
} mg_csv_dialect;

typedef struct mg_csv_cell {
    morgue_text text; /* without its quotes */
    bool quoted;
    bool escaped; /* doubled quotes and backslashes stand in it: see mg_csv_row_settle() */
} mg_csv_cell;

/* More cells than this no row has. */
enum { MG_CSV_CELLS_MAX = 1024 };

/* A row, and memory that is kept from one to the next. Zero-initialise it. */
typedef struct mg_csv_row {
    mg_csv_cell *cells; /* their texts live as long as the text that was read, and this row */
    size_t count;
    size_t cap;
    size_t len;     /* bytes of the row, with its line end; CSV_UNCLOSED: that were looked at */
    size_t opened;  /* cells that begin with a quote; of these: */
    size_t loose;   /* with a quote in them that is not doubled */
    bool wide;      /* more than MG_CSV_CELLS_MAX cells: the rest is left out */
    bool in_quotes; /* CSV_MORE: within a quoted cell */
    mg_buffer arena;
} mg_csv_row;

typedef enum mg_csv_reading {
    CSV_ROW,
    CSV_MORE,     /* the row does not end in this text, and there is more of it */
    CSV_UNCLOSED, /* a quote is never closed */
    CSV_NO_MEMORY
} mg_csv_reading;

/* Reads the row that `text` (not empty) begins with; `is_all`: nothing comes behind the text. */
mg_csv_reading mg_csv_row_read(const mg_csv_dialect *dialect, morgue_text text, bool is_all,
                               mg_csv_row *ret);

/* Turns what is escaped in the cells into what it means. False when memory is out. */
bool mg_csv_row_settle(const mg_csv_dialect *dialect, mg_csv_row *row);

void mg_csv_row_free(mg_csv_row *row);

#endif
