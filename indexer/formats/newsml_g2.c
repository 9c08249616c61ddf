/* NewsML-G2 of the IPTC: a <newsItem> alone in its file or with others in a <newsMessage>. Items of
 * other kinds hold no articles: packages list news items, the rest tell of concepts and plans. */
#include "indexer/formats/news/newsml_g2.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

typedef struct state {
    mg_xml *xml;
    mg_g2 g2;
} state;

/* ---- Recognising --------------------------------------------------------------------------- */

static const char item_names[] =
    "newsItem packageItem conceptItem knowledgeItem catalogItem planningItem groupSet";

static bool is_one_of(morgue_text name, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, " ");
        if (n == name.len && memcmp(list, name.data, n) == 0)
            return true;
        list += n;
        list += strspn(list, " ");
    }
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text space;
    morgue_text name = mg_xml_first_element(head, &space);
    (void)path;
    if (mg_text_is(name, "newsMessage"))
        return (mg_bid){95, "begins with <newsMessage>"};
    if (is_one_of(name, item_names))
        return (mg_bid){95, "begins with an item of NewsML-G2"};
    return name.len && mg_xml_mentions(head, "newsItem")
               ? (mg_bid){70, "is XML and has the element <newsItem>"}
               : MG_NO_BID;
}

static bool is_record(void *user, const mg_node *element)
{
    (void)user;
    return is_one_of((morgue_text){element->name, strlen(element->name)}, item_names);
}

/* ---- Content ------------------------------------------------------------------------------- */

static bool is_text_type(const mg_node *content)
{
    morgue_text type = mg_node_attribute(content, "contenttype");
    return !type.len || strncmp(type.data, "text/", 5) == 0 ||
           memmem(type.data, type.len, "html", 4) || memmem(type.data, type.len, "xml", 3);
}

/* Pieces of one item's content are the same in several renditions: the first that has text is
 * read, markup before plain text. */
void mg_g2_content(mg_g2 *g2)
{
    const mg_node *set = mg_node_child(g2->item, "contentSet");
    bool done = false;
    for (const mg_node *n = mg_node_child(set, "inlineXML"); n && !done; n = mg_node_same_next(n))
        done = mg_news_content(&g2->news, n);
    for (const mg_node *n = mg_node_child(set, "inlineData"); n && !done; n = mg_node_same_next(n))
        done = is_text_type(n) && mg_news_content(&g2->news, n);
}

/* A text item without content may have a summary at least; captions are of pictures. */
static void append_summary(mg_g2 *g2)
{
    const mg_node *meta = mg_node_child(g2->item, "contentMeta");
    for (const mg_node *n = mg_node_child(meta, "description"); n; n = mg_node_same_next(n))
        if (!mg_text_among(mg_code_tail(mg_node_attribute(n, "role")), "caption"))
            mg_news_plain(&g2->news, mg_news_line(&g2->news, n));
}

/* ---- Items --------------------------------------------------------------------------------- */

static morgue_text class_of(const mg_node *item)
{
    const mg_node *class = mg_node_at(item, "itemMeta/itemClass");
    morgue_text code = mg_node_attribute(class, "qcode");
    return mg_code_tail(code.len ? code : mg_node_attribute(class, "uri"));
}

/* Why there is no article: "it is a picture". */
static const char *nature_of(const mg_node *item)
{
    static const char *const table[][2] = {{"packageItem", "it is a package"},
                                           {"groupSet", "it is a package"},
                                           {"conceptItem", "it is a concept"},
                                           {"knowledgeItem", "it is a list of concepts"},
                                           {"catalogItem", "it is a catalog of vocabularies"},
                                           {"planningItem", "it is a plan of coverage"},
                                           {"picture", "it is a picture"},
                                           {"photo", "it is a picture"},
                                           {"graphic", "it is a graphic"},
                                           {"video", "it is a video"},
                                           {"audio", "it is a sound recording"},
                                           {"animated", "it is an animation"},
                                           {"composite", "it is a composite of other items"}};
    morgue_text name = {item->name, strlen(item->name)}, class = class_of(item);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (mg_text_like(name, table[i][0]) || mg_text_like(class, table[i][0]))
            return table[i][1];
    return NULL;
}

static morgue_status put_item(mg_g2 *g2)
{
    mg_news *news = &g2->news;
    const char *nature = nature_of(g2->item);
    if (!mg_node_is(g2->item, "newsItem"))
        return mg_fail(news->put->err, MORGUE_BAD_INPUT, "holds no text: %s",
                       nature ? nature : "it is no item of news");
    mg_g2_index(g2);
    mg_g2_meta(g2);
    mg_g2_content(g2);
    mg_g2_subjects(g2);
    if (!news->text.len && !nature)
        append_summary(g2);
    mg_news_put_text(news);
    bool empty = !mg_news_has(news, MORGUE_TEXT);
    if (news->status == MORGUE_OK && empty && (nature || !mg_news_has(news, MORGUE_TITLE))) {
        mg_buffer_clear(&news->put->reader->notes);
        return mg_fail(news->put->err, MORGUE_BAD_INPUT, "holds no text%s%s", nature ? ": " : "",
                       nature ? nature : "");
    }
    return mg_news_end(news);
}

/* A message's table of contents, which has neither a name nor anything of its own. */
static bool is_mere_list(const mg_node *item)
{
    return mg_node_is(item, "packageItem") && !mg_node_attribute(item, "guid").len &&
           !mg_node_child(item, "itemMeta");
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    mg_reading reading;
    do {
        reading = mg_xml_next(s->xml, &s->g2.item, err);
    } while (reading == MG_READ_ARTICLE && is_mere_list(s->g2.item));
    if (reading != MG_READ_ARTICLE)
        return reading;
    mg_news_begin(&s->g2.news, &put);
    return mg_reading_of(put_item(&s->g2));
}

/* ---- The format ---------------------------------------------------------------------------- */

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    state *s = calloc(1, sizeof *s);
    reader->state = s;
    return s ? mg_xml_open(reader, is_record, NULL, &s->xml, err) : mg_fail_memory(err);
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    mg_xml_free(s->xml);
    mg_news_free(&s->g2.news);
    free(s->g2.asserts);
    free(s);
    reader->state = NULL;
}

const mg_format mg_format_newsml_g2 = {
    .name = "newsml_g2",
    .description = "NewsML-G2, the news agencies' XML with NITF, XHTML or text in it",
    .extensions = "xml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
