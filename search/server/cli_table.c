/* The option table of morgue-serve. */
#include "search/server/options.h"

const serve_options serve_defaults = {.listen = "127.0.0.1:8080",
                                      .title = "Morgue",
                                      .timeout_ms = 2000,
                                      .queue = 256,
                                      .exports = 4,
                                      .connections = 16384,
                                      .connections_per_client = 256,
                                      .rate = SERVE_UNSAID,
                                      .header_ms = 10000,
                                      .idle_ms = 75000};

static const char *const synopses[] = {"[OPTION]... ARCHIVE", NULL};

#define MEMBER(name) .member = offsetof(serve_options, name)

static const cli_option options[] = {
    {.kind = CLI_HEADING, .name = "The server"},
    {.kind = CLI_STRING,
     .name = "listen",
     .argument = "ADDRESS:PORT",
     MEMBER(listen),
     .help = "where to listen (default: 127.0.0.1:8080); :8080 is this machine alone, 0.0.0.0:8080 "
             "everybody",
     .details = "Addresses of IPv6 stand in brackets: [::1]:8080. Port 0 takes one that is free, "
                "which is told on stderr."},
    {.kind = CLI_STRING,
     .name = "title",
     .argument = "TEXT",
     MEMBER(title),
     .help = "what the page calls the archive"},
    {.kind = CLI_STRING,
     .name = "base-url",
     .argument = "URL",
     MEMBER(base_url),
     .help = "what the address begins with for readers, behind a proxy: https://example.org/morgue",
     .details = "Links begin with its path; the proxy takes the path away again. Its host is "
                "known as if it were given with --host."},
    {.kind = CLI_SECONDS,
     .name = "timeout",
     .argument = "SECONDS",
     MEMBER(timeout_ms),
     .max = 1000000,
     .help = "end a search after so long, with what was found (default: 2)"},
    {.kind = CLI_NUMBER,
     .name = "workers",
     .argument = "N",
     MEMBER(workers),
     .max = 256,
     .help = "search for so many at once (default: one for each core, at least 2)"},
    {.kind = CLI_NUMBER,
     .name = "queue",
     .argument = "N",
     MEMBER(queue),
     .max = 100000,
     .above_zero = true,
     .help = "let so many searches wait; more are answered 503 (default: 256)"},
    {.kind = CLI_NUMBER,
     .name = "exports",
     .argument = "N",
     MEMBER(exports),
     .max = 10000,
     .help = "send so many exports at once, at most (default: 4)"},
    {.kind = CLI_STRING,
     .name = "access-log",
     .argument = "FILE",
     MEMBER(access_log),
     .help = "write a line for each request; - is stdout",
     .details = "Lines have the combined format of Apache and nginx, and then the seconds that the "
                "answer took. The file is opened anew on SIGHUP."},
    {.kind = CLI_HEADING, .name = "Who may read"},
    {.kind = CLI_STRING,
     .name = "passwords",
     .argument = "FILE",
     MEMBER(passwords),
     .help = "ask for a user and a password; lines are USER:HASH, as htpasswd -B writes them",
     .details = "Hashes are those of crypt(3): htpasswd -B, mkpasswd and openssl passwd -6 make "
                "them. The file is read anew on SIGHUP. /healthz stays open."},
    {.kind = CLI_STRINGS,
     .name = "host",
     .argument = "NAME",
     MEMBER(hosts),
     .help = "answer for this host, too, where only this machine is listened to; repeatable",
     .details = "Requests for other hosts than localhost are refused there, so that no page of "
                "elsewhere reads the archive by a name that leads to this machine."},
    {.kind = CLI_STRINGS,
     .name = "behind-proxy",
     .argument = "ADDRESS",
     .alone = "loopback",
     MEMBER(proxies),
     .help = "a proxy on this machine, or at this address, says in X-Forwarded-For who asks; "
             "repeatable"},
    {.kind = CLI_HEADING, .name = "Limits"},
    {.kind = CLI_NUMBER,
     .name = "rate",
     .argument = "N",
     MEMBER(rate),
     .max = 1000000,
     .help = "answer a client so often in a second, and four times that at once (default: 50, this "
             "machine without limit; 0: no limit)"},
    {.kind = CLI_NUMBER,
     .name = "connections",
     .argument = "N",
     MEMBER(connections),
     .max = 1000000,
     .above_zero = true,
     .help = "hold so many connections (default: 16384, or what the system allows)"},
    {.kind = CLI_NUMBER,
     .name = "connections-per-client",
     .argument = "N",
     MEMBER(connections_per_client),
     .max = 1000000,
     .above_zero = true,
     .help = "and so many of one client, but this machine and proxies (default: 256)"},
    {.kind = CLI_SECONDS,
     .name = "header-timeout",
     .argument = "SECONDS",
     MEMBER(header_ms),
     .max = 3600000,
     .above_zero = true,
     .help = "cut clients that take longer to send a request (default: 10)"},
    {.kind = CLI_SECONDS,
     .name = "idle-timeout",
     .argument = "SECONDS",
     MEMBER(idle_ms),
     .max = 86400000,
     .above_zero = true,
     .help = "and those that have nothing to ask for so long (default: 75)"},
    CLI_COMMON_OPTIONS};

static const cli_entry examples[] = {
    {"morgue-serve archive", "The page is http://127.0.0.1:8080/"},
    {"morgue-serve --listen=:8100 --title=\"The Daily Star\" archive",
     "Another port, and another name"},
    {"morgue-serve --passwords=readers --listen=0.0.0.0:8080 archive",
     "For others who have a password; put a proxy with TLS before it where they are not in your "
     "own net"},
    {"morgue-serve --base-url=https://example.org/morgue --behind-proxy archive", "Behind nginx"},
    {"curl 'http://127.0.0.1:8080/search?q=nato&format=json'", "The same for programs"},
    {NULL, NULL}};

static const cli_entry statuses[] = {{"0", "ended on request: SIGINT or SIGTERM"},
                                     {"2", "the command line is wrong"},
                                     {"3", "it cannot listen there, or the archive cannot be read"},
                                     {NULL, NULL}};

static const cli_section sections[] = {
    {"PATHS",
     "For people: / is the page. For programs: /search, /article/ID, /similar/ID, /facets, "
     "/timeline, /suggest, /feed.atom, /export.csv and /export.jsonl; /openapi.json describes "
     "them. For those who watch the server: /healthz, and /metrics in the format of Prometheus."},
    {"SECURITY",
     "Without --listen nobody but this machine gets there, and requests for other hosts than "
     "localhost are refused (see --host). Whoever else may connect may read all of the archive, "
     "unless there are --passwords. Passwords and articles go over the net as they are: let a "
     "proxy speak TLS.\n\n"
     "The server only reads, answers nothing but GET and HEAD, and opens no file because of a "
     "request. It needs no rights but to read the archive: run it as a user of its own.\n\n"
     "Clients have limits: on connections, on requests in a second (429), on the length of an "
     "address (8 KB, 414) and of a header (431), on the time that they take. Wrong passwords are "
     "limited on their own: 20, and then one every two seconds. Searches that would wait for too "
     "long are refused (503)."},
    {"BEHIND A PROXY",
     "Give --base-url the address that readers type, and --behind-proxy so that clients are told "
     "apart. The proxy takes the path of --base-url away and hands everything else on as it was "
     "sent: ids of articles may have %2F in them. It sets X-Forwarded-For to the address of its "
     "client, and hands Host on or sets it to localhost. docs/recipes/nginx.conf in the "
     "documentation does all of this for nginx, with TLS, passwords and limits of its own."},
    {"SIGNALS",
     "SIGINT and SIGTERM end the server, after what is running, within a few seconds. SIGHUP reads "
     "the file of passwords and opens the access log anew. Commits of morgue-index are taken up "
     "without one, within a tenth of a second."},
    {"SPREAD ARCHIVES",
     "ARCHIVE may be a file that lists shards on other machines: see docs/operations.md. Changes "
     "there are taken up within some seconds. Answers from which a shard is missing say so, and "
     "are kept by no cache; exports are refused then, or cut. /metrics counts the shards that do "
     "not answer, the help of the page lists all, and /healthz is well while any of them answers."},
    {NULL, NULL}};

const cli_program serve_program = {
    .name = "morgue-serve",
    .purpose = "search a news archive in the browser, and over HTTP",
    .synopses = synopses,
    .description =
        "Serves a page for searching ARCHIVE, a folder that morgue-index made or a file that "
        "lists several, and the same as JSON for programs.",
    .options = options,
    .examples = examples,
    .statuses = statuses,
    .sections = sections,
    .see_also = "morgue-index(1), morgue-search(1)"};
