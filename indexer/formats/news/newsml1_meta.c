/* What NewsML 1 says of a story. Everything may stand in the story's component, in one around it,
 * or in one in it; what is nearest comes first, and what stands in components of pictures is
 * theirs. */
#include <stdlib.h>
#include <string.h>

#include "indexer/formats/news/newsml1.h"

enum {
    TOPICS_MAX = 4096, /* of a file that are looked at for a reference */
    LOST_MAX = 64      /* references to nowhere, before others are not looked up any more */
};

static morgue_text formal_name(const mg_node *node)
{
    return mg_trimmed(mg_node_attribute(node, "FormalName"));
}

static morgue_text line_at(mg_news *news, const mg_node *node, const char *path)
{
    return mg_news_line(news, mg_node_at(node, path));
}

/* ---- Identity and dates -------------------------------------------------------------------- */

/* "urn:newsml:example.com:20220121:a-7:2U": what is behind the last colon is the revision. */
static morgue_text without_revision(morgue_text id, morgue_text revision)
{
    size_t n = id.len;
    while (n && id.data[n - 1] != ':')
        n--;
    if (n && revision.len && id.len - n >= revision.len && id.len - n <= revision.len + 1 &&
        memcmp(id.data + n, revision.data, revision.len) == 0)
        id.len = n - 1;
    return id;
}

static void append(mg_news *news, mg_buffer *to, morgue_text text)
{
    if (!mg_buffer_append(to, text.data, text.len))
        mg_news_no_memory(news);
}

/* The item's identity without its revision, which is put apart. */
static void put_identity(mg_news *news, const mg_node *item, const mg_node *identifier)
{
    mg_buffer id = {0};
    morgue_text revision = line_at(news, identifier, "RevisionId");
    mg_news_once(news, MORGUE_REVISION, revision);
    revision = morgue_article_get(news->put->article, MORGUE_REVISION, 0);
    morgue_text public = line_at(news, identifier, "PublicIdentifier");
    if (public.len) {
        append(news, &id, without_revision(public, revision));
        mg_news_extra(news, "public_identifier", public);
    } else if (mg_node_child(identifier, "NewsItemId")) {
        append(news, &id, (morgue_text){"urn:newsml:", 11});
        append(news, &id, line_at(news, identifier, "ProviderId"));
        append(news, &id, (morgue_text){":", 1});
        append(news, &id, line_at(news, identifier, "DateId"));
        append(news, &id, (morgue_text){":", 1});
        append(news, &id, line_at(news, identifier, "NewsItemId"));
    } else {
        append(news, &id, mg_node_attribute(item, "Duid"));
    }
    mg_news_once(news, MORGUE_ID, (morgue_text){id.data ? id.data : "", id.len});
    mg_buffer_free(&id);
}

static void put_management(mg_news *news, const mg_node *item, const mg_node *identifier)
{
    const mg_node *management = mg_node_child(item, "NewsManagement");
    morgue_text status = formal_name(mg_node_child(management, "Status"));
    mg_news_date(news, MORGUE_DATE, line_at(news, management, "FirstCreated"));
    mg_news_date(news, MORGUE_DATE, line_at(news, identifier, "DateId"));
    mg_news_date(news, MORGUE_DATE, line_at(news, management, "ThisRevisionCreated"));
    mg_news_date(news, MORGUE_MODIFIED, line_at(news, management, "ThisRevisionCreated"));
    if (!mg_text_like(status, "usable"))
        mg_news_extra(news, "status", status);
    mg_news_extra(news, "urgency", formal_name(mg_node_child(management, "Urgency")));
    mg_news_extra_node(news, "name_label", mg_node_at(item, "Identification/NameLabel"));
    mg_news_extra_each(news, "associated_with", management, "AssociatedWith", "NewsItem");
}

/* What the file says for all its items. */
static void put_envelope(mg_news *news, const mg_node *item)
{
    const mg_node *envelope = NULL;
    for (const mg_node *n = item->parent; n && !envelope; n = n->parent)
        envelope = mg_node_child(n, "NewsEnvelope");
    morgue_text sent = line_at(news, envelope, "DateAndTime");
    if (!mg_news_has(news, MORGUE_DATE) && sent.len) {
        mg_news_date(news, MORGUE_DATE, sent);
        mg_note(news->put->reader, "no date of publication: it has that of when it was sent");
    }
    mg_news_once(news, MORGUE_SOURCE, formal_name(mg_node_at(envelope, "SentFrom/Party")));
    mg_news_extra_each(news, "news_service", envelope, "NewsService", "FormalName");
    mg_news_extra_each(news, "news_product", envelope, "NewsProduct", "FormalName");
}

/* ---- Lines --------------------------------------------------------------------------------- */

static void put_lines(mg_news *news, const mg_node *lines)
{
    static const char *const extras[][2] = {
        {"SubHeadLine", "subheadline"}, {"SlugLine", "slugline"}, {"CopyrightLine", "copyright"},
        {"CreditLine", "creditline"},   {"RightsLine", "rights"}, {"SeriesLine", "series"},
        {"ByLineTitle", "byline_title"}};
    mg_news_once_node(news, MORGUE_TITLE, mg_node_child(lines, "HeadLine"));
    bool by = mg_news_has(news, MORGUE_AUTHOR);
    for (const mg_node *n = mg_node_child(lines, "ByLine"); n && !by; n = mg_node_same_next(n))
        mg_news_byline(news, mg_news_spaced(news, n, ""));
    const mg_node *dateline = mg_node_child(lines, "DateLine");
    if (dateline && !mg_news_has(news, MORGUE_DATELINE) && news->status == MORGUE_OK)
        news->status = mg_put_dateline(news->put, mg_news_line(news, dateline));
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++)
        mg_news_extra_each(news, extras[i][1], lines, extras[i][0], NULL);
    for (const mg_node *n = mg_node_child(lines, "KeywordLine"); n; n = mg_node_same_next(n))
        if (news->status == MORGUE_OK)
            news->status = mg_put_list(news->put, MORGUE_TOPIC, mg_news_line(news, n), true);
    for (const mg_node *n = mg_node_child(lines, "NewsLine"); n; n = mg_node_same_next(n)) {
        morgue_text type = formal_name(mg_node_child(n, "NewsLineType"));
        mg_news_extra_node(news, type.len ? type.data : "news_line",
                           mg_node_child(n, "NewsLineText"));
    }
}

/* ---- Tags ---------------------------------------------------------------------------------- */

static bool has_word(morgue_text text, const char *word)
{
    return text.len && strcasestr(text.data, word) != NULL;
}

/* By the names that places and companies have among properties: "Country", "BWStateKeywords". */
static morgue_field_id field_of_property(morgue_text name)
{
    static const struct {
        morgue_field_id field;
        const char *word;
    } table[] = {
        {MORGUE_LOCATION, "country"}, {MORGUE_LOCATION, "city"}, {MORGUE_LOCATION, "state"},
        {MORGUE_LOCATION, "region"},  {MORGUE_LOCATION, "area"}, {MORGUE_LOCATION, "location"},
        {MORGUE_LOCATION, "place"},   {MORGUE_PERSON, "person"}, {MORGUE_ORG, "company"},
        {MORGUE_ORG, "organi"},       {MORGUE_TOPIC, "keyword"}, {MORGUE_TOPIC, "subject"},
        {MORGUE_TOPIC, "category"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (has_word(name, table[i].word))
            return table[i].field;
    return MORGUE_FIELD_COUNT;
}

static void put_tag(mg_news *news, morgue_field_id field, morgue_text name)
{
    if (field == MORGUE_PERSON)
        mg_news_person(news, name);
    else
        mg_news_tag(news, field, name);
}

/* Properties nest. Those that are no tags are kept where they have a name and a value. */
static void put_properties(mg_news *news, const mg_node *parent, bool place)
{
    for (const mg_node *n = mg_node_child(parent, "Property"); n;) {
        morgue_text name = formal_name(n), value = mg_node_attribute(n, "Value");
        morgue_field_id field = place ? MORGUE_LOCATION : field_of_property(name);
        if (mg_node_is(n, "Property") && field != MORGUE_FIELD_COUNT)
            put_tag(news, field, value);
        else if (mg_node_is(n, "Property") && name.len)
            mg_news_extra(news, name.data, value);
        n = mg_node_is(n, "Property") ? mg_node_on(parent, n) : mg_node_over(parent, n);
    }
}

static const mg_node *find_topic(const mg_node *root, const char *duid, size_t *in_out_seen)
{
    for (const mg_node *set = mg_newsml1_child(root, "TopicSet"); set; set = mg_node_same_next(set))
        for (const mg_node *n = mg_node_child(set, "Topic"); n; n = mg_node_same_next(n)) {
            if (mg_text_is(mg_node_attribute(n, "Duid"), duid))
                return n;
            if (++*in_out_seen >= TOPICS_MAX)
                return NULL;
        }
    return NULL;
}

static morgue_field_id field_of_topic(const mg_node *topic)
{
    for (const mg_node *n = mg_node_child(topic, "TopicType"); n; n = mg_node_same_next(n)) {
        morgue_text type = formal_name(n);
        if (has_word(type, "person") || has_word(type, "people"))
            return MORGUE_PERSON;
        if (has_word(type, "compan") || has_word(type, "organi") || has_word(type, "institution"))
            return MORGUE_ORG;
        if (has_word(type, "countr") || has_word(type, "location") || has_word(type, "place") ||
            has_word(type, "geo") || has_word(type, "city") || has_word(type, "region"))
            return MORGUE_LOCATION;
    }
    return MORGUE_TOPIC;
}

/* A topic has descriptions, in several languages, which are its names; else a formal one. */
static void put_topic(mg_news *news, const mg_node *topic)
{
    morgue_field_id field = field_of_topic(topic);
    const mg_node *name = mg_node_child(topic, "Description");
    if (!name)
        name = mg_node_child(topic, "FormalName");
    for (const mg_node *n = name; n; n = mg_node_same_next(n))
        put_tag(news, field, mg_news_line(news, n));
}

/* What a story is about, by the topics of a set in the component, around it, or in the file. */
static void put_occurrences(mg_news *news, const mg_node *metadata)
{
    const mg_node *n = mg_node_child(metadata, "TopicOccurrence");
    size_t lost = 0;
    for (; n && news->n_tags < MG_NEWS_TAGS_MAX; n = mg_node_same_next(n)) {
        morgue_text ref = mg_node_attribute(n, "Topic");
        const char *hash = memchr(ref.data, '#', ref.len);
        const mg_node *topic = NULL;
        size_t seen = lost > LOST_MAX ? TOPICS_MAX : 0;
        news->n_tags++;
        for (const mg_node *up = n->parent; hash && up && !topic && seen < TOPICS_MAX;
             up = up->parent)
            topic = find_topic(up, hash + 1, &seen);
        if (topic)
            put_topic(news, topic);
        else
            mg_news_list_add(news, ref);
        lost += !topic;
    }
    mg_news_list_put(news, "topic_references");
}

/* ---- Metadata ------------------------------------------------------------------------------ */

static void put_administrative(mg_news *news, const mg_node *metadata)
{
    mg_news_once(news, MORGUE_SOURCE, formal_name(mg_node_at(metadata, "Provider/Party")));
    const mg_node *creator = mg_node_child(metadata, "Creator");
    for (const mg_node *n = mg_node_child(creator, "Party"); n; n = mg_node_same_next(n))
        mg_news_list_add(news, formal_name(n));
    mg_news_list_put(news, "creator");
    for (const mg_node *n = mg_node_child(metadata, "Source"); n; n = mg_node_same_next(n))
        mg_news_list_add(news, formal_name(mg_node_child(n, "Party")));
    mg_news_list_put(news, "provided_by");
    for (const mg_node *n = mg_node_child(metadata, "Contributor"); n; n = mg_node_same_next(n))
        mg_news_list_add(news, formal_name(mg_node_child(n, "Party")));
    mg_news_list_put(news, "contributor");
}

static void put_subject_codes(mg_news *news, const mg_node *metadata)
{
    const mg_node *code = mg_node_child(metadata, "SubjectCode");
    for (; code; code = mg_node_same_next(code))
        for (const mg_node *n = code->first; n; n = n->next)
            if (n->name)
                mg_news_list_add(news, formal_name(n));
    mg_news_list_put(news, "subject_codes");
}

static void put_descriptive(mg_news *news, const mg_node *metadata)
{
    const mg_node *location = mg_node_child(metadata, "Location");
    mg_news_extra_each(news, "genre", metadata, "Genre", "FormalName");
    mg_news_extra_each(news, "of_interest_to", metadata, "OfInterestTo", "FormalName");
    put_subject_codes(news, metadata);
    for (; location; location = mg_node_same_next(location)) {
        mg_news_tag(news, MORGUE_LOCATION, formal_name(location));
        put_properties(news, location, true);
    }
    put_occurrences(news, metadata);
    put_properties(news, metadata, false);
}

static void put_rights(mg_news *news, const mg_node *rights)
{
    const mg_node *usage = mg_node_child(rights, "UsageRights");
    mg_news_extra_node(news, "copyright_holder", mg_node_at(rights, "Copyright/CopyrightHolder"));
    for (const mg_node *n = usage; n; n = mg_node_same_next(n))
        mg_news_list_add(news, mg_news_spaced(news, n, ""));
    mg_news_list_put(news, "usage_terms");
}

/* Puts what one component says itself. */
static void put_component(mg_news *news, const mg_node *component)
{
    put_lines(news, mg_newsml1_child(component, "NewsLines"));
    put_administrative(news, mg_newsml1_child(component, "AdministrativeMetadata"));
    put_descriptive(news, mg_newsml1_child(component, "DescriptiveMetadata"));
    put_rights(news, mg_newsml1_child(component, "RightsMetadata"));
    for (const mg_node *n = mg_newsml1_child(component, "Metadata"); n; n = mg_node_same_next(n))
        put_properties(news, n, false);
}

/* A press release is of whom it comes from; elsewhere the source is another agency. */
static void put_issuer(mg_news *news, const mg_node *story)
{
    for (const mg_node *n = story; n; n = n->parent) {
        const mg_node *genre = mg_node_child(mg_newsml1_child(n, "DescriptiveMetadata"), "Genre");
        morgue_text party =
            formal_name(mg_node_at(mg_newsml1_child(n, "AdministrativeMetadata"), "Source/Party"));
        if (party.len && has_word(formal_name(genre), "release"))
            mg_news_tag(news, MORGUE_ORG, party);
        mg_news_once(news, MORGUE_SOURCE, party);
    }
}

void mg_newsml1_meta(mg_news *news, const mg_node *item, const mg_node *story)
{
    const mg_node *identifier = mg_node_at(item, "Identification/NewsIdentifier");
    put_identity(news, item, identifier);
    put_management(news, item, identifier);
    mg_news_once(news, MORGUE_LANG, mg_newsml1_language(story));
    for (const mg_node *n = story; n;) {
        bool component = mg_node_is(n, "NewsComponent");
        bool media = component && n != story && !mg_newsml1_has_text(n);
        if (component && !media)
            put_component(news, n);
        n = media || mg_node_is(n, "ContentItem") ? mg_node_over(story, n) : mg_node_on(story, n);
    }
    for (const mg_node *n = story->parent; n && !mg_node_is(n, "NewsItem"); n = n->parent)
        put_component(news, n);
    put_envelope(news, item);
    put_issuer(news, story);
    mg_news_once(news, MORGUE_SOURCE, line_at(news, identifier, "ProviderId"));
}
