/* What a NewsML-G2 item is about. A concept has a code (qcode="cpnat:person", a URI, or a literal),
 * names in several languages, and perhaps a type; the names may stand apart, in an <assert> of the
 * same code. Codes have aliases of their provider's choice: only what is behind the colon is
 * standard, and often not even that. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/formats/news/newsml_g2.h"

enum {
    BROADER_MAX = 8,  /* steps from a place to the world */
    STEPS_MAX = 65536 /* concepts looked at in one item: places may be told around others again and
                         again */
};

/* ---- Asserts by code ----------------------------------------------------------------------- */

static morgue_text key_of(const mg_node *concept)
{
    static const char *const names[] = {"qcode", "uri", "literal"};
    morgue_text key = {"", 0};
    for (size_t i = 0; i < sizeof names / sizeof *names && !key.len; i++)
        key = mg_trimmed(mg_node_attribute(concept, names[i]));
    return key;
}

static int compare_keys(morgue_text a, morgue_text b)
{
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_key(const void *a, const void *b)
{
    return compare_keys(((const mg_g2_assert *)a)->key, ((const mg_g2_assert *)b)->key);
}

static bool grow(mg_g2 *g2)
{
    if (g2->n_asserts < g2->room)
        return true;
    size_t room = g2->room ? g2->room * 2 : 64;
    mg_g2_assert *more = realloc(g2->asserts, room * sizeof *more);
    if (!more)
        return false;
    g2->asserts = more;
    g2->room = room;
    return true;
}

static mg_g2_assert *find_assert(mg_g2 *g2, const mg_node *concept)
{
    mg_g2_assert wanted = {.key = key_of(concept)};
    return wanted.key.len && g2->n_asserts
               ? bsearch(&wanted, g2->asserts, g2->n_asserts, sizeof wanted, by_key)
               : NULL;
}

/* Those who made the item are no subjects of it, though asserts tell who they are. */
static void pass_over_makers(mg_g2 *g2, const char *parent)
{
    static const char makers[] = "creator contributor provider infoSource copyrightHolder service "
                                 "signal pubStatus";
    const mg_node *meta = mg_node_child(g2->item, parent);
    for (const mg_node *n = meta ? meta->first : NULL; n; n = n->next) {
        mg_g2_assert *assert =
            n->name && mg_text_among((morgue_text){n->name, strlen(n->name)}, makers)
                ? find_assert(g2, n)
                : NULL;
        if (assert)
            assert->used = true;
    }
}

void mg_g2_index(mg_g2 *g2)
{
    g2->n_asserts = 0;
    g2->n_steps = 0;
    for (const mg_node *n = mg_node_child(g2->item, "assert"); n; n = mg_node_same_next(n)) {
        if (!grow(g2)) {
            mg_news_no_memory(&g2->news);
            return;
        }
        g2->asserts[g2->n_asserts++] = (mg_g2_assert){key_of(n), n, false};
    }
    if (!g2->n_asserts)
        return;
    qsort(g2->asserts, g2->n_asserts, sizeof *g2->asserts, by_key);
    pass_over_makers(g2, "contentMeta");
    pass_over_makers(g2, "itemMeta");
    pass_over_makers(g2, "rightsInfo");
}

/* ---- What a concept is --------------------------------------------------------------------- */

/* By the end of the code of its type; MORGUE_FIELD_COUNT where that says nothing. */
static morgue_field_id field_of_type(morgue_text type)
{
    static const struct {
        morgue_field_id field;
        const char *codes;
    } table[] = {
        {MORGUE_PERSON, "person people player athlete coach politician"},
        {MORGUE_ORG, "organisation organization org company institution team club league party "
                     "agency government"},
        {MORGUE_LOCATION, "geoarea geo poi pointofinterest place location city country statprov "
                          "state province county region continent area district municipality "
                          "town village venue world"},
        {MORGUE_TOPIC, "abstract event object category topic theme keyword"}};
    morgue_text tail = mg_code_tail(mg_trimmed(type));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (mg_text_among(tail, table[i].codes))
            return table[i].field;
    return MORGUE_FIELD_COUNT;
}

/* Does one of the words listed stand in the text? Letter case is not minded. */
static bool contains(morgue_text text, const char *list)
{
    for (; *list; list += strspn(list, " ")) {
        size_t n = strcspn(list, " ");
        for (size_t i = 0; i + n <= text.len; i++)
            if (strncasecmp(text.data + i, list, n) == 0)
                return true;
        list += n;
    }
    return false;
}

/* By the alias of its code, where that says it: "apperson:", "iso3166-1a2:". */
static morgue_field_id field_of_scheme(morgue_text code)
{
    morgue_text tail = mg_code_tail(code);
    morgue_text scheme = {code.data, code.len - tail.len};
    if (contains(scheme, "person people"))
        return MORGUE_PERSON;
    if (contains(scheme, "organi company companies"))
        return MORGUE_ORG;
    if (contains(scheme, "iso3166 geograph geoarea geonames country location cities poi:"))
        return MORGUE_LOCATION;
    return MORGUE_FIELD_COUNT;
}

/* By the details that only one kind has. */
static morgue_field_id field_of_details(const mg_node *concept)
{
    static const struct {
        morgue_field_id field;
        const char *element;
    } table[] = {{MORGUE_PERSON, "personDetails"},
                 {MORGUE_ORG, "organisationDetails"},
                 {MORGUE_ORG, "organizationDetails"},
                 {MORGUE_LOCATION, "geoAreaDetails"},
                 {MORGUE_LOCATION, "POIDetails"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (mg_node_child(concept, table[i].element))
            return table[i].field;
    for (const mg_node *n = mg_node_child(concept, "facet"); n; n = mg_node_same_next(n))
        if (contains(mg_node_attribute(n, "qcode"), "geoprop"))
            return MORGUE_LOCATION;
    return MORGUE_FIELD_COUNT;
}

static morgue_field_id field_of_one(const mg_node *concept)
{
    morgue_field_id field = field_of_type(mg_node_attribute(concept, "type"));
    if (field == MORGUE_FIELD_COUNT)
        field = field_of_type(mg_node_attribute(concept, "typeuri"));
    const mg_node *type = mg_node_child(concept, "type");
    for (; type && field == MORGUE_FIELD_COUNT; type = mg_node_same_next(type))
        field = field_of_type(key_of(type));
    return field == MORGUE_FIELD_COUNT ? field_of_details(concept) : field;
}

static morgue_field_id field_of(mg_g2 *g2, const mg_node *concept)
{
    morgue_field_id field = field_of_one(concept);
    const mg_g2_assert *assert = field == MORGUE_FIELD_COUNT ? find_assert(g2, concept) : NULL;
    if (assert)
        field = field_of_one(assert->node);
    if (field == MORGUE_FIELD_COUNT)
        field = field_of_scheme(mg_node_attribute(concept, "qcode"));
    if (field == MORGUE_FIELD_COUNT)
        field = field_of_scheme(mg_node_attribute(concept, "uri"));
    return field;
}

bool mg_g2_is_org(mg_g2 *g2, const mg_node *concept)
{
    return field_of(g2, concept) == MORGUE_ORG;
}

/* ---- Names --------------------------------------------------------------------------------- */

/* A name for machines: "DEU" as a mnemonic. */
static bool is_mnemonic(const mg_node *name)
{
    return mg_text_among(mg_code_tail(mg_node_attribute(name, "role")), "mnemonic code sort");
}

static void put_name(mg_g2 *g2, morgue_field_id field, morgue_text name)
{
    if (field == MORGUE_PERSON)
        mg_news_person(&g2->news, name);
    else
        mg_news_tag(&g2->news, field, name);
}

/* Puts the names of an element; parts of names ("nprt:given") in one. Returns whether there were
 * any. */
static bool put_own_names(mg_g2 *g2, morgue_field_id field, const mg_node *concept)
{
    bool any = false;
    mg_buffer parts = {0};
    for (const mg_node *n = mg_node_child(concept, "name"); n; n = mg_node_same_next(n)) {
        morgue_text line = is_mnemonic(n) ? (morgue_text){"", 0} : mg_news_line(&g2->news, n);
        if (!line.len)
            continue;
        if (!mg_node_attribute(n, "part").len) {
            put_name(g2, field, line);
            any = true;
        } else if ((parts.len && !mg_buffer_append_byte(&parts, ' ')) ||
                   !mg_buffer_append(&parts, line.data, line.len)) {
            mg_news_no_memory(&g2->news);
        }
    }
    if (!any && parts.len)
        put_name(g2, field, (morgue_text){parts.data, parts.len});
    any = any || parts.len;
    mg_buffer_free(&parts);
    return any;
}

static bool put_names(mg_g2 *g2, morgue_field_id field, const mg_node *concept)
{
    bool any = put_own_names(g2, field, concept);
    mg_g2_assert *assert = find_assert(g2, concept);
    if (assert) {
        any = put_own_names(g2, field, assert->node) || any;
        assert->used = true;
    }
    for (const mg_node *n = mg_node_child(concept, "sameAs"); n; n = mg_node_same_next(n))
        (void)put_own_names(g2, field, n);
    return any;
}

/* A literal beside a code is no name. */
static morgue_text literal_of(const mg_node *concept)
{
    return mg_node_attribute(concept, "qcode").len || mg_node_attribute(concept, "uri").len
               ? (morgue_text){"", 0}
               : mg_trimmed(mg_node_attribute(concept, "literal"));
}

morgue_text mg_g2_name(mg_g2 *g2, const mg_node *concept)
{
    const mg_g2_assert *assert = concept ? find_assert(g2, concept) : NULL;
    morgue_text name = mg_news_line(&g2->news, mg_node_child(concept, "name"));
    if (!name.len && assert)
        name = mg_news_line(&g2->news, mg_node_child(assert->node, "name"));
    return name.len || !concept ? name : literal_of(concept);
}

/* ---- Subjects ------------------------------------------------------------------------------ */

/* The places around a place, whether they are told one in the other or by code. */
static void put_broader(mg_g2 *g2, morgue_field_id inherited, const mg_node *concept)
{
    for (unsigned depth = 0; concept && depth < BROADER_MAX; depth++) {
        const mg_node *broader = mg_node_child(concept, "broader");
        const mg_g2_assert *assert = find_assert(g2, concept);
        if (!broader && assert)
            broader = mg_node_child(assert->node, "broader");
        concept = broader;
        for (; broader && g2->n_steps < STEPS_MAX; broader = mg_node_same_next(broader)) {
            morgue_field_id field = field_of(g2, broader);
            g2->n_steps++;
            if (field == MORGUE_FIELD_COUNT)
                field = inherited;
            if (field == MORGUE_LOCATION)
                (void)put_names(g2, field, broader);
        }
    }
}

static void put_subject(mg_g2 *g2, const mg_node *subject, morgue_field_id otherwise)
{
    morgue_field_id field = field_of(g2, subject);
    if (field == MORGUE_FIELD_COUNT)
        field = otherwise;
    if (!put_names(g2, field, subject)) {
        put_name(g2, field, literal_of(subject));
        mg_news_list_add(&g2->news, mg_node_attribute(subject, "qcode"));
        mg_news_list_add(&g2->news, mg_node_attribute(subject, "uri"));
    }
    if (field == MORGUE_LOCATION)
        put_broader(g2, MORGUE_LOCATION, subject);
}

/* Asserts that no subject refers to by its code are of concepts that the item names all the same:
 * some providers have a second code for them. Only what is certain is put. */
static void put_other_asserts(mg_g2 *g2)
{
    for (size_t i = 0; i < g2->n_asserts; i++) {
        const mg_node *node = g2->asserts[i].node;
        morgue_field_id field = g2->asserts[i].used ? MORGUE_FIELD_COUNT : field_of(g2, node);
        if (g2->asserts[i].used)
            continue;
        if (field != MORGUE_FIELD_COUNT)
            (void)put_own_names(g2, field, node);
        put_broader(g2, field, node);
    }
}

void mg_g2_subjects(mg_g2 *g2)
{
    const mg_node *meta = mg_node_child(g2->item, "contentMeta");
    for (const mg_node *n = mg_node_child(meta, "subject"); n; n = mg_node_same_next(n))
        put_subject(g2, n, MORGUE_TOPIC);
    mg_news_list_put(&g2->news, "subject_codes");
    for (const mg_node *n = mg_node_child(meta, "located"); n; n = mg_node_same_next(n))
        put_subject(g2, n, MORGUE_LOCATION);
    mg_news_list_put(&g2->news, "located_codes");
    for (const mg_node *n = mg_node_child(meta, "keyword"); n; n = mg_node_same_next(n))
        mg_news_tag(&g2->news, MORGUE_TOPIC, mg_news_line(&g2->news, n));
    put_other_asserts(g2);
}
