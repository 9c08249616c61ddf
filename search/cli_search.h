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
    FORMAT_CSV,
    FORMAT_KWIC,
    FORMAT_IDS,
    FORMAT_COUNT
} output_format;

/* How the lines of a concordance are sorted. */
typedef enum kwic_order { KWIC_AS_FOUND, KWIC_BY_LEFT, KWIC_BY_RIGHT } kwic_order;

/* What the command line asks for. */
typedef struct search_options {
    uint64_t limit;
    uint64_t offset;
    uint64_t snippets;
    uint64_t facet_values; /* 0: not said */
    uint64_t context;      /* 0: not said */
    uint64_t timeout_ms;
    const char *similar;
    const char *after;
    const char *queries;
    const char *since; /* NULL: not said */
    cli_list facets;   /* as they were written */
    morgue_field_id facet_fields[MORGUE_FACETS_MAX];
    uint32_t n_facets;
    int sort;     /* morgue_sort: the choices stand in its order */
    int timeline; /* morgue_period */
    int format;
    int color;     /* cli_color */
    int pager;     /* cli_paging */
    int kwic_sort; /* kwic_order */
    bool no_pager;
    bool exact;
    bool explain;
    bool full;
    bool bom;
    bool dump;
    bool fields;
    bool shards;
    bool require_all;
} search_options;

extern const search_options search_defaults;

/* Finds the fields of --facets, and tells whether the options go together and the operands are
 * there; what is wrong has been reported. */
bool cli_check(search_options *options, const cli_list *operands);

/* Exit statuses, as grep's, beside those of cli/options.h. */
enum { SEARCH_FOUND = 0, SEARCH_NOTHING = 1, SEARCH_PARTIAL = 4 };

extern const cli_program search_program; /* the option table */

/* The options as the library takes them. */
morgue_search_options cli_wishes(const search_options *options);

/* The exit status for how a search ended. */
int cli_exit_status(morgue_status status, uint64_t total);

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
cli_renderer cli_render_csv;
cli_renderer cli_render_kwic;
cli_renderer cli_render_ids;
cli_renderer cli_render_count;

/* "1-10 of about 1,234 articles (3.1 ms)" */
void cli_closing_line(const cli_page *page);

/* --dump: writes all articles, or those that match, as JSON lines. Damaged articles, and shards
 * that do not answer, are reported and passed over. Returns the exit status. */
int cli_dump(morgue_archive *archive, const char *query);

/* A line of it. Errors: NO_MEMORY. */
morgue_status cli_dump_article(morgue_article *article, morgue_error *err);

/* --dump --since: writes what has changed since a mark as JSON lines. Damaged articles are reported
 * and passed over. Returns the exit status. */
int cli_since(const char *archive, const char *since);

/* --queries: a query a line, and for each a line of JSON. Returns the exit status. */
int cli_batch(morgue_archive *archive, const search_options *options, FILE *queries);

/* --shards: how the archive's shards are. Returns the exit status. */
int cli_shards(morgue_archive *archive, int format, FILE *out);

/* --fields: writes the field table. */
void cli_fields(int format, FILE *out);

#endif
