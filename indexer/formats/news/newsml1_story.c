/* From a NewsML 1 item to its articles. Components nest: one for each language, with components of
 * each a headline, a text, a picture; or all in one. A component is taken apart where two or more
 * of those in it are stories of their own. */
#include <string.h>
#include <strings.h>

#include "indexer/formats/news/newsml1.h"

static morgue_text formal_name(const mg_node *node)
{
    return mg_trimmed(mg_node_attribute(node, "FormalName"));
}

const mg_node *mg_newsml1_child(const mg_node *component, const char *name)
{
    enum { LOOKED_AT = 64 };
    const mg_node *n = component ? component->first : NULL;
    for (size_t i = 0; n; n = n->next, i++) {
        if (mg_node_is(n, name))
            return n;
        if (i > LOOKED_AT && (mg_node_is(n, "NewsComponent") || mg_node_is(n, "ContentItem") ||
                              mg_node_is(n, "NewsItem")))
            return NULL;
    }
    return NULL;
}

/* ---- Content items ------------------------------------------------------------------------- */

static bool is_text_format(const mg_node *item)
{
    morgue_text media = formal_name(mg_node_child(item, "MediaType"));
    morgue_text mime = formal_name(mg_node_child(item, "MimeType"));
    morgue_text format = formal_name(mg_node_child(item, "Format"));
    if (mg_text_among(format, "CSS") || mg_text_like(mime, "text/css"))
        return false;
    if (mime.len)
        return strncasecmp(mime.data, "text/", 5) == 0 ||
               memmem(mime.data, mime.len, "xml", 3) != NULL ||
               memmem(mime.data, mime.len, "html", 4) != NULL;
    return !media.len || mg_text_among(media, "text composite");
}

bool mg_newsml1_is_text(const mg_node *item)
{
    return mg_node_child(item, "DataContent") && is_text_format(item);
}

mg_newsml1_part mg_newsml1_part_of(const mg_node *item)
{
    static const struct {
        mg_newsml1_part part;
        const char *roles;
    } table[] = {
        {MG_N1_HEADLINE, "headline title"},
        {MG_N1_SUBHEADLINE, "subheadline subhead"},
        {MG_N1_SUMMARY, "abstract summary teaser synopsis"},
        {MG_N1_CAPTION, "caption photocaption picturecaption"},
        {MG_N1_CONTACT, "contact contacts"},
        {MG_N1_MEDIA, "stylesheet logo photo picture image graphic video audio thumbnail"}};
    for (const mg_node *n = item->parent; n && !mg_node_is(n, "NewsItem"); n = n->parent) {
        morgue_text role = formal_name(mg_newsml1_child(n, "Role"));
        for (size_t i = 0; role.len && i < sizeof table / sizeof *table; i++)
            if (mg_text_among(role, table[i].roles))
                return table[i].part;
        if (role.len)
            break;
    }
    return MG_N1_BODY;
}

static bool has_content(const mg_node *content_item)
{
    for (const mg_node *n = content_item; n; n = mg_node_on(content_item, n))
        if (!n->name && mg_trimmed(n->text).len && n->parent != content_item)
            return true;
    return false;
}

bool mg_newsml1_has_text(const mg_node *component)
{
    for (const mg_node *n = component; n;) {
        bool item = mg_node_is(n, "ContentItem");
        if (item && mg_newsml1_is_text(n) && has_content(n) && mg_newsml1_part_of(n) == MG_N1_BODY)
            return true;
        n = item ? mg_node_over(component, n) : mg_node_on(component, n);
    }
    return false;
}

/* ---- Stories ------------------------------------------------------------------------------- */

static morgue_text own_language(const mg_node *component)
{
    const mg_node *language =
        mg_node_child(mg_newsml1_child(component, "DescriptiveMetadata"), "Language");
    morgue_text name = formal_name(language);
    return name.len ? name : mg_node_attribute(component, "lang");
}

morgue_text mg_newsml1_language(const mg_node *story)
{
    morgue_text language = {"", 0};
    for (const mg_node *n = story; n && !language.len; n = n->parent)
        language = own_language(n);
    for (const mg_node *n = story; n && !language.len; n = mg_node_on(story, n))
        if (mg_node_is(n, "NewsComponent"))
            language = own_language(n);
    return language;
}

/* Are there two stories in the component, told by their headlines or languages? */
static bool divides(const mg_node *component)
{
    const mg_node *child = mg_node_child(component, "NewsComponent");
    size_t headlines = 0, languages = 0;
    morgue_text first = {"", 0};
    for (; child; child = mg_node_same_next(child)) {
        morgue_text language = own_language(child);
        bool headline = mg_node_child(mg_newsml1_child(child, "NewsLines"), "HeadLine") != NULL;
        if ((!headline && !language.len) || !mg_newsml1_has_text(child))
            continue;
        headlines += headline;
        if (language.len && first.len &&
            (language.len != first.len || memcmp(language.data, first.data, first.len) != 0))
            languages++;
        if (!first.len)
            first = language;
    }
    return headlines > 1 || languages > 0;
}

const mg_node *mg_newsml1_story(const mg_node *item, const mg_node *after)
{
    const mg_node *n = after ? mg_node_over(item, after) : mg_node_on(item, item);
    while (n) {
        bool component = mg_node_is(n, "NewsComponent");
        bool divided = component && divides(n);
        if (component && !divided && mg_newsml1_has_text(n))
            return n;
        n = divided ? mg_node_on(item, n) : mg_node_over(item, n);
    }
    return NULL;
}

/* ---- Their text ---------------------------------------------------------------------------- */

enum { EQUIVALENTS_MAX = 64 };

/* Of equivalents one is read: the first that has text. */
static bool is_repetition(const mg_node *content_item, const mg_node *story)
{
    for (const mg_node *n = content_item; n != story && n->parent; n = n->parent) {
        if (!mg_text_is(mg_node_attribute(n->parent, "EquivalentsList"), "yes"))
            continue;
        size_t seen = 0;
        for (const mg_node *s = n->parent->first; s && s != n && seen < EQUIVALENTS_MAX;
             s = s->next, seen++)
            if (s->name && (mg_node_is(s, "ContentItem") ? mg_newsml1_is_text(s) && has_content(s)
                                                         : mg_newsml1_has_text(s)))
                return true;
    }
    return false;
}

static void put_part(mg_news *news, const mg_node *data, mg_newsml1_part part)
{
    switch (part) {
    case MG_N1_HEADLINE: mg_news_once_node(news, MORGUE_TITLE, data); break;
    case MG_N1_SUBHEADLINE: mg_news_extra_node(news, "subheadline", data); break;
    case MG_N1_SUMMARY: mg_news_extra_node(news, "abstract", data); break;
    case MG_N1_CAPTION: mg_news_extra_node(news, "caption", data); break;
    default: (void)mg_news_content(news, data); break;
    }
}

static void put_parts(mg_news *news, const mg_node *story, bool contacts)
{
    for (const mg_node *n = story; n;) {
        bool item = mg_node_is(n, "ContentItem");
        mg_newsml1_part part = item ? mg_newsml1_part_of(n) : MG_N1_MEDIA;
        if (item && mg_newsml1_is_text(n) && part != MG_N1_MEDIA &&
            (part == MG_N1_CONTACT) == contacts && !is_repetition(n, story))
            put_part(news, mg_node_child(n, "DataContent"), part);
        n = item ? mg_node_over(story, n) : mg_node_on(story, n);
    }
}

void mg_newsml1_content(mg_news *news, const mg_node *story)
{
    put_parts(news, story, false);
    put_parts(news, story, true);
}
