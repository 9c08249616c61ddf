/* morgue-search: finds articles and shows them. Built on the public header alone. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "search/cli_search.h"

static cli_renderer *const renderers[] = {[FORMAT_TEXT] = cli_render_text,
                                          [FORMAT_JSON] = cli_render_json,
                                          [FORMAT_JSONL] = cli_render_jsonl,
                                          [FORMAT_IDS] = cli_render_ids,
                                          [FORMAT_COUNT] = cli_render_count};

static const search_options defaults = {.limit = 10, .snippets = 1};

/* ---- The command line --------------------------------------------------------------------- */

static bool check_dump(const search_options *options)
{
    bool page_wished = options->limit != defaults.limit || options->offset || options->sort ||
                       options->format || options->exact || options->full ||
                       options->snippets != defaults.snippets;
    if (page_wished)
        cli_error("--dump writes all articles as they are: leave the other options out");
    return !page_wished;
}

static bool check(const search_options *options, const cli_list *operands)
{
    if (options->snippets > 1) {
        cli_error("--snippets=%llu is not in this version: 0 or 1",
                  (unsigned long long)options->snippets);
        return false;
    }
    if (!operands->count) {
        cli_error("no archive was named: morgue-search ARCHIVE QUERY..., or see morgue-search "
                  "--help");
        return false;
    }
    if (operands->count == 1 && !options->dump) {
        cli_error("nothing to search for was named: morgue-search %s QUERY...; the query * finds "
                  "every article",
                  operands->items[0]);
        return false;
    }
    return !options->dump || check_dump(options);
}

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
        cli_error("out of memory");
    return query;
}

/* ---- Searching ---------------------------------------------------------------------------- */

static morgue_search_options wishes(const search_options *options)
{
    bool count_only = options->format == FORMAT_COUNT || !options->limit;
    return (morgue_search_options){.limit = (uint32_t)options->limit,
                                   .offset = (uint32_t)options->offset,
                                   .sort = (morgue_sort)options->sort,
                                   .exact = options->exact || options->format == FORMAT_COUNT,
                                   .count_only = count_only};
}

static int exit_status(morgue_status status, uint64_t total)
{
    if (status == MORGUE_OK)
        return total ? SEARCH_FOUND : SEARCH_NOTHING;
    return status == MORGUE_BAD_QUERY || status == MORGUE_INVALID ? CLI_USAGE : CLI_TROUBLE;
}

static int search(morgue_archive *archive, const search_options *options, const char *query)
{
    morgue_results *results = NULL;
    morgue_error err;
    uint64_t total = 0;
    morgue_search_options wished = wishes(options);
    morgue_status status = morgue_search(archive, query, &wished, &results, &err);
    if (status == MORGUE_OK) {
        cli_page page = {options, query, results, stdout};
        total = morgue_results_total(results);
        status = renderers[options->format](&page, &err);
    }
    if (status != MORGUE_OK)
        cli_library_error(&err, query);
    morgue_results_free(results);
    return exit_status(status, total);
}

static int open_and_search(const search_options *options, const cli_list *operands)
{
    morgue_archive *archive = NULL;
    morgue_error err;
    char *query = join_query(operands);
    int result = CLI_TROUBLE;
    if (query && morgue_archive_open(operands->items[0], &archive, &err) != MORGUE_OK)
        cli_library_error(&err, NULL);
    else if (query && options->dump)
        result = cli_dump(archive, operands->count > 1 ? query : NULL);
    else if (query)
        result = search(archive, options, query);
    morgue_archive_free(archive);
    free(query);
    return result;
}

static int run(const search_options *options, const cli_list *operands)
{
    if (options->fields) {
        cli_fields(options->format, stdout);
        return SEARCH_FOUND;
    }
    if (!check(options, operands))
        return CLI_USAGE;
    return open_and_search(options, operands);
}

int main(int argc, char **argv)
{
    search_options options = defaults;
    cli_list operands = {NULL, 0};
    int result;
    signal(SIGPIPE, SIG_IGN); /* `| head` is no error: see cli_flush_output() */
    if (cli_parse(&search_program, argc, argv, &options, &operands, &result)) {
        result = run(&options, &operands);
        cli_flush_output();
        if (cli_output_lost())
            result = CLI_TROUBLE;
    }
    cli_list_free(&operands);
    return result;
}
