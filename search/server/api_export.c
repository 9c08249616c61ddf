/* All articles that match, as a file: written part by part, each of which is a search of its own
 * that begins behind the last hit of the one before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/api.h"
#include "search/server/handlers.h"

enum {
    PART = 300,          /* hits, at most */
    PART_BYTES = 4 << 20 /* after more of them the next parts have fewer hits */
};

/* What has to outlive the request. */
typedef struct export
{
    char *q;
    char *filter; /* NULL: none */
    char *cursor; /* NULL: at the beginning */
    uint32_t n;   /* hits of the next part */
    morgue_sort sort;
    bool full;
    bool csv;
    bool bom;
    bool ended;
}
export;

static void free_export(void *state)
{
    export *e = state;
    if (!e)
        return;
    free(e->q);
    free(e->filter);
    free(e->cursor);
    free(e);
}

static export *new_export(const web_ask *ask)
{
    export *e = calloc(1, sizeof *e);
    if (!e)
        return NULL;
    *e = (export){.n = PART,
                  .sort = ask->sort,
                  .full = ask->full,
                  .csv = ask->format == WEB_CSV,
                  .bom = ask->bom};
    e->q = strdup(*ask->q ? ask->q : "*");
    e->filter = ask->filter.len ? strdup(ask->filter.data) : NULL;
    if (e->q && (e->filter || !ask->filter.len))
        return e;
    free_export(e);
    return NULL;
}

/* ---- A part ------------------------------------------------------------------------------- */

static morgue_status put_hits(const export *e, morgue_results *results, web_text *body,
                              morgue_error *err)
{
    render_shape shape = {.snippets = 1, .full = e->full};
    render_sink sink = web_sink(body);
    if (e->bom && !e->cursor)
        web_puts(body, "\xef\xbb\xbf");
    if (e->csv && !e->cursor)
        render_csv_header(&shape, &sink);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        if (e->csv)
            render_csv_row(&shape, &hit, &sink);
        else
            render_json_hit(&shape, results, i, &hit, &sink);
        web_puts(body, e->csv ? "" : "\n");
    }
    return MORGUE_OK;
}

/* Notes where the next part begins. A search that was ended early, or that shards did not answer,
 * lacks articles: then the export is none. */
static morgue_status go_on(export *e, morgue_results *results, morgue_error *err)
{
    const char *next = morgue_results_cursor(results);
    if (morgue_results_partial(results)) {
        morgue_missing first;
        *err = (morgue_error){MORGUE_CANCELLED, "", -1};
        if (morgue_results_missing(results, 0, &first)) {
            err->status = MORGUE_NETWORK;
            snprintf(err->message, sizeof err->message, "%s did not answer: %s", first.shard,
                     first.reason);
        }
        return err->status;
    }
    free(e->cursor);
    e->cursor = next ? strdup(next) : NULL;
    e->ended = !next;
    if (!next || e->cursor)
        return MORGUE_OK;
    *err = (morgue_error){MORGUE_NO_MEMORY, "", -1};
    return MORGUE_NO_MEMORY;
}

static morgue_status put_some(web_desk *desk, export *e, web_text *body, morgue_error *err)
{
    morgue_search_options options = {.limit = e->n,
                                     .sort = e->sort,
                                     .after = e->cursor,
                                     .filter = e->filter,
                                     .timeout_ms = desk->site->timeout_ms,
                                     .go_on = desk->go_on,
                                     .user = desk->user};
    morgue_results *results = NULL;
    morgue_status status = morgue_search(desk->archive, e->q, &options, &results, err);
    if (status == MORGUE_OK) {
        size_t count = morgue_results_count(results);
        e->n = count < e->n ? (uint32_t)count : e->n;
        status = put_hits(e, results, body, err);
    }
    if (status == MORGUE_OK && !body->lost)
        status = go_on(e, results, err);
    morgue_results_free(results);
    return status;
}

/* What is too long for a part comes in several: texts of articles have no limit but memory. */
static morgue_status put_part(web_desk *desk, export *e, web_text *body, morgue_error *err)
{
    morgue_status status = put_some(desk, e, body, err);
    for (; status == MORGUE_OK && body->lost && e->n > 1; status = put_some(desk, e, body, err)) {
        web_text_free(body);
        e->n /= 2;
    }
    if (body->len > PART_BYTES)
        e->n = (uint32_t)(e->n * (uint64_t)PART_BYTES / body->len);
    e->n += !e->n;
    return status;
}

static bool more(web_desk *desk, web_answer *answer)
{
    export *e = answer->more_state;
    morgue_error err;
    if (e->ended)
        return false;
    answer->body.lost |= put_part(desk, e, &answer->body, &err) != MORGUE_OK;
    return !answer->body.lost;
}

/* ---- The answer --------------------------------------------------------------------------- */

void web_export(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                web_answer *answer)
{
    morgue_error err = {.status = MORGUE_NO_MEMORY};
    export *e = new_export(ask);
    (void)request, (void)id;
    if (!e || put_part(desk, e, &answer->body, &err) != MORGUE_OK) {
        web_fail(desk, ask, &err, answer);
        free_export(e);
        return;
    }
    answer->type = e->csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
    strcpy(answer->file_name, e->csv ? "articles.csv" : "articles.jsonl");
    answer->more = more;
    answer->more_state = e;
    answer->more_free = free_export;
}
