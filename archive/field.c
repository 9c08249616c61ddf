#include "archive/field.h"

#include <string.h>
#include <strings.h>

enum { FIELD_ONCE = 0, FIELD_MANY = 1 };

static const mg_field fields[] = {
#define MORGUE_FIELD_ROW(ID, NAME, KEY, ALIASES, KIND, WORDS, EXACT, FLAGS, DESCRIPTION, EXAMPLE)  \
    [MORGUE_##ID] = {.face = {.id = MORGUE_##ID,                                                   \
                              .name = NAME,                                                        \
                              .key = KEY,                                                          \
                              .aliases = ALIASES,                                                  \
                              .description = DESCRIPTION,                                          \
                              .example = EXAMPLE,                                                  \
                              .searchable = (KIND) != FIELD_STORED,                                \
                              .repeatable = (FLAGS) == FIELD_MANY},                                \
                     .kind = KIND,                                                                 \
                     .words = WORDS,                                                               \
                     .exact = EXACT},
#include "archive/field.def"
#undef MORGUE_FIELD_ROW
};

_Static_assert(sizeof fields / sizeof *fields == MORGUE_FIELD_COUNT, "a row for every field");

const mg_field *mg_field_at(morgue_field_id id)
{
    return &fields[id];
}

bool mg_field_has_mark(morgue_field_id id)
{
    mg_field_kind kind = fields[id].kind;
    return kind != FIELD_STORED && kind != FIELD_UNION && id != MORGUE_ID;
}

const morgue_field_id mg_tag_fields[MG_TAG_FIELD_COUNT] = {MORGUE_PERSON, MORGUE_ORG,
                                                           MORGUE_LOCATION};

bool mg_field_is_tag(morgue_field_id id)
{
    for (size_t i = 0; i < MG_TAG_FIELD_COUNT; i++)
        if (mg_tag_fields[i] == id)
            return true;
    return false;
}

const char *mg_field_main(morgue_field_id id)
{
    switch (id) {
    case MORGUE_PERSON: return "XBPE";
    case MORGUE_ORG: return "XBOE";
    case MORGUE_LOCATION: return "XBLE";
    default: return "";
    }
}

static const char *const origins[] = {
    [MORGUE_GIVEN] = "dump", [MORGUE_TAGGER] = "tagger", [MORGUE_INHERITED] = "inherited"};

const char *mg_origin_name(morgue_origin origin)
{
    return origins[origin <= MORGUE_INHERITED ? origin : MORGUE_GIVEN];
}

bool mg_origin_named(const char *name, size_t len, morgue_origin *ret)
{
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++)
        if (strlen(origins[i]) == len && memcmp(origins[i], name, len) == 0) {
            *ret = (morgue_origin)i;
            return true;
        }
    return false;
}

const morgue_field *morgue_field_at(size_t id)
{
    return id < MORGUE_FIELD_COUNT ? &fields[id].face : NULL;
}

/* Is `name` one of the space-separated words of `list`? */
static bool listed(const char *list, const char *name, size_t len)
{
    while (*list) {
        const char *end = strchrnul(list, ' ');
        if ((size_t)(end - list) == len && strncasecmp(list, name, len) == 0)
            return true;
        for (list = end; *list == ' ';)
            list++;
    }
    return false;
}

const morgue_field *morgue_field_named(const char *name, size_t len)
{
    if (len == MORGUE_NUL)
        len = strlen(name);
    for (size_t i = 0; len && i < MORGUE_FIELD_COUNT; i++) {
        const morgue_field *face = &fields[i].face;
        if (listed(face->name, name, len) || listed(face->key, name, len) ||
            listed(face->aliases, name, len))
            return face;
    }
    return NULL;
}
