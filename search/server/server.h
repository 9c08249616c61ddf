/* The running server: what its parts share. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "search/server/access_log.h"
#include "search/server/gzip.h"
#include "search/server/limits.h"
#include "search/server/listen.h"
#include "search/server/metrics.h"
#include "search/server/options.h"
#include "search/server/passwords.h"
#include "search/server/peers.h"
#include "search/server/pool.h"
#include "search/server/site.h"

struct web_worker;

typedef struct web_server {
    const serve_options *options;
    web_site site;
    web_metrics metrics;
    web_listen where;
    int listen_fd; /* -1: not any more */
    char url[WEB_URL_MAX];
    char *base_url;     /* owned; behind site.base and site.origin */
    const char **hosts; /* that are known beside those of this machine; n_hosts */
    size_t n_hosts;
    bool checks_hosts;
    uint64_t max_connections;
    bool limits_loopback; /* requests of this machine are counted, too */
    web_client *proxies;  /* whose X-Forwarded-For is believed; n_proxies */
    size_t n_proxies;
    web_patience patience;
    web_peers *peers;
    web_limits *limits;       /* of requests; NULL: none */
    web_limits *failures;     /* of passwords that are wrong */
    web_passwords *passwords; /* NULL: everybody may read */
    web_access_log *log;      /* NULL: none */
    struct web_worker **workers;
    unsigned n_workers;
    struct web_worker *doorman; /* who checks passwords; has no archive */
    struct web_worker *porter;  /* who answers what needs no archive: the thread of MHD */
    web_pool *searching;        /* the workers */
    web_pool *door;             /* the doorman */
    struct MHD_Daemon *daemon;
    uint64_t tag_seed;           /* of what makes answers differ beside the archive */
    atomic_bool stopping;        /* no new requests */
    atomic_bool cancelled;       /* nor waiting for those that there are */
    web_count calls;             /* requests on their way */
    web_count held;              /* bytes of answers that were not yet sent to their end */
    _Atomic uint64_t trouble_ms; /* when the log was last told of a failure */
} web_server;

/* What the command line asks for, with all that can be wrong about it told on stderr. False when
 * the server cannot run; *ret_exit then says how the program ends. web_server_free() in any case.
 */
bool web_server_open(web_server *server, const char *archive, const serve_options *options,
                     int *ret_exit);
void web_server_free(web_server *server);

/* Reads the file of passwords anew; false where that cannot be done, which has been told. */
bool web_server_read_passwords(web_server *server);

/* Is it this machine or one of the proxies? These have as many connections as they like, and behind
 * a proxy what they say of their clients is believed. */
bool web_server_trusts(const web_server *server, const web_client *client);

/* Begins to listen; false where that fails. */
bool web_http_start(web_server *server);

/* Takes no new connections, lets running requests end for a while, and then ends them. */
void web_http_stop(web_server *server);

#endif
