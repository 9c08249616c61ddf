#include "indexer/formats/json/ninjs_item.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/json/ninjs_rest.h"
#include "indexer/formats/json/ninjs_text.h"

typedef mg_ninjs_reading reading;

/* ---- Texts in values ----------------------------------------------------------------------- */

/* The text of a string or a number; `digits` has room for 32. */
static morgue_text scalar_of(json_t *value, char *digits)
{
    if (json_is_integer(value))
        snprintf(digits, 32, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        snprintf(digits, 32, "%.15g", json_real_value(value));
    else
        return mg_ninjs_string(value);
    return (morgue_text){digits, strlen(digits)};
}

/* What a party, a place or a subject is called: codes only where it has no name. */
static morgue_text name_of(json_t *value)
{
    static const char *const members[] = {"name", "literal", "title", "code", "qcode"};
    morgue_text name = mg_trimmed(mg_ninjs_string(value));
    for (size_t i = 0; !name.len && i < sizeof members / sizeof *members; i++)
        name = mg_trimmed(mg_ninjs_string(mg_ninjs_get(value, members[i])));
    return name;
}

/* The first value of the role that is not null, and where to look on. */
static json_t *value_of(const reading *r, mg_ninjs_role role)
{
    const char *key;
    json_t *value;
    json_object_foreach(r->item, key,
                        value) if (mg_ninjs_role_of((morgue_text){key, strlen(key)}) == role &&
                                   !json_is_null(value)) return value;
    return NULL;
}

static morgue_status put_once(const reading *r, morgue_field_id field, morgue_text text)
{
    if (morgue_article_count(r->put->article, field))
        return MORGUE_OK;
    return mg_looks_like_html(text) && field == MORGUE_TITLE
               ? mg_put_html(r->put, field, text)
               : mg_put(r->put, field, mg_trimmed(text), MORGUE_GIVEN);
}

static morgue_status put_scalar(const reading *r, mg_ninjs_role role, morgue_field_id field)
{
    char digits[32];
    return put_once(r, field, scalar_of(value_of(r, role), digits));
}

/* ---- Names --------------------------------------------------------------------------------- */

static morgue_status put_address(const reading *r, json_t *place)
{
    static const char *const parts[] = {"locality", "country"};
    size_t i;
    json_t *contact;
    morgue_status status = MORGUE_OK;
    json_array_foreach(mg_ninjs_get(place, "contactinfo"), i, contact)
    {
        json_t *address = mg_ninjs_get(contact, "address");
        for (size_t k = 0; k < sizeof parts / sizeof *parts && status == MORGUE_OK; k++)
            status = mg_put(r->put, MORGUE_LOCATION,
                            mg_trimmed(name_of(mg_ninjs_get(address, parts[k]))), MORGUE_GIVEN);
    }
    return status;
}

static morgue_status put_name(const reading *r, morgue_field_id field, json_t *value)
{
    morgue_status status = mg_put(r->put, field, name_of(value), MORGUE_GIVEN);
    return status == MORGUE_OK && field == MORGUE_LOCATION ? put_address(r, value) : status;
}

/* One name, or an array of them. */
static morgue_status put_names(const reading *r, morgue_field_id field, json_t *value)
{
    size_t i;
    json_t *entry;
    morgue_status status = MORGUE_OK;
    if (!json_is_array(value))
        return put_name(r, field, value);
    json_array_foreach(value, i, entry) if (status == MORGUE_OK) status = put_name(r, field, entry);
    return status;
}

/* ---- Single fields ------------------------------------------------------------------------- */

/* AP's uri has a session in it, behind the id that stays. */
static morgue_status put_identity(const reading *r)
{
    char digits[32];
    morgue_text uri = mg_ninjs_string(value_of(r, NINJS_URI));
    morgue_text id = uri.len ? uri : scalar_of(value_of(r, NINJS_GUID), digits);
    morgue_text item = mg_ninjs_string(mg_ninjs_get(value_of(r, NINJS_ALTIDS), "itemid"));
    bool web = id.len > 8 && (strncasecmp(id.data, "http://", 7) == 0 ||
                              strncasecmp(id.data, "https://", 8) == 0);
    morgue_status status = web ? put_once(r, MORGUE_URL, id) : MORGUE_OK;
    if (item.len && memchr(uri.data, '?', uri.len) &&
        memmem(uri.data, uri.len, item.data, item.len))
        id = item;
    if (status == MORGUE_OK)
        status = put_once(r, MORGUE_ID, id);
    return status == MORGUE_OK ? put_scalar(r, NINJS_VERSION, MORGUE_REVISION) : status;
}

static morgue_status put_dates(const reading *r)
{
    static const mg_ninjs_role order[] = {NINJS_PUBLISHED, NINJS_FIRST_CREATED,
                                          NINJS_CONTENT_CREATED, NINJS_VERSION_CREATED};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < sizeof order / sizeof *order && status == MORGUE_OK; i++)
        if (!morgue_article_count(r->put->article, MORGUE_RAW_DATE))
            status = put_scalar(r, order[i], MORGUE_DATE);
    return status == MORGUE_OK ? put_scalar(r, NINJS_VERSION_CREATED, MORGUE_MODIFIED) : status;
}

/* "main" is the role of the headline proper. */
static json_t *main_headline(json_t *list)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        const char *role = json_string_value(mg_ninjs_get(entry, "role"));
        if (role && strcasecmp(role, "main") == 0)
            return mg_ninjs_get(entry, "value");
    }
    entry = json_array_get(list, 0);
    return json_is_string(entry) ? entry : mg_ninjs_get(entry, "value");
}

static morgue_status put_title(const reading *r)
{
    static const mg_ninjs_role order[] = {NINJS_HEADLINE, NINJS_TITLE, NINJS_SLUGLINE};
    morgue_status status =
        put_once(r, MORGUE_TITLE, mg_ninjs_string(mg_ninjs_get(r->item, "headline")));
    for (size_t i = 0; i < sizeof order / sizeof *order && status == MORGUE_OK; i++) {
        json_t *value = value_of(r, order[i]);
        status = put_once(r, MORGUE_TITLE,
                          mg_ninjs_string(json_is_array(value) ? main_headline(value) : value));
    }
    return status;
}

/* "Von A und B" in a German item: without the word, which may begin a name elsewhere. */
static morgue_text without_by(morgue_text byline, morgue_text language)
{
    static const char *const words[][2] = {{"de", "von "}, {"fr", "par "}, {"es", "por "},
                                           {"pt", "por "}, {"it", "di "},  {"nl", "door "},
                                           {"en", "by "}};
    byline = mg_trimmed(byline);
    for (size_t i = 0; language.len >= 2 && i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i][1]);
        if (strncasecmp(language.data, words[i][0], 2) == 0 && byline.len > n &&
            strncasecmp(byline.data, words[i][1], n) == 0)
            return (morgue_text){byline.data + n, byline.len - n};
    }
    return byline;
}

/* It is a byline whether or not it says so: several names may stand in it. */
static morgue_status put_byline(const reading *r)
{
    morgue_text byline = without_by(mg_ninjs_string(value_of(r, NINJS_BYLINE)),
                                    morgue_article_get(r->put->article, MORGUE_LANG, 0));
    mg_buffer_clear(r->scratch);
    if (!byline.len)
        return MORGUE_OK;
    if (!mg_buffer_append(r->scratch, "By ", 3) ||
        !mg_buffer_append(r->scratch, byline.data, byline.len))
        return mg_fail_memory(r->put->err);
    return mg_put_byline(r->put, (morgue_text){r->scratch->data, r->scratch->len});
}

static morgue_status put_authors(const reading *r)
{
    morgue_status status = put_byline(r);
    return status == MORGUE_OK ? put_names(r, MORGUE_AUTHOR, value_of(r, NINJS_AUTHORS)) : status;
}

/* Who was asked is no source in our sense. */
static bool is_informant(json_t *party)
{
    const char *code = json_string_value(mg_ninjs_get(party, "code"));
    const char *rel = json_string_value(mg_ninjs_get(party, "rel"));
    return (code && strcasestr(code, "interview")) || (rel && strcasestr(rel, "interview"));
}

static morgue_status put_source(const reading *r)
{
    size_t i;
    json_t *party;
    json_t *sources = value_of(r, NINJS_INFOSOURCE);
    morgue_status status = put_once(r, MORGUE_SOURCE, name_of(value_of(r, NINJS_SOURCE)));
    if (json_is_string(sources) && status == MORGUE_OK)
        status = put_once(r, MORGUE_SOURCE, mg_ninjs_string(sources));
    json_array_foreach(sources, i, party) if (status == MORGUE_OK && !is_informant(party)) status =
        put_once(r, MORGUE_SOURCE, name_of(party));
    if (status == MORGUE_OK)
        status = put_once(r, MORGUE_SOURCE, name_of(value_of(r, NINJS_PROVIDER)));
    return status == MORGUE_OK ? put_once(r, MORGUE_SOURCE,
                                          mg_ninjs_string(mg_ninjs_get(r->item, "copyrightholder")))
                               : status;
}

/* "Grosseto, Italy"; Superdesk's {"text": "ROME, March 3 (ANSA)"}; AP's {"city": ...}. */
static morgue_status put_located(const reading *r)
{
    json_t *value = value_of(r, NINJS_LOCATED);
    morgue_text city = mg_ninjs_string(mg_ninjs_get(value, "city"));
    morgue_text country = mg_ninjs_string(mg_ninjs_get(value, "countryname"));
    morgue_text text = mg_ninjs_string(value);
    if (!text.len)
        text = mg_ninjs_string(mg_ninjs_get(value, "text"));
    if (text.len || !city.len)
        return text.len ? mg_put_dateline(r->put, text) : MORGUE_OK;
    mg_buffer_clear(r->scratch);
    bool ok = mg_buffer_append(r->scratch, city.data, city.len) &&
              (!country.len || (mg_buffer_append(r->scratch, ", ", 2) &&
                                mg_buffer_append(r->scratch, country.data, country.len)));
    return ok ? mg_put_dateline(r->put, (morgue_text){r->scratch->data, r->scratch->len})
              : mg_fail_memory(r->put->err);
}

/* ---- The text ------------------------------------------------------------------------------ */

/* What an item is that is no text; NULL where it may be one. */
static const char *thing_of(const reading *r)
{
    static const char *const things[][2] = {
        {"picture", "a picture"},   {"photo", "a picture"},   {"image", "a picture"},
        {"graphic", "a graphic"},   {"video", "a video"},     {"audio", "an audio recording"},
        {"composite", "a package"}, {"package", "a package"}, {"complex", "a package"}};
    const char *type = json_string_value(value_of(r, NINJS_TYPE));
    for (size_t i = 0; type && i < sizeof things / sizeof *things; i++)
        if (strcasecmp(type, things[i][0]) == 0)
            return things[i][1];
    return NULL;
}

static morgue_status put_rendering(const reading *r, const mg_ninjs_text *rendering)
{
    return rendering->html ? mg_put_html(r->put, MORGUE_TEXT, rendering->text)
                           : mg_put(r->put, MORGUE_TEXT, rendering->text, MORGUE_GIVEN);
}

/* What stands in the body of a picture and is its caption is no text. A text without a body, and an
 * event, is what its description says. */
static morgue_status put_text(const reading *r)
{
    const char *thing = thing_of(r);
    mg_ninjs_text body = mg_ninjs_best_text(r->item, NINJS_BODY);
    if (thing && (!body.text.len || mg_ninjs_says(r->item, NINJS_DESCRIPTION, body.text) ||
                  mg_ninjs_says(r->item, NINJS_HEADLINE, body.text)))
        return mg_fail(r->put->err, MORGUE_BAD_INPUT, "holds no text: it is %s", thing);
    morgue_status status = put_rendering(r, &body);
    if (status != MORGUE_OK || morgue_article_count(r->put->article, MORGUE_TEXT))
        return status;
    body = mg_ninjs_best_text(r->item, NINJS_DESCRIPTION);
    return put_rendering(r, &body);
}

/* ---- All of it ----------------------------------------------------------------------------- */

/* A value that the caller's mapping leads to. */
typedef struct target {
    const reading *reading;
    morgue_field_id field;
} target;

static morgue_status put_mapped_text(void *user, const morgue_tag *found)
{
    const target *t = user;
    morgue_tag tag = *found;
    tag.name = mg_trimmed(tag.name);
    return morgue_field_at(t->field)->repeatable ? mg_put_tag(t->reading->put, t->field, &tag)
                                                 : put_once(t->reading, t->field, found->name);
}

static morgue_status put_mapped(const reading *r)
{
    const mg_reader *reader = r->put->reader;
    mg_json_value item = {.json = r->item};
    morgue_status status = MORGUE_OK;
    size_t count;
    for (size_t i = 0; i < reader->n_mappings && status == MORGUE_OK; i++) {
        target t = {r, reader->mappings[i].field};
        status = mg_json_path_texts(&item, reader->mappings[i].key, put_mapped_text, &t, &count);
    }
    return status;
}

static morgue_status put_tags(const reading *r)
{
    static const struct {
        mg_ninjs_role role;
        morgue_field_id field;
    } tags[] = {{NINJS_PERSON, MORGUE_PERSON},
                {NINJS_ORG, MORGUE_ORG},
                {NINJS_PLACE, MORGUE_LOCATION},
                {NINJS_TOPIC, MORGUE_TOPIC}};
    const char *key;
    json_t *value;
    morgue_status status = MORGUE_OK;
    json_object_foreach(r->item, key, value)
    {
        mg_ninjs_role role = mg_ninjs_role_of((morgue_text){key, strlen(key)});
        for (size_t i = 0; i < sizeof tags / sizeof *tags && status == MORGUE_OK; i++)
            if (tags[i].role == role)
                status = put_names(r, tags[i].field, value);
    }
    json_t *organiser = mg_ninjs_get(value_of(r, NINJS_EVENT_DETAILS), "organiser");
    return status == MORGUE_OK ? put_names(r, MORGUE_ORG, organiser) : status;
}

static morgue_status put_section(const reading *r)
{
    json_t *value = value_of(r, NINJS_SECTION);
    return put_once(r, MORGUE_SECTION,
                    name_of(json_is_array(value) ? json_array_get(value, 0) : value));
}

static morgue_status put_language(const reading *r)
{
    return put_scalar(r, NINJS_LANGUAGE, MORGUE_LANG);
}

static morgue_status check(const reading *r)
{
    return mg_check_article(r->put->article, r->put->err);
}

morgue_status mg_ninjs_item_read(mg_sink *put, json_t *item, mg_buffer *scratch)
{
    static morgue_status (*const parts[])(const reading *r) = {
        put_text,     put_mapped,  put_identity,     put_dates,   put_title,
        put_language, put_authors, put_source,       put_located, put_tags,
        put_section,  check,       mg_ninjs_put_rest};
    reading r = {put, item, scratch};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == MORGUE_OK; i++)
        status = parts[i](&r);
    return status;
}
