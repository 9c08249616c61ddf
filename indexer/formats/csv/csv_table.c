#include "indexer/formats/csv/csv_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "indexer/formats/csv/csv_names.h"
#include "indexer/formats/put.h"

enum { HEADER_CELL_MAX = 64, LABEL_MAX = 40 };

/* What is known while a table is looked at. */
typedef struct look {
    const mg_reader *reader;
    mg_csv_table *table;
    mg_csv_guess guess;
    mg_csv_row first;
    mg_csv_stats stats[MG_CSV_STATS_MAX]; /* of the rows behind the first one */
    size_t rows;
} look;

static morgue_text cell_text(const mg_csv_row *row, size_t i)
{
    return i < row->count ? mg_trimmed(row->cells[i].text) : (morgue_text){"", 0};
}

/* ---- Is the first row a header? ------------------------------------------------------------ */

static size_t count_words(morgue_text text)
{
    size_t n = 1;
    for (size_t i = 0; i < text.len; i++)
        n += text.data[i] == ' ';
    return n;
}

static bool repeats(const mg_csv_row *row, size_t at)
{
    morgue_text cell = cell_text(row, at);
    for (size_t i = 0; i < at; i++) {
        morgue_text other = cell_text(row, i);
        if (other.len == cell.len && memcmp(other.data, cell.data, cell.len) == 0)
            return true;
    }
    return false;
}

/* Could the cells be names: short, no numbers, dates or addresses? */
static bool may_be_names(const mg_csv_row *row)
{
    size_t filled = 0;
    for (size_t i = 0; i < row->count; i++) {
        morgue_text cell = cell_text(row, i);
        if (!cell.len)
            continue;
        filled++;
        if (cell.len > HEADER_CELL_MAX || mg_csv_is_number(cell) || mg_csv_is_date(cell) ||
            mg_csv_is_url(cell))
            return false;
    }
    return filled > 0;
}

static size_t count_known(const look *l)
{
    morgue_field_id field;
    size_t n = 0;
    for (size_t i = 0; i < l->first.count; i++) {
        morgue_text cell = cell_text(&l->first, i);
        n += cell.len && cell.len <= HEADER_CELL_MAX &&
             mg_csv_name_field(l->reader, cell, &field) != CLAIM_NONE;
    }
    return n;
}

/* Columns without names are numbered by some: 0,1,2. */
static bool is_numbered(const mg_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i);
        if (!mg_csv_is_name(cell_text(row, i), number))
            return false;
    }
    return row->count > 1;
}

/* Is there a column in which the first cell is short and of few words, and the others are numbers,
 * dates, addresses or long? */
static bool differs(const look *l)
{
    bool found = false;
    for (size_t i = 0; i < l->first.count && i < MG_CSV_STATS_MAX; i++) {
        const mg_csv_stats *s = &l->stats[i];
        morgue_text cell = cell_text(&l->first, i);
        if (cell.len > LABEL_MAX || count_words(cell) > 4 || (cell.len && repeats(&l->first, i)))
            return false;
        bool typed = mg_csv_nearly_all(s, s->numbers) || mg_csv_nearly_all(s, s->dates) ||
                     mg_csv_nearly_all(s, s->urls);
        bool longer = s->filled && s->bytes / s->filled >= 2 * LABEL_MAX;
        found = found || typed || longer;
    }
    return found && l->rows >= 2;
}

static bool has_header(const look *l)
{
    if (is_numbered(&l->first))
        return true;
    return may_be_names(&l->first) && (count_known(l) || differs(l));
}

/* ---- Names and claims ---------------------------------------------------------------------- */

static bool keep(mg_csv_table *table, morgue_text text, morgue_text *ret)
{
    mg_mend mend = {0};
    size_t before = table->arena.len;
    if (!mg_utf8_mend(text.data, text.len, &table->arena, &mend))
        return false;
    /* settled when the arena does not move any more */
    *ret = (morgue_text){NULL, table->arena.len - before};
    return true;
}

/* Does the caller map the column by its number? */
static bool is_mapped(const mg_reader *reader, const char *name, morgue_field_id *ret)
{
    for (size_t i = 0; reader && i < reader->n_mappings; i++) {
        const char *key = reader->mappings[i].key;
        if (strcmp(key, name) == 0 || strcmp(key, name + strlen("column")) == 0) {
            *ret = reader->mappings[i].field;
            return true;
        }
    }
    return false;
}

static bool add_column(look *l, bool header, size_t i, size_t shift)
{
    mg_csv_table *t = l->table;
    char number[32];
    snprintf(number, sizeof number, "column%zu", i + 1);
    mg_csv_column *column = &t->columns[i];
    morgue_text name =
        header && i >= shift ? cell_text(&l->first, i - shift) : (morgue_text){"", 0};
    bool usable = name.len && name.len <= HEADER_CELL_MAX && !repeats(&l->first, i - shift) &&
                  !mg_csv_is_number(name);
    if (!usable)
        name = (morgue_text){number, strlen(number)};
    column->claim = CLAIM_MAPPED;
    if (!is_mapped(l->reader, number, &column->field))
        column->claim = usable ? mg_csv_name_field(l->reader, name, &column->field) : CLAIM_NONE;
    return keep(t, name, &column->name);
}

static void settle(mg_csv_table *t)
{
    const char *at = t->arena.data;
    for (size_t i = 0; i < t->count; i++) {
        t->columns[i].name.data = at;
        at += t->columns[i].name.len;
    }
}

static bool add_columns(look *l, bool header)
{
    mg_csv_table *t = l->table;
    size_t shift = header && l->first.count + 1 == l->guess.columns;
    t->count = l->guess.columns;
    if (header && l->first.count + shift > t->count)
        t->count = l->first.count + shift;
    if (t->count > MG_CSV_CELLS_MAX)
        t->count = MG_CSV_CELLS_MAX;
    t->columns = calloc(t->count, sizeof *t->columns);
    bool ok = t->columns != NULL;
    for (size_t i = 0; ok && i < t->count; i++)
        ok = add_column(l, header, i, shift);
    if (ok)
        settle(t);
    return ok;
}

/* ---- Guessing ------------------------------------------------------------------------------ */

static bool is_claimed(const mg_csv_table *t, morgue_field_id field)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->columns[i].claim != CLAIM_NONE && t->columns[i].field == field)
            return true;
    return false;
}

static void claim(mg_csv_table *t, size_t i, morgue_field_id field)
{
    t->columns[i].claim = CLAIM_DEFAULT;
    t->columns[i].field = field;
}

/* What a column holds, if it is a thing that articles have. */
typedef bool (*holds)(const mg_csv_stats *stats, size_t rows);

static bool holds_dates(const mg_csv_stats *stats, size_t rows)
{
    return stats->filled * 2 >= rows && mg_csv_nearly_all(stats, stats->dates);
}

static bool holds_urls(const mg_csv_stats *stats, size_t rows)
{
    return stats->filled * 2 >= rows && mg_csv_nearly_all(stats, stats->urls);
}

/* Claims the field for the only column without a claim that holds such things. */
static void guess_only(look *l, morgue_field_id field, holds fits)
{
    size_t n = 0, only = 0;
    if (is_claimed(l->table, field))
        return;
    for (size_t i = 0; i < l->table->count && i < MG_CSV_STATS_MAX; i++)
        if (l->table->columns[i].claim == CLAIM_NONE && fits(&l->stats[i], l->rows)) {
            only = i;
            n++;
        }
    if (n == 1)
        claim(l->table, only, field);
}

/* The longest of the columns that hold texts. */
static void guess_text(look *l)
{
    mg_csv_table *t = l->table;
    size_t best = MG_CSV_STATS_MAX;
    if (is_claimed(t, MORGUE_TEXT))
        return;
    for (size_t i = 0; i < t->count && i < MG_CSV_STATS_MAX; i++)
        if (t->columns[i].claim == CLAIM_NONE && mg_csv_holds_texts(&l->stats[i], l->rows) &&
            (best == MG_CSV_STATS_MAX || l->stats[i].bytes > l->stats[best].bytes))
            best = i;
    if (best == MG_CSV_STATS_MAX)
        return;
    claim(t, best, MORGUE_TEXT);
    t->guessed = true;
}

static void claim_stopgap(mg_csv_table *t)
{
    for (size_t i = 0; i < t->count && !is_claimed(t, MORGUE_TEXT); i++)
        if (t->columns[i].claim == CLAIM_NONE && mg_csv_is_stopgap_text(t->columns[i].name))
            claim(t, i, MORGUE_TEXT);
}

/* Without names only what is certain is guessed. */
static void guess(look *l, bool header)
{
    if (header)
        claim_stopgap(l->table);
    guess_text(l);
    if (l->table->guessed)
        guess_only(l, MORGUE_TITLE, mg_csv_holds_titles);
    if (header)
        return;
    guess_only(l, MORGUE_DATE, holds_dates);
    guess_only(l, MORGUE_URL, holds_urls);
    guess_only(l, MORGUE_SECTION, mg_csv_holds_labels);
}

/* Sentences have commas and semicolons too. Where these part cells, long texts are quoted, or stand
 * beside columns of another kind; where neither is so, it may be prose that the table was seen in.
 */
static bool is_prose(const look *l)
{
    char delimiter = l->guess.dialect.delimiter;
    if (delimiter != ',' && delimiter != ';')
        return false;
    for (size_t i = 0; i < l->table->count && i < MG_CSV_STATS_MAX; i++) {
        const mg_csv_stats *s = &l->stats[i];
        if (mg_csv_nearly_all(s, s->quoted) || mg_csv_nearly_all(s, s->numbers) ||
            mg_csv_nearly_all(s, s->dates) || mg_csv_nearly_all(s, s->urls) ||
            mg_csv_holds_labels(s, l->rows))
            return false;
    }
    return true;
}

/* A name may be that of anything: only texts beside it make it a headline. */
static bool is_sure_name(const mg_csv_column *column)
{
    bool mapped = column->claim == CLAIM_MAPPED;
    return column->claim != CLAIM_NONE &&
           ((column->field == MORGUE_TITLE && (mapped || !mg_csv_is_name(column->name, "name"))) ||
            column->field == MORGUE_TEXT);
}

static int find_column(const mg_csv_table *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (mg_csv_is_name(t->columns[i].name, name))
            return (int)i;
    return MG_CSV_NO_COLUMN;
}

/* Beside years and months a day is one of a month, and no date. */
static void find_parts(mg_csv_table *t)
{
    t->year = find_column(t, "year");
    t->month = find_column(t, "month");
    t->day = find_column(t, "day");
    t->time = find_column(t, "time");
    if (t->day != MG_CSV_NO_COLUMN && t->month != MG_CSV_NO_COLUMN &&
        t->columns[t->day].claim != CLAIM_MAPPED)
        t->columns[t->day].claim = CLAIM_NONE;
}

/* ---- All of it ----------------------------------------------------------------------------- */

static bool look_behind_header(look *l, morgue_text head, bool is_all)
{
    bool ok = mg_csv_gather_stats(&l->guess.dialect, head, is_all, l->stats, &l->rows);
    if (!ok)
        return false;
    mg_csv_table *t = l->table;
    bool header = has_header(l);
    t->dialect = l->guess.dialect;
    t->width = l->guess.columns;
    t->begin = l->guess.begin + (header ? l->first.len : 0);
    t->header_len = header ? l->first.len : 0;
    if (!add_columns(l, header))
        return false;
    for (size_t i = 0; i < t->count; i++)
        t->named = t->named || is_sure_name(&t->columns[i]);
    find_parts(t);
    guess(l, header);
    t->prose = is_prose(l);
    size_t tenths = t->named ? 6 : 8, least = t->named ? 1 : 3;
    t->sound = l->guess.consistent * 10 >= l->guess.rows * tenths && l->guess.rows >= least;
    return true;
}

/* Reads it as a table of one column where no other fits: where no way of reading gives cells, or
 * few rows with the same number of them below a row of one. False when memory is out. */
static bool try_one_column(look *l, morgue_text head, bool is_all)
{
    mg_csv_guess guess = {{',', '"', '\n', false, false}, l->guess.begin, 1, 0, 0};
    if (l->guess.columns && l->guess.consistent * 10 >= l->guess.rows * 6)
        return true;
    if (!memchr(head.data, '\n', head.len) && memchr(head.data, '\r', head.len))
        guess.dialect.line_end = '\r';
    head = (morgue_text){head.data + guess.begin, head.len - guess.begin};
    mg_csv_reading reading =
        head.len ? mg_csv_row_read(&guess.dialect, head, is_all, &l->first) : CSV_MORE;
    if (!l->guess.columns || (reading == CSV_ROW && l->first.count == 1))
        l->guess = guess;
    return reading != CSV_NO_MEMORY;
}

static bool find_table(look *l, morgue_text head, bool is_all)
{
    if (!mg_csv_guess_dialect(head, is_all, &l->guess) || !try_one_column(l, head, is_all))
        return false;
    head = (morgue_text){head.data + l->guess.begin, head.len - l->guess.begin};
    mg_csv_reading reading =
        head.len ? mg_csv_row_read(&l->guess.dialect, head, is_all, &l->first) : CSV_MORE;
    if (reading == CSV_NO_MEMORY || !mg_csv_row_settle(&l->guess.dialect, &l->first))
        return false;
    if (reading != CSV_ROW)
        l->first.count = l->first.len = 0; /* no header, and nothing to guess by */
    head = (morgue_text){head.data + l->first.len, head.len - l->first.len};
    return look_behind_header(l, head, is_all);
}

bool mg_csv_table_find(const mg_reader *reader, morgue_text head, bool is_all, mg_csv_table *ret)
{
    look l = {.reader = reader, .table = ret};
    bool ok = find_table(&l, head, is_all);
    mg_csv_row_free(&l.first);
    return ok;
}

void mg_csv_table_free(mg_csv_table *table)
{
    free(table->columns);
    mg_buffer_free(&table->arena);
    *table = (mg_csv_table){0};
}
