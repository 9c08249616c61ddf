/* The Reuters Corpora (RCV1, RCV2) and dumps in their form: an element <newsitem> a file, or many
 * behind each other, whose metadata are codes and Dublin Core. Codes of countries are those of the
 * corpus ("MEX"), as are those of topics and industries. */
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/news/news.h"

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text space;
    morgue_text name = mg_xml_first_element(head, &space);
    (void)path;
    if (mg_text_is(name, "newsitem"))
        return (mg_bid){90, "begins with <newsitem>"};
    return name.len && mg_xml_mentions(head, "newsitem") &&
                   memmem(head.data, head.len, " itemid=", 8)
               ? (mg_bid){72, "is XML and has the element <newsitem>"}
               : MG_NO_BID;
}

static bool is_record(void *user, const mg_node *element)
{
    (void)user;
    return mg_node_is(element, "newsitem");
}

/* <codes class="bip:countries:1.0"><code code="MEX">: "bip:topics" and "bip:industries" likewise */
static void put_codes(mg_news *news, const mg_node *codes)
{
    morgue_text class = mg_node_attribute(codes, "class");
    bool places = memmem(class.data, class.len, "countries", 9) != NULL;
    for (const mg_node *n = mg_node_child(codes, "code"); n; n = mg_node_same_next(n))
        mg_news_tag(news, places ? MORGUE_LOCATION : MORGUE_TOPIC, mg_node_attribute(n, "code"));
}

/* <dc element="dc.creator.location" value="MEXICO CITY"/> */
static void put_dublin_core(mg_news *news, const mg_node *metadata)
{
    for (const mg_node *n = mg_node_child(metadata, "dc"); n; n = mg_node_same_next(n)) {
        morgue_text name = mg_node_attribute(n, "element"), value = mg_node_attribute(n, "value");
        if (mg_text_among(name, "dc.creator.location dc.creator.location.country.name "
                                "dc.creator.location.city.name"))
            mg_news_tag(news, MORGUE_LOCATION, value);
        else if (mg_text_is(name, "dc.source"))
            mg_news_once(news, MORGUE_SOURCE, value);
        else if (mg_text_is(name, "dc.date.published"))
            mg_news_date(news, MORGUE_DATE, value);
        else if (name.len)
            mg_news_extra(news, name.data, value);
    }
}

static void put_metadata(mg_news *news, const mg_node *metadata)
{
    for (const mg_node *n = mg_node_child(metadata, "codes"); n; n = mg_node_same_next(n))
        put_codes(news, n);
    put_dublin_core(news, metadata);
}

/* The corpus writes the country before the headline in <title>: "MEXICO: Recovery ..." */
static void put_item(mg_news *news, const mg_node *item)
{
    const mg_node *dateline = mg_node_child(item, "dateline");
    mg_news_put(news, MORGUE_ID, mg_node_attribute(item, "itemid"));
    mg_news_put(news, MORGUE_LANG, mg_node_attribute(item, "lang"));
    mg_news_once_node(news, MORGUE_TITLE, mg_node_child(item, "headline"));
    mg_news_once_node(news, MORGUE_TITLE, mg_node_child(item, "title"));
    mg_news_extra_node(news, "full_title", mg_node_child(item, "title"));
    mg_news_byline(news, mg_news_line(news, mg_node_child(item, "byline")));
    if (dateline && news->status == MORGUE_OK)
        news->status = mg_put_dateline(news->put, mg_news_line(news, dateline));
    mg_news_date(news, MORGUE_DATE, mg_node_attribute(item, "date"));
    mg_news_extra_node(news, "copyright", mg_node_child(item, "copyright"));
    put_metadata(news, mg_node_child(item, "metadata"));
    mg_news_flow(news, mg_node_child(item, "text"), NULL, NULL);
    mg_news_put_text(news);
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    return mg_news_open(reader, is_record, err);
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_news_file *s = reader->state;
    mg_sink put = {reader, article, err};
    const mg_node *item;
    mg_reading reading = mg_xml_next(s->xml, &item, err);
    if (reading != MG_READ_ARTICLE)
        return reading;
    mg_news_begin(&s->news, &put);
    put_item(&s->news, item);
    return mg_reading_of(mg_news_end(&s->news));
}

const mg_format mg_format_rcv1 = {
    .name = "rcv1",
    .description = "Reuters Corpora (RCV1, RCV2)",
    .extensions = "xml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = mg_news_close,
};
