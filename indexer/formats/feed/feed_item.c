/* From an item of RSS or an entry of Atom to an article. */
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/feed/feed.h"
#include "indexer/text/slice.h"

static morgue_text text_of(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

static bool is_web(morgue_text text)
{
    return (text.len > 7 && strncasecmp(text.data, "http://", 7) == 0) ||
           (text.len > 8 && strncasecmp(text.data, "https://", 8) == 0);
}

morgue_status mg_feed_put_line(const mg_feed *feed, morgue_field_id field, const mg_node *node)
{
    if (!node ||
        (!morgue_field_at(field)->repeatable && morgue_article_count(feed->put->article, field)))
        return MORGUE_OK;
    morgue_status status = mg_feed_line(feed, node, feed->one);
    return status == MORGUE_OK ? mg_put(feed->put, field, text_of(feed->one), MORGUE_GIVEN)
                               : status;
}

/* Puts the first of the item's children, or of the node's, that has something. */
static morgue_status put_first(const mg_feed *feed, morgue_field_id field, const mg_node *parent,
                               const char *const *names)
{
    morgue_status status = MORGUE_OK;
    for (; *names && status == MORGUE_OK; names++)
        status = mg_feed_put_line(feed, field, mg_node_child(parent, *names));
    return status;
}

/* ---- What it is, and where ----------------------------------------------------------------- */

static morgue_status put_id(const mg_feed *feed)
{
    static const char *const names[] = {"guid", "id", "identifier", NULL};
    morgue_status status = put_first(feed, MORGUE_ID, feed->item, names);
    morgue_text about = mg_node_attribute(feed->item, "about");
    return status == MORGUE_OK && !morgue_article_count(feed->put->article, MORGUE_ID)
               ? mg_put(feed->put, MORGUE_ID, mg_trimmed(about), MORGUE_GIVEN)
               : status;
}

/* How good an address of the article a link is; 0: none. Atom's have a `rel`, and a `type`. */
static int rank_of(const mg_node *link, morgue_text *ret)
{
    morgue_text href = mg_trimmed(mg_node_attribute(link, "href"));
    morgue_text rel = mg_trimmed(mg_node_attribute(link, "rel"));
    morgue_text type = mg_trimmed(mg_node_attribute(link, "type"));
    if (rel.len && !mg_text_like(rel, "alternate"))
        return 0;
    *ret = href.len ? href : mg_feed_characters(link);
    if (!ret->len)
        return 0;
    return !type.len || mg_text_like(type, "text/html") ? 2 : 1;
}

static morgue_text link_of(const mg_node *node)
{
    morgue_text best = {"", 0}, address;
    int highest = 0;
    const mg_node *link = mg_node_child(node, "link");
    for (; link; link = mg_node_same_next(link)) {
        int rank = rank_of(link, &address);
        if (rank > highest) {
            highest = rank;
            best = address;
        }
    }
    return best;
}

/* A guid is an address unless it says that it is none. */
static morgue_text address_of(const mg_feed *feed)
{
    const mg_node *guid = mg_node_child(feed->item, "guid");
    morgue_text original = mg_feed_characters(mg_node_child(feed->item, "origLink"));
    morgue_text link = original.len ? original : link_of(feed->item);
    morgue_text text = mg_feed_characters(guid);
    if (!link.len && is_web(text) && !mg_text_like(mg_node_attribute(guid, "isPermaLink"), "false"))
        link = text;
    if (!link.len && is_web(mg_node_attribute(feed->item, "about")))
        link = mg_node_attribute(feed->item, "about");
    return link;
}

/* "/2022/01/21/rain.html" stands below the channel's host. */
static morgue_status put_address(const mg_feed *feed)
{
    morgue_text link = address_of(feed);
    morgue_text home = link_of(feed->channel);
    if (!link.len || link.data[0] != '/' || !is_web(home))
        return mg_put(feed->put, MORGUE_URL, link, MORGUE_GIVEN);
    const char *host = (const char *)memchr(home.data, ':', home.len) + 3;
    const char *end = memchr(host, '/', (size_t)(home.data + home.len - host));
    size_t n = end ? (size_t)(end - home.data) : home.len;
    if (link.len > 1 && link.data[1] == '/')
        n = (size_t)(host - home.data) - 2; /* "//host/path" */
    mg_buffer_clear(feed->one);
    return mg_buffer_append(feed->one, home.data, n) &&
                   mg_buffer_append(feed->one, link.data, link.len)
               ? mg_put(feed->put, MORGUE_URL, text_of(feed->one), MORGUE_GIVEN)
               : mg_fail_memory(feed->put->err);
}

/* ---- When ---------------------------------------------------------------------------------- */

/* An entry of Atom that was not changed has only `updated`. */
static morgue_status put_dates(const mg_feed *feed)
{
    static const char *const published[] = {"pubDate", "published", "issued", "publicationDate",
                                            "date",    "created",   NULL};
    static const char *const changed[] = {"updated", "modified", NULL};
    morgue_status status = put_first(feed, MORGUE_DATE, feed->item, published);
    if (status == MORGUE_OK)
        status = put_first(feed, MORGUE_MODIFIED, feed->item, changed);
    return status == MORGUE_OK && !morgue_article_count(feed->put->article, MORGUE_RAW_DATE)
               ? put_first(feed, MORGUE_DATE, feed->item, changed)
               : status;
}

/* ---- Who ----------------------------------------------------------------------------------- */

/* "lawyer@boyer.net (Lawyer Boyer)" and "Lawyer Boyer <lawyer@boyer.net>": the name. */
static morgue_text name_in(morgue_text author)
{
    const char *at = memchr(author.data, '@', author.len);
    const char *open = memchr(author.data, '(', author.len);
    const char *close = open ? memrchr(author.data, ')', author.len) : NULL;
    const char *angle = memchr(author.data, '<', author.len);
    if (!at)
        return author;
    if (close && close > open + 1)
        return mg_trimmed((morgue_text){open + 1, (size_t)(close - open) - 1});
    if (angle && angle > author.data && angle < at)
        return mg_trimmed((morgue_text){author.data, (size_t)(angle - author.data)});
    return author;
}

static morgue_status put_author(const mg_feed *feed, const mg_node *node)
{
    const mg_node *name = mg_node_child(node, "name");
    if (feed->wordpress) {
        const mg_node *shown = mg_wordpress_author(feed, mg_feed_characters(node));
        node = shown ? shown : node;
    }
    morgue_status status = mg_feed_line(feed, name ? name : node, feed->one);
    return status == MORGUE_OK ? mg_put_byline(feed->put, name_in(text_of(feed->one))) : status;
}

static morgue_status put_authors_of(const mg_feed *feed, const mg_node *parent)
{
    static const char *const names[] = {"creator", "author", "byline"};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && status == MORGUE_OK; i++) {
        const mg_node *node = mg_node_child(parent, names[i]);
        for (; node && status == MORGUE_OK; node = mg_node_same_next(node))
            if (strcmp(node->space, "") == 0 || !strstr(node->space, "mrss"))
                status = put_author(feed, node);
    }
    return status;
}

/* RFC 4287, 4.2.1: an entry without an author has that of its source, or of the feed. */
static morgue_status put_authors(const mg_feed *feed)
{
    const mg_node *places[] = {feed->item, mg_node_child(feed->item, "source"),
                               mg_node_is(feed->channel, "feed") ? feed->channel : NULL};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < 3 && status == MORGUE_OK; i++)
        if (!morgue_article_count(feed->put->article, MORGUE_AUTHOR))
            status = put_authors_of(feed, places[i]);
    return status;
}

/* What came from elsewhere says so: <source url="...">The Other Paper</source>. */
static morgue_status put_source(const mg_feed *feed)
{
    static const char *const of_item[] = {"source", "publisher", NULL};
    static const char *const of_channel[] = {"title", "publisher", NULL};
    const mg_node *source = mg_node_child(feed->item, "source");
    const mg_node *title = mg_node_child(source, "title");
    morgue_status status = mg_feed_put_line(feed, MORGUE_SOURCE, title);
    if (status == MORGUE_OK && !mg_node_child(source, "id") && !title)
        status = put_first(feed, MORGUE_SOURCE, feed->item, of_item);
    bool foreign = morgue_article_count(feed->put->article, MORGUE_SOURCE) > 0;
    if (status == MORGUE_OK && feed->channel != feed->item)
        status = put_first(feed, MORGUE_SOURCE, feed->channel, of_channel);
    if (status != MORGUE_OK || !foreign || !mg_node_child(feed->channel, "title"))
        return status;
    status = mg_feed_line(feed, mg_node_child(feed->channel, "title"), feed->one);
    return status == MORGUE_OK ? mg_put_extra_text(feed->put, "feed", 4, text_of(feed->one))
                               : status;
}

/* ---- About what ---------------------------------------------------------------------------- */

/* What an entry of a Blogger backup is, "...kind#comment"; {"", 0}: it does not say. */
static morgue_text kind_of(const mg_node *item)
{
    const mg_node *category = mg_node_child(item, "category");
    for (; category; category = mg_node_same_next(category)) {
        morgue_text scheme = mg_node_attribute(category, "scheme");
        morgue_text term = mg_node_attribute(category, "term");
        const char *mark = term.len ? memrchr(term.data, '#', term.len) : NULL;
        if (mark && scheme.len > 5 && memcmp(scheme.data + scheme.len - 5, "#kind", 5) == 0)
            return (morgue_text){mark + 1, (size_t)(term.data + term.len - mark) - 1};
    }
    return (morgue_text){"", 0};
}

static morgue_status put_category(const mg_feed *feed, const mg_node *node)
{
    morgue_text label = mg_node_attribute(node, "label");
    morgue_text term = mg_node_attribute(node, "term");
    morgue_text scheme = mg_node_attribute(node, "scheme");
    if (scheme.len > 5 && memcmp(scheme.data + scheme.len - 5, "#kind", 5) == 0)
        return MORGUE_OK;
    if (label.len || term.len)
        return mg_put(feed->put, MORGUE_TOPIC, mg_trimmed(label.len ? label : term), MORGUE_GIVEN);
    return mg_feed_put_line(feed, MORGUE_TOPIC, node);
}

static morgue_status put_list(const mg_feed *feed, morgue_field_id field, const mg_node *node,
                              bool commas)
{
    morgue_status status = node ? mg_feed_line(feed, node, feed->one) : MORGUE_OK;
    return status == MORGUE_OK && node ? mg_put_list(feed->put, field, text_of(feed->one), commas)
                                       : status;
}

static morgue_status put_tags(const mg_feed *feed)
{
    static const struct {
        const char *name;
        morgue_field_id field;
        bool commas;
    } lists[] = {{"subject", MORGUE_TOPIC, false},       {"keywords", MORGUE_TOPIC, true},
                 {"person", MORGUE_PERSON, false},       {"organization", MORGUE_ORG, false},
                 {"location", MORGUE_LOCATION, false},   {"coverage", MORGUE_LOCATION, false},
                 {"featurename", MORGUE_LOCATION, false}};
    morgue_status status = MORGUE_OK;
    const mg_node *category = mg_node_child(feed->item, "category");
    for (; category && status == MORGUE_OK; category = mg_node_same_next(category))
        status = put_category(feed, category);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const mg_node *node = mg_node_child(feed->item, lists[i].name);
        for (; node && status == MORGUE_OK; node = mg_node_same_next(node))
            status = put_list(feed, lists[i].field, node, lists[i].commas);
    }
    return status == MORGUE_OK
               ? mg_feed_put_line(feed, MORGUE_SECTION, mg_node_child(feed->item, "section"))
               : status;
}

static morgue_status put_language(const mg_feed *feed)
{
    const mg_node *nodes[] = {feed->item, feed->channel};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < 2 && status == MORGUE_OK; i++) {
        status = mg_feed_put_line(feed, MORGUE_LANG, mg_node_child(nodes[i], "language"));
        for (const mg_node *at = nodes[i]; at && status == MORGUE_OK; at = at->parent)
            if (!morgue_article_count(feed->put->article, MORGUE_LANG))
                status = mg_put(feed->put, MORGUE_LANG, mg_trimmed(mg_node_attribute(at, "lang")),
                                MORGUE_GIVEN);
    }
    return status;
}

/* ---- Everything else ----------------------------------------------------------------------- */

/* Elements whose values are in fields, or are no part of the article. */
static bool is_told(const mg_node *node)
{
    static const char names[] =
        " title guid id identifier link origLink creator author byline category subject keywords "
        "person organization location coverage featurename section language source publisher "
        "pubDate published issued publicationDate date created updated modified encoded ";
    char name[64];
    size_t n = strlen(node->name);
    if (n > sizeof name - 3 || mg_feed_is_text(node))
        return n <= sizeof name - 3;
    name[0] = name[n + 1] = ' ';
    memcpy(name + 1, node->name, n);
    name[n + 2] = '\0';
    return strstr(names, name) != NULL;
}

/* <enclosure url="..."/>, <comments>http://...</comments>. */
static morgue_status put_extra(const mg_feed *feed, const mg_node *node)
{
    static const char *const addresses[] = {"url", "href", "resource", "src"};
    morgue_text text = mg_feed_characters(node);
    for (size_t i = 0; !text.len && i < sizeof addresses / sizeof *addresses; i++)
        text = mg_trimmed(mg_node_attribute(node, addresses[i]));
    return mg_put_extra_text(feed->put, node->name, strlen(node->name), text);
}

enum { EXTRAS_MAX = 200 };

static morgue_status put_extras(const mg_feed *feed)
{
    morgue_status status = MORGUE_OK;
    const mg_node *node = feed->item->first;
    for (int n = 0; node && n < EXTRAS_MAX && status == MORGUE_OK; node = node->next)
        if (node->name && !is_told(node) && !(feed->wordpress && strstr(node->space, "/export/"))) {
            status = put_extra(feed, node);
            n++;
        }
    return status;
}

/* The description of an article whose text stands elsewhere. */
static morgue_status put_description(const mg_feed *feed)
{
    static const char *const names[] = {"description", "summary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const mg_node *node = mg_node_child(feed->item, names[i]);
        if (!node)
            continue;
        morgue_status status = mg_feed_text(feed, node, feed->one);
        morgue_text text = morgue_article_get(feed->put->article, MORGUE_TEXT, 0);
        size_t n = feed->one->len;
        bool told = n <= text.len && n && memcmp(feed->one->data, text.data, n) == 0;
        if (status == MORGUE_OK && !told)
            status = mg_put_extra_text(feed->put, names[i], strlen(names[i]), text_of(feed->one));
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* ---- All of it ----------------------------------------------------------------------------- */

/* "yes" in <app:control><app:draft> of RFC 5023, which backups of Blogger have. */
static morgue_text draft_of(const mg_node *item)
{
    const mg_node *draft = mg_node_at(item, "control/draft");
    return draft && draft->first ? mg_trimmed(draft->first->text) : (morgue_text){"", 0};
}

static morgue_status check_kind(const mg_feed *feed)
{
    morgue_text kind = kind_of(feed->item);
    if (kind.len && !mg_text_like(kind, "post") && !mg_text_like(kind, "page"))
        return mg_fail(feed->put->err, MORGUE_BAD_INPUT, "no article: it is of the kind \"%.*s\"",
                       kind.len > 40 ? 40 : (int)kind.len, kind.data);
    morgue_text draft = draft_of(feed->item);
    if (mg_text_like(draft, "yes"))
        return mg_fail(feed->put->err, MORGUE_BAD_INPUT, "no article: it is a draft");
    return feed->wordpress ? mg_wordpress_check(feed) : MORGUE_OK;
}

static morgue_status put_title(const mg_feed *feed)
{
    morgue_status status = mg_feed_put_line(feed, MORGUE_TITLE, mg_node_child(feed->item, "title"));
    return status == MORGUE_OK
               ? mg_feed_put_line(feed, MORGUE_TITLE, mg_node_child(feed->item, "headline"))
               : status;
}

static morgue_status put_wordpress(const mg_feed *feed)
{
    return feed->wordpress ? mg_wordpress_put(feed) : MORGUE_OK;
}

static morgue_status put_context(const mg_feed *feed)
{
    return mg_put_context(feed->put);
}

/* An item may be a link and nothing else. */
static morgue_status check(const mg_feed *feed)
{
    return mg_check_article(feed->put->article, feed->put->err);
}

morgue_status mg_feed_read(const mg_feed *feed)
{
    static morgue_status (*const parts[])(const mg_feed *feed) = {
        check_kind,       put_wordpress, put_id,          put_title,  put_address,
        put_dates,        put_authors,   put_source,      put_tags,   put_language,
        mg_feed_put_text, check,         put_description, put_extras, put_context};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == MORGUE_OK; i++)
        status = parts[i](feed);
    return status;
}
