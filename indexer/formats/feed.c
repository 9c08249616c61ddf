/* Feeds: RSS 0.9 to 2.0, RSS 1.0 in RDF, Atom 0.3 and 1.0, in whatever state, and what WordPress
 * exports, which is RSS. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/feed/feed.h"
#include "indexer/markup/xml.h"
#include "indexer/text/slice.h"

typedef struct state {
    mg_xml *xml;
    mg_buffer one;
    mg_buffer two;
} state;

/* ---- Recognising --------------------------------------------------------------------------- */

static bool has(morgue_text text, const char *string)
{
    return memmem(text.data, text.len, string, strlen(string)) != NULL;
}

/* Feeds that were saved with something before them. */
static bool begins_late(morgue_text head)
{
    head.len = head.len < 4096 ? head.len : 4096;
    return !has(head, "<html") && !has(head, "<HTML") &&
           (has(head, "<rss version=") || has(head, "<feed xmlns=\"http://www.w3.org/2005/Atom\""));
}

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text space;
    morgue_text name = mg_xml_first_element(head, &space);
    (void)path;
    if (mg_text_like(name, "rss"))
        return (mg_bid){95, "begins with <rss>"};
    if (mg_text_like(name, "feed") && (!space.len || has(space, "tom") || has(space, "purl.org")))
        return (mg_bid){95, "begins with <feed>"};
    if (mg_text_like(name, "rdf") && (has(head, "purl.org/rss/") || has(head, "/rdf/simple/") ||
                                      has(head, "<item ") || has(head, "<item>")))
        return (mg_bid){90, "begins with <RDF> and has items"};
    if (mg_text_like(name, "entry") && has(space, "tom"))
        return (mg_bid){90, "begins with an <entry> of Atom"};
    if (mg_text_like(name, "channel") && (has(head, "<item>") || has(head, "<item ")))
        return (mg_bid){70, "begins with <channel> and has items"};
    return begins_late(head) ? (mg_bid){60, "has <rss> or <feed> near its beginning"} : MG_NO_BID;
}

/* ---- Reading ------------------------------------------------------------------------------- */

static bool is_record(void *user, const mg_node *element)
{
    (void)user;
    return strcasecmp(element->name, "item") == 0 || strcasecmp(element->name, "entry") == 0;
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
    mg_buffer_free(&s->one);
    mg_buffer_free(&s->two);
    free(s);
    reader->state = NULL;
}

/* In RSS 1.0 the items stand beside their channel, else inside of it. */
static const mg_node *channel_of(const mg_node *root, const mg_node *item)
{
    const mg_node *beside = mg_node_child(root, "channel");
    return beside ? beside : item->parent;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    mg_feed feed = {.put = &put, .one = &s->one, .two = &s->two};
    do {
        mg_reading reading = mg_xml_next(s->xml, &feed.item, err);
        if (reading != MG_READ_ARTICLE)
            return reading;
    } while (mg_wordpress_is_machinery(feed.item));
    feed.channel = channel_of(mg_xml_root(s->xml), feed.item);
    feed.wordpress = mg_wordpress_has(feed.item);
    return mg_reading_of(mg_feed_read(&feed));
}

const mg_format mg_format_feed = {
    .name = "feed",
    .description = "RSS, Atom, and the exports of WordPress",
    .extensions = "rss atom rdf xml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
