#include "indexer/formats/mail/mail_fields.h"

#include <string.h>

#include "archive/date.h"
#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/keys.h"
#include "indexer/formats/mail/mime_header.h"

/* A field being put; `text` is its value as it is meant to be read. */
typedef struct header_field {
    morgue_text name;
    morgue_text value;
    morgue_text text;
} header_field;

typedef morgue_status (*put_field)(mg_sink *put, const header_field *field);

static morgue_status put_as_extra(mg_sink *put, const header_field *field)
{
    char key[64];
    size_t n = field->name.len;
    if (n >= sizeof key)
        return MORGUE_OK;
    for (size_t i = 0; i < n; i++) {
        char c = field->name.data[i];
        key[i] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    return mg_put_extra_text(put, key, n, field->text);
}

/* Puts what an article has once; what comes again is an extra. */
static morgue_status put_once(mg_sink *put, morgue_field_id id, const header_field *field)
{
    return morgue_article_count(put->article, id) ? put_as_extra(put, field)
                                                  : mg_put(put, id, field->text, MORGUE_GIVEN);
}

static morgue_status put_subject(mg_sink *put, const header_field *field)
{
    return put_once(put, MORGUE_TITLE, field);
}

static morgue_status put_language(mg_sink *put, const header_field *field)
{
    return put_once(put, MORGUE_LANG, field);
}

static morgue_status put_keywords(mg_sink *put, const header_field *field)
{
    return mg_put_list(put, MORGUE_TOPIC, field->text, true);
}

/* Comments in dates ("(CET)") say what the zone is called. */
static morgue_status put_date(mg_sink *put, const header_field *field)
{
    morgue_text date = field->text;
    const char *comment = memchr(date.data, '(', date.len);
    if (comment)
        date.len = (size_t)(comment - date.data);
    if (morgue_article_count(put->article, MORGUE_DATE) ||
        morgue_article_count(put->article, MORGUE_RAW_DATE))
        return MORGUE_OK;
    return mg_put(put, MORGUE_DATE, mg_trimmed(date), MORGUE_GIVEN);
}

/* "<id>", and the like. */
static morgue_text in_brackets(morgue_text text)
{
    const char *open = text.len ? memchr(text.data, '<', text.len) : NULL;
    if (!open)
        return text;
    size_t rest = text.len - (size_t)(open + 1 - text.data);
    const char *close = memchr(open + 1, '>', rest);
    return mg_trimmed((morgue_text){open + 1, close ? (size_t)(close - open) - 1 : rest});
}

static morgue_status put_id(mg_sink *put, const header_field *field)
{
    if (morgue_article_count(put->article, MORGUE_ID))
        return MORGUE_OK;
    return mg_put(put, MORGUE_ID, in_brackets(field->text), MORGUE_GIVEN);
}

static morgue_status put_url(mg_sink *put, const header_field *field)
{
    const header_field url = {field->name, field->value, in_brackets(field->text)};
    return put_once(put, MORGUE_URL, &url);
}

/* Names where there are, else addresses; the whole is an extra. */
static morgue_status put_authors(mg_sink *put, const header_field *field)
{
    enum { AUTHORS_MAX = 32 };
    morgue_text list = field->value, name, address;
    mg_buffer text = {0};
    morgue_status status = MORGUE_OK;
    bool named = false;
    if (morgue_article_count(put->article, MORGUE_AUTHOR))
        return put_as_extra(put, field); /* the text says it better */
    for (int i = 0; i < AUTHORS_MAX && status == MORGUE_OK; i++) {
        if (!mg_mime_address(&list, &name, &address))
            break;
        mg_buffer_clear(&text);
        status = mg_mime_name(name, &text, put->err);
        named = named || text.len;
        if (status == MORGUE_OK && !text.len)
            status = mg_mime_text(address, &text, put->err);
        if (status == MORGUE_OK)
            status = mg_put_byline(put, (morgue_text){text.data ? text.data : "", text.len});
    }
    mg_buffer_free(&text);
    return status == MORGUE_OK && named ? put_as_extra(put, field) : status;
}

/* "Harbour news <news.harbour.example>": the list's name, or what stands in brackets. */
static morgue_status put_list_id(mg_sink *put, const header_field *field)
{
    morgue_text list = field->value, name, address;
    mg_buffer text = {0};
    morgue_status status = MORGUE_OK;
    if (mg_mime_address(&list, &name, &address))
        status = mg_mime_name(name.len ? name : address, &text, put->err);
    if (status == MORGUE_OK) {
        const header_field source = {
            field->name, field->value, {text.data ? text.data : "", text.len}};
        status = put_once(put, MORGUE_SOURCE, &source);
    }
    mg_buffer_free(&text);
    return status == MORGUE_OK && name.len ? put_as_extra(put, field) : status;
}

/* The first group is the section; that there are others is kept. */
static morgue_status put_groups(mg_sink *put, const header_field *field)
{
    const char *comma = memchr(field->text.data, ',', field->text.len);
    header_field first = *field;
    if (comma)
        first.text.len = (size_t)(comma - first.text.data);
    morgue_status status = put_once(put, MORGUE_SECTION, &first);
    return status == MORGUE_OK && comma ? put_as_extra(put, field) : status;
}

/* ---- Which is which -------------------------------------------------------------------------- */

static morgue_status put_nothing(mg_sink *put, const header_field *field)
{
    (void)put;
    (void)field;
    return MORGUE_OK;
}

/* A name that ends in "-" stands for all that begin so. The first that fits counts. */
static const struct {
    const char *name;
    put_field put;
} fields_known[] = {
    {"Subject", put_subject},
    {"From", put_authors},
    {"Date", put_date},
    {"Message-ID", put_id},
    {"List-Id", put_list_id},
    {"Newsgroups", put_groups},
    {"Keywords", put_keywords},
    {"Content-Language", put_language},
    {"Archived-At", put_url},
    {"X-RSS-URL", put_url}, /* of programs that turn feeds into mail */
    {"Snapshot-Content-Location", put_url},
    {"X-", put_nothing},
    {"Content-", put_nothing},
    {"List-", put_nothing},
    {"ARC-", put_nothing},
    {"DKIM-", put_nothing},
    {"DomainKey-", put_nothing},
    {"Authentication-", put_nothing},
    {"Received-", put_nothing},
    {"Thread-", put_nothing},
    {"NNTP-", put_nothing},
    {"Injection-", put_nothing},
    {"Cancel-", put_nothing},
    {"Feedback-", put_nothing},
    {"Auto-", put_nothing},
    {"Received", put_nothing},
    {"Return-Path", put_nothing},
    {"Delivered-To", put_nothing},
    {"Envelope-To", put_nothing},
    {"Delivery-Date", put_nothing},
    {"MIME-Version", put_nothing},
    {"Precedence", put_nothing},
    {"Importance", put_nothing},
    {"Priority", put_nothing},
    {"Errors-To", put_nothing},
    {"Path", put_nothing},
    {"Xref", put_nothing},
    {"Lines", put_nothing},
    {"Status", put_nothing},
    {"User-Agent", put_nothing},
    {"Mailing-List", put_nothing},
    {"Autocrypt", put_nothing},
};

static put_field way_of(morgue_text name)
{
    for (size_t i = 0; i < sizeof fields_known / sizeof *fields_known; i++) {
        const char *known = fields_known[i].name;
        bool family = known[strlen(known) - 1] == '-';
        if (family ? mg_text_begins(name, known) : mg_text_like(name, known))
            return fields_known[i].put;
    }
    return put_as_extra;
}

static bool is_name(morgue_text name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] <= ' ' || name.data[i] >= 0x7F)
            return false;
    return name.len > 0 && name.data[0] != '>';
}

static morgue_status put_one(mg_sink *put, header_field *field, mg_buffer *text)
{
    morgue_field_id id;
    bool mapped = mg_key_field(put->reader, field->name, &id) == CLAIM_MAPPED;
    put_field way = way_of(field->name);
    if (way == put_nothing && !mapped)
        return MORGUE_OK;
    mg_buffer_clear(text);
    morgue_status status = mg_mime_text(field->value, text, put->err);
    field->text = (morgue_text){text->data ? text->data : "", text->len};
    if (status != MORGUE_OK || !field->text.len)
        return status;
    return mapped && id != MORGUE_EXTRA ? mg_put(put, id, field->text, MORGUE_GIVEN)
                                        : way(put, field);
}

/* ---- Dates from outside ---------------------------------------------------------------------- */

static morgue_status put_date_of(mg_sink *put, morgue_text date, const char *whose)
{
    char parsed[MG_DATE_MAX];
    date = mg_trimmed(date);
    if (morgue_article_count(put->article, MORGUE_DATE) ||
        morgue_article_count(put->article, MORGUE_RAW_DATE) ||
        mg_date_parse(date.data, date.len, parsed, NULL) != MORGUE_OK)
        return MORGUE_OK;
    mg_note(put->reader, "the mail has no date: it has that of %s", whose);
    return mg_put(put, MORGUE_DATE, date, MORGUE_GIVEN);
}

/* "by x; Tue, 1 Mar 2022 10:20:30 +0000 (UTC)" */
static morgue_status put_date_received(mg_sink *put, morgue_text fields)
{
    morgue_text received = mg_fields_get(fields, "Received");
    const char *mark = received.len ? memrchr(received.data, ';', received.len) : NULL;
    if (!mark)
        return MORGUE_OK;
    morgue_text date = {mark + 1, received.len - (size_t)(mark + 1 - received.data)};
    const char *comment = memchr(date.data, '(', date.len);
    date.len = comment ? (size_t)(comment - date.data) : date.len;
    return put_date_of(put, date, "its arrival");
}

/* "From somebody Tue Mar  1 10:20:30 2022" */
static morgue_status put_date_of_line(mg_sink *put, morgue_text line)
{
    size_t n = line.len < 5 ? line.len : 5;
    while (n < line.len && line.data[n] != ' ')
        n++;
    return put_date_of(put, (morgue_text){line.data + n, line.len - n}, "its place in the mailbox");
}

morgue_status mg_mail_put_fields(mg_sink *put, morgue_text fields, morgue_text from_line)
{
    enum { FIELDS_MAX = 2000 };
    morgue_text rest = fields;
    header_field field;
    mg_buffer text = {0};
    morgue_status status = MORGUE_OK;
    for (size_t n = 0; status == MORGUE_OK; n++) {
        if (!mg_fields_next(&rest, &field.name, &field.value))
            break;
        if (n == FIELDS_MAX)
            mg_note(put->reader, "only the first %d fields of its header are in", FIELDS_MAX);
        if (n >= FIELDS_MAX)
            break;
        if (is_name(field.name))
            status = put_one(put, &field, &text);
    }
    mg_buffer_free(&text);
    if (status == MORGUE_OK)
        status = put_date_received(put, fields);
    return status == MORGUE_OK ? put_date_of_line(put, from_line) : status;
}
