/* CSV and its kin: a row of a table is an article. Delimiter, quotes and header are found out from
 * the beginning of the file. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "archive/error.h"
#include "indexer/formats/csv/csv_put.h"
#include "indexer/text/clean.h"

enum { HEAD = 64 << 10 };

#define ROW_MAX ((size_t)64 << 20)

static const char unclosed[] = "a quote that is not closed where the cell ends";

typedef struct state {
    mg_csv_table table;
    mg_csv_row row;
    mg_buffer header; /* its bytes */
    mg_buffer clean;  /* a row that was mended */
    bool told;        /* that it is no table of articles */
    bool damaged;     /* a quote was not closed: pass over lines until one is a whole row */

    /* Bytes that may yet be read for the end of a quoted cell and then be read again, so that a
     * file of quotes that are never closed takes no more than a few times as long as another. */
    size_t patience;
} state;

/* ---- Recognising --------------------------------------------------------------------------- */

static bool has_extension(const char *path)
{
    static const char *const ends[] = {".csv", ".tsv", ".tab", ".psv"};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (n > 4 && strcmp(path + n - 4, ends[i]) == 0)
            return true;
    return false;
}

/* A single column is a table by the name of the file, and a name above it or quotes around it. */
static bool is_one_column(const mg_csv_table *t)
{
    return t->count == 1 && ((t->named && t->header_len) || (t->guessed && !t->prose));
}

static mg_bid judge(const mg_csv_table *t, const char *path)
{
    int named = has_extension(path) ? 10 : 0;
    if (named && is_one_column(t))
        return (mg_bid){45, "is a table of one column by its name and its rows"};
    if (!t->sound)
        return MG_NO_BID;
    if (t->named && t->header_len)
        return (mg_bid){65 + named, "has a row of column names, and rows of as many cells"};
    if (t->guessed && (named || !t->prose))
        return (mg_bid){45 + named, "has rows of as many cells, of which one is a long text"};
    if (named && t->count > 1) /* better told of than read as one long text */
        return (mg_bid){40, "is a table by its name and its rows of as many cells"};
    return MG_NO_BID;
}

/* Markup and JSON have commas too. */
static bool is_other(morgue_text head)
{
    head = mg_trimmed(head);
    return !head.len || strchr("<{", head.data[0]) || (head.len > 1 && !memcmp(head.data, "[{", 2));
}

static mg_bid bid(morgue_text head, const char *path)
{
    mg_csv_table table = {0};
    if (is_other(head))
        return MG_NO_BID;
    bool ok = mg_csv_table_find(NULL, head, head.len < HEAD / 2, &table);
    mg_bid ret = ok ? judge(&table, path) : MG_NO_BID;
    mg_csv_table_free(&table);
    return ret;
}

/* ---- Opening ------------------------------------------------------------------------------- */

/* The same bytes are another article in another table. */
static uint64_t salt_of(const mg_csv_table *t, uint64_t salt)
{
    const char dialect[] = {t->dialect.delimiter, t->dialect.quote, t->dialect.line_end,
                            (char)(t->dialect.escapes * 2 + t->dialect.spaces)};
    salt = XXH3_64bits_withSeed(dialect, sizeof dialect, salt);
    for (size_t i = 0; i < t->count; i++) {
        const mg_csv_column *c = &t->columns[i];
        uint64_t field = c->claim == CLAIM_NONE ? MORGUE_FIELD_COUNT : (uint64_t)c->field;
        salt = XXH3_64bits_withSeed(c->name.data, c->name.len, salt + field * 8 + c->claim);
    }
    return salt;
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    mg_csv_table_free(&s->table);
    mg_csv_row_free(&s->row);
    mg_buffer_free(&s->header);
    mg_buffer_free(&s->clean);
    free(s);
    reader->state = NULL;
}

/* Moves to the first row of articles; what cannot be read shows when that is read. */
static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    morgue_text head = {"", 0};
    state *s = calloc(1, sizeof *s);
    reader->state = s;
    reader->clean = MG_CLEAN_ENTITIES;
    if (!s)
        return mg_fail_memory(err);
    s->patience = ROW_MAX;
    (void)mg_input_peek(reader->input, HEAD, &head, NULL);
    const mg_csv_table *t = &s->table;
    if (!mg_csv_table_find(reader, head, head.len < HEAD, &s->table) ||
        !mg_buffer_append(&s->header, head.data + t->begin - t->header_len, t->header_len)) {
        close_reader(reader);
        return mg_fail_memory(err);
    }
    mg_input_skip(reader->input, t->begin);
    reader->salt = salt_of(t, reader->salt);
    return MORGUE_OK;
}

/* ---- Rows ---------------------------------------------------------------------------------- */

static size_t line_length(const state *s, morgue_text text)
{
    const char *end = memchr(text.data, s->table.dialect.line_end, text.len);
    return end ? (size_t)(end - text.data) + 1 : text.len;
}

/* Reads the row that the text begins with, looking no further for the end of a quoted cell than
 * there is patience for, beyond the first line. */
static mg_csv_reading look_at_row(state *s, morgue_text text, bool is_all)
{
    morgue_text part = text;
    if (part.len > s->patience) {
        size_t line = line_length(s, part);
        part.len = line > s->patience ? line : s->patience;
    }
    bool whole = part.len == text.len;
    mg_csv_reading reading = mg_csv_row_read(&s->table.dialect, part, whole && is_all, &s->row);
    if (reading == CSV_MORE && s->row.in_quotes && !whole) {
        s->row.len = part.len;
        reading = CSV_UNCLOSED;
    }
    if (reading == CSV_UNCLOSED) /* what was read in vain is read again, line by line */
        s->patience -= s->row.len < s->patience ? s->row.len : s->patience;
    return reading;
}

/* Sets *ret to the row that the window begins with, or to the line of one that cannot be used:
 * BAD_INPUT. It is empty at the end of the file. */
static morgue_status read_row(mg_reader *reader, morgue_text *ret, morgue_error *err)
{
    state *s = reader->state;
    for (size_t want = HEAD;; want *= 2) {
        morgue_status status = mg_input_peek(reader->input, want, ret, err);
        if (status != MORGUE_OK || !ret->len)
            return status;
        mg_csv_reading reading = look_at_row(s, *ret, ret->len < want);
        if (reading == CSV_NO_MEMORY)
            return mg_fail_memory(err);
        if (reading == CSV_ROW) {
            ret->len = s->row.len;
            return MORGUE_OK;
        }
        if (reading == CSV_MORE && want <= ROW_MAX)
            continue;
        ret->len = line_length(s, *ret);
        return mg_fail(err, MORGUE_BAD_INPUT,
                       reading == CSV_UNCLOSED ? unclosed : "a row of more than 64 MB");
    }
}

/* Does the row hold no article, and nothing to tell: an empty line, a second header, what is left
 * of a row whose quote is not closed? */
static bool is_passed_over(const state *s, morgue_text row)
{
    if (mg_csv_is_blank_row(&s->row) || (row.len == 1 && *row.data == 0x1A))
        return true;
    if (row.len == s->header.len && memcmp(row.data, s->header.data, row.len) == 0)
        return true;
    return s->damaged && s->row.count != s->table.width;
}

/* Reads the row anew where its bytes had to be mended, unless its delimiter is one of those. */
static morgue_status mend_row(mg_reader *reader, morgue_text bytes, morgue_error *err)
{
    state *s = reader->state;
    const mg_csv_dialect *d = &s->table.dialect;
    mg_mend mend = {0};
    bool is_control = (unsigned char)d->delimiter < ' ' && d->delimiter != '\t';
    if (is_control || mg_utf8_clean_prefix(bytes.data, bytes.len) == bytes.len)
        return MORGUE_OK;
    mg_buffer_clear(&s->clean);
    if (!mg_utf8_mend(bytes.data, bytes.len, &s->clean, &mend))
        return mg_fail_memory(err);
    mg_note_mend(reader, &mend);
    switch (mg_csv_row_read(d, (morgue_text){s->clean.data, s->clean.len}, true, &s->row)) {
    case CSV_ROW: return MORGUE_OK;
    case CSV_NO_MEMORY: return mg_fail_memory(err);
    default: return mg_fail(err, MORGUE_BAD_INPUT, "%s", unclosed);
    }
}

static mg_reading read_article(mg_sink *put, morgue_text bytes)
{
    state *s = put->reader->state;
    if (mg_reader_knows(put->reader, bytes))
        return MG_READ_KNOWN;
    morgue_status status = mend_row(put->reader, bytes, put->err);
    if (status == MORGUE_OK && !mg_csv_row_settle(&s->table.dialect, &s->row))
        status = mg_fail_memory(put->err);
    if (status == MORGUE_OK)
        status = mg_csv_put_row(put, &s->table, &s->row);
    return mg_reading_of(status);
}

/* Reads one row. END: it is passed over. */
static mg_reading next_row(mg_sink *put, morgue_text *row)
{
    state *s = put->reader->state;
    morgue_status status = read_row(put->reader, row, put->err);
    if (status != MORGUE_OK) {
        s->damaged = true;
        return mg_reading_of(status);
    }
    s->patience += s->patience < ROW_MAX ? 8 * row->len : 0;
    if (!row->len || is_passed_over(s, *row))
        return MG_READ_END;
    s->damaged = false;
    return read_article(put, *row);
}

/* Without a column of titles or texts there is nothing to read in any of the rows. */
static mg_reading tell_no_articles(mg_reader *reader, morgue_error *err)
{
    state *s = reader->state;
    morgue_text head = {"", 0};
    bool empty = mg_input_peek(reader->input, 1, &head, NULL) == MORGUE_OK && !head.len;
    if (s->told || (empty && !s->table.header_len))
        return MG_READ_END;
    s->told = true;
    (void)mg_fail(err, MORGUE_BAD_INPUT,
                  "holds no articles that are known as such: it is a table without a column of "
                  "titles or texts: name them, as in --map=title=2");
    return MG_READ_BAD;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_sink put = {reader, article, err};
    mg_reading reading;
    morgue_text row;
    const state *s = reader->state;
    if (!s->table.named && !s->table.guessed)
        return tell_no_articles(reader, err);
    do {
        row = (morgue_text){"", 0};
        reader->offset = mg_input_offset(reader->input);
        reader->line = mg_input_line(reader->input);
        reading = next_row(&put, &row);
        mg_input_skip(reader->input, row.len);
    } while (reading == MG_READ_END && row.len);
    return reading;
}

const mg_format mg_format_csv = {
    .name = "csv",
    .description = "tables: comma, tab, semicolon, pipe separated; a row is an article",
    .extensions = "csv tsv tab psv",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
