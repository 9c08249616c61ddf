/* All values of one field for what was asked, or as many as a page takes. */
#include <stdio.h>

#include "search/server/handlers.h"
#include "search/server/model.h"

static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG,     MORGUE_LOCATION,
                                         MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
                                         MORGUE_TOPIC,  MORGUE_LANG};

static void set_fields(web_model *m, morgue_field_id current)
{
    json_t *array = web_set_array(m, m->root, "fields");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        json_t *field = web_add_object(m, array);
        web_set_string(m, field, "label", web_field_plural(fields[i]));
        web_set_flag(m, field, "current", fields[i] == current);
        web_set_link(m, field, "link", "/facets", m->ask, "facets",
                     morgue_field_at(fields[i])->name);
    }
}

static void set_page(web_model *m, morgue_results *results, morgue_field_id field)
{
    json_t *page = web_set_object(m, m->root, "facet_page");
    web_set_string(m, page, "label", web_field_plural(field));
    web_set_string(m, page, "field", morgue_field_at(field)->name);
    web_model_facet_values(m, page, results, 0, field);
    web_set_count(m, page, "shown", json_array_size(json_object_get(page, "values")));
    web_set_count(m, page, "values_in_all", morgue_results_facet_values(results, 0));
    web_set_count(m, page, "without", morgue_results_facet_without(results, 0));
    web_set_link(m, page, "back", "/search", m->ask, NULL, NULL);
}

/* Is it one by which a link can narrow? Others are to be had as data. */
static bool has_page(morgue_field_id field, const web_site *site, const web_ask *ask,
                     web_answer *answer)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i] == field)
            return true;
    web_fault fault = {.status = 400};
    snprintf(fault.message, sizeof fault.message,
             "facets=%s: there is no page of that: add format=json", morgue_field_at(field)->name);
    web_refuse(site, ask, &fault, answer);
    return false;
}

void web_page_facets(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                     web_answer *answer)
{
    (void)request, (void)id;
    morgue_results *results;
    web_model m;
    morgue_field_id field = ask->n_facets ? ask->facets[0] : MORGUE_PERSON;
    if (!has_page(field, desk->site, ask, answer))
        return;
    web_ask widened = web_ask_widened(ask, field);
    morgue_search_options options = web_page_options(desk, &widened);
    options.facets[0] = field;
    options.n_facets = 1;
    options.facet_values = ask->facet_values ? ask->facet_values : WEB_VALUES_MAX;
    options.count_only = true;
    options.timeline = MORGUE_NO_TIMELINE;
    bool fine = web_run(desk, ask, &options, &results, answer);
    web_ask_free(&widened);
    if (!fine)
        return;
    web_model_begin(&m, desk->site, ask, "facets", web_field_plural(field));
    web_model_summary(&m, desk, results);
    set_fields(&m, field);
    set_page(&m, results, field);
    web_model_send(&m, "facets", answer);
    morgue_results_free(results);
}
