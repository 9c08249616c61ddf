/* What an archive is about: its most frequent names, its newest articles, and examples of queries.
 * To count and try them takes a tenth of a second in an archive of forty thousand articles, so it
 * is remembered. */
#include <stdio.h>
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/memory.h"
#include "search/server/model.h"
#include "search/server/when.h"

enum { NEWEST = 6, VALUES = 8, EXAMPLE_MAX = 60 /* bytes of a name */ };

static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION, MORGUE_SOURCE};

enum { FIELDS = sizeof fields / sizeof *fields };

/* ---- Examples ----------------------------------------------------------------------------- */

/* Name `i` of a field, or NULL. */
static const char *name_of(const web_model *m, morgue_field_id field, size_t i)
{
    json_t *names = json_object_get(json_object_get(m->root, "known"), "names");
    json_t *array = json_object_get(names, morgue_field_at(field)->name);
    const char *name = json_string_value(json_object_get(json_array_get(array, i), "name"));
    return name && strlen(name) <= EXAMPLE_MAX ? name : NULL;
}

static bool finds(web_model *m, web_desk *desk, const char *query)
{
    morgue_search_options options = web_page_options(desk, m->ask);
    morgue_results *results;
    morgue_error err;
    options.limit = 1;
    options.snippets = MORGUE_NO_SNIPPETS;
    if (morgue_search(desk->archive, query, &options, &results, &err) != MORGUE_OK) {
        m->partial = true;
        return false;
    }
    bool any = morgue_results_count(results) > 0;
    m->partial = m->partial || morgue_results_partial(results);
    morgue_results_free(results);
    return any;
}

/* An example has to find something. */
static void add_example(web_model *m, web_desk *desk, json_t *examples, web_text *query,
                        const char *text)
{
    web_ask ask = web_ask_again(m->ask);
    m->lost |= query->lost;
    if (!query->len || query->lost)
        return;
    if (!finds(m, desk, query->data)) {
        web_text_clear(query);
        return;
    }
    ask.q = query->data;
    json_t *example = web_add_object(m, examples);
    web_set_text(m, example, "query", query->data, query->len);
    web_set_string(m, example, "text", text);
    web_set_link(m, example, "link", "/search", &ask, NULL, NULL);
    web_text_clear(query);
}

static bool is_plain(const char *name)
{
    return name && !strpbrk(name, "\"*?\\");
}

static void add_of_persons(web_model *m, web_desk *desk, json_t *examples, web_text *query)
{
    const char *first = name_of(m, MORGUE_PERSON, 0), *second = name_of(m, MORGUE_PERSON, 1);
    if (is_plain(first)) {
        web_putf(query, "\"%s\"", first);
        add_example(m, desk, examples, query, "with these words side by side");
    }
    if (first) {
        web_put_filter(query, MORGUE_PERSON, first);
        add_example(m, desk, examples, query, "that are tagged with this person");
    }
    if (is_plain(first) && is_plain(second)) {
        web_putf(query, "\"%s\" W/S \"%s\"", first, second);
        add_example(m, desk, examples, query, "that name both in one sentence");
    }
}

/* The most frequent value of the field, and something beside it. */
static void add_pair(web_model *m, web_desk *desk, json_t *examples, web_text *query,
                     morgue_field_id field, const char *beside, const char *text)
{
    const char *name = name_of(m, field, 0);
    if (!name || !*beside)
        return;
    web_put_filter(query, field, name);
    web_putf(query, " %s", beside);
    add_example(m, desk, examples, query, text);
}

static void set_examples(web_model *m, web_desk *desk, json_t *known)
{
    json_t *examples = web_set_array(m, known, "examples");
    web_when latest = web_when_read(desk->stats.latest);
    web_text query = {0}, other = {0};
    char date[32] = "";
    add_of_persons(m, desk, examples, &query);
    if (latest.year >= 0)
        snprintf(date, sizeof date, "date:%04d", latest.year);
    add_pair(m, desk, examples, &query, MORGUE_LOCATION, date, "with this place, of this year");
    if (latest.year >= 0)
        snprintf(date, sizeof date, "before:%04d", latest.year);
    add_pair(m, desk, examples, &query, MORGUE_ORG, date,
             "with this organization, of earlier years");
    const char *person = name_of(m, MORGUE_PERSON, 0);
    if (person) {
        web_puts(&other, "-");
        web_put_filter(&other, MORGUE_PERSON, person);
    }
    add_pair(m, desk, examples, &query, MORGUE_SOURCE, other.data ? other.data : "",
             "of this source, but without this person");
    m->lost |= query.lost || other.lost;
    web_set_flag(m, known, "has_examples", json_array_size(examples) > 0);
    web_text_free(&query);
    web_text_free(&other);
}

/* ---- Finding out -------------------------------------------------------------------------- */

static bool set_newest(web_model *m, json_t *known, morgue_results *results, morgue_error *err)
{
    json_t *newest = web_set_array(m, known, "newest");
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        if (morgue_results_hit(results, i, &hit, err) != MORGUE_OK)
            return false;
        json_t *object = web_add_object(m, newest);
        web_model_head(m, object, hit.article, m->ask);
        web_model_marked(m, object, "headline", &hit.title);
    }
    web_set_flag(m, known, "newest_any", json_array_size(newest) > 0);
    return true;
}

/* What facets say, and the first two names of each field for examples. */
static void set_names(web_model *m, json_t *known, morgue_results *results,
                      const morgue_search_options *options)
{
    json_t *names = web_set_object(m, known, "names");
    web_model_facets(m, known, results, options);
    for (size_t i = 0; i < FIELDS; i++) {
        json_t *array = web_set_array(m, names, morgue_field_at(fields[i])->name);
        morgue_facet facet;
        for (size_t j = 0; j < 2 && morgue_results_facet(results, i, j, &facet); j++)
            web_set_clipped(m, web_add_object(m, array), "name", facet.value, WEB_VALUE_MAX);
    }
}

static bool find_out(web_model *m, web_desk *desk, web_answer *answer)
{
    morgue_search_options options = web_page_options(desk, m->ask);
    morgue_results *results;
    morgue_error err;
    options.sort = MORGUE_NEWEST_FIRST;
    options.limit = NEWEST;
    options.snippets = MORGUE_NO_SNIPPETS;
    options.n_facets = FIELDS;
    options.facet_values = VALUES;
    memcpy(options.facets, fields, sizeof fields);
    if (!web_run(desk, m->ask, &options, &results, answer))
        return false;
    json_t *known = web_set_object(m, m->root, "known");
    web_model_notices(m, results);
    bool fine = set_newest(m, known, results, &err);
    set_names(m, known, results, &options);
    set_examples(m, desk, known);
    if (!fine) {
        const web_fault fault = web_fault_of(&err, NULL);
        web_refuse(desk->site, m->ask, &fault, answer);
    } else if (!morgue_results_partial(results) && !m->partial && !m->lost) {
        web_memory_put(desk->site->memory, desk->state, known);
    }
    morgue_results_free(results);
    return fine;
}

bool web_model_known(web_model *m, web_desk *desk, web_answer *answer)
{
    json_t *known = web_memory_get(desk->site->memory, desk->state);
    if (known)
        return json_object_set_new(m->root, "known", known) == 0 || find_out(m, desk, answer);
    return find_out(m, desk, answer);
}
