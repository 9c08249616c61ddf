#include "indexer/markup/xml_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

/* Outside of records: beyond this nothing more is kept. */
#define OUTSIDE_MAX ((size_t)1 << 20)
/* Of elements deeper than this only the text is kept. */
enum { DEPTH_MAX = 256 };

enum { SPACES_MAX = 256, PREFIXES_MAX = 16 << 10 };

static morgue_text text_of(const xmlChar *string)
{
    return (morgue_text){(const char *)string, strlen((const char *)string)};
}

/* A namespace's name that lives as long as the builder; "" for none and for too many. */
static const char *keep_space(mg_xml_builder *b, const xmlChar *uri)
{
    if (!uri || !*uri)
        return "";
    for (size_t i = 0; i < b->n_spaces; i++)
        if (strcmp(b->spaces[i], (const char *)uri) == 0)
            return b->spaces[i];
    if (b->n_spaces == SPACES_MAX)
        return "";
    b->spaces[b->n_spaces] = strdup((const char *)uri);
    return b->spaces[b->n_spaces] ? b->spaces[b->n_spaces++] : "";
}

/* ---- Records ------------------------------------------------------------------------------- */

static mg_xml_record *new_record(mg_xml_builder *b)
{
    mg_xml_record *record = b->spare;
    if (record) {
        b->spare = record->next;
        mg_markup *markup = record->markup;
        mg_markup_clear(markup);
        *record = (mg_xml_record){.markup = markup};
        return record;
    }
    record = calloc(1, sizeof *record);
    if (record && !(record->markup = mg_markup_new())) {
        free(record);
        return NULL;
    }
    return record;
}

static void free_records(mg_xml_record *record)
{
    while (record) {
        mg_xml_record *next = record->next;
        mg_markup_free(record->markup);
        free(record);
        record = next;
    }
}

static void finish_record(mg_xml_builder *b)
{
    b->open->next = NULL;
    *b->ready_end = b->open;
    b->ready_end = &b->open->next;
    b->open = NULL;
}

void mg_xml_close_record(mg_xml_builder *b, const char *problem)
{
    if (!*b->open->problem)
        snprintf(b->open->problem, sizeof b->open->problem, "%s", problem);
    b->top = b->open->node->parent;
    b->depth = b->record_depth - 1;
    b->root_closed = !b->depth;
    b->flat = 0;
    finish_record(b);
}

mg_xml_record *mg_xml_take(mg_xml_builder *b)
{
    mg_xml_record *record = b->ready;
    if (!record)
        return NULL;
    b->ready = record->next;
    if (!b->ready)
        b->ready_end = &b->ready;
    return record;
}

void mg_xml_give_back(mg_xml_builder *b, mg_xml_record *record)
{
    record->next = b->spare;
    b->spare = record;
}

/* ---- Building ------------------------------------------------------------------------------ */

/* Where nodes go now: the open record, or what is outside while there is room; NULL nowhere. */
static mg_markup *target(mg_xml_builder *b)
{
    if (!b->open)
        return mg_markup_size(b->outside) < OUTSIDE_MAX ? b->outside : NULL;
    if (mg_markup_size(b->open->markup) > MG_XML_RECORD_MAX)
        b->open->too_large = true;
    return b->open->too_large ? NULL : b->open->markup;
}

static bool add_attributes(mg_xml_builder *b, mg_markup *markup, mg_node *node, int n,
                           const xmlChar **attributes)
{
    bool ok = true;
    for (int i = 0; ok && i < n; i++, attributes += 5) {
        morgue_text value = {(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
        ok = mg_markup_attribute(markup, node, text_of(attributes[0]), keep_space(b, attributes[2]),
                                 value);
    }
    return ok;
}

/* Remembers the prefixes that an element declares. */
static bool keep_prefixes(mg_xml_builder *b, int n, const xmlChar **spaces)
{
    bool ok = true;
    for (int i = 0; ok && i < n && b->prefixes.len < PREFIXES_MAX; i++, spaces += 2) {
        const char *prefix = (const char *)spaces[0], *uri = (const char *)spaces[1];
        if (!prefix || !uri || strpbrk(uri, "<&\""))
            continue;
        ok = mg_buffer_append_string(&b->prefixes, " xmlns:") &&
             mg_buffer_append_string(&b->prefixes, prefix) &&
             mg_buffer_append_string(&b->prefixes, "=\"") &&
             mg_buffer_append_string(&b->prefixes, uri) && mg_buffer_append_byte(&b->prefixes, '"');
    }
    return ok;
}

/* An element outside of records; becomes one where the user says so. */
static void start_outside(mg_xml_builder *b, const xmlChar *name, const char *space, int n,
                          const xmlChar **attributes)
{
    mg_xml_record *record = new_record(b);
    mg_node *node = record ? mg_markup_element(record->markup, NULL, text_of(name), space) : NULL;
    if (!node || !add_attributes(b, record->markup, node, n, attributes)) {
        b->no_memory = true;
        free_records(record);
        return;
    }
    node->parent = b->top;
    if (b->is_record(b->user, node)) {
        record->node = node;
        record->offset = b->offset;
        record->line = b->line;
        memcpy(record->problem, b->problem, sizeof b->problem);
        *b->problem = '\0';
        b->open = record;
        b->record_depth = b->depth;
        b->top = node;
        return;
    }
    mg_xml_give_back(b, record);
    /* the elements that are open are always kept: records need their parents */
    node = mg_markup_element(b->outside, b->top, text_of(name), space);
    if (!node || !add_attributes(b, b->outside, node, n, attributes))
        b->no_memory = true;
    b->top = node ? node : b->top;
    if (!b->root)
        b->root = node;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_spaces, const xmlChar **spaces, int n_attributes, int n_defaulted,
                     const xmlChar **attributes)
{
    mg_xml_builder *b = user;
    (void)prefix;
    (void)n_defaulted;
    if (b->no_memory)
        return;
    if (b->replaying) {
        b->replaying--;
        return;
    }
    if (b->flat || b->depth == DEPTH_MAX) {
        b->flat++;
        return;
    }
    b->depth++;
    const char *space = keep_space(b, uri);
    if (!b->open) {
        b->no_memory = !keep_prefixes(b, n_spaces, spaces);
        start_outside(b, name, space, n_attributes, attributes);
        return;
    }
    mg_markup *markup = target(b);
    if (!markup)
        return;
    mg_node *node = mg_markup_element(markup, b->top, text_of(name), space);
    if (!node || !add_attributes(b, markup, node, n_attributes, attributes))
        b->no_memory = true;
    b->top = node ? node : b->top;
}

/* When a record has grown too large, elements are only counted. */
static void end_inside(mg_xml_builder *b)
{
    if (b->depth < b->record_depth) {
        b->top = b->open->node->parent;
        b->root_closed = !b->depth;
        finish_record(b);
    } else if (!b->open->too_large) {
        b->top = b->top->parent;
    }
}

/* An element that held records, or for which there is no room, is forgotten when it ends. */
static void end_outside(mg_xml_builder *b)
{
    mg_node *done = b->top;
    b->top = done->parent;
    b->root_closed = !b->top;
    if (b->top && b->top->last == done && mg_markup_size(b->outside) >= OUTSIDE_MAX)
        mg_markup_unhang(b->outside, done);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    mg_xml_builder *b = user;
    (void)name;
    (void)prefix;
    (void)uri;
    if (b->no_memory || !b->depth)
        return;
    if (b->flat) {
        b->flat--;
        return;
    }
    b->depth--;
    if (b->open)
        end_inside(b);
    else if (b->top)
        end_outside(b);
}

static void on_text(void *user, const xmlChar *text, int len)
{
    mg_xml_builder *b = user;
    mg_markup *markup = b->no_memory || !b->top ? NULL : target(b);
    if (markup && !mg_markup_text(markup, b->top, (morgue_text){(const char *)text, (size_t)len}))
        b->no_memory = true;
}

/* The first complaint about a record is kept. Undeclared prefixes harm nobody. */
static void on_error(void *user, xmlErrorPtr error)
{
    mg_xml_builder *b = user;
    char *to = b->open ? b->open->problem : b->problem;
    if (error->code == XML_ERR_NO_MEMORY)
        b->no_memory = true;
    if (*to || error->domain == XML_FROM_NAMESPACE || error->level < XML_ERR_ERROR)
        return;
    snprintf(to, sizeof b->problem, "%s", error->message ? error->message : "not well-formed");
    to[strcspn(to, "\n")] = '\0';
}

void mg_xml_handlers(xmlSAXHandler *ret)
{
    *ret = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_start,
                           .endElementNs = on_end,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .cdataBlock = on_text,
                           .serror = on_error};
}

/* ---- The builder --------------------------------------------------------------------------- */

bool mg_xml_builder_init(mg_xml_builder *b, mg_xml_is_record is_record, void *user)
{
    *b = (mg_xml_builder){.is_record = is_record, .user = user};
    b->ready_end = &b->ready;
    b->outside = mg_markup_new();
    b->spaces = calloc(SPACES_MAX, sizeof *b->spaces);
    return b->outside && b->spaces;
}

void mg_xml_builder_restart(mg_xml_builder *b)
{
    mg_markup_clear(b->outside);
    mg_buffer_clear(&b->prefixes);
    b->root = b->top = NULL;
    b->depth = b->flat = 0;
    b->root_closed = false;
}

void mg_xml_builder_free(mg_xml_builder *b)
{
    for (size_t i = 0; i < b->n_spaces; i++)
        free(b->spaces[i]);
    free(b->spaces);
    free_records(b->open);
    free_records(b->ready);
    free_records(b->spare);
    mg_markup_free(b->outside);
    mg_buffer_free(&b->prefixes);
}
