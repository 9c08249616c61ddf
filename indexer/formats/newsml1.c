/* NewsML 1 of the IPTC (1.0 to 1.2): items in an envelope. An item of several languages or stories
 * is as many articles, whose ids have the language behind a "#". */
#include "indexer/formats/news/newsml1.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

typedef struct state {
    mg_xml *xml;
    mg_news news;
    const mg_node *item;  /* NULL: the next one is to be read */
    const mg_node *story; /* of it, the one read last */
    size_t n_stories;     /* of it, read so far */
    mg_buffer languages;  /* of those, each between spaces */
} state;

static mg_bid bid(morgue_text head, const char *path)
{
    morgue_text space;
    morgue_text name = mg_xml_first_element(head, &space);
    (void)path;
    if (mg_text_is(name, "NewsML"))
        return (mg_bid){95, "begins with <NewsML>"};
    if (mg_text_is(name, "NewsItem"))
        return (mg_bid){85, "begins with <NewsItem>"};
    return name.len && mg_xml_mentions(head, "NewsML") && mg_xml_mentions(head, "NewsItem")
               ? (mg_bid){72, "is XML and has the elements <NewsML> and <NewsItem>"}
               : MG_NO_BID;
}

static bool is_record(void *user, const mg_node *element)
{
    (void)user;
    return mg_node_is(element, "NewsItem");
}

/* ---- Articles ------------------------------------------------------------------------------ */

/* "#de", and "#de-3" where another story of the item is in German too. */
static void put_suffix(state *s, mg_sink *put, morgue_text language)
{
    mg_buffer id = {0};
    char number[24] = "";
    morgue_text whole = morgue_article_get(put->article, MORGUE_ID, 0);
    bool ok = mg_buffer_append(&id, " ", 1) && mg_buffer_append(&id, language.data, language.len) &&
              mg_buffer_append(&id, " ", 1);
    bool again = ok && s->languages.data && strstr(s->languages.data, id.data);
    if (ok && !again)
        ok = mg_buffer_append(&s->languages, id.data, id.len);
    mg_buffer_clear(&id);
    if (again || !language.len)
        snprintf(number, sizeof number, "%s%zu", language.len ? "-" : "", s->n_stories);
    ok = ok && mg_buffer_append(&id, whole.data, whole.len) && mg_buffer_append(&id, "#", 1) &&
         mg_buffer_append(&id, language.data, language.len) && mg_buffer_append_string(&id, number);
    if (!ok)
        mg_news_no_memory(&s->news);
    else if (whole.len && s->news.status == MORGUE_OK)
        s->news.status = mg_put(put, MORGUE_ID, (morgue_text){id.data, id.len}, MORGUE_GIVEN);
    mg_buffer_free(&id);
}

/* What an item without stories is. */
static const char *nature_of(const mg_node *item)
{
    static const char *const table[][2] = {
        {"photo", "picture"}, {"picture", "picture"},       {"graphic", "graphic"},
        {"video", "video"},   {"audio", "sound recording"}, {"animation", "animation"}};
    for (const mg_node *n = item; n; n = mg_node_on(item, n)) {
        morgue_text media = mg_node_attribute(n, "FormalName");
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            if (mg_node_is(n, "MediaType") && mg_text_like(media, table[i][0]))
                return table[i][1];
        if (mg_node_is(n, "NewsItemRef"))
            return "package";
        if (mg_node_is(n, "TopicSet"))
            return "set of topics";
    }
    return NULL;
}

static mg_reading refuse(const mg_node *item, morgue_error *err)
{
    const char *nature = nature_of(item);
    mg_fail(err, MORGUE_BAD_INPUT, "holds no text%s%s", nature ? ": it is a " : "",
            nature ? nature : "");
    return MG_READ_BAD;
}

static mg_reading read_story(state *s, mg_sink *put)
{
    bool several = s->n_stories > 1 || mg_newsml1_story(s->item, s->story);
    mg_news_begin(&s->news, put);
    mg_newsml1_meta(&s->news, s->item, s->story);
    if (several)
        put_suffix(s, put, mg_newsml1_language(s->story));
    mg_newsml1_content(&s->news, s->story);
    mg_news_put_text(&s->news);
    return mg_reading_of(mg_news_end(&s->news));
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    for (;;) {
        if (!s->item) {
            mg_reading reading = mg_xml_next(s->xml, &s->item, err);
            if (reading != MG_READ_ARTICLE) {
                s->item = NULL;
                return reading;
            }
            s->story = NULL;
            s->n_stories = 0;
            mg_buffer_clear(&s->languages);
        }
        const mg_node *item = s->item;
        s->story = mg_newsml1_story(item, s->story);
        if (s->story) {
            s->n_stories++;
            return read_story(s, &put);
        }
        s->item = NULL;
        if (!s->n_stories)
            return refuse(item, err);
    }
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
    mg_news_free(&s->news);
    mg_buffer_free(&s->languages);
    free(s);
    reader->state = NULL;
}

const mg_format mg_format_newsml1 = {
    .name = "newsml1",
    .description = "NewsML 1, the news agencies' XML before NewsML-G2",
    .extensions = "xml",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
