/* Whom and what NITF says that an article is about: an index in <docdata>, and names marked in the
 * text. */
#include <string.h>

#include "indexer/formats/news/news_nitf.h"

static bool is_part(const mg_node *node)
{
    return node->name && strcmp(node->name, "alt-code") != 0;
}

void mg_nitf_location(mg_news *news, const mg_node *location, bool parts, mg_buffer *ret)
{
    size_t n_parts = 0;
    for (const mg_node *n = location->first; n; n = n->next)
        n_parts += is_part(n) && mg_news_spaced(news, n, "alt-code").len;
    for (const mg_node *n = location->first; n_parts > 1 && n; n = n->next) {
        morgue_text part = is_part(n) ? mg_news_spaced(news, n, "alt-code") : (morgue_text){"", 0};
        if (part.len && ((ret->len && !mg_buffer_append(ret, ", ", 2)) ||
                         !mg_buffer_append(ret, part.data, part.len)))
            mg_news_no_memory(news);
        if (parts)
            mg_news_tag(news, MORGUE_LOCATION, part);
    }
    morgue_text whole = mg_news_spaced(news, location, "alt-code");
    if (n_parts > 1 && !memchr(whole.data, ',', whole.len))
        return;
    mg_buffer_clear(ret);
    if (!mg_buffer_append(ret, whole.data, whole.len))
        mg_news_no_memory(news);
}

static void put_location(mg_news *news, const mg_node *location)
{
    mg_buffer whole = {0};
    mg_nitf_location(news, location, true, &whole);
    mg_news_marked(news, MORGUE_LOCATION, (morgue_text){whole.data ? whole.data : "", whole.len});
    mg_buffer_free(&whole);
}

/* ---- What the article is about ------------------------------------------------------------- */

/* Tags of an index; those of the NYT are "Green, Anna" with a class. Classifiers have a type. */
static void put_classifier(mg_news *news, const mg_node *classifier)
{
    morgue_text type = mg_node_attribute(classifier, "type");
    morgue_text value = mg_news_line(news, classifier);
    if (!value.len)
        value = mg_node_attribute(classifier, "value");
    if (mg_text_among(type, "types_of_material genre"))
        mg_news_extra(news, "genre", value);
    else if (mg_text_among(type, "person people"))
        mg_news_person(news, value);
    else if (mg_text_among(type, "org organization organisation company"))
        mg_news_tag(news, MORGUE_ORG, value);
    else if (mg_text_among(type, "location place geo country city region"))
        mg_news_tag(news, MORGUE_LOCATION, value);
    else
        mg_news_tag(news, MORGUE_TOPIC, value);
}

static void put_identified(mg_news *news, const mg_node *element)
{
    static const char titles[] = "function alt-code";
    if (mg_node_is(element, "person"))
        mg_news_person(news, mg_news_spaced(news, element, titles));
    else if (mg_node_is(element, "org"))
        mg_news_tag(news, MORGUE_ORG, mg_news_spaced(news, element, titles));
    else if (mg_node_is(element, "location"))
        put_location(news, element);
    else if (mg_node_is(element, "classifier"))
        put_classifier(news, element);
    else if (mg_node_is(element, "event") || mg_node_is(element, "object.title"))
        mg_news_tag(news, MORGUE_TOPIC, mg_news_spaced(news, element, titles));
}

void mg_nitf_subjects(mg_news *news, const mg_node *tobject)
{
    static const char *const words[] = {"tobject.subject.type", "tobject.subject.matter",
                                        "tobject.subject.detail"};
    const mg_node *subject = mg_node_child(tobject, "tobject.subject");
    for (const mg_node *n = subject; n; n = mg_node_same_next(n))
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            mg_news_tag(news, MORGUE_TOPIC, mg_node_attribute(n, words[i]));
    mg_news_extra_each(news, "subject_refnum", tobject, "tobject.subject",
                       "tobject.subject.refnum");
    mg_news_extra_each(news, "tobject_property", tobject, "tobject.property",
                       "tobject.property.type");
    mg_news_extra(news, "tobject_type", mg_node_attribute(tobject, "tobject.type"));
}

static void put_key_list(mg_news *news, const mg_node *list)
{
    for (const mg_node *n = mg_node_child(list, "keyword"); n; n = mg_node_same_next(n)) {
        morgue_text key = mg_node_attribute(n, "key");
        mg_news_tag(news, MORGUE_TOPIC, key.len ? key : mg_news_line(news, n));
    }
}

/* Where what is told took place. */
static void put_evloc(mg_news *news, const mg_node *docdata)
{
    static const char *const parts[] = {"city", "county-dist", "state-prov", "iso-cc"};
    for (const mg_node *n = mg_node_child(docdata, "evloc"); n; n = mg_node_same_next(n)) {
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            mg_news_tag(news, MORGUE_LOCATION, mg_node_attribute(n, parts[i]));
        mg_news_tag(news, MORGUE_LOCATION, mg_news_line(news, n));
    }
}

/* Names marked in the text. Authors and distributors are no subjects. */
void mg_nitf_marked(mg_news *news, const mg_node *body)
{
    static const char passed[] = "byline bytag distributor media-metadata media-producer";
    for (const mg_node *n = body; n;) {
        morgue_text name = {n->name ? n->name : "", n->name ? strlen(n->name) : 0};
        bool known = true;
        if (!name.len || n->tag != MG_TAG_NONE) { /* text and its layout, most of it */
            n = mg_node_on(body, n);
            continue;
        }
        if (mg_text_is(name, "person"))
            mg_news_marked(news, MORGUE_PERSON, mg_news_spaced(news, n, "function alt-code"));
        else if (mg_text_is(name, "org"))
            mg_news_marked(news, MORGUE_ORG, mg_news_spaced(news, n, "alt-code"));
        else if (mg_text_is(name, "location"))
            put_location(news, n);
        else if (mg_text_is(name, "event"))
            mg_news_tag(news, MORGUE_TOPIC, mg_news_spaced(news, n, "alt-code"));
        else
            known = mg_text_among(name, passed);
        n = known ? mg_node_over(body, n) : mg_node_on(body, n);
    }
}

void mg_nitf_docdata_tags(mg_news *news, const mg_node *docdata)
{
    const mg_node *content = mg_node_child(docdata, "identified-content");
    for (; content; content = mg_node_same_next(content))
        for (const mg_node *n = content->first; n; n = n->next)
            put_identified(news, n);
    put_key_list(news, mg_node_child(docdata, "key-list"));
    put_evloc(news, docdata);
}
