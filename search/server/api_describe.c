/* What programs are told about the server: as a search engine, and as an interface. */
#include <string.h>

#include "search/server/assets.h"
#include "search/server/handlers.h"
#include "search/server/utf8.h"

/* Puts the first `most` characters of a text. */
static void put_shortened(web_text *out, const char *text, unsigned most)
{
    size_t len = strlen(text);
    size_t at = 0;
    for (; at < len && most; most--) {
        size_t width = web_utf8_width(text + at, len - at);
        at += width ? width : 1;
    }
    web_put_markup(out, text, at);
}

static void put_name(web_text *out, const char *element, const char *title, unsigned most)
{
    web_putf(out, "<%s>", element);
    put_shortened(out, title, most);
    web_putf(out, "</%s>\n", element);
}

/* `rest`: what follows the path in the template, as markup. */
static void put_url(web_text *out, const web_site *site, const char *type, const char *rel,
                    const char *rest)
{
    web_putf(out, "<Url type=\"%s\" rel=\"%s\" indexOffset=\"0\" template=\"", type, rel);
    web_put_markup(out, site->origin, strlen(site->origin));
    web_put_markup(out, site->base, strlen(site->base));
    web_putf(out, "%s\"/>\n", rest);
}

/* OpenSearch 1.1: a browser that reads this can have the archive among its search engines. */
void web_opensearch(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                    web_answer *answer)
{
    enum { SHORT = 16, LONG = 48 }; /* characters that the standard allows */
    const web_site *site = desk->site;
    web_text *out = &answer->body;
    (void)request, (void)ask, (void)id;
    answer->type = "application/opensearchdescription+xml; charset=utf-8";
    web_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    put_name(out, "ShortName", site->title, SHORT);
    put_name(out, "LongName", site->title, LONG);
    web_puts(out, "<Description>Search the news archive</Description>\n"
                  "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n");
    put_url(out, site, "text/html", "results",
            "/search?q={searchTerms}&amp;offset={startIndex?}&amp;n={count?}");
    put_url(out, site, "application/atom+xml", "results",
            "/feed.atom?q={searchTerms}&amp;n={count?}");
    put_url(out, site, "application/x-suggestions+json", "suggestions", "/suggest?q={searchTerms}");
    put_url(out, site, "application/opensearchdescription+xml", "self", "/opensearch.xml");
    web_puts(out, "</OpenSearchDescription>\n");
}

/* A file of ours: see search/web/openapi.json. */
void web_openapi(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                 web_answer *answer)
{
    const web_asset *file = web_asset_named("openapi.json");
    (void)desk, (void)request, (void)ask, (void)id;
    answer->type = "application/json";
    if (!file) {
        answer->status = 500;
        return;
    }
    answer->data = file->data;
    answer->data_len = file->len;
    answer->packed = file->packed;
    answer->packed_len = file->packed_len;
}
