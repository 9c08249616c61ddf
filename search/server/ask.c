#include "search/server/ask.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The parameters ----------------------------------------------------------------------- */

typedef enum kind { TEXT, NUMBER, COUNT, FLAG, FILTER, FIELDS, SORT, PERIOD, VIEW, FORMAT } kind;

typedef struct param {
    const char *name;
    kind kind;
    size_t member;         /* of web_ask */
    morgue_field_id field; /* of a filter */
    uint32_t max;
} param;

#define MEMBER_TEXT(m)   offsetof(web_ask, m), 0
#define MEMBER_NUMBER(m) offsetof(web_ask, m), 0
#define MEMBER_COUNT(m)  offsetof(web_ask, m), 0
#define MEMBER_FLAG(m)   offsetof(web_ask, m), 0
#define MEMBER_FIELDS(m) offsetof(web_ask, m), 0
#define MEMBER_SORT(m)   offsetof(web_ask, m), 0
#define MEMBER_PERIOD(m) offsetof(web_ask, m), 0
#define MEMBER_VIEW(m)   offsetof(web_ask, m), 0
#define MEMBER_FORMAT(m) offsetof(web_ask, m), 0
#define MEMBER_FILTER(f) 0, f

static const param params[] = {
#define WEB_PARAM(id, name, kind, target, max, text) {name, kind, MEMBER_##kind(target), max},
#include "search/server/params.def"
#undef WEB_PARAM
};

const char *const web_sorts[] = {"relevance", "newest", "oldest", NULL};
const char *const web_periods[] = {"", "year", "month", "day", NULL};
const char *const web_views[] = {"list", "concordance", NULL};
const char *const web_formats[] = {"html", "json",   "jsonl", "csv", "atom",
                                   "text", "bibtex", "ris",   "xml", NULL};

/* ---- Values ------------------------------------------------------------------------------- */

/* One reading of a request. */
typedef struct reader {
    web_ask *ask;
    web_fault *fault;
    uint32_t formats; /* that there are */
} reader;

/* As much of a text as fits into a message, up to the end of a character. */
static int shown(const char *text)
{
    enum { MOST = 60 };
    size_t len = strnlen(text, MOST + 1);
    if (len > MOST)
        for (len = MOST; len && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    return (int)len;
}

static bool refuse(reader *r, const char *name, const char *value, const char *what)
{
    r->fault->status = 400;
    snprintf(r->fault->message, sizeof r->fault->message, "%.*s=%.*s: %s", shown(name), name,
             shown(value), value, what);
    return false;
}

/* The number of the choice; -1 where there is none of that name. */
static int choose(const char *const *choices, const char *value)
{
    for (int i = 0; choices[i]; i++)
        if (*value && strcmp(choices[i], value) == 0)
            return i;
    return -1;
}

static bool read_number(reader *r, const param *p, const char *value, uint32_t *ret)
{
    char what[96], *end;
    uint32_t least = p->kind == COUNT ? 0 : 1;
    unsigned long number = strtoul(value, &end, 10);
    if (*value >= '0' && *value <= '9' && !*end && number >= least && number <= p->max) {
        *ret = (uint32_t)number;
        return true;
    }
    snprintf(what, sizeof what, "give a whole number from %u to %u", least, p->max);
    return refuse(r, p->name, value, what);
}

static bool has_facet(const web_ask *ask, morgue_field_id field)
{
    for (uint32_t i = 0; i < ask->n_facets; i++)
        if (ask->facets[i] == field)
            return true;
    return false;
}

static bool read_fields(reader *r, const param *p, const char *value)
{
    web_ask *ask = r->ask;
    for (size_t len; *value; value += len + (value[len] == ',')) {
        len = strcspn(value, ",");
        const morgue_field *field = morgue_field_named(value, len);
        if (!field)
            return refuse(r, p->name, value, "there is no such field");
        if (has_facet(ask, field->id))
            continue;
        if (ask->n_facets == MORGUE_FACETS_MAX)
            return refuse(r, p->name, value, "these are too many fields");
        ask->facets[ask->n_facets++] = field->id;
    }
    return true;
}

static bool read_filter(reader *r, const param *p, const char *value)
{
    if (r->ask->n_filters == WEB_FILTERS_MAX)
        return refuse(r, p->name, value, "these are too many filters");
    r->ask->filters[r->ask->n_filters++] = (web_filter){p->field, value};
    return true;
}

static bool read_format(reader *r, const param *p, const char *value)
{
    int format = choose(web_formats, value);
    if (format < 0 || !(r->formats >> format & 1))
        return refuse(r, p->name, value, "this is not to be had in such a format");
    r->ask->format = (web_format)format;
    return true;
}

/* Sets an enum, all of which are as large as an int. */
static bool read_choice(reader *r, const param *p, const char *const *choices, const char *value,
                        void *member)
{
    int choice = choose(choices, value);
    if (choice < 0)
        return refuse(r, p->name, value, "there is no such choice");
    memcpy(member, &choice, sizeof choice);
    return true;
}

static bool read_flag(reader *r, const param *p, const char *value, bool *ret)
{
    *ret = strcmp(value, "0") != 0;
    return !*ret || !*value || strcmp(value, "1") == 0 || refuse(r, p->name, value, "give 1 or 0");
}

static bool read_value(reader *r, const param *p, const char *value)
{
    void *member = (char *)r->ask + p->member;
    if (!*value && p->kind != TEXT && p->kind != FLAG)
        return true; /* of an empty field of a form */
    switch (p->kind) {
    case TEXT: *(const char **)member = value; return true;
    case NUMBER:
    case COUNT: return read_number(r, p, value, member);
    case FLAG: return read_flag(r, p, value, member);
    case FILTER: return read_filter(r, p, value);
    case FIELDS: return read_fields(r, p, value);
    case SORT: return read_choice(r, p, web_sorts, value, member);
    case PERIOD: return read_choice(r, p, web_periods, value, member);
    case VIEW: return read_choice(r, p, web_views, value, member);
    case FORMAT: return read_format(r, p, value);
    }
    return true;
}

/* ---- Formats ------------------------------------------------------------------------------ */

static web_format first_of(uint32_t set)
{
    int format = 0;
    while (!(set >> format & 1))
        format++;
    return (web_format)format;
}

/* A page for browsers, which say text/html; data for programs that ask for it and not for that. */
static web_format by_accept(const char *accept, uint32_t set)
{
    web_format first = first_of(set);
    if (first != WEB_HTML || !accept || !(set >> WEB_JSON & 1) || strstr(accept, "text/html"))
        return first;
    return strstr(accept, "application/json") ? WEB_JSON : WEB_HTML;
}

const web_ask web_nothing = {
    .q = "", .from = "", .to = "", .n = WEB_HITS_DEFAULT, .snippets = WEB_SNIPPETS_DEFAULT};

/* ---- The request -------------------------------------------------------------------------- */

static const param *find(const char *name, uint32_t allowed)
{
    for (size_t i = 0; i < WEB_PARAM_COUNT; i++)
        if ((allowed >> i & 1) && strcmp(params[i].name, name) == 0)
            return &params[i];
    return NULL;
}

/* Do the characters stand in this order, digits for 0 and everything else for itself? */
static bool looks_like(const char *text, const char *pattern)
{
    for (; *text && *pattern; text++, pattern++)
        if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return !*text && !*pattern;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (leap && month == 2);
}

static bool check_date(reader *r, const char *name, const char *date)
{
    int year = 1, month = 1, day = 1;
    bool fine = !*date || looks_like(date, "0000") || looks_like(date, "0000-00") ||
                looks_like(date, "0000-00-00");
    if (fine)
        sscanf(date, "%4d-%2d-%2d", &year, &month, &day);
    fine = fine && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
    return fine || refuse(r, name, date, "give a date such as 2022, 2022-01 or 2022-01-21");
}

static bool check_range(reader *r)
{
    size_t from = strlen(r->ask->from), to = strlen(r->ask->to);
    return strncmp(r->ask->from, r->ask->to, from < to ? from : to) <= 0 ||
           refuse(r, "from", r->ask->from, "this is later than the date of to");
}

static bool check_names(reader *r, const web_request *request)
{
    for (size_t i = 0; i < request->n_params; i++)
        if (!request->params[i].taken)
            return refuse(r, request->params[i].name, request->params[i].value,
                          "there is no such parameter here: see /openapi.json");
    return true;
}

/* Reads the format first: also what is wrong with the rest is told in it. */
static bool read_all(reader *r, web_request *request, uint32_t allowed)
{
    bool fine = true;
    for (int formats = 1; formats >= 0; formats--)
        for (size_t i = 0; fine && i < request->n_params; i++) {
            const param *p = find(request->params[i].name, allowed);
            if (!p || (p->kind == FORMAT) != formats)
                continue;
            request->params[i].taken = true;
            fine = read_value(r, p, request->params[i].value);
        }
    return fine;
}

web_format web_format_wished(const web_request *request, uint32_t formats)
{
    for (size_t i = 0; i < request->n_params; i++) {
        bool is_format = strcmp(request->params[i].name, "format") == 0;
        int format = is_format ? choose(web_formats, request->params[i].value) : -1;
        if (format >= 0 && (formats >> format & 1))
            return (web_format)format;
    }
    return by_accept(request->headers.accept, formats);
}

bool web_ask_read(web_request *request, uint32_t allowed, uint32_t formats_there, web_ask *ret,
                  web_fault *ret_fault)
{
    reader r = {ret, ret_fault, formats_there};
    *ret = web_nothing;
    ret->format = web_format_wished(request, formats_there);
    if (!read_all(&r, request, allowed) || !check_date(&r, "from", ret->from) ||
        !check_date(&r, "to", ret->to) || !check_range(&r) ||
        (ret->format != WEB_HTML && !check_names(&r, request)))
        return false;
    if (ret->format == WEB_HTML && !ret->q[strspn(ret->q, " ")])
        ret->q = ""; /* a form that was sent with nothing but a space in it */
    web_put_filters(&ret->filter, ret);
    return true;
}

void web_ask_free(web_ask *ask)
{
    web_text_free(&ask->filter);
}

morgue_search_options web_ask_options(const web_ask *ask)
{
    morgue_search_options options = {.limit = ask->n,
                                     .offset = ask->offset,
                                     .after = ask->after,
                                     .sort = ask->sort,
                                     .exact = ask->exact,
                                     .snippets = ask->snippets ? ask->snippets : MORGUE_NO_SNIPPETS,
                                     .timeline = ask->timeline,
                                     .n_facets = ask->n_facets,
                                     .facet_values = ask->facet_values,
                                     .explain = ask->explain,
                                     .filter = ask->filter.len ? ask->filter.data : NULL};
    memcpy(options.facets, ask->facets, sizeof options.facets);
    return options;
}
