/* Mail and Usenet: mailboxes and single messages. A mail is an article; what is attached to it is
 * named, and read where it is news in a format of its own. Web pages saved as mail (MHTML) are the
 * pages. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/mail/mail_fields.h"
#include "indexer/formats/mail/mail_split.h"
#include "indexer/formats/mail/mime.h"
#include "indexer/formats/mail/mime_header.h"
#include "indexer/formats/nested.h"

typedef struct state {
    bool alone;      /* the file is one mail */
    size_t holding;  /* bytes of the mail at the beginning of the window */
    mg_buffer plain; /* the mail without the marks of a mailbox */
    mg_buffer page;  /* of a saved page */
    mg_mime_body body;
    mg_nested *nested[MG_ATTACHMENTS_MAX]; /* that hold articles; read in turn */
    size_t n_nested;
} state;

static mg_bid bid(morgue_text head, const char *path)
{
    (void)path;
    return mg_mail_bid(head);
}

static void close_nested(state *s)
{
    for (size_t i = 0; i < s->n_nested; i++)
        mg_nested_free(s->nested[i]);
    s->n_nested = 0;
}

/* ---- Attachments ---------------------------------------------------------------------------- */

static morgue_text all_of(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

/* Opens bytes that may be news. *ret_news: they are. */
static morgue_status open_news(mg_reader *reader, const mg_attachment *attachment, bool *ret_news,
                               morgue_error *err)
{
    state *s = reader->state;
    mg_nested *nested;
    const mg_context context = {{"", 0}, {"", 0}, attachment->charset, 0};
    *ret_news = false;
    if (!attachment->bytes.len)
        return MORGUE_OK;
    morgue_status status = mg_nested_open(reader, all_of(&attachment->bytes), attachment->name.data,
                                          &context, &nested, err);
    if (status == MORGUE_BAD_INPUT)
        return MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    const char *name = mg_nested_format(nested)->name;
    if (strcmp(name, "text") == 0 || strcmp(name, "html") == 0) {
        mg_nested_free(nested);
        return MORGUE_OK;
    }
    *ret_news = true;
    s->nested[s->n_nested++] = nested;
    return MORGUE_OK;
}

/* Opens those that are news, and names the others. */
static morgue_status look_at_attachments(mg_reader *reader, morgue_error *err)
{
    state *s = reader->state;
    mg_buffer names = {0};
    size_t n = s->body.n_more;
    morgue_status status = MORGUE_OK;
    bool ok = true;
    for (size_t i = 0; i < s->body.n_attachments && status == MORGUE_OK && ok; i++) {
        bool news;
        status = open_news(reader, &s->body.attachments[i], &news, err);
        if (status != MORGUE_OK || news)
            continue;
        n++;
        morgue_text name = all_of(&s->body.attachments[i].name);
        ok = (!names.len || mg_buffer_append_string(&names, ", ")) &&
             mg_buffer_append(&names, name.data, name.len);
    }
    if (n && ok && status == MORGUE_OK)
        mg_note(reader, "%zu attachment%s not in: %s", n, n == 1 ? " is" : "s are",
                names.len ? names.data : "");
    mg_buffer_free(&names);
    return status == MORGUE_OK && !ok ? mg_fail_memory(err) : status;
}

/* Reads on in what was attached. MG_READ_END: nothing is left. */
static mg_reading read_attached(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    while (s->n_nested) {
        morgue_error problem = {0};
        mg_reading reading = mg_nested_next(s->nested[0], reader, article, &problem);
        bool broken = reading == MG_READ_BROKEN && problem.status != MORGUE_NO_MEMORY;
        if (reading == MG_READ_END || broken) {
            mg_nested_free(s->nested[0]);
            memmove(s->nested, s->nested + 1, --s->n_nested * sizeof *s->nested);
        }
        if (reading == MG_READ_BAD || reading == MG_READ_BROKEN)
            (void)mg_fail(err, broken ? MORGUE_BAD_INPUT : problem.status, "attached: %s",
                          problem.message);
        if (reading != MG_READ_END)
            return broken ? MG_READ_BAD : reading;
    }
    return MG_READ_END;
}

/* ---- Saved pages ---------------------------------------------------------------------------- */

/* MHTML (RFC 2557) as browsers write it. */
static bool is_saved_page(const mg_mime_part *mail)
{
    morgue_text from = mg_fields_get(mail->fields, "From");
    return mg_fields_get(mail->fields, "Snapshot-Content-Location").len ||
           mg_text_begins(from, "<Saved by") || mg_text_begins(from, "\"Saved by");
}

/* Opens the page as if it were attached. *ret_open: there is one. */
static morgue_status open_page(mg_reader *reader, const mg_mime_part *mail, bool *ret_open,
                               morgue_error *err)
{
    state *s = reader->state;
    mg_mime_part part;
    *ret_open = false;
    if (!is_saved_page(mail) || !mg_mime_find_html(mail, &part))
        return MORGUE_OK;
    mg_buffer_clear(&s->page);
    if (!mg_mime_decode(&part, &s->page))
        return mg_fail_memory(err);
    morgue_text url = mg_fields_get(mail->fields, "Snapshot-Content-Location");
    const mg_context context = {url.len ? url : mg_fields_get(part.fields, "Content-Location"),
                                mg_fields_get(mail->fields, "Date"),
                                mg_field_parameter(part.type, "charset"), 0};
    morgue_status status =
        mg_nested_open(reader, all_of(&s->page), "the page", &context, &s->nested[0], err);
    s->n_nested = status == MORGUE_OK;
    *ret_open = status == MORGUE_OK;
    return status == MORGUE_BAD_INPUT ? MORGUE_OK : status;
}

/* ---- A mail --------------------------------------------------------------------------------- */

/* Takes the From_ line, and the lines of its kind that carriers added below, from the mail. */
static morgue_text take_from_line(morgue_text *mail)
{
    morgue_text line = {"", 0};
    if (mail->len >= 5 && memcmp(mail->data, "From ", 5) == 0)
        line = mg_take_line(mail);
    while (mail->len >= 6 && memcmp(mail->data, ">From ", 6) == 0)
        (void)mg_take_line(mail);
    return line;
}

/* An .emlx begins with the length of the mail; a property list stands behind that. */
static morgue_text without_length(morgue_text mail)
{
    morgue_text rest = mail;
    morgue_text line = mg_trimmed(mg_take_line(&rest));
    size_t len = 0;
    if (!line.len || line.len > 9)
        return mail;
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] < '0' || line.data[i] > '9')
            return mail;
        len = len * 10 + (size_t)(line.data[i] - '0');
    }
    rest.len = len < rest.len ? len : rest.len;
    return rest;
}

/* A text that is a JSON object is one that a program wrote (an answer to a form): if it is an
 * article, it is this one. */
static morgue_status read_object(mg_sink *put, morgue_text text, bool *ret_read)
{
    const mg_context context = MG_NO_CONTEXT;
    mg_nested *nested = NULL;
    *ret_read = false;
    if (text.len < 2 || text.data[0] != '{' || text.data[text.len - 1] != '}')
        return MORGUE_OK;
    morgue_status status =
        mg_nested_open(put->reader, text, "the text", &context, &nested, put->err);
    if (status != MORGUE_OK)
        return status == MORGUE_BAD_INPUT ? MORGUE_OK : status;
    uint64_t source = put->reader->source;
    if (strcmp(mg_nested_format(nested)->name, "json") == 0)
        *ret_read = mg_nested_next(nested, put->reader, put->article, put->err) == MG_READ_ARTICLE;
    put->reader->source = source;
    mg_nested_free(nested);
    if (!*ret_read)
        morgue_article_clear(put->article);
    return MORGUE_OK;
}

/* Puts the header and the text. */
static morgue_status put_mail(mg_sink *put, const mg_mime_part *mail, morgue_text from_line)
{
    state *s = put->reader->state;
    bool read = false;
    morgue_status status = mg_mime_gather(mail, &s->body, put->err);
    morgue_text text = mg_trimmed(all_of(&s->body.text));
    if (status == MORGUE_OK)
        status = read_object(put, text, &read);
    if (status == MORGUE_OK)
        status = mg_mail_put_fields(put, mail->fields, from_line);
    if (status == MORGUE_OK)
        status = look_at_attachments(put->reader, put->err);
    if (status == MORGUE_OK && !read)
        status = mg_put(put, MORGUE_TEXT, text, MORGUE_GIVEN);
    if (s->body.encrypted)
        mg_note(put->reader, "the text is encrypted");
    if (s->body.too_deep)
        mg_note(put->reader, "parts nested too deep, or too many, were not looked into");
    return status == MORGUE_OK ? mg_put_context(put) : status;
}

/* Reads the mail. MG_READ_END: it is no article itself, but holds some. */
static mg_reading read_mail(mg_sink *put, morgue_text mail)
{
    state *s = put->reader->state;
    mg_mime_part parts;
    bool page = false;
    morgue_status status = MORGUE_OK;
    mg_mime_body_clear(&s->body);
    mg_buffer_clear(&s->plain);
    if (s->alone)
        mail = without_length(mail);
    morgue_text from_line = take_from_line(&mail);
    if (!s->alone && mg_mail_is_marked(mail)) {
        if (!mg_mail_unmark(mail, &s->plain))
            return mg_reading_of(mg_fail_memory(put->err));
        mail = all_of(&s->plain);
    }
    mg_mime_split(mail, &parts);
    status = open_page(put->reader, &parts, &page, put->err);
    if (status == MORGUE_OK && page)
        return MG_READ_END;
    if (status == MORGUE_OK)
        status = put_mail(put, &parts, from_line);
    if (status == MORGUE_OK)
        status = mg_check_article(put->article, put->err);
    if (status == MORGUE_BAD_INPUT && s->n_nested) {
        morgue_article_clear(put->article);
        return MG_READ_END;
    }
    return mg_reading_of(status);
}

/* ---- The format ----------------------------------------------------------------------------- */

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    for (;;) {
        morgue_text mail;
        mg_reading reading = read_attached(reader, article, err);
        if (reading != MG_READ_END)
            return reading;
        mg_input_skip(reader->input, s->holding);
        s->holding = 0;
        reading = mg_mail_find(reader->input, s->alone, &mail, &reader->offset, &reader->line, err);
        if (reading != MG_READ_ARTICLE)
            return reading;
        s->holding = mail.len;
        if (mg_reader_knows(reader, mail))
            return MG_READ_KNOWN;
        reading = read_mail(&put, mail);
        if (reading != MG_READ_END)
            return reading;
    }
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    morgue_text head;
    state *s = calloc(1, sizeof *s);
    reader->state = s;
    if (!s)
        return mg_fail_memory(err);
    s->alone = mg_input_peek(reader->input, 64 << 10, &head, NULL) != MORGUE_OK ||
               !mg_mail_begins_mailbox(head);
    return MORGUE_OK;
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    close_nested(s);
    mg_mime_body_free(&s->body);
    mg_buffer_free(&s->plain);
    mg_buffer_free(&s->page);
    free(s);
    reader->state = NULL;
}

const mg_format mg_format_email = {
    .name = "email",
    .description = "mail and Usenet: mailboxes (mbox), single messages, saved pages (MHTML)",
    .extensions = "eml mbox mbx emlx mht mhtml",
    .raw = true,
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
