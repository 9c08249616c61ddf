/* Options that do not go together, operands that are missing, fields that do not exist. */
#include "search/cli_search.h"

#include <string.h>

#include "cli/message.h"

const search_options search_defaults = {.limit = 10, .snippets = 1};

/* ---- Facets ------------------------------------------------------------------------------- */

static void report_unknown_field(const char *name)
{
    cli_nearest nearest = {.word = name};
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        if (morgue_field_at(i)->searchable)
            cli_nearest_offer(&nearest, morgue_field_at(i)->name);
    if (nearest.best)
        cli_error("--facets does not know the field \"%s\": did you mean %s?", name, nearest.best);
    else
        cli_error("--facets does not know the field \"%s\": see morgue-search --fields", name);
}

static bool asked_already(const search_options *options, morgue_field_id field)
{
    for (size_t i = 0; i < options->n_facets; i++)
        if (options->facet_fields[i] == field)
            return true;
    return false;
}

static bool add_facet(search_options *options, const char *text, size_t len)
{
    char name[128];
    const morgue_field *field = morgue_field_named(text, len);
    snprintf(name, sizeof name, "%.*s", (int)len, text);
    if (!len) {
        cli_error("--facets needs the names of fields: --facets=person,location");
        return false;
    }
    if (!field) {
        report_unknown_field(name);
        return false;
    }
    if (field->id == MORGUE_DATE) {
        cli_error("--facets cannot count dates: use --timeline=year, month or day");
        return false;
    }
    if (asked_already(options, field->id))
        return true;
    if (options->n_facets == MORGUE_FACETS_MAX) {
        cli_error("--facets takes %d fields at most", MORGUE_FACETS_MAX);
        return false;
    }
    options->facet_fields[options->n_facets++] = field->id;
    return true;
}

/* Each --facets names one field or several. */
static bool find_facets(search_options *options)
{
    for (size_t i = 0; i < options->facets.count; i++) {
        const char *text = options->facets.items[i];
        for (bool more = true; more;) {
            size_t len = strcspn(text, ",");
            if (!add_facet(options, text, len))
                return false;
            more = text[len] == ',';
            text += len + more;
        }
    }
    return true;
}

/* ---- What goes together ------------------------------------------------------------------- */

/* An option that says nothing with some of the others. */
typedef struct rule {
    bool broken;
    const char *message;
} rule;

static bool keeps(const rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rules[i].broken) {
            cli_error("%s", rules[i].message);
            return false;
        }
    return true;
}

#define KEEPS(rules) keeps(rules, sizeof rules / sizeof *rules)

static bool check_formats(const search_options *options)
{
    int format = options->format;
    bool summaries = format == FORMAT_TEXT || format == FORMAT_JSON;
    bool reasons = summaries || format == FORMAT_JSONL;
    bool kwic = format == FORMAT_KWIC;
    const rule rules[] = {
        {options->n_facets && !summaries, "--facets are shown by --format=text and json"},
        {options->timeline && !summaries, "--timeline is shown by --format=text and json"},
        {options->explain && !reasons, "--explain is shown by --format=text, json and jsonl"},
        {options->facet_values && !options->n_facets,
         "--facet-values is for --facets: name the fields, --facets=person,location"},
        {options->bom && format != FORMAT_CSV, "--bom is for --format=csv"},
        {options->context && !kwic,
         "--context is for --format=kwic; elsewhere --snippets says how much is shown"},
        {options->kwic_sort && !kwic, "--kwic-sort is for --format=kwic"}};
    return KEEPS(rules);
}

/* Is any option set that shapes a page of hits? */
static bool page_wished(const search_options *options)
{
    return options->limit != search_defaults.limit || options->offset || options->after ||
           options->sort || options->format || options->exact || options->full ||
           options->snippets != search_defaults.snippets || options->n_facets ||
           options->timeline || options->similar || options->explain || options->timeout_ms ||
           options->queries;
}

static bool check_dump(const search_options *options, const cli_list *operands)
{
    const rule rules[] = {
        {page_wished(options),
         "--dump writes all articles as they are: leave the other options out"},
        {options->since && operands->count > 1,
         "--since tells of all articles, since one that does not match any more could not be told: "
         "leave the QUERY out"}};
    return KEEPS(rules);
}

static bool check_shards(const search_options *options, const cli_list *operands)
{
    search_options other = *options;
    other.format = FORMAT_TEXT;
    const rule rules[] = {
        {operands->count > 1, "--shards looks at the shards alone: leave the QUERY out"},
        {page_wished(&other) || options->dump || options->require_all,
         "--shards looks at the shards alone: leave the other options out"},
        {options->format != FORMAT_TEXT && options->format != FORMAT_JSON,
         "--shards writes --format=text and json"}};
    return KEEPS(rules);
}

static bool check_batch(const search_options *options, const cli_list *operands)
{
    const rule rules[] = {
        {operands->count > 1, "--queries names a file of queries: leave the other QUERY out"},
        {options->similar != NULL, "--similar does not go with --queries: it is a query itself"},
        {options->after != NULL, "--after does not go with --queries: it belongs to one query"},
        {options->format != FORMAT_TEXT && options->format != FORMAT_JSON,
         "--queries writes an object of JSON for each query: leave --format out"}};
    return KEEPS(rules);
}

bool cli_check(search_options *options, const cli_list *operands)
{
    if (!operands->count) {
        cli_error("no archive was named: morgue-search ARCHIVE QUERY..., or see morgue-search "
                  "--help");
        return false;
    }
    if (!find_facets(options))
        return false;
    if (options->shards)
        return check_shards(options, operands);
    if (options->dump)
        return check_dump(options, operands);
    if (options->since) {
        cli_error("--since is for --dump: morgue-search --dump --since=%s %s", options->since,
                  operands->items[0]);
        return false;
    }
    if (options->queries)
        return check_batch(options, operands) && check_formats(options);
    if (operands->count == 1 && !options->similar) {
        cli_error("nothing to search for was named: morgue-search %s QUERY...; the query * finds "
                  "every article",
                  operands->items[0]);
        return false;
    }
    return check_formats(options);
}
