#include "indexer/formats/wire/trec_doc.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/choose.h"
#include "indexer/formats/wire/sgml.h"
#include "indexer/formats/wire/trec_text.h"

/* Tags that are never closed are looked for in vain only so often. */
enum { UNCLOSED_MAX = 64, NAME_MAX = 32, DEPTH_MAX = 4 };

/* ---- Which element is what ----------------------------------------------------------------- */

typedef enum kind { KIND_FIELD, KIND_TEXT, KIND_LEAD, KIND_WITHIN, KIND_FILE, KIND_LABEL } kind;

/* The names of AP, WSJ, the Los Angeles and the Financial Times, the Federal Register, FBIS, SJMN,
 * ZIFF, AQUAINT, Gigaword, and of the collections of CLEF and NTCIR. */
static const struct {
    const char *name;
    kind kind;
    morgue_field_id field;
} elements[] = {
    {"DOCNO", KIND_FIELD, MORGUE_ID},
    {"DOCID", KIND_FIELD, MORGUE_ID},
    {"HEADLINE", KIND_FIELD, MORGUE_TITLE},
    {"HL", KIND_FIELD, MORGUE_TITLE},
    {"TITLE", KIND_FIELD, MORGUE_TITLE},
    {"HEAD", KIND_FIELD, MORGUE_TITLE},
    {"TI", KIND_FIELD, MORGUE_TITLE},
    {"TTL", KIND_FIELD, MORGUE_TITLE},
    {"DOCTITLE", KIND_FIELD, MORGUE_TITLE},
    {"DATE", KIND_FIELD, MORGUE_DATE},
    {"DATE1", KIND_FIELD, MORGUE_DATE},
    {"DATE_TIME", KIND_FIELD, MORGUE_DATE},
    {"PUBDATE", KIND_FIELD, MORGUE_DATE},
    {"DD", KIND_FIELD, MORGUE_DATE},
    {"FILEID", KIND_FILE, MORGUE_DATE},
    {"BYLINE", KIND_FIELD, MORGUE_AUTHOR},
    {"AUTHOR", KIND_FIELD, MORGUE_AUTHOR},
    {"AU", KIND_FIELD, MORGUE_AUTHOR},
    {"DATELINE", KIND_FIELD, MORGUE_DATELINE},
    {"PUB", KIND_FIELD, MORGUE_SOURCE},
    {"SO", KIND_FIELD, MORGUE_SOURCE},
    {"JOURNAL", KIND_FIELD, MORGUE_SOURCE},
    {"SOURCE", KIND_FIELD, MORGUE_SOURCE},
    {"SECTION", KIND_FIELD, MORGUE_SECTION},
    {"CATEGORY", KIND_FIELD, MORGUE_SECTION},
    {"LANG", KIND_FIELD, MORGUE_LANG},
    {"LANGUAGE", KIND_FIELD, MORGUE_LANG},
    {"SUBJECT", KIND_FIELD, MORGUE_TOPIC},
    {"KEYWORD", KIND_FIELD, MORGUE_TOPIC},
    {"KEYWORDS", KIND_FIELD, MORGUE_TOPIC},
    {"DESCRIPT", KIND_FIELD, MORGUE_TOPIC},
    {"IN", KIND_FIELD, MORGUE_TOPIC},
    {"NS", KIND_FIELD, MORGUE_TOPIC},
    {"TP", KIND_FIELD, MORGUE_TOPIC},
    {"CO", KIND_FIELD, MORGUE_ORG},
    {"CN", KIND_FIELD, MORGUE_LOCATION},
    {"RE", KIND_FIELD, MORGUE_LOCATION},
    {"COUNTRY", KIND_FIELD, MORGUE_LOCATION},
    {"PE", KIND_FIELD, MORGUE_PERSON},
    {"LP", KIND_LEAD, MORGUE_TEXT},
    {"LEADPARA", KIND_LEAD, MORGUE_TEXT},
    {"LEAD", KIND_LEAD, MORGUE_TEXT},
    {"TEXT", KIND_TEXT, MORGUE_TEXT},
    {"TX", KIND_TEXT, MORGUE_TEXT},
    {"HEADER", KIND_WITHIN, MORGUE_EXTRA},
    {"BODY", KIND_WITHIN, MORGUE_EXTRA},
    {"TRAILER", KIND_WITHIN, MORGUE_EXTRA},
    {"H3", KIND_WITHIN, MORGUE_EXTRA},
    {"XX", KIND_LABEL, MORGUE_EXTRA}, /* "Companies:-" before what says so itself */
};

/* An element on its way. */
typedef struct element {
    morgue_text name;
    morgue_text content;
    kind kind;
    morgue_field_id field; /* MORGUE_EXTRA: none */
} element;

typedef struct reading {
    mg_sink *put;
    mg_trec_memory *memory;
    morgue_text text; /* the first element of texts */
    morgue_text file; /* of AP: "AP-NR-02-12-88 2344EST" */
    unsigned unclosed;
} reading;

static void classify(element *e)
{
    e->kind = KIND_FIELD;
    e->field = MORGUE_EXTRA;
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strlen(elements[i].name) == e->name.len &&
            strncasecmp(elements[i].name, e->name.data, e->name.len) == 0) {
            e->kind = elements[i].kind;
            e->field = elements[i].field;
            return;
        }
}

/* ---- Elements ------------------------------------------------------------------------------ */

/* The end tag of this name; NULL where there is none. */
static const char *find_end(morgue_text text, morgue_text name)
{
    const char *end = text.data + text.len;
    for (const char *at = text.data; (at = memchr(at, '<', (size_t)(end - at))); at++)
        if ((size_t)(end - at) > name.len + 2 && at[1] == '/' &&
            strncasecmp(at + 2, name.data, name.len) == 0 &&
            !mg_trec_is_name_byte(at[2 + name.len]))
            return at;
    return NULL;
}

static morgue_text behind(morgue_text text, const char *at)
{
    return (morgue_text){at, (size_t)(text.data + text.len - at)};
}

/* Takes the next element from the text. Comments, end tags and tags that are not closed are passed
 * over. */
static bool take_element(reading *r, morgue_text *text, element *ret)
{
    const char *end = text->data + text->len;
    while (text->data < end) {
        const char *at = memchr(text->data, '<', (size_t)(end - text->data));
        if (!at)
            return false;
        const char *name = at + 1, *last = name;
        while (last < end && last - name < NAME_MAX && mg_trec_is_name_byte(*last))
            last++;
        const char *close = last < end ? memchr(last, '>', (size_t)(end - last)) : NULL;
        if (!close)
            return false;
        *text = behind(*text, last > name ? close + 1 : last);
        if (last == name || r->unclosed >= UNCLOSED_MAX)
            continue;
        ret->name = (morgue_text){name, (size_t)(last - name)};
        const char *stop = find_end(*text, ret->name);
        if (stop) {
            ret->content = (morgue_text){text->data, (size_t)(stop - text->data)};
            *text = behind(*text, stop);
            classify(ret);
            return true;
        }
        r->unclosed++;
    }
    return false;
}

static morgue_status put_extra(reading *r, const element *e, morgue_text value)
{
    char key[NAME_MAX + 1];
    for (size_t i = 0; i < e->name.len; i++)
        key[i] = (char)tolower((unsigned char)e->name.data[i]);
    return mg_put_extra_text(r->put, key, e->name.len, value);
}

/* ---- Fields -------------------------------------------------------------------------------- */

/* "FT  14 MAY 91 / Jubilee of a jet": the newspaper and the day again. */
static morgue_text without_prefix(morgue_text title)
{
    const char *slash = memmem(title.data, title.len < 40 ? title.len : 40, " / ", 3);
    if (title.len > 4 && memcmp(title.data, "FT ", 3) == 0 && slash)
        return mg_trimmed(behind(title, slash + 3));
    return title;
}

/* "WALL STREET JOURNAL (J), PAGE -16" */
static morgue_status put_source(reading *r, morgue_text value)
{
    const char *mark = memmem(value.data, value.len, " (J)", 4);
    morgue_status status = MORGUE_OK;
    if (mark) {
        status = mg_put_extra_text(r->put, "so", 2, value);
        value.len = (size_t)(mark - value.data);
    }
    return status == MORGUE_OK ? mg_put(r->put, MORGUE_SOURCE, value, MORGUE_GIVEN) : status;
}

/* Codes stand in lines of their own, or between semicolons. */
static morgue_status put_names(reading *r, const element *e)
{
    morgue_text rest = e->content, value;
    morgue_status status = MORGUE_OK;
    bool lines = memchr(rest.data, '\n', rest.len) && !memchr(rest.data, ';', rest.len) &&
                 !memchr(rest.data, '<', rest.len);
    while (rest.len && status == MORGUE_OK) {
        const char *feed = lines ? memchr(rest.data, '\n', rest.len) : NULL;
        morgue_text line = {rest.data, feed ? (size_t)(feed - rest.data) : rest.len};
        rest = behind(rest, line.data + line.len + (feed != NULL));
        status = mg_trec_plain(r->put, r->memory, line, false, &value);
        while (value.len > 4 && value.data[value.len - 1] == '.') /* of the list */
            value.len--;
        if (status == MORGUE_OK)
            status = mg_put_list(r->put, e->field, value, false);
    }
    return status;
}

/* "Associated Press Writer", below a name. */
static bool is_office(morgue_text byline)
{
    static const char *const words[] = {"Writer", "Correspondent", "Editor", "Columnist"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (byline.len > n && strncasecmp(byline.data, "by ", 3) != 0 &&
            strncasecmp(byline.data + byline.len - n, words[i], n) == 0)
            return !memchr(byline.data, ',', byline.len);
    }
    return false;
}

static morgue_status put_value(reading *r, const element *e, morgue_text value)
{
    if (e->field == MORGUE_AUTHOR && is_office(value))
        return put_extra(r, e, value);
    switch (e->field) {
    case MORGUE_DATE: return mg_trec_put_date(r->put, value);
    case MORGUE_AUTHOR: return mg_put_byline(r->put, value);
    case MORGUE_DATELINE: return mg_put_dateline(r->put, value);
    case MORGUE_TITLE: return mg_put(r->put, e->field, without_prefix(value), MORGUE_GIVEN);
    case MORGUE_SOURCE: return put_source(r, value);
    default: return mg_put(r->put, e->field, value, MORGUE_GIVEN);
    }
}

static morgue_status put_field(reading *r, const element *e)
{
    morgue_text value;
    if (mg_lists_names(e->field))
        return put_names(r, e);
    morgue_status status = mg_trec_plain(r->put, r->memory, e->content, false, &value);
    if (status != MORGUE_OK || !value.len)
        return status;
    bool again =
        mg_claims_once(CLAIM_NAMED, e->field) && morgue_article_count(r->put->article, e->field);
    if (e->field == MORGUE_EXTRA || again)
        return put_extra(r, e, value);
    return put_value(r, e, value);
}

/* Texts follow each other: the lead paragraph of the Wall Street Journal and the rest. */
static morgue_status put_text(reading *r, const element *e)
{
    mg_buffer *all = &r->memory->all;
    morgue_text value;
    morgue_status status = mg_trec_plain(r->put, r->memory, e->content, true, &value);
    if (status != MORGUE_OK || !value.len)
        return status;
    bool ok = (!all->len || mg_buffer_append(all, "\n\n", 2)) &&
              mg_buffer_append(all, value.data, value.len);
    return ok ? MORGUE_OK : mg_fail_memory(r->put->err);
}

/* The title of a part of the Federal Register and of FBIS stands in its text. */
static morgue_status find_title(reading *r, morgue_text text)
{
    element e;
    morgue_status status = MORGUE_OK;
    while (status == MORGUE_OK && !morgue_article_count(r->put->article, MORGUE_TITLE) &&
           take_element(r, &text, &e))
        if (e.kind == KIND_FIELD && e.field == MORGUE_TITLE)
            status = put_field(r, &e);
    return status;
}

static morgue_status put_elements(reading *r, morgue_text content, int depth)
{
    element e;
    morgue_status status = MORGUE_OK;
    while (status == MORGUE_OK && take_element(r, &content, &e))
        switch (e.kind) {
        case KIND_FIELD: status = put_field(r, &e); break;
        case KIND_WITHIN:
            status = depth < DEPTH_MAX ? put_elements(r, e.content, depth + 1) : MORGUE_OK;
            break;
        case KIND_FILE:
            r->file = e.content;
            status = put_extra(r, &e, mg_trimmed(e.content));
            break;
        case KIND_TEXT:
            r->text = e.content;
            status = put_text(r, &e);
            break;
        case KIND_LEAD: status = put_text(r, &e); break;
        case KIND_LABEL: break;
        }
    return status;
}

/* ---- The document -------------------------------------------------------------------------- */

/* The newspapers of the collections, by the beginnings of their documents' names. */
static morgue_status put_known_source(reading *r)
{
    static const struct {
        const char *prefix, *source;
    } sources[] = {{"AP", "Associated Press"},
                   {"APW", "Associated Press"},
                   {"WSJ", "Wall Street Journal"},
                   {"FT", "Financial Times"},
                   {"LA", "Los Angeles Times"},
                   {"SJMN", "San Jose Mercury News"},
                   {"FBIS", "Foreign Broadcast Information Service"},
                   {"FR", "Federal Register"},
                   {"NYT", "New York Times"},
                   {"XIE", "Xinhua News Agency"},
                   {"XIN", "Xinhua News Agency"},
                   {"AFP", "Agence France-Presse"},
                   {"CNA", "Central News Agency of Taiwan"},
                   {"LTW", "Los Angeles Times/Washington Post"}};
    morgue_text id = morgue_article_get(r->put->article, MORGUE_ID, 0);
    size_t n = 0;
    while (n < id.len && isupper((unsigned char)id.data[n]))
        n++;
    bool marked = n < id.len && (isdigit((unsigned char)id.data[n]) ||
                                 (id.len - n > 5 && memcmp(id.data + n, "_ENG_", 5) == 0));
    for (size_t i = 0; marked && i < sizeof sources / sizeof *sources; i++)
        if (strlen(sources[i].prefix) == n && memcmp(id.data, sources[i].prefix, n) == 0)
            return mg_put(r->put, MORGUE_SOURCE,
                          (morgue_text){sources[i].source, strlen(sources[i].source)},
                          MORGUE_GIVEN);
    return MORGUE_OK;
}

static morgue_status put_attributes(reading *r, morgue_text attributes)
{
    morgue_text id = mg_sgml_attribute(attributes, "id");
    morgue_text type = mg_sgml_attribute(attributes, "type");
    morgue_status status = mg_put(r->put, MORGUE_ID, mg_trimmed(id), MORGUE_GIVEN);
    return status == MORGUE_OK ? mg_put_extra_text(r->put, "type", 4, type) : status;
}

static morgue_status put_missing(reading *r)
{
    const morgue_article *article = r->put->article;
    morgue_status status = MORGUE_OK;
    if (!morgue_article_count(article, MORGUE_TITLE))
        status = find_title(r, r->text);
    if (status == MORGUE_OK && !morgue_article_count(article, MORGUE_RAW_DATE) &&
        !morgue_article_count(article, MORGUE_DATE))
        status = mg_trec_put_file_date(r->put, r->file);
    if (status == MORGUE_OK && !morgue_article_count(article, MORGUE_RAW_DATE) &&
        !morgue_article_count(article, MORGUE_DATE))
        status = mg_trec_put_date_of_id(r->put);
    if (status == MORGUE_OK && !morgue_article_count(article, MORGUE_SOURCE))
        status = put_known_source(r);
    return status;
}

morgue_status mg_trec_put(mg_sink *put, morgue_text doc, mg_trec_memory *memory)
{
    reading r = {.put = put, .memory = memory, .text = {"", 0}, .file = {"", 0}};
    const char *open = memchr(doc.data, '>', doc.len);
    mg_buffer_clear(&memory->all);
    if (!open)
        return mg_fail(put->err, MORGUE_BAD_INPUT, "a <DOC> tag that is not closed");
    morgue_status status =
        put_attributes(&r, (morgue_text){doc.data + 4, (size_t)(open - doc.data - 4)});
    if (status == MORGUE_OK)
        status = put_elements(&r, behind(doc, open + 1), 0);
    if (status == MORGUE_OK)
        status = put_missing(&r);
    morgue_text all = {memory->all.data ? memory->all.data : "", memory->all.len};
    if (status == MORGUE_OK)
        status = mg_put(put, MORGUE_TEXT, all, MORGUE_GIVEN);
    return status == MORGUE_OK ? mg_check_article(put->article, put->err) : status;
}

void mg_trec_memory_free(mg_trec_memory *memory)
{
    mg_buffer_free(&memory->raw);
    mg_buffer_free(&memory->value);
    mg_buffer_free(&memory->text);
    mg_buffer_free(&memory->all);
}
