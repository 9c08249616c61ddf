/* A saved search as a feed: Atom (RFC 4287), the newest articles first. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "search/server/api.h"
#include "search/server/handlers.h"
#include "search/server/when.h"

/* ---- Elements ----------------------------------------------------------------------------- */

static void put_text(web_text *out, morgue_text text)
{
    web_put_markup(out, text.data, text.len);
}

static void put_element(web_text *out, const char *name, morgue_text text)
{
    web_putf(out, "<%s>", name);
    put_text(out, text);
    web_putf(out, "</%s>\n", name);
}

/* Puts the address that asks the same of `path`. */
static void put_address(web_text *out, const web_site *site, const web_ask *ask, const char *path)
{
    web_text address = {0};
    web_puts(&address, site->origin);
    web_put_link(&address, site->base, path, ask);
    out->lost |= address.lost;
    if (!address.lost)
        web_put_markup(out, address.data, address.len);
    web_text_free(&address);
}

static void put_link(web_text *out, const web_site *site, const web_ask *ask, const char *rel,
                     const char *type, const char *path)
{
    web_putf(out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    put_address(out, site, ask, path);
    web_puts(out, "\"/>\n");
}

/* ---- Dates -------------------------------------------------------------------------------- */

/* "2022", "2022-01", "2022-01-21", "2022-01-21T14:05:09Z" and nothing else: what was last changed
 * may say so in any words. */
static bool is_date(morgue_text text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    if (text.len != 4 && text.len != 7 && text.len != 10 && text.len != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (form[i] == '0' ? !isdigit((unsigned char)text.data[i]) : text.data[i] != form[i])
            return false;
    return web_when_read(text.data).year >= 0;
}

/* Puts a date with a time, as Atom wants it; what is not known is the first. */
static void put_date(web_text *out, const char *name, morgue_text date)
{
    static const char least[] = "0000-01-01T00:00:00Z";
    const char *rest = date.len < sizeof least - 1 ? least + date.len : "";
    web_putf(out, "<%s>", name);
    put_text(out, date);
    web_putf(out, "%s</%s>\n", rest, name);
}

/* When it was last changed; where nothing is known, at no time that is later than another. */
static morgue_text updated(const morgue_article *article)
{
    morgue_text modified = morgue_article_get(article, MORGUE_MODIFIED, 0);
    morgue_text date = morgue_article_get(article, MORGUE_DATE, 0);
    if (is_date(modified))
        return modified;
    return is_date(date) ? date : (morgue_text){"1970", 4};
}

/* ---- Entries ------------------------------------------------------------------------------ */

static void put_people(web_text *out, const morgue_article *article)
{
    size_t count = morgue_article_count(article, MORGUE_AUTHOR);
    for (size_t i = 0; i < count; i++) {
        web_puts(out, "<author>");
        put_element(out, "name", morgue_article_get(article, MORGUE_AUTHOR, i));
        web_puts(out, "</author>\n");
    }
    morgue_text source = morgue_article_get(article, MORGUE_SOURCE, 0);
    if (count || !source.len)
        return; /* the feed has one for all */
    web_puts(out, "<author>");
    put_element(out, "name", source);
    web_puts(out, "</author>\n");
}

static void put_summary(web_text *out, const morgue_hit *hit)
{
    if (!hit->n_passages)
        return;
    web_puts(out, "<summary>");
    for (size_t i = 0; i < hit->n_passages; i++) {
        web_puts(out, i ? " \u2026 " : hit->passages[i].starts_late ? "\u2026 " : "");
        put_text(out, hit->passages[i].text);
    }
    web_puts(out, hit->passages[hit->n_passages - 1].ends_early ? " \u2026" : "");
    web_puts(out, "</summary>\n");
}

/* Where it was published: what of its address is none by the rules of addresses gets %XX. */
static void put_source_link(web_text *out, morgue_text url)
{
    if (strncmp(url.data, "http://", 7) != 0 && strncmp(url.data, "https://", 8) != 0)
        return;
    web_puts(out, "<link rel=\"via\" href=\"");
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.data[i];
        if (c <= ' ' || c >= 0x7F || strchr("<>\"{}|\\^`'", c))
            web_putf(out, "%%%02X", c);
        else
            web_put_markup(out, url.data + i, 1);
    }
    web_puts(out, "\"/>\n");
}

static void put_entry(web_text *out, const web_site *site, const morgue_hit *hit)
{
    const morgue_article *article = hit->article;
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text date = morgue_article_get(article, MORGUE_DATE, 0);
    web_puts(out, "<entry>\n<id>");
    web_put_article_url(out, site, id);
    web_puts(out, "</id>\n");
    put_element(out, "title", title.len ? title : id);
    put_date(out, "updated", updated(article));
    if (is_date(date) && date.len >= strlen("2022-01-21"))
        put_date(out, "published", date);
    put_people(out, article);
    web_puts(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    web_put_article_url(out, site, id);
    web_puts(out, "\"/>\n");
    put_source_link(out, morgue_article_get(article, MORGUE_URL, 0));
    for (size_t i = 0; i < morgue_article_count(article, MORGUE_SECTION); i++) {
        web_puts(out, "<category term=\"");
        put_text(out, morgue_article_get(article, MORGUE_SECTION, i));
        web_puts(out, "\"/>\n");
    }
    put_summary(out, hit);
    web_puts(out, "</entry>\n");
}

/* ---- The feed ----------------------------------------------------------------------------- */

static void put_title(web_text *out, const web_site *site, const web_ask *ask)
{
    web_text title = {0};
    web_putf(&title, "%s%s%s", site->title, *ask->q ? ": " : "", ask->q);
    web_puts(&title, ask->filter.len ? (*ask->q ? " " : ": ") : "");
    web_put(&title, ask->filter.data ? ask->filter.data : "", ask->filter.len);
    out->lost |= title.lost;
    if (!title.lost)
        put_element(out, "title", (morgue_text){title.data, title.len});
    web_text_free(&title);
}

/* The last change of all that are shown; the name of a day sorts as the day does. */
static morgue_status last_change(morgue_results *results, char *ret, size_t size, morgue_error *err)
{
    snprintf(ret, size, "1970");
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        morgue_text date = updated(hit.article);
        if (strcmp(date.data, ret) > 0)
            snprintf(ret, size, "%s", date.data);
    }
    return MORGUE_OK;
}

static void put_head(web_text *out, const web_site *site, const web_ask *ask, const char *changed)
{
    web_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>");
    put_address(out, site, ask, "/feed.atom");
    web_puts(out, "</id>\n");
    put_title(out, site, ask);
    put_date(out, "updated", (morgue_text){changed, strlen(changed)});
    put_link(out, site, ask, "self", "application/atom+xml", "/feed.atom");
    put_link(out, site, ask, "alternate", "text/html", "/search");
    web_puts(out, "<author>");
    put_element(out, "name", (morgue_text){site->title, strlen(site->title)});
    web_puts(out, "</author>\n<generator>Morgue</generator>\n");
}

static morgue_status put_feed(web_text *out, const web_site *site, const web_ask *ask,
                              morgue_results *results, morgue_error *err)
{
    char changed[64];
    morgue_status status = last_change(results, changed, sizeof changed, err);
    if (status != MORGUE_OK)
        return status;
    put_head(out, site, ask, changed);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        status = morgue_results_hit(results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        put_entry(out, site, &hit);
    }
    web_puts(out, "</feed>\n");
    return MORGUE_OK;
}

void web_feed(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
              web_answer *answer)
{
    morgue_search_options options = web_ask_options(ask);
    morgue_results *results = NULL;
    morgue_error err;
    (void)request, (void)id;
    options.sort = MORGUE_NEWEST_FIRST;
    if (!web_run(desk, ask, &options, &results, answer))
        return;
    answer->type = "application/atom+xml; charset=utf-8";
    if (put_feed(&answer->body, desk->site, ask, results, &err) != MORGUE_OK)
        web_fail(desk, ask, &err, answer);
    morgue_results_free(results);
}
