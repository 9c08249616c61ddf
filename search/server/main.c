/* morgue-serve: the archive as pages and as data over HTTP. Built on the public header alone. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/figure.h"
#include "cli/json.h"
#include "cli/message.h"
#include "search/server/server.h"

/* The signals that the main thread waits for; all other threads leave them alone. */
static sigset_t block_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signals;
}

/* SIGHUP: files may have been changed, or renamed. */
static void read_again(web_server *server)
{
    int error = server->log ? web_access_log_reopen(server->log) : 0;
    if (error)
        cli_error("cannot write %s: %s", server->options->access_log, strerror(error));
    if (server->passwords && !web_server_read_passwords(server))
        cli_error("the passwords stay as they were");
}

static void reap(web_server *server)
{
    uint64_t slow = 0, idle = 0;
    web_peers_reap(server->peers, &slow, &idle);
    web_add(&server->metrics.rejected[WEB_REJECTED_SLOW], slow);
    web_add(&server->metrics.rejected[WEB_REJECTED_IDLE], idle);
}

/* Until a signal asks for the end. */
static void watch(web_server *server, const sigset_t *signals)
{
    const struct timespec second = {.tv_sec = 1};
    for (;;) {
        int signal = sigtimedwait(signals, NULL, &second);
        if (signal == SIGINT || signal == SIGTERM)
            return;
        if (signal == SIGHUP)
            read_again(server);
        reap(server);
    }
}

static int serve(const char *archive, const serve_options *options)
{
    int result = CLI_TROUBLE;
    web_server *server = calloc(1, sizeof *server);
    if (!server) {
        cli_out_of_memory();
        return CLI_TROUBLE;
    }
    const sigset_t signals = block_signals();
    if (web_server_open(server, archive, options, &result) && web_http_start(server)) {
        uint64_t articles = web_get(&server->metrics.articles);
        cli_error("%s/ (%s article%s)", server->url, cli_count(articles).text,
                  cli_plural(articles));
        watch(server, &signals);
        web_http_stop(server);
        result = 0;
    }
    web_server_free(server);
    free(server);
    return result;
}

static int check_operands(const cli_list *operands)
{
    if (operands->count == 1)
        return 0;
    if (operands->count)
        cli_error("one ARCHIVE is served, not %zu: see morgue-serve --help", operands->count);
    else
        cli_error("no ARCHIVE given: see morgue-serve --help");
    return CLI_USAGE;
}

int main(int argc, char **argv)
{
    serve_options options = serve_defaults;
    cli_list operands = {NULL, 0};
    int result = CLI_USAGE;
    cli_json_watch_memory();
    if (cli_parse(&serve_program, argc, argv, &options, &operands, &result)) {
        result = check_operands(&operands);
        if (result == 0)
            result = serve(operands.items[0], &options);
    }
    cli_list_free(&operands);
    cli_list_free(&options.hosts);
    cli_list_free(&options.proxies);
    return result;
}
