/* The document collections of TREC, and those made in their form (CLEF, NTCIR, Gigaword): <DOC>
 * elements one behind the other, in SGML without a declaration. Every newspaper in them has names
 * of its own for its elements. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/put.h"
#include "indexer/formats/wire/sgml_split.h"
#include "indexer/formats/wire/trec_doc.h"
#include "indexer/text/clean.h"

typedef struct state {
    mg_buffer clean; /* the element as UTF-8 */
    mg_trec_memory memory;
} state;

static bool has_tag(morgue_text text, const char *tag)
{
    size_t n = strlen(tag);
    const char *end = text.data + text.len;
    for (const char *at = text.data; (at = memchr(at, '<', (size_t)(end - at))); at++)
        if ((size_t)(end - at) > n && strncasecmp(at, tag, n) == 0)
            return true;
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    (void)path;
    morgue_text first = {head.data, head.len < 4096 ? head.len : 4096};
    if (!first.len || (!has_tag(first, "<DOC>") && !has_tag(first, "<DOC ")))
        return MG_NO_BID;
    if (has_tag(first, "<DOCNO>") || has_tag(first, "<DOCID>") || has_tag(first, "<DOC id="))
        return (mg_bid){90, "has elements <DOC> with a <DOCNO>"};
    return has_tag(head, "</DOC>") && has_tag(head, "<TEXT>")
               ? (mg_bid){70, "has elements <DOC> with a <TEXT>"}
               : MG_NO_BID;
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    reader->state = calloc(1, sizeof(state));
    reader->clean = MG_CLEAN_LINES;
    return reader->state ? MORGUE_OK : mg_fail_memory(err);
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    mg_buffer_free(&s->clean);
    mg_trec_memory_free(&s->memory);
    free(s);
    reader->state = NULL;
}

static morgue_status read_element(mg_sink *put, morgue_text element)
{
    state *s = put->reader->state;
    mg_mend mend = {0};
    mg_buffer_clear(&s->clean);
    if (mg_utf8_clean_prefix(element.data, element.len) < element.len) {
        if (!mg_utf8_mend(element.data, element.len, &s->clean, &mend))
            return mg_fail_memory(put->err);
        mg_note_mend(put->reader, &mend);
        element = (morgue_text){s->clean.data, s->clean.len};
    }
    return mg_trec_put(put, element, &s->memory);
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_sink put = {.reader = reader, .article = article, .err = err};
    morgue_text element;
    bool found;
    morgue_status status = mg_sgml_find(reader->input, "DOC", &found, err);
    if (status == MORGUE_OK && !found)
        return MG_READ_END;
    reader->offset = mg_input_offset(reader->input);
    reader->line = mg_input_line(reader->input);
    if (status == MORGUE_OK)
        status = mg_sgml_take(reader->input, "DOC", &element, err);
    if (status != MORGUE_OK)
        return mg_reading_of(status);
    mg_reading reading = MG_READ_KNOWN;
    if (!mg_reader_knows(reader, element))
        reading = mg_reading_of(read_element(&put, element));
    mg_input_skip(reader->input, element.len);
    return reading;
}

const mg_format mg_format_trec = {
    .name = "trec",
    .description = "TREC, CLEF, NTCIR and Gigaword documents: <DOC> elements in SGML",
    .extensions = "sgml sgm trec",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
