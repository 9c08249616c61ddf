/* What formats of the caller's own may do with a reader: morgue/formats.h. */
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/choose.h"
#include "indexer/formats/foreign.h"

morgue_status morgue_reader_peek(morgue_reader *reader, size_t want, morgue_text *ret,
                                 morgue_error *err)
{
    return mg_input_peek(reader->input, want, ret, err);
}

void morgue_reader_skip(morgue_reader *reader, size_t n)
{
    morgue_text window = {"", 0};
    if (mg_input_peek(reader->input, 0, &window, NULL) == MORGUE_OK)
        mg_input_skip(reader->input, n < window.len ? n : window.len);
}

const char *morgue_reader_path(const morgue_reader *reader)
{
    return mg_input_path(reader->input);
}

void morgue_reader_mark(morgue_reader *reader)
{
    reader->offset = mg_input_offset(reader->input);
    reader->line = mg_input_line(reader->input);
}

bool morgue_reader_knows(morgue_reader *reader, const char *bytes, size_t len)
{
    mg_foreign *f = reader->state;
    f->known =
        mg_reader_knows(reader, (morgue_text){bytes, len == MORGUE_NUL ? strlen(bytes) : len});
    return f->known;
}

morgue_status morgue_reader_put(morgue_reader *reader, morgue_article *article,
                                morgue_field_id field, const char *text, size_t len,
                                morgue_error *err)
{
    mg_sink put = {reader, article, err};
    morgue_text value = mg_trimmed((morgue_text){text, len == MORGUE_NUL ? strlen(text) : len});
    const morgue_field *face = morgue_field_at(field);
    if (!face || field == MORGUE_ACTOR || field == MORGUE_ABOUT || field == MORGUE_BY ||
        field == MORGUE_EXTRA)
        return mg_fail(err, MORGUE_INVALID, "articles have no value of their own in the field '%s'",
                       face ? face->name : "");
    if (!value.len)
        return MORGUE_OK;
    if (field == MORGUE_DATELINE)
        return mg_put_dateline(&put, value);
    if (field == MORGUE_TEXT && mg_looks_like_html(value))
        return mg_put_html(&put, field, value);
    return mg_put_names(&put, field, value);
}

void morgue_reader_note(morgue_reader *reader, const char *text)
{
    mg_note(reader, "%s", text);
}
