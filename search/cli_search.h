/* morgue-search: what its parts share. */
#ifndef CLI_SEARCH_H
#define CLI_SEARCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/options.h"
#include "morgue.h"

typedef enum output_format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_JSONL,
    FORMAT_IDS,
    FORMAT_COUNT
} output_format;

/* What the command line asks for. */
typedef struct search_options {
    uint64_t limit;
    uint64_t offset;
    uint64_t snippets;
    int sort; /* morgue_sort: the choices stand in its order */
    int format;
    int color; /* cli_color */
    bool exact;
    bool full;
    bool dump;
    bool fields;
} search_options;

/* Exit statuses, as grep's, beside those of cli/options.h. */
enum { SEARCH_FOUND = 0, SEARCH_NOTHING = 1 };

extern const cli_program search_program; /* the option table */

/* What a renderer writes: one page of results. */
typedef struct cli_page {
    const search_options *options;
    const char *query;
    morgue_results *results;
    FILE *out;
} cli_page;

/* Writes a page in one of the formats. Stops when the output goes nowhere. Errors: those of
 * morgue_results_hit(). */
typedef morgue_status cli_renderer(const cli_page *page, morgue_error *err);

cli_renderer cli_render_text;
cli_renderer cli_render_json;
cli_renderer cli_render_jsonl;
cli_renderer cli_render_ids;
cli_renderer cli_render_count;

/* Hands out a passage in runs of text, marked or not. */
typedef void cli_snippet_run(void *user, const char *text, size_t len, bool marked);
void cli_snippet_runs(const morgue_passage *passage, cli_snippet_run *run, void *user);

/* --dump: writes all articles, or those that match, as JSON lines. Damaged articles are reported
 * and passed over. Returns the exit status. */
int cli_dump(morgue_archive *archive, const char *query);

/* --fields: writes the field table. */
void cli_fields(int format, FILE *out);

#endif
