/* What the columns of a table hold, by its first rows. */
#ifndef MG_CSV_STATS_H
#define MG_CSV_STATS_H

#include "indexer/formats/csv/csv_dialect.h"

/* Columns beyond these are not looked at. */
enum { MG_CSV_STATS_MAX = 64, MG_CSV_STATS_ROWS = 200 };

/* One column. Counts are cells. */
typedef struct mg_csv_stats {
    size_t filled; /* not blank; of these: */
    size_t quoted;
    size_t numbers;
    size_t dates;
    size_t urls;
    size_t worded; /* begin with a letter or a quote */
    size_t distinct;
    size_t bytes; /* of all of them together */
    size_t words;
    size_t longest;
} mg_csv_stats;

/* Looks at the rows at the beginning of `text`, behind the header. False when memory is out. */
bool mg_csv_gather_stats(const mg_csv_dialect *dialect, morgue_text text, bool is_all,
                         mg_csv_stats ret[MG_CSV_STATS_MAX], size_t *ret_rows);

/* What a cell looks like. */
bool mg_csv_is_number(morgue_text cell);
bool mg_csv_is_date(morgue_text cell);
bool mg_csv_is_url(morgue_text cell);

/* Is (nearly) every cell of this kind, of which there are `count`? */
bool mg_csv_nearly_all(const mg_csv_stats *stats, size_t count);

/* Does the column hold texts: many words, of which most begin as sentences do? `rows` were looked
 * at. */
bool mg_csv_holds_texts(const mg_csv_stats *stats, size_t rows);

/* Does it hold headlines: in (nearly) each of the `rows` a few words, hardly twice the same? */
bool mg_csv_holds_titles(const mg_csv_stats *stats, size_t rows);

/* Does it hold labels: one or two words, many times the same? */
bool mg_csv_holds_labels(const mg_csv_stats *stats, size_t rows);

#endif
