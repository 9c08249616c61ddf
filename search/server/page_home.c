/* The front page: the archive in a few figures, and what it is about. */
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/model.h"

static void set_archive(web_model *m, const morgue_stats *stats)
{
    json_t *archive = web_set_object(m, m->root, "archive");
    web_set_count(m, archive, "articles", stats->articles);
    web_set_string(m, archive, "languages", strchr(stats->languages, ',') ? stats->languages : "");
    web_set_flag(m, archive, "one", stats->articles == 1);
    web_set_day(m, archive, "earliest", stats->earliest);
    web_set_day(m, archive, "latest", stats->latest);
    if (json_equal(json_object_get(archive, "earliest"), json_object_get(archive, "latest")))
        web_set_string(m, archive, "latest", "");
}

void web_home(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
              web_answer *answer)
{
    (void)request, (void)id;
    web_model m;
    web_model_begin(&m, desk->site, ask, "home", NULL);
    if (!web_model_known(&m, desk, answer)) {
        web_model_free(&m);
        return;
    }
    set_archive(&m, &desk->stats);
    web_ask newest = *ask;
    newest.sort = MORGUE_NEWEST_FIRST;
    web_set_link(&m, m.root, "newest_link", "/search", &newest, NULL, NULL);
    web_model_send(&m, "home", answer);
}
