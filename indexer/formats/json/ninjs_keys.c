#include "indexer/formats/json/ninjs_keys.h"

#include <string.h>
#include <strings.h>

#include "indexer/formats/json/json_scan.h"

/* How much a key says about the object that has it. */
enum { USUAL, MARK };

/* https://www.iptc.org/std/ninjs/: the properties of a news item; `_` at the end stands for any
 * ending ("headline_short"). */
static const struct {
    const char *name;
    mg_ninjs_role role;
    int says;
} keys[] = {
    {"uri", NINJS_URI, USUAL},
    {"guid", NINJS_GUID, USUAL},
    {"_id", NINJS_GUID, USUAL},
    {"altids", NINJS_ALTIDS, MARK},
    {"type", NINJS_TYPE, USUAL},
    {"version", NINJS_VERSION, USUAL},
    {"firstpublished", NINJS_PUBLISHED, USUAL},
    {"published", NINJS_PUBLISHED, USUAL},
    {"firstcreated", NINJS_FIRST_CREATED, MARK},
    {"versioncreated", NINJS_VERSION_CREATED, MARK},
    {"contentcreated", NINJS_CONTENT_CREATED, MARK},
    {"language", NINJS_LANGUAGE, USUAL},
    {"person", NINJS_PERSON, USUAL},
    {"persons", NINJS_PERSON, USUAL},
    {"people", NINJS_PERSON, USUAL},
    {"organisation", NINJS_ORG, USUAL},
    {"organisations", NINJS_ORG, USUAL},
    {"organization", NINJS_ORG, USUAL},
    {"organizations", NINJS_ORG, USUAL},
    {"company", NINJS_ORG, USUAL},
    {"companies", NINJS_ORG, USUAL},
    {"place", NINJS_PLACE, USUAL},
    {"places", NINJS_PLACE, USUAL},
    {"subject", NINJS_TOPIC, USUAL},
    {"subjects", NINJS_TOPIC, USUAL},
    {"event", NINJS_TOPIC, USUAL},
    {"events", NINJS_TOPIC, USUAL},
    {"object", NINJS_TOPIC, USUAL},
    {"objects", NINJS_TOPIC, USUAL},
    {"keywords", NINJS_TOPIC, USUAL},
    {"service", NINJS_SECTION, USUAL},
    {"anpa_category", NINJS_SECTION, MARK},
    {"by", NINJS_BYLINE, USUAL},
    {"byline", NINJS_BYLINE, USUAL},
    {"authors", NINJS_AUTHORS, USUAL},
    {"headline", NINJS_HEADLINE, USUAL},
    {"headline_", NINJS_HEADLINE, MARK},
    {"headlines", NINJS_HEADLINE, MARK},
    {"title", NINJS_TITLE, USUAL},
    {"titles", NINJS_TITLE, USUAL},
    {"slugline", NINJS_SLUGLINE, MARK},
    {"located", NINJS_LOCATED, MARK},
    {"dateline", NINJS_LOCATED, USUAL},
    {"datelinelocation", NINJS_LOCATED, MARK},
    {"description_", NINJS_DESCRIPTION, MARK},
    {"descriptions", NINJS_DESCRIPTION, MARK},
    {"body_", NINJS_BODY, USUAL},
    {"bodies", NINJS_BODY, MARK},
    {"source", NINJS_SOURCE, USUAL},
    {"infosource", NINJS_INFOSOURCE, MARK},
    {"infosources", NINJS_INFOSOURCE, MARK},
    {"provider", NINJS_PROVIDER, USUAL},
    {"eventdetails", NINJS_EVENT_DETAILS, MARK},
    {"$standard", NINJS_EXTRA, MARK},
    {"standard", NINJS_EXTRA, USUAL},
    {"associations", NINJS_EXTRA, MARK},
    {"charcount", NINJS_EXTRA, USUAL},
    {"copyrightholder", NINJS_EXTRA, MARK},
    {"copyrightnotice", NINJS_EXTRA, MARK},
    {"ednote", NINJS_EXTRA, MARK},
    {"embargoed", NINJS_EXTRA, MARK},
    {"expires", NINJS_EXTRA, USUAL},
    {"genre", NINJS_EXTRA, USUAL},
    {"genres", NINJS_EXTRA, USUAL},
    {"mimetype", NINJS_EXTRA, USUAL},
    {"priority", NINJS_EXTRA, USUAL},
    {"profile", NINJS_EXTRA, USUAL},
    {"pubstatus", NINJS_EXTRA, MARK},
    {"renditions", NINJS_EXTRA, MARK},
    {"representationtype", NINJS_EXTRA, MARK},
    {"rightsinfo", NINJS_EXTRA, MARK},
    {"trustindicator", NINJS_EXTRA, MARK},
    {"trustindicators", NINJS_EXTRA, MARK},
    {"urgency", NINJS_EXTRA, USUAL},
    {"usageterms", NINJS_EXTRA, MARK},
    {"wordcount", NINJS_EXTRA, USUAL},
};

static bool fits(const char *name, morgue_text key)
{
    if (!key.len || ((key.data[0] ^ name[0]) & ~0x20))
        return false; /* most of them, and fast */
    size_t n = strlen(name);
    bool open_end = name[n - 1] == '_';
    return (open_end ? key.len > n : key.len == n) && strncasecmp(name, key.data, n) == 0;
}

/* The row of a key, or -1. */
static int row_of(morgue_text key)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (fits(keys[i].name, key))
            return (int)i;
    return -1;
}

mg_ninjs_role mg_ninjs_role_of(morgue_text key)
{
    int row = row_of(key);
    return row < 0 ? NINJS_OTHER : keys[row].role;
}

bool mg_ninjs_is_wrapping(const char *key, size_t len)
{
    static const char *const names[] = {"data", "item", "items", "_items", "newsitems", "_source"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == len && strncasecmp(names[i], key, len) == 0)
            return true;
    return false;
}

json_t *mg_ninjs_get(json_t *object, const char *name)
{
    const char *key;
    json_t *value = json_object_get(object, name);
    if (value)
        return value;
    json_object_foreach(object, key, value) if (strcasecmp(key, name) == 0) return value;
    return NULL;
}

morgue_text mg_ninjs_string(json_t *value)
{
    return json_is_string(value)
               ? (morgue_text){json_string_value(value), json_string_length(value)}
               : (morgue_text){"", 0};
}

/* ---- What an object looks like ------------------------------------------------------------- */

typedef struct tally {
    bool uri, standard;
    size_t known, marks, others;
} tally;

static void count_key(tally *t, morgue_text key)
{
    int row = row_of(key);
    if (row < 0) {
        t->others++;
        return;
    }
    t->known++;
    t->marks += keys[row].says == MARK;
    t->uri = t->uri || keys[row].role == NINJS_URI;
    t->standard = t->standard || key.data[0] == '$';
}

static mg_ninjs_look judge(const tally *t)
{
    if (t->standard || t->marks >= 3 || (t->uri && t->marks && t->others <= t->known))
        return NINJS_SURE;
    return t->uri && t->known >= 2 && !t->others ? NINJS_ALIKE : NINJS_UNLIKE;
}

mg_ninjs_look mg_ninjs_look_at(json_t *object)
{
    const char *key;
    json_t *value;
    tally t = {0};
    json_object_foreach(object, key, value) count_key(&t, (morgue_text){key, strlen(key)});
    return judge(&t);
}

static morgue_text skip_space(const char *at, const char *end)
{
    while (at < end && (mg_json_space(*at) || *at == '\x1E'))
        at++;
    return (morgue_text){at, (size_t)(end - at)};
}

/* Into an array, and into what a member holds. */
static mg_ninjs_look look(morgue_text text, int depth);

static mg_ninjs_look look_into(morgue_text key, const mg_json_cursor *cursor,
                               const mg_json_member *member, int depth)
{
    const char *at = member->value.data ? member->value.data : cursor->at;
    if (depth >= MG_NINJS_WRAPPINGS || !mg_ninjs_is_wrapping(key.data, key.len))
        return NINJS_UNLIKE;
    return look((morgue_text){at, (size_t)(cursor->end - at)}, depth + 1);
}

/* Behind a member that is cut, its key is known, and the cursor stands on the value. */
static mg_ninjs_look look(morgue_text text, int depth)
{
    mg_json_cursor cursor;
    mg_json_problem problem;
    tally t = {0};
    text = skip_space(text.data, text.data + text.len);
    if (text.len && text.data[0] == '[')
        text = skip_space(text.data + 1, text.data + text.len);
    if (!mg_json_object(text, &cursor))
        return NINJS_UNLIKE;
    for (bool more = true; more;) {
        mg_json_member member = {{NULL, 0}, {NULL, 0}};
        mg_json_step step = mg_json_next_member(&cursor, &member, &problem);
        more = step == JSON_MEMBER;
        if (step == JSON_OBJECT_END || !member.key.data)
            break;
        morgue_text key = {member.key.data + 1, member.key.len - 2};
        count_key(&t, key);
        mg_ninjs_look inner = look_into(key, &cursor, &member, depth);
        if (inner != NINJS_UNLIKE)
            return inner;
    }
    return judge(&t);
}

mg_ninjs_look mg_ninjs_look_at_text(morgue_text text)
{
    if (text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        text = (morgue_text){text.data + 3, text.len - 3};
    return look(text, 0);
}
