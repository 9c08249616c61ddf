#include "indexer/formats/json/json_tags.h"

#include <string.h>

#include "archive/article.h"
#include "archive/field.h"
#include "indexer/formats/json/json_value.h"
#include "indexer/formats/keys.h"
#include "indexer/text/slice.h"

/* ---- Tags of our own ---------------------------------------------------------------------- */

void mg_json_tag_read(const json_t *entry, morgue_tag *ret)
{
    const json_t *by = json_object_get(entry, "by");
    const json_t *confidence = json_object_get(entry, "confidence");
    const json_t *mentions = json_object_get(entry, "mentions");
    if (!json_is_string(by) ||
        !mg_origin_named(json_string_value(by), json_string_length(by), &ret->origin))
        return;
    double share = json_is_number(confidence) ? json_number_value(confidence) : 1;
    ret->confidence = !(share > 0) ? 0 : share < 1 ? (unsigned)(share * 100 + 0.5) : 100;
    json_int_t count = json_integer_value(mentions);
    ret->mentions = count < 0 ? 0 : count < MG_MENTIONS_MAX ? (unsigned)count : MG_MENTIONS_MAX;
    ret->main = json_is_true(json_object_get(entry, "main"));
}

/* ---- Lists of kinds ----------------------------------------------------------------------- */

static morgue_text text_of(const json_t *string)
{
    return (morgue_text){json_string_value(string), json_string_length(string)};
}

/* The field of a kind: "persons", "ORG", "glocations" of The New York Times, "contributor" of The
 * Guardian, "GPE" of taggers. `other` for any other kind. */
static morgue_field_id field_of(morgue_text kind, morgue_field_id other)
{
    morgue_field_id field;
    if (mg_text_like(kind, "glocations") || mg_text_like(kind, "gpe"))
        return MORGUE_LOCATION;
    if (mg_text_like(kind, "contributor"))
        return MORGUE_AUTHOR;
    if (mg_key_field(NULL, kind, &field) == CLAIM_NONE)
        return other;
    return field == MORGUE_PERSON || field == MORGUE_ORG || field == MORGUE_LOCATION ? field
                                                                                     : other;
}

static const json_t *string_member(const json_t *object, const char *const *keys)
{
    for (; *keys; keys++) {
        const json_t *member = json_object_get(object, *keys);
        if (json_is_string(member))
            return member;
    }
    return NULL;
}

/* The kind and the thing that an entry names. */
static bool take_entry(const json_t *entry, const json_t **ret_kind, const json_t **ret_name)
{
    static const char *const kinds[] = {"type", "label", "entity_type", "entity_group", NULL};
    static const char *const names[] = {"value",  "name", "webTitle", "text",
                                        "entity", "word", "title",    NULL};
    const json_t *name = json_object_get(entry, "name");
    bool pair = json_is_string(name) && json_is_string(json_object_get(entry, "value"));
    *ret_kind = pair ? name : string_member(entry, kinds);
    *ret_name = string_member(entry, names);
    return *ret_kind && *ret_name;
}

bool mg_json_is_tags(const json_t *value)
{
    const json_t *kind, *name;
    return take_entry(json_array_get(value, 0), &kind, &name);
}

static morgue_status put_entries(mg_sink *put, const json_t *list, morgue_field_id other)
{
    morgue_status status = MORGUE_OK;
    const json_t *kind, *name;
    for (size_t i = 0; i < json_array_size(list) && status == MORGUE_OK; i++) {
        const json_t *entry = json_array_get(list, i);
        morgue_field_id field = other;
        if (take_entry(entry, &kind, &name))
            field = field_of(text_of(kind), other);
        else
            name = json_is_string(entry) ? entry : name;
        if (name && field != MORGUE_FIELD_COUNT)
            status = mg_put(put, field, text_of(name), MORGUE_GIVEN);
    }
    return status;
}

morgue_status mg_json_put_tags(mg_sink *put, const json_t *value)
{
    return put_entries(put, value, MORGUE_TOPIC);
}

/* Where the names of one kind go. */
typedef struct target {
    mg_sink *put;
    morgue_field_id field;
} target;

static morgue_status put_name(void *user, const morgue_tag *tag)
{
    const target *t = user;
    return mg_put_tag(t->put, t->field, tag);
}

morgue_status mg_json_put_entities(mg_sink *put, json_t *value)
{
    const char *kind;
    json_t *names;
    size_t count;
    morgue_status status = put_entries(put, value, MORGUE_FIELD_COUNT);
    json_object_foreach(value, kind, names)
    {
        target t = {put, field_of((morgue_text){kind, strlen(kind)}, MORGUE_FIELD_COUNT)};
        if (t.field != MORGUE_FIELD_COUNT && status == MORGUE_OK)
            status = mg_json_texts(&(mg_json_value){.json = names}, put_name, &t, &count);
    }
    return status;
}
