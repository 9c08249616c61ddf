/* The files of the page. */
#include <stdio.h>
#include <string.h>

#include "search/server/assets.h"
#include "search/server/handlers.h"

enum { YEAR = 365 * 24 * 3600, SHORT = 300 };

static void send(const web_site *site, const web_ask *ask, const char *name, web_answer *answer)
{
    const web_asset *asset = web_asset_named(name);
    if (!asset || strstr(name, ".html")) {
        web_fault fault = {.status = 404, .message = "there is no such file"};
        web_refuse(site, ask, &fault, answer);
        return;
    }
    answer->type = asset->type;
    answer->data = asset->data;
    answer->data_len = asset->len;
    answer->packed = asset->packed;
    answer->packed_len = asset->packed_len;
    answer->max_age = ask->version && strcmp(ask->version, asset->hash) == 0 ? YEAR : SHORT;
    snprintf(answer->etag, sizeof answer->etag, "\"%s\"", asset->hash);
}

void web_static(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                web_answer *answer)
{
    (void)request;
    send(desk->site, ask, id, answer);
}

/* What browsers ask for by themselves; pages name the icon's own link. */
void web_favicon(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                 web_answer *answer)
{
    (void)request, (void)id;
    send(desk->site, ask, "favicon.svg", answer);
}
