/* What a NewsML-G2 item says of itself, outside of its subjects. */
#include <string.h>

#include "indexer/formats/news/newsml_g2.h"

enum { MAKERS_MAX = 64 }; /* creators and sources that are compared with each other */

static const mg_node *meta_of(const mg_g2 *g2, const char *name)
{
    return mg_node_child(g2->item, name);
}

static morgue_text code_of(const mg_node *node)
{
    morgue_text code = mg_node_attribute(node, "qcode");
    if (!code.len)
        code = mg_node_attribute(node, "uri");
    return code.len ? code : mg_node_attribute(node, "literal");
}

/* The name of a concept, or else whatever it has that tells something: its literal, the end of its
 * code. */
static morgue_text name_or_code(mg_g2 *g2, const mg_node *concept)
{
    morgue_text name = mg_g2_name(g2, concept);
    if (!name.len)
        name = mg_trimmed(mg_node_attribute(concept, "literal"));
    return name.len ? name : mg_trimmed(mg_code_tail(code_of(concept)));
}

static void extra_concepts(mg_g2 *g2, const char *key, const mg_node *parent, const char *name)
{
    for (const mg_node *n = mg_node_child(parent, name); n; n = mg_node_same_next(n))
        mg_news_list_add(&g2->news, name_or_code(g2, n));
    mg_news_list_put(&g2->news, key);
}

/* ---- Identity, dates, languages ------------------------------------------------------------ */

static morgue_text text_of(mg_g2 *g2, const mg_node *parent, const char *path)
{
    return mg_news_line(&g2->news, mg_node_at(parent, path));
}

/* The content's own date is that of what is archived; an item may be made of it years later. */
static void put_dates(mg_g2 *g2)
{
    const mg_node *item = meta_of(g2, "itemMeta"), *content = meta_of(g2, "contentMeta");
    const mg_node *header = NULL;
    for (const mg_node *n = g2->item->parent; n && !header; n = n->parent)
        header = mg_node_child(n, "header");
    mg_news *news = &g2->news;
    mg_news_date(news, MORGUE_DATE, text_of(g2, item, "pubHistory/published/date"));
    mg_news_date(news, MORGUE_DATE, text_of(g2, content, "contentCreated"));
    mg_news_date(news, MORGUE_DATE, text_of(g2, item, "firstCreated"));
    mg_news_date(news, MORGUE_DATE, text_of(g2, item, "versionCreated"));
    if (!mg_news_has(news, MORGUE_DATE) && text_of(g2, header, "sent").len) {
        mg_news_date(news, MORGUE_DATE, text_of(g2, header, "sent"));
        mg_note(news->put->reader, "no date of publication: it has that of when it was sent");
    }
    mg_news_date(news, MORGUE_MODIFIED, text_of(g2, item, "versionCreated"));
    mg_news_date(news, MORGUE_MODIFIED, text_of(g2, content, "contentModified"));
    mg_news_extra(news, "embargoed", text_of(g2, item, "embargoed"));
}

static void put_language(mg_g2 *g2)
{
    const mg_node *content = meta_of(g2, "contentMeta");
    mg_news_once(&g2->news, MORGUE_LANG,
                 mg_node_attribute(mg_node_child(content, "language"), "tag"));
    for (const mg_node *n = g2->item; n; n = n->parent)
        mg_news_once(&g2->news, MORGUE_LANG, mg_node_attribute(n, "lang"));
}

/* ---- Who ----------------------------------------------------------------------------------- */

/* The agency or newspaper. Names come before codes; who provides the item before who wrote it. */
static void put_source(mg_g2 *g2)
{
    const mg_node *provider = mg_node_child(meta_of(g2, "itemMeta"), "provider");
    const mg_node *content = meta_of(g2, "contentMeta");
    const mg_node *holder = mg_node_child(meta_of(g2, "rightsInfo"), "copyrightHolder");
    mg_news *news = &g2->news;
    mg_news_once(news, MORGUE_SOURCE, mg_g2_name(g2, provider));
    mg_news_once(news, MORGUE_SOURCE, mg_g2_name(g2, mg_node_child(content, "infoSource")));
    mg_news_once_node(news, MORGUE_SOURCE, mg_node_child(content, "creditline"));
    mg_news_once(news, MORGUE_SOURCE, mg_g2_name(g2, holder));
    mg_news_once(news, MORGUE_SOURCE, name_or_code(g2, provider));
}

static bool same(morgue_text a, morgue_text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* Is this the name of who is named as the source of the content? */
static bool is_source(mg_g2 *g2, morgue_text name)
{
    const mg_node *content = meta_of(g2, "contentMeta");
    const mg_node *credit = mg_node_child(content, "creditline");
    if (same(name, morgue_article_get(g2->news.put->article, MORGUE_SOURCE, 0)))
        return true;
    const mg_node *source = mg_node_child(content, "infoSource");
    for (size_t i = 0; source && i < MAKERS_MAX; source = mg_node_same_next(source), i++)
        if (same(name, mg_node_attribute(source, "literal")))
            return true;
    return credit && credit->first && !credit->first->name &&
           same(name, mg_trimmed(credit->first->text));
}

/* Agencies name themselves as creators; those are no authors where they are told apart. */
static bool is_author(mg_g2 *g2, const mg_node *creator)
{
    morgue_text name = mg_g2_name(g2, creator);
    return name.len && !mg_g2_is_org(g2, creator) && !mg_is_organization(name) &&
           !is_source(g2, name);
}

static void put_authors(mg_g2 *g2)
{
    const mg_node *content = meta_of(g2, "contentMeta");
    const mg_node *creator = mg_node_child(content, "creator");
    for (const mg_node *n = mg_node_child(content, "by"); n; n = mg_node_same_next(n))
        mg_news_byline(&g2->news, mg_news_line(&g2->news, n));
    bool by = mg_news_has(&g2->news, MORGUE_AUTHOR);
    for (size_t i = 0; creator && !by && i < MAKERS_MAX; creator = mg_node_same_next(creator), i++)
        if (is_author(g2, creator))
            mg_news_put(&g2->news, MORGUE_AUTHOR, mg_g2_name(g2, creator));
    extra_concepts(g2, "creator", content, "creator");
    extra_concepts(g2, "contributor", content, "contributor");
    extra_concepts(g2, "info_source", content, "infoSource");
}

/* ---- Lines --------------------------------------------------------------------------------- */

static bool is_main_headline(const mg_node *headline)
{
    morgue_text role = mg_code_tail(mg_node_attribute(headline, "role"));
    return !role.len || mg_text_among(role, "main headline title web print");
}

static void put_headlines(mg_g2 *g2)
{
    const mg_node *content = meta_of(g2, "contentMeta");
    const mg_node *first = mg_node_child(content, "headline");
    for (const mg_node *n = first; n; n = mg_node_same_next(n))
        if (is_main_headline(n))
            mg_news_once_node(&g2->news, MORGUE_TITLE, n);
    mg_news_once_node(&g2->news, MORGUE_TITLE, first);
    for (const mg_node *n = first; n; n = mg_node_same_next(n)) {
        morgue_text line = mg_news_line(&g2->news, n);
        morgue_text title = morgue_article_get(g2->news.put->article, MORGUE_TITLE, 0);
        if (line.len != title.len || memcmp(line.data, title.data, line.len) != 0)
            mg_news_list_add(&g2->news, line);
    }
    mg_news_list_put(&g2->news, "subheadline");
}

/* A dateline names a place; some give the date alone in its place. */
static void put_dateline(mg_g2 *g2)
{
    mg_news *news = &g2->news;
    const mg_node *content = meta_of(g2, "contentMeta");
    morgue_text line = mg_news_line(news, mg_node_child(content, "dateline"));
    bool place = line.len && !memchr("0123456789", *line.data, 10);
    if (line.len && !place)
        mg_news_extra(news, "dateline", line);
    if (place && news->status == MORGUE_OK)
        news->status = mg_put_dateline(news->put, line);
    mg_news_once(news, MORGUE_DATELINE, mg_g2_name(g2, mg_node_child(content, "located")));
}

static void put_content_meta(mg_g2 *g2)
{
    static const char *const lines[][2] = {
        {"slugline", "slugline"}, {"creditline", "creditline"}, {"urgency", "urgency"}};
    const mg_node *content = meta_of(g2, "contentMeta");
    put_headlines(g2);
    put_dateline(g2);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        mg_news_extra_each(&g2->news, lines[i][1], content, lines[i][0], NULL);
    mg_news_extra_each(&g2->news, "description", content, "description", NULL);
    mg_news_extra_each(&g2->news, "alt_id", content, "altId", NULL);
    extra_concepts(g2, "genre", content, "genre");
}

/* A newsroom's own department is its section. */
static void put_section(mg_g2 *g2)
{
    const mg_node *content = meta_of(g2, "contentMeta");
    for (const mg_node *n = mg_node_child(content, "subject"); n; n = mg_node_same_next(n)) {
        morgue_text code = mg_node_attribute(n, "qcode");
        morgue_text type = mg_code_tail(mg_node_attribute(n, "type"));
        if (mg_node_child(n, "name") &&
            (mg_text_is(type, "category") || memmem(code.data, code.len, "department:", 11)))
            mg_news_once(&g2->news, MORGUE_SECTION, mg_g2_name(g2, n));
    }
}

static void put_item_meta(mg_g2 *g2)
{
    const mg_node *item = meta_of(g2, "itemMeta"), *rights = meta_of(g2, "rightsInfo");
    morgue_text status = mg_code_tail(code_of(mg_node_child(item, "pubStatus")));
    mg_news *news = &g2->news;
    mg_news_once_node(news, MORGUE_TITLE, mg_node_child(item, "title"));
    if (!mg_text_is(status, "usable"))
        mg_news_extra(news, "status", status);
    mg_news_extra_each(news, "editors_note", item, "edNote", NULL);
    extra_concepts(g2, "service", item, "service");
    for (const mg_node *n = mg_node_child(item, "memberOf"); n; n = mg_node_same_next(n))
        mg_news_tag(news, MORGUE_TOPIC, mg_g2_name(g2, n));
    mg_news_extra_each(news, "file_name", item, "fileName", NULL);
    mg_news_extra_each(news, "copyright", rights, "copyrightNotice", NULL);
    extra_concepts(g2, "copyright_holder", rights, "copyrightHolder");
    mg_news_extra_each(news, "usage_terms", rights, "usageTerms", NULL);
}

void mg_g2_meta(mg_g2 *g2)
{
    mg_news *news = &g2->news;
    mg_news_once(news, MORGUE_ID, mg_node_attribute(g2->item, "guid"));
    mg_news_once(news, MORGUE_REVISION, mg_node_attribute(g2->item, "version"));
    put_dates(g2);
    put_language(g2);
    put_source(g2);
    put_authors(g2);
    put_content_meta(g2);
    put_item_meta(g2);
    put_section(g2);
}
