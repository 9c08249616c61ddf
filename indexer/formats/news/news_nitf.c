/* The element <nitf>, alone in a file or as the content of a NewsML item: then what the item says
 * comes first, and this fills what is missing. NITF 3.6, and what older versions and the NYT
 * Annotated Corpus do differently. */
#include <stdio.h>
#include <string.h>

#include "indexer/formats/news/news_nitf.h"

static morgue_text attribute(const mg_node *node, const char *path, const char *name)
{
    return mg_node_attribute(mg_node_at(node, path), name);
}

/* ---- The head ------------------------------------------------------------------------------ */

/* The NYT Annotated Corpus has the date in three <meta> elements. */
static void put_meta_date(mg_news *news, const mg_node *head)
{
    static const char *const names[] = {"publication_year", "publication_month",
                                        "publication_day_of_month"};
    int numbers[3] = {0, 0, 0};
    char date[40];
    for (const mg_node *n = mg_node_child(head, "meta"); n; n = mg_node_same_next(n))
        for (size_t i = 0; i < 3; i++)
            if (mg_text_is(mg_node_attribute(n, "name"), names[i]))
                (void)sscanf(mg_node_attribute(n, "content").data, "%4d", &numbers[i]);
    if (numbers[0] <= 0 || numbers[1] <= 0 || numbers[2] <= 0)
        return;
    snprintf(date, sizeof date, "%04d-%02d-%02d", numbers[0], numbers[1], numbers[2]);
    mg_news_date(news, MORGUE_DATE, (morgue_text){date, strlen(date)});
}

static void put_metas(mg_news *news, const mg_node *head)
{
    morgue_text sections = {"", 0};
    for (const mg_node *n = mg_node_child(head, "meta"); n; n = mg_node_same_next(n)) {
        morgue_text name = mg_node_attribute(n, "name");
        morgue_text content = mg_node_attribute(n, "content");
        if (mg_text_among(name, "dsk section"))
            mg_news_once(news, MORGUE_SECTION, content);
        else if (mg_text_is(name, "alternate_url"))
            mg_news_once(news, MORGUE_URL, content);
        else if (mg_text_is(name, "online_sections"))
            sections = content;
        if (name.len && !mg_text_among(name, "dsk section"))
            mg_news_extra(news, name.data, content);
    }
    mg_news_once(news, MORGUE_SECTION, sections);
}

static void put_pubdata(mg_news *news, const mg_node *pubdata)
{
    static const char *const extras[][2] = {{"edition.name", "edition"},
                                            {"edition.area", "edition_area"},
                                            {"volume", "volume"},
                                            {"number", "number"},
                                            {"issue", "issue"},
                                            {"position.sequence", "position_sequence"},
                                            {"type", "publication_type"},
                                            {"issn", "issn"},
                                            {"isbn", "isbn"},
                                            {"item-length", "item_length"},
                                            {"position.page", "page"}};
    morgue_text url = mg_trimmed(mg_node_attribute(pubdata, "ex-ref"));
    mg_news_once(news, MORGUE_SOURCE, mg_node_attribute(pubdata, "name"));
    mg_news_date(news, MORGUE_DATE, mg_node_attribute(pubdata, "date.publication"));
    mg_news_once(news, MORGUE_SECTION, mg_node_attribute(pubdata, "position.section"));
    if (memmem(url.data, url.len, "://", 3))
        mg_news_once(news, MORGUE_URL, url);
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++)
        mg_news_extra(news, extras[i][1], mg_node_attribute(pubdata, extras[i][0]));
}

/* Who did what to the story, and when last. */
static void put_revisions(mg_news *news, const mg_node *parent)
{
    morgue_text last = {"", 0};
    const mg_node *history = mg_node_child(parent, "revision-history");
    for (const mg_node *n = history; n; n = mg_node_same_next(n)) {
        morgue_text norm = mg_node_attribute(n, "norm");
        last = norm.len ? norm : last;
    }
    mg_news_date(news, MORGUE_MODIFIED, last);
    mg_news_extra_each(news, "revision_comment", parent, "revision-history", "comment");
    mg_news_extra_each(news, "revised_by", parent, "revision-history", "name");
}

static void put_docdata_extras(mg_news *news, const mg_node *docdata)
{
    static const char *const extras[][3] = {{"urgency", "ed-urg", "urgency"},
                                            {"fixture", "fix-id", "fixture"},
                                            {"date.release", "norm", "release"},
                                            {"date.expire", "norm", "expire"},
                                            {"doc-scope", "scope", "scope"},
                                            {"series", "series.name", "series"},
                                            {"series", "series.part", "series_part"},
                                            {"series", "series.totalpart", "series_total"},
                                            {"du-key", "key", "du_key"},
                                            {"du-key", "generation", "du_key_generation"},
                                            {"du-key", "version", "du_key_version"},
                                            {"ed-msg", "info", "editors_message"},
                                            {"doc.copyright", "holder", "copyright"},
                                            {"doc.copyright", "year", "copyright_year"},
                                            {"doc.rights", "owner", "rights_owner"},
                                            {"doc.rights", "limitations", "rights_limitations"},
                                            {"del-list/from-src", "src-name", "delivered_by"}};
    mg_news_extra(news, "status", mg_node_attribute(docdata, "management-status"));
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++) {
        char path[32];
        snprintf(path, sizeof path, "%s", extras[i][0]);
        char *slash = strchr(path, '/');
        if (slash)
            *slash = '\0';
        const mg_node *parent = slash ? mg_node_child(docdata, path) : docdata;
        mg_news_extra_each(news, extras[i][2], parent, slash ? slash + 1 : path, extras[i][1]);
    }
}

static void put_docdata(mg_news *news, const mg_node *docdata)
{
    mg_news_once(news, MORGUE_ID, attribute(docdata, "doc-id", "id-string"));
    mg_nitf_docdata_tags(news, docdata);
    put_revisions(news, docdata);
    put_docdata_extras(news, docdata);
}

/* Dates in the order of what they say of publication. */
static void put_dates(mg_news *news, const mg_node *nitf, const mg_node *head)
{
    const mg_node *docdata = mg_node_child(head, "docdata");
    mg_news_date(news, MORGUE_DATE, attribute(head, "pubdata", "date.publication"));
    mg_news_date(news, MORGUE_DATE, attribute(docdata, "pubdata", "date.publication"));
    put_meta_date(news, head);
    mg_news_date(news, MORGUE_DATE, attribute(docdata, "date.issue", "norm"));
    mg_news_date(news, MORGUE_DATE, mg_news_line(news, mg_node_child(docdata, "date.issue")));
    mg_news_date(news, MORGUE_DATE, attribute(docdata, "doc.date", "norm"));
    mg_news_date(news, MORGUE_DATE, attribute(docdata, "date.release", "norm"));
    mg_news_date(news, MORGUE_DATE, attribute(nitf, "body/body.head/dateline/story.date", "norm"));
}

/* Elements that stray from <docdata> into <head> are found there too. */
static void put_head(mg_news *news, const mg_node *nitf)
{
    const mg_node *head = mg_node_child(nitf, "head");
    const mg_node *docdata = mg_node_child(head, "docdata");
    put_dates(news, nitf, head);
    if (docdata)
        put_docdata(news, docdata);
    if (head) {
        put_metas(news, head);
        put_pubdata(news, mg_node_child(head, "pubdata"));
        put_pubdata(news, mg_node_child(docdata, "pubdata"));
        mg_nitf_subjects(news, mg_node_child(head, "tobject"));
        put_revisions(news, head);
        mg_news_extra(news, "urgency", attribute(head, "urgency", "ed-urg"));
    }
}

/* ---- The head of the body ------------------------------------------------------------------ */

static bool is_title(const mg_news *news, morgue_text line)
{
    morgue_text title = morgue_article_get(news->put->article, MORGUE_TITLE, 0);
    return line.len == title.len && memcmp(line.data, title.data, line.len) == 0;
}

/* AP writes <headline> for <hedline>. Further headlines are those of pages and versions. */
static void put_headlines(mg_news *news, const mg_node *head, const mg_node *body_head)
{
    const mg_node *hl1 = mg_node_find(body_head, "hl1");
    const mg_node *hedline = mg_node_child(body_head, "hedline");
    mg_news_once_node(news, MORGUE_TITLE, hl1 ? hl1 : hedline);
    mg_news_once_node(news, MORGUE_TITLE, mg_node_child(head, "title"));
    for (const mg_node *n = mg_node_child(hedline, "hl2"); n; n = mg_node_same_next(n)) {
        morgue_text line = mg_news_line(news, n);
        if (!is_title(news, line))
            mg_news_list_add(news, line);
    }
    mg_news_list_put(news, "subheadline");
    morgue_text name = mg_news_line(news, mg_node_child(head, "title"));
    if (!is_title(news, name))
        mg_news_extra(news, "head_title", name);
}

static void put_byline(mg_news *news, const mg_node *byline)
{
    const mg_node *person = mg_node_find(byline, "person");
    bool normalized = mg_text_is(mg_node_attribute(byline, "class"), "normalized_byline");
    if (normalized) {
        mg_buffer natural = {0};
        morgue_text given = mg_news_line(news, byline);
        mg_news_extra(news, "normalized_byline", given);
        if (!mg_news_has(news, MORGUE_AUTHOR))
            mg_news_byline(news, mg_natural_name(given, &natural)
                                     ? (morgue_text){natural.data, natural.len}
                                     : given);
        mg_buffer_free(&natural);
    } else if (person) {
        for (const mg_node *n = person; n; n = mg_node_on(byline, n))
            if (mg_node_is(n, "person"))
                mg_news_byline(news, mg_news_spaced(news, n, "function alt-code"));
    } else {
        mg_news_byline(news, mg_news_spaced(news, byline, "byttl location virtloc"));
    }
    mg_news_extra_node(news, "byline_title", mg_node_find(byline, "byttl"));
}

static void put_bylines(mg_news *news, const mg_node *body_head)
{
    const mg_node *byline = mg_node_child(body_head, "byline");
    if (mg_news_has(news, MORGUE_AUTHOR))
        return;
    for (const mg_node *n = byline; n; n = mg_node_same_next(n))
        put_byline(news, n);
    for (const mg_node *n = mg_node_child(body_head, "bytag"); n; n = mg_node_same_next(n))
        put_byline(news, n);
}

static void put_source(mg_news *news, const mg_node *nitf)
{
    const mg_node *docdata = mg_node_at(nitf, "head/docdata");
    const mg_node *distributor = mg_node_at(nitf, "body/body.head/distributor");
    mg_news_once_node(news, MORGUE_SOURCE, distributor);
    mg_news_extra_node(news, "distributor", distributor);
    mg_news_once(news, MORGUE_SOURCE, attribute(docdata, "doc-id", "regsrc"));
    mg_news_once(news, MORGUE_SOURCE, attribute(docdata, "doc.copyright", "holder"));
    mg_news_once(news, MORGUE_SOURCE, attribute(docdata, "del-list/from-src", "src-name"));
}

/* The parts of its place may be all that a dateline has. */
static void put_dateline(mg_news *news, const mg_node *body_head)
{
    mg_buffer whole = {0};
    const mg_node *dateline = mg_node_child(body_head, "dateline");
    const mg_node *location = mg_node_child(dateline, "location");
    if (!dateline || mg_news_has(news, MORGUE_DATELINE) || news->status != MORGUE_OK)
        return;
    morgue_text line = mg_news_spaced(news, dateline, "alt-code location");
    if (!line.len && location)
        mg_nitf_location(news, location, false, &whole);
    line = whole.len ? (morgue_text){whole.data, whole.len}
                     : mg_news_spaced(news, dateline, "alt-code");
    if (news->status == MORGUE_OK)
        news->status = mg_put_dateline(news->put, line);
    mg_buffer_free(&whole);
}

/* ---- The text ------------------------------------------------------------------------------ */

/* What of the content stands in it twice. */
typedef struct repeated {
    bool full;           /* there is a full text, in which the lead paragraphs stand again */
    const mg_node *lead; /* "LEAD: ..." where the next paragraph begins with the same words */
} repeated;

static bool is_block_of(const mg_node *element, const char *class)
{
    return mg_node_is(element, "block") && mg_text_is(mg_node_attribute(element, "class"), class);
}

/* The first paragraph, where it is the second's beginning behind "LEAD:". */
static const mg_node *find_lead(mg_news *news, const mg_node *block)
{
    static const char mark[] = "LEAD: ";
    const size_t n = sizeof mark - 1;
    const mg_node *first = mg_node_child(block, "p");
    const mg_node *second = first ? mg_node_same_next(first) : NULL;
    morgue_text line = mg_news_line(news, first);
    if (!second || line.len <= n || memcmp(line.data, mark, n) != 0)
        return NULL;
    mg_buffer lead = {0};
    bool ok = mg_buffer_append(&lead, line.data + n, line.len - n);
    morgue_text next = mg_news_line(news, second);
    bool same = ok && next.len >= lead.len && memcmp(next.data, lead.data, lead.len) == 0;
    mg_buffer_free(&lead);
    return same ? first : NULL;
}

static repeated find_repeated(mg_news *news, const mg_node *content)
{
    repeated found = {false, NULL};
    for (const mg_node *n = content->first; n && !found.full; n = n->next)
        if (is_block_of(n, "full_text"))
            found = (repeated){true, find_lead(news, n)};
    return found;
}

/* The NYT Annotated Corpus repeats the beginning of the text. */
static bool is_no_text(void *user, const mg_node *element)
{
    const repeated *twice = user;
    return mg_node_is(element, "media") || mg_node_is(element, "nitf-table-metadata") ||
           mg_node_is(element, "alt-code") || element == twice->lead ||
           (twice->full && (is_block_of(element, "lead_paragraph") ||
                            is_block_of(element, "online_lead_paragraph")));
}

static void put_captions(mg_news *news, const mg_node *body)
{
    for (const mg_node *n = body; n; n = mg_node_on(body, n))
        if (mg_node_is(n, "media-caption"))
            mg_news_list_add(news, mg_news_line(news, n));
    mg_news_list_put(news, "captions");
}

static void put_body_text(mg_news *news, const mg_node *body)
{
    const mg_node *content = mg_node_child(body, "body.content");
    repeated twice = {false, NULL};
    if (news->text.len)
        return;
    if (!content) /* the head is not closed */
        content = mg_node_at(body, "body.head/body.content");
    for (; content; content = mg_node_same_next(content)) {
        twice = find_repeated(news, content);
        mg_news_flow(news, content, is_no_text, &twice);
    }
    const mg_node *end = mg_node_find(body, "body.end");
    for (const mg_node *n = mg_node_child(end, "tagline"); n; n = mg_node_same_next(n))
        mg_news_flow(news, n, is_no_text, &twice);
    mg_news_extra_node(news, "bibliography", mg_node_child(end, "bibliography"));
}

void mg_news_nitf(mg_news *news, const mg_node *nitf)
{
    static const char *const languages[] = {"", "body", "body/body.content", "body/body.content/p"};
    const mg_node *body = mg_node_child(nitf, "body");
    const mg_node *body_head = mg_node_child(body, "body.head");
    put_head(news, nitf);
    put_headlines(news, mg_node_child(nitf, "head"), body_head);
    put_bylines(news, body_head);
    put_source(news, nitf);
    put_dateline(news, body_head);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        mg_news_once(news, MORGUE_LANG, attribute(nitf, languages[i], "lang"));
    mg_news_once(news, MORGUE_LANG, mg_node_attribute(nitf, "baselang"));
    mg_news_extra_node(news, "abstract", mg_node_child(body_head, "abstract"));
    mg_news_extra_node(news, "note", mg_node_child(body_head, "note"));
    if (!body)
        body = nitf;
    mg_nitf_marked(news, body);
    put_captions(news, body);
    put_body_text(news, body);
}
