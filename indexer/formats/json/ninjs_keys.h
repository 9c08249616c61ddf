/* The keys of ninjs (IPTC's News in JSON, 1.0 to 3.0), of what Superdesk makes of it, and of the
 * items that AP's media interface answers with. */
#ifndef MG_NINJS_KEYS_H
#define MG_NINJS_KEYS_H

#include "indexer/formats/json/json_value.h"
#include "indexer/formats/keys.h"

/* What a key is for. */
typedef enum mg_ninjs_role {
    NINJS_OTHER, /* no key of ninjs */
    NINJS_EXTRA, /* one that no field has */
    NINJS_URI,
    NINJS_GUID,
    NINJS_ALTIDS,
    NINJS_TYPE,
    NINJS_VERSION,
    NINJS_PUBLISHED,
    NINJS_FIRST_CREATED,
    NINJS_VERSION_CREATED,
    NINJS_CONTENT_CREATED,
    NINJS_LANGUAGE,
    NINJS_PERSON,
    NINJS_ORG,
    NINJS_PLACE,
    NINJS_TOPIC, /* subjects, events, objects, keywords */
    NINJS_SECTION,
    NINJS_BYLINE,
    NINJS_AUTHORS,
    NINJS_HEADLINE,
    NINJS_TITLE,
    NINJS_SLUGLINE,
    NINJS_LOCATED,
    NINJS_DESCRIPTION,
    NINJS_BODY,
    NINJS_SOURCE,
    NINJS_INFOSOURCE,
    NINJS_PROVIDER,
    NINJS_EVENT_DETAILS,
    NINJS_ROLE_COUNT
} mg_ninjs_role;

/* The role of a key, letter case not minded: ninjs 3 writes versionCreated. */
mg_ninjs_role mg_ninjs_role_of(morgue_text key);

/* How much an object looks like a news item of ninjs. */
typedef enum mg_ninjs_look {
    NINJS_UNLIKE,
    NINJS_ALIKE, /* it has a uri, and keys of ninjs only */
    NINJS_SURE   /* it has keys that nothing else has */
} mg_ninjs_look;

mg_ninjs_look mg_ninjs_look_at(json_t *object);

/* The same for a text that begins with an object or an array of them, and may be cut anywhere;
 * looks at the first item, also behind what programming interfaces put around it. */
mg_ninjs_look mg_ninjs_look_at_text(morgue_text text);

/* Is this a key of what stands around items: {"data":{"items":[{"item":{...}}]}}? */
bool mg_ninjs_is_wrapping(const char *key, size_t len);

/* The levels around items that are looked into. */
enum { MG_NINJS_WRAPPINGS = 5 };

/* A member by its name, letter case not minded; NULL where there is none or it is no object. */
json_t *mg_ninjs_get(json_t *object, const char *name);

/* The text of a string; {"", 0} where it is none. */
morgue_text mg_ninjs_string(json_t *value);

#endif
