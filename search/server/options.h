/* morgue-serve: what its parts share of the command line. */
#ifndef WEB_OPTIONS_H
#define WEB_OPTIONS_H

#include <stdint.h>

#include "cli/options.h"

typedef struct serve_options {
    const char *listen;
    const char *title;
    const char *base_url; /* NULL: where it listens */
    cli_list hosts;
    cli_list proxies;      /* "loopback" or addresses; empty: behind none */
    const char *passwords; /* path; NULL: everybody may read */
    const char *access_log;
    uint64_t timeout_ms;
    uint64_t workers; /* 0: one for each core */
    uint64_t queue;
    uint64_t exports;
    uint64_t connections;
    uint64_t connections_per_client;
    uint64_t rate; /* SERVE_UNSAID: the default, and not for this machine; 0: no limit */
    uint64_t header_ms;
    uint64_t idle_ms;
} serve_options;

#define SERVE_UNSAID UINT64_MAX

extern const serve_options serve_defaults;
extern const cli_program serve_program; /* the option table */

#endif
