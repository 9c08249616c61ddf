#include "search/server/route.h"

#include <stdio.h>
#include <string.h>

#include "search/server/handlers.h"

#define P(id) (1u << WEB_PARAM_##id)
#define F(id) (1u << WEB_##id)

static const web_route routes[] = {
#define WEB_ROUTE(path, pace, page, data, params, formats)                                         \
    {path, pace, params, formats, page, data},
#include "search/server/routes.def"
#undef WEB_ROUTE
};

enum { ROUTES = sizeof routes / sizeof *routes };

const web_route *web_route_at(size_t i)
{
    return i < ROUTES ? &routes[i] : NULL;
}

/* The part of the path behind the route's, or NULL where it is another route's. */
static const char *behind(const web_route *route, const char *path)
{
    size_t len = strlen(route->path);
    if (strncmp(path, route->path, len) != 0)
        return NULL;
    bool has_id = len > 1 && route->path[len - 1] == '/';
    return has_id == (path[len] != '\0') ? path + len : NULL;
}

static const web_route *find(const char *path, const char **ret_rest)
{
    for (size_t i = 0; i < ROUTES; i++)
        if ((*ret_rest = behind(&routes[i], path)))
            return &routes[i];
    return NULL;
}

const web_route *web_route_find(char *path, const char **ret_id)
{
    const char *rest;
    const web_route *route = find(path, &rest);
    char *id = route ? path + (rest - path) : NULL;
    if (route && !web_decode(id, false))
        return NULL;
    *ret_id = route && *id ? id : NULL;
    return route;
}

const web_route *web_route_of(const web_request *request)
{
    const char *rest;
    return find(request->path, &rest);
}

uint32_t web_route_params(const char *path)
{
    const char *rest;
    const web_route *route = find(path, &rest);
    return route ? route->params : 0;
}

bool web_needs_worker(const web_request *request)
{
    const web_route *route = web_route_of(request);
    return route && route->pace == WEB_BY_WORKER;
}

static void refuse(const web_desk *desk, const web_ask *ask, int status, const char *message,
                   web_answer *answer)
{
    web_fault fault = {.status = status};
    snprintf(fault.message, sizeof fault.message, "%s", message);
    web_refuse(desk->site, ask, &fault, answer);
}

void web_respond(web_desk *desk, const char *method, web_request *request, web_answer *answer)
{
    web_ask ask = web_nothing;
    ask.format = web_format_wished(request, F(HTML) | F(JSON));
    web_fault fault = {0};
    const char *id = NULL;
    const web_route *route = web_route_find(request->path, &id);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        refuse(desk, &ask, 405, "only GET and HEAD are understood here", answer);
    else if (!route)
        refuse(desk, &ask, 404, "there is no such page here: see / and /openapi.json", answer);
    else if (!web_ask_read(request, route->params, route->formats, &ask, &fault))
        web_refuse(desk->site, &ask, &fault, answer);
    else
        (ask.format == WEB_HTML ? route->page : route->data)(desk, request, &ask, id, answer);
    web_ask_free(&ask);
}
