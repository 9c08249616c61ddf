#include "indexer/formats/web/warc_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"

/* ---- The tally ----------------------------------------------------------------------------- */

void mg_tally_add(mg_tally *tally, const char *name)
{
    size_t i = 0;
    while (i < tally->n_rows && strcmp(tally->rows[i].name, name) != 0)
        i++;
    if (i == MG_TALLY_ROWS) {
        tally->others++;
        return;
    }
    if (i == tally->n_rows) {
        tally->n_rows++;
        snprintf(tally->rows[i].name, MG_TALLY_NAME_MAX, "%s", name);
        tally->rows[i].n = 0;
    }
    tally->rows[i].n++;
}

/* The row counted most among those not told yet, the first of equals. */
static size_t greatest(const mg_tally *tally, const bool *told)
{
    size_t best = tally->n_rows;
    for (size_t i = 0; i < tally->n_rows; i++)
        if (!told[i] && (best == tally->n_rows || tally->rows[i].n > tally->rows[best].n))
            best = i;
    return best;
}

void mg_tally_tell(mg_tally *tally, char *ret, size_t room)
{
    enum { SHOWN = 12 };
    bool told[MG_TALLY_ROWS] = {false};
    uint64_t all = tally->others, rest;
    *ret = '\0';
    for (size_t i = 0; i < tally->n_rows; i++)
        all += tally->rows[i].n;
    if (!all)
        return;
    int at = snprintf(ret, room, "%" PRIu64 " record%s no page%s", all, all == 1 ? " is" : "s are",
                      all == 1 ? "" : "s");
    rest = all;
    for (size_t i = 0; i < SHOWN && i < tally->n_rows && (size_t)at < room; i++) {
        size_t row = greatest(tally, told);
        told[row] = true;
        rest -= tally->rows[row].n;
        at += snprintf(ret + at, room - (size_t)at, "%s %" PRIu64 " %s", i ? "," : ":",
                       tally->rows[row].n, tally->rows[row].name);
    }
    if (rest && (size_t)at < room)
        snprintf(ret + at, room - (size_t)at, ", %" PRIu64 " other", rest);
}

/* ---- What is no page ----------------------------------------------------------------------- */

static bool is_one_of(morgue_text text, const char *const *words)
{
    for (; *words; words++)
        if (mg_text_like(text, *words))
            return true;
    return false;
}

static bool begins_with_one_of(morgue_text text, const char *const *words)
{
    for (; *words; words++)
        if (mg_text_begins(text, *words))
            return true;
    return false;
}

static bool ends_with(morgue_text text, const char *end)
{
    size_t n = strlen(end);
    return text.len >= n && mg_text_like((morgue_text){text.data + text.len - n, n}, end);
}

/* Nothing says what it is. */
static bool is_unknown(morgue_text media)
{
    static const char *const words[] = {
        "", "no-type", "unk", "unknown", "-", "application/unknown", NULL};
    return is_one_of(media, words);
}

/* Types that articles come in; everything else is an image, a script, a font... */
static bool is_readable(morgue_text media)
{
    static const char *const words[] = {"text/html",
                                        "text/plain",
                                        "text/xml",
                                        "text/sgml",
                                        "text/csv",
                                        "text/tab-separated-values",
                                        "text/json",
                                        "application/xml",
                                        "application/json",
                                        "application/jsonl",
                                        "application/x-ndjson",
                                        "application/x-jsonlines",
                                        "application/mbox",
                                        "application/warc",
                                        "message/rfc822",
                                        "html",
                                        NULL};
    static const char *const nots[] = {"application/manifest+json", "application/rsd+xml",
                                       "application/wlwmanifest+xml",
                                       "application/opensearchdescription+xml", NULL};
    if (is_one_of(media, words))
        return true;
    bool derived = ends_with(media, "+xml") || ends_with(media, "+json");
    return derived && !mg_text_begins(media, "image/") && !is_one_of(media, nots);
}

/* The path of an address, without what is asked for. */
static morgue_text path_of(morgue_text url)
{
    size_t n = 0;
    const char *host = memmem(url.data, url.len, "://", 3);
    if (host)
        url = (morgue_text){host + 3, url.len - (size_t)(host + 3 - url.data)};
    while (n < url.len && url.data[n] != '?' && url.data[n] != '#')
        n++;
    return (morgue_text){url.data, n};
}

/* Texts for machines, by where they are; and scripts and the like that are said to be plain text.
 */
static bool is_for_machines(morgue_text url, morgue_text media)
{
    static const char *const names[] = {"/robots.txt",   "/ads.txt",       "/app-ads.txt",
                                        "/security.txt", "/humans.txt",    "/llms.txt",
                                        "/sellers.json", "/manifest.json", NULL};
    static const char *const endings[] = {
        ".js",   ".css",  ".mjs",  ".map",   ".svg", ".png", ".jpg", ".jpeg", ".gif",
        ".webp", ".ico",  ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3",  ".mp4",
        ".swf",  ".m3u8", ".vtt",  ".zip",   ".gz",  ".exe", NULL};
    morgue_text path = path_of(url);
    for (size_t i = 0; names[i]; i++)
        if (ends_with(path, names[i]))
            return true;
    if (!is_unknown(media) && !mg_text_like(media, "text/plain"))
        return false;
    for (size_t i = 0; endings[i]; i++)
        if (ends_with(path, endings[i]))
            return true;
    return false;
}

/* What crawlers note down beside the pages, under addresses of their own. */
static bool is_bookkeeping(const mg_warc_record *record)
{
    static const char *const schemes[] = {
        "dns:", "whois:", "metadata:", "filedesc:", "urn:", "warcinfo:", "screenshot:", NULL};
    static const char *const types[] = {"request", "metadata", "warcinfo", NULL};
    return is_one_of(record->type, types) || begins_with_one_of(record->url, schemes);
}

/* ---- Pages --------------------------------------------------------------------------------- */

static bool say(char why[MG_TALLY_NAME_MAX], const char *what, morgue_text more)
{
    int n = more.len > 40 ? 40 : (int)more.len;
    snprintf(why, MG_TALLY_NAME_MAX, "%s%.*s", what, n, more.data);
    return false;
}

static void look_into(const mg_warc_record *record, mg_page *ret)
{
    morgue_text type = record->media;
    *ret = (mg_page){.body = record->block, .charset = {"", 0}};
    bool resource =
        mg_text_like(record->type, "resource") || mg_text_like(record->type, "conversion");
    if (!resource && mg_http_parse(record->block, &ret->http)) {
        ret->is_http = true;
        ret->body = ret->http.body;
        type = mg_fields_get(ret->http.fields, "Content-Type");
    } else if (mg_text_begins(type, "application/http")) {
        type = (morgue_text){"", 0};
    }
    ret->media = mg_field_word(type);
    ret->charset = mg_field_parameter(type, "charset");
}

bool mg_page_of(const mg_warc_record *record, mg_page *ret, char why[MG_TALLY_NAME_MAX])
{
    static const char *const types[] = {"response", "resource", "conversion", NULL};
    const morgue_text nothing = {"", 0};
    look_into(record, ret);
    if (is_bookkeeping(record))
        return say(why, "", nothing);
    if (!is_one_of(record->type, types))
        return say(why, record->type.len ? "" : "without a type", record->type);
    if (ret->is_http && ret->http.status / 100 != 2) {
        char status[16];
        snprintf(status, sizeof status, "%u", ret->http.status);
        return say(why, "status ", (morgue_text){status, strlen(status)});
    }
    if (!ret->body.len)
        return say(why, "empty", nothing);
    if (!is_unknown(ret->media) && !is_readable(ret->media))
        return say(why, "", ret->media);
    if (is_for_machines(record->url, ret->media))
        return say(why, "for machines, such as robots.txt", nothing);
    return true;
}

bool mg_page_is_sitemap(morgue_text body)
{
    size_t n = body.len < 2048 ? body.len : 2048;
    return n && (memmem(body.data, n, "<urlset", 7) || memmem(body.data, n, "<sitemapindex", 13));
}
