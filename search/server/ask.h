/* What a request wishes for, read out of its parameters. */
#ifndef WEB_ASK_H
#define WEB_ASK_H

#include "morgue.h"
#include "search/server/request.h"
#include "search/server/text.h"

typedef enum web_format {
    WEB_HTML,
    WEB_JSON,
    WEB_JSONL,
    WEB_CSV,
    WEB_ATOM,
    WEB_TEXT, /* a citation as people write it, or plain text */
    WEB_BIBTEX,
    WEB_RIS,
    WEB_XML,
    WEB_FORMAT_COUNT
} web_format;

typedef enum web_view { WEB_LIST, WEB_CONCORDANCE } web_view;

/* A value that hits must have in a field, exactly: person=Ellen+Washington. */
typedef struct web_filter {
    morgue_field_id field;
    const char *value;
} web_filter;

enum {
    WEB_FILTERS_MAX = 32,
    WEB_HITS_DEFAULT = 10,
    WEB_HITS_MAX = 100,
    WEB_VALUES_MAX = 1000,
    WEB_VALUE_MAX = 1000, /* bytes of a value that has a link */
    WEB_SNIPPETS_DEFAULT = 1
};

/* The zeros are what is meant where nothing is said. Texts live as long as the request. */
typedef struct web_ask {
    const char *q; /* as typed; "" where there is none */
    web_filter filters[WEB_FILTERS_MAX];
    size_t n_filters;
    const char *from; /* dates, as in date:FROM..TO; "" where there is none */
    const char *to;
    web_text filter; /* all of these as one query; empty: none */
    uint32_t n;      /* hits of a page, 1 to WEB_HITS_MAX */
    uint32_t offset;
    const char *after;   /* a cursor; NULL: none */
    const char *version; /* NULL: none */
    morgue_sort sort;
    morgue_period timeline;
    morgue_field_id facets[MORGUE_FACETS_MAX];
    uint32_t n_facets;
    uint32_t facet_values;
    uint32_t snippets;
    uint32_t context; /* characters beside a line of a concordance */
    web_view view;
    web_format format;
    bool exact;
    bool full; /* with the whole texts */
    bool explain;
    bool bom; /* before CSV */
} web_ask;

/* Nothing was said. */
extern const web_ask web_nothing;

/* What is wrong with a request, in the words of its sender. */
typedef struct web_fault {
    int status;        /* of HTTP */
    int column;        /* in the query, from 1; 0: it is not about a place in it */
    char message[512]; /* "column 9: the quote is never closed" */
    char trouble[256]; /* for the log: what the sender is not told; "": nothing */
} web_fault;

/* Reads the parameters that are in `allowed` (bits of web_param_id), in one of the formats that are
 * in `formats` (bits of web_format), of which the first is the default; what Accept says counts
 * where that is HTML. Everything else is refused but where the answer is HTML, whose links get
 * parameters from all over the world. False with the fault; *ret is to be freed in any case. */
bool web_ask_read(web_request *request, uint32_t allowed, uint32_t formats, web_ask *ret,
                  web_fault *ret_fault);
void web_ask_free(web_ask *ask);

/* The format of an answer to a request of which only format= and the headers are understood. */
web_format web_format_wished(const web_request *request, uint32_t formats);

/* The names of choices, by their numbers, ended by NULL; "" has none. */
extern const char *const web_sorts[], *const web_periods[], *const web_views[],
                                                                *const web_formats[];

/* The parameters, for routes: `allowed` above. */
typedef enum web_param_id {
#define WEB_PARAM(id, ...) WEB_PARAM_##id,
#include "search/server/params.def"
#undef WEB_PARAM
    WEB_PARAM_COUNT
} web_param_id;

/* What the library is to be told of it; borrows from `ask`. */
morgue_search_options web_ask_options(const web_ask *ask);

/* ---- Links (link.c) ----------------------------------------------------------------------- */

/* Can the value be asked for? Not where it is too long for a link, or nothing but quotes and
 * wildcards. */
bool web_can_filter(morgue_text value);

/* Puts "field:=value", a query that means exactly this value. */
void web_put_filter(web_text *query, morgue_field_id field, const char *value);

/* Puts all filters, from and to as one query. */
void web_put_filters(web_text *query, const web_ask *ask);

/* Puts the link that asks the same of `path` ("/search"): its parameters but those that are as they
 * are without being said, those that the path does not take, and those that say what of an answer
 * is wanted: facets, after, format. To change something, change a copy of `ask`: the offset, a
 * filter. It is still to go through web_put_markup(). */
void web_put_link(web_text *link, const char *base, const char *path, const web_ask *ask);

#endif
