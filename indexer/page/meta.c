#include "indexer/page/meta.h"

#include <string.h>
#include <strings.h>

/* Not a field: the extra "description". */
enum { MORGUE_DESCRIPTION = MORGUE_FIELD_COUNT };

enum {
    RANK_CANONICAL = 8,
    RANK_HTML_LANG = 24,
    RANK_TIME = 36,
    RANK_REL = 32,
    RANK_TITLE = 40,
    RANK_HEADING = 42,
    RANK_MICRODATA = 20
};

static const struct name {
    const char *name;
    int field;
    unsigned rank;
} names[] = {
#define META(NAME, FIELD, RANK) {NAME, MORGUE_##FIELD, RANK},
#include "indexer/page/meta.def"
#undef META
};

typedef struct reading {
    mg_said *said;
    mg_jsonld *ld;
    mg_meta *meta;
    mg_buffer line;
    bool time_seen, heading_seen;
} reading;

/* ---- Values -------------------------------------------------------------------------------- */

static bool is(morgue_text text, const char *word)
{
    return text.len == strlen(word) && strncasecmp(text.data, word, text.len) == 0;
}

/* Is the word one of those in a list parted by spaces, as rel and itemprop are? */
static bool lists(morgue_text list, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= list.len; i++) {
        bool starts = !i || list.data[i - 1] == ' ';
        bool ends = i + n == list.len || list.data[i + n] == ' ';
        if (starts && ends && strncasecmp(list.data + i, word, n) == 0)
            return true;
    }
    return false;
}

static bool is_address(morgue_text text)
{
    return (text.len > 7 && strncasecmp(text.data, "http://", 7) == 0) ||
           (text.len > 8 && strncasecmp(text.data, "https://", 8) == 0);
}

/* "a, b; c": several topics, and authors where the name says that there are. */
static bool say_list(reading *r, morgue_field_id field, unsigned rank, morgue_text text)
{
    bool entities = memchr(text.data, '&', text.len) != NULL; /* they have semicolons too */
    char mark = !entities && memchr(text.data, ';', text.len) ? ';' : ',';
    bool ok = true;
    while (ok && text.len) {
        const char *end = memchr(text.data, mark, text.len);
        size_t n = end ? (size_t)(end - text.data) : text.len;
        ok = mg_say(r->said, field, NULL, rank, (morgue_text){text.data, n});
        text.data += n + (end != NULL);
        text.len -= n + (end != NULL);
    }
    return ok;
}

static bool say_value(reading *r, int field, unsigned rank, morgue_text text)
{
    char language[16];
    switch (field) {
    case MORGUE_DESCRIPTION: return mg_say(r->said, MORGUE_EXTRA, "description", rank, text);
    case MORGUE_TOPIC:
    case MORGUE_PERSON:
    case MORGUE_ORG:
    case MORGUE_LOCATION: return is_address(text) || say_list(r, field, rank, text);
    case MORGUE_AUTHOR:
    case MORGUE_SOURCE:
    case MORGUE_SECTION:
        return is_address(text) || (text.len && text.data[0] == '@') ||
               mg_say(r->said, field, NULL, rank, text);
    case MORGUE_LANG:
        text = mg_trimmed(text);
        if (text.len < 2 || text.len >= sizeof language)
            return true;
        for (size_t i = 0; i < text.len; i++)
            language[i] = text.data[i] == '_' ? '-' : text.data[i];
        return mg_say(r->said, MORGUE_LANG, NULL, rank, (morgue_text){language, text.len});
    default: return mg_say(r->said, field, NULL, rank, text);
    }
}

/* ---- Elements of the head ------------------------------------------------------------------ */

static bool read_named(reading *r, morgue_text name, morgue_text content)
{
    name = mg_trimmed(name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(name, names[i].name))
            return say_value(r, names[i].field, names[i].rank, content);
    if (is(name, "og:type")) {
        r->meta->is_article = r->meta->is_article || is(content, "article") ||
                              is(content, "news") || is(content, "newsarticle");
    }
    return true;
}

static bool read_meta(reading *r, const mg_node *node)
{
    static const char *const attributes[] = {"property", "name", "itemprop", "http-equiv"};
    morgue_text content = mg_node_attribute(node, "content");
    bool ok = true;
    for (size_t i = 0; ok && content.len && i < sizeof attributes / sizeof *attributes; i++) {
        morgue_text name = mg_node_attribute(node, attributes[i]);
        if (name.len)
            ok = read_named(r, name, content);
    }
    return ok;
}

static bool read_link(reading *r, const mg_node *node)
{
    morgue_text rel = mg_node_attribute(node, "rel");
    return !lists(rel, "canonical") ||
           mg_say(r->said, MORGUE_URL, NULL, RANK_CANONICAL, mg_node_attribute(node, "href"));
}

static bool read_script(reading *r, const mg_node *node)
{
    mg_buffer joined = {0};
    morgue_text type = mg_node_attribute(node, "type");
    bool ok = true, ld = type.len >= 19 && strncasecmp(type.data, "application/ld+json", 19) == 0;
    for (const mg_node *n = node->first; n; n = n->next)
        r->meta->script_bytes += n->text.len;
    if (!ld || !node->first)
        return true;
    if (!node->first->next)
        return mg_jsonld_add(r->ld, node->first->text);
    for (const mg_node *n = node->first; ok && n; n = n->next)
        ok = mg_buffer_append(&joined, n->text.data, n->text.len);
    ok = ok && mg_jsonld_add(r->ld, (morgue_text){joined.data ? joined.data : "", joined.len});
    mg_buffer_free(&joined);
    return ok;
}

/* ---- Elements of the body ------------------------------------------------------------------ */

/* Says the text of an element, where it is short enough to be a value. */
static bool say_text(reading *r, int field, unsigned rank, const mg_node *node)
{
    enum { NODES_MAX = 40 };
    size_t nodes = 0;
    for (const mg_node *n = node; n; n = mg_node_on(node, n))
        if (++nodes > NODES_MAX)
            return true;
    mg_buffer_clear(&r->line);
    if (!mg_node_line(node, &r->line))
        return false;
    if (r->line.len > 300)
        return true;
    return say_value(r, field, rank, (morgue_text){r->line.data ? r->line.data : "", r->line.len});
}

static bool read_time(reading *r, const mg_node *node)
{
    morgue_text when = mg_node_attribute(node, "datetime");
    bool published = lists(mg_node_attribute(node, "class"), "published") ||
                     lists(mg_node_attribute(node, "class"), "entry-date") ||
                     lists(mg_node_attribute(node, "itemprop"), "datePublished");
    for (const mg_attribute *a = node->attributes; a; a = a->next)
        published = published || strcmp(a->name, "pubdate") == 0;
    bool first = !r->time_seen;
    r->time_seen = true;
    if (!published && !first)
        return true;
    unsigned rank = published ? RANK_REL : RANK_TIME;
    return when.len ? mg_say(r->said, MORGUE_DATE, NULL, rank, when)
                    : say_text(r, MORGUE_DATE, rank, node);
}

/* The name of what an element with itemprop="author" describes: of itself, or of the element in it
 * that has the name. */
static const mg_node *named_part(const mg_node *node)
{
    enum { NODES_MAX = 40 };
    size_t seen = 0;
    for (const mg_node *n = mg_node_on(node, node); n && ++seen < NODES_MAX;
         n = mg_node_on(node, n))
        if (n->name && lists(mg_node_attribute(n, "itemprop"), "name"))
            return n;
    return node;
}

static bool read_property(reading *r, const mg_node *node, morgue_text property)
{
    static const struct {
        const char *name;
        morgue_field_id field;
    } properties[] = {{"headline", MORGUE_TITLE},         {"datePublished", MORGUE_DATE},
                      {"dateModified", MORGUE_MODIFIED},  {"author", MORGUE_AUTHOR},
                      {"articleSection", MORGUE_SECTION}, {"keywords", MORGUE_TOPIC},
                      {"publisher", MORGUE_SOURCE},       {"inLanguage", MORGUE_LANG}};
    r->meta->bodies += lists(property, "articleBody");
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if (!lists(property, properties[i].name))
            continue;
        int field = properties[i].field;
        morgue_text value = mg_node_attribute(node, "content");
        if (!value.len && (field == MORGUE_DATE || field == MORGUE_MODIFIED))
            value = mg_node_attribute(node, "datetime");
        const mg_node *part = value.len ? node : named_part(node);
        if (!value.len && part->tag == MG_TAG_META)
            value = mg_node_attribute(part, "content");
        if (!(value.len ? say_value(r, field, RANK_MICRODATA, value)
                        : say_text(r, field, RANK_MICRODATA, part)))
            return false;
    }
    return true;
}

static bool read_element(reading *r, const mg_node *node)
{
    morgue_text property = mg_node_attribute(node, "itemprop");
    morgue_text type = mg_node_attribute(node, "itemtype");
    if (type.len && (memmem(type.data, type.len, "Article", 7) ||
                     memmem(type.data, type.len, "BlogPosting", 11)))
        r->meta->articles++;
    if (property.len && !read_property(r, node, property))
        return false;
    morgue_text rel = node->tag == MG_TAG_A ? mg_node_attribute(node, "rel") : (morgue_text){"", 0};
    if (lists(rel, "author"))
        return say_text(r, MORGUE_AUTHOR, RANK_REL, node);
    if (lists(rel, "tag"))
        return say_text(r, MORGUE_TOPIC, RANK_REL, node);
    return true;
}

static bool read_heading(reading *r, const mg_node *node)
{
    bool first = !r->heading_seen;
    r->heading_seen = true;
    return !first || say_text(r, MORGUE_TITLE, RANK_HEADING, node);
}

static bool read_node(reading *r, const mg_node *node)
{
    switch (node->tag) {
    case MG_TAG_META: return read_meta(r, node);
    case MG_TAG_LINK: return read_link(r, node);
    case MG_TAG_SCRIPT: return read_script(r, node);
    case MG_TAG_TITLE:
        return (node->parent && node->parent->tag == MG_TAG_SVG) ||
               say_text(r, MORGUE_TITLE, RANK_TITLE, node);
    case MG_TAG_H1: return read_heading(r, node) && read_element(r, node);
    case MG_TAG_TIME: return read_time(r, node) && read_element(r, node);
    default: return !node->attributes || read_element(r, node);
    }
}

bool mg_meta_read(const mg_node *root, mg_said *said, mg_jsonld *ld, mg_meta *ret)
{
    reading r = {.said = said, .ld = ld, .meta = ret};
    *ret = (mg_meta){0};
    bool ok = say_value(&r, MORGUE_LANG, RANK_HTML_LANG, mg_node_attribute(root, "lang"));
    for (const mg_node *node = root; ok && node; node = mg_node_on(root, node))
        ok = !node->name || read_node(&r, node);
    mg_buffer_free(&r.line);
    return ok;
}
