#include "indexer/page/jsonld.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/text/clean.h"

enum { SCRIPTS_MAX = 64, SCRIPT_MAX = 4 << 20, DEPTH_MAX = 8 };

void mg_jsonld_clear(mg_jsonld *ld)
{
    for (size_t i = 0; i < ld->n; i++)
        json_decref(ld->scripts[i]);
    ld->n = 0;
}

void mg_jsonld_free(mg_jsonld *ld)
{
    mg_jsonld_clear(ld);
    free(ld->scripts);
    mg_buffer_free(&ld->text);
    mg_buffer_free(&ld->mended);
    *ld = (mg_jsonld){0};
}

/* ---- Parsing ------------------------------------------------------------------------------- */

/* Parses, mended if need be. *ret is NULL where it cannot be. */
static bool parse(mg_jsonld *ld, morgue_text text, json_t **ret)
{
    const size_t flags = JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK;
    json_error_t problem;
    *ret = json_loadb(text.data, text.len, flags, &problem);
    if (*ret)
        return true;
    mg_buffer_clear(&ld->mended);
    if (!mg_jsonld_mend(text, &ld->mended))
        return false;
    if (ld->mended.len)
        *ret = json_loadb(ld->mended.data, ld->mended.len, flags, &problem);
    return *ret || json_error_code(&problem) != json_error_out_of_memory;
}

bool mg_jsonld_add(mg_jsonld *ld, morgue_text script)
{
    json_t *json;
    script = mg_trimmed(script);
    if (script.len > 8 && memmem(script.data, 8, "&quot;", 6)) {
        mg_buffer_clear(&ld->text);
        if (!mg_unescape_entities(script, &ld->text, NULL))
            return false;
        script = (morgue_text){ld->text.data, ld->text.len};
    }
    if (!script.len || script.len > SCRIPT_MAX || ld->n >= SCRIPTS_MAX)
        return true;
    if (!ld->scripts && !(ld->scripts = calloc(SCRIPTS_MAX, sizeof(json_t *))))
        return false;
    if (!parse(ld, script, &json))
        return false;
    if (json)
        ld->scripts[ld->n++] = json;
    return true;
}

/* ---- Types --------------------------------------------------------------------------------- */

/* "schema:NewsArticle" and "http://schema.org/NewsArticle" are NewsArticle. */
static const char *plain_type(const char *type)
{
    const char *slash = strrchr(type, '/'), *colon = strrchr(type, ':');
    const char *mark = slash > colon ? slash : colon;
    return mark ? mark + 1 : type;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* How likely a thing of this type is the article: 0 not at all. */
static int rank_of_type(const char *type)
{
    type = plain_type(type);
    if (ends_with(type, "NewsArticle"))
        return 5;
    if (ends_with(type, "Article") || strcmp(type, "BlogPosting") == 0 ||
        strcmp(type, "LiveBlogPosting") == 0 || strcmp(type, "Report") == 0)
        return 4;
    if (ends_with(type, "Posting") || strcmp(type, "Review") == 0)
        return strcmp(type, "JobPosting") == 0 ? 0 : 3;
    return 0;
}

/* The best of the ranks of an object's types. */
static int rank_of(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    int best = 0;
    if (json_is_string(type))
        return rank_of_type(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++) {
        const char *name = json_string_value(json_array_get(type, i));
        int rank = name ? rank_of_type(name) : 0;
        best = rank > best ? rank : best;
    }
    return best;
}

bool mg_jsonld_is_article(const json_t *object)
{
    return rank_of(object) > 0;
}

static bool has_type(const json_t *object, const char *end)
{
    const json_t *type = json_object_get(object, "@type");
    const char *name = json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
    return name && ends_with(plain_type(name), end);
}

/* ---- Walking ------------------------------------------------------------------------------- */

typedef bool (*visitor)(void *user, const json_t *object); /* false: go no further */

/* Visits the objects that a script describes, with those in @graph and mainEntity; not the things
 * that they refer to. */
static bool each_object(const json_t *json, int depth, visitor visit, void *user)
{
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    bool on = true;
    if (depth > DEPTH_MAX)
        return true;
    for (size_t i = 0; on && i < json_array_size(json); i++)
        on = each_object(json_array_get(json, i), depth + 1, visit, user);
    if (!json_is_object(json))
        return on;
    on = visit(user, json);
    for (size_t i = 0; on && i < sizeof inner / sizeof *inner; i++)
        on = each_object(json_object_get(json, inner[i]), depth + 1, visit, user);
    return on;
}

static void each(const mg_jsonld *ld, visitor visit, void *user)
{
    bool on = true;
    for (size_t i = 0; on && i < ld->n; i++)
        on = each_object(ld->scripts[i], 0, visit, user);
}

/* ---- The article --------------------------------------------------------------------------- */

static const char *address_of(const json_t *object)
{
    const json_t *page = json_object_get(object, "mainEntityOfPage");
    const char *url = json_string_value(json_object_get(object, "url"));
    if (!url)
        url = json_string_value(json_is_object(page) ? json_object_get(page, "@id") : page);
    return url ? url : json_string_value(json_object_get(object, "@id"));
}

/* Addresses without scheme, www, query, fragment and slash at the end. */
static morgue_text core_of(morgue_text url)
{
    const char *colon = url.len > 8 ? memmem(url.data, 8, "://", 3) : NULL;
    if (colon) {
        url.len -= (size_t)(colon + 3 - url.data);
        url.data = colon + 3;
    }
    if (url.len > 4 && memcmp(url.data, "www.", 4) == 0)
        url = (morgue_text){url.data + 4, url.len - 4};
    for (size_t i = 0; i < url.len; i++)
        if (url.data[i] == '?' || url.data[i] == '#')
            url.len = i;
    while (url.len && url.data[url.len - 1] == '/')
        url.len--;
    return url;
}

static bool same_address(const char *a, morgue_text b)
{
    morgue_text x = core_of((morgue_text){a, strlen(a)}), y = core_of(b);
    return x.len && x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

typedef struct choice {
    morgue_text url;
    const json_t *best;
    int rank;
    size_t articles; /* with addresses */
} choice;

static bool consider(void *user, const json_t *object)
{
    choice *c = user;
    int rank = rank_of(object) * 4;
    if (!rank)
        return true;
    const char *url = address_of(object);
    bool here = url && c->url.len && same_address(url, c->url);
    c->articles += url && !here;
    rank += here ? 100 : 0;
    rank += json_object_get(object, "articleBody") ? 2 : 0;
    rank += json_object_get(object, "headline") ? 1 : 0;
    if (rank > c->rank) {
        c->rank = rank;
        c->best = object;
    }
    return true;
}

/* A page that describes several articles, none of them its own, is a list of them. */
const json_t *mg_jsonld_article(const mg_jsonld *ld, morgue_text url)
{
    choice c = {.url = url};
    each(ld, consider, &c);
    return c.rank < 100 && url.len && c.articles > 2 ? NULL : c.best;
}

static bool append_paragraph(const json_t *value, mg_buffer *ret)
{
    const char *text = json_string_value(value);
    if (!text || !*text)
        return true;
    return (!ret->len || mg_buffer_append_string(ret, "\n\n")) &&
           mg_buffer_append(ret, text, json_string_length(value));
}

/* The text of an object: a string, or several. */
static bool append_body(const json_t *object, mg_buffer *ret)
{
    static const char *const keys[] = {"articleBody", "reviewBody", "text"};
    bool ok = true;
    for (size_t k = 0; ok && k < sizeof keys / sizeof *keys; k++) {
        const json_t *body = json_object_get(object, keys[k]);
        if (!body)
            continue;
        ok = append_paragraph(body, ret);
        for (size_t i = 0; ok && i < json_array_size(body); i++)
            ok = append_paragraph(json_array_get(body, i), ret);
        return ok;
    }
    return ok;
}

bool mg_jsonld_body(const json_t *article, mg_buffer *ret)
{
    const json_t *updates = json_object_get(article, "liveBlogUpdate");
    bool ok = append_body(article, ret);
    if (ok && json_is_object(updates))
        ok = append_paragraph(json_object_get(updates, "headline"), ret) &&
             append_body(updates, ret);
    for (size_t i = 0; ok && i < json_array_size(updates); i++) {
        const json_t *update = json_array_get(updates, i);
        ok = append_paragraph(json_object_get(update, "headline"), ret) && append_body(update, ret);
    }
    return ok;
}

/* ---- Saying -------------------------------------------------------------------------------- */

/* How what the script says ranks among all that is said; see meta.def. */
enum { RANK_ARTICLE = 10, RANK_PAGE = 45 };

/* References that are looked up on one page: each costs a walk over all that is described. */
enum { LOOKUPS_MAX = 64 };

typedef struct saying {
    const mg_jsonld *ld;
    mg_said *said;
    unsigned rank;
    unsigned *lookups;
    bool no_memory;
} saying;

typedef struct lookup {
    const char *id;
    const json_t *found;
} lookup;

static bool has_id(void *user, const json_t *object)
{
    lookup *l = user;
    const char *id = json_string_value(json_object_get(object, "@id"));
    if (id && json_object_get(object, "name") && strcmp(id, l->id) == 0)
        l->found = object;
    return !l->found;
}

/* The object that {"@id": "..."} refers to, itself where there is none. */
static const json_t *resolve(const saying *s, const json_t *object)
{
    lookup l = {json_string_value(json_object_get(object, "@id")), NULL};
    if (json_object_get(object, "name") || !l.id || ++*s->lookups > LOOKUPS_MAX)
        return object;
    each(s->ld, has_id, &l);
    return l.found ? l.found : object;
}

static bool is_address(const char *text)
{
    return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0 || text[0] == '@';
}

static bool say_string(const saying *s, morgue_field_id field, const json_t *value)
{
    const char *text = json_string_value(value);
    if (!text || (field != MORGUE_URL && is_address(text)))
        return true;
    return mg_say(s->said, field, NULL, s->rank, (morgue_text){text, json_string_length(value)});
}

/* Says names: strings, objects with a name, arrays of both. */
static bool say_names(const saying *s, morgue_field_id field, const json_t *value, int depth)
{
    enum { NAMES_MAX = 200 };
    bool ok = true;
    if (depth > 4)
        return true;
    if (json_is_string(value))
        return say_string(s, field, value);
    if (json_is_object(value)) {
        const json_t *name = json_object_get(resolve(s, value), "name");
        if (!name)
            name = json_object_get(value, "@value");
        return say_names(s, field, name, depth + 1);
    }
    for (size_t i = 0; ok && i < json_array_size(value) && i < NAMES_MAX; i++)
        ok = say_names(s, field, json_array_get(value, i), depth + 1);
    return ok;
}

/* "a, b, c" or ["a", "b"]. */
static bool say_keywords(const saying *s, const json_t *value)
{
    const char *at = json_string_value(value);
    bool ok = true;
    if (!at)
        return say_names(s, MORGUE_TOPIC, value, 0);
    char mark = strchr(at, ';') && !strchr(at, '&') ? ';' : ',';
    while (ok && *at) {
        const char *end = strchr(at, mark);
        size_t n = end ? (size_t)(end - at) : strlen(at);
        ok = mg_say(s->said, MORGUE_TOPIC, NULL, s->rank, (morgue_text){at, n});
        at += n + (end != NULL);
    }
    return ok;
}

static morgue_field_id field_of_thing(const json_t *thing)
{
    static const char *const organizations[] = {"Organization", "Corporation", "Team",
                                                "Business",     "Party",       "Agency"};
    static const char *const places[] = {"Place", "City", "Country", "State", "Area", "Continent"};
    if (has_type(thing, "Person"))
        return MORGUE_PERSON;
    for (size_t i = 0; i < sizeof organizations / sizeof *organizations; i++)
        if (has_type(thing, organizations[i]))
            return MORGUE_ORG;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (has_type(thing, places[i]))
            return MORGUE_LOCATION;
    return MORGUE_TOPIC;
}

/* What the article is about: persons, organizations and places by their types. */
static bool say_things(const saying *s, const json_t *things)
{
    enum { THINGS_MAX = 200 };
    bool ok = true;
    if (!json_is_array(things))
        return say_names(s, field_of_thing(resolve(s, things)), things, 0);
    for (size_t i = 0; ok && i < json_array_size(things) && i < THINGS_MAX; i++) {
        const json_t *thing = json_array_get(things, i);
        ok = say_names(s, field_of_thing(resolve(s, thing)), thing, 0);
    }
    return ok;
}

/* The first is the section, more are topics. */
static bool say_sections(const saying *s, const json_t *sections)
{
    bool ok = true;
    if (!json_is_array(sections))
        return say_names(s, MORGUE_SECTION, sections, 0);
    for (size_t i = 0; ok && i < json_array_size(sections) && i < 50; i++)
        ok = say_names(s, i ? MORGUE_TOPIC : MORGUE_SECTION, json_array_get(sections, i), 0);
    return ok;
}

static bool say_language(const saying *s, const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_object(value)) {
        const json_t *code = json_object_get(value, "alternateName");
        value = code ? code : json_object_get(value, "name");
    }
    return say_string(s, MORGUE_LANG, value);
}

static bool say_extras(const saying *s, const json_t *article)
{
    static const char *const keys[][2] = {{"description", "description"},
                                          {"alternativeHeadline", "alternative_headline"},
                                          {"genre", "genre"},
                                          {"@type", "type"}};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof keys / sizeof *keys; i++) {
        const json_t *value = json_object_get(article, keys[i][0]);
        if (json_is_array(value))
            value = json_array_get(value, 0);
        const char *text = json_string_value(value);
        if (text)
            ok = mg_say(s->said, MORGUE_EXTRA, keys[i][1], s->rank,
                        (morgue_text){text, json_string_length(value)});
    }
    return ok;
}

static bool say_strings(const saying *s, const json_t *article)
{
    static const struct {
        const char *key;
        morgue_field_id field;
        unsigned later; /* than the best */
    } keys[] = {{"headline", MORGUE_TITLE, 0},
                {"name", MORGUE_TITLE, 1},
                {"datePublished", MORGUE_DATE, 0},
                {"dateCreated", MORGUE_DATE, 25},
                {"dateModified", MORGUE_MODIFIED, 0},
                {"dateline", MORGUE_DATELINE, 0},
                {"url", MORGUE_URL, 0}};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof keys / sizeof *keys; i++) {
        saying other = *s;
        other.rank += keys[i].later;
        const json_t *value = json_object_get(article, keys[i].key);
        ok = say_string(&other, keys[i].field,
                        json_is_array(value) ? json_array_get(value, 0) : value);
    }
    const char *url = address_of(article);
    if (ok && url && is_address(url) && url[0] != '@' && !strchr(url, '#'))
        ok = mg_say(s->said, MORGUE_URL, NULL, s->rank + 1, (morgue_text){url, strlen(url)});
    return ok;
}

static bool say_article(const saying *s, const json_t *article)
{
    static const struct {
        const char *key;
        morgue_field_id field;
    } names[] = {{"author", MORGUE_AUTHOR},
                 {"creator", MORGUE_AUTHOR},
                 {"publisher", MORGUE_SOURCE},
                 {"contentLocation", MORGUE_LOCATION},
                 {"locationCreated", MORGUE_LOCATION},
                 {"spatialCoverage", MORGUE_LOCATION}};
    bool ok = say_strings(s, article);
    for (size_t i = 0; ok && i < sizeof names / sizeof *names; i++)
        ok = say_names(s, names[i].field, json_object_get(article, names[i].key), 0);
    return ok && say_sections(s, json_object_get(article, "articleSection")) &&
           say_keywords(s, json_object_get(article, "keywords")) &&
           say_language(s, json_object_get(article, "inLanguage")) &&
           say_things(s, json_object_get(article, "about")) &&
           say_things(s, json_object_get(article, "mentions")) && say_extras(s, article);
}

/* What is said of the page or the site serves where nothing better is. */
static bool say_page(const saying *s, const json_t *object)
{
    if (has_type(object, "WebSite"))
        return say_string(s, MORGUE_SOURCE, json_object_get(object, "name"));
    if (!has_type(object, "WebPage") && !has_type(object, "ItemPage"))
        return true;
    return say_string(s, MORGUE_DATE, json_object_get(object, "datePublished")) &&
           say_string(s, MORGUE_MODIFIED, json_object_get(object, "dateModified")) &&
           say_language(s, json_object_get(object, "inLanguage")) &&
           say_keywords(s, json_object_get(object, "keywords"));
}

static bool visit_page(void *user, const json_t *object)
{
    saying *s = user;
    s->no_memory = !say_page(s, object);
    return !s->no_memory;
}

bool mg_jsonld_say(const mg_jsonld *ld, const json_t *article, mg_said *said)
{
    unsigned lookups = 0;
    saying s = {ld, said, RANK_ARTICLE, &lookups, false};
    s.no_memory = article && !say_article(&s, article);
    s.rank = RANK_PAGE;
    if (!s.no_memory)
        each(ld, visit_page, &s);
    return !s.no_memory;
}
