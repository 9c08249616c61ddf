#include "indexer/formats/mail/mime.h"

#include <string.h>

#include "indexer/formats/fields.h"
#include "indexer/formats/mail/mime_header.h"
#include "indexer/formats/put.h"

void mg_mime_split(morgue_text entity, mg_mime_part *ret)
{
    size_t n = mg_fields_length(entity);
    if (!n && entity.len)
        n = entity.len; /* nothing but fields */
    ret->fields = (morgue_text){entity.data, n};
    ret->body = (morgue_text){entity.data + n, entity.len - n};
    ret->type = mg_fields_get(ret->fields, "Content-Type");
    if (!mg_field_word(ret->type).len || mg_text_like(mg_field_word(ret->type), "text"))
        ret->type = (morgue_text){"text/plain", 10};
}

/* ---- Parts ---------------------------------------------------------------------------------- */

/* The next line "--boundary", from `from` on; sets *ret_end behind it and *ret_last if it closes
 * the body. text.len where there is none. */
static size_t find_boundary(morgue_text text, size_t from, morgue_text boundary, size_t *ret_end,
                            bool *ret_last)
{
    while (from < text.len) {
        const char *at = memmem(text.data + from, text.len - from, boundary.data, boundary.len);
        if (!at)
            break;
        size_t begin = (size_t)(at - text.data);
        from = begin + 1;
        if (begin < 2 || memcmp(at - 2, "--", 2) != 0 || (begin > 2 && at[-3] != '\n'))
            continue;
        morgue_text rest = {at + boundary.len, text.len - begin - boundary.len};
        *ret_last = rest.len > 1 && memcmp(rest.data, "--", 2) == 0;
        if (mg_trimmed(mg_take_line(&rest)).len && !*ret_last)
            continue; /* a longer boundary that begins so */
        *ret_end = text.len - rest.len;
        return begin - 2;
    }
    return text.len;
}

bool mg_mime_next(morgue_text *body, morgue_text boundary, morgue_text *ret)
{
    size_t begin = 0, behind = 0;
    bool last = false;
    if (find_boundary(*body, 0, boundary, &begin, &last) == body->len || last)
        return false;
    size_t end = find_boundary(*body, begin, boundary, &behind, &last);
    size_t next = end;
    if (end > begin && body->data[end - 1] == '\n') /* belongs to the boundary */
        end -= end > begin + 1 && body->data[end - 2] == '\r' ? 2 : 1;
    *ret = (morgue_text){body->data + begin, end - begin};
    *body = (morgue_text){body->data + next, body->len - next};
    return true;
}

/* ---- Encodings ------------------------------------------------------------------------------ */

bool mg_mime_decode(const mg_mime_part *part, mg_buffer *ret)
{
    morgue_text encoding = mg_field_word(mg_fields_get(part->fields, "Content-Transfer-Encoding"));
    if (mg_text_like(encoding, "base64"))
        return mg_mime_base64(part->body, ret);
    if (mg_text_like(encoding, "quoted-printable"))
        return mg_mime_quoted(part->body, false, ret);
    if (mg_text_begins(encoding, "x-uu") || mg_text_like(encoding, "uuencode"))
        return mg_mime_uu(part->body, ret);
    return mg_buffer_append(ret, part->body.data, part->body.len);
}

/* ---- format=flowed -------------------------------------------------------------------------- */

/* Takes the marks of quoting and the stuffed space from a line. */
static size_t take_quotes(morgue_text *line)
{
    size_t depth = 0;
    while (depth < line->len && line->data[depth] == '>')
        depth++;
    size_t used = depth + (depth < line->len && line->data[depth] == ' ');
    *line = (morgue_text){line->data + used, line->len - used};
    return depth;
}

static bool append_quotes(size_t depth, mg_buffer *ret)
{
    bool ok = true;
    for (size_t i = 0; i < depth && ok; i++)
        ok = mg_buffer_append_byte(ret, '>');
    return ok && (!depth || mg_buffer_append_byte(ret, ' '));
}

bool mg_mime_unflow(morgue_text text, bool delsp, mg_buffer *ret)
{
    bool flowing = false, ok = true;
    size_t depth_before = 0;
    while (text.len && ok) {
        morgue_text line = mg_take_line(&text);
        size_t depth = take_quotes(&line);
        bool signature = line.len == 3 && memcmp(line.data, "-- ", 3) == 0;
        if (flowing && (depth != depth_before || signature)) {
            ok = mg_buffer_append_byte(ret, '\n');
            flowing = false;
        }
        if (!flowing)
            ok = ok && append_quotes(depth, ret);
        flowing = !signature && line.len && line.data[line.len - 1] == ' ';
        line.len -= flowing && delsp;
        ok = ok && mg_buffer_append(ret, line.data, line.len) &&
             (flowing || mg_buffer_append_byte(ret, '\n'));
        depth_before = depth;
    }
    return ok;
}
