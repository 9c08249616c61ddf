#include "indexer/formats/vendor/lexis_article.h"
#include "indexer/text/slice.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"

bool mg_lexis_is_begin(morgue_text line)
{
    static const char *const ofs[] = {"of", "von", "de", "di", "van"};
    morgue_text words[5];
    size_t n = 0;
    if (line.len < 6 || line.len > 60)
        return false;
    while (line.len && n < 5) {
        size_t len = 0;
        while (len < line.len && !isspace((unsigned char)line.data[len]))
            len++;
        words[n++] = (morgue_text){line.data, len};
        line = mg_trimmed((morgue_text){line.data + len, line.len - len});
    }
    size_t first = n && (mg_text_begins(words[0], "docum") || mg_text_begins(words[0], "dokum"));
    bool named =
        first ||
        (n == 4 && (mg_text_begins(words[3], "docum") || mg_text_begins(words[3], "dokum")));
    if (!named || n != 3 + 1 || line.len || !isdigit((unsigned char)words[first].data[0]) ||
        !isdigit((unsigned char)words[first + 2].data[0]))
        return false;
    for (size_t i = 0; i < sizeof ofs / sizeof *ofs; i++)
        if (mg_text_like(words[first + 1], ofs[i]))
            return true;
    return false;
}

/* ---- Fields -------------------------------------------------------------------------------- */

typedef enum kind {
    KIND_FIELD,
    KIND_TERMS,
    KIND_BYLINE,
    KIND_LANGUAGE,
    KIND_EXTRA,
    KIND_BODY /* the text begins behind it */
} kind;

/* Names of fields, in the languages of the exports; where they stand. */
static const struct {
    const char *names; /* separated by bars */
    kind kind;
    morgue_field_id field;
    bool below; /* behind the text */
} fields[] = {
    {"HEADLINE|TITLE|TITEL|TITRE|ÜBERSCHRIFT", KIND_FIELD, MORGUE_TITLE, false},
    {"BYLINE|AUTHOR|AUTOR|AUTEUR", KIND_BYLINE, MORGUE_AUTHOR, false},
    {"DATELINE", KIND_FIELD, MORGUE_DATELINE, false},
    {"SECTION|RUBRIK|RUBRIQUE|RESSORT", KIND_FIELD, MORGUE_SECTION, false},
    {"LENGTH|LÄNGE|LONGUEUR", KIND_EXTRA, MORGUE_EXTRA, false},
    {"HIGHLIGHT", KIND_EXTRA, MORGUE_EXTRA, false},
    {"BODY|TEXT", KIND_BODY, MORGUE_TEXT, false},
    {"URL", KIND_FIELD, MORGUE_URL, true},
    {"LANGUAGE|SPRACHE|LANGUE", KIND_LANGUAGE, MORGUE_LANG, true},
    {"SUBJECT|INDUSTRY|THEMEN", KIND_TERMS, MORGUE_TOPIC, true},
    {"ORGANIZATION|COMPANY|FIRMEN", KIND_TERMS, MORGUE_ORG, true},
    {"PERSON|PERSONEN", KIND_TERMS, MORGUE_PERSON, true},
    {"GEOGRAPHIC|CITY|STATE|COUNTRY", KIND_TERMS, MORGUE_LOCATION, true},
    {"LOAD-DATE|UPDATE|GRAPHIC|GRAFIK|PUBLICATION-TYPE|PUBLICATION TYPE|PUB-TYPE|TICKER|DOC-TYPE|"
     "DOCUMENT-TYPE|JOURNAL CODE|JOURNAL-CODE|ACC-NO|SERIES|TYPE|NOTES|CORRECTION|CORRECTION-DATE|"
     "COPYRIGHT|DISTRIBUTION|VIDEO|ISSN|NAME|MEDIA-TYPE|EDITION|COLUMN|CATEGORY",
     KIND_EXTRA, MORGUE_EXTRA, true},
};
enum { FIELDS = sizeof fields / sizeof *fields, KEY_MAX = 24 };

static bool is_listed(const char *names, morgue_text key)
{
    while (*names) {
        size_t n = strcspn(names, "|");
        if (n == key.len && strncasecmp(names, key.data, n) == 0)
            return true;
        names += n;
        names += *names == '|';
    }
    return false;
}

/* The field that a line begins: "LENGTH: 500 words". FIELDS where it begins none. */
static size_t field_of(morgue_text line, morgue_text *ret_key, morgue_text *ret_value)
{
    const char *colon = memchr(line.data, ':', line.len < KEY_MAX + 4 ? line.len : KEY_MAX + 4);
    if (!colon || colon == line.data)
        return FIELDS;
    *ret_key = (morgue_text){line.data, (size_t)(colon - line.data)};
    *ret_value = mg_trimmed((morgue_text){colon + 1, line.len - ret_key->len - 1});
    for (size_t i = 0; i < FIELDS; i++)
        if (is_listed(fields[i].names, *ret_key))
            return i;
    return FIELDS;
}

/* ---- The article --------------------------------------------------------------------------- */

enum { HEAD_LINES = 24 };

typedef struct story {
    mg_vendor v;
    bool uni; /* Nexis Uni: fields are spelled "Load-Date", the headline comes first */
    bool in_text;
    bool below;                   /* behind the text */
    morgue_text head[HEAD_LINES]; /* lines above the first field */
    size_t heads;
    bool listed; /* a list of all articles stands above the first one */
    bool head_done;
    size_t field; /* whose value goes on in the next lines, or FIELDS */
    morgue_text key;
    mg_buffer value;
    mg_buffer title; /* of a headline that stands between the date and the fields */
} story;

/* "LOAD-DATE" -> "load_date" */
static void put_extra(story *a, morgue_text key, morgue_text value)
{
    char name[KEY_MAX + 8];
    size_t n = key.len < sizeof name - 1 ? key.len : sizeof name - 1;
    for (size_t i = 0; i < n; i++)
        name[i] = key.data[i] == '-' || key.data[i] == ' '
                      ? '_'
                      : (char)tolower((unsigned char)key.data[i]);
    name[n] = '\0';
    mg_vendor_extra(&a->v, name, value);
}

static morgue_text first_name(const char *names)
{
    return (morgue_text){names, strcspn(names, "|")};
}

/* What was gathered of a field is complete. */
static void end_field(story *a)
{
    morgue_text value = {a->value.data ? a->value.data : "", a->value.len};
    size_t i = a->field;
    a->field = FIELDS;
    if (i == FIELDS || !value.len)
        return;
    switch (fields[i].kind) {
    case KIND_FIELD:
        if (fields[i].field == MORGUE_DATELINE && a->v.status == MORGUE_OK)
            a->v.status = mg_put_dateline(a->v.put, value);
        else
            mg_vendor_put(&a->v, fields[i].field, value);
        break;
    case KIND_TERMS: mg_vendor_terms(&a->v, fields[i].field, value, ';'); break;
    case KIND_BYLINE: mg_vendor_byline(&a->v, value); break;
    case KIND_LANGUAGE: mg_vendor_language(&a->v, value); break;
    case KIND_EXTRA: /* those above the text have one name in all languages */
        put_extra(a, fields[i].below ? a->key : first_name(fields[i].names), value);
        break;
    case KIND_BODY: break;
    }
}

static void add_value(story *a, morgue_text line)
{
    bool ok = (!a->value.len || mg_buffer_append_byte(&a->value, ' ')) &&
              mg_buffer_append(&a->value, line.data, line.len);
    if (!ok && a->v.status == MORGUE_OK)
        a->v.status = mg_fail_memory(a->v.put->err);
}

static void begin_field(story *a, size_t i, morgue_text key, morgue_text value)
{
    end_field(a);
    a->head_done = true;
    a->field = i;
    a->key = key;
    a->in_text = fields[i].kind == KIND_BODY;
    a->below = a->below || fields[i].below;
    mg_buffer_clear(&a->value);
    add_value(a, value);
    if (a->in_text && value.len)
        mg_vendor_line(&a->v, value);
}

/* Is it a field here? Within the text only those that come behind it are, spelled as such:
 * "LOAD-DATE", not "Subject" at the beginning of a sentence. */
static bool is_field_here(const story *a, size_t i, morgue_text key)
{
    if (i == FIELDS)
        return false;
    if (a->uni && a->in_text)
        return mg_text_like(key, "Load-Date") || mg_text_like(key, "Graphic");
    if (a->uni)
        return true;
    for (size_t k = 0; k < key.len; k++)
        if (islower((unsigned char)key.data[k]))
            return false;
    return !a->in_text || fields[i].below;
}

static bool is_rights(morgue_text line)
{
    return mg_text_begins(line, "Copyright ") || mg_text_begins(line, "All Rights Reserved") ||
           mg_text_begins(line, "\xC2\xA9");
}

/* Lines of Nexis Uni that say what comes. */
static bool read_heading(story *a, morgue_text line)
{
    if (mg_text_like(line, "Body")) {
        end_field(a);
        a->head_done = a->in_text = true;
        return true;
    }
    if (mg_text_like(line, "Classification")) {
        end_field(a);
        a->in_text = false;
        a->below = true;
        return true;
    }
    return mg_text_like(line, "Notes") || mg_text_like(line, "End of Document");
}

static void read_head_line(story *a, morgue_text line)
{
    if (!line.len)
        return;
    if (is_rights(line)) {
        mg_vendor_extra(&a->v, "copyright", line);
        return;
    }
    a->listed = a->listed || mg_text_begins(line, "Job Number:") ||
                mg_text_begins(line, "User Name:") || mg_text_begins(line, "Documents (");
    if (a->heads == HEAD_LINES)
        memmove(a->head, a->head + 1, --a->heads * sizeof *a->head);
    a->head[a->heads++] = line;
}

/* Behind the fields above the text an empty line ends a field; then comes the text. */
static void read_other(story *a, morgue_text line, morgue_text trimmed)
{
    if (a->field != FIELDS && !a->in_text) {
        if (trimmed.len)
            add_value(a, trimmed);
        else
            end_field(a);
    } else if (a->below && !a->in_text) {
        mg_vendor_extra(&a->v, is_rights(trimmed) ? "copyright" : "remarks", trimmed);
    } else if (!is_rights(trimmed) || a->uni) {
        mg_vendor_line(&a->v, line);
        a->in_text = a->in_text || trimmed.len;
    } else {
        mg_vendor_extra(&a->v, "copyright", trimmed);
    }
}

static void read_line(story *a, morgue_text line)
{
    morgue_text key, value, trimmed = mg_trimmed(line);
    if (mg_vendor_is_page(trimmed) || mg_lexis_is_begin(trimmed) ||
        (a->uni && read_heading(a, trimmed)))
        return;
    size_t i = field_of(trimmed, &key, &value);
    bool at_start = trimmed.data == line.data || a->uni;
    if (at_start && is_field_here(a, i, key))
        begin_field(a, i, key, value);
    else if (!a->head_done)
        read_head_line(a, trimmed);
    else
        read_other(a, line, trimmed);
}

/* ---- What stands above --------------------------------------------------------------------- */

static void add_title(story *a, morgue_text line)
{
    bool ok = (!a->title.len || mg_buffer_append_byte(&a->title, ' ')) &&
              mg_buffer_append(&a->title, line.data, line.len);
    if (!ok && a->v.status == MORGUE_OK)
        a->v.status = mg_fail_memory(a->v.put->err);
}

static size_t find_date(const story *a, morgue_text *ret_date, morgue_text *ret_rest)
{
    size_t found = a->heads;
    for (size_t i = 0; i < a->heads && (found == a->heads || a->listed); i++)
        if (mg_vendor_date(a->head[i], ret_date, ret_rest))
            found = i;
    return found;
}

static bool is_edition(morgue_text line)
{
    return memmem(line.data, line.len, "Edition", 7) || memmem(line.data, line.len, "EDITION", 7) ||
           memmem(line.data, line.len, "Ausgabe", 7);
}

/* Without the comma that parts it from the date. */
static void put_edition(story *a, morgue_text rest)
{
    while (rest.len && strchr(",-; ", *rest.data)) {
        rest.data++;
        rest.len--;
    }
    mg_vendor_extra(&a->v, "edition", rest);
}

/* Classic: newspaper, date, edition, headline. Nexis Uni: headline, newspaper, date. */
static void put_head(story *a)
{
    morgue_text date, rest = {"", 0};
    size_t at = find_date(a, &date, &rest);
    if (at < a->heads)
        mg_vendor_put(&a->v, MORGUE_DATE, date);
    put_edition(a, rest);
    size_t source = a->uni && at < a->heads && at > 0 ? at - 1 : 0;
    size_t first = a->listed && source > 0 ? source - 1 : 0;
    for (size_t i = first; i < a->heads; i++) {
        morgue_text line = a->head[i];
        if (i == at)
            continue;
        if (i == source && (at < a->heads || !a->uni))
            mg_vendor_put(&a->v, MORGUE_SOURCE, line);
        else if (is_edition(line) && line.len < 60)
            mg_vendor_extra(&a->v, "edition", line);
        else if (i < source || (!a->uni && i > at) || at == a->heads)
            add_title(a, line);
        else
            mg_vendor_extra(&a->v, "head", line);
    }
    morgue_text title = {a->title.data ? a->title.data : "", a->title.len};
    mg_vendor_put(&a->v, MORGUE_TITLE, title);
}

static bool is_uni(morgue_text text)
{
    while (text.len) {
        morgue_text line = mg_trimmed(mg_take_line(&text));
        if (mg_text_like(line, "Body") || mg_text_like(line, "End of Document") ||
            (line.len > 10 && memcmp(line.data, "Load-Date:", 10) == 0))
            return true;
    }
    return false;
}

bool mg_lexis_has_fields(morgue_text text)
{
    morgue_text key, value;
    size_t n = 0;
    while (text.len && n < 2)
        n += field_of(mg_trimmed(mg_take_line(&text)), &key, &value) < FIELDS;
    return n == 2;
}

static morgue_status put_clean(mg_sink *put, morgue_text text)
{
    story a = {.v = {.put = put, .fresh = true}, .field = FIELDS, .uni = is_uni(text)};
    while (text.len && a.v.status == MORGUE_OK)
        read_line(&a, mg_take_line(&text));
    end_field(&a);
    put_head(&a);
    morgue_status status = mg_vendor_finish(&a.v);
    mg_vendor_free(&a.v);
    mg_buffer_free(&a.value);
    mg_buffer_free(&a.title);
    return status;
}

/* The names of fields are looked for in what is mended: "L\xC4NGE" of a file in Windows-1252. */
morgue_status mg_lexis_put(mg_sink *put, morgue_text text)
{
    mg_buffer clean = {0};
    mg_mend mend = {0};
    if (mg_utf8_clean_prefix(text.data, text.len) == text.len)
        return put_clean(put, text);
    if (!mg_utf8_mend(text.data, text.len, &clean, &mend))
        return mg_fail_memory(put->err);
    mg_note_mend(put->reader, &mend);
    morgue_status status = put_clean(put, (morgue_text){clean.data, clean.len});
    mg_buffer_free(&clean);
    return status;
}
