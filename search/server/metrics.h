/* What the server counts, for /metrics. All threads add to it; nothing waits for it. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Why a request was not answered: name, for the label. */
#define WEB_REJECTION_TABLE(X)                                                                     \
    X(QUEUE, "queue")       /* too many were waiting: 503 */                                       \
    X(EXPORTS, "exports")   /* too many long answers at once: 503 */                               \
    X(MEMORY, "memory")     /* too much is made already that clients do not read: 503 */           \
    X(RATE, "rate")         /* this client asks too often: 429 */                                  \
    X(CLIENT, "client")     /* this client has too many connections: cut */                        \
    X(HOST, "host")         /* another host is meant: 421 */                                       \
    X(PASSWORD, "password") /* no user, or another password: 401 */                                \
    X(METHOD, "method")     /* 405 */                                                              \
    X(BODY, "body")         /* requests have none: 413 */                                          \
    X(SLOW, "slow")         /* took too long to ask, or to read the answer: cut */                 \
    X(IDLE, "idle")         /* had nothing to ask for long: cut */                                 \
    X(GONE, "gone")         /* went away before it was its turn */                                 \
    X(STOP, "stop")         /* the server is being stopped: 503 */

typedef enum web_rejection {
#define WEB_REJECTION_ROW(id, name) WEB_REJECTED_##id,
    WEB_REJECTION_TABLE(WEB_REJECTION_ROW)
#undef WEB_REJECTION_ROW
        WEB_REJECTION_COUNT
} web_rejection;

enum {
    WEB_METRIC_ROUTES = 32,  /* room for the table of routes, the last for what is none of them */
    WEB_METRIC_CLASSES = 5,  /* 1xx to 5xx */
    WEB_METRIC_BUCKETS = 13, /* of the times of searches, without +Inf */
};

/* A number that only grows, or that goes up and down. */
typedef _Atomic uint64_t web_count;

typedef struct web_metrics {
    web_count requests[WEB_METRIC_ROUTES][WEB_METRIC_CLASSES];
    web_count rejected[WEB_REJECTION_COUNT];
    web_count times[WEB_METRIC_BUCKETS + 1]; /* of what workers have answered, but /healthz */
    web_count time_us;                       /* of all of them */
    web_count not_modified;                  /* 304 */
    web_count queued;                        /* now */
    web_count queue_limit;
    web_count exports;     /* now */
    web_count connections; /* now */
    web_count connections_all;
    web_count bytes; /* of bodies, as they were sent */
    web_count articles;
    web_count revision;
    web_count shards;
    web_count shards_missing;  /* that did not answer, as far as was noticed last */
    web_count archive_trouble; /* 1: the last attempt to take up changes has failed */
    web_count log_lost;        /* lines of the access log that could not be written */
    time_t started;
} web_metrics;

static inline void web_add(web_count *count, uint64_t n)
{
    atomic_fetch_add_explicit(count, n, memory_order_relaxed);
}

static inline void web_take(web_count *count, uint64_t n)
{
    atomic_fetch_sub_explicit(count, n, memory_order_relaxed);
}

static inline void web_set(web_count *count, uint64_t n)
{
    atomic_store_explicit(count, n, memory_order_relaxed);
}

/* Sets it; was it another number? */
static inline bool web_change(web_count *count, uint64_t n)
{
    return atomic_exchange_explicit(count, n, memory_order_relaxed) != n;
}

static inline uint64_t web_get(const web_count *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

/* Upper bounds of the buckets of times, in microseconds. */
extern const uint64_t web_metric_bounds[WEB_METRIC_BUCKETS];

/* A request has been answered: row of its route (as of web_route_at(); what is none counts as
 * such), status of HTTP, bytes of the body. */
void web_metrics_request(web_metrics *metrics, size_t route, int status, uint64_t bytes);

/* A search has taken so long. */
void web_metrics_search(web_metrics *metrics, uint64_t us);

#endif
