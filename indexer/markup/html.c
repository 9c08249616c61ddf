#include "indexer/markup/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "archive/error.h"
#include "archive/utf8.h"
#include "indexer/markup/html_tame.h"

#define HTML_MAX ((size_t)64 << 20)

/* Nodes are hung up at the first depth; beyond the second, where no page is and the parser's time
 * would grow with the square, the rest of it is given up. */
enum { DEPTH_MAX = 256, DEPTH_END = 1024 };

/* Elements of one page: four hundred times as many as a long one has. What is behind them is given
 * up. */
enum { ELEMENTS_MAX = 1 << 20 };

typedef struct builder {
    mg_markup *markup;
    mg_node *root;
    mg_node *top;
    size_t depth; /* of open elements, with those that hang at DEPTH_MAX */
    size_t flat;  /* how many of these hang there */
    size_t elements;
    xmlParserCtxtPtr parser;
    bool no_memory;
} builder;

static morgue_text text_of(const xmlChar *string)
{
    return string ? (morgue_text){(const char *)string, strlen((const char *)string)}
                  : (morgue_text){"", 0};
}

static bool add_attributes(builder *b, mg_node *node, const xmlChar **attributes)
{
    bool ok = true;
    for (; ok && attributes && attributes[0]; attributes += 2)
        ok = mg_markup_attribute(b->markup, node, text_of(attributes[0]), "",
                                 text_of(attributes[1]));
    return ok;
}

static bool is_root(const mg_node *top, const xmlChar *name)
{
    return !top && strcmp((const char *)name, "html") == 0;
}

/* The root is there from the beginning: <html> adds its attributes to it. */
static void on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    builder *b = user;
    if (b->no_memory)
        return;
    if (b->depth >= DEPTH_END || ++b->elements > ELEMENTS_MAX) {
        xmlStopParser(b->parser);
        return;
    }
    mg_node *node = b->root;
    if (!is_root(b->depth ? b->top : NULL, name))
        node = mg_markup_element(b->markup, b->top, text_of(name), "");
    if (!node || !add_attributes(b, node, attributes)) {
        b->no_memory = true;
        return;
    }
    b->depth++;
    if (b->depth - b->flat <= DEPTH_MAX)
        b->top = node;
    else
        b->flat++;
}

static void on_end(void *user, const xmlChar *name)
{
    builder *b = user;
    (void)name;
    if (b->no_memory || !b->depth)
        return;
    b->depth--;
    if (b->flat)
        b->flat--;
    else if (b->top->parent)
        b->top = b->top->parent;
}

static bool is_c1(morgue_text text)
{
    return text.len == 2 && (unsigned char)text.data[0] == 0xC2 &&
           (unsigned char)text.data[1] < 0xA0;
}

/* A reference to what no text has. "&#146;" means what Windows-1252 has there, as browsers know;
 * the parser takes it by its number. */
static bool append_odd(builder *b, morgue_text text)
{
    mg_buffer mended = {0};
    mg_mend counts = {0};
    if (is_c1(text))
        text = (morgue_text){text.data + 1, 1};
    bool ok = mg_utf8_mend(text.data, text.len, &mended, &counts) &&
              mg_markup_text(b->markup, b->top, (morgue_text){mended.data, mended.len});
    mg_buffer_free(&mended);
    return ok;
}

/* The page is clean; only references, which come one by one, may be not. */
static void on_text(void *user, const xmlChar *string, int len)
{
    builder *b = user;
    if (b->no_memory || len <= 0)
        return;
    morgue_text text = {(const char *)string, (size_t)len};
    bool clean =
        text.len > 4 || (!is_c1(text) && mg_utf8_clean_prefix(text.data, text.len) == text.len);
    b->no_memory = clean ? !mg_markup_text(b->markup, b->top, text) : !append_odd(b, text);
}

static void on_error(void *user, xmlErrorPtr error)
{
    builder *b = user;
    b->no_memory = b->no_memory || error->code == XML_ERR_NO_MEMORY;
}

static void parse(builder *b, morgue_text html)
{
    htmlSAXHandler handlers = {.initialized = XML_SAX2_MAGIC,
                               .startElement = on_start,
                               .endElement = on_end,
                               .characters = on_text,
                               .ignorableWhitespace = on_text,
                               .cdataBlock = on_text,
                               .serror = on_error};
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(html.data, (int)html.len);
    if (!parser) {
        b->no_memory = true;
        return;
    }
    htmlSAXHandlerPtr own = parser->sax;
    b->parser = parser;
    parser->sax = &handlers;
    parser->userData = b;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC |
                                   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    handlers.serror = on_error;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    parser->sax = own;
    if (parser->myDoc)
        xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    htmlFreeParserCtxt(parser);
}

/* Sets *in_out_html to the page as the parser may have it. False when memory is out. */
static bool prepare(morgue_text *in_out_html, mg_buffer *clean, mg_buffer *tame)
{
    mg_mend mend = {0};
    if (mg_utf8_clean_prefix(in_out_html->data, in_out_html->len) < in_out_html->len) {
        if (!mg_utf8_mend(in_out_html->data, in_out_html->len, clean, &mend))
            return false;
        *in_out_html = (morgue_text){clean->data, clean->len};
    }
    if (in_out_html->len && !mg_html_tame(*in_out_html, tame))
        return false;
    if (tame->len)
        *in_out_html = (morgue_text){tame->data, tame->len};
    return true;
}

morgue_status mg_html_parse(mg_markup *markup, morgue_text html, const mg_node **ret,
                            morgue_error *err)
{
    builder b = {.markup = markup};
    mg_buffer clean = {0}, tame = {0};
    if (html.len > HTML_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "a page of more than %zu MB", HTML_MAX >> 20);
    mg_markup_clear(markup);
    b.root = b.top = mg_markup_element(markup, NULL, (morgue_text){"html", 4}, "");
    b.no_memory = !b.root || !prepare(&html, &clean, &tame);
    if (!b.no_memory && html.len)
        parse(&b, html);
    mg_buffer_free(&clean);
    mg_buffer_free(&tame);
    if (b.no_memory)
        return mg_fail_memory(err);
    *ret = b.root;
    return MORGUE_OK;
}
