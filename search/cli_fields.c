/* --fields: the field table, for people and for programs. */
#include "search/cli_search.h"

#include <string.h>

#include "cli/json.h"
#include "cli/term.h"

enum { DESCRIPTION_COLUMN = 12 };

static void write_labelled(const char *label, const char *text, FILE *out)
{
    if (*text)
        fprintf(out, "%*s%s: %s\n", DESCRIPTION_COLUMN, "", label, text);
}

static void write_field(const morgue_field *field, FILE *out)
{
    cli_wrapper wrapper = {
        .out = out, .width = 80, .indent = DESCRIPTION_COLUMN, .column = DESCRIPTION_COLUMN};
    fprintf(out, "%-*s", DESCRIPTION_COLUMN, field->name);
    cli_wrap(&wrapper, field->description, strlen(field->description));
    cli_wrap_end(&wrapper);
    write_labelled("also", field->aliases, out);
    write_labelled("example", field->example, out);
}

static json_t *alias_array(const char *aliases)
{
    json_t *array = json_array();
    while (*aliases) {
        size_t len = strcspn(aliases, " ");
        json_array_append_new(array, json_stringn(aliases, len));
        aliases += len;
        aliases += strspn(aliases, " ");
    }
    return array;
}

static json_t *field_object(const morgue_field *field)
{
    json_t *object = json_object();
    json_object_set_new(object, "name", json_string(field->name));
    json_object_set_new(object, "key", json_string(field->key));
    json_object_set_new(object, "aliases", alias_array(field->aliases));
    json_object_set_new(object, "description", json_string(field->description));
    json_object_set_new(object, "example", json_string(field->example));
    json_object_set_new(object, "searchable", json_boolean(field->searchable));
    json_object_set_new(object, "repeatable", json_boolean(field->repeatable));
    return object;
}

/* Text names what a query can; JSON has the whole table. */
void cli_fields(int format, FILE *out)
{
    json_t *all = json_array();
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++) {
        const morgue_field *field = morgue_field_at(i);
        if (format == FORMAT_JSON)
            json_array_append_new(all, field_object(field));
        else if (format == FORMAT_JSONL)
            cli_json_print(field_object(field), out);
        else if (field->searchable)
            write_field(field, out);
    }
    if (format == FORMAT_JSON)
        cli_json_print(json_incref(all), out);
    json_decref(all);
}
