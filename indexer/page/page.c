#include "indexer/page/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "archive/date.h"
#include "archive/error.h"
#include "indexer/markup/flow.h"
#include "indexer/markup/html.h"
#include "indexer/page/compare.h"
#include "indexer/page/meta.h"
#include "indexer/page/text.h"
#include "indexer/text/clean.h"

struct mg_webpage {
    mg_markup *tree;
    mg_markup *body_tree; /* of an articleBody that is HTML */
    mg_outline outline;
    mg_said said;
    mg_jsonld ld;
    mg_meta meta;
    const json_t *article; /* in JSON-LD */
    mg_page_text found;
    mg_buffer text, body, value;
};

mg_webpage *mg_webpage_new(void)
{
    mg_webpage *page = calloc(1, sizeof *page);
    if (!page)
        return NULL;
    page->tree = mg_markup_new();
    page->body_tree = mg_markup_new();
    if (page->tree && page->body_tree)
        return page;
    mg_webpage_free(page);
    return NULL;
}

void mg_webpage_free(mg_webpage *page)
{
    if (!page)
        return;
    mg_markup_free(page->tree);
    mg_markup_free(page->body_tree);
    mg_outline_free(&page->outline);
    mg_said_free(&page->said);
    mg_jsonld_free(&page->ld);
    mg_buffer_free(&page->text);
    mg_buffer_free(&page->body);
    mg_buffer_free(&page->value);
    free(page);
}

static morgue_text text_in(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

/* ---- Title, address, dates ----------------------------------------------------------------- */

static bool is_cut(morgue_text title)
{
    return (title.len > 3 && memcmp(title.data + title.len - 3, "...", 3) == 0) ||
           (title.len > 3 && memcmp(title.data + title.len - 3, "\xE2\x80\xA6", 3) == 0);
}

static bool is_same(morgue_text a, morgue_text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* The saying of a field that comes behind `last` by its rank; NULL after the last. */
static const mg_saying *next_best(const mg_said *said, morgue_field_id field, const mg_saying *last)
{
    const mg_saying *best = NULL;
    for (size_t i = 0; i < said->n; i++) {
        const mg_saying *s = &said->list[i];
        bool behind = !last || s->rank > last->rank || (s->rank == last->rank && s > last);
        if (s->field == field && behind && (!best || s->rank < best->rank))
            best = s;
    }
    return best;
}

static morgue_text said_text(const mg_webpage *page, const mg_saying *s)
{
    return (morgue_text){page->said.arena.data + s->at, s->len};
}

/* The headline: the first title said that is more than the site's name and not cut short. */
static morgue_text title_of(const mg_webpage *page)
{
    enum { RANK_HEADING = 42 };
    morgue_text site = mg_said_best(&page->said, MORGUE_SOURCE, NULL);
    morgue_text heading = {"", 0}, first = {"", 0};
    for (size_t i = 0; i < page->said.n; i++)
        if (page->said.list[i].field == MORGUE_TITLE && page->said.list[i].rank == RANK_HEADING)
            heading = said_text(page, &page->said.list[i]);
    for (const mg_saying *s = NULL; (s = next_best(&page->said, MORGUE_TITLE, s));) {
        morgue_text title = mg_title_proper(said_text(page, s), site, heading);
        if (!first.len)
            first = title;
        if (!is_same(title, site) && !is_cut(title))
            return title;
    }
    return first;
}

/* Is there anything behind the host? */
static bool has_path(morgue_text url)
{
    const char *host = url.len > 8 ? memmem(url.data, 8, "://", 3) : NULL;
    size_t at = host ? (size_t)(host + 3 - url.data) : 0;
    while (at < url.len && url.data[at] != '/' && url.data[at] != '?')
        at++;
    return at + 1 < url.len;
}

/* Sets page->value to the first address said, as an absolute one, that is one of an article (`own`)
 * or at least of more than the site; to "" where there is none. */
static bool read_address(mg_webpage *page, morgue_text base, bool own)
{
    for (const mg_saying *s = NULL; (s = next_best(&page->said, MORGUE_URL, s));) {
        mg_buffer_clear(&page->value);
        if (!mg_absolute(said_text(page, s), base, &page->value))
            return false;
        morgue_text url = text_in(&page->value);
        if (own ? mg_is_own_address(url) : has_path(url))
            return true;
    }
    mg_buffer_clear(&page->value);
    return true;
}

/* The address that the page says it has. Canonical ones that name the section or the site are a
 * common mistake: without a look of their own they count less than where the page came from. */
static morgue_status find_address(mg_webpage *page, const mg_context *context, morgue_error *err)
{
    morgue_text from = context->url;
    bool ok = read_address(page, from, true);
    if (ok && !page->value.len && !from.len)
        ok = read_address(page, from, false);
    if (ok && !page->value.len)
        ok = mg_buffer_append(&page->value, from.data, from.len);
    return ok ? MORGUE_OK : mg_fail_memory(err);
}

/* An address that nobody but the page vouches for, and that many pages may have, makes no id by
 * itself. */
static morgue_status put_address(const mg_webpage *page, morgue_text title, mg_sink *put)
{
    mg_buffer id = {0};
    char hash[24];
    morgue_text url = text_in(&page->value);
    morgue_status status = mg_put(put, MORGUE_URL, url, MORGUE_GIVEN);
    bool vouched = put->reader->context.url.len && is_same(url, put->reader->context.url);
    if (status != MORGUE_OK || !url.len || !title.len || vouched || mg_is_own_address(url))
        return status;
    snprintf(hash, sizeof hash, "#%016" PRIx64, (uint64_t)XXH3_64bits(title.data, title.len));
    status = mg_buffer_append(&id, url.data, url.len) && mg_buffer_append_string(&id, hash)
                 ? mg_put(put, MORGUE_ID, text_in(&id), MORGUE_GIVEN)
                 : mg_fail_memory(put->err);
    mg_buffer_free(&id);
    return status;
}

/* The first date that is understood; else that in the address. */
static morgue_status put_date(const mg_webpage *page, morgue_text url, mg_sink *put)
{
    char date[11];
    morgue_status status = MORGUE_OK;
    for (const mg_saying *s = NULL; status == MORGUE_OK &&
                                    !morgue_article_count(put->article, MORGUE_DATE) &&
                                    (s = next_best(&page->said, MORGUE_DATE, s));)
        status = mg_put(put, MORGUE_DATE, said_text(page, s), MORGUE_GIVEN);
    if (status != MORGUE_OK || morgue_article_count(put->article, MORGUE_DATE) ||
        !mg_date_in_address(url, date))
        return status;
    mg_note(put->reader, "no date of publication but in the address: %s", date);
    return mg_put(put, MORGUE_DATE, (morgue_text){date, strlen(date)}, MORGUE_GIVEN);
}

/* The first date of a change that is understood, as a date of its own form. */
static morgue_status put_modified(const mg_webpage *page, mg_sink *put)
{
    char date[MG_DATE_MAX];
    for (const mg_saying *s = NULL; (s = next_best(&page->said, MORGUE_MODIFIED, s));) {
        morgue_text text = said_text(page, s);
        if (mg_date_parse(text.data, text.len, date, NULL) == MORGUE_OK)
            return mg_put(put, MORGUE_MODIFIED, (morgue_text){date, strlen(date)}, MORGUE_GIVEN);
    }
    return MORGUE_OK;
}

/* Who says no name is the host that it came from. */
static morgue_status put_source(const mg_webpage *page, morgue_text url, mg_sink *put)
{
    morgue_status status = mg_said_put(&page->said, MORGUE_SOURCE, put);
    const char *host = url.len > 8 ? memmem(url.data, 8, "://", 3) : NULL;
    if (status != MORGUE_OK || morgue_article_count(put->article, MORGUE_SOURCE) || !host)
        return status;
    host += 3;
    size_t left = url.len - (size_t)(host - url.data), n = 0;
    if (left > 4 && memcmp(host, "www.", 4) == 0) {
        host += 4;
        left -= 4;
    }
    while (n < left && !strchr("/?#:", host[n]))
        n++;
    return mg_put(put, MORGUE_SOURCE, (morgue_text){host, n}, MORGUE_GIVEN);
}

/* ---- Text ---------------------------------------------------------------------------------- */

/* Plain text with one line feed between paragraphs gets two. */
static bool part_paragraphs(mg_buffer *text, mg_buffer *ret)
{
    bool ok = true;
    const char *at = text->data, *end = text->data + text->len;
    while (ok && at < end) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        morgue_text line = mg_trimmed((morgue_text){at, (size_t)((feed ? feed : end) - at)});
        if (line.len)
            ok = (!ret->len || mg_buffer_append_string(ret, "\n\n")) &&
                 mg_buffer_append(ret, line.data, line.len);
        at = feed ? feed + 1 : end;
    }
    return ok;
}

/* The text that JSON-LD has, as paragraphs, into page->body. */
static morgue_status read_body(mg_webpage *page, morgue_error *err)
{
    mg_buffer raw = {0};
    morgue_status status = MORGUE_OK;
    const mg_node *root;
    mg_buffer_clear(&page->body);
    bool ok = mg_jsonld_body(page->article, &raw);
    bool escaped =
        ok && raw.len && memmem(raw.data, raw.len, "&lt;", 4) && !mg_looks_like_html(text_in(&raw));
    if (ok && escaped) {
        mg_buffer plain = {0};
        ok = mg_unescape_entities(text_in(&raw), &plain, NULL);
        mg_buffer_free(&raw);
        raw = plain;
    }
    if (ok && raw.len && mg_looks_like_html(text_in(&raw))) {
        status = mg_html_parse(page->body_tree, text_in(&raw), &root, err);
        ok = status != MORGUE_OK || mg_flow(root, NULL, NULL, &page->body);
    } else if (ok && raw.len) {
        mg_buffer plain = {0};
        ok = mg_unescape_entities(text_in(&raw), &plain, NULL) &&
             part_paragraphs(&plain, &page->body);
        mg_buffer_free(&plain);
    }
    mg_buffer_free(&raw);
    return ok ? status : mg_fail_memory(err);
}

static float words_in(morgue_text text)
{
    mg_measure m = {0};
    mg_measure_add(&m, text, false);
    return m.words;
}

/* Is the text in JSON-LD the fuller one? Text that is on the page as well is taken from there,
 * where it has its paragraphs. */
static bool body_is_fuller(const mg_webpage *page)
{
    morgue_text body = text_in(&page->body), text = text_in(&page->text);
    float in_body = words_in(body);
    if (in_body < 20 || in_body < 0.6f * page->found.words)
        return false;
    if (page->found.words < 0.5f * in_body)
        return true;
    return mg_share_in(body, text) < 0.85f;
}

/* ---- Judging ------------------------------------------------------------------------------- */

static float kilobytes(size_t bytes)
{
    return (float)bytes / 1000;
}

static morgue_status refuse(const mg_webpage *page, morgue_error *err)
{
    const mg_page_text *t = &page->found;
    if (t->all_words < 20 && page->meta.script_bytes > 2000)
        return mg_fail(err, MORGUE_BAD_INPUT,
                       "no article text on this page: it is made by its scripts");
    if (t->all_words < 1)
        return mg_fail(err, MORGUE_BAD_INPUT, "no article text on this page: it is empty");
    return mg_fail(err, MORGUE_BAD_INPUT,
                   "no article text on this page: %.1f kB of links, %.1f kB of other text",
                   (double)kilobytes(t->link_bytes), (double)kilobytes(t->bytes - t->link_bytes));
}

/* Headlines with a line or two, or an abstract, below each. */
static bool is_list_of_articles(const mg_page_text *t)
{
    if (t->headings >= 4 && 2 * t->paragraphs <= 5 * t->headings)
        return true;
    return t->linked >= 4 && t->linked * 2 >= t->paragraphs && t->good < 25.0f * (float)t->linked;
}

/* Does the page say that it is one article? Lists of articles say of each that it is one. */
static bool is_declared(const mg_webpage *page)
{
    const mg_meta *m = &page->meta;
    return page->article || m->is_article || m->bodies == 1 || m->bodies == 2 || m->articles == 1;
}

/* Is what was found an article? What calls itself one is believed, if it has some text. */
static bool is_article(const mg_webpage *page, morgue_text url)
{
    const mg_page_text *t = &page->found;
    bool declared = is_declared(page);
    if (page->body.len && words_in(text_in(&page->body)) >= 15)
        return true;
    bool front = url.len && !has_path(url);
    if (declared && !front)
        return t->words >= 8 && page->text.len;
    if (is_list_of_articles(t) || (front && t->linked >= 4))
        return false;
    if (t->words > 0.6f * t->all_words)
        return t->good >= 20; /* a short one, with little around it */
    return t->good >= 40 && (t->good >= 120 || t->good > 0.15f * t->link_words);
}

/* ---- The page ------------------------------------------------------------------------------ */

static morgue_status put_fields(mg_webpage *page, morgue_text title, mg_sink *put)
{
    static const morgue_field_id fields[] = {MORGUE_SECTION, MORGUE_AUTHOR,  MORGUE_LANG,
                                             MORGUE_PERSON,  MORGUE_ORG,     MORGUE_LOCATION,
                                             MORGUE_TOPIC,   MORGUE_DATELINE};
    morgue_text url = text_in(&page->value);
    morgue_status status = put_address(page, title, put);
    if (status == MORGUE_OK)
        status = mg_put(put, MORGUE_TITLE, title, MORGUE_GIVEN);
    if (status == MORGUE_OK)
        status = put_date(page, url, put);
    if (status == MORGUE_OK)
        status = put_modified(page, put);
    if (status == MORGUE_OK)
        status = put_source(page, url, put);
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == MORGUE_OK; i++)
        status = mg_said_put(&page->said, fields[i], put);
    if (status == MORGUE_OK)
        status = mg_said_put_extras(&page->said, put);
    return status == MORGUE_OK ? mg_put_context(put) : status;
}

static morgue_status read_said(mg_webpage *page, const mg_node *root, const mg_context *context,
                               morgue_error *err)
{
    mg_said_clear(&page->said);
    mg_jsonld_clear(&page->ld);
    if (!mg_meta_read(root, &page->said, &page->ld, &page->meta))
        return mg_fail_memory(err);
    morgue_text url = mg_said_best(&page->said, MORGUE_URL, NULL);
    page->article = mg_jsonld_article(&page->ld, url.len ? url : context->url);
    if (!mg_jsonld_say(&page->ld, page->article, &page->said))
        return mg_fail_memory(err);
    return read_body(page, err);
}

morgue_status mg_webpage_read(mg_webpage *page, morgue_text html, mg_sink *put)
{
    const mg_context *context = &put->reader->context;
    const mg_node *root;
    morgue_status status = mg_html_parse(page->tree, html, &root, put->err);
    if (status == MORGUE_OK)
        status = read_said(page, root, context, put->err);
    if (status != MORGUE_OK)
        return status;
    morgue_text title = title_of(page);
    mg_buffer_clear(&page->text);
    status = mg_page_text_find(&page->outline, root, title, &page->text, &page->found, put->err);
    if (status == MORGUE_OK)
        status = find_address(page, context, put->err);
    if (status != MORGUE_OK)
        return status;
    if (!is_article(page, text_in(&page->value)))
        return refuse(page, put->err);
    status = put_fields(page, title, put);
    if (status == MORGUE_OK)
        status = mg_put(put, MORGUE_TEXT, text_in(body_is_fuller(page) ? &page->body : &page->text),
                        MORGUE_GIVEN);
    return status == MORGUE_OK ? mg_check_article(put->article, put->err) : status;
}
