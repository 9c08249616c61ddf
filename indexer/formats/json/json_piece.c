#include "indexer/formats/json/json_piece.h"

#include "archive/error.h"

morgue_status mg_json_explain(const mg_json_piece *piece, const mg_json_problem *problem,
                              morgue_error *err)
{
    uint64_t line = piece->line;
    size_t column = piece->column;
    for (const char *at = piece->text.data; at < problem->at; at++) {
        column++;
        if (*at == '\n') {
            line++;
            column = 0;
        }
    }
    return mg_fail_at(err, MORGUE_BAD_INPUT,
                      (int64_t)(piece->offset + (uint64_t)(problem->at - piece->text.data)),
                      "line %llu, column %zu: %s", (unsigned long long)line, column + 1,
                      problem->what);
}

mg_reading mg_json_take(mg_json_split *split, mg_reader *reader, mg_buffer *clean,
                        mg_json_piece *ret, morgue_error *err)
{
    mg_reading reading = mg_json_split_next(split, reader->input, ret, err);
    reader->offset = ret->offset;
    reader->line = ret->line;
    if (reading != MG_READ_ARTICLE)
        return reading;
    if (mg_reader_knows(reader, ret->text))
        return MG_READ_KNOWN;
    if (mg_utf8_clean_prefix(ret->text.data, ret->text.len) == ret->text.len)
        return MG_READ_ARTICLE;
    mg_mend mend = {0};
    mg_buffer_clear(clean);
    if (!mg_utf8_mend(ret->text.data, ret->text.len, clean, &mend))
        return mg_reading_of(mg_fail_memory(err));
    mg_note_mend(reader, &mend);
    ret->text = (morgue_text){clean->data, clean->len};
    return MG_READ_ARTICLE;
}
