/* --queries: many queries in one process, with one open archive. */
#include "search/cli_search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/message.h"

/* What a run over the queries came to. */
typedef struct batch_tally {
    bool found;   /* something, by one of them */
    bool mistake; /* a query that cannot be understood */
    bool trouble; /* one that could not be answered */
    bool lacking; /* one whose answer is partial, where that counts */
} batch_tally;

/* The column is counted from 1, as in the message. */
static void write_error(const char *query, const morgue_error *err)
{
    bool placed = err->status == MORGUE_BAD_QUERY && err->offset >= 0;
    json_t *object = json_object();
    json_object_set_new(object, "query", cli_json_text(query));
    json_object_set_new(
        object, "error",
        cli_json_text(err->message[0] ? err->message : morgue_status_text(err->status)));
    json_object_set_new(object, "column", placed ? json_integer(err->offset + 1) : json_null());
    cli_json_print(object, stdout);
}

static void answer(morgue_archive *archive, const search_options *options, const char *query,
                   batch_tally *batch)
{
    morgue_results *results = NULL;
    morgue_error err = {.offset = -1};
    morgue_search_options wished = cli_wishes(options);
    morgue_status status = morgue_search(archive, query, &wished, &results, &err);
    if (status == MORGUE_OK) {
        cli_page page = {options, query, results, stdout};
        batch->found |= morgue_results_total(results) > 0;
        batch->lacking |= options->require_all && morgue_results_partial(results);
        status = cli_render_json(&page, &err);
    }
    if (status != MORGUE_OK)
        write_error(query, &err);
    batch->mistake |= cli_exit_status(status, 1) == CLI_USAGE;
    batch->trouble |= cli_exit_status(status, 1) == CLI_TROUBLE;
    morgue_results_free(results);
}

/* The line as a query: without its end, and without what C text cannot hold. */
static void trim(char *line, size_t len)
{
    static const char substitute = 0x1a;
    while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
        line[--len] = '\0';
    for (size_t i = 0; i < len; i++)
        if (!line[i])
            line[i] = substitute;
}

static bool blank(const char *line)
{
    return !line[strspn(line, " \t")];
}

static int exit_status(const batch_tally *batch)
{
    if (batch->trouble)
        return CLI_TROUBLE;
    if (batch->mistake)
        return CLI_USAGE;
    if (batch->lacking)
        return SEARCH_PARTIAL;
    return batch->found ? SEARCH_FOUND : SEARCH_NOTHING;
}

int cli_batch(morgue_archive *archive, const search_options *options, FILE *queries)
{
    static const char bom[] = "\xef\xbb\xbf";
    batch_tally batch = {0};
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    bool first = true;
    errno = 0;
    for (; (len = getline(&line, &size, queries)) >= 0; first = false) {
        trim(line, (size_t)len);
        bool marked = first && strncmp(line, bom, strlen(bom)) == 0;
        const char *query = line + (marked ? strlen(bom) : 0);
        if (blank(query))
            continue;
        answer(archive, options, query, &batch);
        if (!cli_flush_output())
            break;
    }
    if (len < 0 && !feof(queries)) {
        cli_error("cannot read the queries: %s", strerror(errno));
        batch.trouble = true;
    }
    free(line);
    return exit_status(&batch);
}
