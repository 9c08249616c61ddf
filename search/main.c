/* morgue-search: finds articles and shows them. Built on the public header alone. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/message.h"
#include "cli/pager.h"
#include "cli/term.h"
#include "search/cli_search.h"

static cli_renderer *const renderers[] = {
    [FORMAT_TEXT] = cli_render_text,   [FORMAT_JSON] = cli_render_json,
    [FORMAT_JSONL] = cli_render_jsonl, [FORMAT_CSV] = cli_render_csv,
    [FORMAT_KWIC] = cli_render_kwic,   [FORMAT_IDS] = cli_render_ids,
    [FORMAT_COUNT] = cli_render_count};

/* Joins the operands behind the archive by spaces; NULL when memory is out. */
static char *join_query(const cli_list *operands)
{
    size_t size = 1;
    for (size_t i = 1; i < operands->count; i++)
        size += strlen(operands->items[i]) + 1;
    char *query = calloc(1, size);
    for (size_t i = 1; query && i < operands->count; i++) {
        strcat(query, i > 1 ? " " : "");
        strcat(query, operands->items[i]);
    }
    if (!query)
        cli_out_of_memory();
    return query;
}

/* ---- Searching ---------------------------------------------------------------------------- */

/* What is written of a hit without passages needs no marks, but for the title of FORMAT_TEXT. */
static uint32_t passages(const search_options *options)
{
    bool none = options->format == FORMAT_IDS || options->format == FORMAT_KWIC ||
                (!options->snippets && options->format != FORMAT_TEXT);
    return none ? MORGUE_NO_SNIPPETS : (uint32_t)options->snippets;
}

morgue_search_options cli_wishes(const search_options *options)
{
    bool count_only = options->format == FORMAT_COUNT || !options->limit;
    morgue_search_options wishes = {.limit = (uint32_t)options->limit,
                                    .offset = (uint32_t)options->offset,
                                    .sort = (morgue_sort)options->sort,
                                    .exact = options->exact || options->format == FORMAT_COUNT,
                                    .count_only = count_only,
                                    .snippets = passages(options),
                                    .timeout_ms = (uint32_t)options->timeout_ms,
                                    .similar = options->similar,
                                    .after = options->after,
                                    .timeline = (morgue_period)options->timeline,
                                    .n_facets = options->n_facets,
                                    .facet_values = (uint32_t)options->facet_values,
                                    .explain = options->explain};
    memcpy(wishes.facets, options->facet_fields, sizeof wishes.facets);
    return wishes;
}

int cli_exit_status(morgue_status status, uint64_t total)
{
    if (status == MORGUE_OK)
        return total ? SEARCH_FOUND : SEARCH_NOTHING;
    switch (status) {
    case MORGUE_BAD_QUERY:
    case MORGUE_INVALID:
    case MORGUE_NOT_FOUND: return CLI_USAGE; /* the last: the article of --similar */
    default: return CLI_TROUBLE;
    }
}

/* What the user should know and the format does not tell: JSON does. A suggestion is for people, so
 * that scripts do not get it on stderr. */
static void tell(const search_options *options, const morgue_results *results)
{
    const char *text;
    if (options->format == FORMAT_JSON)
        return;
    for (size_t i = 0; (text = morgue_results_notice(results, i)); i++)
        cli_error("%s", text);
    text = morgue_results_suggestion(results);
    if (text && options->format != FORMAT_TEXT && cli_is_terminal(stderr))
        cli_error("did you mean: %s", text);
}

static void begin_paging(const search_options *options)
{
    bool for_reading = options->format == FORMAT_TEXT || options->format == FORMAT_KWIC;
    if (!options->no_pager && (for_reading || options->pager == CLI_PAGER_ALWAYS))
        cli_pager_begin((cli_paging)options->pager);
}

static int search(morgue_archive *archive, const search_options *options, const char *query)
{
    morgue_results *results = NULL;
    morgue_error err;
    uint64_t total = 0;
    bool lacking = false;
    morgue_search_options wished = cli_wishes(options);
    morgue_status status = morgue_search(archive, query, &wished, &results, &err);
    if (status == MORGUE_OK) {
        cli_page page = {options, query, results, stdout};
        total = morgue_results_total(results);
        lacking = options->require_all && morgue_results_partial(results);
        tell(options, results);
        begin_paging(options);
        status = renderers[options->format](&page, &err);
        cli_pager_end();
    }
    if (status != MORGUE_OK)
        cli_library_error(&err, query);
    morgue_results_free(results);
    return status == MORGUE_OK && lacking ? SEARCH_PARTIAL : cli_exit_status(status, total);
}

/* ---- The run ------------------------------------------------------------------------------ */

/* Nothing is searched when the queries cannot be read. */
static FILE *open_queries(const search_options *options)
{
    if (strcmp(options->queries, "-") == 0)
        return stdin;
    FILE *queries = fopen(options->queries, "r");
    if (!queries)
        cli_error("%s: %s: nothing was searched", options->queries, strerror(errno));
    return queries;
}

static int search_many(morgue_archive *archive, const search_options *options)
{
    FILE *queries = open_queries(options);
    if (!queries)
        return CLI_USAGE;
    int result = cli_batch(archive, options, queries);
    if (queries != stdin)
        fclose(queries);
    return result;
}

static int open_and_search(const search_options *options, const cli_list *operands)
{
    morgue_archive *archive = NULL;
    morgue_error err;
    char *query = join_query(operands);
    int result = CLI_TROUBLE;
    if (query && morgue_archive_open(operands->items[0], &archive, &err) != MORGUE_OK)
        cli_library_error(&err, NULL);
    else if (query && options->shards)
        result = cli_shards(archive, options->format, stdout);
    else if (query && options->dump)
        result = cli_dump(archive, operands->count > 1 ? query : NULL);
    else if (query && options->queries)
        result = search_many(archive, options);
    else if (query)
        result = search(archive, options, query);
    morgue_archive_free(archive);
    free(query);
    return result;
}

static int run(search_options *options, const cli_list *operands)
{
    if (options->fields) {
        cli_fields(options->format, stdout);
        return SEARCH_FOUND;
    }
    if (!cli_check(options, operands))
        return CLI_USAGE;
    cli_end_on_interrupt(cli_color_allowed(stdout, (cli_color)options->color));
    if (options->since)
        return cli_since(operands->items[0], options->since);
    return open_and_search(options, operands);
}

int main(int argc, char **argv)
{
    search_options options = search_defaults;
    cli_list operands = {NULL, 0};
    int result;
    cli_json_watch_memory();
    signal(SIGPIPE, SIG_IGN); /* `| head` is no error: see cli_flush_output() */
    if (cli_parse(&search_program, argc, argv, &options, &operands, &result)) {
        result = run(&options, &operands);
        cli_flush_output();
        if (cli_output_lost())
            result = CLI_TROUBLE;
    }
    cli_list_free(&operands);
    cli_list_free(&options.facets);
    return result;
}
