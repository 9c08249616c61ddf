/* Texts exported from ProQuest: fields "Name: value" between lines of underscores. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/vendor/vendor.h"
#include "indexer/text/slice.h"

/* ---- Fields -------------------------------------------------------------------------------- */

typedef enum kind {
    KIND_FIELD,
    KIND_TERMS,
    KIND_PERSONS,
    KIND_LANGUAGE,
    KIND_EXTRA,
    KIND_TEXT,
    KIND_LINK /* of no use outside of the database */
} kind;

static const struct {
    const char *names; /* separated by bars */
    kind kind;
    morgue_field_id field;
} fields[] = {
    {"Title|Document title", KIND_FIELD, MORGUE_TITLE},
    {"Author|Authors", KIND_PERSONS, MORGUE_AUTHOR},
    {"Publication title|Source", KIND_FIELD, MORGUE_SOURCE},
    {"Publication date|Date", KIND_FIELD, MORGUE_DATE},
    {"Section", KIND_FIELD, MORGUE_SECTION},
    {"Dateline", KIND_FIELD, MORGUE_DATELINE},
    {"Document URL|URL", KIND_FIELD, MORGUE_URL},
    {"ProQuest document ID", KIND_FIELD, MORGUE_ID},
    {"Language of publication|Language", KIND_LANGUAGE, MORGUE_LANG},
    {"Subject|Identifier / keyword|Identifiers / keywords|Classification|Keywords", KIND_TERMS,
     MORGUE_TOPIC},
    {"Location|Locations", KIND_TERMS, MORGUE_LOCATION},
    {"People|Person|Personal name", KIND_PERSONS, MORGUE_PERSON},
    {"Company / organization|Company/organization|Organization", KIND_TERMS, MORGUE_ORG},
    {"Full text|Full Text", KIND_TEXT, MORGUE_TEXT},
    {"ProQuest document link|Links", KIND_LINK, MORGUE_EXTRA},
    {"Publication info|Publication year|Year|Pages|First page|Column|Volume|Issue|Edition|Abstract|"
     "Publisher|Place of publication|Country of publication|Publication subject|ISSN|e-ISSN|DOI|"
     "Source type|Document type|Document feature|Accession number|Copyright|Last updated|Database|"
     "Publication frequency|Publisher contact information|Source attribution|Subtitle|"
     "Alternate title|Credit|Number of pages|Publication note",
     KIND_EXTRA, MORGUE_EXTRA},
};
enum { FIELDS = sizeof fields / sizeof *fields, KEY_MAX = 40 };

static bool is_listed(const char *names, morgue_text key)
{
    while (*names) {
        size_t n = strcspn(names, "|");
        if (n == key.len && memcmp(names, key.data, n) == 0)
            return true;
        names += n;
        names += *names == '|';
    }
    return false;
}

/* The field that a line begins; FIELDS where it begins none. */
static size_t field_of(morgue_text line, morgue_text *ret_key, morgue_text *ret_value)
{
    const char *colon = memchr(line.data, ':', line.len < KEY_MAX ? line.len : KEY_MAX);
    *ret_value = line;
    if (!colon)
        return FIELDS;
    *ret_key = (morgue_text){line.data, (size_t)(colon - line.data)};
    for (size_t i = 0; i < FIELDS; i++)
        if (is_listed(fields[i].names, *ret_key)) {
            *ret_value = mg_trimmed((morgue_text){colon + 1, line.len - ret_key->len - 1});
            return i;
        }
    return FIELDS;
}

/* ---- The article --------------------------------------------------------------------------- */

typedef struct story {
    mg_vendor v;
    size_t field; /* whose value goes on in the next lines, or FIELDS */
    morgue_text key;
    mg_buffer value;
    morgue_text info; /* "New York Times; New York, N.Y.21 Jan 2022: A.1." */
} story;

/* "Publication info" -> "publication_info" */
static void put_extra(story *s, morgue_text value)
{
    char name[KEY_MAX + 1];
    size_t n = s->key.len < KEY_MAX ? s->key.len : KEY_MAX;
    for (size_t i = 0; i < n; i++)
        name[i] = isalpha((unsigned char)s->key.data[i])
                      ? (char)tolower((unsigned char)s->key.data[i])
                      : '_';
    name[n] = '\0';
    mg_vendor_extra(&s->v, name, value);
}

/* "Name: Harbour Board; NAICS: 928120": names, and numbers of industries. */
static void put_terms(story *s, morgue_field_id field, morgue_text value)
{
    while (value.len) {
        const char *end = memchr(value.data, ';', value.len);
        size_t len = end ? (size_t)(end - value.data) : value.len;
        morgue_text term = mg_trimmed((morgue_text){value.data, len});
        bool number = mg_text_begins(term, "NAICS:") || mg_text_begins(term, "DUNS:") ||
                      mg_text_begins(term, "SIC:") || mg_text_begins(term, "Ticker:");
        if (mg_text_begins(term, "Name:"))
            term = mg_trimmed((morgue_text){term.data + 5, term.len - 5});
        if (!number)
            mg_vendor_put(&s->v, field, term);
        value.data += len + (end != NULL);
        value.len -= len + (end != NULL);
    }
}

/* "Lee, Ann" is Ann Lee. */
static void put_persons(story *s, morgue_field_id field, morgue_text value)
{
    char name[128];
    while (value.len) {
        const char *end = memchr(value.data, ';', value.len);
        size_t len = end ? (size_t)(end - value.data) : value.len;
        morgue_text person = mg_trimmed((morgue_text){value.data, len});
        const char *comma = memchr(person.data, ',', person.len);
        morgue_text first = {"", 0};
        if (comma && person.len < sizeof name - 1)
            first = mg_trimmed(
                (morgue_text){comma + 1, (size_t)(person.data + person.len - comma - 1)});
        if (first.len && !memchr(first.data, ',', first.len)) {
            snprintf(name, sizeof name, "%.*s %.*s", (int)first.len, first.data,
                     (int)(comma - person.data), person.data);
            person = (morgue_text){name, strlen(name)};
        }
        mg_vendor_put(&s->v, field, person);
        value.data += len + (end != NULL);
        value.len -= len + (end != NULL);
    }
}

/* "New York Times, Late Edition (East Coast)" */
static void put_source(story *s, morgue_text value)
{
    const char *comma = memrchr(value.data, ',', value.len);
    morgue_text behind = {"", 0};
    if (comma)
        behind = mg_trimmed((morgue_text){comma + 1, (size_t)(value.data + value.len - comma - 1)});
    if (behind.len && memmem(behind.data, behind.len, "dition", 6)) {
        mg_vendor_extra(&s->v, "edition", behind);
        value.len = (size_t)(comma - value.data);
    }
    mg_vendor_put(&s->v, MORGUE_SOURCE, value);
}

/* The numbers of documents are ProQuest's own. */
static void put_id(story *s, morgue_text value)
{
    char id[48];
    if (value.len >= 32)
        return;
    snprintf(id, sizeof id, "proquest-%.*s", (int)value.len, value.data);
    mg_vendor_put(&s->v, MORGUE_ID, (morgue_text){id, strlen(id)});
}

static void put_field(story *s, morgue_field_id field, morgue_text value)
{
    if (field == MORGUE_SOURCE)
        put_source(s, value);
    else if (field == MORGUE_ID)
        put_id(s, value);
    else
        mg_vendor_put(&s->v, field, value);
}

static void end_field(story *s)
{
    size_t i = s->field;
    morgue_text value = {s->value.data ? s->value.data : "", s->value.len};
    s->field = FIELDS;
    if (i == FIELDS || !value.len)
        return;
    switch (fields[i].kind) {
    case KIND_FIELD: put_field(s, fields[i].field, value); break;
    case KIND_TERMS: put_terms(s, fields[i].field, value); break;
    case KIND_PERSONS: put_persons(s, fields[i].field, value); break;
    case KIND_LANGUAGE: mg_vendor_language(&s->v, value); break;
    case KIND_EXTRA: put_extra(s, value); break;
    case KIND_TEXT:
    case KIND_LINK: break;
    }
}

static bool is_rule(morgue_text line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] != '_')
            return false;
    return line.len >= 20;
}

static void go_on(story *s, morgue_text line)
{
    if (s->field == FIELDS)
        return;
    if (fields[s->field].kind == KIND_TEXT) {
        mg_vendor_line(&s->v, line);
        return;
    }
    bool ok = !line.len || ((!s->value.len || mg_buffer_append_byte(&s->value, ' ')) &&
                            mg_buffer_append(&s->value, line.data, line.len));
    if (!ok && s->v.status == MORGUE_OK)
        s->v.status = mg_fail_memory(s->v.put->err);
}

static void read_line(story *s, morgue_text line)
{
    morgue_text key, value;
    if (is_rule(line) || mg_vendor_is_page(line))
        return;
    size_t i = field_of(line, &key, &value);
    if (i < FIELDS) {
        end_field(s);
        s->field = i;
        s->key = key;
        mg_buffer_clear(&s->value);
        s->v.fresh = true;
        if (mg_text_is(key, "Publication info"))
            s->info = value;
    }
    go_on(s, value);
}

/* Where nothing else says it: newspaper and day of "New York Times, Late Edition; New York, N.Y.
 * [New York, N.Y]21 Jan 2022: A.1." */
static void put_info(story *s)
{
    morgue_text date, info = s->info;
    const char *semicolon = memchr(info.data, ';', info.len);
    if (!mg_vendor_has(&s->v, MORGUE_SOURCE) && semicolon)
        put_source(s, (morgue_text){info.data, (size_t)(semicolon - info.data)});
    const char *colon = memrchr(info.data, ':', info.len);
    if (mg_vendor_has(&s->v, MORGUE_DATE) || !colon)
        return;
    const char *from = colon;
    while (from > info.data && (isalnum((unsigned char)from[-1]) || from[-1] == ' '))
        from--;
    if (mg_vendor_date((morgue_text){from, (size_t)(colon - from)}, &date, NULL))
        mg_vendor_put(&s->v, MORGUE_DATE, date);
}

static morgue_status put_article(mg_sink *put, morgue_text text)
{
    story s = {.v = {.put = put, .fresh = true}, .field = FIELDS, .info = {"", 0}};
    while (text.len && s.v.status == MORGUE_OK)
        read_line(&s, mg_trimmed(mg_take_line(&text)));
    end_field(&s);
    put_info(&s);
    morgue_status status = mg_vendor_finish(&s.v);
    mg_vendor_free(&s.v);
    mg_buffer_free(&s.value);
    return status;
}

/* ---- The format ---------------------------------------------------------------------------- */

static mg_vendor_mark marks(morgue_text line)
{
    return is_rule(line) ? VENDOR_BEGIN : VENDOR_NONE;
}

/* Has the text the fields of an article: a title, and one that only ProQuest has? */
static bool has_fields(morgue_text text)
{
    bool title = false, own = false;
    while (text.len && !(title && own)) {
        morgue_text line = mg_trimmed(mg_take_line(&text));
        title = title || mg_text_begins(line, "Title:");
        own = own || mg_text_begins(line, "ProQuest document") ||
              mg_text_begins(line, "Publication info:") ||
              mg_text_begins(line, "Publication title:");
    }
    return title && own;
}

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text rest = head;
    bool rule = false;
    (void)path;
    while (rest.len && !rule)
        rule = is_rule(mg_trimmed(mg_take_line(&rest)));
    return rule && has_fields(head)
               ? (mg_bid){88, "has the fields of ProQuest between lines of underscores"}
               : MG_NO_BID;
}

/* What is no article: who made the list, and what is in it. */
static bool is_article(mg_reader *reader, morgue_text text, bool marked)
{
    (void)reader;
    (void)marked;
    return has_fields(text);
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    static const mg_vendor_export proquest = {marks, is_article, put_article};
    return mg_vendor_next(&proquest, reader, article, err);
}

const mg_format mg_format_proquest = {
    .name = "proquest",
    .description = "ProQuest exports as text",
    .extensions = "txt",
    .bid = bid,
    .next = next,
};
