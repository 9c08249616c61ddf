/* Numbers about all articles that match, without any of them: facets and timelines as JSON. */
#include <string.h>

#include "search/render/parts.h"
#include "search/server/api.h"
#include "search/server/handlers.h"
#include "search/server/model.h"

/* An answer in the making. */
typedef struct counts {
    morgue_search_options options;
    morgue_results *results;
    render_shape shape;
    render_sink sink;
    render_writer writer;
} counts;

/* Searches, and begins the object with what is told about the search. */
static bool begin(web_desk *desk, const web_ask *ask, counts *c, web_answer *answer)
{
    c->options.count_only = true;
    c->shape = web_shape(ask, &c->options);
    c->sink = web_sink(&answer->body);
    c->writer = (render_writer){&c->sink, false};
    if (!web_run(desk, ask, &c->options, &c->results, answer))
        return false;
    answer->type = "application/json";
    render_begin(&c->writer, '{');
    render_summary(&c->writer, &c->shape, c->results);
    return true;
}

static void end(counts *c)
{
    render_notices(&c->writer, c->results);
    render_end(&c->writer, '}');
    render_puts(&c->sink, "\n");
    morgue_results_free(c->results);
}

/* ---- Facets ------------------------------------------------------------------------------- */

typedef uint64_t facet_number(const morgue_results *results, size_t facet);

/* A number about each facet. */
static void put_numbers(counts *c, const char *key, facet_number *number)
{
    render_begin(render_key(&c->writer, key), '{');
    for (uint32_t i = 0; i < c->options.n_facets; i++) {
        render_number(render_key(&c->writer, morgue_field_at(c->options.facets[i])->name),
                      number(c->results, i));
    }
    render_end(&c->writer, '}');
}

void web_api_facets(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                    web_answer *answer)
{
    static const morgue_field_id usual[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION,
                                            MORGUE_SOURCE, MORGUE_SECTION};
    counts c = {.options = web_ask_options(ask)};
    (void)request, (void)id;
    if (!c.options.n_facets) {
        memcpy(c.options.facets, usual, sizeof usual);
        c.options.n_facets = sizeof usual / sizeof *usual;
    }
    if (!begin(desk, ask, &c, answer))
        return;
    render_facets(&c.writer, &c.shape, c.results);
    put_numbers(&c, "values", morgue_results_facet_values);
    put_numbers(&c, "without", morgue_results_facet_without);
    end(&c);
}

/* ---- Timelines ---------------------------------------------------------------------------- */

void web_timeline(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                  web_answer *answer)
{
    counts c = {.options = web_ask_options(ask)};
    (void)request, (void)id;
    c.options.timeline = ask->timeline ? ask->timeline : web_timeline_period(desk, ask);
    if (!begin(desk, ask, &c, answer))
        return;
    render_string(render_key(&c.writer, "period"), web_periods[c.options.timeline]);
    render_timeline(&c.writer, c.results);
    render_number(render_key(&c.writer, "undated"), morgue_results_undated(c.results));
    end(&c);
}
