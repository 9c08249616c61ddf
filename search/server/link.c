/* From what was asked back to a query and to links. */
#include <stdio.h>
#include <string.h>

#include "search/server/ask.h"
#include "search/server/route.h"

/* ---- As a query --------------------------------------------------------------------------- */

/* Within quotes only a quote and wildcards have a meaning. As spaces they make no other value of
 * it: values are compared by their words, and all of these stand between words. */
static void put_quoted(web_text *query, const char *value)
{
    web_puts(query, "\"");
    for (size_t len; *value; value += len) {
        len = strcspn(value, "\"*?\t\r\n");
        web_put(query, value, len);
        if (value[len]) {
            web_puts(query, " ");
            len++;
        }
    }
    web_puts(query, "\"");
}

/* Ids and languages are compared letter for letter, so what cannot stand in these quotes stands in
 * others. */
static void put_as_it_is(web_text *query, const char *value)
{
    static const char *const quotes[][2] = {{"\"", "\""}, {"«", "»"}, {"「", "」"}, {"『", "』"}};
    size_t i = 0;
    while (i + 1 < sizeof quotes / sizeof *quotes && strstr(value, quotes[i][1]))
        i++;
    web_puts(query, quotes[i][0]);
    web_puts(query, value);
    web_puts(query, quotes[i][1]);
}

void web_put_filter(web_text *query, morgue_field_id field, const char *value)
{
    web_putf(query, "%s:=", morgue_field_at(field)->name);
    if (field == MORGUE_ID || field == MORGUE_LANG)
        put_as_it_is(query, value);
    else
        put_quoted(query, value);
}

bool web_can_filter(morgue_text value)
{
    return value.len <= WEB_VALUE_MAX && value.data[strspn(value.data, "\"*? \t\r\n")];
}

/* Is there a filter of the same field before this one, or behind it? */
static bool has_other(const web_ask *ask, size_t from, size_t to, morgue_field_id field)
{
    for (size_t i = from; i < to; i++)
        if (ask->filters[i].field == field)
            return true;
    return false;
}

/* Of a field that an article has once, several values can only be meant as any of them. */
static void put_any(web_text *query, const web_ask *ask, size_t first)
{
    morgue_field_id field = ask->filters[first].field;
    web_puts(query, "(");
    for (size_t i = first; i < ask->n_filters; i++) {
        if (ask->filters[i].field != field)
            continue;
        web_puts(query, i > first ? " OR " : "");
        web_put_filter(query, field, ask->filters[i].value);
    }
    web_puts(query, ")");
}

static void put_dates(web_text *query, const web_ask *ask)
{
    if (!*ask->from && !*ask->to)
        return;
    web_puts(query, query->len ? " " : "");
    if (strcmp(ask->from, ask->to) == 0)
        web_putf(query, "date:%s", ask->from);
    else
        web_putf(query, "date:%s..%s", ask->from, ask->to);
}

void web_put_filters(web_text *query, const web_ask *ask)
{
    for (size_t i = 0; i < ask->n_filters; i++) {
        morgue_field_id field = ask->filters[i].field;
        bool any = !morgue_field_at(field)->repeatable;
        if (any && has_other(ask, 0, i, field))
            continue;
        web_puts(query, query->len ? " " : "");
        if (any && has_other(ask, i + 1, ask->n_filters, field))
            put_any(query, ask, i);
        else
            web_put_filter(query, field, ask->filters[i].value);
    }
    put_dates(query, ask);
}

/* ---- As a link ---------------------------------------------------------------------------- */

static const char *const names[] = {
#define WEB_PARAM(id, name, ...) name,
#include "search/server/params.def"
#undef WEB_PARAM
};

/* A link in the making. */
typedef struct linker {
    web_text *link;
    uint32_t allowed; /* parameters of its path */
    char separator;   /* before the next one */
} linker;

static void put_text(linker *l, web_param_id id, const char *value)
{
    if (!(l->allowed >> id & 1))
        return;
    web_put(l->link, &l->separator, 1);
    web_putf(l->link, "%s=", names[id]);
    web_put_url(l->link, value, strlen(value));
    l->separator = '&';
}

static void put_number(linker *l, web_param_id id, uint32_t number, uint32_t usual)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", number);
    if (number != usual)
        put_text(l, id, digits);
}

static void put_flag(linker *l, web_param_id id, bool flag)
{
    put_number(l, id, flag, 0);
}

static void put_choice(linker *l, web_param_id id, const char *const *choices, unsigned choice)
{
    if (choice)
        put_text(l, id, choices[choice]);
}

/* A filter's parameter is called as its field is. */
static void put_filter(linker *l, const web_filter *filter)
{
    const char *name = morgue_field_at(filter->field)->name;
    for (int id = 0; id < WEB_PARAM_COUNT; id++)
        if (strcmp(names[id], name) == 0)
            put_text(l, (web_param_id)id, filter->value);
}

static void put_which(linker *l, const web_ask *ask)
{
    if (*ask->q)
        put_text(l, WEB_PARAM_Q, ask->q);
    for (size_t i = 0; i < ask->n_filters; i++)
        put_filter(l, &ask->filters[i]);
    if (*ask->from)
        put_text(l, WEB_PARAM_FROM, ask->from);
    if (*ask->to)
        put_text(l, WEB_PARAM_TO, ask->to);
}

static void put_shape(linker *l, const web_ask *ask)
{
    put_choice(l, WEB_PARAM_SORT, web_sorts, ask->sort);
    put_choice(l, WEB_PARAM_VIEW, web_views, ask->view);
    put_choice(l, WEB_PARAM_TIMELINE, web_periods, ask->timeline);
    put_number(l, WEB_PARAM_N, ask->n, WEB_HITS_DEFAULT);
    put_number(l, WEB_PARAM_OFFSET, ask->offset, 0);
    put_number(l, WEB_PARAM_VALUES, ask->facet_values, 0);
    put_number(l, WEB_PARAM_SNIPPETS, ask->snippets, WEB_SNIPPETS_DEFAULT);
    put_number(l, WEB_PARAM_CONTEXT, ask->context, 0);
    put_flag(l, WEB_PARAM_EXACT, ask->exact);
    put_flag(l, WEB_PARAM_FULL, ask->full);
    put_flag(l, WEB_PARAM_EXPLAIN, ask->explain);
    put_flag(l, WEB_PARAM_BOM, ask->bom);
}

void web_put_link(web_text *link, const char *base, const char *path, const web_ask *ask)
{
    linker l = {link, web_route_params(path), '?'};
    web_putf(link, "%s%s", base, path);
    put_which(&l, ask);
    put_shape(&l, ask);
}
