#include "indexer/formats/nested.h"

#include <stdlib.h>

#include "archive/error.h"
#include "indexer/formats/recognise.h"

enum { DEPTH_MAX = 4 };

struct mg_nested {
    mg_reader reader; /* its format is NULL until that is known */
};

static morgue_status begin(mg_nested *nested, mg_reader *outer, const mg_format *format,
                           morgue_text bytes, const char *name, morgue_error *err)
{
    mg_reader *inner = &nested->reader;
    mg_recognised found = {.format = NULL};
    morgue_status status = mg_input_memory(bytes, name, &inner->input, err);
    if (status == MORGUE_OK)
        status = mg_recognise(inner->input, &inner->context, format, outer->own, &found, err);
    if (status != MORGUE_OK)
        return status;
    if (!found.format || (found.format->raw && inner->context.depth > DEPTH_MAX))
        return mg_fail(err, MORGUE_BAD_INPUT, "%s",
                       found.empty     ? "it is empty"
                       : !found.format ? "no format that Morgue reads"
                                       : "it is nested too deep");
    inner->mappings = outer->mappings;
    inner->n_mappings = outer->n_mappings;
    inner->keys = outer->keys;
    inner->is_known = outer->is_known;
    inner->user = outer->user;
    inner->own = outer->own;
    inner->format = found.format;
    inner->salt = mg_reader_salt(inner);
    return found.format->open ? found.format->open(inner, err) : MORGUE_OK;
}

morgue_status mg_nested_open(mg_reader *outer, morgue_text bytes, const char *name,
                             const mg_context *context, mg_nested **ret, morgue_error *err)
{
    return mg_nested_open_as(outer, NULL, bytes, name, context, ret, err);
}

morgue_status mg_nested_open_as(mg_reader *outer, const mg_format *format, morgue_text bytes,
                                const char *name, const mg_context *context, mg_nested **ret,
                                morgue_error *err)
{
    mg_nested *nested = calloc(1, sizeof *nested);
    if (!nested)
        return mg_fail_memory(err);
    nested->reader.context = *context;
    nested->reader.context.depth = outer->context.depth + 1;
    morgue_status status = begin(nested, outer, format, bytes, name, err);
    if (status != MORGUE_OK) {
        mg_nested_free(nested);
        return status;
    }
    *ret = nested;
    return MORGUE_OK;
}

void mg_nested_free(mg_nested *nested)
{
    if (!nested)
        return;
    const mg_format *format = nested->reader.format;
    if (format && format->close)
        format->close(&nested->reader);
    mg_buffer_free(&nested->reader.notes);
    mg_input_free(nested->reader.input);
    free(nested);
}

mg_reading mg_nested_next(mg_nested *nested, mg_reader *outer, morgue_article *article,
                          morgue_error *err)
{
    mg_reader *inner = &nested->reader;
    inner->source = 0;
    inner->published = inner->modified = MG_NO_DATE;
    mg_reading reading = inner->format->next(inner, article, err);
    outer->source = inner->source;
    outer->published = inner->published;
    outer->modified = inner->modified;
    if (inner->notes.len) {
        if (outer->notes.len)
            (void)mg_buffer_append_byte(&outer->notes, '\n');
        (void)mg_buffer_append(&outer->notes, inner->notes.data, inner->notes.len);
        mg_buffer_clear(&inner->notes);
    }
    return reading;
}

const mg_format *mg_nested_format(const mg_nested *nested)
{
    return nested->reader.format;
}
