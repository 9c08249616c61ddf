#include "search/server/server.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"
#include "search/server/base_url.h"
#include "search/server/hosts.h"
#include "search/server/memory.h"
#include "search/server/negotiate.h"
#include "search/server/worker.h"

enum {
    PASSWORDS_MAX = 4 << 20, /* bytes of the file */
    OTHER_FILES = 512,       /* descriptors that are not connections: those of the archive */
    DOOR_QUEUE = 64,         /* passwords that may wait to be checked */
    DEFAULT_RATE = 50,
    BURST = 4 /* times the rate */
};

/* Wrong passwords of a client: tokens a second, and at once. */
#define FAILURE_RATE  0.5
#define FAILURE_BURST 20

static bool out_of_memory(void)
{
    cli_out_of_memory();
    return false;
}

/* ---- The address -------------------------------------------------------------------------- */

static bool take_base_url(web_server *server)
{
    const serve_options *options = server->options;
    server->hosts = calloc(options->hosts.count + 1, sizeof *server->hosts);
    if (!server->hosts)
        return out_of_memory();
    for (size_t i = 0; i < options->hosts.count; i++)
        server->hosts[server->n_hosts++] = options->hosts.items[i];
    web_base_url base = {.memory = NULL};
    if (!options->base_url)
        return true;
    if (!web_base_url_read(options->base_url, &base)) {
        cli_error("--base-url needs an address such as https://example.org/morgue, not \"%s\"",
                  options->base_url);
        return false;
    }
    server->base_url = base.memory;
    server->site.origin = base.origin;
    server->site.base = base.path;
    server->hosts[server->n_hosts++] = base.host;
    return true;
}

static bool take_proxies(web_server *server)
{
    const cli_list *list = &server->options->proxies;
    server->proxies = calloc(list->count + 1, sizeof *server->proxies);
    if (!server->proxies)
        return out_of_memory();
    for (size_t i = 0; i < list->count; i++) {
        const char *text = strcmp(list->items[i], "loopback") == 0 ? "127.0.0.1" : list->items[i];
        if (!web_client_of_text(text, strlen(text), &server->proxies[i])) {
            cli_error("--behind-proxy needs an address such as 192.0.2.1, not \"%s\"", text);
            return false;
        }
        server->n_proxies++;
    }
    return true;
}

static bool take_address(web_server *server)
{
    if (!web_listen_parse(server->options->listen, &server->where)) {
        cli_error("--listen needs an address and a port such as 127.0.0.1:8080, :8080 or "
                  "[::1]:8080, not \"%s\"",
                  server->options->listen);
        return false;
    }
    server->checks_hosts = server->where.loopback;
    return take_proxies(server) && take_base_url(server);
}

static bool start_listening(web_server *server)
{
    int error = web_listen_open(&server->where, &server->listen_fd);
    if (error) {
        cli_error("cannot listen on %s: %s", server->options->listen, web_listen_reason(error));
        return false;
    }
    web_listen_url(&server->where, server->url);
    if (!server->base_url)
        server->site.origin = server->url;
    if (!server->where.loopback && !server->passwords)
        cli_error("others than this machine may read all of the archive: "
                  "see --passwords, or listen on 127.0.0.1");
    if (server->where.any && !server->base_url)
        cli_error("feeds begin their links with %s: see --base-url", server->url);
    return true;
}

/* ---- Limits ------------------------------------------------------------------------------- */

/* As many open files as are allowed; a limit on connections that leaves some for the archive. */
static uint64_t connections_allowed(uint64_t wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= wanted + OTHER_FILES)
        return wanted;
    return limit.rlim_cur > 2 * OTHER_FILES ? limit.rlim_cur - OTHER_FILES : limit.rlim_cur / 2;
}

static bool make_limits(web_server *server)
{
    const serve_options *options = server->options;
    uint64_t rate = options->rate == SERVE_UNSAID ? DEFAULT_RATE : options->rate;
    server->limits_loopback = options->rate != SERVE_UNSAID;
    server->max_connections = connections_allowed(options->connections);
    if (server->max_connections < options->connections &&
        options->connections != serve_defaults.connections)
        cli_error("the system allows %" PRIu64 " connections: see ulimit -n",
                  server->max_connections);
    server->patience = (web_patience){options->header_ms, options->idle_ms};
    server->peers = web_peers_new(&server->patience);
    server->failures = web_limits_new(FAILURE_RATE, FAILURE_BURST);
    if (rate)
        server->limits = web_limits_new((double)rate, (double)rate * BURST);
    return (server->peers && server->failures && (server->limits || !rate)) || out_of_memory();
}

bool web_server_trusts(const web_server *server, const web_client *client)
{
    if (web_client_loopback(client))
        return true;
    for (size_t i = 0; i < server->n_proxies; i++)
        if (web_client_same(&server->proxies[i], client))
            return true;
    return false;
}

/* ---- Files -------------------------------------------------------------------------------- */

/* The text of a file, to be freed, or NULL with errno. */
static char *read_file(const char *path, size_t *ret_len)
{
    FILE *file = fopen(path, "re");
    char *text = file ? malloc(PASSWORDS_MAX) : NULL;
    if (text)
        *ret_len = fread(text, 1, PASSWORDS_MAX, file);
    if (text && (ferror(file) || *ret_len == PASSWORDS_MAX)) {
        if (!ferror(file))
            errno = EFBIG;
        free(text);
        text = NULL;
    }
    if (file)
        fclose(file);
    return text;
}

static void reject_line(void *user, unsigned line, const char *why)
{
    cli_error("%s: line %u: %s", (const char *)user, line, why);
}

bool web_server_read_passwords(web_server *server)
{
    const char *path = server->options->passwords;
    size_t len = 0;
    char *text = read_file(path, &len);
    if (!text) {
        cli_error("cannot read %s: %s", path, strerror(errno));
        return false;
    }
    int users =
        web_passwords_set(server->passwords, text, len, reject_line, (void *)(uintptr_t)path);
    explicit_bzero(text, len);
    free(text);
    if (users == 0)
        cli_error("%s: there is no user in it: add one with htpasswd -B", path);
    return users > 0 || (users < 0 && out_of_memory());
}

static bool open_files(web_server *server)
{
    const serve_options *options = server->options;
    int error = options->access_log ? web_access_log_open(options->access_log, &server->log) : 0;
    if (error) {
        cli_error("cannot write %s: %s", options->access_log, strerror(error));
        return false;
    }
    if (!options->passwords)
        return true;
    server->passwords = web_passwords_new();
    return server->passwords ? web_server_read_passwords(server) : out_of_memory();
}

/* ---- Workers ------------------------------------------------------------------------------ */

static unsigned count_workers(uint64_t wanted)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return wanted ? (unsigned)wanted : cores > 2 ? (unsigned)cores : 2;
}

static bool new_worker(web_server *server, bool with_archive, web_worker **ret)
{
    morgue_error err;
    *ret = web_worker_new(server, with_archive, &err);
    if (!*ret)
        cli_library_error(&err, NULL);
    return *ret != NULL;
}

/* Shards of a spread archive are asked by all workers before any of them waits for an answer. */
static bool begin_workers(web_server *server)
{
    morgue_error err;
    for (unsigned i = 0; i < server->n_workers; i++)
        if (!web_worker_begin(server->workers[i], &err)) {
            cli_library_error(&err, NULL);
            return false;
        }
    return true;
}

static bool open_workers(web_server *server)
{
    unsigned n = count_workers(server->options->workers);
    server->workers = calloc(n, sizeof *server->workers);
    if (!server->workers)
        return out_of_memory();
    for (; server->n_workers < n; server->n_workers++)
        if (!new_worker(server, true, &server->workers[server->n_workers]))
            return false;
    return begin_workers(server) && new_worker(server, false, &server->doorman) &&
           new_worker(server, false, &server->porter);
}

static bool start_pools(web_server *server)
{
    const web_pool_work searching = {.threads = server->n_workers,
                                     .limit = server->options->queue,
                                     .idle = web_worker_idle,
                                     .memories = (void **)server->workers};
    const web_pool_work door = {
        .threads = 1, .limit = DOOR_QUEUE, .memories = (void **)&server->doorman};
    server->searching = web_pool_new(&searching);
    server->door = web_pool_new(&door);
    return (server->searching && server->door) || out_of_memory();
}

/* ---- The server --------------------------------------------------------------------------- */

/* What makes answers differ beside the archive and the request. */
static void seed_tags(web_server *server)
{
    const char *const parts[] = {morgue_version(), server->site.title, server->site.origin,
                                 server->site.base};
    server->tag_seed = WEB_HASH_START;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        server->tag_seed = web_hash(server->tag_seed, parts[i], strlen(parts[i]) + 1);
}

static bool is_file(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

bool web_server_open(web_server *server, const char *archive, const serve_options *options,
                     int *ret_exit)
{
    server->options = options;
    server->listen_fd = -1;
    server->site = (web_site){.archive = archive,
                              .spread = is_file(archive),
                              .title = options->title,
                              .base = "",
                              .origin = "",
                              .timeout_ms = (uint32_t)options->timeout_ms,
                              .metrics = &server->metrics,
                              .memory = web_memory_new()};
    web_set(&server->metrics.queue_limit, options->queue);
    server->metrics.started = time(NULL);
    *ret_exit = CLI_USAGE;
    if (!take_address(server))
        return false;
    *ret_exit = CLI_TROUBLE;
    if (!make_limits(server) || !open_workers(server) || !open_files(server) ||
        !start_listening(server))
        return false;
    seed_tags(server);
    return start_pools(server);
}

void web_server_free(web_server *server)
{
    web_pool_free(server->door);
    web_pool_free(server->searching);
    for (unsigned i = 0; i < server->n_workers; i++)
        web_worker_free(server->workers[i]);
    web_worker_free(server->doorman);
    web_worker_free(server->porter);
    web_peers_free(server->peers);
    web_limits_free(server->limits);
    web_limits_free(server->failures);
    web_passwords_free(server->passwords);
    web_access_log_free(server->log);
    web_memory_free(server->site.memory);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    free(server->workers);
    free(server->base_url);
    free(server->hosts);
    free(server->proxies);
}
