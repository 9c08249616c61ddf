#include "search/server/api.h"

static void put_to_text(void *user, const char *data, size_t len)
{
    web_put(user, data, len);
}

render_sink web_sink(web_text *text)
{
    return (render_sink){put_to_text, text};
}

render_shape web_shape(const web_ask *ask, const morgue_search_options *options)
{
    return (render_shape){.query = ask->q,
                          .snippets = ask->snippets,
                          .full = ask->full,
                          .explain = ask->explain,
                          .facets = options->facets,
                          .n_facets = options->n_facets};
}

void web_fail(const web_desk *desk, const web_ask *ask, const morgue_error *err, web_answer *answer)
{
    const web_fault fault = web_fault_of(err, ask->q);
    web_refuse(desk->site, ask, &fault, answer);
}

void web_put_article_url(web_text *text, const web_site *site, morgue_text id)
{
    web_putf(text, "%s%s/article/", site->origin, site->base);
    web_put_url(text, id.data, id.len);
}
