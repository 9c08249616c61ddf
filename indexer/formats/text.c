/* Plain text: a file is an article. A block of `Key: value` lines may stand above it; without a
 * Title there the first line is the title. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/header.h"
#include "indexer/text/clean.h"

#define FILE_MAX ((size_t)64 << 20)

/* ---- Recognising --------------------------------------------------------------------------- */

/* Markup is not text: read as such it would fill the archive with the names of its elements. */
static bool is_markup(morgue_text text)
{
    static const char *const starts[] = {"<?xml", "<!doctype", "<html", "<rss",
                                         "<feed", "%PDF-",     "{\\rtf"};
    text = mg_trimmed(text);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text.len >= strlen(starts[i]) &&
            strncasecmp(text.data, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    size_t controls = 0;
    (void)path;
    if (!head.len)
        return MG_NO_BID;
    if (memchr(head.data, '\0', head.len) || is_markup(head))
        return MG_NO_BID;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.data[i];
        controls += c < 0x20 && (c < '\t' || c > '\r') && c != 0x1A && c != 0x1B;
    }
    return controls <= 1 + head.len / 50 ? (mg_bid){10, "is text, of no format that is known"}
                                         : MG_NO_BID;
}

/* ---- Reading ------------------------------------------------------------------------------- */

/* Sets *ret to the whole file. */
static morgue_status read_all(mg_reader *reader, morgue_text *ret, morgue_error *err)
{
    for (size_t want = 64 << 10;; want = want * 2 < FILE_MAX ? want * 2 : FILE_MAX + 1) {
        morgue_status status = mg_input_peek(reader->input, want, ret, err);
        if (status != MORGUE_OK)
            return status;
        if (ret->len < want)
            return MORGUE_OK;
        if (want > FILE_MAX)
            return mg_fail(err, MORGUE_IO,
                           "a plain text of more than %zu MB is not one article: split it",
                           FILE_MAX >> 20);
    }
}

/* Appends the file, clean and with plain line feeds. */
static morgue_status to_lines(mg_reader *reader, morgue_text text, mg_buffer *ret,
                              morgue_error *err)
{
    mg_mend mend = {0};
    if (!mg_utf8_mend(text.data, text.len, ret, &mend))
        return mg_fail_memory(err);
    size_t kept = 0;
    for (size_t i = 0; i < ret->len; i++)
        if (ret->data[i] != '\r')
            ret->data[kept++] = ret->data[i];
        else if (i + 1 == ret->len || ret->data[i + 1] != '\n')
            ret->data[kept++] = '\n'; /* of an old Macintosh */
    ret->len = kept;
    mg_note_mend(reader, &mend);
    return MORGUE_OK;
}

/* Takes the first line that is not empty from the text. */
static morgue_text take_title(morgue_text *text)
{
    morgue_text rest = mg_trimmed(*text);
    const char *end = memchr(rest.data, '\n', rest.len);
    morgue_text title = {rest.data, end ? (size_t)(end - rest.data) : rest.len};
    text->data = rest.data + title.len;
    text->len = rest.len - title.len;
    return mg_trimmed(title);
}

/* Without the empty lines around it; the spaces that begin its first line stay. */
static morgue_text body_of(morgue_text text)
{
    morgue_text body = mg_trimmed(text);
    while (body.data > text.data && (body.data[-1] == ' ' || body.data[-1] == '\t')) {
        body.data--;
        body.len++;
    }
    return body.len && mg_trimmed(body).len ? body : (morgue_text){"", 0};
}

static morgue_status read_article(mg_sink *put, morgue_text text)
{
    size_t header = mg_header_length(put->reader, text);
    morgue_status status = mg_header_put(put, (morgue_text){text.data, header});
    text.data += header;
    text.len -= header;
    if (status == MORGUE_OK && !morgue_article_count(put->article, MORGUE_TITLE) &&
        mg_trimmed(text).len)
        status = mg_put(put, MORGUE_TITLE, take_title(&text), MORGUE_GIVEN);
    if (status == MORGUE_OK)
        status = mg_put(put, MORGUE_TEXT, body_of(text), MORGUE_GIVEN);
    return status == MORGUE_OK ? mg_check_article(put->article, put->err) : status;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_sink put = {reader, article, err};
    mg_buffer clean = {0};
    morgue_text text;
    reader->clean = MG_CLEAN_ENTITIES | MG_CLEAN_LINES;
    morgue_status status = read_all(reader, &text, err);
    if (status == MORGUE_OK && !text.len)
        return MG_READ_END;
    reader->offset = mg_input_offset(reader->input);
    reader->line = mg_input_line(reader->input);
    if (status == MORGUE_OK && mg_reader_knows(reader, text)) {
        mg_input_skip(reader->input, text.len);
        return MG_READ_KNOWN;
    }
    if (status == MORGUE_OK)
        status = to_lines(reader, text, &clean, err);
    if (status == MORGUE_OK) {
        mg_input_skip(reader->input, text.len);
        status = read_article(&put, (morgue_text){clean.data ? clean.data : "", clean.len});
    }
    mg_buffer_free(&clean);
    return mg_reading_of(status);
}

const mg_format mg_format_text = {
    .name = "text",
    .description = "plain text, an article a file, with or without Key: value lines above it",
    .extensions = "txt text",
    .bid = bid,
    .next = next,
};
