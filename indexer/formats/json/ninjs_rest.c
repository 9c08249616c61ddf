/* What of an item of ninjs is in no field. */
#include "indexer/formats/json/ninjs_rest.h"

#include <string.h>

#include "archive/error.h"
#include "indexer/formats/json/ninjs_text.h"

typedef mg_ninjs_reading reading;

/* Do the objects of an array say more than names? */
static bool says_more(json_t *value)
{
    size_t i;
    json_t *entry;
    if (json_is_object(value))
        return json_object_size(value) > 1;
    json_array_foreach(value, i, entry) if (json_object_size(entry) > 1) return true;
    return false;
}

static morgue_status put_extra(const reading *r, const char *key, json_t *value)
{
    mg_json_value json = {.json = value, .mended = true};
    mg_buffer_clear(r->scratch);
    if (!mg_json_compact(&json, r->scratch))
        return mg_fail_memory(r->put->err);
    return mg_put_extra(r->put, (morgue_text){key, strlen(key)},
                        (morgue_text){r->scratch->data, r->scratch->len});
}

/* Are all values of this role in fields, so that the member says no more than they? */
static bool is_told(const reading *r, mg_ninjs_role role, json_t *value)
{
    switch (role) {
    case NINJS_OTHER:
    case NINJS_EXTRA:
    case NINJS_ALTIDS:
    case NINJS_DESCRIPTION:
    case NINJS_EVENT_DETAILS:
    case NINJS_PUBLISHED:
    case NINJS_FIRST_CREATED:
    case NINJS_CONTENT_CREATED:
    case NINJS_TYPE:
    case NINJS_TITLE:
    case NINJS_SLUGLINE: return false;
    case NINJS_HEADLINE: return json_is_array(value) && json_array_size(value) <= 1;
    case NINJS_BODY: return mg_ninjs_best_text(r->item, NINJS_BODY).rivals == 0;
    default: return !says_more(value);
    }
}

static bool is_blank(json_t *value)
{
    return json_is_null(value) ||
           (json_is_string(value) && !mg_trimmed(mg_ninjs_string(value)).len) ||
           (json_is_array(value) && !json_array_size(value)) ||
           (json_is_object(value) && !json_object_size(value));
}

/* A text that is a field's value already need not be said twice. */
static bool is_value(const reading *r, morgue_field_id field, json_t *value)
{
    morgue_text text = mg_trimmed(mg_ninjs_string(value));
    morgue_text set = morgue_article_get(r->put->article, field, 0);
    return text.len && set.len == text.len && memcmp(set.data, text.data, text.len) == 0;
}

static bool is_said(const reading *r, json_t *value)
{
    return is_value(r, MORGUE_TITLE, value) || is_value(r, MORGUE_DATE, value) ||
           is_value(r, MORGUE_RAW_DATE, value) || is_value(r, MORGUE_ID, value) ||
           is_value(r, MORGUE_MODIFIED, value) || is_value(r, MORGUE_TEXT, value) ||
           is_value(r, MORGUE_URL, value);
}

/* A key that ninjs does not have, but dumps: {"url": ...}. */
static morgue_status put_usual(const reading *r, const char *key, json_t *value, bool *ret_put)
{
    morgue_field_id field;
    morgue_text text = mg_trimmed(mg_ninjs_string(value));
    *ret_put = false;
    if (!text.len || mg_key_field(NULL, (morgue_text){key, strlen(key)}, &field) > CLAIM_ALIAS ||
        field == MORGUE_EXTRA || morgue_article_count(r->put->article, field))
        return MORGUE_OK;
    *ret_put = true;
    return mg_put(r->put, field, text, MORGUE_GIVEN);
}

/* Superdesk keeps what its users added in "extra". */
static morgue_status put_inner(const reading *r, json_t *object)
{
    const char *key;
    json_t *value;
    morgue_status status = MORGUE_OK;
    json_object_foreach(object, key, value) if (status == MORGUE_OK) status =
        put_extra(r, key, value);
    return status;
}

morgue_status mg_ninjs_put_rest(const mg_ninjs_reading *r)
{
    const char *key;
    json_t *value;
    bool put = false;
    morgue_status status = MORGUE_OK;
    json_object_foreach(r->item, key, value)
    {
        mg_ninjs_role role = mg_ninjs_role_of((morgue_text){key, strlen(key)});
        if (is_blank(value) || is_told(r, role, value) || is_said(r, value))
            continue;
        if (role == NINJS_OTHER)
            status = put_usual(r, key, value, &put);
        if (status == MORGUE_OK && role == NINJS_OTHER && !put)
            status = strcmp(key, "extra") == 0 && json_is_object(value) ? put_inner(r, value)
                                                                        : put_extra(r, key, value);
        else if (status == MORGUE_OK && role != NINJS_OTHER)
            status = put_extra(r, key, value);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}
