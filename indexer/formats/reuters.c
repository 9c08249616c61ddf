/* Reuters-21578 and dumps in its form: <REUTERS NEWID="7"> elements in SGML of the 1980s, with
 * control characters of the wire, dates with strange tails and texts that were never taken apart.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/date.h"
#include "archive/error.h"
#include "indexer/formats/put.h"
#include "indexer/formats/wire/sgml.h"
#include "indexer/formats/wire/sgml_split.h"
#include "indexer/text/clean.h"

typedef struct state {
    mg_buffer clean; /* the element as UTF-8 */
    mg_buffer value;
    mg_buffer text;
} state;

static mg_bid bid(morgue_text head, const char *path)
{
    (void)path;
    size_t n = head.len < 4096 ? head.len : 4096;
    return n && (memmem(head.data, n, "<!DOCTYPE lewis", 15) ||
                 memmem(head.data, n, "<REUTERS ", 9))
               ? (mg_bid){90, "has the element <REUTERS>"}
               : MG_NO_BID;
}

/* ---- Values -------------------------------------------------------------------------------- */

/* Sets *ret to the text of an element without entities and the space around it. */
static morgue_status plain(mg_sink *put, morgue_text raw, morgue_text *ret)
{
    state *s = put->reader->state;
    mg_buffer_clear(&s->value);
    if (!mg_unescape_entities(raw, &s->value, NULL))
        return mg_fail_memory(put->err);
    *ret = mg_trimmed((morgue_text){s->value.data ? s->value.data : "", s->value.len});
    return MORGUE_OK;
}

static morgue_status put_child(mg_sink *put, morgue_text parent, const char *name,
                               morgue_field_id field)
{
    morgue_text raw, value;
    if (!mg_sgml_element(parent, name, &raw, NULL))
        return MORGUE_OK;
    morgue_status status = plain(put, raw, &value);
    return status == MORGUE_OK ? mg_put(put, field, value, MORGUE_GIVEN) : status;
}

static morgue_status put_extra_child(mg_sink *put, morgue_text parent, const char *name,
                                     const char *key)
{
    morgue_text raw, value;
    if (!mg_sgml_element(parent, name, &raw, NULL))
        return MORGUE_OK;
    morgue_status status = plain(put, raw, &value);
    return status == MORGUE_OK ? mg_put_extra_text(put, key, strlen(key), value) : status;
}

/* <PLACES><D>usa</D><D>brazil</D></PLACES> */
static morgue_status put_list(mg_sink *put, morgue_text article, const char *name,
                              morgue_field_id field)
{
    morgue_text list, raw, value;
    morgue_status status = MORGUE_OK;
    if (!mg_sgml_element(article, name, &list, NULL))
        return MORGUE_OK;
    while (status == MORGUE_OK && mg_sgml_element(list, "D", &raw, NULL)) {
        status = plain(put, raw, &value);
        if (status == MORGUE_OK)
            status = mg_put(put, field, value, MORGUE_GIVEN);
        list =
            (morgue_text){raw.data + raw.len, (size_t)(list.data + list.len - raw.data - raw.len)};
    }
    return status;
}

/* A list that is no field: an extra, as a JSON array. */
static morgue_status put_extra_list(mg_sink *put, morgue_text article, const char *name,
                                    const char *key)
{
    state *s = put->reader->state;
    morgue_text list, raw, value;
    if (!mg_sgml_element(article, name, &list, NULL))
        return MORGUE_OK;
    mg_buffer_clear(&s->text);
    bool ok = mg_buffer_append_byte(&s->text, '[');
    while (ok && mg_sgml_element(list, "D", &raw, NULL)) {
        if (plain(put, raw, &value) != MORGUE_OK)
            return MORGUE_NO_MEMORY;
        ok = (s->text.len == 1 || mg_buffer_append_byte(&s->text, ',')) &&
             mg_json_quote(value, &s->text);
        list =
            (morgue_text){raw.data + raw.len, (size_t)(list.data + list.len - raw.data - raw.len)};
    }
    if (!ok || !mg_buffer_append_byte(&s->text, ']'))
        return mg_fail_memory(put->err);
    if (s->text.len == 2)
        return MORGUE_OK;
    return mg_put_extra(put, (morgue_text){key, strlen(key)},
                        (morgue_text){s->text.data, s->text.len});
}

static morgue_status put_attribute(mg_sink *put, morgue_text attributes, const char *name,
                                   const char *key)
{
    return mg_put_extra_text(put, key, strlen(key), mg_sgml_attribute(attributes, name));
}

/* ---- Parts of the article ------------------------------------------------------------------ */

/* Where the date ends and what the wire or an editor left behind it begins: "27-MAR-1987
 * 00:02:59.13&#5;&#5;&#5;RM", "9-APR-1987 00:00:00.00    # date added by ...". */
static morgue_text date_proper(morgue_text raw)
{
    size_t n = 0;
    while (n < raw.len && raw.data[n] != '&' && raw.data[n] != '#')
        n++;
    return mg_trimmed((morgue_text){raw.data, n});
}

/* A date with an impossible time ("31-MAR-1987 605:12:19.12") is a day at least. */
static morgue_status put_date(mg_sink *put, morgue_text article)
{
    char date[MG_DATE_MAX];
    morgue_error problem;
    morgue_text raw, whole;
    if (!mg_sgml_element(article, "DATE", &raw, NULL))
        return MORGUE_OK;
    morgue_text proper = date_proper(raw);
    const char *space = proper.len ? memchr(proper.data, ' ', proper.len) : NULL;
    if (space && mg_date_parse(proper.data, proper.len, date, &problem) != MORGUE_OK) {
        mg_note(put->reader, "of the date \"%.*s\" only the day is used: %s",
                proper.len > 60 ? 60 : (int)proper.len, proper.data, problem.message);
        proper.len = (size_t)(space - proper.data);
    }
    morgue_status status = mg_put(put, MORGUE_DATE, proper, MORGUE_GIVEN);
    if (status == MORGUE_OK)
        status = plain(put, raw, &whole);
    return status == MORGUE_OK ? mg_put(put, MORGUE_RAW_DATE, whole, MORGUE_GIVEN) : status;
}

/* "    by Janie Gabbett, Reuters" */
static morgue_status put_author(mg_sink *put, morgue_text text)
{
    static const char agency[] = ", reuters";
    morgue_text raw, value;
    if (!mg_sgml_element(text, "AUTHOR", &raw, NULL))
        return MORGUE_OK;
    morgue_status status = plain(put, raw, &value);
    size_t n = sizeof agency - 1;
    if (status == MORGUE_OK && value.len > n &&
        strncasecmp(value.data + value.len - n, agency, n) == 0)
        value.len -= n;
    return status == MORGUE_OK ? mg_put_byline(put, value) : status;
}

static morgue_status put_dateline(mg_sink *put, morgue_text text)
{
    morgue_text raw, value;
    if (!mg_sgml_element(text, "DATELINE", &raw, NULL))
        return MORGUE_OK;
    morgue_status status = plain(put, raw, &value);
    return status == MORGUE_OK ? mg_put_dateline(put, value) : status;
}

static morgue_status put_text(mg_sink *put, morgue_text raw)
{
    state *s = put->reader->state;
    morgue_text value;
    morgue_status status = plain(put, raw, &value);
    if (status != MORGUE_OK)
        return status;
    while (value.len && value.data > s->value.data && value.data[-1] == ' ') {
        value.data--; /* the indent of the first paragraph */
        value.len++;
    }
    mg_buffer_clear(&s->text);
    if (!mg_unwrap(value, &s->text))
        return mg_fail_memory(put->err);
    return mg_put(put, MORGUE_TEXT, (morgue_text){s->text.data ? s->text.data : "", s->text.len},
                  MORGUE_GIVEN);
}

/* Headlines are wrapped too, and have stray spaces. */
static morgue_status put_title(mg_sink *put, morgue_text raw)
{
    state *s = put->reader->state;
    morgue_text value = {"", 0};
    morgue_status status = plain(put, raw, &value);
    if (status != MORGUE_OK)
        return status;
    mg_buffer_clear(&s->text);
    for (size_t i = 0; i < value.len; i++) {
        bool space = strchr(" \t\r\n", value.data[i]) != NULL;
        if (space && s->text.len && s->text.data[s->text.len - 1] == ' ')
            continue;
        if (!mg_buffer_append_byte(&s->text, space ? ' ' : value.data[i]))
            return mg_fail_memory(put->err);
    }
    return mg_put(put, MORGUE_TITLE, (morgue_text){s->text.data ? s->text.data : "", s->text.len},
                  MORGUE_GIVEN);
}

/* A text that nobody took apart: its first line is the headline. */
static morgue_status put_unprocessed(mg_sink *put, morgue_text text, bool has_title)
{
    morgue_text rest = text;
    while (!has_title && rest.len) {
        const char *feed = memchr(rest.data, '\n', rest.len);
        morgue_text line = {rest.data, feed ? (size_t)(feed - rest.data) : rest.len};
        rest.data += line.len + (feed != NULL);
        rest.len -= line.len + (feed != NULL);
        morgue_status status = put_title(put, line);
        if (status != MORGUE_OK)
            return status;
        has_title = morgue_article_count(put->article, MORGUE_TITLE) > 0;
    }
    return put_text(put, rest);
}

/* Briefs are a headline; what stands behind it is a stopgap of the collection ("Blah blah blah.")
 * and no text. */
static morgue_status put_story(mg_sink *put, morgue_text article)
{
    morgue_text text, attributes, part;
    if (!mg_sgml_element(article, "TEXT", &text, &attributes))
        return MORGUE_OK;
    morgue_text type = mg_sgml_attribute(attributes, "TYPE");
    bool has_title = mg_sgml_element(text, "TITLE", &part, NULL);
    morgue_status status = has_title ? put_title(put, part) : MORGUE_OK;
    if (status == MORGUE_OK)
        status = put_author(put, text);
    if (status == MORGUE_OK)
        status = put_dateline(put, text);
    if (status == MORGUE_OK)
        status = mg_put_extra_text(put, "texttype", 8, type);
    if (status != MORGUE_OK)
        return status;
    if (mg_sgml_element(text, "BODY", &part, NULL))
        return put_text(put, part);
    bool brief = type.len == 5 && memcmp(type.data, "BRIEF", 5) == 0;
    const char *behind = has_title ? part.data + part.len + sizeof "</TITLE>" - 1 : text.data;
    part = (morgue_text){behind, (size_t)(text.data + text.len - behind)};
    return brief ? MORGUE_OK : put_unprocessed(put, part, has_title);
}

static morgue_status put_identity(mg_sink *put, morgue_text article, morgue_text attributes)
{
    char id[64] = "reut-";
    morgue_text newid = mg_trimmed(mg_sgml_attribute(attributes, "NEWID"));
    morgue_text source = mg_sgml_attribute(attributes, "SOURCE");
    morgue_status status = MORGUE_OK;
    if (newid.len && newid.len < sizeof id - 6) {
        memcpy(id + 5, newid.data, newid.len);
        status = mg_put(put, MORGUE_ID, (morgue_text){id, newid.len + 5}, MORGUE_GIVEN);
    }
    if (status == MORGUE_OK)
        status = source.len ? mg_put(put, MORGUE_SOURCE, source, MORGUE_GIVEN)
                            : put_child(put, article, "SOURCE", MORGUE_SOURCE);
    if (status == MORGUE_OK && !morgue_article_count(put->article, MORGUE_SOURCE))
        status = mg_put(put, MORGUE_SOURCE, (morgue_text){"Reuters", 7}, MORGUE_GIVEN);
    return status;
}

static morgue_status put_extras(mg_sink *put, morgue_text article, morgue_text attributes)
{
    static const char *const names[][2] = {{"OLDID", "oldid"},
                                           {"LEWISSPLIT", "lewissplit"},
                                           {"CGISPLIT", "cgisplit"},
                                           {"CSECS", "csecs"},
                                           {"TOPICS", "hastopics"}};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && status == MORGUE_OK; i++)
        status = put_attribute(put, attributes, names[i][0], names[i][1]);
    if (status == MORGUE_OK)
        status = put_extra_list(put, article, "EXCHANGES", "exchanges");
    if (status == MORGUE_OK)
        status = put_extra_list(put, article, "COMPANIES", "listed_companies");
    if (status == MORGUE_OK)
        status = put_extra_child(put, article, "MKNOTE", "mknote");
    return status == MORGUE_OK ? put_extra_child(put, article, "UNKNOWN", "unknown") : status;
}

static morgue_status put_article(mg_sink *put, morgue_text element)
{
    static const struct {
        const char *name;
        morgue_field_id field;
    } lists[] = {{"PEOPLE", MORGUE_PERSON},
                 {"ORGS", MORGUE_ORG},
                 {"PLACES", MORGUE_LOCATION},
                 {"TOPICS", MORGUE_TOPIC}};
    morgue_text article, attributes;
    if (!mg_sgml_element(element, "REUTERS", &article, &attributes))
        return mg_fail(put->err, MORGUE_BAD_INPUT, "a <REUTERS> tag that is not closed");
    morgue_status status = put_identity(put, article, attributes);
    if (status == MORGUE_OK)
        status = put_date(put, article);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && status == MORGUE_OK; i++)
        status = put_list(put, article, lists[i].name, lists[i].field);
    if (status == MORGUE_OK)
        status = put_story(put, article);
    if (status == MORGUE_OK)
        status = put_extras(put, article, attributes);
    return status == MORGUE_OK ? mg_check_article(put->article, put->err) : status;
}

/* ---- The format ---------------------------------------------------------------------------- */

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
    mg_buffer_free(&s->value);
    mg_buffer_free(&s->text);
    free(s);
    reader->state = NULL;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    mg_mend mend = {0};
    morgue_text element;
    bool found;
    morgue_status status = mg_sgml_find(reader->input, "REUTERS", &found, err);
    if (status == MORGUE_OK && !found)
        return MG_READ_END;
    reader->offset = mg_input_offset(reader->input);
    reader->line = mg_input_line(reader->input);
    if (status == MORGUE_OK)
        status = mg_sgml_take(reader->input, "REUTERS", &element, err);
    if (status != MORGUE_OK)
        return mg_reading_of(status);
    size_t len = element.len;
    if (mg_reader_knows(reader, element)) {
        mg_input_skip(reader->input, len);
        return MG_READ_KNOWN;
    }
    mg_buffer_clear(&s->clean);
    if (mg_utf8_clean_prefix(element.data, len) < len) {
        if (!mg_utf8_mend(element.data, len, &s->clean, &mend))
            return mg_reading_of(mg_fail_memory(err));
        mg_note_mend(reader, &mend);
        element = (morgue_text){s->clean.data, s->clean.len};
    }
    status = put_article(&put, element);
    mg_input_skip(reader->input, len);
    return mg_reading_of(status);
}

const mg_format mg_format_reuters = {
    .name = "reuters",
    .description = "Reuters-21578 SGML",
    .extensions = "sgm sgml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
