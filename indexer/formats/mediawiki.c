/* MediaWiki's XML export, as Special:Export and dumpBackup write it, and Wikimedia's dumps:
 * https://www.mediawiki.org/wiki/Help:Export#Export_format. Articles are the pages of the main
 * namespace; of several revisions of a page the last counts. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/date.h"
#include "archive/error.h"
#include "indexer/formats/put.h"
#include "indexer/formats/wiki/wikitext.h"
#include "indexer/markup/xml.h"
#include "indexer/text/slice.h"

typedef struct state {
    mg_xml *xml;
    bool has_names; /* those of the site were read */
    bool news;
    mg_wiki_names names;
    mg_wiki_facts facts;
    mg_buffer wikitext;
    mg_buffer text;
} state;

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text space, name = mg_xml_first_element(head, &space);
    (void)path;
    return name.len == 9 && memcmp(name.data, "mediawiki", 9) == 0
               ? (mg_bid){95, "begins with <mediawiki>"}
               : MG_NO_BID;
}

static bool is_record(void *user, const mg_node *element)
{
    (void)user;
    return strcmp(element->name, "page") == 0;
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    state *s = calloc(1, sizeof *s);
    if (!s)
        return mg_fail_memory(err);
    morgue_status status = mg_xml_open(reader, is_record, NULL, &s->xml, err);
    if (status == MORGUE_OK)
        reader->state = s;
    else
        free(s);
    return status;
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    mg_xml_free(s->xml);
    mg_buffer_free(&s->names.files);
    mg_buffer_free(&s->names.categories);
    mg_wiki_facts_free(&s->facts);
    mg_buffer_free(&s->wikitext);
    mg_buffer_free(&s->text);
    free(s);
    reader->state = NULL;
}

/* ---- What the file says -------------------------------------------------------------------- */

/* The characters of an element; long ones come in one run, as it has no elements inside. */
static morgue_text text_of(const mg_node *node)
{
    return node && node->first && !node->first->name ? mg_trimmed(node->first->text)
                                                     : (morgue_text){"", 0};
}

static morgue_text buffer_text(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

static bool has(morgue_text text, const char *string)
{
    return memmem(text.data, text.len, string, strlen(string)) != NULL;
}

static const mg_node *siteinfo(const state *s)
{
    return mg_node_child(mg_xml_root(s->xml), "siteinfo");
}

/* What the namespaces of files (6, and -2) and categories (14) are called here. */
static bool read_names(state *s)
{
    const mg_node *node = mg_node_child(mg_node_child(siteinfo(s), "namespaces"), "namespace");
    bool ok = true;
    s->has_names = true;
    s->news = has(text_of(mg_node_child(siteinfo(s), "dbname")), "wikinews") ||
              has(text_of(mg_node_child(siteinfo(s), "base")), "wikinews");
    for (; ok && node; node = mg_node_same_next(node)) {
        morgue_text key = mg_node_attribute(node, "key"), name = text_of(node);
        mg_buffer *to = mg_text_is(key, "14") ? &s->names.categories : &s->names.files;
        if (name.len && (mg_text_is(key, "6") || mg_text_is(key, "-2") || mg_text_is(key, "14")))
            ok = mg_buffer_append(to, name.data, name.len) && mg_buffer_append_byte(to, '\n');
    }
    return ok;
}

/* Of several revisions the latest, as the dates are written; of those without, the last. */
static const mg_node *last_revision(const mg_node *page)
{
    const mg_node *best = NULL;
    morgue_text latest = {"", 0};
    const mg_node *revision = mg_node_child(page, "revision");
    for (; revision; revision = mg_node_same_next(revision)) {
        morgue_text date = text_of(mg_node_child(revision, "timestamp"));
        bool later = date.len != latest.len || memcmp(date.data, latest.data, date.len) >= 0;
        if (later) {
            best = revision;
            latest = date;
        }
    }
    return best;
}

/* Older exports tell the namespace by the title alone. */
static bool is_elsewhere(const state *s, morgue_text title)
{
    const char *colon = title.len ? memchr(title.data, ':', title.len) : NULL;
    const mg_node *node = mg_node_child(mg_node_child(siteinfo(s), "namespaces"), "namespace");
    for (; colon && node; node = mg_node_same_next(node)) {
        morgue_text name = text_of(node);
        if (name.len && name.len == (size_t)(colon - title.data) &&
            memcmp(name.data, title.data, name.len) == 0)
            return true;
    }
    return false;
}

/* Is it a page that is no article, as most are: of another namespace, a redirect, a script? */
static bool is_passed_over(const state *s, const mg_node *page)
{
    morgue_text space = text_of(mg_node_child(page, "ns"));
    morgue_text model = text_of(mg_node_at(page, "revision/model"));
    morgue_text text = text_of(mg_node_at(page, "revision/text"));
    return (space.len ? !mg_text_is(space, "0")
                      : is_elsewhere(s, text_of(mg_node_child(page, "title")))) ||
           !mg_node_child(page, "revision") || mg_node_child(page, "redirect") ||
           (model.len && !mg_text_is(model, "wikitext")) || (mg_text_begins(text, "#redirect"));
}

/* ---- From a page to an article ------------------------------------------------------------- */

/* RFC 3986, 2.3, and what MediaWiki leaves as it is. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~!$()*,;:@/'", c));
}

static bool append_title(morgue_text title, mg_buffer *ret)
{
    static const char digits[] = "0123456789ABCDEF";
    bool ok = true;
    for (size_t i = 0; ok && i < title.len; i++) {
        unsigned char c = (unsigned char)title.data[i];
        char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
        ok = c == ' '            ? mg_buffer_append_byte(ret, '_')
             : is_plain((char)c) ? mg_buffer_append_byte(ret, (char)c)
                                 : mg_buffer_append(ret, escaped, 3);
    }
    return ok;
}

/* The base is the address of the main page. */
static morgue_status put_url(mg_sink *put, const state *s, morgue_text title, mg_buffer *scratch)
{
    morgue_text base = text_of(mg_node_child(siteinfo(s), "base"));
    const char *slash = base.len ? memrchr(base.data, '/', base.len) : NULL;
    if (!slash)
        return MORGUE_OK;
    mg_buffer_clear(scratch);
    bool ok = mg_buffer_append(scratch, base.data, (size_t)(slash - base.data) + 1) &&
              append_title(title, scratch);
    return ok ? mg_put(put, MORGUE_URL, buffer_text(scratch), MORGUE_GIVEN)
              : mg_fail_memory(put->err);
}

/* "enwikinews-2805"; the number alone says nothing. */
static morgue_status put_id(mg_sink *put, const state *s, const mg_node *page, mg_buffer *scratch)
{
    morgue_text site = text_of(mg_node_child(siteinfo(s), "dbname"));
    morgue_text id = text_of(mg_node_child(page, "id"));
    if (!site.len || !id.len)
        return MORGUE_OK;
    mg_buffer_clear(scratch);
    bool ok = mg_buffer_append(scratch, site.data, site.len) &&
              mg_buffer_append_byte(scratch, '-') && mg_buffer_append(scratch, id.data, id.len);
    return ok ? mg_put(put, MORGUE_ID, buffer_text(scratch), MORGUE_GIVEN)
              : mg_fail_memory(put->err);
}

static morgue_status put_categories(mg_sink *put, const state *s)
{
    morgue_text rest = buffer_text(&s->facts.categories);
    morgue_status status = MORGUE_OK;
    while (rest.len && status == MORGUE_OK) {
        const char *feed = memchr(rest.data, '\n', rest.len);
        size_t n = feed ? (size_t)(feed - rest.data) : rest.len;
        status = mg_put(put, MORGUE_TOPIC, mg_trimmed((morgue_text){rest.data, n}), MORGUE_GIVEN);
        rest.data += n + (feed != NULL);
        rest.len -= n + (feed != NULL);
    }
    return status;
}

/* Older pages of Wikinews are in a category of their day instead: [[Category:May 1, 2005]]. */
static morgue_status put_date(mg_sink *put, const state *s)
{
    char date[MG_DATE_MAX];
    morgue_status status =
        mg_put(put, MORGUE_DATE, mg_trimmed(buffer_text(&s->facts.date)), MORGUE_GIVEN);
    size_t n = morgue_article_count(put->article, MORGUE_TOPIC);
    for (size_t i = 0; s->news && i < n && status == MORGUE_OK; i++) {
        morgue_text topic = morgue_article_get(put->article, MORGUE_TOPIC, i);
        if (!morgue_article_count(put->article, MORGUE_DATE) &&
            mg_date_parse(topic.data, topic.len, date, NULL) == MORGUE_OK && strlen(date) == 10)
            return mg_put(put, MORGUE_DATE, topic, MORGUE_GIVEN);
    }
    return status;
}

static morgue_status put_text(mg_sink *put, state *s)
{
    mg_buffer_clear(&s->text);
    if (!mg_wikitext(buffer_text(&s->wikitext), &s->names, s->news, &s->facts, &s->text))
        return mg_fail_memory(put->err);
    morgue_status status = mg_put(put, MORGUE_TEXT, buffer_text(&s->text), MORGUE_GIVEN);
    if (status == MORGUE_OK)
        status = put_categories(put, s);
    if (status == MORGUE_OK)
        status = put_date(put, s);
    return status == MORGUE_OK ? mg_put_dateline(put, buffer_text(&s->facts.place)) : status;
}

static morgue_status put_fields(mg_sink *put, state *s, const mg_node *page,
                                const mg_node *revision)
{
    const mg_node *root = mg_xml_root(s->xml);
    const struct {
        morgue_field_id field;
        morgue_text text;
    } fields[] = {{MORGUE_TITLE, text_of(mg_node_child(page, "title"))},
                  {MORGUE_SOURCE, text_of(mg_node_child(siteinfo(s), "sitename"))},
                  {MORGUE_LANG, mg_node_attribute(root, "lang")},
                  {MORGUE_MODIFIED, text_of(mg_node_child(revision, "timestamp"))},
                  {MORGUE_REVISION, text_of(mg_node_child(revision, "id"))}};
    morgue_status status = put_id(put, s, page, &s->text);
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == MORGUE_OK; i++)
        status = mg_put(put, fields[i].field, fields[i].text, MORGUE_GIVEN);
    return status == MORGUE_OK ? put_url(put, s, fields[0].text, &s->text) : status;
}

static morgue_status read_page(mg_sink *put, state *s, const mg_node *page, const mg_node *revision)
{
    morgue_text contributor = text_of(mg_node_at(revision, "contributor/username"));
    morgue_status status = put_fields(put, s, page, revision);
    if (status == MORGUE_OK)
        status = put_text(put, s);
    if (status == MORGUE_OK && !morgue_article_count(put->article, MORGUE_TEXT))
        return mg_fail(put->err, MORGUE_BAD_INPUT, "the page holds no text");
    return status == MORGUE_OK ? mg_put_extra_text(put, "contributor", 11, contributor) : status;
}

/* What an article is made from: its wikitext, and behind it what identifies the revision. */
static bool gather(state *s, const mg_node *page, const mg_node *revision, size_t *ret_len)
{
    morgue_text parts[] = {
        text_of(mg_node_child(revision, "text")), text_of(mg_node_child(page, "title")),
        text_of(mg_node_child(revision, "id")), text_of(mg_node_child(revision, "timestamp")),
        text_of(mg_node_child(siteinfo(s), "base"))};
    bool ok = true;
    mg_buffer_clear(&s->wikitext);
    for (size_t i = 0; ok && i < sizeof parts / sizeof *parts; i++)
        ok = mg_buffer_append(&s->wikitext, parts[i].data, parts[i].len) &&
             mg_buffer_append_byte(&s->wikitext, '\n');
    *ret_len = parts[0].len;
    return ok;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    const mg_node *page;
    size_t len;
    do {
        mg_reading reading = mg_xml_next(s->xml, &page, err);
        if (reading != MG_READ_ARTICLE)
            return reading;
        mg_buffer_clear(&s->text);
    } while (is_passed_over(s, page));
    const mg_node *revision = last_revision(page);
    if ((!s->has_names && !read_names(s)) || !gather(s, page, revision, &len))
        return mg_reading_of(mg_fail_memory(err));
    if (mg_reader_knows(reader, buffer_text(&s->wikitext)))
        return MG_READ_KNOWN;
    s->wikitext.len = len;
    s->wikitext.data[len] = '\0';
    return mg_reading_of(read_page(&put, s, page, revision));
}

const mg_format mg_format_mediawiki = {
    .name = "mediawiki",
    .description = "MediaWiki XML export: Wikinews, Wikipedia",
    .extensions = "xml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
