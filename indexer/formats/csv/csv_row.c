#include "indexer/formats/csv/csv_row.h"

#include <stdlib.h>
#include <string.h>

typedef struct parser {
    const mg_csv_dialect *dialect;
    const char *at, *end;
    const char *line; /* the last line end that was looked for; `end` where there is none */
    bool is_all;
    mg_csv_row *row;
} parser;

static const char *find(const parser *p, const char *from, char c)
{
    const char *at = from < p->end ? memchr(from, c, (size_t)(p->end - from)) : NULL;
    return at ? at : p->end;
}

/* Where the cell that goes on at `from` ends, quotes not minded: at a delimiter, a line end or the
 * end of the text. */
static const char *find_stop(parser *p, const char *from, bool *ret_escaped)
{
    for (;;) {
        if (!p->line || p->line < from)
            p->line = find(p, from, p->dialect->line_end);
        const char *stop = memchr(from, p->dialect->delimiter, (size_t)(p->line - from));
        stop = stop ? stop : p->line;
        const char *escape = p->dialect->escapes ? memchr(from, '\\', (size_t)(stop - from)) : NULL;
        if (!escape)
            return stop;
        *ret_escaped = true;
        if (escape + 1 >= p->end)
            return p->end;
        from = escape + 2;
    }
}

/* ---- Cells --------------------------------------------------------------------------------- */

static mg_csv_reading add_cell(parser *p, const char *from, const char *to, bool quoted,
                               bool escaped)
{
    mg_csv_row *row = p->row;
    if (row->count == MG_CSV_CELLS_MAX) {
        row->wide = true;
        return CSV_ROW;
    }
    if (row->count == row->cap) {
        size_t cap = row->cap ? row->cap * 2 : 16;
        mg_csv_cell *cells = realloc(row->cells, cap * sizeof *cells);
        if (!cells)
            return CSV_NO_MEMORY;
        row->cells = cells;
        row->cap = cap;
    }
    row->cells[row->count++] = (mg_csv_cell){{from, (size_t)(to - from)}, quoted, escaped};
    return CSV_ROW;
}

/* Takes a cell without quotes, of which all before `searched` is known. */
static mg_csv_reading take_plain(parser *p, const char *searched)
{
    bool escaped = false;
    const char *stop = find_stop(p, searched, &escaped), *last = stop;
    if (stop == p->end && !p->is_all)
        return CSV_MORE;
    bool feed = stop == p->end || *stop == p->dialect->line_end;
    if (feed && p->dialect->line_end == '\n' && last > p->at && last[-1] == '\r')
        last--;
    const char *from = p->at;
    p->at = stop;
    return add_cell(p, from, last, false, escaped);
}

/* Does a quoted cell end with the quote at `quote`? Sets p->at behind it and the spaces there. */
static bool closes(parser *p, const char *quote)
{
    const mg_csv_dialect *d = p->dialect;
    const char *at = quote + 1;
    while (at < p->end && *at == ' ' && d->delimiter != ' ')
        at++;
    if (at < p->end && *at == '\r' && d->line_end == '\n' && (at + 1 == p->end || at[1] == '\n'))
        at++;
    if (at < p->end && *at != d->delimiter && *at != d->line_end)
        return false;
    p->at = at;
    return true;
}

/* Is the quote at `at`, within a quoted cell, one that opens a cell? */
static bool opens(const parser *p, const char *from, const char *at)
{
    while (p->dialect->spaces && at > from && at[-1] == ' ')
        at--;
    return at > from && (at[-1] == p->dialect->delimiter || at[-1] == p->dialect->line_end);
}

/* What a quote in a quoted cell is that is neither doubled nor closes the cell. */
typedef enum loose_kind { LOOSE_INNER, LOOSE_PLAIN, LOOSE_STRAY, LOOSE_UNKNOWN } loose_kind;

/* In a cell of one line: one quote of several when the cell ends in a quote ("He said "no" to
 * us"), else the quotes are part of a cell that is not quoted ("No" means no). In a cell of several
 * lines, one that stands where cells begin shows that the cell's own quote was a stray one. */
static loose_kind look_at_loose(parser *p, const char *from, const char *quote, bool several_lines)
{
    bool escaped;
    if (several_lines)
        return opens(p, from, quote) ? LOOSE_STRAY : LOOSE_INNER;
    const char *stop = find_stop(p, quote + 1, &escaped);
    if (stop == p->end && !p->is_all)
        return LOOSE_UNKNOWN;
    while (stop > quote + 1 && (stop[-1] == '\r' || stop[-1] == ' '))
        stop--;
    return stop > quote + 1 && stop[-1] == p->dialect->quote ? LOOSE_INNER : LOOSE_PLAIN;
}

/* The next quote that is not escaped. */
static const char *next_quote(const parser *p, const char *from, bool *ret_escaped)
{
    for (;;) {
        const char *quote = find(p, from, p->dialect->quote);
        const char *escape =
            p->dialect->escapes ? memchr(from, '\\', (size_t)(quote - from)) : NULL;
        if (!escape)
            return quote;
        *ret_escaped = true;
        if (escape + 1 >= p->end)
            return p->end;
        from = escape + 2;
    }
}

/* Takes a cell that begins with a quote. */
static mg_csv_reading take_quoted(parser *p)
{
    const char *open = p->at, *from = open + 1, *at = from, *searched = from;
    bool escaped = false, several_lines = false, loose = false;
    p->row->opened++;
    for (;;) {
        const char *quote = next_quote(p, at, &escaped);
        if (!p->is_all && p->end - quote < 4)
            return CSV_MORE; /* what is behind the quote decides */
        p->at = quote;
        if (quote == p->end)
            return CSV_UNCLOSED;
        if (quote + 1 < p->end && quote[1] == p->dialect->quote) {
            escaped = true;
            at = quote + 2;
            continue;
        }
        if (closes(p, quote))
            return !p->is_all && p->at == p->end ? CSV_MORE
                                                 : add_cell(p, from, quote, true, escaped);
        p->row->loose += !loose;
        loose = true;
        several_lines = several_lines ||
                        memchr(searched, p->dialect->line_end, (size_t)(quote - searched)) != NULL;
        searched = quote;
        switch (look_at_loose(p, from, quote, several_lines)) {
        case LOOSE_STRAY: return CSV_UNCLOSED;
        case LOOSE_UNKNOWN: return CSV_MORE;
        case LOOSE_PLAIN: p->at = open; return take_plain(p, quote + 1);
        case LOOSE_INNER: at = quote + 1;
        }
    }
}

static mg_csv_reading take_cell(parser *p)
{
    while (p->dialect->spaces && p->at < p->end && *p->at == ' ')
        p->at++;
    if (p->at < p->end && p->dialect->quote && *p->at == p->dialect->quote) {
        mg_csv_reading reading = take_quoted(p);
        p->row->in_quotes = reading == CSV_MORE;
        return reading;
    }
    return take_plain(p, p->at);
}

/* ---- Rows ---------------------------------------------------------------------------------- */

mg_csv_reading mg_csv_row_read(const mg_csv_dialect *dialect, morgue_text text, bool is_all,
                               mg_csv_row *ret)
{
    parser p = {dialect, text.data, text.data + text.len, NULL, is_all, ret};
    ret->count = ret->opened = ret->loose = 0;
    ret->wide = ret->in_quotes = false;
    mg_buffer_clear(&ret->arena);
    for (;;) {
        mg_csv_reading reading = take_cell(&p);
        ret->len = (size_t)(p.at - text.data);
        if (reading != CSV_ROW)
            return reading;
        if (p.at == p.end || *p.at == dialect->line_end)
            break;
        p.at++;
    }
    ret->len += p.at < p.end;
    return CSV_ROW;
}

/* What stands for a character behind a backslash, as databases write it; 0: nothing. */
static char meaning(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '0': return '\0';
    default: return c;
    }
}

static morgue_text unescape(const mg_csv_dialect *dialect, const mg_csv_cell *cell, char *to)
{
    const char *at = cell->text.data, *end = at + cell->text.len;
    char *out = to;
    if (!cell->quoted && cell->text.len == 2 && memcmp(at, "\\N", 2) == 0)
        return (morgue_text){"", 0}; /* NULL */
    while (at < end) {
        bool twice = end - at > 1;
        if (twice && dialect->escapes && *at == '\\') {
            *out = meaning(at[1]);
            out += *out != '\0';
            at += 2;
        } else {
            *out++ = *at;
            at += twice && cell->quoted && *at == dialect->quote && at[1] == *at ? 2 : 1;
        }
    }
    return (morgue_text){to, (size_t)(out - to)};
}

bool mg_csv_row_settle(const mg_csv_dialect *dialect, mg_csv_row *row)
{
    size_t need = 0;
    for (size_t i = 0; i < row->count; i++)
        need += row->cells[i].escaped ? row->cells[i].text.len : 0;
    if (need && !mg_buffer_reserve(&row->arena, need))
        return false;
    for (size_t i = 0; i < row->count; i++) {
        mg_csv_cell *cell = &row->cells[i];
        if (!cell->escaped)
            continue;
        cell->text = unescape(dialect, cell, row->arena.data + row->arena.len);
        cell->escaped = false;
        row->arena.len += cell->text.len;
    }
    return true;
}

void mg_csv_row_free(mg_csv_row *row)
{
    free(row->cells);
    mg_buffer_free(&row->arena);
    *row = (mg_csv_row){0};
}
