/* The text of a mail, gathered from its parts. */
#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/mail/mime.h"
#include "indexer/formats/mail/mime_header.h"
#include "indexer/formats/put.h"
#include "indexer/markup/flow.h"
#include "indexer/markup/html.h"
#include "indexer/text/charset.h"

enum { DEPTH_MAX = 16, PARTS_MAX = 1000, KEPT_MAX = 64 << 20 };

void mg_mime_body_clear(mg_mime_body *body)
{
    for (size_t i = 0; i < body->n_attachments; i++) {
        mg_buffer_free(&body->attachments[i].name);
        mg_buffer_free(&body->attachments[i].bytes);
    }
    body->n_attachments = body->n_more = body->n_parts = 0;
    body->encrypted = body->too_deep = false;
    mg_buffer_clear(&body->text);
}

void mg_mime_body_free(mg_mime_body *body)
{
    mg_mime_body_clear(body);
    mg_buffer_free(&body->text);
}

/* ---- Text ----------------------------------------------------------------------------------- */

static void drop_carriage_returns(mg_buffer *text, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < text->len; i++)
        if (text->data[i] != '\r')
            text->data[kept++] = text->data[i];
        else if (i + 1 == text->len || text->data[i + 1] != '\n')
            text->data[kept++] = '\n';
    text->len = kept;
}

/* Appends a part of type text/... as UTF-8 with plain line feeds. */
static morgue_status decode_text(const mg_mime_part *part, mg_buffer *ret, morgue_error *err)
{
    mg_buffer bytes = {0};
    mg_charset charset;
    size_t from = ret->len;
    morgue_status status = MORGUE_OK;
    if (!mg_mime_decode(part, &bytes))
        status = mg_fail_memory(err);
    morgue_text raw = {bytes.data ? bytes.data : "", bytes.len};
    if (status == MORGUE_OK) {
        mg_charset_decide(raw, mg_field_parameter(part->type, "charset"), &charset);
        status = mg_charset_decode(&charset, raw, ret, NULL, err);
    }
    mg_buffer_free(&bytes);
    if (status == MORGUE_OK)
        drop_carriage_returns(ret, from);
    return status;
}

static morgue_text all_of(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

/* Begins a new paragraph behind what is there. */
static bool part_from_before(mg_buffer *text)
{
    while (text->len && strchr(" \t\n", text->data[text->len - 1]))
        text->len--;
    return !text->len || mg_buffer_append(text, "\n\n", 2);
}

static morgue_status append_plain(const mg_mime_part *part, morgue_text text, mg_buffer *ret,
                                  morgue_error *err)
{
    bool flowed = mg_text_like(mg_field_parameter(part->type, "format"), "flowed");
    bool delsp = mg_text_like(mg_field_parameter(part->type, "delsp"), "yes");
    bool ok =
        flowed ? mg_mime_unflow(text, delsp, ret) : mg_buffer_append(ret, text.data, text.len);
    return ok ? MORGUE_OK : mg_fail_memory(err);
}

static morgue_status append_html(morgue_text html, mg_buffer *ret, morgue_error *err)
{
    const mg_node *root;
    mg_markup *tree = mg_markup_new();
    if (!tree)
        return mg_fail_memory(err);
    morgue_status status = mg_html_parse(tree, html, &root, err);
    if (status == MORGUE_OK && !mg_flow(root, NULL, NULL, ret))
        status = mg_fail_memory(err);
    mg_markup_free(tree);
    return status == MORGUE_BAD_INPUT ? MORGUE_OK : status;
}

/* Appends the text of a part, a paragraph behind what is there. */
static morgue_status append_text(const mg_mime_part *part, mg_mime_body *ret, morgue_error *err)
{
    mg_buffer text = {0};
    morgue_text type = mg_field_word(part->type);
    morgue_status status = decode_text(part, &text, err);
    if (status == MORGUE_OK && mg_trimmed(all_of(&text)).len) {
        if (!part_from_before(&ret->text))
            status = mg_fail_memory(err);
        else if (mg_text_like(type, "text/html") || mg_text_like(type, "text/enriched"))
            status = append_html(all_of(&text), &ret->text, err);
        else
            status = append_plain(part, all_of(&text), &ret->text, err);
    }
    mg_buffer_free(&text);
    return status;
}

/* ---- Attachments ---------------------------------------------------------------------------- */

/* Types that news come in. Other XML is looked into as well. */
static bool may_be_news(morgue_text type)
{
    static const char *const types[] = {"application/nitf+xml",   "text/nitf",
                                        "application/newsml+xml", "text/newsml",
                                        "application/rss+xml",    "application/atom+xml",
                                        "application/ninjs+json", "text/xml",
                                        "application/xml"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (mg_text_like(type, types[i]))
            return true;
    return mg_text_begins(type, "application/vnd.iptc.");
}

static morgue_status name_attachment(const mg_mime_part *part, mg_buffer *ret, morgue_error *err)
{
    morgue_text type = mg_field_word(part->type);
    morgue_text disposition = mg_fields_get(part->fields, "Content-Disposition");
    morgue_status status = mg_mime_parameter(disposition, "filename", ret, err);
    if (status == MORGUE_OK && !ret->len)
        status = mg_mime_parameter(part->type, "name", ret, err);
    if (status != MORGUE_OK)
        return status;
    char what[80];
    snprintf(what, sizeof what, "%s%.*s%s", ret->len ? " (" : "",
             type.len > 60 ? 60 : (int)type.len, type.data, ret->len ? ")" : "");
    return mg_buffer_append_string(ret, what) ? MORGUE_OK : mg_fail_memory(err);
}

static morgue_status attach(const mg_mime_part *part, mg_mime_body *ret, morgue_error *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < ret->n_attachments; i++)
        kept += ret->attachments[i].bytes.len;
    if (ret->n_attachments == MG_ATTACHMENTS_MAX) {
        ret->n_more++;
        return MORGUE_OK;
    }
    mg_attachment *new = &ret->attachments[ret->n_attachments++];
    *new = (mg_attachment){.charset = mg_field_parameter(part->type, "charset")};
    morgue_status status = name_attachment(part, &new->name, err);
    if (status == MORGUE_OK && may_be_news(mg_field_word(part->type)) &&
        kept + part->body.len <= KEPT_MAX && !mg_mime_decode(part, &new->bytes))
        status = mg_fail_memory(err);
    return status;
}

/* ---- Parts ---------------------------------------------------------------------------------- */

static bool is_text(const mg_mime_part *part)
{
    static const char *const types[] = {"text/plain", "text/html", "text/enriched", "text/richtext",
                                        "text/markdown"};
    morgue_text disposition = mg_fields_get(part->fields, "Content-Disposition");
    if (mg_text_like(mg_field_word(disposition), "attachment") ||
        mg_field_parameter(disposition, "filename").len)
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (mg_text_like(mg_field_word(part->type), types[i]))
            return true;
    return false;
}

static morgue_status gather(const mg_mime_part *part, unsigned depth, mg_mime_body *ret,
                            morgue_error *err);

/* Which alternative is better? Plain text is what was written; 0: none that is read. */
static int rank(const mg_mime_part *part)
{
    morgue_text type = mg_field_word(part->type);
    if (!is_text(part))
        return mg_text_begins(type, "multipart/") ? 1 : 0;
    return mg_text_like(type, "text/plain") ? 3 : mg_text_like(type, "text/html") ? 2 : 1;
}

static void swap(mg_buffer *a, mg_buffer *b)
{
    mg_buffer was = *a;
    *a = *b;
    *b = was;
}

/* Finds the first alternative of each rank. */
static void find_best(morgue_text body, morgue_text boundary, mg_mime_body *ret,
                      mg_mime_part best[4], bool has[4])
{
    morgue_text entity;
    while (ret->n_parts < PARTS_MAX && mg_mime_next(&body, boundary, &entity)) {
        mg_mime_part part;
        mg_mime_split(entity, &part);
        ret->n_parts++;
        int i = rank(&part);
        if (!has[i])
            best[i] = part;
        has[i] = true;
    }
}

/* Gathers the best of alternatives; the others only where it says next to nothing. */
static morgue_status gather_best(morgue_text body, morgue_text boundary, unsigned depth,
                                 mg_mime_body *ret, morgue_error *err)
{
    enum { STUB_MAX = 300 };
    mg_mime_part best[4];
    bool has[4] = {false};
    mg_buffer chosen = {0};
    morgue_status status = MORGUE_OK;
    find_best(body, boundary, ret, best, has);
    for (int i = 3; i > 0 && status == MORGUE_OK && chosen.len <= STUB_MAX; i--) {
        mg_buffer text = {0};
        if (!has[i])
            continue;
        swap(&ret->text, &text);
        status = gather(&best[i], depth + 1, ret, err);
        swap(&ret->text, &text);
        if (text.len > chosen.len * 10)
            swap(&text, &chosen);
        mg_buffer_free(&text);
    }
    if (status == MORGUE_OK && chosen.len &&
        !(part_from_before(&ret->text) && mg_buffer_append(&ret->text, chosen.data, chosen.len)))
        status = mg_fail_memory(err);
    mg_buffer_free(&chosen);
    return status;
}

static morgue_status gather_parts(const mg_mime_part *part, unsigned depth, mg_mime_body *ret,
                                  morgue_error *err)
{
    morgue_text type = mg_field_word(part->type), body = part->body, entity;
    morgue_text boundary = mg_field_parameter(part->type, "boundary");
    bool first_only = mg_text_like(type, "multipart/signed");
    morgue_status status = MORGUE_OK;
    bool any = false;
    if (mg_text_like(type, "multipart/encrypted")) {
        ret->encrypted = true;
        return MORGUE_OK;
    }
    if (boundary.len && mg_text_like(type, "multipart/alternative"))
        return gather_best(body, boundary, depth, ret, err);
    while (boundary.len && status == MORGUE_OK && !(any && first_only) &&
           mg_mime_next(&body, boundary, &entity)) {
        mg_mime_part child;
        mg_mime_split(entity, &child);
        status = gather(&child, depth + 1, ret, err);
        any = true;
    }
    if (any || status != MORGUE_OK)
        return status;
    mg_mime_part plain = {part->fields, part->body, {"text/plain", 10}}; /* not parted after all */
    return append_text(&plain, ret, err);
}

/* Who wrote it when about what. */
static morgue_status append_head(morgue_text fields, mg_buffer *ret, morgue_error *err)
{
    static const char *const names[] = {"From", "Date", "Subject"};
    morgue_status status = part_from_before(ret) ? MORGUE_OK : mg_fail_memory(err);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == MORGUE_OK; i++) {
        morgue_text value = mg_fields_get(fields, names[i]);
        if (!value.len)
            continue;
        bool ok = mg_buffer_append_string(ret, names[i]) && mg_buffer_append_string(ret, ": ");
        status = ok ? mg_mime_text(value, ret, err) : mg_fail_memory(err);
        if (status == MORGUE_OK && !mg_buffer_append_byte(ret, '\n'))
            status = mg_fail_memory(err);
    }
    return status;
}

/* A mail in a mail. */
static morgue_status gather_mail(const mg_mime_part *part, unsigned depth, mg_mime_body *ret,
                                 morgue_error *err)
{
    enum { STEP = 4 }; /* fewer of them: each may be a copy */
    mg_mime_part mail;
    mg_buffer bytes = {0};
    size_t before = ret->n_attachments;
    morgue_text encoding = mg_field_word(mg_fields_get(part->fields, "Content-Transfer-Encoding"));
    bool encoded = mg_text_like(encoding, "base64") || mg_text_like(encoding, "quoted-printable");
    if (encoded && !mg_mime_decode(part, &bytes)) {
        mg_buffer_free(&bytes);
        return mg_fail_memory(err);
    }
    mg_mime_split(encoded ? all_of(&bytes) : part->body, &mail);
    morgue_status status = append_head(mail.fields, &ret->text, err);
    if (status == MORGUE_OK)
        status = gather(&mail, depth + STEP, ret, err);
    for (size_t i = before; encoded && i < ret->n_attachments; i++)
        ret->attachments[i].charset = (morgue_text){"", 0}; /* stands in bytes that go now */
    mg_buffer_free(&bytes);
    return status;
}

static morgue_status gather(const mg_mime_part *part, unsigned depth, mg_mime_body *ret,
                            morgue_error *err)
{
    morgue_text type = mg_field_word(part->type);
    if (depth > DEPTH_MAX || ret->n_parts >= PARTS_MAX) {
        ret->too_deep = true;
        return MORGUE_OK;
    }
    ret->n_parts++;
    if (mg_text_begins(type, "multipart/"))
        return gather_parts(part, depth, ret, err);
    if (mg_text_like(type, "message/rfc822") || mg_text_like(type, "message/news") ||
        mg_text_like(type, "message/global"))
        return gather_mail(part, depth, ret, err);
    return is_text(part) ? append_text(part, ret, err) : attach(part, ret, err);
}

morgue_status mg_mime_gather(const mg_mime_part *message, mg_mime_body *ret, morgue_error *err)
{
    return gather(message, 0, ret, err);
}

/* ---- Saved pages ---------------------------------------------------------------------------- */

bool mg_mime_find_html(const mg_mime_part *message, mg_mime_part *ret)
{
    mg_mime_part part = *message;
    morgue_text entity;
    for (int depth = 0; depth < DEPTH_MAX; depth++) {
        morgue_text type = mg_field_word(part.type);
        morgue_text boundary = mg_field_parameter(part.type, "boundary");
        if (mg_text_like(type, "text/html")) {
            *ret = part;
            return true;
        }
        if (!mg_text_begins(type, "multipart/") || !boundary.len ||
            !mg_mime_next(&part.body, boundary, &entity))
            return false;
        mg_mime_split(entity, &part);
    }
    return false;
}
