/* The file is fed to libxml2's push parser in pieces that end where a record ends, so that records
 * come one at a time and a broken one can be ended by its end tag as it stands in the file,
 * whatever the parser makes of what is inside; a new parser goes on behind it. */
#include "indexer/markup/xml.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/put.h"
#include "indexer/markup/xml_build.h"
#include "indexer/markup/xml_nest.h"
#include "indexer/markup/xml_scrub.h"
#include "indexer/markup/xml_tag.h"

enum {
    WINDOW = 64 << 10,
    PIECE = 32 << 10,
    WINDOW_MAX = 4 << 20,
    NAMES_MAX = 8,
    NAME_MAX_LEN = 64
};

struct mg_xml {
    mg_reader *reader;
    mg_xml_builder builder;
    xmlParserCtxtPtr parser;
    xmlSAXHandler handlers;
    mg_xml_entities entities;
    mg_xml_record *out; /* handed out */
    mg_buffer piece;
    mg_mend mend;
    char names[NAMES_MAX][NAME_MAX_LEN]; /* of records, as the file spells them */
    size_t n_names;
    bool in_cdata;
    bool any; /* there was an element */
    bool at_end;
    char open_name[NAME_MAX_LEN]; /* of the open record */
    mg_xml_nest nest;             /* what is open in it */
};

/* ---- Opening and closing ------------------------------------------------------------------- */

static void free_parser(mg_xml *xml)
{
    if (!xml->parser)
        return;
    if (xml->parser->myDoc)
        xmlFreeDoc(xml->parser->myDoc);
    xml->parser->myDoc = NULL;
    xmlFreeParserCtxt(xml->parser);
    xml->parser = NULL;
}

static bool new_parser(mg_xml *xml)
{
    static const char prolog[] = "<?xml version=\"1.0\"?>";
    free_parser(xml);
    xml->parser = xmlCreatePushParserCtxt(&xml->handlers, &xml->builder, NULL, 0, NULL);
    if (!xml->parser)
        return false;
    xmlCtxtUseOptions(xml->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT |
                                       XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
    /* so that even the first tag is parsed as soon as it is there */
    return xmlParseChunk(xml->parser, prolog, (int)sizeof prolog - 1, 0) == 0;
}

morgue_status mg_xml_open(mg_reader *reader, mg_xml_is_record is_record, void *user, mg_xml **ret,
                          morgue_error *err)
{
    mg_xml *xml = calloc(1, sizeof *xml);
    if (!xml)
        return mg_fail_memory(err);
    xml->reader = reader;
    mg_xml_handlers(&xml->handlers);
    if (!mg_xml_builder_init(&xml->builder, is_record, user) || !new_parser(xml)) {
        mg_xml_free(xml);
        return mg_fail_memory(err);
    }
    *ret = xml;
    return MORGUE_OK;
}

void mg_xml_free(mg_xml *xml)
{
    if (!xml)
        return;
    if (xml->out)
        mg_xml_give_back(&xml->builder, xml->out);
    free_parser(xml);
    mg_xml_builder_free(&xml->builder);
    mg_buffer_free(&xml->entities.names_and_values);
    mg_buffer_free(&xml->piece);
    mg_xml_nest_free(&xml->nest);
    free(xml);
}

const mg_node *mg_xml_root(const mg_xml *xml)
{
    return xml->builder.root;
}

/* ---- Names of records ---------------------------------------------------------------------- */

static bool same_name(const char *name, morgue_text text)
{
    return strlen(name) == text.len && memcmp(name, text.data, text.len) == 0;
}

static bool is_record_name(const mg_xml *xml, morgue_text name)
{
    for (size_t i = 0; i < xml->n_names; i++)
        if (same_name(xml->names[i], name))
            return true;
    return false;
}

/* The tag that was fed last has opened a record: its name is one of a record's from now on. */
static void learn_name(mg_xml *xml, morgue_text name)
{
    *xml->open_name = '\0';
    if (name.len >= NAME_MAX_LEN)
        return;
    memcpy(xml->open_name, name.data, name.len);
    xml->open_name[name.len] = '\0';
    if (!is_record_name(xml, name) && xml->n_names < NAMES_MAX)
        strcpy(xml->names[xml->n_names++], xml->open_name);
}

/* ---- Feeding ------------------------------------------------------------------------------- */

static void feed(mg_xml *xml)
{
    if (xml->piece.len)
        xmlParseChunk(xml->parser, xml->piece.data, (int)xml->piece.len, 0);
    mg_buffer_clear(&xml->piece);
}

/* Has the parser hand over the text that it has; it waits for markup to follow. */
static bool flush(mg_xml *xml)
{
    bool ok = mg_buffer_append_string(&xml->piece, "<!---->");
    feed(xml);
    return ok;
}

static bool append_opening(mg_xml *xml, const mg_node *node, const mg_buffer *prefixes)
{
    mg_buffer *to = &xml->piece;
    bool ok = mg_buffer_append_byte(to, '<') && mg_buffer_append_string(to, node->name);
    if (ok && *node->space && !strpbrk(node->space, "<&\""))
        ok = mg_buffer_append_string(to, " xmlns=\"") && mg_buffer_append_string(to, node->space) &&
             mg_buffer_append_byte(to, '"');
    if (ok && prefixes)
        ok = mg_buffer_append(to, prefixes->data, prefixes->len);
    return ok && mg_buffer_append_byte(to, '>');
}

/* Tells a new parser of the elements that are open, and of the prefixes that they declared. */
static bool replay(mg_xml *xml)
{
    const mg_node *open[256];
    size_t n = 0;
    for (const mg_node *node = xml->builder.top; node && n < 256; node = node->parent)
        open[n++] = node;
    mg_buffer_clear(&xml->piece);
    if (!new_parser(xml))
        return false;
    xml->builder.replaying = n;
    xml->builder.depth = n;
    const mg_buffer *prefixes = &xml->builder.prefixes; /* the outermost has them all */
    for (; n; prefixes = NULL)
        if (!append_opening(xml, open[--n], prefixes))
            return false;
    feed(xml);
    xml->builder.replaying = 0;
    *xml->builder.problem = '\0';
    return true;
}

/* Ends the open record where the file says so, or must have meant so. */
static bool close_record(mg_xml *xml, const char *problem)
{
    mg_xml_close_record(&xml->builder, problem);
    return replay(xml);
}

static bool append_start(mg_xml *xml, morgue_text tag)
{
    mg_buffer mended = {0};
    if (mg_xml_tag_sound(tag))
        return mg_xml_scrub(&xml->entities, tag, true, &xml->piece, &xml->mend);
    bool ok = mg_xml_tag_mend(tag, &mended) &&
              mg_xml_scrub(&xml->entities, (morgue_text){mended.data, mended.len}, true,
                           &xml->piece, &xml->mend);
    mg_buffer_free(&mended);
    return ok;
}

/* A start tag inside of a record. */
static bool append_inner(mg_xml *xml, morgue_text tag, morgue_text name)
{
    const mg_buffer *piece = &xml->piece;
    if (!append_start(xml, tag))
        return false;
    bool empty = piece->len > 1 && piece->data[piece->len - 2] == '/';
    return empty || mg_xml_nest_push(&xml->nest, name);
}

static bool feed_start(mg_xml *xml, morgue_text tag)
{
    mg_xml_builder *b = &xml->builder;
    morgue_text name = mg_xml_tag_name(tag);
    bool empty = tag.data[tag.len - 2] == '/';
    bool was_open = b->open != NULL;
    if (!was_open && xml->parser->instate == XML_PARSER_EOF && !b->root_closed && !replay(xml))
        return false;     /* it gave up */
    if (b->root_closed) { /* one document behind the other */
        mg_xml_builder_restart(b);
        if (!new_parser(xml))
            return false;
    }
    if (was_open && xml->n_names && same_name(xml->open_name, name) &&
        (!flush(xml) || (b->open && !close_record(xml, "the article is not closed"))))
        return false;
    xml->any = true;
    if (was_open && b->open)
        return append_inner(xml, tag, name);
    feed(xml);
    b->offset = mg_input_offset(xml->reader->input);
    b->line = mg_input_line(xml->reader->input);
    if (!append_start(xml, tag))
        return false;
    feed(xml);
    mg_xml_nest_clear(&xml->nest);
    if (b->open && !empty)
        learn_name(xml, name);
    return true;
}

/* End tags that are not in the file, of names as they stand there: scrubbed like all others. */
static bool append_missing(mg_xml *xml, morgue_text tags)
{
    mg_mend told = {0}; /* with the start tags */
    return mg_xml_scrub(&xml->entities, tags, true, &xml->piece, &told);
}

/* An end tag inside of a record. The parser lets any end tag end the innermost element, after which
 * all that follows would stand in the wrong one. */
static bool append_inner_end(mg_xml *xml, morgue_text tag, morgue_text name)
{
    char *problem = xml->builder.open->problem;
    mg_buffer missing = {0};
    bool ok;
    mg_xml_end end = mg_xml_nest_pop(&xml->nest, name, &missing, &ok);
    ok = ok && append_missing(xml, (morgue_text){missing.data, missing.len});
    mg_buffer_free(&missing);
    if (end != XML_END_SOUND && !*problem)
        snprintf(problem, sizeof xml->builder.open->problem, "</%.*s> %s",
                 name.len > 40 ? 40 : (int)name.len, name.data,
                 end == XML_END_STRAY ? "ends nothing" : "ends elements that are not closed");
    return ok && (end == XML_END_STRAY ||
                  mg_xml_scrub(&xml->entities, tag, true, &xml->piece, &xml->mend));
}

static bool feed_end(mg_xml *xml, morgue_text tag)
{
    mg_xml_builder *b = &xml->builder;
    morgue_text name = mg_xml_tag_name(tag);
    bool of_record = b->open && same_name(xml->open_name, name);
    if (!b->depth)
        return true;
    if (!of_record && b->open)
        return append_inner_end(xml, tag, name);
    if (!mg_xml_scrub(&xml->entities, tag, true, &xml->piece, &xml->mend))
        return false;
    feed(xml);
    return !of_record || !b->open || close_record(xml, "elements are not closed");
}

/* A section is left to the parser as it is, but for bytes that are no text. */
static bool append_cdata(mg_xml *xml, morgue_text text)
{
    return mg_utf8_clean_prefix(text.data, text.len) == text.len
               ? mg_buffer_append(&xml->piece, text.data, text.len)
               : mg_utf8_mend(text.data, text.len, &xml->piece, &xml->mend);
}

/* Takes what is left of a CDATA section from the window; 0: it goes on behind the window. */
static size_t cdata_length(morgue_text window, bool whole)
{
    const char *end = memmem(window.data, window.len, "]]>", 3);
    if (end)
        return (size_t)(end - window.data) + 3;
    size_t n =
        whole || window.len < 3 ? window.len : mg_utf8_cut(window.data, window.len, window.len - 3);
    return whole ? window.len : n;
}

/* How much of a run of text can be taken when it goes on behind the window: not half a reference.
 */
static size_t settled(morgue_text text)
{
    size_t from = text.len > 40 ? text.len - 40 : 0;
    const char *mark = memrchr(text.data + from, '&', text.len - from);
    return mark ? (size_t)(mark - text.data) : mg_utf8_cut(text.data, text.len, text.len - 1);
}

typedef enum step { STEP_ON, STEP_MORE, STEP_END, STEP_NO_MEMORY } step;

static step take_cdata(mg_xml *xml, morgue_text window, bool whole)
{
    size_t n = cdata_length(window, whole);
    if (!n)
        return STEP_MORE;
    bool ok = append_cdata(xml, (morgue_text){window.data, n});
    bool ended = n >= 3 && memcmp(window.data + n - 3, "]]>", 3) == 0;
    if (ok && whole && !ended)
        ok = mg_buffer_append(&xml->piece, "]]>", 3);
    xml->in_cdata = !ended && !whole;
    mg_input_skip(xml->reader->input, n);
    return ok ? STEP_ON : STEP_NO_MEMORY;
}

static bool take_part(mg_xml *xml, mg_xml_part kind, morgue_text part)
{
    switch (kind) {
    case XML_START: return feed_start(xml, part);
    case XML_END: return feed_end(xml, part);
    case XML_CDATA:
        xml->in_cdata = xml->builder.depth > 0;
        return !xml->in_cdata || mg_buffer_append(&xml->piece, part.data, part.len);
    case XML_LEFT_OUT:
        return part.len < 9 || strncasecmp(part.data, "<!DOCTYPE", 9) != 0 ||
               mg_xml_declare(&xml->entities, part);
    default:
        return !xml->builder.depth || /* between documents */
               mg_xml_scrub(&xml->entities, part, false, &xml->piece, &xml->mend);
    }
}

/* Moves on by a part of the file. */
static step take(mg_xml *xml, morgue_text window, bool whole)
{
    size_t n;
    if (xml->in_cdata)
        return take_cdata(xml, window, whole);
    mg_xml_part kind = mg_xml_part_at(window, whole, &n);
    if (kind == XML_CUT)
        return STEP_MORE;
    if (kind == XML_TEXT && n > PIECE && xml->entities.count) {
        n = settled((morgue_text){window.data, PIECE}); /* entities make much of it */
    } else if (kind == XML_TEXT && n == window.len && !whole) {
        n = settled(window);
        if (!n && window.len < WINDOW)
            return STEP_MORE;
        n = n ? n : window.len;
    }
    if (!take_part(xml, kind, (morgue_text){window.data, n}) || xml->builder.no_memory)
        return STEP_NO_MEMORY;
    mg_input_skip(xml->reader->input, n);
    if (xml->piece.len > PIECE)
        feed(xml);
    return xml->builder.no_memory ? STEP_NO_MEMORY : STEP_ON;
}

/* The file has ended: so has what was open. */
static step finish(mg_xml *xml)
{
    xml->at_end = true;
    if (!flush(xml))
        return STEP_NO_MEMORY;
    if (xml->builder.open)
        mg_xml_close_record(&xml->builder, "the file ends inside of this article");
    return STEP_END;
}

/* Reads until a record is ready. */
static mg_reading read_on(mg_xml *xml, morgue_error *err)
{
    morgue_text window = {"", 0};
    size_t want = WINDOW;
    while (!xml->builder.ready && !xml->at_end) {
        morgue_status status = mg_input_peek(xml->reader->input, want, &window, err);
        if (status != MORGUE_OK)
            return MG_READ_BROKEN;
        bool whole = window.len < want || want >= WINDOW_MAX;
        step done = window.len ? STEP_ON : finish(xml);
        /* parts of one window are taken without asking for it again */
        while (window.len && done == STEP_ON && !xml->builder.ready) {
            uint64_t before = mg_input_offset(xml->reader->input);
            done = take(xml, window, whole);
            size_t used = (size_t)(mg_input_offset(xml->reader->input) - before);
            window.data += used;
            window.len -= used;
            if (!whole && window.len < WINDOW / 4)
                break;
        }
        if (done == STEP_NO_MEMORY || xml->builder.no_memory)
            return mg_reading_of(mg_fail_memory(err));
        want = done == STEP_MORE ? want * 2 : WINDOW;
    }
    return xml->builder.ready ? MG_READ_ARTICLE : MG_READ_END;
}

/* ---- Records ------------------------------------------------------------------------------- */

static void note_problems(mg_xml *xml, const mg_xml_record *record)
{
    mg_note_mend(xml->reader, &xml->mend);
    xml->mend = (mg_mend){0};
    if (*record->problem)
        mg_note(xml->reader, "the XML is broken: %s", record->problem);
}

mg_reading mg_xml_next(mg_xml *xml, const mg_node **ret, morgue_error *err)
{
    if (xml->out)
        mg_xml_give_back(&xml->builder, xml->out);
    xml->out = NULL;
    mg_reading reading = read_on(xml, err);
    if (reading == MG_READ_END && !xml->any) {
        mg_fail(err, MORGUE_BAD_INPUT, "there is no element in this file: is it XML?");
        return MG_READ_BROKEN;
    }
    if (reading != MG_READ_ARTICLE)
        return reading;
    xml->out = mg_xml_take(&xml->builder);
    xml->reader->offset = xml->out->offset;
    xml->reader->line = xml->out->line;
    if (xml->out->too_large) {
        mg_fail(err, MORGUE_BAD_INPUT, "the article has more than %zu MB of XML",
                MG_XML_RECORD_MAX >> 20);
        return MG_READ_BAD;
    }
    note_problems(xml, xml->out);
    *ret = xml->out->node;
    return MG_READ_ARTICLE;
}

/* ---- The first element --------------------------------------------------------------------- */

/* The part of a qualified name behind its prefix. */
static morgue_text without_prefix(morgue_text name)
{
    const char *colon = memchr(name.data, ':', name.len);
    size_t n = colon ? (size_t)(colon - name.data) + 1 : 0;
    return (morgue_text){name.data + n, name.len - n};
}

/* The value of the attribute that declares the namespace of a prefix. */
static morgue_text declared_space(morgue_text tag, morgue_text prefix)
{
    char key[80];
    if (prefix.len > 60)
        return (morgue_text){"", 0};
    int n = snprintf(key, sizeof key, prefix.len ? "xmlns:%.*s=" : "xmlns%.*s=", (int)prefix.len,
                     prefix.data);
    const char *at = memmem(tag.data, tag.len, key, (size_t)n);
    const char *end = tag.data + tag.len;
    if (!at || end - at < n + 2 || !strchr("\"'", at[n]))
        return (morgue_text){"", 0};
    const char *value = at + n + 1;
    const char *quote = memchr(value, at[n], (size_t)(end - value));
    return quote ? (morgue_text){value, (size_t)(quote - value)} : (morgue_text){"", 0};
}

morgue_text mg_xml_first_element(morgue_text head, morgue_text *ret_namespace)
{
    size_t n;
    *ret_namespace = (morgue_text){"", 0};
    const char *first = head.len ? memchr(head.data, '<', head.len < 1024 ? head.len : 1024) : NULL;
    if (!first)
        return *ret_namespace;
    morgue_text rest = {first, head.len - (size_t)(first - head.data)};
    if (mg_trimmed((morgue_text){head.data, (size_t)(first - head.data)}).len &&
        (rest.len < 5 || memcmp(rest.data, "<?xml", 5) != 0))
        return *ret_namespace;
    while (rest.len) {
        mg_xml_part part = mg_xml_part_at(rest, true, &n);
        morgue_text tag = {rest.data, n};
        if (part == XML_START) {
            morgue_text whole = mg_xml_tag_name(tag);
            morgue_text name = without_prefix(whole);
            size_t prefix = whole.len - name.len;
            *ret_namespace =
                declared_space(tag, (morgue_text){whole.data, prefix ? prefix - 1 : 0});
            return name;
        }
        if (part != XML_LEFT_OUT && mg_trimmed(tag).len)
            break;
        rest = (morgue_text){rest.data + n, rest.len - n};
    }
    return (morgue_text){"", 0};
}
