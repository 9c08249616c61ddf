/* Articles like one. */
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/model.h"

/* The article that they are like. */
static bool set_like(web_model *m, web_desk *desk, const char *id, morgue_error *err)
{
    morgue_article *article = morgue_article_new();
    bool fine =
        article && morgue_archive_article(desk->archive, id, strlen(id), article, err) == MORGUE_OK;
    if (fine) {
        json_t *like = web_set_object(m, m->root, "like");
        morgue_passage title = {.text = morgue_article_get(article, MORGUE_TITLE, 0)};
        web_model_head(m, like, article, NULL);
        web_model_marked(m, like, "headline", &title);
    } else if (!article) {
        *err = (morgue_error){.status = MORGUE_NO_MEMORY, .offset = -1};
    }
    morgue_article_free(article);
    return fine;
}

void web_page_similar(web_desk *desk, const web_request *request, const web_ask *ask,
                      const char *id, web_answer *answer)
{
    (void)request;
    morgue_search_options options = web_page_options(desk, ask);
    morgue_results *results;
    morgue_error err;
    web_model m;
    options.similar = id;
    if (!web_run(desk, ask, &options, &results, answer))
        return;
    web_model_begin(&m, desk->site, ask, "results", "Similar articles");
    web_model_notices(&m, results);
    web_model_pager(&m, results, id);
    if (set_like(&m, desk, id, &err) && web_model_hits(&m, results, &err)) {
        web_model_send(&m, "similar", answer);
    } else {
        const web_fault fault = web_fault_of(&err, NULL);
        web_model_free(&m);
        web_refuse(desk->site, ask, &fault, answer);
    }
    morgue_results_free(results);
}
