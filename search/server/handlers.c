/* Data or a page, as it was asked for. */
#include "search/server/handlers.h"

void web_search(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                web_answer *answer)
{
    web_handler *handler = ask->format == WEB_HTML ? web_page_search : web_api_search;
    handler(desk, request, ask, id, answer);
}

void web_article(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                 web_answer *answer)
{
    web_handler *handler = ask->format == WEB_HTML ? web_page_article : web_api_article;
    handler(desk, request, ask, id, answer);
}

void web_similar(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                 web_answer *answer)
{
    web_handler *handler = ask->format == WEB_HTML ? web_page_similar : web_api_similar;
    handler(desk, request, ask, id, answer);
}

void web_facets(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                web_answer *answer)
{
    web_handler *handler = ask->format == WEB_HTML ? web_page_facets : web_api_facets;
    handler(desk, request, ask, id, answer);
}
