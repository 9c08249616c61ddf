/* Searching for what was asked. */
#include <stdio.h>

#include "search/server/api.h"
#include "search/server/handlers.h"
#include "search/server/metrics.h"

size_t web_count_missing(const morgue_results *results)
{
    morgue_missing missing;
    size_t n = 0;
    while (morgue_results_missing(results, n, &missing))
        n++;
    return n;
}

/* The log is told when it changes. */
static void note_missing(const web_desk *desk, const morgue_results *results, web_answer *answer)
{
    morgue_missing first;
    size_t n = web_count_missing(results);
    if (!desk->site->metrics || !web_change(&desk->site->metrics->shards_missing, n))
        return;
    if (morgue_results_missing(results, 0, &first))
        snprintf(answer->trouble, sizeof answer->trouble,
                 "%zu of %zu shards did not answer: %s (%s)", n, morgue_results_shards(results),
                 first.shard, first.reason);
    else
        snprintf(answer->trouble, sizeof answer->trouble, "all shards answer again");
}

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
    note_missing(desk, *ret, answer);
    return true;
}
