/* What a page shows, as values for its template. The parts that several pages have are made in
 * model_*.c, each by one function; the names in the templates are those that are set there. */
#ifndef WEB_MODEL_H
#define WEB_MODEL_H

#include <jansson.h>

#include "search/server/answer.h"
#include "search/server/ask.h"
#include "search/server/site.h"

enum {
    WEB_ID_MAX = 2500,    /* of an id that has a page: a link takes three times as much */
    WEB_TITLE_MAX = 2000, /* of a headline that are shown */
    WEB_LANG_MAX = 35,    /* of a tag of a language */
    WEB_SEEN_MAX = 1000   /* values of a field that are looked at: the library finds the n-th by
                             counting */
};

/* A page in the making. */
typedef struct web_model {
    const web_site *site;
    const web_ask *ask;
    json_t *root;
    web_text scratch; /* for links and the like */
    bool lost;        /* memory was out: something is missing */
    bool partial;     /* a search was not done, or not to its end */
} web_model;

/* Begins with what every page has: "site", "page", "form". `kind` is
 * "results" for a body of the class page-results; `title` stands before the site's in the title,
 * NULL: nothing does. */
void web_model_begin(web_model *m, const web_site *site, const web_ask *ask, const char *kind,
                     const char *title);

/* Renders the template into the answer and frees the model. What fails is answered as an error of
 * the server. */
void web_model_send(web_model *m, const char *name, web_answer *answer);
void web_model_free(web_model *m);

/* ---- Values ------------------------------------------------------------------------------- */

/* All of these put something into an object, or at the end of an array, and note in `lost` where
 * that was not possible. */
json_t *web_set_object(web_model *m, json_t *in, const char *key);
json_t *web_set_array(web_model *m, json_t *in, const char *key);
json_t *web_add_object(web_model *m, json_t *array);
void web_set_text(web_model *m, json_t *in, const char *key, const char *data, size_t len);
/* The first bytes of it, with "…" where there is more. */
void web_set_clipped(web_model *m, json_t *in, const char *key, morgue_text text, size_t max);
size_t web_clip(morgue_text text, size_t max); /* how many bytes these are */
void web_set_string(web_model *m, json_t *in, const char *key, const char *string);
void web_set_flag(web_model *m, json_t *in, const char *key, bool flag);
void web_set_number(web_model *m, json_t *in, const char *key, uint64_t number); /* 1234 */
void web_set_count(web_model *m, json_t *in, const char *key, uint64_t number);  /* 1,234 */

void web_set_when(web_model *m, json_t *in, const char *key, const char *date); /* see when.h */
void web_set_day(web_model *m, json_t *in, const char *key, const char *date);
/* "lang", and "right_to_left" where it is written so. */
void web_set_lang(web_model *m, json_t *in, morgue_text lang);

/* The link that asks so of `path`, with one parameter more where `name` is not NULL. */
void web_set_link(web_model *m, json_t *in, const char *key, const char *path, const web_ask *ask,
                  const char *name, const char *value);

/* The link of an article, in which what was asked is kept; `ask` may be NULL, and `format`, too. */
void web_set_article_link(web_model *m, json_t *in, const char *key, morgue_text id,
                          const web_ask *ask, const char *format);

/* ---- What was asked, a little different ---------------------------------------------------- */

/* The same from its first page on. */
web_ask web_ask_again(const web_ask *ask);

bool web_ask_has(const web_ask *ask, morgue_field_id field, const char *value);

/* For counting what there is to choose of a field. Of sources and the like, of which an article has
 * one, several mean any: what is chosen already does not count. To be freed. */
web_ask web_ask_widened(const web_ask *ask, morgue_field_id field);

/* With this filter where it was without, without it where it was with. The value is borrowed. */
web_ask web_ask_toggle(const web_ask *ask, morgue_field_id field, const char *value);

/* Only of this period ("2022", "2022-01"), and within the dates that are asked for anyway; dates of
 * both are those of web_when_read(). The period is borrowed. */
web_ask web_ask_within(const web_ask *ask, const char *period);

/* Options of a search for a page: with the site's time limit, given up when nobody waits. */
morgue_search_options web_page_options(const web_desk *desk, const web_ask *ask);

/* ---- Parts of pages ----------------------------------------------------------------------- */

/* "Person", "Persons": what people call a field. */
const char *web_field_label(morgue_field_id field);
const char *web_field_plural(morgue_field_id field);

/* "summary", "notices", "suggestion", "filters", "sorts", "views", "exports": what was asked and
 * what came of it (model_summary.c). */
void web_model_summary(web_model *m, const web_desk *desk, morgue_results *results);

/* Only "notices". */
void web_model_notices(web_model *m, const morgue_results *results);

/* "filters", each with the link that removes it, and "no_filters", which removes all. */
void web_model_filters(web_model *m);

/* "hits" of the page (model_hits.c). */
bool web_model_hits(web_model *m, morgue_results *results, morgue_error *err);
/* "lang", "right_to_left", "beginning", "link", "when", "source", "section", "authors" of an
 * article. Their links narrow `ask`, and some authors are left out; NULL: they search for that
 * alone, and more are named. */
void web_model_head(web_model *m, json_t *to, const morgue_article *article, const web_ask *ask);
/* "when": its date, or false. */
void web_model_when(web_model *m, json_t *to, const morgue_article *article);
/* Text with marks, up to WEB_TITLE_MAX bytes: an array of {"plain"} and {"mark"}. */
void web_model_marked(web_model *m, json_t *to, const char *key, const morgue_passage *passage);

/* "lines" of a concordance (model_lines.c). */
bool web_model_lines(web_model *m, morgue_results *results, morgue_error *err);

/* "pager", and "front" where there are hits, but none on this page; of the articles like `id` where
 * that is not NULL (model_pager.c). */
void web_model_pager(web_model *m, morgue_results *results, const char *id);

/* Adds the facet at that place, of `field`; with a link to all values where there are more than
 * `most`. */
void web_model_facet(web_model *m, json_t *facets, morgue_results *results, size_t place,
                     morgue_field_id field, uint32_t most);
/* "facets" of the fields in `options`, and "years" out of the timeline (model_facets.c). */
void web_model_facets(web_model *m, json_t *to, morgue_results *results,
                      const morgue_search_options *options);
void web_model_years(web_model *m, morgue_results *results);
void web_model_facet_values(web_model *m, json_t *facet, morgue_results *results, size_t place,
                            morgue_field_id field);

/* "known": what the archive is about, with examples of queries that find something. With a failure
 * the answer is the refusal (model_known.c). */
bool web_model_known(web_model *m, web_desk *desk, web_answer *answer);

/* "timeline" (model_timeline.c), and the period for which it has bars; none where there are no
 * dates. */
morgue_period web_timeline_period(const web_desk *desk, const web_ask *ask);
void web_model_timeline(web_model *m, const web_desk *desk, morgue_results *results,
                        morgue_period period);

#endif
