/* Texts exported from Factiva: with two-letter codes before the fields ("HD", "PD", "LP"), or as
 * they are displayed, where only their order tells. Each article ends with its number, "Document
 * NYTF000020220121ei1l0000a". */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/vendor/vendor.h"
#include "indexer/text/slice.h"

/* ---- Fields -------------------------------------------------------------------------------- */

typedef enum kind {
    KIND_FIELD,
    KIND_TERMS,
    KIND_BYLINE,
    KIND_LANGUAGE,
    KIND_EXTRA,
    KIND_TEXT
} kind;

static const struct {
    char code[4];
    kind kind;
    morgue_field_id field;
    const char *key; /* of an extra */
} fields[] = {{"HD", KIND_FIELD, MORGUE_TITLE, ""},
              {"BY", KIND_BYLINE, MORGUE_AUTHOR, ""},
              {"CR", KIND_EXTRA, MORGUE_EXTRA, "credit"},
              {"WC", KIND_EXTRA, MORGUE_EXTRA, "length"},
              {"PD", KIND_FIELD, MORGUE_DATE, ""},
              {"ET", KIND_EXTRA, MORGUE_EXTRA, "time"},
              {"SN", KIND_FIELD, MORGUE_SOURCE, ""},
              {"SC", KIND_EXTRA, MORGUE_EXTRA, "source_code"},
              {"SE", KIND_FIELD, MORGUE_SECTION, ""},
              {"CLM", KIND_EXTRA, MORGUE_EXTRA, "column"},
              {"ED", KIND_EXTRA, MORGUE_EXTRA, "edition"},
              {"PG", KIND_EXTRA, MORGUE_EXTRA, "page"},
              {"VOL", KIND_EXTRA, MORGUE_EXTRA, "volume"},
              {"LA", KIND_LANGUAGE, MORGUE_LANG, ""},
              {"CY", KIND_EXTRA, MORGUE_EXTRA, "copyright"},
              {"CX", KIND_EXTRA, MORGUE_EXTRA, "correction"},
              {"ART", KIND_EXTRA, MORGUE_EXTRA, "art"},
              {"LP", KIND_TEXT, MORGUE_TEXT, ""},
              {"TD", KIND_TEXT, MORGUE_TEXT, ""},
              {"CT", KIND_EXTRA, MORGUE_EXTRA, "contact"},
              {"RF", KIND_EXTRA, MORGUE_EXTRA, "reference"},
              {"CO", KIND_TERMS, MORGUE_ORG, ""},
              {"IN", KIND_TERMS, MORGUE_TOPIC, ""},
              {"NS", KIND_TERMS, MORGUE_TOPIC, ""},
              {"RE", KIND_TERMS, MORGUE_LOCATION, ""},
              {"PE", KIND_TERMS, MORGUE_PERSON, ""},
              {"IPC", KIND_EXTRA, MORGUE_EXTRA, "ipc"},
              {"IPD", KIND_EXTRA, MORGUE_EXTRA, "ipd"},
              {"PUB", KIND_EXTRA, MORGUE_EXTRA, "publisher"},
              {"AN", KIND_EXTRA, MORGUE_EXTRA, "accession"}};
enum { FIELDS = sizeof fields / sizeof *fields };

/* The field whose code begins the line, alone or before spaces; FIELDS where there is none. */
static size_t field_of(morgue_text line, morgue_text *ret_value)
{
    for (size_t i = 0; i < FIELDS; i++) {
        size_t n = strlen(fields[i].code);
        if (line.len < n || memcmp(line.data, fields[i].code, n) != 0)
            continue;
        morgue_text rest = {line.data + n, line.len - n};
        bool parted = !rest.len || *rest.data == '\t' || *rest.data == '\r' ||
                      (rest.len > 1 && memcmp(rest.data, "  ", 2) == 0) ||
                      (n == 3 && *rest.data == ' ') || !mg_trimmed(rest).len;
        if (parted) {
            *ret_value = mg_trimmed(rest);
            return i;
        }
    }
    return FIELDS;
}

/* The number in "Document NYTF000020220121ei1l0000a": letters, digits, the day among them. */
static morgue_text number_of(morgue_text line)
{
    size_t digits = 0;
    line = mg_trimmed(line);
    morgue_text rest = line;
    if (mg_text_begins(line, "AN ") || mg_text_begins(line, "AN\t"))
        rest = mg_trimmed((morgue_text){line.data + 3, line.len - 3});
    if (rest.len && *rest.data == '(' && rest.data[rest.len - 1] == ')')
        rest = (morgue_text){rest.data + 1, rest.len - 2};
    if (!mg_text_begins(rest, "Document "))
        return (morgue_text){"", 0};
    rest = mg_trimmed((morgue_text){rest.data + 9, rest.len - 9});
    for (size_t i = 0; i < rest.len; i++) {
        if (!isalnum((unsigned char)rest.data[i]))
            return (morgue_text){"", 0};
        digits += isdigit((unsigned char)rest.data[i]) != 0;
    }
    return rest.len >= 20 && rest.len <= 40 && digits >= 8 ? rest : (morgue_text){"", 0};
}

static mg_vendor_mark marks(morgue_text line)
{
    return number_of(line).len ? VENDOR_END : VENDOR_NONE;
}

/* ---- Articles with codes ------------------------------------------------------------------- */

typedef struct story {
    mg_vendor v;
    size_t field; /* whose value goes on */
    mg_buffer value;
} story;

/* "iecoind : Economic Indicators | gvote : Elections": the names. */
static void put_terms(story *a, morgue_field_id field, morgue_text value)
{
    while (value.len) {
        const char *end = memchr(value.data, '|', value.len);
        size_t len = end ? (size_t)(end - value.data) : value.len;
        morgue_text term = {value.data, len};
        const char *colon = memmem(term.data, term.len, " : ", 3);
        if (colon)
            term = (morgue_text){colon + 3, (size_t)(term.data + term.len - colon - 3)};
        mg_vendor_put(&a->v, field, term);
        value.data += len + (end != NULL);
        value.len -= len + (end != NULL);
    }
}

static void end_field(story *a)
{
    size_t i = a->field;
    morgue_text value = {a->value.data ? a->value.data : "", a->value.len};
    a->field = FIELDS;
    if (i == FIELDS)
        return;
    switch (fields[i].kind) {
    case KIND_FIELD: mg_vendor_put(&a->v, fields[i].field, value); break;
    case KIND_TERMS: put_terms(a, fields[i].field, value); break;
    case KIND_BYLINE: mg_vendor_byline(&a->v, value); break;
    case KIND_LANGUAGE: mg_vendor_language(&a->v, value); break;
    case KIND_EXTRA:
        if (!number_of(value).len)
            mg_vendor_extra(&a->v, fields[i].key, value);
        break;
    case KIND_TEXT: a->v.fresh = true; break;
    }
    mg_buffer_clear(&a->value);
}

static void go_on(story *a, morgue_text line)
{
    morgue_text trimmed = mg_trimmed(line);
    if (a->field == FIELDS)
        return;
    if (fields[a->field].kind == KIND_TEXT) {
        mg_vendor_line(&a->v, trimmed);
        return;
    }
    bool ok = !trimmed.len || ((!a->value.len || mg_buffer_append_byte(&a->value, ' ')) &&
                               mg_buffer_append(&a->value, trimmed.data, trimmed.len));
    if (!ok && a->v.status == MORGUE_OK)
        a->v.status = mg_fail_memory(a->v.put->err);
}

static void read_codes(story *a, morgue_text text)
{
    while (text.len && a->v.status == MORGUE_OK) {
        morgue_text value, line = mg_take_line(&text);
        size_t i = field_of(line, &value);
        if (number_of(line).len || mg_vendor_is_page(line))
            continue;
        if (i < FIELDS) {
            end_field(a);
            a->field = i;
            line = value;
        }
        go_on(a, line);
    }
    end_field(a);
}

/* ---- Articles as displayed ----------------------------------------------------------------- */

static bool is_count(morgue_text line)
{
    return line.len > 6 && line.len < 24 && isdigit((unsigned char)*line.data) &&
           (memcmp(line.data + line.len - 5, "words", 5) == 0 ||
            memcmp(line.data + line.len - 4, "mots", 4) == 0 ||
            memcmp(line.data + line.len - 4, "rter", 4) == 0);
}

static bool is_rights(morgue_text line)
{
    return mg_text_begins(line, "Copyright") || mg_text_begins(line, "(c)") ||
           mg_text_begins(line, "\xC2\xA9");
}

static bool is_time(morgue_text line)
{
    return line.len == 5 && line.data[2] == ':' && isdigit((unsigned char)*line.data);
}

/* Above the number of words: headline and byline. */
static void read_above(story *a, morgue_text line)
{
    bool by =
        mg_text_begins(line, "By ") || mg_text_begins(line, "Von ") || mg_text_begins(line, "Par ");
    if (is_rights(line))
        mg_vendor_extra(&a->v, "copyright", line);
    else if (by && mg_vendor_has(&a->v, MORGUE_TITLE))
        mg_vendor_byline(&a->v, line);
    else if (!mg_vendor_has(&a->v, MORGUE_TITLE))
        mg_vendor_put(&a->v, MORGUE_TITLE, line);
    else
        mg_vendor_extra(&a->v, "head", line);
}

/* Behind it: date, time, newspaper, its code, page, language. Returns false at the rights, behind
 * which the text begins. */
static bool read_below(story *a, morgue_text line)
{
    morgue_text date;
    bool dated = mg_vendor_has(&a->v, MORGUE_DATE);
    if (is_rights(line)) {
        mg_vendor_extra(&a->v, "copyright", line);
        return false;
    }
    if (!dated && mg_vendor_date(line, &date, NULL))
        mg_vendor_put(&a->v, MORGUE_DATE, date);
    else if (is_time(line))
        mg_vendor_extra(&a->v, "time", line);
    else if (!mg_vendor_has(&a->v, MORGUE_SOURCE))
        mg_vendor_put(&a->v, MORGUE_SOURCE, line);
    else if (mg_text_like(line, "English") || mg_text_like(line, "Deutsch") ||
             mg_text_like(line, "German") || mg_text_like(line, "French") ||
             mg_text_like(line, "Français") || mg_text_like(line, "Spanish"))
        mg_vendor_language(&a->v, line);
    else
        mg_vendor_extra(&a->v,
                        isdigit((unsigned char)*line.data) ? "page"
                        : line.len < 8                     ? "source_code"
                                                           : "head",
                        line);
    return true;
}

static void read_display(story *a, morgue_text text)
{
    enum { ABOVE, BELOW, TEXT } at = ABOVE;
    while (text.len && a->v.status == MORGUE_OK) {
        morgue_text line = mg_trimmed(mg_take_line(&text));
        if (number_of(line).len || mg_vendor_is_page(line))
            continue;
        if (at == TEXT)
            mg_vendor_line(&a->v, line);
        else if (!line.len)
            at = at == BELOW && mg_vendor_has(&a->v, MORGUE_SOURCE) ? TEXT : at;
        else if (at == ABOVE && is_count(line)) {
            mg_vendor_extra(&a->v, "length", line);
            at = BELOW;
        } else if (at == ABOVE)
            read_above(a, line);
        else if (!read_below(a, line))
            at = TEXT;
    }
}

/* ---- The format ---------------------------------------------------------------------------- */

static bool has_codes(morgue_text text)
{
    morgue_text value;
    bool headline = false, date = false;
    while (text.len && !(headline && date)) {
        size_t i = field_of(mg_take_line(&text), &value);
        headline = headline || (i < FIELDS && strcmp(fields[i].code, "HD") == 0);
        date = date || (i < FIELDS && strcmp(fields[i].code, "PD") == 0);
    }
    return headline && date;
}

static bool has_count(morgue_text text)
{
    while (text.len)
        if (is_count(mg_trimmed(mg_take_line(&text))))
            return true;
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text rest = head;
    bool ended = false;
    (void)path;
    while (rest.len && !ended)
        ended = number_of(mg_take_line(&rest)).len > 0;
    if (has_codes(head))
        return ended ? (mg_bid){90, "has Factiva's codes and document numbers"}
                     : (mg_bid){60, "has the field codes of Factiva"};
    return ended && has_count(head) ? (mg_bid){88, "has articles that end with a Factiva number"}
                                    : MG_NO_BID;
}

static morgue_text find_number(morgue_text text)
{
    morgue_text found = {"", 0};
    while (text.len && !found.len)
        found = number_of(mg_take_line(&text));
    return found;
}

static morgue_status put_article(mg_sink *put, morgue_text text)
{
    story a = {.v = {.put = put, .fresh = true}, .field = FIELDS};
    mg_vendor_put(&a.v, MORGUE_ID, find_number(text));
    if (has_codes(text))
        read_codes(&a, text);
    else
        read_display(&a, text);
    morgue_status status = mg_vendor_finish(&a.v);
    mg_vendor_free(&a.v);
    mg_buffer_free(&a.value);
    return status;
}

/* What stands behind the last article, the search that found them, is none. */
static bool is_article(mg_reader *reader, morgue_text text, bool marked)
{
    (void)reader;
    return marked || has_codes(text);
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    static const mg_vendor_export factiva = {marks, is_article, put_article};
    return mg_vendor_next(&factiva, reader, article, err);
}

const mg_format mg_format_factiva = {
    .name = "factiva",
    .description = "Factiva exports as text, with field codes or as displayed",
    .extensions = "txt",
    .bid = bid,
    .next = next,
};
