#include "indexer/formats/recognise.h"

#include <string.h>

enum { HEAD = 64 << 10, MOST_LIKELY = 60 };

/* What the beginning of an input is looked at for. */
typedef struct search {
    mg_input *input;
    const mg_context *context;
    const mg_formats *own;
    bool live; /* the format's articles are lines, as far as these bytes show */
} search;

/* Asks the formats, showing each the bytes or the text. */
static void ask(search *s, morgue_text raw, morgue_text text, mg_recognised *ret)
{
    mg_bid bid = MG_NO_BID;
    const char *path = mg_input_path(s->input);
    const mg_format *format = mg_format_recognise(s->own, raw, text, path, &bid);
    ret->format = format;
    ret->why = bid.why;
    s->live = format && bid.sure >= MOST_LIKELY &&
              (format->own || (format->lines && format->lines(text)));
}

static morgue_status ask_all(search *s, morgue_text head, mg_recognised *ret, morgue_error *err)
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
    ask(s, head, text, ret);
    mg_buffer_free(&converted);
    return MORGUE_OK;
}

/* Looks at as many bytes as there are. */
static morgue_status look(search *s, morgue_text head, const mg_format *asked, mg_recognised *ret,
                          morgue_error *err)
{
    *ret = (mg_recognised){.format = asked, .why = "was asked for", .empty = !head.len};
    mg_charset_decide(head, s->context->charset, &ret->charset);
    s->live = asked;
    return asked || ret->empty ? MORGUE_OK : ask_all(s, head, ret, err);
}

/* An input that is followed is looked at line by line at first, then each time that there is twice
 * as much, until a format will do with what there is. */
static morgue_status look_on(search *s, morgue_text head, const mg_format *asked,
                             mg_recognised *ret, morgue_error *err)
{
    morgue_status status = look(s, head, asked, ret, err);
    while (status == MORGUE_OK && mg_input_is_followed(s->input) && !s->live && !ret->empty &&
           head.len < HEAD) {
        size_t want = head.len * 2 < HEAD ? head.len * 2 : HEAD;
        status = mg_input_peek(s->input, want, &head, err);
        if (status == MORGUE_OK)
            status = look(s, head, asked, ret, err);
        if (head.len < want)
            break;
    }
    return status;
}

morgue_status mg_recognise(mg_input *input, const mg_context *context, const mg_format *asked,
                           const mg_formats *own, mg_recognised *ret, morgue_error *err)
{
    morgue_text head = {"", 0};
    search s = {input, context, own, false};
    mg_recognised found;
    morgue_status status = mg_input_peek_head(input, HEAD, &head, err);
    if (status != MORGUE_OK && !head.len)
        return status;
    status = look_on(&s, head, asked, &found, err);
    if (status == MORGUE_OK && found.format && !found.format->raw)
        status = mg_input_decode(input, &found.charset, err);
    if (status == MORGUE_OK)
        *ret = found;
    return status;
}
