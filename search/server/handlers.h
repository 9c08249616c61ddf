/* The handlers of the table of routes, and the two ways in which they answer: data and pages. */
#ifndef WEB_HANDLERS_H
#define WEB_HANDLERS_H

#include "search/server/route.h"

/* What handlers of both share (run.c): searches for what was asked, as `options` say beside. With a
 * failure the answer is the refusal. Results are to be freed. */
bool web_run(web_desk *desk, const web_ask *ask, const morgue_search_options *options,
             morgue_results **ret, web_answer *answer);

/* How many shards did not answer. */
size_t web_count_missing(const morgue_results *results);

/* Data (api_*.c; the last three watch.c). */
web_handler web_api_search, web_api_article, web_api_similar, web_api_facets, web_timeline,
    web_suggest, web_feed, web_export, web_opensearch, web_openapi, web_healthz, web_metrics_page,
    web_robots;

/* Pages (page_*.c), and the files that belong to them. */
web_handler web_home, web_page_search, web_page_article, web_page_similar, web_page_facets,
    web_help, web_favicon, web_static;
void web_page_fault(const web_site *site, const web_ask *ask, const web_fault *fault,
                    web_answer *answer);

#endif
