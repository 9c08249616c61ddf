/* The results of a search: a list, or a concordance. */
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/model.h"

enum { FACET_VALUES = 8 };

/* What is counted beside the hits; languages only where there are several. */
static void count_all(morgue_search_options *options, const morgue_stats *stats)
{
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG,     MORGUE_LOCATION,
                                             MORGUE_SOURCE, MORGUE_SECTION, MORGUE_LANG};
    memcpy(options->facets, fields, sizeof fields);
    options->n_facets = sizeof fields / sizeof *fields - !strchr(stats->languages, ',');
    options->facet_values = FACET_VALUES;
}

/* The values that may be chosen beside those that are; NULL: they are among what was found. */
static morgue_results *count_widened(web_model *m, web_desk *desk, morgue_field_id field)
{
    web_ask other = web_ask_widened(m->ask, field);
    morgue_results *results = NULL;
    if (other.n_filters < m->ask->n_filters) {
        morgue_search_options options = web_page_options(desk, &other);
        options.count_only = true;
        options.facets[0] = field;
        options.n_facets = 1;
        options.facet_values = FACET_VALUES;
        const char *query = *other.q ? other.q : "*";
        if (morgue_search(desk->archive, query, &options, &results, NULL) != MORGUE_OK)
            results = NULL; /* then those that were found */
    }
    web_ask_free(&other);
    return results;
}

static void set_side(web_model *m, web_desk *desk, morgue_results *results,
                     const morgue_search_options *options, web_answer *answer)
{
    json_t *facets = web_set_array(m, m->root, "facets");
    web_model_timeline(m, desk, results, options->timeline);
    for (size_t i = 0; i < options->n_facets; i++) {
        morgue_field_id field = options->facets[i];
        morgue_results *others = count_widened(m, desk, field);
        answer->partial |= others && morgue_results_partial(others);
        web_model_facet(m, facets, others ? others : results, others ? 0 : i, field, FACET_VALUES);
        morgue_results_free(others);
    }
    web_model_years(m, results);
}

void web_page_search(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                     web_answer *answer)
{
    (void)request, (void)id;
    bool as_lines = ask->view == WEB_CONCORDANCE;
    morgue_search_options options = web_page_options(desk, ask);
    morgue_results *results;
    morgue_error err;
    web_model m;
    count_all(&options, &desk->stats);
    options.timeline = web_timeline_period(desk, ask);
    if (as_lines)
        options.snippets = MORGUE_NO_SNIPPETS;
    if (!web_run(desk, ask, &options, &results, answer))
        return;
    web_model_begin(&m, desk->site, ask, as_lines ? "concordance" : "results",
                    *ask->q ? ask->q : "All articles");
    web_model_summary(&m, desk, results);
    web_model_pager(&m, results, NULL);
    set_side(&m, desk, results, &options, answer);
    if (as_lines ? web_model_lines(&m, results, &err) : web_model_hits(&m, results, &err)) {
        web_model_send(&m, as_lines ? "concordance" : "results", answer);
    } else {
        const web_fault fault = web_fault_of(&err, ask->q);
        web_model_free(&m);
        web_refuse(desk->site, ask, &fault, answer);
    }
    morgue_results_free(results);
}
