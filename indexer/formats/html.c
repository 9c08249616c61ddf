/* HTML: a page is an article, or none. See indexer/page/page.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/markup/tags.h"
#include "indexer/page/page.h"

#define PAGE_MAX ((size_t)64 << 20)

/* ---- Recognising --------------------------------------------------------------------------- */

static bool begins(morgue_text text, const char *word)
{
    size_t n = strlen(word);
    return text.len >= n && strncasecmp(text.data, word, n) == 0;
}

static morgue_text behind(morgue_text text, size_t n)
{
    return (morgue_text){text.data + n, text.len - n};
}

/* Without what `open` begins and `close` ends; all of it where the end is not there. */
static morgue_text over(morgue_text text, const char *close)
{
    const char *end = memmem(text.data, text.len, close, strlen(close));
    return end ? behind(text, (size_t)(end - text.data) + strlen(close)) : behind(text, text.len);
}

/* Passes over all that may stand before the first element. */
static morgue_text to_element(morgue_text text, bool *ret_doctype, bool *ret_xml)
{
    *ret_doctype = *ret_xml = false;
    if (begins(text, "\xEF\xBB\xBF"))
        text = behind(text, 3);
    for (;;) {
        text = mg_trimmed(text);
        if (begins(text, "<!--")) {
            text = over(text, "-->");
        } else if (begins(text, "<?")) {
            *ret_xml = *ret_xml || begins(text, "<?xml");
            text = over(text, ">");
        } else if (begins(text, "<!doctype")) {
            morgue_text name = mg_trimmed(behind(text, 9));
            *ret_doctype = begins(name, "html");
            text = over(text, ">");
        } else {
            return text;
        }
    }
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The name of the element that begins here. */
static morgue_text element_name(morgue_text text)
{
    size_t n = 1;
    if (!text.len || text.data[0] != '<')
        return (morgue_text){"", 0};
    while (n < text.len && n < 16 &&
           (is_letter(text.data[n]) || (n > 1 && text.data[n] >= '0' && text.data[n] <= '9')))
        n++;
    bool ends = n == text.len || strchr(" \t\r\n/>", text.data[n]);
    return ends ? (morgue_text){text.data + 1, n - 1} : (morgue_text){"", 0};
}

static bool is_named(const char *path)
{
    static const char *const endings[] = {".html", ".htm", ".xhtml", ".shtml"};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t m = strlen(endings[i]);
        if (n > m && strcasecmp(path + n - m, endings[i]) == 0)
            return true;
    }
    return false;
}

/* Does a page begin on one of the first lines, behind what a server or a script has let slip? */
static bool begins_late(morgue_text head)
{
    enum { LATE_MAX = 4096 };
    const char *at = head.data, *end = at + (head.len < LATE_MAX ? head.len : LATE_MAX);
    if (!memmem(head.data, head.len, "<body", 5) && !memmem(head.data, head.len, "<BODY", 5))
        return false;
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        morgue_text line = mg_trimmed((morgue_text){at, (size_t)(end - at)});
        if (begins(line, "<!doctype html") || begins(line, "<html>") || begins(line, "<html "))
            return true;
        at++;
    }
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    bool doctype, xml;
    morgue_text text = to_element(head, &doctype, &xml);
    morgue_text name = element_name(text);
    mg_tag tag = mg_tag_named(name.data, name.len);
    if (doctype)
        return (mg_bid){90, "begins with <!doctype html>"};
    if (tag == MG_TAG_HTML)
        return (mg_bid){90, "begins with <html>"};
    if (xml)
        return MG_NO_BID;
    if (tag == MG_TAG_HEAD || tag == MG_TAG_META || tag == MG_TAG_TITLE || tag == MG_TAG_BODY)
        return (mg_bid){70, "begins with an element of HTML's head"};
    if (tag != MG_TAG_NONE && tag != MG_TAG_ARTICLE && mg_looks_like_html(text))
        return (mg_bid){50, "begins with an element of HTML, and has more of them"};
    if (is_named(path) && mg_looks_like_html(head))
        return (mg_bid){40, "is called .html and has elements of HTML"};
    return begins_late(head) ? (mg_bid){35, "has <html> near its beginning"} : MG_NO_BID;
}

/* ---- Reading ------------------------------------------------------------------------------- */

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    reader->state = mg_webpage_new();
    return reader->state ? MORGUE_OK : mg_fail_memory(err);
}

static void close_reader(mg_reader *reader)
{
    mg_webpage_free(reader->state);
    reader->state = NULL;
}

/* Sets *ret to the whole file. */
static morgue_status read_all(mg_reader *reader, morgue_text *ret, morgue_error *err)
{
    for (size_t want = 256 << 10;; want = want * 4 < PAGE_MAX ? want * 4 : PAGE_MAX + 1) {
        morgue_status status = mg_input_peek(reader->input, want, ret, err);
        if (status != MORGUE_OK)
            return status;
        if (ret->len < want)
            return MORGUE_OK;
        if (want > PAGE_MAX)
            return mg_fail(err, MORGUE_IO, "a page of more than %zu MB", PAGE_MAX >> 20);
    }
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_sink put = {reader, article, err};
    morgue_text html;
    morgue_status status = read_all(reader, &html, err);
    if (status != MORGUE_OK)
        return mg_reading_of(status);
    if (!html.len)
        return MG_READ_END;
    reader->offset = mg_input_offset(reader->input);
    reader->line = mg_input_line(reader->input);
    bool known = mg_reader_knows(reader, html);
    if (!known)
        status = mg_webpage_read(reader->state, html, &put);
    mg_input_skip(reader->input, html.len);
    return known ? MG_READ_KNOWN : mg_reading_of(status);
}

const mg_format mg_format_html = {
    .name = "html",
    .description = "HTML pages: the article without what is around it, JSON-LD, OpenGraph, AMP",
    .extensions = "html htm xhtml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
