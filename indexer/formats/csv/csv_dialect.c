#include "indexer/formats/csv/csv_dialect.h"

#include <string.h>
#include <strings.h>

#include "indexer/formats/keys.h"
#include "indexer/formats/put.h"

enum {
    ROWS_MAX = 300, /* that are looked at */
    PROBE = 24,     /* rows after which a way of reading must have shown something */
    WIDTH_MAX = 64  /* number of cells up to which rows are counted by it */
};

/* What a way of reading gives. */
typedef struct trial {
    mg_csv_dialect dialect;
    size_t widths[WIDTH_MAX + 1]; /* rows by their number of cells */
    size_t rows;
    size_t columns; /* of most rows */
    size_t first;   /* cells of the first row */
    size_t names;   /* cells of the first row that are names of fields */
    size_t opened, loose;
    size_t needed; /* cells that could not stand without their quotes */
    size_t bare;   /* cells with quotes in them, but not around */
    int score;
} trial;

bool mg_csv_is_empty_row(const mg_csv_row *row)
{
    return row->count == 1 && !row->cells[0].quoted && !mg_trimmed(row->cells[0].text).len;
}

/* ---- One way of reading -------------------------------------------------------------------- */

static size_t count_names(const mg_csv_row *row)
{
    size_t n = 0;
    morgue_field_id field;
    for (size_t i = 0; i < row->count && i < WIDTH_MAX; i++) {
        morgue_text name = mg_trimmed(row->cells[i].text);
        n += name.len && name.len < 64 && mg_key_field(NULL, name, &field) != CLAIM_NONE;
    }
    return n;
}

static void count_cell(trial *t, const mg_csv_cell *cell)
{
    const mg_csv_dialect *d = &t->dialect;
    morgue_text text = cell->text;
    if (cell->quoted)
        t->needed += cell->escaped || memchr(text.data, d->delimiter, text.len) ||
                     memchr(text.data, d->line_end, text.len) || memchr(text.data, '\n', text.len);
    else
        t->bare += d->quote && !cell->escaped && memchr(text.data, d->quote, text.len);
}

static void count_row(trial *t, const mg_csv_row *row)
{
    size_t width = row->count < WIDTH_MAX ? row->count : WIDTH_MAX;
    if (!t->rows) {
        t->first = width;
        t->names = count_names(row);
    }
    t->rows++;
    t->opened += row->opened;
    t->loose += row->loose;
    for (size_t i = 0; i < row->count; i++)
        count_cell(t, &row->cells[i]);
    if (++t->widths[width] > t->widths[t->columns] || !t->columns)
        t->columns = width;
}

static size_t line_length(morgue_text text, char line_end)
{
    const char *end = memchr(text.data, line_end, text.len);
    return end ? (size_t)(end - text.data) + 1 : text.len;
}

/* Rows that a quote without its end makes unreadable count against the reading, from the next line
 * on it goes on. */
static void count_unclosed(trial *t, const mg_csv_row *row)
{
    t->rows++;
    t->widths[0]++;
    t->opened += row->opened;
    t->loose += row->opened;
}

static bool is_hopeless(const trial *t)
{
    return t->rows == PROBE && (t->columns < 2 || t->widths[t->columns] * 2 < t->rows);
}

/* Reads the rows. False when memory is out. */
static bool try_rows(trial *t, morgue_text text, bool is_all, mg_csv_row *row)
{
    while (text.len && t->rows < ROWS_MAX && !is_hopeless(t)) {
        mg_csv_reading reading = mg_csv_row_read(&t->dialect, text, is_all, row);
        if (reading == CSV_NO_MEMORY)
            return false;
        if (reading == CSV_MORE)
            break; /* the last row, cut */
        size_t len = reading == CSV_ROW ? row->len : line_length(text, t->dialect.line_end);
        if (reading == CSV_UNCLOSED)
            count_unclosed(t, row);
        else if (!mg_csv_is_empty_row(row))
            count_row(t, row);
        text.data += len;
        text.len -= len;
    }
    return true;
}

/* How well it fits: the share of rows that have the most usual width, per mille; quotes that are
 * used as quotes; a first row of that width, perhaps of names. */
static void judge(trial *t)
{
    t->score = 0;
    if (t->columns < 2 || !t->rows)
        return;
    t->score = (int)(1000 * t->widths[t->columns] / t->rows);
    if (t->opened)
        t->score += 150 - (int)(450 * t->loose / t->opened);
    if (t->bare && !t->needed && t->dialect.quote == '"')
        t->score -= 200; /* whoever quotes cells quotes those that have quotes in them */
    bool row_names = t->first + 1 == t->columns; /* as R writes them: without a name of their own */
    if (t->first != t->columns && !row_names)
        t->score -= 300;
    t->score += 60 * (int)(t->names < 4 ? t->names : 4);
    t->score += (int)(t->columns < 10 ? t->columns : 10);
    t->score += 5 * t->dialect.escapes; /* is tried only where there are some */
}

/* ---- Ways of reading ----------------------------------------------------------------------- */

static bool begins_cell(morgue_text text, const char *at, char delimiter, bool *ret_space)
{
    *ret_space = false;
    while (at > text.data && at[-1] == ' ' && delimiter != ' ') {
        at--;
        *ret_space = true;
    }
    return at == text.data || at[-1] == delimiter || at[-1] == '\n' || at[-1] == '\r';
}

/* How often cells begin with this quote, and how often behind a space. */
static size_t count_quotes(morgue_text text, char delimiter, char quote, size_t *ret_spaced)
{
    const char *at = text.data, *end = at + text.len;
    size_t n = 0;
    *ret_spaced = 0;
    for (; (at = memchr(at, quote, (size_t)(end - at))); at++) {
        bool space;
        bool begins = begins_cell(text, at, delimiter, &space);
        n += begins;
        *ret_spaced += begins && space;
    }
    return n;
}

/* Do spaces follow the delimiters as in a sentence, nearly always? */
static bool is_spaced(morgue_text text, char delimiter)
{
    const char *at = text.data, *end = at + text.len;
    size_t spaced = 0, n = 0;
    for (; (at = memchr(at, delimiter, (size_t)(end - at))); at++, n++)
        spaced += at + 1 < end && at[1] == ' ';
    return n && spaced * 10 >= n * 9;
}

static bool has(morgue_text text, const char *bytes, size_t len)
{
    return memmem(text.data, text.len, bytes, len) != NULL;
}

/* Is there a backslash that may be one of escapes? */
static bool may_escape(morgue_text text, char delimiter, char quote)
{
    if (!has(text, "\\", 1))
        return false;
    if (quote)
        return has(text, (char[]){'\\', quote}, 2);
    return has(text, (char[]){'\\', delimiter}, 2) || has(text, "\\\n", 2) ||
           has(text, (char[]){delimiter, '\\', 'N'}, 3) ||
           has(text, (char[]){'\\', 'N', delimiter}, 3);
}

typedef struct search {
    morgue_text text;
    bool is_all;
    mg_csv_row row;
    trial best;
} search;

static bool try_dialect(search *s, mg_csv_dialect dialect)
{
    trial t = {.dialect = dialect};
    if (!try_rows(&t, s->text, s->is_all, &s->row))
        return false;
    judge(&t);
    if (t.score > s->best.score)
        s->best = t;
    return true;
}

/* Without quotes at the beginning of cells all quotes read the same: the usual one may come. */
static bool try_quote(search *s, mg_csv_dialect d, char quote)
{
    size_t spaced = 0;
    size_t n = quote ? count_quotes(s->text, d.delimiter, quote, &spaced) : 0;
    bool escapes = may_escape(s->text, d.delimiter, quote);
    if (quote == '\'' && !n && !escapes)
        return true;
    d.quote = quote;
    d.spaces = (n && spaced * 2 > n) || is_spaced(s->text, d.delimiter);
    bool ok = try_dialect(s, d);
    d.escapes = escapes;
    return ok && (!escapes || try_dialect(s, d));
}

/* The way is tried first that wins where several fit as well. */
static bool try_line_end(search *s, char delimiter, char line_end)
{
    static const char quotes[] = {'"', '\'', '\0'};
    bool ok = true;
    for (size_t i = 0; i < sizeof quotes && ok; i++)
        ok = try_quote(s, (mg_csv_dialect){delimiter, 0, line_end, false, false}, quotes[i]);
    return ok;
}

/* A carriage return without a line feed may end rows; then line feeds stand in cells. */
static bool try_delimiter(search *s, char delimiter)
{
    const char *at = s->text.data, *end = at + s->text.len;
    bool alone = false, ok = true;
    if (!memchr(at, delimiter, s->text.len))
        return true;
    for (; !alone && (at = memchr(at, '\r', (size_t)(end - at))); at++)
        alone = at + 1 < end && at[1] != '\n';
    if (memchr(s->text.data, '\n', s->text.len) || !alone)
        ok = try_line_end(s, delimiter, '\n');
    return ok && (!alone || try_line_end(s, delimiter, '\r'));
}

/* ---- All of it ----------------------------------------------------------------------------- */

/* Spreadsheets say in a first line what the delimiter is: "sep=;". */
static size_t take_sep_line(morgue_text text, char *ret_delimiter)
{
    *ret_delimiter = '\0';
    bool quoted = text.len && text.data[0] == '"';
    if (text.len < 8 || strncasecmp(text.data + quoted, "sep=", 4) != 0)
        return 0;
    char delimiter = text.data[quoted + 4];
    const char *at = text.data + quoted + 5;
    at += quoted && *at == '"';
    if (*at != '\r' && *at != '\n')
        return 0;
    *ret_delimiter = delimiter;
    return line_length(text, '\n');
}

static size_t empty_lines(morgue_text text)
{
    size_t n = 0;
    while (n < text.len && (text.data[n] == '\n' || text.data[n] == '\r'))
        n++;
    return n;
}

bool mg_csv_guess_dialect(morgue_text head, bool is_all, mg_csv_guess *ret)
{
    static const char delimiters[] = {',', '\t', ';', '|', '\x1F', '\x01', '^', '~'};
    char said;
    *ret = (mg_csv_guess){.begin = empty_lines(head)};
    head = (morgue_text){head.data + ret->begin, head.len - ret->begin};
    size_t line = take_sep_line(head, &said);
    ret->begin += line;
    search s = {.text = {head.data + line, head.len - line}, .is_all = is_all};
    bool ok = true;
    if (said)
        ok = try_delimiter(&s, said);
    for (size_t i = 0; i < sizeof delimiters && ok && !said; i++)
        ok = try_delimiter(&s, delimiters[i]);
    mg_csv_row_free(&s.row);
    if (s.best.score <= 0)
        return ok;
    ret->dialect = s.best.dialect;
    ret->columns = s.best.columns;
    ret->rows = s.best.rows;
    ret->consistent = s.best.widths[s.best.columns];
    return ok;
}
