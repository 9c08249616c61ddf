/* Values of fields, by which hits can be narrowed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/model.h"
#include "search/server/when.h"

enum { YEARS = 10000, YEARS_SHOWN = 10 };

/* Takes the values, those of most articles first: a reader sees nothing else of their order. They
 * come nearly so. */
static size_t take_values(morgue_results *results, size_t place, morgue_facet *ret)
{
    size_t n = 0;
    for (morgue_facet value; n < WEB_VALUES_MAX && morgue_results_facet(results, place, n, &value);
         n++) {
        size_t at = n;
        for (; at > 0 && ret[at - 1].count < value.count; at--)
            ret[at] = ret[at - 1];
        ret[at] = value;
    }
    return n;
}

static void add_value(web_model *m, json_t *values, const morgue_facet *value,
                      morgue_field_id field)
{
    if (!web_can_filter(value->value))
        return;
    bool active = web_ask_has(m->ask, field, value->value.data);
    web_ask other = web_ask_toggle(m->ask, field, value->value.data);
    json_t *object = web_add_object(m, values);
    web_set_text(m, object, "name", value->value.data, value->value.len);
    web_set_count(m, object, "count", value->count);
    web_set_flag(m, object, "active", active);
    web_set_link(m, object, "link", "/search", &other, NULL, NULL);
}

void web_model_facet_values(web_model *m, json_t *facet, morgue_results *results, size_t place,
                            morgue_field_id field)
{
    json_t *array = web_set_array(m, facet, "values");
    morgue_facet *values = calloc(WEB_VALUES_MAX, sizeof *values);
    m->lost |= !values;
    size_t n = values ? take_values(results, place, values) : 0;
    for (size_t i = 0; i < n; i++)
        add_value(m, array, &values[i], field);
    free(values);
}

void web_model_facet(web_model *m, json_t *facets, morgue_results *results, size_t place,
                     morgue_field_id field, uint32_t most)
{
    uint64_t n = morgue_results_facet_values(results, place);
    if (!n)
        return;
    const char *name = morgue_field_at(field)->name;
    json_t *facet = web_add_object(m, facets);
    web_set_string(m, facet, "field", name);
    web_set_string(m, facet, "label", web_field_plural(field));
    web_model_facet_values(m, facet, results, place, field);
    if (n > most) {
        web_ask again = web_ask_again(m->ask);
        json_t *all = web_set_object(m, facet, "all");
        web_set_count(m, all, "count", n);
        web_set_link(m, all, "link", "/facets", &again, "facets", name);
    }
}

void web_model_facets(web_model *m, json_t *to, morgue_results *results,
                      const morgue_search_options *options)
{
    json_t *facets = web_set_array(m, to, "facets");
    for (size_t i = 0; i < options->n_facets; i++)
        web_model_facet(m, facets, results, i, options->facets[i], options->facet_values);
}

/* ---- Years -------------------------------------------------------------------------------- */

/* How many hits each year has, from the first to the last that has any. */
typedef struct years {
    int64_t count[YEARS];
    bool taken[YEARS];
    int first, last;
} years;

static void count_years(morgue_results *results, years *y)
{
    morgue_bucket bucket;
    y->first = YEARS;
    for (size_t i = 0; morgue_results_bucket(results, i, &bucket); i++) {
        int year = web_when_read(bucket.from).year;
        if (year < 0)
            continue;
        y->count[year] += (int64_t)bucket.count;
        y->first = year < y->first ? year : y->first;
        y->last = year > y->last ? year : y->last;
    }
}

/* Takes the most frequent of those that are left, the later of two alike. */
static bool take_year(years *y)
{
    int best = -1;
    for (int i = y->first; i <= y->last; i++)
        if (y->count[i] > 0 && !y->taken[i] && (best < 0 || y->count[i] >= y->count[best]))
            best = i;
    if (best >= 0)
        y->taken[best] = true;
    return best >= 0;
}

static void add_year(web_model *m, json_t *values, int year, uint64_t count)
{
    char name[8];
    snprintf(name, sizeof name, "%04d", year);
    web_ask other = web_ask_within(m->ask, name);
    bool active = !strcmp(m->ask->from, other.from) && !strcmp(m->ask->to, other.to);
    if (active)
        other.from = other.to = "";
    json_t *object = web_add_object(m, values);
    web_set_string(m, object, "name", name);
    web_set_count(m, object, "count", count);
    web_set_flag(m, object, "active", active);
    web_set_link(m, object, "link", "/search", &other, NULL, NULL);
}

void web_model_years(web_model *m, morgue_results *results)
{
    years *y = calloc(1, sizeof *y);
    if (!y) {
        m->lost = true;
        return;
    }
    count_years(results, y);
    size_t n = 0;
    while (n < YEARS_SHOWN && take_year(y))
        n++;
    if (n) {
        json_t *values = web_set_array(m, web_set_object(m, m->root, "years"), "values");
        for (int i = y->last; i >= y->first; i--)
            if (y->taken[i])
                add_year(m, values, i, (uint64_t)y->count[i]);
    }
    free(y);
}
