/* serve_from_library: an archive on http://127.0.0.1, for a browser and for programs.
 *
 *     serve_from_library ARCHIVE [PORT]      PORT: 8080; 0: any that is free
 *
 *     GET /?q=QUERY         a page with a form and the ten best hits
 *     GET /search?q=QUERY   the same as JSON
 *
 * One thread a connection. An open archive is used by one thread at a time, so each takes one out
 * of a pool and puts it back. What strangers send is limited: bytes, seconds, connections, and the
 * length of a search. To be seen from elsewhere, put a real web server before it. */
#define _POSIX_C_SOURCE 200809L

#include <ctype.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "morgue.h"

enum {
    ARCHIVES = 4,       /* open at the same time: searches that run at the same time */
    CONNECTIONS = 64,   /* others wait until one is closed */
    REQUEST_MAX = 8192, /* bytes of a request */
    ANSWER = 65536,     /* bytes of an answer, about */
    SECONDS = 5,        /* for a request to come, and for the answer to be taken */
    HITS = 10,
    SEARCH_MS = 2000 /* for a search: then it ends with what was found */
};

typedef struct server {
    const char *path;
    sem_t archives;    /* how many may be taken */
    sem_t connections; /* how many may be opened */
    pthread_mutex_t lock;
    morgue_archive *idle[ARCHIVES]; /* those that were opened and are not in use */
    size_t n_idle;
} server;

typedef struct connection {
    server *server;
    int fd;
} connection;

/* ---- The pool ----------------------------------------------------------------------------- */

static void give_back(server *s, morgue_archive *archive)
{
    pthread_mutex_lock(&s->lock);
    if (archive)
        s->idle[s->n_idle++] = archive;
    pthread_mutex_unlock(&s->lock);
    sem_post(&s->archives);
}

/* An archive for this thread alone, until it gives it back: as the last commit has left it. */
static morgue_status take(server *s, morgue_archive **ret, morgue_error *err)
{
    morgue_archive *archive = NULL;
    sem_wait(&s->archives);
    pthread_mutex_lock(&s->lock);
    if (s->n_idle > 0)
        archive = s->idle[--s->n_idle];
    pthread_mutex_unlock(&s->lock);
    morgue_status status = archive ? morgue_archive_reopen(archive, NULL, err)
                                   : morgue_archive_open(s->path, &archive, err);
    *ret = archive; /* to be given back, also after a failure, and then perhaps NULL */
    return status;
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* What comes from an article or a stranger is escaped: here for HTML, in text and attributes. */
static void put_html(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        case '\'': fputs("&#39;", out); break;
        default: putc(text[i], out);
        }
    }
}

/* A string of JSON. "<" is escaped, too: a page may have the answer in a <script>. */
static void put_json(FILE *out, const char *text, size_t len)
{
    putc('"', out);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c == '<' || c == 127)
            fprintf(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static void put_passage(FILE *out, const morgue_passage *passage)
{
    size_t at = 0;
    for (size_t i = 0; i < passage->n_marks; i++) {
        const morgue_mark *mark = &passage->marks[i];
        put_html(out, passage->text.data + at, mark->start - at);
        fputs("<mark>", out);
        put_html(out, passage->text.data + mark->start, mark->len);
        fputs("</mark>", out);
        at = mark->start + mark->len;
    }
    put_html(out, passage->text.data + at, passage->text.len - at);
}

static void put_field(FILE *out, const char *key, morgue_text value)
{
    fprintf(out, "\"%s\":", key);
    put_json(out, value.data, value.len);
    putc(',', out);
}

static void put_hit(FILE *out, bool json, const morgue_hit *hit)
{
    morgue_text date = morgue_article_get(hit->article, MORGUE_DATE, 0); /* "" if it has none */
    if (json) {
        putc('{', out);
        put_field(out, "id", morgue_article_get(hit->article, MORGUE_ID, 0));
        put_field(out, "title", hit->title.text);
        put_field(out, "date", date);
        fprintf(out, "\"score\":%.4f}", hit->score);
        return;
    }
    fprintf(out, "<li>%.10s <b>", date.data);
    put_passage(out, &hit->title);
    fputs("</b><br>", out);
    if (hit->n_passages > 0)
        put_passage(out, &hit->passages[0]);
    fputs("</li>\n", out);
}

/* ---- Answers ------------------------------------------------------------------------------ */

typedef struct request {
    bool json;
    const char *query; /* "": none */
} request;

/* What comes before the hits, or before an error. */
static void begin_answer(FILE *out, int status, const request *r)
{
    fprintf(out,
            "HTTP/1.1 %d %s\r\nContent-Type: %s; charset=utf-8\r\nConnection: close\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Content-Security-Policy: default-src 'none'; form-action 'self'\r\n\r\n",
            status, status == 200 ? "OK" : "Error", r->json ? "application/json" : "text/html");
    if (r->json)
        return;
    fputs("<!DOCTYPE html>\n<title>Archive</title>\n<form><input name=\"q\" value=\"", out);
    put_html(out, r->query, strlen(r->query));
    fputs("\"> <button>Search</button></form>\n", out);
}

static void refuse(FILE *out, int status, const request *r, const char *why)
{
    begin_answer(out, status, r);
    fputs(r->json ? "{\"error\":" : "<p>", out);
    (r->json ? put_json : put_html)(out, why, strlen(why));
    fputs(r->json ? "}\n" : "</p>\n", out);
}

static void put_results(FILE *out, const request *r, const morgue_results *results,
                        const morgue_hit *hits)
{
    begin_answer(out, 200, r);
    fprintf(out, r->json ? "{\"total\":%llu,\"hits\":[" : "<p>%llu articles</p>\n<ol>\n",
            (unsigned long long)morgue_results_total(results));
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        fputs(r->json && i > 0 ? "," : "", out);
        put_hit(out, r->json, &hits[i]);
    }
    fputs(r->json ? "]}\n" : "</ol>\n", out);
}

static void search(server *s, FILE *out, const request *r)
{
    const morgue_search_options options = {.limit = HITS, .timeout_ms = SEARCH_MS};
    morgue_archive *archive = NULL;
    morgue_results *results = NULL;
    morgue_hit hits[HITS];
    morgue_error err;
    morgue_status status = take(s, &archive, &err);
    if (status == MORGUE_OK)
        status = morgue_search(archive, r->query, &options, &results, &err);
    /* All hits are there before the first is written: an answer is whole, or an error. */
    for (size_t i = 0; status == MORGUE_OK && i < morgue_results_count(results); i++)
        status = morgue_results_hit(results, i, &hits[i], &err);
    if (status == MORGUE_OK)
        put_results(out, r, results, hits);
    else
        refuse(out, status == MORGUE_BAD_QUERY ? 400 : 500, r, err.message);
    morgue_results_free(results); /* before the archive goes to somebody else */
    give_back(s, archive);
}

/* ---- HTTP --------------------------------------------------------------------------------- */

/* "a%20b+c" becomes "a b c", in place; false where that is no text. */
static bool decode(char *text)
{
    char *to = text;
    for (; *text; text++, to++) {
        *to = *text == '+' ? ' ' : *text;
        if (*text == '%') {
            if (!isxdigit((unsigned char)text[1]) || !isxdigit((unsigned char)text[2]))
                return false;
            const char digits[] = {text[1], text[2], 0};
            *to = (char)strtoul(digits, NULL, 16);
            if (!*to)
                return false;
            text += 2;
        }
    }
    *to = 0;
    return true;
}

/* Takes the head of a request apart, in place. Returns 0 or the status of HTTP that refuses it. */
static int parse(char *head, request *ret)
{
    char *rest = head + strcspn(head, " \r\n"), *target = rest + (*rest == ' ');
    char *end = target + strcspn(target, " \r\n");
    bool whole = *rest == ' ' && strncmp(end, " HTTP/1.", 8) == 0;
    *rest = *end = 0;
    if (!whole)
        return 400;
    if (strcmp(head, "GET") != 0)
        return 405;
    char *query = target + strcspn(target, "?");
    if (*query)
        *query++ = 0;
    ret->json = strcmp(target, "/search") == 0;
    ret->query = "";
    for (char *part = strtok_r(query, "&", &rest); part; part = strtok_r(NULL, "&", &rest)) {
        if (strncmp(part, "q=", 2) != 0)
            continue;
        if (!decode(part + 2))
            return 400;
        ret->query = part + 2;
    }
    return ret->json || strcmp(target, "/") == 0 ? 0 : 404;
}

/* Reads up to the empty line behind the head, but not for ever. Returns 0 or a status. */
static int read_head(int fd, char head[REQUEST_MAX])
{
    size_t len = 0;
    time_t end = time(NULL) + SECONDS;
    for (head[0] = 0; !strstr(head, "\r\n\r\n");) {
        struct pollfd in = {.fd = fd, .events = POLLIN};
        time_t left = end - time(NULL);
        if (len == REQUEST_MAX - 1)
            return 431;
        if (left <= 0 || poll(&in, 1, (int)left * 1000) <= 0)
            return 408;
        ssize_t n = recv(fd, head + len, REQUEST_MAX - 1 - len, 0);
        if (n <= 0 || memchr(head + len, 0, (size_t)n))
            return 400;
        len += (size_t)n;
        head[len] = 0;
    }
    return 0;
}

static void answer(server *s, int fd, FILE *out)
{
    char head[REQUEST_MAX];
    request r = {.query = ""};
    int status = read_head(fd, head);
    if (status == 0)
        status = parse(head, &r);
    if (status != 0)
        refuse(out, status, &r, "this is no request that is understood here");
    else if (!r.json && !*r.query)
        begin_answer(out, 200, &r); /* the form alone */
    else
        search(s, out, &r);
}

/* Ends the answer, and reads away what still comes: the kernel would cut the line for it, and with
 * it an answer that has not arrived yet. But not for long. */
static void hang_up(int fd, FILE *out)
{
    char waste[4096];
    struct pollfd in = {.fd = fd, .events = POLLIN};
    fflush(out);
    shutdown(fd, SHUT_WR);
    for (int i = 0; i < 64 && poll(&in, 1, 1000) > 0 && recv(fd, waste, sizeof waste, 0) > 0; i++)
        ;
}

static void *serve_connection(void *user)
{
    connection c = *(connection *)user;
    const struct timeval limit = {.tv_sec = SECONDS};
    FILE *out = fdopen(c.fd, "w");
    free(user);
    setsockopt(c.fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (out) {
        /* It is sent when all of it is there: no archive waits for somebody's slow line. */
        setvbuf(out, NULL, _IOFBF, ANSWER);
        answer(c.server, c.fd, out);
        hang_up(c.fd, out);
        fclose(out);
    } else {
        close(c.fd);
    }
    sem_post(&c.server->connections);
    return NULL;
}

static void begin(server *s, int fd)
{
    pthread_t thread;
    connection *c = malloc(sizeof *c);
    if (c)
        *c = (connection){.server = s, .fd = fd};
    if (c && pthread_create(&thread, NULL, serve_connection, c) == 0) {
        pthread_detach(thread);
        return;
    }
    free(c);
    close(fd);
    sem_post(&s->connections);
}

/* ---- The server --------------------------------------------------------------------------- */

/* A socket that listens on this machine only; -1 on failure. */
static int listen_on(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, CONNECTIONS) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        close(fd);
        return -1;
    }
    printf("http://127.0.0.1:%u/\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* Until `ending` can be read, which is when Ctrl-C was pressed. */
static void serve(server *s, int listener, int ending)
{
    struct pollfd both[] = {{.fd = listener, .events = POLLIN}, {.fd = ending, .events = POLLIN}};
    while (poll(both, 2, -1) > 0 && !both[1].revents) {
        sem_wait(&s->connections);
        int fd = accept(listener, NULL, NULL); /* fails where somebody is gone again */
        if (fd >= 0)
            begin(s, fd);
        else
            sem_post(&s->connections);
    }
    for (int i = 0; i < CONNECTIONS; i++) /* all that were begun end, within their time */
        sem_wait(&s->connections);
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: serve_from_library ARCHIVE [PORT]\n");
        return 2;
    }
    server s = {.path = argv[1], .lock = PTHREAD_MUTEX_INITIALIZER};
    morgue_archive *archive = NULL;
    morgue_error err;
    sigset_t signals;
    sem_init(&s.archives, 0, ARCHIVES);
    sem_init(&s.connections, 0, CONNECTIONS);
    if (take(&s, &archive, &err) != MORGUE_OK) { /* there, and an archive? */
        fprintf(stderr, "serve_from_library: %s\n", err.message);
        return 1;
    }
    give_back(&s, archive);

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL); /* threads inherit that */
    signal(SIGPIPE, SIG_IGN);               /* whoever goes away in the middle of an answer */
    int ending = signalfd(-1, &signals, SFD_CLOEXEC);
    int listener = listen_on(argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 8080);
    if (listener >= 0 && ending >= 0)
        serve(&s, listener, ending);
    else
        perror("serve_from_library");
    while (s.n_idle > 0)
        morgue_archive_free(s.idle[--s.n_idle]);
    close(listener);
    close(ending);
    return listener >= 0 && ending >= 0 ? 0 : 1;
}
