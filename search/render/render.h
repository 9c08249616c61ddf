/* What morgue-search and morgue-serve write alike: results as JSON, hits as CSV, passages. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "morgue.h"
#include "search/render/sink.h"

/* Which parts of the results are written. */
typedef struct render_shape {
    const char *query;
    uint64_t snippets; /* 0: none; above 1: also apart from each other */
    bool full;         /* with the texts */
    bool explain;
    const morgue_field_id *facets; /* as the search was told */
    uint32_t n_facets;
} render_shape;

/* Writes the page as one JSON object, without a line feed. Errors: those of morgue_results_hit(),
 * after which the half of it has been put. */
morgue_status render_json_page(const render_shape *shape, morgue_results *results,
                               const render_sink *out, morgue_error *err);

/* Writes hit `i` of the page as one JSON object. */
void render_json_hit(const render_shape *shape, const morgue_results *results, size_t i,
                     const morgue_hit *hit, const render_sink *out);

/* The same as lines of CSV, as RFC 4180 has it. */
void render_csv_header(const render_shape *shape, const render_sink *out);
void render_csv_row(const render_shape *shape, const morgue_hit *hit, const render_sink *out);

/* Is it a facet of tags, which tells how many articles are about each value? */
bool render_facet_has_main(morgue_field_id field);

/* Hands out a passage in runs of text, marked or not. */
typedef void render_run(void *user, const char *text, size_t len, bool marked);
void render_runs(const morgue_passage *passage, render_run *run, void *user);

#endif
