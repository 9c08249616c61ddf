/* What JSON-LD says, as values of fields. */
#include <string.h>

#include "indexer/page/jsonld.h"

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
    mg_jsonld_each(s->ld, has_id, &l);
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
    if (mg_jsonld_has_type(thing, "Person"))
        return MORGUE_PERSON;
    for (size_t i = 0; i < sizeof organizations / sizeof *organizations; i++)
        if (mg_jsonld_has_type(thing, organizations[i]))
            return MORGUE_ORG;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (mg_jsonld_has_type(thing, places[i]))
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
    const char *url = mg_jsonld_address(article);
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
    if (mg_jsonld_has_type(object, "WebSite"))
        return say_string(s, MORGUE_SOURCE, json_object_get(object, "name"));
    if (!mg_jsonld_has_type(object, "WebPage") && !mg_jsonld_has_type(object, "ItemPage"))
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
        mg_jsonld_each(ld, visit_page, &s);
    return !s.no_memory;
}
