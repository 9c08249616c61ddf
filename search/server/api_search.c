/* Pages of hits as JSON: what morgue-search --format=json prints. */
#include "search/server/api.h"
#include "search/server/handlers.h"

static void answer_page(web_desk *desk, const web_ask *ask, const morgue_search_options *options,
                        web_answer *answer)
{
    render_shape shape = web_shape(ask, options);
    render_sink sink = web_sink(&answer->body);
    morgue_results *results = NULL;
    morgue_error err;
    if (!web_run(desk, ask, options, &results, answer))
        return;
    answer->type = "application/json";
    if (render_json_page(&shape, results, &sink, &err) == MORGUE_OK)
        web_puts(&answer->body, "\n");
    else
        web_fail(desk, ask, &err, answer);
    morgue_results_free(results);
}

void web_api_search(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                    web_answer *answer)
{
    morgue_search_options options = web_ask_options(ask);
    (void)request, (void)id;
    answer_page(desk, ask, &options, answer);
}

void web_api_similar(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                     web_answer *answer)
{
    morgue_search_options options = web_ask_options(ask);
    (void)request;
    options.similar = id;
    answer_page(desk, ask, &options, answer);
}
