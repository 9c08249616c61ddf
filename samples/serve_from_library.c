/* serve_from_library: an archive on http://127.0.0.1, for programs and pages.
 *
 *     serve_from_library ARCHIVE [PORT]      PORT: 8080; 0: any that is free
 *
 *     GET /search?q=QUERY   {"total": 2, "hits": [{"id": ...}]}, the ten best; snippets are HTML
 *
 * Threads take connections one after the other. An open archive is used by one thread at a time, so
 * a thread that has to search takes one out of a pool, and puts it back. What strangers send is
 * limited: bytes, seconds, connections, and the length of a search. To be seen from elsewhere, put
 * a real web server before it. */
#define _POSIX_C_SOURCE 200809L

#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "morgue.h"

enum {
    ARCHIVES = 4,       /* searches at the same time */
    THREADS = 64,       /* connections at the same time; others wait */
    REQUEST_MAX = 8192, /* bytes of a request */
    SECONDS = 5,        /* for a request to come, and for the answer to be taken */
    SEARCH_MS = 2000,   /* for a search: then it ends with what was found */
    HITS = 10
};

typedef struct server {
    int listener;
    pthread_mutex_t lock;
    pthread_cond_t given_back;
    morgue_archive *idle[ARCHIVES]; /* those that nobody uses */
    size_t n_idle;
} server;

/* ---- The pool ----------------------------------------------------------------------------- */

static morgue_archive *take(server *s)
{
    pthread_mutex_lock(&s->lock);
    while (!s->n_idle)
        pthread_cond_wait(&s->given_back, &s->lock);
    morgue_archive *archive = s->idle[--s->n_idle];
    pthread_mutex_unlock(&s->lock);
    return archive;
}

static void give_back(server *s, morgue_archive *archive)
{
    pthread_mutex_lock(&s->lock);
    s->idle[s->n_idle++] = archive;
    pthread_cond_signal(&s->given_back);
    pthread_mutex_unlock(&s->lock);
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* Text in a string of JSON, in which nothing is markup: as it stands, or as HTML. */
static void put_text(FILE *out, const char *text, size_t len, bool html)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (html && c && strchr("&<>\"'", c))
            fprintf(out, "&#%d;", c);
        else if (c < ' ' || strchr("\"\\<", c))
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
}

static void put_field(FILE *out, const char *key, morgue_text value)
{
    fprintf(out, "\"%s\":\"", key);
    put_text(out, value.data, value.len, false);
    fputs("\",", out);
}

/* HTML, with what was found between <mark> and </mark>. */
static void put_passage(FILE *out, const morgue_passage *passage)
{
    size_t at = 0;
    for (size_t i = 0; i < passage->n_marks; i++) {
        const morgue_mark *mark = &passage->marks[i];
        put_text(out, passage->text.data + at, mark->start - at, true);
        fputs("<mark>", out);
        put_text(out, passage->text.data + mark->start, mark->len, true);
        fputs("</mark>", out);
        at = mark->start + mark->len;
    }
    put_text(out, passage->text.data + at, passage->text.len - at, true);
}

static void begin_answer(FILE *out, int status)
{
    fprintf(out,
            "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nConnection: close\r\n"
            "X-Content-Type-Options: nosniff\r\n\r\n",
            status, status == 200 ? "OK" : "Error");
}

static void refuse(FILE *out, int status, const char *why)
{
    begin_answer(out, status);
    fputs("{\"error\":\"", out);
    put_text(out, why, strlen(why), false);
    fputs("\"}\n", out);
}

static void put_results(FILE *out, const morgue_results *results, const morgue_hit *hits)
{
    begin_answer(out, 200);
    fprintf(out, "{\"total\":%llu,\"hits\":[", (unsigned long long)morgue_results_total(results));
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        const morgue_article *article = hits[i].article;
        fputs(i > 0 ? ",{" : "{", out);
        put_field(out, "id", morgue_article_get(article, MORGUE_ID, 0));
        put_field(out, "title", morgue_article_get(article, MORGUE_TITLE, 0));
        put_field(out, "date", morgue_article_get(article, MORGUE_DATE, 0));
        fprintf(out, "\"score\":%.4f,\"snippet\":\"", hits[i].score);
        if (hits[i].n_passages > 0)
            put_passage(out, &hits[i].passages[0]);
        fputs("\"}", out);
    }
    fputs("]}\n", out);
}

static void search(server *s, FILE *out, const char *query)
{
    const morgue_search_options options = {.limit = HITS, .timeout_ms = SEARCH_MS};
    morgue_archive *archive = take(s);
    morgue_results *results = NULL;
    morgue_hit hits[HITS];
    morgue_error err;
    morgue_status status = morgue_archive_reopen(archive, NULL, &err); /* what is committed now */
    if (status == MORGUE_OK)
        status = morgue_search(archive, query, &options, &results, &err);
    /* All hits are there before the first is written: an answer is whole, or an error. */
    for (size_t i = 0; status == MORGUE_OK && i < morgue_results_count(results); i++)
        status = morgue_results_hit(results, i, &hits[i], &err);
    if (status == MORGUE_OK)
        put_results(out, results, hits);
    else
        refuse(out, status == MORGUE_BAD_QUERY ? 400 : 500, err.message);
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
        if (*text != '%')
            continue;
        if (!isxdigit((unsigned char)text[1]) || !isxdigit((unsigned char)text[2]))
            return false;
        *to = (char)strtoul((char[]){text[1], text[2], 0}, NULL, 16);
        if (!*to)
            return false;
        text += 2;
    }
    *to = 0;
    return true;
}

/* Finds the query in the head of a request, in place. Returns 0 or the status of HTTP that refuses
 * it. */
static int parse(char *head, const char **ret_query)
{
    char *rest, *target = head + strlen("GET "), *end = head + strcspn(head, "\r\n");
    *end = 0;
    if (strncmp(head, "GET /", 5) != 0)
        return 405;
    end = target + strcspn(target, " ");
    if (strncmp(end, " HTTP/1.", 8) != 0)
        return 400;
    *end = 0;
    char *path = strtok_r(target, "?", &rest), *part;
    if (strcmp(path, "/search") != 0)
        return 404;
    while ((part = strtok_r(NULL, "&", &rest)))
        if (strncmp(part, "q=", 2) == 0) {
            if (!decode(part + 2))
                return 400;
            *ret_query = part + 2;
        }
    return 0;
}

/* Reads up to the empty line behind the head, but not for ever. Returns 0 or a status. */
static int read_head(int fd, char head[REQUEST_MAX])
{
    size_t len = 0;
    time_t end = time(NULL) + SECONDS;
    for (head[0] = 0; !strstr(head, "\r\n\r\n"); head[len] = 0) {
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
    }
    return 0;
}

static void write_answer(server *s, int fd, FILE *out)
{
    char head[REQUEST_MAX];
    const char *query = "";
    int status = read_head(fd, head);
    if (status == 0)
        status = parse(head, &query);
    if (status == 0)
        search(s, out, query);
    else
        refuse(out, status, "this is no request that is understood here");
}

/* The answer is sent when all of it is there: no archive waits for somebody's slow line. Then what
 * still comes is read away, but not for long: the kernel would cut the line for it, and with it an
 * answer that has not arrived yet. */
static void answer(server *s, int fd)
{
    char *text = NULL, waste[4096];
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    struct pollfd in = {.fd = fd, .events = POLLIN};
    const struct timeval limit = {.tv_sec = SECONDS};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (out)
        write_answer(s, fd, out);
    if (out && fclose(out) == 0)
        send(fd, text, len, MSG_NOSIGNAL);
    free(text);
    shutdown(fd, SHUT_WR);
    time_t end = time(NULL) + SECONDS;
    while (time(NULL) < end && poll(&in, 1, 1000) > 0 && recv(fd, waste, sizeof waste, 0) > 0)
        ;
    close(fd);
}

/* ---- The server --------------------------------------------------------------------------- */

static void *serve(void *user)
{
    server *s = user;
    int fd;
    while ((fd = accept(s->listener, NULL, NULL)) >= 0 || errno != EINVAL) /* it was shut down */
        if (fd >= 0)
            answer(s, fd);
        else
            poll(NULL, 0, 100); /* somebody is gone again, or there are no descriptors now */
    return NULL;
}

/* A socket that listens on this machine only; -1 on failure. */
static int listen_on(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
                    bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, THREADS) != 0 ||
                    getsockname(fd, (struct sockaddr *)&address, &size) != 0)) {
        close(fd);
        fd = -1;
    }
    if (fd < 0)
        perror("serve_from_library");
    else
        printf("http://127.0.0.1:%u/\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* Until Ctrl-C is pressed; what was begun is ended. */
static void run(server *s)
{
    pthread_t threads[THREADS];
    size_t n = 0;
    int number;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* threads inherit that */
    while (n < THREADS && pthread_create(&threads[n], NULL, serve, s) == 0)
        n++;
    if (n > 0)
        sigwait(&signals, &number);
    shutdown(s->listener, SHUT_RDWR);
    while (n > 0)
        pthread_join(threads[--n], NULL);
}

int main(int argc, char **argv)
{
    char *end = NULL;
    unsigned long port = argc == 3 ? strtoul(argv[2], &end, 10) : 8080;
    if (argc < 2 || argc > 3 || (end && *end) || port > UINT16_MAX) {
        fprintf(stderr, "usage: serve_from_library ARCHIVE [PORT]\n");
        return 2;
    }
    server s = {-1, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, {NULL}, 0};
    morgue_error err = {.status = MORGUE_OK};
    while (s.n_idle < ARCHIVES &&
           morgue_archive_open(argv[1], &s.idle[s.n_idle], &err) == MORGUE_OK)
        s.n_idle++;
    if (s.n_idle < ARCHIVES)
        fprintf(stderr, "serve_from_library: %s\n", err.message);
    else
        s.listener = listen_on((unsigned)port);
    if (s.listener >= 0) {
        run(&s);
        close(s.listener);
    }
    while (s.n_idle > 0)
        morgue_archive_free(s.idle[--s.n_idle]);
    return s.listener >= 0 ? 0 : 1;
}
