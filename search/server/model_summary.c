/* What was asked, and what came of it. */
#include <stdio.h>
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/model.h"

static const struct {
    morgue_field_id field;
    const char *label, *plural;
} labels[] = {
    {MORGUE_PERSON, "Person", "Persons"},    {MORGUE_ORG, "Organization", "Organizations"},
    {MORGUE_LOCATION, "Place", "Places"},    {MORGUE_SOURCE, "Source", "Sources"},
    {MORGUE_SECTION, "Section", "Sections"}, {MORGUE_AUTHOR, "Byline", "Bylines"},
    {MORGUE_TOPIC, "Topic", "Topics"},       {MORGUE_LANG, "Language", "Languages"},
    {MORGUE_ACTOR, "Actor", "Actors"}};

const char *web_field_label(morgue_field_id field)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].field == field)
            return labels[i].label;
    return morgue_field_at(field)->name;
}

const char *web_field_plural(morgue_field_id field)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].field == field)
            return labels[i].plural;
    return morgue_field_at(field)->name;
}

/* ---- What was asked ----------------------------------------------------------------------- */

static void set_dates(web_model *m, json_t *filters)
{
    const web_ask *ask = m->ask;
    if (!*ask->from && !*ask->to)
        return;
    json_t *dates = web_add_object(m, filters);
    web_ask without = web_ask_again(ask);
    without.from = without.to = "";
    bool one = strcmp(ask->from, ask->to) == 0;
    web_set_string(m, dates, "label", "Date");
    web_set_string(m, dates, "field", "date");
    web_set_flag(m, dates, "one_date", one);
    web_set_flag(m, dates, "range", !one);
    web_set_when(m, dates, "from", ask->from);
    web_set_when(m, dates, "to", ask->to);
    web_set_link(m, dates, "link", "/search", &without, NULL, NULL);
}

void web_model_filters(web_model *m)
{
    json_t *filters = web_set_array(m, m->root, "filters");
    for (size_t i = 0; i < m->ask->n_filters; i++) {
        const web_filter *filter = &m->ask->filters[i];
        web_ask without = web_ask_toggle(m->ask, filter->field, filter->value);
        json_t *object = web_add_object(m, filters);
        web_set_string(m, object, "label", web_field_label(filter->field));
        web_set_string(m, object, "field", morgue_field_at(filter->field)->name);
        web_set_string(m, object, "value", filter->value);
        web_set_link(m, object, "link", "/search", &without, NULL, NULL);
    }
    set_dates(m, filters);
    web_set_flag(m, m->root, "has_filters", json_array_size(filters) > 0);
    if (json_array_size(filters) > 0) {
        web_ask bare = web_ask_again(m->ask);
        bare.n_filters = 0;
        bare.from = bare.to = "";
        web_set_link(m, m->root, "no_filters", "/search", &bare, NULL, NULL);
    }
}

/* ---- Other ways of looking at it ---------------------------------------------------------- */

static void add_choice(web_model *m, json_t *array, const char *label, bool current,
                       const web_ask *ask)
{
    json_t *choice = web_add_object(m, array);
    web_set_string(m, choice, "label", label);
    web_set_flag(m, choice, "current", current);
    web_set_link(m, choice, "link", "/search", ask, NULL, NULL);
}

static void set_choices(web_model *m)
{
    static const char *const sorts[] = {"Relevance", "Newest", "Oldest"};
    static const char *const views[] = {"List", "Concordance"};
    web_ask other = web_ask_again(m->ask);
    json_t *array = web_set_array(m, m->root, "sorts");
    for (int i = 0; i < 3; i++) {
        other.sort = (morgue_sort)i;
        add_choice(m, array, sorts[i], m->ask->sort == other.sort, &other);
    }
    other.sort = m->ask->sort;
    array = web_set_array(m, m->root, "views");
    for (int i = 0; i < 2; i++) {
        other.view = (web_view)i;
        add_choice(m, array, views[i], m->ask->view == other.view, &other);
    }
}

static void set_exports(web_model *m)
{
    web_ask all = web_ask_again(m->ask);
    json_t *exports = web_set_object(m, m->root, "exports");
    all.n = WEB_HITS_DEFAULT;
    all.bom = true; /* who clicks opens it in a spreadsheet */
    web_set_link(m, exports, "csv", "/export.csv", &all, NULL, NULL);
    web_set_link(m, exports, "jsonl", "/export.jsonl", &all, NULL, NULL);
    all.sort = MORGUE_BY_RELEVANCE;
    web_set_link(m, exports, "feed", "/feed.atom", &all, NULL, NULL);
}

/* ---- What came of it ---------------------------------------------------------------------- */

static void set_total(web_model *m, const web_desk *desk, morgue_results *results)
{
    json_t *summary = web_set_object(m, m->root, "summary");
    uint64_t total = morgue_results_total(results);
    double ms = morgue_results_took_ms(results);
    char took[32];
    snprintf(took, sizeof took, "%.*f", ms < 10 ? 1 : 0, ms);
    web_set_count(m, summary, "total", total);
    web_set_flag(m, summary, "any", total > 0);
    web_set_flag(m, summary, "one", total == 1);
    bool partial = morgue_results_partial(results);
    web_set_flag(m, summary, "about", !partial && !morgue_results_total_is_exact(results));
    web_set_flag(m, summary, "least", partial);
    web_set_count(m, summary, "of", desk->stats.articles);
    web_set_string(m, summary, "took", took);
    web_set_string(m, summary, "asked", strcmp(m->ask->q, "*") == 0 ? "" : m->ask->q);
}

/* One line for all shards that did not answer, be they many. */
static void add_missing(web_model *m, json_t *notices, const morgue_results *results, size_t n)
{
    enum { NAMED = 5 };
    morgue_missing missing;
    web_text_clear(&m->scratch);
    web_putf(&m->scratch, "%zu of %zu shards did not answer, so %s articles are missing:", n,
             morgue_results_shards(results), n == 1 ? "its" : "their");
    for (size_t i = 0; i < NAMED && morgue_results_missing(results, i, &missing); i++)
        web_putf(&m->scratch, "%s %s (%s)", i ? "," : "", missing.shard, missing.reason);
    if (n > NAMED)
        web_putf(&m->scratch, " and %zu more", n - NAMED);
    m->lost |= m->scratch.lost;
    if (!m->scratch.lost)
        web_set_text(m, web_add_object(m, notices), "text", m->scratch.data, m->scratch.len);
}

void web_model_notices(web_model *m, const morgue_results *results)
{
    json_t *notices = web_set_array(m, m->root, "notices");
    size_t missing = web_count_missing(results);
    const char *text;
    if (missing)
        add_missing(m, notices, results, missing);
    for (size_t i = missing; (text = morgue_results_notice(results, i)); i++)
        web_set_string(m, web_add_object(m, notices), "text", text);
}

void web_model_summary(web_model *m, const web_desk *desk, morgue_results *results)
{
    set_total(m, desk, results);
    web_model_filters(m);
    set_choices(m);
    set_exports(m);
    web_model_notices(m, results);
    const char *text = morgue_results_suggestion(results);
    if (text) {
        web_ask other = web_ask_again(m->ask);
        other.q = text;
        json_t *suggestion = web_set_object(m, m->root, "suggestion");
        web_set_string(m, suggestion, "text", text);
        web_set_link(m, suggestion, "link", "/search", &other, NULL, NULL);
    }
}
