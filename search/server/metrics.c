#include "search/server/metrics.h"

const uint64_t web_metric_bounds[WEB_METRIC_BUCKETS] = {
    250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000};

void web_metrics_request(web_metrics *metrics, size_t route, int status, uint64_t bytes)
{
    size_t row = route < WEB_METRIC_ROUTES - 1 ? route : WEB_METRIC_ROUTES - 1;
    int kind = status / 100 - 1;
    if (kind >= 0 && kind < WEB_METRIC_CLASSES)
        web_add(&metrics->requests[row][kind], 1);
    web_add(&metrics->bytes, bytes);
}

void web_metrics_search(web_metrics *metrics, uint64_t us)
{
    size_t i = 0;
    while (i < WEB_METRIC_BUCKETS && us > web_metric_bounds[i])
        i++;
    web_add(&metrics->times[i], 1);
    web_add(&metrics->time_us, us);
}
