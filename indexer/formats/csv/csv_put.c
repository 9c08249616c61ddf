#include "indexer/formats/csv/csv_put.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/choose.h"

/* ---- Cells --------------------------------------------------------------------------------- */

/* What databases and programs write where there is nothing. */
static bool is_nothing(morgue_text text)
{
    static const char *const words[] = {"NULL", "null", "NaN", "nan", "None", "\\N", "#N/A", "NaT"};
    for (size_t i = 0; text.len <= 4 && i < sizeof words / sizeof *words; i++)
        if (text.len == strlen(words[i]) && memcmp(text.data, words[i], text.len) == 0)
            return true;
    return false;
}

static morgue_text value_at(const mg_csv_row *row, size_t i)
{
    if (i >= row->count)
        return (morgue_text){"", 0};
    morgue_text text = row->cells[i].text;
    morgue_text trimmed = mg_trimmed(text);
    return !trimmed.len || is_nothing(trimmed) ? (morgue_text){"", 0} : text;
}

bool mg_csv_is_blank_row(const mg_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (mg_trimmed(row->cells[i].text).len)
            return false;
    return true;
}

/* ---- Fields -------------------------------------------------------------------------------- */

/* Members of a list on their way into a field. */
typedef struct target {
    mg_sink *put;
    morgue_field_id field;
    mg_buffer paragraphs;
} target;

static morgue_status put_member(void *user, morgue_text text)
{
    target *t = user;
    return mg_put(t->put, t->field, text, MORGUE_GIVEN);
}

static morgue_status add_paragraph(void *user, morgue_text text)
{
    target *t = user;
    bool ok = (!t->paragraphs.len || mg_buffer_append(&t->paragraphs, "\n\n", 2)) &&
              mg_buffer_append(&t->paragraphs, text.data, text.len);
    return ok ? MORGUE_OK : mg_fail_memory(t->put->err);
}

/* "a|b|c", or one a line. */
static morgue_status put_parted(mg_sink *put, morgue_field_id field, morgue_text text, char mark)
{
    morgue_status status = MORGUE_OK;
    while (text.len && status == MORGUE_OK) {
        const char *end = memchr(text.data, mark, text.len);
        size_t len = end ? (size_t)(end - text.data) : text.len;
        status = mg_put_names(put, field, mg_trimmed((morgue_text){text.data, len}));
        text.data += len + (end != NULL);
        text.len -= len + (end != NULL);
    }
    return status;
}

static morgue_status put_repeatable(mg_sink *put, morgue_field_id field, morgue_text text)
{
    target t = {put, field, {0}};
    morgue_status status;
    if (mg_csv_printed_list(text, put_member, &t, &status))
        return status;
    text = mg_trimmed(text);
    if (!memchr(text.data, ';', text.len)) {
        if (memchr(text.data, '|', text.len))
            return put_parted(put, field, text, '|');
        if (memchr(text.data, '\n', text.len))
            return put_parted(put, field, text, '\n');
    }
    return mg_put_names(put, field, text);
}

/* Texts come as HTML too, and as lists of paragraphs. */
static morgue_status put_text(mg_sink *put, morgue_text text)
{
    target t = {put, MORGUE_TEXT, {0}};
    morgue_status status;
    if (mg_looks_like_html(text)) {
        status = mg_put_html(put, MORGUE_TEXT, text);
        if (status != MORGUE_BAD_INPUT)
            return status;
    }
    if (*text.data == '[' && mg_csv_printed_list(text, add_paragraph, &t, &status)) {
        if (status == MORGUE_OK && t.paragraphs.len)
            text = (morgue_text){t.paragraphs.data, t.paragraphs.len};
    } else {
        status = MORGUE_OK;
    }
    if (status == MORGUE_OK)
        status = mg_put(put, MORGUE_TEXT, text, MORGUE_GIVEN);
    mg_buffer_free(&t.paragraphs);
    return status;
}

static morgue_status put_extra(mg_sink *put, const mg_csv_column *column, morgue_text text)
{
    return mg_put_extra_text(put, column->name.data, column->name.len, text);
}

static morgue_status put_cell(mg_sink *put, const mg_csv_column *column, morgue_text text,
                              const mg_choice *choice)
{
    bool once = mg_claims_once(column->claim, column->field);
    if (!text.len)
        return MORGUE_OK;
    if (column->claim == CLAIM_NONE || column->field == MORGUE_EXTRA ||
        (once && choice->best[column->field] != column))
        return put_extra(put, column, text);
    if (!once)
        return put_repeatable(put, column->field, text);
    return column->field == MORGUE_TEXT ? put_text(put, text)
                                        : mg_put(put, column->field, text, MORGUE_GIVEN);
}

/* ---- Dates in several columns -------------------------------------------------------------- */

static morgue_text part_of(const mg_csv_row *row, int column)
{
    return column == MG_CSV_NO_COLUMN ? (morgue_text){"", 0}
                                      : mg_trimmed(value_at(row, (size_t)column));
}

/* "2022", "1", "21"; "2022", "January", "21". */
static morgue_status put_parts(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row)
{
    char date[64];
    morgue_text year = part_of(row, table->year), month = part_of(row, table->month);
    morgue_text day = part_of(row, table->day);
    if (year.len != 4 || !month.len || month.len > 12 || day.len > 2)
        return MORGUE_OK;
    bool number = month.data[0] >= '0' && month.data[0] <= '9';
    if (number)
        snprintf(date, sizeof date, "%.4s-%s%.*s%s%s%.*s", year.data, month.len < 2 ? "0" : "",
                 (int)month.len, month.data, day.len ? "-" : "", day.len == 1 ? "0" : "",
                 (int)day.len, day.data);
    else
        snprintf(date, sizeof date, "%.*s %.*s %.4s", (int)day.len, day.data, (int)month.len,
                 month.data, year.data);
    return mg_put(put, MORGUE_DATE, mg_trimmed((morgue_text){date, strlen(date)}), MORGUE_GIVEN);
}

/* The date's column has the day, that of the time the hour. */
static morgue_status put_date(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row,
                              morgue_text date)
{
    char whole[96];
    morgue_text time = part_of(row, table->time);
    bool parted = time.len && time.len < 24 && memchr(time.data, ':', time.len) && date.len < 64 &&
                  !memchr(date.data, ':', date.len) && !memchr(time.data, '-', time.len);
    if (!parted)
        return mg_put(put, MORGUE_DATE, date, MORGUE_GIVEN);
    snprintf(whole, sizeof whole, "%.*s %.*s", (int)date.len, date.data, (int)time.len, time.data);
    return mg_put(put, MORGUE_DATE, (morgue_text){whole, strlen(whole)}, MORGUE_GIVEN);
}

static morgue_status put_dates(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row,
                               const mg_choice *choice)
{
    const mg_csv_column *date = choice->best[MORGUE_DATE];
    const mg_csv_column *raw = choice->best[MORGUE_RAW_DATE];
    morgue_status status =
        date ? put_date(put, table, row, mg_trimmed(value_at(row, (size_t)(date - table->columns))))
             : put_parts(put, table, row);
    if (status == MORGUE_OK && raw)
        status = mg_put(put, MORGUE_RAW_DATE, value_at(row, (size_t)(raw - table->columns)),
                        MORGUE_GIVEN);
    return status;
}

/* ---- Rows ---------------------------------------------------------------------------------- */

/* What stands behind the last column belongs to it: a delimiter in a cell that needed quotes. Empty
 * cells there are an editor's. */
static morgue_status join_last(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row,
                               mg_buffer *ret)
{
    size_t last = table->count - 1, filled = row->count;
    while (filled > table->count && !mg_trimmed(row->cells[filled - 1].text).len)
        filled--;
    if (filled <= table->count)
        return MORGUE_OK;
    for (size_t i = last; i < filled; i++)
        if ((i > last && !mg_buffer_append_byte(ret, table->dialect.delimiter)) ||
            !mg_buffer_append(ret, row->cells[i].text.data, row->cells[i].text.len))
            return mg_fail_memory(put->err);
    mg_note(put->reader, "the row has %zu cells and the table %zu columns: joined to the last one",
            row->count, table->count);
    return MORGUE_OK;
}

static void choose(const mg_csv_table *table, const mg_csv_row *row, mg_choice *ret)
{
    for (size_t i = 0; i < table->count && i < row->count; i++) {
        const mg_csv_column *column = &table->columns[i];
        if (mg_claims_once(column->claim, column->field) && value_at(row, i).len)
            mg_choose(ret, column->claim, column->field, column);
    }
}

static morgue_status put_cells(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row,
                               morgue_text last)
{
    mg_choice choice = {{NULL}, {CLAIM_MAPPED}};
    morgue_status status = MORGUE_OK;
    choose(table, row, &choice);
    for (size_t i = 0; i < table->count && status == MORGUE_OK; i++) {
        const mg_csv_column *column = &table->columns[i];
        bool later = column == choice.best[MORGUE_DATE] || column == choice.best[MORGUE_RAW_DATE];
        bool joined = i + 1 == table->count && last.len;
        if (!later)
            status = put_cell(put, column, joined ? last : value_at(row, i), &choice);
    }
    return status == MORGUE_OK ? put_dates(put, table, row, &choice) : status;
}

morgue_status mg_csv_put_row(mg_sink *put, const mg_csv_table *table, const mg_csv_row *row)
{
    mg_buffer last = {0};
    if (row->wide)
        return mg_fail(put->err, MORGUE_BAD_INPUT, "a row of more than %d cells", MG_CSV_CELLS_MAX);
    if (row->count < table->width)
        mg_note(put->reader, "the row has %zu cell%s and the table %zu columns", row->count,
                row->count == 1 ? "" : "s", table->count);
    morgue_status status = join_last(put, table, row, &last);
    if (status == MORGUE_OK)
        status = put_cells(put, table, row, (morgue_text){last.data ? last.data : "", last.len});
    mg_buffer_free(&last);
    return status == MORGUE_OK ? mg_check_article(put->article, put->err) : status;
}
