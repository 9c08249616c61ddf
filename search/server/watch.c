/* For those who watch the server: /metrics, /healthz and /robots.txt. */
#include <inttypes.h>

#include "search/server/handlers.h"
#include "search/server/metrics.h"

static void head(web_text *text, const char *name, const char *type, const char *help)
{
    web_putf(text, "# HELP morgue_%s %s\n# TYPE morgue_%s %s\n", name, help, name, type);
}

static void put_number(web_text *text, const char *name, const char *type, const char *help,
                       uint64_t value)
{
    head(text, name, type, help);
    web_putf(text, "morgue_%s %" PRIu64 "\n", name, value);
}

static void put_requests(web_text *text, const web_metrics *metrics)
{
    head(text, "requests_total", "counter", "Requests that were answered.");
    for (size_t i = 0; i < WEB_METRIC_ROUTES; i++)
        for (int k = 0; k < WEB_METRIC_CLASSES; k++) {
            const web_route *route = web_route_at(i);
            uint64_t count = web_get(&metrics->requests[i][k]);
            if (count)
                web_putf(text, "morgue_requests_total{route=\"%s\",status=\"%dxx\"} %" PRIu64 "\n",
                         route ? route->path : "other", k + 1, count);
        }
}

static void put_rejected(web_text *text, const web_metrics *metrics)
{
    static const char *const names[] = {
#define WEB_REJECTION_ROW(id, name) name,
        WEB_REJECTION_TABLE(WEB_REJECTION_ROW)
#undef WEB_REJECTION_ROW
    };
    head(text, "rejected_total", "counter", "Requests that were refused, or cut, and why.");
    for (size_t i = 0; i < WEB_REJECTION_COUNT; i++)
        web_putf(text, "morgue_rejected_total{reason=\"%s\"} %" PRIu64 "\n", names[i],
                 web_get(&metrics->rejected[i]));
}

static void put_times(web_text *text, const web_metrics *metrics)
{
    uint64_t count = 0;
    head(text, "search_seconds", "histogram", "Time that workers took for an answer.");
    for (size_t i = 0; i < WEB_METRIC_BUCKETS; i++) {
        count += web_get(&metrics->times[i]);
        web_putf(text, "morgue_search_seconds_bucket{le=\"%g\"} %" PRIu64 "\n",
                 (double)web_metric_bounds[i] / 1e6, count);
    }
    count += web_get(&metrics->times[WEB_METRIC_BUCKETS]);
    web_putf(text, "morgue_search_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", count);
    web_putf(text, "morgue_search_seconds_sum %.6f\n", (double)web_get(&metrics->time_us) / 1e6);
    web_putf(text, "morgue_search_seconds_count %" PRIu64 "\n", count);
}

static void put_numbers(web_text *text, const web_metrics *m)
{
    put_number(text, "not_modified_total", "counter", "Answers 304: the client had it already.",
               web_get(&m->not_modified));
    put_number(text, "response_bytes_total", "counter", "Bytes of bodies, as they were sent.",
               web_get(&m->bytes));
    put_number(text, "queue_length", "gauge", "Searches that wait.", web_get(&m->queued));
    put_number(text, "queue_limit", "gauge", "Searches that may wait.", web_get(&m->queue_limit));
    put_number(text, "exports", "gauge", "Long answers that are being sent.", web_get(&m->exports));
    put_number(text, "connections", "gauge", "Connections that are open.",
               web_get(&m->connections));
    put_number(text, "connections_total", "counter", "Connections that were accepted.",
               web_get(&m->connections_all));
    put_number(text, "archive_articles", "gauge", "Articles in the archive.",
               web_get(&m->articles));
    put_number(text, "archive_revision", "gauge", "Commits of the archive.", web_get(&m->revision));
    put_number(text, "shards", "gauge", "Shards of the archive.", web_get(&m->shards));
    put_number(text, "shards_missing", "gauge", "Shards that do not answer.",
               web_get(&m->shards_missing));
    put_number(text, "archive_trouble", "gauge", "1: changes of the archive cannot be read.",
               web_get(&m->archive_trouble));
    put_number(text, "access_log_lost_total", "counter", "Lines of the access log that were lost.",
               web_get(&m->log_lost));
}

void web_metrics_page(web_desk *desk, const web_request *request, const web_ask *ask,
                      const char *id, web_answer *answer)
{
    const web_metrics *metrics = desk->site->metrics;
    web_text *text = &answer->body;
    (void)request, (void)ask, (void)id;
    answer->type = "text/plain; version=0.0.4; charset=utf-8";
    put_requests(text, metrics);
    put_rejected(text, metrics);
    put_times(text, metrics);
    put_numbers(text, metrics);
    head(text, "info", "gauge", "The version.");
    web_putf(text, "morgue_info{version=\"%s\"} 1\n", morgue_version());
    put_number(text, "start_time_seconds", "gauge", "When the server was started.",
               (uint64_t)metrics->started);
}

/* By a worker, so that it says something about searching: that workers get their turn, and that
 * the archive can be read, or some shard of it. */
void web_healthz(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                 web_answer *answer)
{
    const web_metrics *m = desk->site->metrics;
    uint64_t missing = web_get(&m->shards_missing);
    bool fine = !web_get(&m->archive_trouble);
    (void)request, (void)ask, (void)id;
    answer->status = fine ? 200 : 503;
    answer->type = "text/plain; charset=utf-8";
    if (fine && missing)
        web_putf(&answer->body, "ok: %" PRIu64 " of %" PRIu64 " shards do not answer\n", missing,
                 web_get(&m->shards));
    else
        web_puts(&answer->body, fine ? "ok\n" : "changes of the archive cannot be read\n");
}

/* Pages of searches are without end: robots keep to the home page. */
void web_robots(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                web_answer *answer)
{
    const char *base = desk->site->base;
    (void)request, (void)ask, (void)id;
    answer->type = "text/plain; charset=utf-8";
    web_putf(&answer->body, "User-agent: *\nAllow: %s/$\nDisallow: %s/\n", base, base);
}
