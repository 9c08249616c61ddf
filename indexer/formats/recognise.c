#include "indexer/formats/recognise.h"

#include <string.h>

enum { HEAD = 64 << 10 };

/* Asks the formats, showing each the bytes or the text. */
static morgue_status ask(const mg_formats *own, morgue_text head, const char *path,
                         mg_recognised *ret, morgue_error *err)
{
    mg_buffer converted = {0};
    morgue_text text = head;
    if (!ret->charset.utf8) {
        morgue_status status = mg_charset_decode(&ret->charset, head, &converted, NULL, err);
        if (status != MORGUE_OK)
            return status;
        text = (morgue_text){converted.data ? converted.data : "", converted.len};
    } else {
        text.data += ret->charset.mark;
        text.len -= ret->charset.mark;
    }
    ret->format = mg_format_recognise(own, head, text, path, &ret->why);
    mg_buffer_free(&converted);
    return MORGUE_OK;
}

morgue_status mg_recognise(mg_input *input, const mg_context *context, const mg_format *asked,
                           const mg_formats *own, mg_recognised *ret, morgue_error *err)
{
    morgue_text head = {"", 0};
    mg_recognised found = {.format = asked, .why = "was asked for"};
    morgue_status status = mg_input_peek(input, HEAD, &head, err);
    if (status != MORGUE_OK && !head.len)
        return status;
    found.empty = !head.len;
    mg_charset_decide(head, context->charset, &found.charset);
    status = asked || found.empty ? MORGUE_OK : ask(own, head, mg_input_path(input), &found, err);
    if (status == MORGUE_OK && found.format && !found.format->raw)
        status = mg_input_decode(input, &found.charset, err);
    if (status == MORGUE_OK)
        *ret = found;
    return status;
}
