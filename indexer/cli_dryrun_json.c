/* The account of a dry run for programs. */
#include "cli/json.h"
#include "indexer/cli_dryrun.h"

static json_t *number(uint64_t n)
{
    return json_integer((json_int_t)n);
}

static json_t *text_or_null(const char *text)
{
    return text ? cli_json_text(text) : json_null();
}

static json_t *make_reasons(const cli_reasons *reasons)
{
    static const char *const severities[] = {[MORGUE_SKIPPED] = "skipped",
                                             [MORGUE_REPAIRED] = "repaired",
                                             [MORGUE_REJECTED] = "rejected",
                                             [MORGUE_NOTED] = "note"};
    json_t *list = json_array();
    for (size_t i = 0; i < reasons->count; i++) {
        const cli_reason *r = &reasons->items[i];
        json_t *object = json_object(), *places = json_array();
        for (size_t k = 0; k < r->n_places; k++)
            json_array_append_new(places, cli_json_text(r->places[k]));
        json_object_set_new(object, "severity", json_string(severities[r->severity]));
        json_object_set_new(object, "reason", cli_json_text(r->text));
        json_object_set_new(object, "count", number(r->count));
        json_object_set_new(object, "places", places);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *make_example(const dry_example *example)
{
    json_t *object = json_object();
    morgue_text text = {"", 0};
    json_object_set_new(object, "path", cli_json_text(example->path));
    json_object_set_new(object, "offset", number(example->offset));
    json_object_set_new(object, "line", example->line ? number(example->line) : json_null());
    (void)morgue_article_json(example->article, &text, NULL);
    json_t *article = json_loadb(text.data, text.len, 0, NULL);
    json_object_set_new(object, "article", article ? article : json_null());
    return object;
}

static json_t *make_filled(const dry_file *file)
{
    json_t *object = json_object();
    for (size_t f = 0; f < MORGUE_FIELD_COUNT; f++)
        if (file->filled[f])
            json_object_set_new(object, morgue_field_at(f)->key, number(file->filled[f]));
    return object;
}

static json_t *make_file(const dry_group *group, const dry_file *file)
{
    json_t *object = json_object(), *examples = json_array();
    json_object_set_new(object, "path", text_or_null(file->path));
    json_object_set_new(object, "folder", cli_json_text(group->folder));
    json_object_set_new(object, "files", number(file->path ? 1 : group->count));
    json_object_set_new(object, "format", text_or_null(group->format));
    json_object_set_new(object, "why", text_or_null(file->why));
    json_object_set_new(object, "charset", text_or_null(file->charset));
    json_object_set_new(object, "charset_why", text_or_null(file->charset_why));
    json_object_set_new(object, "articles", number(file->articles));
    json_object_set_new(object, "rejected", number(file->rejected));
    json_object_set_new(object, "repaired", number(file->repaired));
    json_object_set_new(object, "filled", make_filled(file));
    for (size_t i = 0; i < file->n_examples; i++)
        json_array_append_new(examples, make_example(&file->examples[i]));
    json_object_set_new(object, "examples", examples);
    json_object_set_new(object, "problems", make_reasons(&file->problems));
    return object;
}

void cli_dryrun_json(const cli_dryrun *dry, json_t *summary)
{
    json_t *files = json_array();
    for (size_t i = 0; i < dry->n_groups; i++) {
        const dry_group *group = &dry->groups[i];
        for (size_t k = 0; k < DRY_FILES && group->files[k]; k++)
            json_array_append_new(files, make_file(group, group->files[k]));
        if (group->all)
            json_array_append_new(files, make_file(group, group->all));
    }
    json_object_set_new(summary, "files", files);
    json_object_set_new(summary, "problems", make_reasons(&dry->everywhere));
}
