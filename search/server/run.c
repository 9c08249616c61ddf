/* Searching for what was asked. */
#include "search/server/api.h"
#include "search/server/handlers.h"

bool web_run(web_desk *desk, const web_ask *ask, const morgue_search_options *options,
             morgue_results **ret, web_answer *answer)
{
    morgue_error err;
    morgue_search_options bounded = *options;
    bounded.timeout_ms = desk->site->timeout_ms;
    bounded.go_on = desk->go_on;
    bounded.user = desk->user;
    const char *query = *ask->q || options->similar ? ask->q : "*";
    if (morgue_search(desk->archive, query, &bounded, ret, &err) != MORGUE_OK) {
        web_fail(desk, ask, &err, answer);
        return false;
    }
    answer->partial = morgue_results_partial(*ret);
    return true;
}
