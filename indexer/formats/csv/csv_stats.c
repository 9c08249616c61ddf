#include "indexer/formats/csv/csv_stats.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

#include "archive/date.h"
#include "indexer/formats/put.h"

/* ---- Cells --------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool mg_csv_is_number(morgue_text cell)
{
    size_t digits = 0;
    for (size_t i = 0; i < cell.len; i++)
        if (is_digit(cell.data[i]))
            digits++;
        else if (!strchr("+-.,%eE ", cell.data[i]) || !cell.data[i])
            return false;
    return digits > 0;
}

/* Digits alone are a date when they can only be one: 20220121. */
bool mg_csv_is_date(morgue_text cell)
{
    char date[MG_DATE_MAX];
    size_t digits = 0;
    if (cell.len < 6 || cell.len > 48)
        return false;
    for (size_t i = 0; i < cell.len; i++)
        digits += is_digit(cell.data[i]);
    bool century = memcmp(cell.data, "19", 2) == 0 || memcmp(cell.data, "20", 2) == 0;
    if (!digits || (digits == cell.len && (cell.len != 8 || !century)))
        return false;
    return mg_date_parse(cell.data, cell.len, date, NULL) == MORGUE_OK;
}

bool mg_csv_is_url(morgue_text cell)
{
    static const char *const starts[] = {"http://", "https://", "www."};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (cell.len > strlen(starts[i]) + 3 &&
            strncasecmp(cell.data, starts[i], strlen(starts[i])) == 0)
            return !memchr(cell.data, ' ', cell.len);
    return false;
}

static bool begins_sentence(morgue_text cell)
{
    unsigned char c = (unsigned char)cell.data[0];
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80 || strchr("\"'([<", c);
}

/* Scripts without spaces have a word every three characters or so. */
static size_t count_words(morgue_text cell)
{
    size_t spaces = 1, others = 0;
    for (size_t i = 0; i < cell.len; i++) {
        spaces += cell.data[i] == ' ' || cell.data[i] == '\n';
        others += (unsigned char)cell.data[i] >= 0xE0;
    }
    return spaces > others / 3 ? spaces : others / 3;
}

/* ---- Columns ------------------------------------------------------------------------------- */

/* Hashes of what was seen in each column. */
typedef uint64_t seen_cells[MG_CSV_STATS_MAX][MG_CSV_STATS_ROWS];

static bool is_new(uint64_t *seen, size_t n, morgue_text cell)
{
    uint64_t hash = XXH3_64bits(cell.data, cell.len);
    for (size_t i = 0; i < n; i++)
        if (seen[i] == hash)
            return false;
    seen[n] = hash;
    return true;
}

static void count_cell(mg_csv_stats *stats, uint64_t *seen, const mg_csv_cell *at)
{
    morgue_text cell = mg_trimmed(at->text);
    if (!cell.len)
        return;
    stats->filled++;
    stats->quoted += at->quoted;
    stats->numbers += mg_csv_is_number(cell);
    stats->dates += mg_csv_is_date(cell);
    stats->urls += mg_csv_is_url(cell);
    stats->worded += begins_sentence(cell);
    stats->bytes += cell.len;
    stats->words += count_words(cell);
    stats->longest = cell.len > stats->longest ? cell.len : stats->longest;
    stats->distinct += is_new(seen, stats->distinct, cell);
}

static void count_cells(const mg_csv_row *row, mg_csv_stats *stats, seen_cells *seen)
{
    for (size_t i = 0; i < row->count && i < MG_CSV_STATS_MAX; i++)
        count_cell(&stats[i], (*seen)[i], &row->cells[i]);
}

bool mg_csv_gather_stats(const mg_csv_dialect *dialect, morgue_text text, bool is_all,
                         mg_csv_stats ret[MG_CSV_STATS_MAX], size_t *ret_rows)
{
    mg_csv_row row = {0};
    seen_cells *seen = malloc(sizeof *seen);
    mg_csv_reading reading = seen ? CSV_ROW : CSV_NO_MEMORY;
    memset(ret, 0, MG_CSV_STATS_MAX * sizeof *ret);
    *ret_rows = 0;
    while (reading == CSV_ROW && text.len && *ret_rows < MG_CSV_STATS_ROWS) {
        reading = mg_csv_row_read(dialect, text, is_all, &row);
        if (reading == CSV_MORE || reading == CSV_NO_MEMORY)
            break;
        if (reading == CSV_UNCLOSED) {
            const char *end = memchr(text.data, dialect->line_end, text.len);
            row.len = end ? (size_t)(end - text.data) + 1 : text.len;
            reading = CSV_ROW;
        } else if (!mg_csv_is_empty_row(&row)) {
            count_cells(&row, ret, seen);
            ++*ret_rows;
        }
        text.data += row.len;
        text.len -= row.len;
    }
    free(seen);
    mg_csv_row_free(&row);
    return reading != CSV_NO_MEMORY;
}

/* ---- What they hold ------------------------------------------------------------------------ */

bool mg_csv_nearly_all(const mg_csv_stats *stats, size_t count)
{
    return stats->filled && count * 20 >= stats->filled * 19;
}

bool mg_csv_holds_texts(const mg_csv_stats *stats, size_t rows)
{
    return stats->filled && stats->filled * 2 >= rows && stats->bytes / stats->filled >= 120 &&
           stats->words >= stats->filled * 18 && stats->worded * 10 >= stats->filled * 7 &&
           stats->distinct * 2 >= stats->filled;
}

bool mg_csv_holds_titles(const mg_csv_stats *stats, size_t rows)
{
    return stats->filled && stats->filled * 20 >= rows * 19 && stats->bytes / stats->filled >= 24 &&
           stats->longest <= 400 && stats->words >= stats->filled * 4 &&
           stats->words <= stats->filled * 25 && stats->worded * 10 >= stats->filled * 8 &&
           stats->distinct * 10 >= stats->filled * 9 && !mg_csv_nearly_all(stats, stats->dates) &&
           !mg_csv_nearly_all(stats, stats->urls);
}

bool mg_csv_holds_labels(const mg_csv_stats *stats, size_t rows)
{
    return stats->filled >= 8 && stats->filled * 2 >= rows && stats->longest <= 40 &&
           stats->words <= stats->filled * 3 && stats->bytes >= stats->filled * 3 &&
           mg_csv_nearly_all(stats, stats->worded) && stats->distinct * 2 <= stats->filled &&
           stats->distinct > 1;
}
