/* Web archives: WARC, ARC and the texts drawn from them (WET). Each page in them is read by the
 * format that recognises it. What is no page (images, scripts, redirects) is counted, not refused;
 * revisits say that a page is what it was. Of several captures of a page the last one counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/date.h"
#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/nested.h"
#include "indexer/formats/put.h"
#include "indexer/formats/web/warc_page.h"

typedef struct state {
    mg_warc_kind kind;
    mg_warc_record record; /* in the window */
    bool holding;          /* the window begins with the record */
    bool fresh;            /* what is wrong with the record was not told yet */
    mg_page page;
    const char *problem; /* with the page's body, or NULL */
    mg_http_scratch scratch;
    mg_buffer name; /* of the page */
    char date[MG_DATE_MAX];
    mg_context context;
    mg_nested *nested; /* reads the page; NULL: no page is open */
    size_t n_found;    /* articles and failures of it */
    uint64_t source;   /* fingerprint of the record */
    mg_tally tally;
} state;

static mg_bid bid(morgue_text head, const char *path)
{
    mg_warc_kind kind;
    (void)path;
    if (!mg_warc_recognise(head, &kind))
        return MG_NO_BID;
    return kind == MG_WARC ? (mg_bid){100, "begins with a WARC record"}
                           : (mg_bid){95, "begins with an ARC record"};
}

/* ---- Opening a page ------------------------------------------------------------------------- */

/* ARC has 14 digits, or fewer; WARC an ISO date. */
static morgue_text date_of(state *s)
{
    morgue_text raw = s->record.date;
    char iso[32];
    morgue_error unread;
    if (raw.len >= 14 && raw.len <= 17 && s->kind == MG_ARC) {
        int n = snprintf(iso, sizeof iso, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", raw.data, raw.data + 4,
                         raw.data + 6, raw.data + 8, raw.data + 10, raw.data + 12);
        raw = (morgue_text){iso, (size_t)n};
    }
    if (mg_date_parse(raw.data, raw.len, s->date, &unread) != MORGUE_OK)
        return (morgue_text){"", 0};
    return (morgue_text){s->date, strlen(s->date)};
}

/* Fails with the page's address before the reason. */
static mg_reading fail_page(const state *s, morgue_status status, const char *reason,
                            morgue_error *err)
{
    morgue_text url = s->record.url;
    int n = url.len > 200 ? 200 : (int)url.len;
    (void)mg_fail(err, status, "%.*s%s%s", n, url.data, n ? ": " : "", reason);
    return status == MORGUE_NO_MEMORY ? MG_READ_BROKEN : MG_READ_BAD;
}

/* Passes over a page that turns out to be none. */
static mg_reading pass_over(state *s, const char *what)
{
    char name[MG_TALLY_NAME_MAX];
    int n = s->page.media.len > 30 ? 30 : (int)s->page.media.len;
    snprintf(name, sizeof name, "%.*s%s%s", n, n ? s->page.media.data : "", n ? " " : "", what);
    mg_tally_add(&s->tally, name);
    return MG_READ_END;
}

/* Sets what is known of the page from outside. */
static morgue_status set_context(state *s, morgue_error *err)
{
    enum { NAME_MAX_LEN = 1024 };
    size_t n = s->record.url.len < NAME_MAX_LEN ? s->record.url.len : NAME_MAX_LEN;
    mg_buffer_clear(&s->name);
    for (size_t i = 0; i < n; i++) {
        char c = s->record.url.data[i];
        if (!mg_buffer_append_byte(&s->name, c ? c : ' '))
            return mg_fail_memory(err);
    }
    bool html = mg_text_like(s->page.media, "text/html") ||
                mg_text_like(s->page.media, "application/xhtml+xml");
    if (html && !mg_buffer_append_string(&s->name, ".html")) /* a hint for what is a fragment */
        return mg_fail_memory(err);
    s->context = (mg_context){
        .url = s->record.url, .date = date_of(s), .charset = s->page.charset, .depth = 0};
    return MORGUE_OK;
}

/* The format that the page must be of, without asking them all; NULL: it may be several. A format
 * of the caller's may know the pages of one site. */
static const mg_format *certain_format(const mg_reader *reader, morgue_text body)
{
    const state *s = reader->state;
    bool may_be_own = reader->own && reader->own->count;
    enum { CERTAIN = 90 };
    const mg_format *html = mg_format_named(NULL, "html");
    if (mg_text_like(s->record.type, "conversion") && mg_text_like(s->page.media, "text/plain"))
        return mg_format_named(NULL, "text");
    bool is_html =
        !may_be_own && html && html->bid(body, s->name.data ? s->name.data : "").sure >= CERTAIN;
    return is_html ? html : NULL;
}

/* Unpacks the body and hands it to the format that recognises it. MG_READ_END: it is no page. */
static mg_reading open_body(mg_reader *reader, morgue_error *err)
{
    state *s = reader->state;
    morgue_text body = s->page.body;
    morgue_error problem = {0};
    morgue_status status = MORGUE_OK;
    s->problem = NULL;
    if (s->page.is_http)
        status = mg_http_body(&s->page.http, &s->scratch, &body, &s->problem, &problem);
    if (status == MORGUE_OK)
        status = set_context(s, &problem);
    if (status != MORGUE_OK)
        return fail_page(s, status, problem.message, err);
    if (!mg_trimmed(body).len)
        return pass_over(s, "empty");
    if (mg_page_is_sitemap(body))
        return pass_over(s, "for search engines");
    const char *name = s->name.len ? s->name.data : "a record without an address";
    status = mg_nested_open_as(reader, certain_format(reader, body), body, name, &s->context,
                               &s->nested, &problem);
    if (status == MORGUE_BAD_INPUT)
        return pass_over(s, "in no form that is read");
    return status == MORGUE_OK ? MG_READ_ARTICLE : fail_page(s, status, problem.message, err);
}

/* Looks at the record just found. MG_READ_ARTICLE: a page is open; MG_READ_END: it is none. */
static mg_reading open_record(mg_reader *reader, morgue_error *err)
{
    state *s = reader->state;
    char why[MG_TALLY_NAME_MAX];
    s->n_found = 0;
    s->fresh = true;
    s->source = 0;
    if (!mg_page_of(&s->record, &s->page, why)) {
        if (*why)
            mg_tally_add(&s->tally, why);
        return MG_READ_END;
    }
    if (mg_fields_get(s->record.fields, "WARC-Segment-Number").len)
        return fail_page(s, MORGUE_BAD_INPUT, "the page is in segments, which are not put together",
                         err);
    if (s->record.too_large)
        return fail_page(s, MORGUE_BAD_INPUT, "the record is too large for a page", err);
    if (!s->record.cut && mg_reader_knows(reader, s->record.whole))
        return MG_READ_KNOWN;
    s->source = s->record.cut ? 0 : reader->source;
    return open_body(reader, err);
}

/* ---- Reading a page ------------------------------------------------------------------------- */

/* Formats in which a file is one article. */
static bool is_single(const mg_format *format)
{
    return strcmp(format->name, "html") == 0 || strcmp(format->name, "text") == 0;
}

/* Puts what the record and the server say beside the page. */
static morgue_status put_record(mg_sink *put)
{
    const state *s = put->reader->state;
    morgue_text date = morgue_article_get(put->article, MORGUE_DATE, 0);
    morgue_text known = mg_fields_get(s->record.fields, "WARC-Identified-Content-Language");
    morgue_text said = s->page.is_http ? mg_fields_get(s->page.http.fields, "Content-Language")
                                       : (morgue_text){"", 0};
    morgue_status status = MORGUE_OK;
    if (date.len != s->context.date.len || memcmp(date.data, s->context.date.data, date.len) != 0)
        status = mg_put_extra_text(put, "fetched", 7, s->context.date);
    if (status == MORGUE_OK)
        status = mg_put_extra_text(put, "identified_language", 19, known);
    if (status == MORGUE_OK && said.len && said.len < 16 && !memchr(said.data, ',', said.len) &&
        !morgue_article_count(put->article, MORGUE_LANG))
        status = mg_put(put, MORGUE_LANG, said, MORGUE_GIVEN);
    return status;
}

/* Adds what the record says to the article. */
static morgue_status complete(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    morgue_status status = MORGUE_OK;
    if (is_single(mg_nested_format(s->nested))) {
        mg_context outside = reader->context;
        reader->source = s->source;
        reader->context = s->context;
        status = mg_put_context(&put);
        reader->context = outside;
    } else {
        status = mg_put_extra_text(&put, "fetched_from", 12, s->context.url);
    }
    return status == MORGUE_OK ? put_record(&put) : status;
}

/* Notes what is wrong with the record, once. */
static void note_record(mg_reader *reader)
{
    state *s = reader->state;
    if (!s->fresh)
        return;
    s->fresh = false;
    morgue_text cut = mg_fields_get(s->record.fields, "WARC-Truncated");
    if (s->record.wrong_length)
        mg_note(reader, "the record's length is wrong: it was read up to the next record");
    if (s->record.cut)
        mg_note(reader, "the file ends within the record: what is there is in");
    if (cut.len)
        mg_note(reader, "the page was cut off when it was fetched (%.*s)",
                cut.len > 40 ? 40 : (int)cut.len, cut.data);
    if (s->problem)
        mg_note(reader, "%s", s->problem);
}

static void close_page(state *s)
{
    mg_nested_free(s->nested);
    s->nested = NULL;
}

/* What failed in the page: data of scripts is no article that was lost, nor is a page of links. */
static mg_reading failed(mg_reader *reader, morgue_article *article, const morgue_error *problem,
                         morgue_error *err)
{
    state *s = reader->state;
    bool data = s->page.is_http && s->n_found == 0 &&
                strcmp(mg_nested_format(s->nested)->name, "json") == 0;
    if (data) {
        morgue_article_clear(article);
        mg_buffer_clear(&reader->notes);
        close_page(s);
        return pass_over(s, "without an article");
    }
    s->n_found++;
    bool blank = strcmp(mg_nested_format(s->nested)->name, "html") == 0;
    return fail_page(s, blank ? MORGUE_NOT_FOUND : MORGUE_BAD_INPUT, problem->message, err);
}

/* Reads on in the page that is open. MG_READ_END: it was closed. */
static mg_reading read_page(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    morgue_error problem = {0};
    mg_reading reading = mg_nested_next(s->nested, reader, article, &problem);
    switch (reading) {
    case MG_READ_KNOWN: s->n_found++; return reading;
    case MG_READ_ARTICLE:
        s->n_found++;
        note_record(reader);
        return mg_reading_of(complete(reader, article, err));
    case MG_READ_BROKEN:
        if (problem.status == MORGUE_NO_MEMORY)
            return fail_page(s, MORGUE_NO_MEMORY, problem.message, err);
        reading = failed(reader, article, &problem, err);
        close_page(s);
        return reading;
    case MG_READ_BAD: return failed(reader, article, &problem, err);
    default: close_page(s); return s->n_found ? MG_READ_END : pass_over(s, "without an article");
    }
}

/* ---- The format ---------------------------------------------------------------------------- */

/* Leaves the record behind. MG_READ_ARTICLE: the file goes on. */
static mg_reading leave_record(mg_reader *reader, morgue_error *err)
{
    state *s = reader->state;
    bool cut = s->record.cut;
    s->holding = false;
    if (mg_warc_skip(reader->input, &s->record, err) != MORGUE_OK)
        return MG_READ_BROKEN;
    if (!cut)
        return MG_READ_ARTICLE;
    (void)mg_fail_at(err, MORGUE_IO, (int64_t)reader->offset,
                     "the file ends within a record: the articles before this place are in, get a "
                     "whole copy for the rest");
    return MG_READ_BROKEN;
}

static mg_reading end(mg_reader *reader)
{
    state *s = reader->state;
    char line[400];
    mg_tally_tell(&s->tally, line, sizeof line);
    if (*line)
        mg_note(reader, "%s", line);
    return MG_READ_END;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    for (;;) {
        mg_reading reading = MG_READ_END;
        if (s->nested) {
            reading = read_page(reader, article, err);
            if (reading != MG_READ_END)
                return reading;
        }
        if (s->holding) {
            reading = leave_record(reader, err);
            if (reading != MG_READ_ARTICLE)
                return reading;
        }
        reading =
            mg_warc_find(reader->input, s->kind, &s->record, &reader->offset, &reader->line, err);
        if (reading != MG_READ_ARTICLE)
            return reading == MG_READ_END ? end(reader) : reading;
        s->holding = true;
        reading = open_record(reader, err);
        if (reading == MG_READ_BAD || reading == MG_READ_KNOWN || reading == MG_READ_BROKEN)
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
    if (mg_input_peek(reader->input, 64 << 10, &head, NULL) != MORGUE_OK ||
        !mg_warc_recognise(head, &s->kind))
        s->kind = MG_WARC;
    return MORGUE_OK;
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    close_page(s);
    mg_http_scratch_free(&s->scratch);
    mg_buffer_free(&s->name);
    free(s);
    reader->state = NULL;
}

const mg_format mg_format_warc = {
    .name = "warc",
    .description = "web archives: WARC, ARC and WET, the pages in them by their own formats",
    .extensions = "warc arc wet",
    .raw = true,
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
