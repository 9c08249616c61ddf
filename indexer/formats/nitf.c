/* NITF, the News Industry Text Format of the IPTC: an element <nitf> is an article, alone in its
 * file, in a wrapper with others, or one behind the other. */
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/news/news.h"

/* NITF in another format's items is theirs. */
static mg_bid bid(morgue_text head, const char *path)
{
    static const char others[] = "NewsML newsMessage newsItem packageItem rss RDF feed html";
    morgue_text space;
    morgue_text name = mg_xml_first_element(head, &space);
    (void)path;
    if (mg_text_is(name, "nitf"))
        return (mg_bid){95, "begins with <nitf>"};
    if (!name.len || mg_text_among(name, others))
        return MG_NO_BID;
    return mg_xml_mentions(head, "nitf") ? (mg_bid){75, "is XML and has the element <nitf>"}
                                         : MG_NO_BID;
}

static bool is_record(void *user, const mg_node *element)
{
    (void)user;
    return mg_node_is(element, "nitf");
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    return mg_news_open(reader, is_record, err);
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_news_file *s = reader->state;
    mg_sink put = {reader, article, err};
    const mg_node *nitf;
    mg_reading reading = mg_xml_next(s->xml, &nitf, err);
    if (reading != MG_READ_ARTICLE)
        return reading;
    mg_news_begin(&s->news, &put);
    mg_news_nitf(&s->news, nitf);
    mg_news_put_text(&s->news);
    return mg_reading_of(mg_news_end(&s->news));
}

const mg_format mg_format_nitf = {
    .name = "nitf",
    .description = "NITF, the news agencies' XML; the NYT Annotated Corpus",
    .extensions = "xml nitf",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = mg_news_close,
};
